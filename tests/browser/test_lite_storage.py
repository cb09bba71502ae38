"""Python in browsers that keep nothing for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, expect
from reader import cell, output_of, run_page
from storage import INSECURE_HOST

if TYPE_CHECKING:
    from lite_sites import LiteSite

pytest_plugins = ["lite_sites"]


def test_a_browser_without_storage_runs_cells(blocked_context: BrowserContext, lite_site: LiteSite) -> None:
    page = blocked_context.new_page()
    for _ in ("cold", "warm"):
        run_page(page, lite_site().page("memory"))
        expect(output_of(cell(page, 5))).to_have_text("micropip works")
    assert page.evaluate("caches.open('any').then(() => 'kept', () => 'blocked')") == "blocked"


def test_a_page_over_plain_http_runs_cells(insecure_context: BrowserContext, lite_site: LiteSite) -> None:
    page = insecure_context.new_page()
    run_page(page, lite_site().page("memory").replace("127.0.0.1", INSECURE_HOST))
    assert not page.evaluate("isSecureContext")
    expect(output_of(cell(page, 5))).to_have_text("micropip works")
