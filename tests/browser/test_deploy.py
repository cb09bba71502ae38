"""Sites on real web servers, set up as the documentation says."""

from __future__ import annotations

import re
import shutil
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import web_servers
from playwright.sync_api import Page, expect
from reader import cell, output_of, run_page
from servers import BuildSite, Servers
from sites import Site
from web_servers import EXAMPLE

from sphinx_inpage_exec.preview.jupyter import LocalServer

DOCS = Path(__file__).parents[2] / "docs"
SERVERS = {"nginx": web_servers.nginx, "caddy": web_servers.caddy, "apache": web_servers.apache}


def documented_headers() -> list[tuple[str, str, str]]:
    """The table of the page: file, header, value."""
    page = (DOCS / "deploy.md").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy "(.+)"', (EXAMPLE / "nginx.conf").read_text("utf-8"))
    assert policy
    rows = re.findall(r"^\| `(.+?)` \| `(.+?)` \| (.+?) \|$", page, re.MULTILINE)
    values = {"[the policy](#the-policy) of the file": policy[1]}
    return [(file, name, values.get(value, value.strip("`"))) for file, name, value in rows]


@pytest.fixture(scope="module")
def deployed_site(build_site: BuildSite) -> Site:
    """The site of the documentation's example."""
    return build_site(EXAMPLE / "docs")


@pytest.fixture(scope="module", params=SERVERS)
def deployed(request: pytest.FixtureRequest, deployed_site: Site) -> Iterator[str]:
    """The address of the site on a web server."""
    with web_servers.open_folder() as folder:
        site = shutil.copytree(deployed_site.directory, folder / "site")
        with SERVERS[request.param](folder, site) as url:
            yield url


def headers_of(url: str) -> Message:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=20) as response:
        headers: Message = response.headers
        return headers


def test_a_web_server_sends_the_headers_of_the_table(deployed: str, deployed_site: Site) -> None:
    table = documented_headers()
    assert len(table) > 8
    for pattern, name, value in table:
        path, _, query = pattern.partition("?")
        file = next(deployed_site.directory.glob(path)).relative_to(deployed_site.directory).as_posix()
        sent = headers_of(f"{deployed}{file}{'?0123abcd' if query else ''}")[name]
        assert (file, name, sent and sent.split("; charset")[0]) == (file, name, value)


def test_a_page_of_the_site_runs_isolated_under_its_policy(
    page: Page, deployed: str, servers: Servers
) -> None:
    servers.hosts.add(urlsplit(deployed).netloc)
    run_page(page, f"{deployed}index.html")
    expect(output_of(cell(page, 1))).to_contain_text("hello from the site itself")
    assert page.evaluate("crossOriginIsolated")


def test_a_page_runs_on_a_jupyter_server_behind_nginx(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer, servers: Servers
) -> None:
    with (
        web_servers.open_folder() as folder,
        web_servers.nginx_before_jupyter(folder, jupyter_server.url) as url,
    ):
        servers.hosts.add(urlsplit(url).netloc)
        site = build_site(confoverrides={"jupyter": {"server": {"url": url, "token": jupyter_server.token}}})
        run_page(page, site.page("literal"))
        expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")
