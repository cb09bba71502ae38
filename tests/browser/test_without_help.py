"""What a page is where something is missing or in between: scripts, the network, a theme that swaps pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from frontend_tools import FRONTEND, install
from playwright.sync_api import BrowserType, Page, WebSocket, expect
from reader import (
    CONTRACT,
    KERNEL_TIMEOUT,
    action,
    cell,
    output_of,
    panel,
    press_and_run,
    press_power,
    run_page,
    source_of,
    status,
    wait_cell,
    wait_state,
)
from servers import BuildSite, backend_of, wait_for
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer

POWER = f"button.{CONTRACT['classes']['power']}"

MODULES = FRONTEND / "node_modules"
READABILITY = MODULES / "@mozilla" / "readability" / "Readability.js"
TURBO = MODULES / "@hotwired" / "turbo" / "dist" / "turbo.es2017-umd.js"

SWAPPING: dict[str, dict[str, object]] = {
    "Turbo": {"html_static_path": [str(TURBO.parent)], "html_js_files": [TURBO.name]},
    "instant navigation": {
        "extensions": ["myst_nb", "sphinx_immaterial", "sphinx_inpage_exec"],
        "html_theme": "sphinx_immaterial",
        "html_theme_options": {"features": ["navigation.instant"], "site_url": "{url}", "font": False},
        "html_baseurl": "{url}",
    },
}
"""What puts the next page in the place of this one without loading it, by its values in conf.py."""

ARTICLE = "() => new Readability(document.cloneNode(true)).parse().textContent"
"""What a reader mode shows of a page."""

LABELS = """() => {
  const templates = [...document.querySelectorAll("template[id^=inpage-exec]")];
  const shown = document.querySelectorAll(".inpage-exec-power, .inpage-exec-cell-bar [data-part=state]");
  const texts = templates.flatMap(({ content }) => [...content.querySelectorAll("button, summary")]);
  return [...shown, ...texts].map(({ textContent }) => textContent.trim()).filter((text) => text);
}"""
"""The words of our interface on a page."""


@pytest.fixture(scope="session", autouse=True)
def _modules() -> None:
    """What is tested beside us comes with the development tools of the frontend."""
    install()


@pytest.fixture(params=SWAPPING)
def swapped(request: pytest.FixtureRequest, build_site: BuildSite, jupyter_server: LocalServer) -> Site:
    """A site whose pages are put in the place of each other."""
    return build_site(confoverrides={"jupyter": backend_of(jupyter_server), **SWAPPING[request.param]})


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


def test_cells_of_a_page_that_is_swapped_in_run_and_nothing_is_left_of_the_one_before(
    page: Page, swapped: Site, jupyter_server: LocalServer
) -> None:
    before = sessions(jupyter_server)
    sockets: list[WebSocket] = []

    def note(socket: WebSocket) -> None:
        sockets.append(socket)

    page.on("websocket", note)
    run_page(page, swapped.page("hidden"))
    page.evaluate("window.stays = true")
    heard = own_listeners(page)
    for name, title, output in (
        ("literal", "Literal blocks that run", "hello from reStructured"),
        ("hidden", "Cells that are hidden", "the answer is 42"),
    ):
        mine = sessions(jupyter_server) - before
        assert len(mine) == 1
        old, sockets[:] = [*sockets], []
        follow(page, name, title)
        wait_state(page, "idle")
        press_power(page)
        expect(output_of(cell(page, 2))).to_contain_text(output, timeout=KERNEL_TIMEOUT)
        wait_state(page, "ready")
        expect(panel(page)).to_have_count(1)
        expect(status(page)).to_have_count(1)
        for socket in old:
            if not socket.is_closed():
                socket.wait_for_event("close")
        wait_for(partial(ended, jupyter_server, mine))
    assert own_listeners(page) == heard
    assert page.evaluate("window.stays")


def test_a_page_that_is_swapped_out_comes_back_by_the_history_and_runs(page: Page, swapped: Site) -> None:
    run_page(page, swapped.page("hidden"))
    page.evaluate("window.stays = true")
    follow(page, "plain", "A page without cells")
    expect(page.locator("html")).not_to_have_attribute("data-inpage-exec", "ready")
    expect(status(page)).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", name="Cells that are hidden")).to_be_visible()
    wait_state(page, "idle")
    press_power(page)
    expect(output_of(cell(page, 2))).to_contain_text("the answer is 42", timeout=KERNEL_TIMEOUT)
    expect(panel(page)).to_have_count(1)
    assert page.evaluate("window.stays")


def follow(page: Page, name: str, title: str) -> None:
    """Follow a link to another page of the site, and wait until it is there."""
    page.locator(f"a[href$='{name}.html']").first.evaluate("link => link.click()")
    page.wait_for_url(f"**/{name}.html")
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def sessions(server: LocalServer) -> set[str]:
    return {one["id"] for one in server.call("api/sessions")}


def ended(server: LocalServer, some: set[str]) -> bool:
    return not some & sessions(server)


def own_listeners(page: Page) -> list[str]:
    """What our scripts listen to where nothing is swapped: on the document and the window."""
    tools = page.context.new_cdp_session(page)
    scripts: dict[str, str] = {}
    tools.on("Debugger.scriptParsed", lambda one: scripts.update({one["scriptId"]: one["url"]}))
    tools.send("Debugger.enable")
    found: list[str] = []
    for name in ("document", "window"):
        target = tools.send("Runtime.evaluate", {"expression": name})["result"]["objectId"]
        heard = tools.send("DOMDebugger.getEventListeners", {"objectId": target})["listeners"]
        found += [one["type"] for one in heard if "/inpage_exec/" in scripts[one["scriptId"]]]
    tools.detach()
    assert found
    return sorted(found)


@pytest.mark.parametrize("ran", [False, True])
def test_reader_mode_shows_the_text_and_the_code_and_nothing_of_the_interface(
    page: Page, site: Site, *, ran: bool
) -> None:
    page.goto(site.page("states"))
    if ran:
        press_and_run(page)
    page.add_script_tag(path=READABILITY)
    article = page.evaluate(ARTICLE)
    for own in ("Who reads this is greeted", 'print("hello", name)', "two = ...", 'print("behind it")'):
        assert own in article
    assert [label for label in page.evaluate(LABELS) if label in article] == []
