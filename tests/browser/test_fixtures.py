"""The fixtures of the browser tests are what they say: real servers, a real browser, real guards."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from servers import StartServer, backend_of
from sites import SiteServer
from traffic import Traffic

from sphinx_inpage_exec.preview.jupyter import LocalServer
from sphinx_inpage_exec.preview.processes import port_is_free


def status_of(server: LocalServer, token: str) -> int:
    request = urllib.request.Request(
        f"{server.url}api/kernelspecs", headers={"Authorization": f"token {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def allowed_origin(server: LocalServer, origin: str) -> str | None:
    request = urllib.request.Request(f"{server.url}api/status", headers={"Origin": origin})
    request.add_header("Authorization", f"token {server.token}")
    with urllib.request.urlopen(request, timeout=10) as response:
        found = response.headers["Access-Control-Allow-Origin"]
    return found if found is None else str(found)


def test_the_jupyter_server_answers_only_who_has_its_token(jupyter_server: LocalServer) -> None:
    assert status_of(jupyter_server, jupyter_server.token) == 200
    assert status_of(jupyter_server, "wrong") == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_jupyter_server_lets_in_pages_of_the_site(
    host: str, jupyter_server: LocalServer, site_server: SiteServer
) -> None:
    origin = f"http://{host}:{site_server.port}"
    assert allowed_origin(jupyter_server, origin) == origin


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:{port}0", "http://example.org", "https://localhost:{port}"]
)
def test_the_jupyter_server_lets_in_no_page_of_another_site(
    origin: str, jupyter_server: LocalServer, site_server: SiteServer
) -> None:
    assert allowed_origin(jupyter_server, origin.format(port=site_server.port)) is None


def test_the_jupyter_server_has_a_python_kernel_that_starts(jupyter_server: LocalServer) -> None:
    kernel = jupyter_server.call("api/kernels", "POST", {"name": "python3"})
    assert kernel["id"] in [one["id"] for one in jupyter_server.call("api/kernels")]
    jupyter_server.call(f"api/kernels/{kernel['id']}", "DELETE")
    assert kernel["id"] not in [one["id"] for one in jupyter_server.call("api/kernels")]


def test_a_server_of_ones_own_can_be_killed_and_brought_back(own_jupyter_server: StartServer) -> None:
    first = own_jupyter_server()
    first.kill()
    assert not first.alive and not first.answers() and port_is_free(first.plan.port)
    second = own_jupyter_server(port=first.plan.port, token=first.token)
    assert second.url == first.url and second.answers()


def test_a_server_never_shows_its_token(own_jupyter_server: StartServer) -> None:
    server = own_jupyter_server(options=("--ServerApp.log_level=DEBUG",))
    assert server.token not in repr(server)
    server.plan.log_file.write_text(f"secret {server.token}")
    assert server.log == "secret [token]"


def test_the_browser_opens_a_page_of_the_site(page: Page, site_server: SiteServer, traffic: Traffic) -> None:
    (site_server.directory / "smoke.html").write_text("<h1>here</h1><script>console.log('said')</script>")
    page.goto(f"{site_server.origin}/smoke.html")
    expect(page.locator("h1")).to_have_text("here")
    assert traffic.hosts == {f"127.0.0.1:{site_server.port}"}
    assert "log: said" in traffic.console and traffic.faults == []


def test_a_request_to_another_host_is_a_fault(page: Page, site_server: SiteServer, traffic: Traffic) -> None:
    page.route("**/foreign", lambda route: route.fulfill(body=""))
    (site_server.directory / "foreign.html").write_text("<img src='http://other.invalid/foreign'>")
    page.goto(f"{site_server.origin}/foreign.html")
    (fault,) = traffic.faults
    assert "other.invalid" in fault
    traffic.requests.clear()


def test_a_token_on_the_console_is_a_fault(
    page: Page, site_server: SiteServer, jupyter_server: LocalServer, traffic: Traffic
) -> None:
    page.goto(f"{site_server.origin}/")
    page.evaluate("token => console.debug({ token })", jupyter_server.token)
    assert traffic.faults == ["A token came up on the console."]
    assert jupyter_server.token not in traffic.report()
    traffic.console.clear()


def test_a_site_is_served_under_a_path_with_its_headers(
    page: Page, site_server: SiteServer, tmp_path: Path
) -> None:
    (tmp_path / "conf.py").write_text("project = 'tiny'")
    (tmp_path / "index.rst").write_text("Tiny\n====\n")
    policy = {"Content-Security-Policy": "default-src 'self'"}
    site = site_server.build(tmp_path, {"html_theme": "basic"}, headers=policy)
    response = page.goto(site.page("index"))
    assert response is not None and response.header_value("content-security-policy") == "default-src 'self'"
    assert site.url.startswith(f"{site_server.origin}/") and site.warnings == ""
    assert site_server.build(tmp_path, {"html_theme": "basic"}, headers=policy) is site


def test_the_backend_of_a_server_can_be_made_wrong(jupyter_server: LocalServer) -> None:
    assert backend_of(jupyter_server, token="wrong") == {
        "server": {"url": jupyter_server.url, "token": "wrong"}
    }
