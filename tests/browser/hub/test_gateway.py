"""A reader's kernel from a real kernel gateway: the API of a Jupyter server, without files and interface."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gateway import Gateway, kernel_gateway
from playwright.sync_api import Page, expect
from reader import action, cell, output_of, panel, press_power, run_page, status, wait_cell, wait_state
from servers import BuildSite, Servers
from sites import Site, SiteServer


@pytest.fixture(scope="session")
def gateway(
    tmp_path_factory: pytest.TempPathFactory, servers: Servers, site_server: SiteServer
) -> Iterator[Gateway]:
    """The gateway that all tests share, set up as the documentation says."""
    with kernel_gateway(tmp_path_factory.mktemp("gateway"), site_server.origin) as running:
        servers.hosts.add(f"127.0.0.1:{running.port}")
        servers.tokens.add(running.token)
        yield running


def site_on(gateway: Gateway, build_site: BuildSite, **changes: str) -> Site:
    """Return the site, connected to the gateway."""
    server = {"url": gateway.url, "token": gateway.token, **changes}
    return build_site(confoverrides={"jupyter": {"server": server}})


@pytest.fixture
def site(gateway: Gateway, build_site: BuildSite) -> Site:
    return site_on(gateway, build_site)


def test_a_page_runs_restarts_and_shuts_down_on_a_gateway(page: Page, site: Site) -> None:
    run_page(page, site.page("literal"))
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")
    action(panel(page), "restart").click()
    expect(status(page)).to_contain_text("has been restarted")
    action(cell(page, 2), "run").click()
    wait_cell(cell(page, 2), "error")
    action(panel(page), "run-all").click()
    wait_cell(cell(page, 2), "done")
    action(panel(page), "shutdown").click()
    wait_state(page, "idle")
    expect(status(page)).to_contain_text("has been shut down")


def test_a_cell_is_interrupted_on_a_gateway(page: Page, site: Site) -> None:
    page.goto(site.page("slow"))
    press_power(page)
    expect(output_of(cell(page, 2))).to_contain_text("endless", timeout=60_000)
    action(panel(page), "interrupt").click()
    wait_cell(cell(page, 2), "error")
    expect(output_of(cell(page, 2))).to_contain_text("KeyboardInterrupt")


def test_launch_says_that_a_gateway_has_no_interface(page: Page, site: Site) -> None:
    run_page(page, site.page("literal"))
    with page.expect_popup() as opening:
        action(panel(page), "launch").click()
    expect(status(page)).to_contain_text("This kernel has no Jupyter interface to open.")
    assert opening.value.is_closed()


@pytest.mark.parametrize("token", ["wrong", ""])
def test_a_token_that_a_gateway_does_not_take_is_named_among_the_causes_and_the_reader_gives_another(
    page: Page, gateway: Gateway, build_site: BuildSite, token: str
) -> None:
    """A gateway lets pages read nothing without its token, so they can not know more."""
    page.goto(site_on(gateway, build_site, token=token).page("literal"))
    press_power(page)
    wait_state(page, "failed")
    expect(status(page)).to_contain_text("its token may be wrong or missing")
    status(page).locator("input").fill(gateway.token)
    page.keyboard.press("Enter")
    wait_state(page, "ready")


def test_an_unknown_kernel_is_named_beside_those_of_the_gateway(page: Page, site: Site) -> None:
    page.goto(site.page("kernels"))
    press_power(page)
    wait_state(page, "failed")
    expect(status(page)).to_contain_text("has no kernel named no-such-kernel. It has: ")
