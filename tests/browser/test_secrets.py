"""Where a token goes: to the server that it is for, and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, expect
from reader import launch, press_power, run_page, status, wait_state
from servers import BuildSite, Servers
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer

TOKEN = "token-of-a-server-that-is-gone"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    onward = ""
    seen: list[str]


class _Handler(BaseHTTPRequestHandler):
    """Lets every page read every answer, notes what it is asked, and sends it on where there is an onward."""

    server: _Server

    def do_OPTIONS(self) -> None:
        self._answer(204)

    def do_GET(self) -> None:
        self.server.seen.append(f"{self.path} {self.headers.as_string()}")
        self._answer(307 if self.server.onward else 200)

    do_POST = do_DELETE = do_GET  # noqa: N815

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "authorization, content-type")
        self.send_header("Access-Control-Allow-Methods", "GET, POST, DELETE")
        if self.server.onward:
            self.send_header("Location", self.server.onward + self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def answering(onward: str = "") -> Iterator[_Server]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.onward, server.seen = onward, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_that_sends_a_page_on_is_not_followed(
    page: Page, build_site: BuildSite, servers: Servers
) -> None:
    with answering() as thief, answering(f"http://127.0.0.1:{thief.server_port}") as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        # The browser names the second as well, and does not ask it.
        servers.hosts.update(f"127.0.0.1:{each.server_port}" for each in (server, thief))
        site = build_site(confoverrides={"jupyter": {"server": {"url": url, "token": TOKEN}}})
        page.goto(site.page("literal"))
        press_power(page)
        wait_state(page, "failed")
        expect(status(page)).to_contain_text("sends this page on to another address")
        assert any(TOKEN in each for each in server.seen)
        assert thief.seen == []


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
