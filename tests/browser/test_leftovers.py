"""Each page has a kernel of its own, and none is left on the server when its page has gone."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from playwright.sync_api import Error as BrowserError
from reader import (
    action,
    cell,
    expect_run,
    output_of,
    panel,
    press_and_run,
    press_power,
    run_page,
    status,
    wait_cell,
    wait_state,
)
from servers import BuildSite, StartServer, backend_of, wait_for
from sites import Site, SiteServer
from storage import INSECURE_HOST, KINDS, NO_LAST_REQUEST, fill, kept

from sphinx_inpage_exec.preview.jupyter import LocalServer

CRASH = "chrome://crash"
"""An address that ends the process behind a page of Chromium; Firefox lets nobody open its own."""


@pytest.fixture
def server(own_jupyter_server: StartServer) -> LocalServer:
    """A server that only the pages of one test use."""
    return own_jupyter_server()


@pytest.fixture
def own_site(build_site: BuildSite, server: LocalServer) -> Site:
    """The site, connected to the test's own server."""
    return build_site(confoverrides={"jupyter": backend_of(server)})


def sessions(server: LocalServer) -> list[str]:
    return [one["id"] for one in server.call("api/sessions")]


def expect_one_session(server: LocalServer) -> None:
    wait_for(lambda: len(sessions(server)) == 1)


def run_again(page: Page) -> None:
    """Load a page anew, and press power."""
    page.reload()
    press_and_run(page)


def expect_alive(page: Page) -> None:
    """The kernel of the page runs cells, and remembers."""
    action(cell(page, 2), "run").click()
    wait_state(page, "ready")
    expect(output_of(cell(page, 2))).to_contain_text("the answer is 43")


