"""The documentation's example of a theme and an extension, by the names of the contract."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from reader import CONTRACT, panel, press_and_run, press_power, status, wait_state
from servers import BuildSite, Servers, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer
from sphinx_inpage_exec.preview.processes import free_port

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "theme"
POWER = f"button.{CONTRACT['classes']['power']}"


@pytest.fixture(scope="module")
def themed(build_site: BuildSite, jupyter_server: LocalServer) -> Site:
    """The example, connected to the shared server."""
    return build_site(EXAMPLE, confoverrides={"jupyter": backend_of(jupyter_server)})


def test_the_button_of_a_theme_runs_the_page_and_gives_way_to_the_panel(page: Page, themed: Site) -> None:
    page.goto(themed.page("index"))
    expect(page.locator(POWER)).to_have_text(["Run the code of this page"])
    press_and_run(page)
    expect(page.locator(POWER)).to_be_hidden()
    expect(page.locator(f".{CONTRACT['classes']['bar']}")).to_have_count(1)
    expect(page.locator(f".{CONTRACT['classes']['bar']}").locator(panel(page))).to_be_visible()


def test_an_extension_hears_of_the_cells_and_of_the_state(page: Page, themed: Site) -> None:
    page.goto(themed.page("index"))
    press_and_run(page)
    expect(page.locator("#progress")).to_have_text("2 of 2 cells have run.")
    expect(page.locator("body.is-live")).to_be_visible()


def test_an_extension_hears_the_sentence_that_the_reader_reads(
    page: Page, build_site: BuildSite, servers: Servers
) -> None:
    host = f"127.0.0.1:{free_port()}"
    servers.hosts.add(host)
    server = {"url": f"http://{host}", "token": "none"}
    site = build_site(EXAMPLE, confoverrides={"jupyter": {"server": server}})
    page.goto(site.page("index"))
    press_power(page)
    wait_state(page, "failed")
    sentence = status(page).get_by_role("status").inner_text()
    expect(page.locator("#progress")).to_have_text(f"This page does not run: {sentence}")


def test_the_button_of_a_theme_stays_hidden_on_a_page_without_cells(page: Page, themed: Site) -> None:
    page.goto(themed.page("plain"))
    expect(page.locator(POWER)).to_be_hidden()
    expect(page.locator("#progress")).to_be_hidden()
