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


def test_a_value_that_can_not_be_found_says_why_and_stays(page: Page, values: Site) -> None:
    run_page(page, values.page("index"))
    run_with(page, "del fruit")
    expect(values_of(page).nth(0)).to_have_attribute("title", re.compile("name 'fruit' is not defined"))
    expect(values_of(page).nth(0)).to_have_text("apple")
