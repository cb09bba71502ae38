"""What the tags of our own directive hide: folded from the start, without JavaScript, and after a run."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from reader import action, cell, output_of, panel, run_page, source_of, stored_of
from servers import Project
from sites import Site


@pytest.fixture(scope="session")
def folded(project: Project) -> Site:
    return project("folded")


def fold_of(one: Locator) -> Locator:
    return one.locator("details.inpage-exec-fold")


def open_fold(one: Locator) -> None:
    fold_of(one).locator("summary").first.click()


def test_what_is_folded_opens_without_javascript(browser: Browser, folded: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(folded.page("index"))
    for number, part in {1: source_of, 2: stored_of, 3: stored_of}.items():
        expect(part(cell(page, number))).to_be_hidden()
        open_fold(cell(page, number))
        expect(part(cell(page, number))).to_be_visible()
    expect(source_of(cell(page, 3))).to_be_visible()
    expect(source_of(cell(page, 5))).to_be_visible()
    expect(fold_of(cell(page, 4))).to_have_count(0)
    context.close()


def test_live_outputs_are_where_the_tags_say(page: Page, folded: Site) -> None:
    run_page(page, folded.page("index"))
    expect(output_of(cell(page, 1))).to_have_text("live input")
    expect(output_of(cell(page, 1))).to_be_visible()
    expect(source_of(cell(page, 1))).to_be_hidden()
    live = {2: "live output", 3: "live cell", 4: "live output without a built one"}
    for number, text in live.items():
        expect(output_of(cell(page, number))).to_be_hidden()
        open_fold(cell(page, number))
        expect(output_of(cell(page, number))).to_be_visible()
        expect(output_of(cell(page, number))).to_have_text(text)
        expect(fold_of(cell(page, number))).to_have_count(1)
    expect(output_of(cell(page, 5))).to_be_visible()
    action(panel(page), "reset").click()
    expect(stored_of(cell(page, 2))).to_be_visible()
    expect(stored_of(cell(page, 3))).to_have_text("built cell")
    expect(fold_of(cell(page, 4))).to_have_count(0)
