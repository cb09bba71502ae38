"""What a page is where something is missing or in between: scripts, the network, a theme that swaps pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect
from reader import (
    CONTRACT,
    KERNEL_TIMEOUT,
    action,
    cell,
    output_of,
    panel,
    press_power,
    run_page,
    source_of,
    wait_cell,
    wait_state,
)
from servers import BuildSite, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer

POWER = f"button.{CONTRACT['classes']['power']}"

SWAP = """async address => {
  const answer = await fetch(address);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.body.replaceWith(document.adoptNode(next.body));
  history.pushState({}, "", address);
}"""
"""What Turbo does to go to another page."""


def test_a_page_whose_script_is_blocked_shows_no_button_that_does_nothing(page: Page, site: Site) -> None:
    page.route("**/inpage_exec/main.js*", lambda route: route.abort())
    page.goto(site.page("stored"))
    expect(page.locator(".inpage-exec-stored").first).to_contain_text("stored text")
    expect(page.locator(POWER)).to_be_hidden()


def test_a_page_that_is_searched_for_a_word_runs_and_can_be_edited(page: Page, site: Site) -> None:
    run_page(page, f"{site.page('literal')}?highlight=greeting")
    expect(page.locator(".inpage-exec-source .highlighted").first).to_be_visible()
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")
    source_of(cell(page, 1)).locator("pre").click()
    expect(cell(page, 1).locator(".cm-content")).to_contain_text('greeting = "hello')


def test_the_search_finds_cells_once_and_nothing_of_the_interface(page: Page, site: Site) -> None:
    page.goto(f"{site.page('search')}?q=greeting")
    expect(page.locator("#search-results li a[href*='literal.html']")).to_have_count(1)
    index = (site.directory / "searchindex.js").read_text("utf-8")
    found = json.loads(index[index.index("{") : index.rindex("}") + 1])
    words = {*found["terms"], *found["titleterms"]}
    assert "greet" in words
    assert not words & {"restart", "shut", "dismiss", "inpag", "toolbar"}


def test_links_into_a_page_work_before_and_after_a_run(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 800, "height": 300})
    run_page(page, f"{site.page('literal')}#literal-blocks-that-run")
    heading = page.locator("#literal-blocks-that-run > h1")
    expect(heading).to_be_in_viewport()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(heading).not_to_be_in_viewport()
    heading.locator("a.headerlink").evaluate("link => link.click()")
    expect(heading).to_be_in_viewport()
    wait_state(page, "ready")


@pytest.fixture
def page_that_comes_back(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Page]:
    """A page of a browser with a back and forward cache, which Playwright switches off."""
    ignored = ["--disable-back-forward-cache"]
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=ignored)
    yield browser.new_page()
    browser.close()


@pytest.mark.parametrize("connected", [False, True])
def test_a_page_that_the_reader_comes_back_to_runs(
    page_that_comes_back: Page, site: Site, *, connected: bool
) -> None:
    page = page_that_comes_back
    page.goto(site.page("literal"))
    if connected:
        press_power(page)
        wait_cell(cell(page, 2), "done")
    page.goto(site.page("stored"))
    page.go_back(wait_until="commit")
    expect(page.locator(f"{POWER}, .inpage-exec-panel").locator("visible=true").first).to_be_visible()
    if page.locator(POWER).is_visible():
        press_power(page)
    else:
        action(panel(page), "run-all").click()
    wait_cell(cell(page, 2), "done")
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")


def test_a_page_that_is_put_in_the_place_of_another_runs_and_ends_what_was_there(
    page: Page, site: Site, jupyter_server: LocalServer
) -> None:
    run_page(page, site.page("literal"))
    with page.expect_request(lambda request: request.method in ("DELETE", "POST") and "/api/" in request.url):
        page.evaluate(SWAP, site.page("hidden"))
    wait_state(page, "idle")
    press_power(page)
    expect(output_of(cell(page, 2))).to_contain_text("the answer is 42", timeout=KERNEL_TIMEOUT)
    expect(panel(page)).to_have_count(1)
    expect(page.locator(".inpage-exec-status")).to_have_count(1)
    page.evaluate(SWAP, site.page("search"))
    expect(page.locator("html")).not_to_have_attribute("data-inpage-exec", "ready")
    expect(page.locator(".inpage-exec-status")).to_have_count(0)


def test_cells_of_a_page_that_instant_navigation_brings_run(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    options = {"features": ["navigation.instant"], "site_url": "{url}", "font": False}
    site = build_site(
        confoverrides={
            "jupyter": backend_of(jupyter_server),
            "extensions": ["myst_nb", "sphinx_immaterial", "sphinx_inpage_exec"],
            "html_theme": "sphinx_immaterial",
            "html_theme_options": options,
            "html_baseurl": "{url}",
        }
    )
    run_page(page, site.page("hidden"))
    page.evaluate("window.stays = true")
    page.locator("nav a[href$='literal.html']").first.evaluate("link => link.click()")
    page.wait_for_url("**/literal.html")
    expect(page.get_by_role("heading", name="Literal blocks that run")).to_be_visible()
    wait_state(page, "idle")
    press_power(page)
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructured", timeout=KERNEL_TIMEOUT)
    assert page.evaluate("window.stays")
