"""Where a token goes: to the server that it is for, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from hostile import Answer, answering, as_events, as_json
from playwright.sync_api import Page, Request, expect
from reader import (
    action,
    cell,
    expect_run,
    launch,
    menu_action,
    panel,
    press_power,
    run_page,
    status,
    told,
    wait_state,
    watch_status,
)
from servers import BuildSite, Servers
from sites import Site
from traffic import Traffic

from sphinx_inpage_exec.preview.jupyter import LocalServer

TOKEN = "token-of-a-server-that-is-gone"

STORED = """() => {
  const all = (storage) => Object.entries(storage).map(([name, value]) => `${name}=${value}`);
  return { local: all(localStorage), session: all(sessionStorage) };
}"""

SHOWN = """() => [
  document.documentElement.outerHTML, document.title, document.cookie, location.href, document.referrer,
  JSON.stringify(history.state), window.name, JSON.stringify(window.heard),
  ...[...document.querySelectorAll("template")].map(({ innerHTML }) => innerHTML),
  ...performance.getEntries().map(({ name }) => name),
].join("\\n")"""
"""What scripts of the page, links, a copy of the page and the reader's history can hold."""

HEAR = """
window.heard = [];
for (const name of ["state", "cell", "error"])
  addEventListener(`inpage-exec:${name}`, ({ detail }) => window.heard.push(detail), true);
"""


def test_a_server_that_sends_a_page_on_is_not_followed(
    page: Page, build_site: BuildSite, servers: Servers
) -> None:
    with answering(lambda *_: Answer()) as thief, answering(sending_to(thief.url)) as server:
        # The browser names the second as well, and does not ask it.
        servers.hosts.update({server.host, thief.host})
        site = build_site(confoverrides={"jupyter": {"server": {"url": server.url, "token": TOKEN}}})
        page.goto(site.page("literal"))
        press_power(page)
        wait_state(page, "failed")
        expect(status(page)).to_contain_text("sends this page on to another address")
        assert any(TOKEN in each for each in server.seen)
        assert thief.seen == []


def test_a_server_that_sends_a_page_on_when_it_has_started_a_kernel_is_not_followed(
    page: Page, build_site: BuildSite, servers: Servers
) -> None:
    session = {
        "id": "1",
        "path": "x",
        "name": "x",
        "type": "notebook",
        "kernel": {"id": "1", "name": "python3"},
    }
    with answering(lambda *_: Answer()) as thief:
        onward = sending_to(thief.url)
        with answering(lambda *asked: as_json(session) if asked[0] == "POST" else onward(*asked)) as server:
            servers.hosts.update({server.host, thief.host})
            site = build_site(confoverrides={"jupyter": {"server": {"url": server.url, "token": TOKEN}}})
            page.goto(site.page("literal"))
            press_power(page)
            wait_state(page, "failed")
            assert any("api/kernels" in each for each in server.seen)
            # Whether a server is there is asked without the token, and browsers follow that.
            assert all(each.startswith("/api ") and TOKEN not in each for each in thief.seen)


def sending_to(url: str) -> Callable[[str, str], Answer]:
    """What a server answers that sends every request on to another."""
    return lambda _, path: Answer(307, headers={"Location": url.rstrip("/") + path})


def test_a_binder_can_not_send_a_page_to_an_address_that_is_not_of_the_web(
    page: Page, build_site: BuildSite, servers: Servers, traffic: Traffic
) -> None:
    urls = ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "blob:null/x", "ftp://x.org/"]
    urls += ["", "//x.org/", "/x", "about:blank", "view-source:http://x.org/", "ws://x.org/"]
    streams = iter([as_events({"phase": "ready", "url": url, "token": TOKEN}) for url in urls])
    with answering(lambda *_: next(streams)) as hub:
        servers.hosts.add(hub.host)
        binder = {"url": hub.url, "repo": "owner/name"}
        site = build_site(confoverrides={"jupyter": {"binder": binder, "disableSessionSaving": True}})
        page.goto(site.page("literal"))
        watch_status(page)
        press_power(page)
        for number in range(1, len(urls) + 1):
            page.wait_for_function(
                "number => window.told.filter((one) => one.includes('not one of the web')).length === number",
                arg=number,
            )
            if number < len(urls):
                action(status(page), "retry").click()
        assert traffic.hosts == {urlsplit(site.url).netloc, hub.host}
        assert TOKEN not in page.evaluate(SHOWN) + str(page.evaluate(STORED)) + str(told(page))


