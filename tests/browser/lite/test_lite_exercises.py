"""An exercise in the reader's browser: hints, a solution, and a check that says what is right."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from reader import cell, fold, run_page, verdict_of, wait_cell, write

if TYPE_CHECKING:
    from servers import BuildSite
    from sites import Site

pytest_plugins = ["lite_sites"]

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "exercises"


@pytest.fixture(scope="session")
def exercises(build_site: BuildSite, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example of the documentation, as it is: it runs in the browser."""
    return build_site(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("exercises") / "source"))


def test_hint_solution_and_check_work_without_a_server(page: Page, exercises: Site) -> None:
    run_page(page, exercises.page("index"))
    fold(page, "Hint").click()
    expect(page.get_by_text("Python has a function for this.")).to_be_visible()
    fold(page, "Solution").click()
    expect(page.locator("details.solution pre")).to_contain_text("return sum(numbers)")
    check = page.get_by_role("button", name="Check", exact=True)
    check.click()
    expect(verdict_of(page)).to_have_text("total returns nothing yet. Write `return`.")
    write(page, 1, "def total(numbers):\n    return len(numbers)")
    check.click()
    expect(verdict_of(page)).to_have_text("total([1, 2]) is 2, and should be 3.")
    write(page, 1, "def total(numbers):\n    return sum(numbers)")
    check.click()
    expect(verdict_of(page)).to_have_text("That is right.")
    wait_cell(cell(page, 2), "done")
