"""Exercises as a reader does them: wrong, broken and right, told in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from reader import action, cell, output_of, run_page, verdict_of, write
from servers import BuildSite, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "exercises"


@pytest.fixture(scope="session")
def exercises(
    build_site: BuildSite, jupyter_server: LocalServer, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    """The example of the documentation."""
    source = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("exercises") / "source")
    return build_site(source, confoverrides={"jupyter": backend_of(jupyter_server)})


def test_a_check_says_in_words_what_is_right(page: Page, exercises: Site) -> None:
    run_page(page, exercises.page("index"))
    expect(cell(page, 2)).to_have_attribute("data-state", "idle")
    check = page.get_by_role("button", name="Check", exact=True)
    check.click()
    expect(verdict_of(page)).to_have_text("total returns nothing yet. Write `return`.")
    expect(output_of(cell(page, 2))).to_be_hidden()
    write(page, 1, "def total(numbers):\n    return len(numbers)")
    check.click()
    expect(verdict_of(page)).to_have_text("total([1, 2]) is 2, and should be 3.")
    write(page, 1, "def total(numbers):\n    return sum(numbers)")
    check.press("Enter")
    expect(verdict_of(page)).to_have_text("That is right.")
    expect(check).to_be_focused()
    action(cell(page, 2), "reset").click()
    expect(verdict_of(page)).to_be_hidden()


def test_a_check_that_breaks_asks_for_the_code_above(page: Page, exercises: Site) -> None:
    run_page(page, exercises.page("index"))
    write(page, 1, "del total")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(verdict_of(page)).to_contain_text("NameError: name 'total' is not defined")
    expect(verdict_of(page)).to_contain_text("Does your code above run?")


@pytest.mark.parametrize("javascript", [True, False])
def test_hint_and_solution_open_by_the_keyboard_and_without_javascript(
    page: Page, exercises: Site, javascript: bool
) -> None:
    browser = page.context.browser
    assert browser
    plain = browser.new_page(java_script_enabled=javascript)
    plain.goto(exercises.page("index"))
    expect(plain.get_by_text("Python has a function for this.")).to_be_hidden()
    for name in ("Hint", "Solution"):
        plain.locator("summary", has_text=name).press("Enter")
    expect(plain.get_by_text("Python has a function for this.")).to_be_visible()
    expect(plain.locator("details.solution pre")).to_contain_text("return sum(numbers)")
    plain.close()
