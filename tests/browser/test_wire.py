"""What the network does between a reader and a kernel, made to happen on a wire that the tests drive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from faulty_page import COUNTS, WAITS, count, pid_of, session_of, start
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
from servers import BuildSite, StartServer, backend_of
from sites import Site
from wire import Wire

from sphinx_inpage_exec.preview.jupyter import LocalServer
from sphinx_inpage_exec.preview.processes import StopSignal

TOLD = 5_000
"""Milliseconds from when it can be known until the reader reads it."""


@pytest.fixture
def wired_page(page: Page, wired_site: Site) -> Page:
    """A page with a kernel at the other end of the wire, which has counted to one."""
    run_page(page, wired_site.page("faults"))
    count(page, 1)
    return page


@pytest.fixture
def let_go(site_source: Path, jupyter_server: LocalServer) -> Callable[[Page], None]:
    """End the cell that waits, and wait until its kernel has nothing more to do."""

    def is_idle(page: Page) -> bool:
        return bool(session_of(page, jupyter_server)["kernel"]["execution_state"] == "idle")

    def end(page: Page) -> None:
        (site_source / f"go-{pid_of(page)}").touch()
        assert StopSignal().wait_for(lambda: is_idle(page), 30.0)

    return end


def test_a_connection_that_breaks_comes_back_with_the_same_kernel(wired_page: Page, wire: Wire) -> None:
    wire.cut()
    expect(status(wired_page)).to_contain_text("The connection is back", timeout=TOLD)
    count(wired_page, 2)


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


def test_what_a_cell_put_out_while_its_server_was_away_is_caught_up(
    wired_page: Page, wire: Wire, let_go: Callable[[Page], None]
) -> None:
    start(wired_page, WAITS, "waiting")
    wire.down()
    wait_state(wired_page, "failed", timeout=2 * TOLD)
    expect(status(wired_page)).to_contain_text("its server does not answer")
    expect_settled(wired_page)
    let_go(wired_page)
    wire.mend()
    wait_state(wired_page, "ready")
    expect(output_of(cell(wired_page, WAITS))).to_contain_text("caught up")
    wait_cell(cell(wired_page, WAITS), "done")
    count(wired_page, 2)


def test_trying_again_reaches_the_same_kernel_where_it_is_there(wired_page: Page, wire: Wire) -> None:
    wire.down()
    wait_state(wired_page, "failed", timeout=2 * TOLD)
    action(status(wired_page), "retry").click()
    expect(status(wired_page)).to_contain_text("can not be reached")
    wire.mend()
    action(status(wired_page), "retry").click()
    wait_state(wired_page, "ready", timeout=TOLD)
    count(wired_page, 2)


def test_a_cell_whose_answer_was_lost_on_the_way_says_so(
    wired_page: Page, wire: Wire, let_go: Callable[[Page], None]
) -> None:
    start(wired_page, WAITS, "waiting")
    wire.drop()
    let_go(wired_page)
    wire.mend()
    wire.cut()
    wait_state(wired_page, "ready", timeout=2 * TOLD)
    expect(status(wired_page)).to_contain_text(f"The answer to cell {WAITS} was lost")
    wait_cell(cell(wired_page, WAITS), "error")
    count(wired_page, 2)


def test_a_kernel_that_its_server_has_lost_is_told_and_what_had_run_is_run_again_in_another(
    page: Page, build_site: BuildSite, own_jupyter_server: StartServer
) -> None:
    server = own_jupyter_server()
    site = build_site(confoverrides={"jupyter": backend_of(server)})
    run_page(page, site.page("faults"))
    count(page, 1)
    server.kill()
    wait_state(page, "failed", timeout=2 * TOLD)
    own_jupyter_server(port=server.plan.port, token=server.token)
    expect(status(page)).to_contain_text("is not there any more")
    expect(output_of(cell(page, COUNTS))).to_have_attribute("data-earlier", "From an earlier kernel")
    action(status(page), "run-again").click()
    wait_state(page, "busy", "ready")
    wait_cell(cell(page, COUNTS), "done")
    expect(output_of(cell(page, COUNTS))).not_to_have_attribute("data-earlier", "From an earlier kernel")
    expect(output_of(cell(page, COUNTS))).to_contain_text("count 1")
    wait_state(page, "ready")
    expect_settled(page)
