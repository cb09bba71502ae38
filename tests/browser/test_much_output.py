"""Much output: the page shows a bounded part of it, and nothing is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from reader import action, cell, output_of, run_page
from servers import BuildSite, StartServer, backend_of
from sites import Site

LINES = "".join(f"line {number}\n" for number in range(100_000))


@pytest.fixture
def much(build_site: BuildSite, own_jupyter_server: StartServer) -> Site:
    """Pages that put out more than a server's limits let through, on a server without these limits."""
    server = own_jupyter_server(options=("--ZMQChannelsWebsocketConnection.limit_rate=False",))
    return build_site(confoverrides={"jupyter": backend_of(server)})


def test_long_output_shows_its_beginning_and_its_end_and_gives_all_of_it(
    page: Page, context: BrowserContext, much: Site
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    run_page(page, much.page("much/lines"))
    lines = output_of(cell(page, 1))
    expect(lines).to_contain_text("line 0\nline 1\n")
    expect(lines).to_contain_text("line 99998\nline 99999\n")
    expect(lines).to_contain_text("characters are not shown")
    assert page.evaluate("document.body.textContent.length") < 200_000
    before = len(lines.inner_text())
    action(lines, "more").click()
    assert len(lines.inner_text()) > 5 * before
    action(lines, "copy").click()
    expect(action(lines, "copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == LINES


def test_a_value_of_five_megabytes_is_told_by_its_size(page: Page, much: Site) -> None:
    run_page(page, much.page("much/value"))
    value = output_of(cell(page, 1))
    expect(value).to_contain_text("4,960,002 characters are not shown")
    assert len(value.inner_text()) < 50_000


def test_many_outputs_are_shown_some_at_a_time(page: Page, much: Site) -> None:
    run_page(page, much.page("much/many"))
    outputs = output_of(cell(page, 1)).locator("[data-mime-type]")
    expect(outputs).to_have_count(500)
    output_of(cell(page, 1)).locator("button").click()
    expect(outputs).to_have_count(1000)
    expect(outputs.last).to_have_text("999")
