"""Real Chromium, real Jupyter servers, real sites: started for the tests and ended with them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsers import CHROMIUM_ARGUMENTS, PROGRAMS
from playwright.sync_api import BrowserContext, BrowserType, expect
from servers import BuildSite, Project, Servers, StartServer, backend_of
from sites import Site, SiteServer, serving
from storage import INSECURE_HOST, insecure, storage_blocked
from traffic import Traffic
from wire import Wire, wire_to

from sphinx_inpage_exec.preview.jupyter import LocalServer

SOURCE = Path(__file__).parent / "site"
expect.set_options(timeout=15_000)


def pytest_configure(config: pytest.Config) -> None:
    """Keep a picture of every page that a test failed on (in ``test-results/``)."""
    config.option.screenshot = "only-on-failure"
    # pytest-base-url, which pytest-playwright brings, defines its fixture in a way that pytest 9 tells off.
    config.addinivalue_line("filterwarnings", "ignore:Session-scoped fixtures defined as instance methods")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], browser_name: str) -> dict[str, Any]:
    """The distribution's own browser, not a downloaded one."""
    found = [path for name in PROGRAMS[browser_name] if (path := shutil.which(name))]
    if not found:
        names = ", ".join(PROGRAMS[browser_name])
        pytest.fail(
            f"The browser tests need one of {names} on PATH; on Debian: apt-get install chromium firefox-esr"
        )
    own: dict[str, Any] = (
        {"args": CHROMIUM_ARGUMENTS} if browser_name == "chromium" else {"channel": "moz-firefox"}
    )
    return {**browser_type_launch_args, **own, "executable_path": found[0]}


@pytest.fixture(scope="session")
def site_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site's sources: kernels run in it and may write."""
    return shutil.copytree(SOURCE, tmp_path_factory.mktemp("source") / "site")


@pytest.fixture(scope="session")
def site_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """An HTTP server on a free port; ``site_server.build(source, ...)`` puts sites under paths of it."""
    with serving(tmp_path_factory.mktemp("www")) as server:
        yield server


@pytest.fixture(scope="session")
def servers(site_source: Path, site_server: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Servers:
    """What all Jupyter servers of the session have in common."""
    site_host = f"127.0.0.1:{site_server.port}"
    return Servers(
        site_source, site_server.port, lambda: tmp_path_factory.mktemp("jupyter"), hosts={site_host}
    )


@pytest.fixture(scope="session")
def jupyter_server(servers: Servers) -> Iterator[LocalServer]:
    """The Jupyter server that most tests share: pages have sessions of their own on it. Do not kill it."""
    with ExitStack() as stack:
        yield servers.start_in(stack)()


@pytest.fixture
def own_jupyter_server(servers: Servers) -> Iterator[StartServer]:
    """Start a server for one test, which may kill it.

    ``own_jupyter_server(port=old.plan.port, token=old.token)`` brings one back at the same address.
    """
    with ExitStack() as stack:
        yield servers.start_in(stack)


@pytest.fixture(scope="session")
def build_site(site_source: Path, site_server: SiteServer) -> BuildSite:
    """Build the site for given conf.py values (once for a session): ``build_site(confoverrides={...})``."""

    def build(source: Path = site_source, *arguments: Any, **named: Any) -> Site:
        return site_server.build(source, *arguments, **named)

    return build


@pytest.fixture(scope="session")
def site(build_site: BuildSite, jupyter_server: LocalServer) -> Site:
    """The site, connected to the shared Jupyter server."""
    return build_site(confoverrides={"jupyter": backend_of(jupyter_server)})


@pytest.fixture(scope="session")
def laid_wire(jupyter_server: LocalServer, servers: Servers) -> Iterator[Wire]:
    """The wire to the shared Jupyter server; tests take `wire`."""
    with wire_to(jupyter_server.plan.port) as laid:
        servers.hosts.add(f"127.0.0.1:{laid.port}")
        yield laid


@pytest.fixture
def wire(laid_wire: Wire) -> Iterator[Wire]:
    """A wire to the shared Jupyter server, which is mended after the test."""
    yield laid_wire
    laid_wire.mend()


@pytest.fixture(scope="session")
def wired_site(laid_wire: Wire, build_site: BuildSite, jupyter_server: LocalServer) -> Site:
    """The site, connected to the shared Jupyter server through the wire."""
    return build_site(confoverrides={"jupyter": backend_of(jupyter_server, url=laid_wire.url)})


@pytest.fixture(scope="session")
def project(
    build_site: BuildSite, jupyter_server: LocalServer, tmp_path_factory: pytest.TempPathFactory
) -> Project:
    """Build a project of one producer, in a copy: some tools write into their sources."""
    home = tmp_path_factory.mktemp("projects")

    def build(name: str, **confoverrides: object) -> Site:
        source = home / name
        if not source.is_dir():
            shutil.copytree(SOURCE.with_name("producers") / name, source)
        return build_site(source, confoverrides={"jupyter": backend_of(jupyter_server), **confoverrides})

    return build


@pytest.fixture
def traffic(servers: Servers) -> Iterator[Traffic]:
    """What the test's pages do. Fails the test when they ask a foreign host or print a token."""
    record = Traffic(servers.hosts, servers.tokens)
    yield record
    print(record.report())
    if record.faults:
        pytest.fail("\n".join(record.faults))


@pytest.fixture
def context(context: BrowserContext, traffic: Traffic) -> BrowserContext:
    """The browser context of the test, watched by `traffic`."""
    traffic.listen(context)
    return context


@pytest.fixture
def blocked_context(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], traffic: Traffic, tmp_path: Path
) -> Iterator[BrowserContext]:
    """A browser whose user has switched off storage."""
    with storage_blocked(browser_type, browser_type_launch_args, tmp_path / "profile") as context:
        traffic.listen(context)
        yield context


@pytest.fixture
def insecure_context(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    traffic: Traffic,
    servers: Servers,
    site_server: SiteServer,
) -> Iterator[BrowserContext]:
    """A browser that reads the site over plain http from what it takes for another machine."""
    servers.hosts.add(f"{INSECURE_HOST}:{site_server.port}")
    with insecure(browser_type, browser_type_launch_args) as context:
        traffic.listen(context)
        yield context
