"""Cells inside of what other extensions make: both go on working."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from reader import cell, output_of, payload, run_page
from servers import Project
from sites import Site


@pytest.fixture(scope="session")
def around(project: Project) -> Site:
    return project("around")


def test_cells_in_tabs_dropdowns_cards_and_included_files_run_in_order(page: Page, around: Site) -> None:
    run_page(page, around.page("index"))
    expected = ["in the first tab 1", "in the second tab 11", "in a dropdown 11", "in a card 11"]
    expected += ["a cell of the notebook 11", "included 111"]
    for number, text in enumerate(expected, start=1):
        expect(output_of(cell(page, number))).to_have_text(text)


def test_ids_of_cells_are_unique_and_those_of_the_author_stay(page: Page, around: Site) -> None:
    page.goto(around.page("index"))
    ids = [one["id"] for one in payload(page)["cells"]]
    assert len(set(ids)) == len(ids) == page.locator(".inpage-exec-cell").count()
    expect(page.locator("#a-name-of-the-author")).to_be_visible()
    found = page.evaluate("[...document.querySelectorAll('[id]')].map(({id}) => id)")
    assert len(set(found)) == len(found)


def test_tabs_dropdowns_toggles_and_folded_input_still_open(page: Page, around: Site) -> None:
    run_page(page, around.page("index"))
    expect(output_of(cell(page, 2))).to_be_hidden()
    page.get_by_text("Second", exact=True).click()
    expect(output_of(cell(page, 2))).to_be_visible()
    expect(output_of(cell(page, 3))).to_be_hidden()
    page.get_by_text("A dropdown", exact=True).click()
    expect(output_of(cell(page, 3))).to_be_visible()
    page.get_by_text("A toggled note").click()
    expect(page.get_by_text("Folded away.")).to_be_visible()


def test_the_copy_button_copies_the_code_without_numbers_or_our_texts(page: Page, around: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    run_page(page, around.page("index"))
    cell(page, 1).hover()
    cell(page, 1).locator("button.copybtn").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == 'total = 1\nprint("in the first tab", total)'