def press_and_hold(page: Page, url: str) -> Route:
    """Open a page and press power; keep its request for a kernel from the server."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/sessions", hold, times=1)
    page.goto(url)
    with page.expect_request("**/api/sessions"):
        press_power(page)
    # The handler is called while the browser is asked for something.
    wait_state(page, "connecting")
    return held[0]


def give_token(page: Page, token: str) -> None:
    """Press power on a page whose token is wrong, and type another."""
    press_power(page)
    wait_state(page, "failed")
    status(page).locator("input").fill(token)
    with expect_run(page):
        page.keyboard.press("Enter")


def run_after_shutdown(page: Page) -> None:
    """Shut the kernel down, and press power again without loading the page anew."""
    action(panel(page), "shutdown").click()
    wait_state(page, "idle")
    press_and_run(page)
    wait_cell(cell(page, 2), "done")


@pytest.mark.parametrize("browser_sends", ["its last request", "no last request"])
def test_five_reloads_leave_one_kernel(
    page: Page, own_site: Site, server: LocalServer, browser_sends: str
) -> None:
    if browser_sends == "no last request":
        page.add_init_script(NO_LAST_REQUEST)
    run_page(page, own_site.page("literal"))
    for _ in range(5):
        run_again(page)
    expect_one_session(server)
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")


def test_the_kernel_of_another_tab_is_left_alone(page: Page, own_site: Site, server: LocalServer) -> None:
    run_page(page, own_site.page("hidden"))
    other = page.context.new_page()
    other.add_init_script(NO_LAST_REQUEST)
    run_page(other, own_site.page("hidden"))
    run_again(other)
    wait_for(lambda: len(sessions(server)) == 2)
    expect_alive(page)
    expect_alive(other)


def test_the_kernel_of_a_page_that_crashed_is_ended_by_the_next(
    page: Page, own_site: Site, server: LocalServer
) -> None:
    run_page(page, own_site.page("literal"))
    (crashed,) = sessions(server)
    with pytest.raises(BrowserError):
        page.goto(CRASH)
    assert sessions(server) == [crashed]
    run_page(page.context.new_page(), own_site.page("literal"))
    expect_one_session(server)
    assert sessions(server) != [crashed]


def test_the_kernel_of_a_page_that_went_away_while_it_started_is_ended_by_the_next(
    page: Page, own_site: Site, server: LocalServer
) -> None:
    held = press_and_hold(page, own_site.page("literal"))
    server.call("api/sessions", "POST", held.request.post_data_json, seconds=60.0)
    run_again(page)
    expect_one_session(server)
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")


def test_the_kernel_that_comes_after_the_reader_has_cancelled_is_ended(
    page: Page, own_site: Site, server: LocalServer
) -> None:
    held = press_and_hold(page, own_site.page("literal"))
    action(status(page), "cancel").click()
    wait_state(page, "idle")
    with page.expect_response(lambda response: response.request.method == "DELETE", timeout=60_000):
        held.continue_()
    assert sessions(server) == []
    assert kept(page) == {}


def test_the_kernel_is_ended_when_the_engine_can_not_be_loaded(
    page: Page, own_site: Site, server: LocalServer
) -> None:
    page.goto(own_site.page("literal"))
    page.route("**/chunks/thebe-*", lambda route: route.abort())
    with page.expect_response(lambda response: response.request.method == "POST", timeout=60_000):
        press_power(page)
    wait_state(page, "failed")
    wait_for(lambda: sessions(server) == [])


def test_shut_down_leaves_nothing_in_the_browser_and_on_the_server(
    page: Page, own_site: Site, server: LocalServer
) -> None:
    run_page(page, own_site.page("literal"))
    assert len(kept(page)) == 1
    assert server.token not in str(kept(page))
    action(panel(page), "shutdown").click()
    expect(status(page)).to_contain_text("has been shut down")
    assert kept(page) == {}
    assert sessions(server) == []


def test_without_session_saving_a_tab_remembers_its_own_kernels_only(
    page: Page, build_site: BuildSite, server: LocalServer
) -> None:
    site = build_site(confoverrides={"jupyter": {**backend_of(server), "disableSessionSaving": True}})
    page.add_init_script(NO_LAST_REQUEST)
    run_page(page, site.page("literal"))
    run_again(page)
    expect_one_session(server)
    assert kept(page) == {}
    assert kept(page, "sessionStorage")


def test_over_plain_http_reloads_leave_one_kernel_and_other_tabs_are_left_alone(
    insecure_context: BrowserContext,
    build_site: BuildSite,
    site_server: SiteServer,
    own_jupyter_server: StartServer,
) -> None:
    origin = f"http://{INSECURE_HOST}:{site_server.port}"
    server = own_jupyter_server(options=(f"--ServerApp.allow_origin={origin}",))
    url = build_site(confoverrides={"jupyter": backend_of(server)}).page("hidden")
    url = url.replace(site_server.origin, origin)
    page = insecure_context.new_page()
    run_page(page, url)
    assert page.evaluate("[isSecureContext, 'randomUUID' in crypto, 'locks' in navigator]") == [False] * 3
    other = insecure_context.new_page()
    other.add_init_script(NO_LAST_REQUEST)
    run_page(other, url)
    run_again(other)
    wait_for(lambda: len(sessions(server)) == 2)
    assert len({one["path"] for one in server.call("api/sessions")}) == 2
    expect_alive(page)
    expect_alive(other)


def test_a_token_is_known_for_as_long_as_the_page_is_there_where_storage_is_blocked(
    blocked_context: BrowserContext, build_site: BuildSite, server: LocalServer
) -> None:
    page = blocked_context.new_page()
    page.goto(build_site(confoverrides={"jupyter": backend_of(server, token="wrong")}).page("literal"))
    with pytest.raises(BrowserError, match="Access is denied"):
        page.evaluate("sessionStorage.length")
    give_token(page, server.token)
    run_after_shutdown(page)


def test_a_token_is_known_for_as_long_as_the_page_is_there_where_storage_is_full(
    page: Page, build_site: BuildSite, server: LocalServer
) -> None:
    page.goto(build_site(confoverrides={"jupyter": backend_of(server, token="wrong")}).page("literal"))
    for kind in KINDS:
        fill(page, kind)
    give_token(page, server.token)
    run_after_shutdown(page)
    assert [kept(page, kind) for kind in KINDS] == [{}, {}]
