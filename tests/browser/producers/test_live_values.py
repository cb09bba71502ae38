"""Values in the text of a notebook, which runs bring up to date."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from reader import action, cell, expect_run, output_of, panel, press_and_run, run_page, source_of
from servers import Project
from sites import Site

BUILT = ["apple", "3", "pear", "37.5%", "0.375", "pear", "5"]


@pytest.fixture(scope="session")
def values(project: Project) -> Site:
    return project("values")


def values_of(page: Page) -> Locator:
    return page.locator(".inpage-exec-value")


def run_with(page: Page, code: str) -> None:
    """Write other code into the first cell, and run all."""
    source_of(cell(page, 1)).locator("pre").click()
    expect(source_of(cell(page, 1)).locator(".cm-content")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(code)
    with expect_run(page):
        action(panel(page), "run-all").click()


def test_values_are_brought_up_to_date_by_the_cells_before_them(page: Page, values: Site) -> None:
    assert values.warnings == ""
    page.goto(values.page("index"))
    expect(values_of(page)).to_have_text(BUILT)
    press_and_run(page)
    expect(values_of(page)).to_have_text(BUILT)
    run_with(page, "fruit, count = HTML('<i>a fig</i>'), 4")
    changed = ["a fig", "4", "pear", "50.0%", "0.5", "pear", "5"]
    expect(values_of(page)).to_have_text(changed)
    expect(values_of(page).nth(0).locator("i")).to_be_visible()
    expect(values_of(page).nth(5).locator("b")).to_be_visible()
    expect(page.locator("figure figcaption")).to_contain_text("The fruit in bold.")
    expect(output_of(cell(page, 3))).to_have_text("pear")
    action(cell(page, 3), "reset").click()
    expect(values_of(page)).to_have_text(["a fig", "4", *BUILT[2:]])
    action(panel(page), "reset").click()
    expect(values_of(page)).to_have_text(BUILT)


def test_glued_formulas_markdown_and_figures_are_brought_up_to_date_and_other_pages_values_stay(
    page: Page, values: Site
) -> None:
    run_page(page, values.page("glued"))
    equation, inline, block, figure = (values_of(page).nth(number) for number in range(4))
    for power in ("2", "3"):
        if power == "3":
            run_with(page, "power = 3")
        expect(equation.locator('math[display="block"] annotation')).to_have_text(f"x^{power}")
        expect(equation.locator(".eqno")).to_contain_text("(1)")
        expect(inline.locator("strong")).to_have_text(f"power {power}")
        expect(inline.locator("p")).to_have_css("display", "inline")
        expect(block.locator("strong")).to_have_text(f"power {power}")
        expect(figure.locator("i")).to_have_text(f"picture {power}")
    expect(values_of(page)).to_have_count(4)
    expect(page.locator("figcaption")).to_contain_text("The picture.")
    expect(page.get_by_text("On the other page it is 0.375 of the fruit")).to_be_visible()
    expect(page.locator("b", has_text="pear")).to_be_visible()
    action(panel(page), "reset").click()
    expect(inline.locator("strong")).to_have_text("power 2")
    expect(equation).to_contain_text("x^2")


def test_a_value_that_can_not_be_found_says_why_and_stays(page: Page, values: Site) -> None:
    run_page(page, values.page("index"))
    run_with(page, "del fruit")
    expect(values_of(page).nth(0)).to_have_attribute("title", re.compile("name 'fruit' is not defined"))
    expect(values_of(page).nth(0)).to_have_text("apple")