def test_a_run_tells_the_token_to_its_server_only(
    page: Page, site: Site, jupyter_server: LocalServer
) -> None:
    token, own = jupyter_server.token, f"127.0.0.1:{jupyter_server.plan.port}"
    told: list[str] = []

    def note(request: Request) -> None:
        sent = f"{request.url} {request.headers} {request.post_data}"
        # Pages of the server itself name to it the address that they were opened at.
        if token in sent and urlsplit(request.url).netloc != own:
            told.append(sent)

    page.context.on("request", note)
    run_page(page, site.page("literal"))
    opened = launch(page)
    shown = page.locator("body").evaluate("body => body.innerText")
    links = page.eval_on_selector_all("a, form, img", "all => all.map(each => each.outerHTML).join()")
    assert told == []
    assert token not in shown + links + page.url + page.evaluate("JSON.stringify(history.state)")
    opened.wait_for_function("window.opener === null && !document.referrer.includes('token')")


def test_a_token_that_a_reader_has_typed_is_where_it_must_be_and_nowhere_else(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer, traffic: Traffic, tmp_path: Path
) -> None:
    """A whole visit: what is asked, printed, kept, shown, told to scripts, copied and downloaded."""
    token, own = jupyter_server.token, f"127.0.0.1:{jupyter_server.plan.port}"
    asked: list[Request] = []
    page.context.on("request", lambda request: asked.append(request))  # noqa: PLW0108
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script(HEAR)
    site = build_site(confoverrides={"jupyter": {"server": {"url": jupyter_server.url}}})
    page.goto(site.page("literal"))
    watch_status(page)
    press_power(page)
    status(page).locator("input").fill(f"{jupyter_server.url}lab?token={token}")
    with expect_run(page):
        status(page).locator("form button").click()
    menu_action(cell(page, 1), "copy-link").click()
    expect(status(page)).to_contain_text("The link is copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    for kind in ("download-notebook", "download-script"):
        with page.expect_download() as download:
            menu_action(panel(page), kind).click()
        download.value.save_as(tmp_path / kind)
    action(panel(page), "restart").click()
    wait_state(page, "ready")
    with page.expect_request(lambda request: request.method == "DELETE"):
        action(panel(page), "shutdown").click()
    wait_state(page, "idle")

    with_token = [each for each in asked if token in f"{each.url} {each.headers} {each.post_data}"]
    assert with_token
    for request in with_token:
        assert urlsplit(request.url).netloc == own
        rest = {name: value for name, value in request.headers.items() if name != "authorization"}
        assert token not in f"{request.url} {rest} {request.post_data}"
    in_urls = [url for url in traffic.requests if token in url]
    assert in_urls and all(url.startswith(f"ws://{own}/api/kernels/") for url in in_urls)
    stored = page.evaluate(STORED)
    assert [line for line in stored["session"] if token in line] == [
        f"inpage-exec-token:{jupyter_server.url}={token}"
    ]
    assert token not in str(stored["local"])
    for kind in ("download-notebook", "download-script"):
        assert token not in (tmp_path / kind).read_text("utf-8")
    assert page.evaluate("window.heard.length") > 0
    assert token not in page.evaluate(SHOWN) + copied + str(told(page))
    assert not [line for line in traffic.console + traffic.errors if token in line]


LISTENERS = """{
  window.listeners = [];
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...more) {
    if (this === window && kind === "message") window.listeners.push(new Error().stack);
    return add.call(this, kind, ...more);
  };
}"""


def test_a_page_with_widgets_listens_to_no_messages_of_other_windows(page: Page, site: Site) -> None:
    page.add_init_script(LISTENERS)
    run_page(page, site.page("corpus/widgets"))
    expect(page.locator(".jupyter-widgets").first).to_be_visible()
    assert page.evaluate("[window.listeners, window.onmessage]") == [[], None]
