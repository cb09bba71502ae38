"""What the network does between a reader and a kernel, made to happen on a wire that the tests drive."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from reader import (
    action,
    cell,
    expect_settled,
    output_of,
    press_power,
    run_page,
    status,
    wait_cell,
    wait_state,
)
from servers import BuildSite, Servers, backend_of
from sites import Site
from wire import Wire, wire_to

from sphinx_inpage_exec.preview.jupyter import LocalServer

TOLD = 5_000
"""Milliseconds from when it can be known until the reader reads it."""


@pytest.fixture
def wire(jupyter_server: LocalServer, servers: Servers) -> Iterator[Wire]:
    with wire_to(jupyter_server.plan.port) as laid:
        servers.hosts.add(f"127.0.0.1:{laid.port}")
        yield laid


@pytest.fixture
def wired_site(wire: Wire, build_site: BuildSite, jupyter_server: LocalServer) -> Site:
    """The site, connected to the shared server through the wire."""
    return build_site(confoverrides={"jupyter": backend_of(jupyter_server, url=wire.url)})


def test_a_connection_that_breaks_comes_back_with_the_same_kernel(
    page: Page, wired_site: Site, wire: Wire
) -> None:
    run_page(page, wired_site.page("literal"))
    wire.cut()
    expect(status(page)).to_contain_text("The connection is back", timeout=TOLD)
    # The second cell uses a variable of the first, which only the same kernel has.
    action(cell(page, 2), "run").click()
    wait_cell(cell(page, 2), "done")
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")


def test_a_cell_that_runs_while_the_connection_breaks_is_settled(
    page: Page, wired_site: Site, wire: Wire
) -> None:
    page.goto(wired_site.page("slow"))
    press_power(page)
    expect(output_of(cell(page, 2))).to_contain_text("endless", timeout=60_000)
    wire.cut()
    expect(status(page)).to_contain_text("The connection is back", timeout=TOLD)
    action(cell(page, 2), "interrupt").click()
    wait_state(page, "ready")
    expect_settled(page)
