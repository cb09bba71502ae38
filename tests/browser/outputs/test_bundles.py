"""Of what a kernel offers, the page shows the best that it can, and says what it can not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bundles import BUNDLES
from playwright.sync_api import Browser, Page, expect
from reader import cell, output_of, run_page
from sites import Site

pytest_plugins = ["outputs_sites"]


@pytest.fixture(scope="module")
def all_bundles(browser: Browser, outputs_site: Site) -> Iterator[Page]:
    """The page with a cell for each bundle, which has run; no test changes it."""
    page = browser.new_page()
    run_page(page, outputs_site.page("every_bundle"))
    yield page
    page.close()


@pytest.mark.parametrize("name", BUNDLES)
def test_the_best_that_can_be_shown_is_and_what_can_not_is_told(all_bundles: Page, name: str) -> None:
    bundle = BUNDLES[name]
    output = output_of(cell(all_bundles, 2 + list(BUNDLES).index(name)))
    shown = output.locator("[data-mime-type]").last
    if bundle.shows:
        expect(shown).to_have_attribute("data-mime-type", bundle.shows)
    else:
        expect(shown).to_have_count(0)
    notes = output.locator(".inpage-exec-note")
    if bundle.says:
        expect(notes.last).to_contain_text(bundle.says)
    else:
        expect(notes).to_have_count(0)
