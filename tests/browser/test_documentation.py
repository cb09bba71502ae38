"""The documentation itself, as its readers find it on a host of static files."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from reader import cell, output_of, run_page
from servers import BuildSite

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_python_in_the_browser_runs_from_the_built_documentation(
    page: Page, build_site: BuildSite
) -> None:
    run_page(page, build_site(DOCS).page("live/lite"))
    expect(output_of(cell(page, 1))).to_contain_text("on emscripten")
    expect(output_of(cell(page, 2)).locator("td").last).to_have_text("25")
