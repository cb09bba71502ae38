"""A page that works for long holds no more than before; the long version is ``python -m benchmarks.soak``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page
from servers import BuildSite, StartServer, backend_of

# Behind what is installed, so that the installed package is the one that is measured.
sys.path.append(str(Path(__file__).parents[2]))
from benchmarks.soak import COUNT_SOCKETS, Soak


@pytest.fixture
def soak(page: Page, build_site: BuildSite, own_jupyter_server: StartServer) -> Soak:
    server = own_jupyter_server()
    page.add_init_script(COUNT_SOCKETS)
    page.goto(build_site(confoverrides={"jupyter": backend_of(server)}).page("soak"))
    return Soak(page, server)


def test_what_a_page_holds_does_not_grow_with_what_it_does(soak: Soak) -> None:
    begin, *_, end = soak.executions(300, 3)
    assert (end.sockets, end.kernels) == (1, 1)
    assert end.heap - begin.heap < 0.2 * begin.heap
    assert end.nodes - begin.nodes < 100
    begin, *_, end = soak.cycles(6, 3)
    assert (end.sockets, end.kernels) == (0, 0)
    assert end.heap - begin.heap < 0.2 * begin.heap
    assert end.nodes - begin.nodes < 100
