"""Widgets that a notebook has stored: they show before there is a kernel, and a run takes their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from reader import cell, output_of, press_power, run_page, stored_of, wait_state
from servers import BuildSite, backend_of
from sites import Site
from traffic import Traffic

from sphinx_inpage_exec.preview.jupyter import LocalServer

pytest_plugins = ["outputs_sites"]

WITHOUT_CDN: dict[str, object] = {"nb_ipywidgets_js": {}}


@pytest.fixture
def stored(build_site: BuildSite, outputs_source: Path, jupyter_server: LocalServer) -> Site:
    """The site of these tests; MyST-NB asks no CDN for what shows stored widgets."""
    return build_site(outputs_source, {"jupyter": backend_of(jupyter_server), **WITHOUT_CDN})


def test_stored_widgets_show_without_a_kernel_once_the_reader_acts(
    page: Page, build_site: BuildSite, outputs_source: Path, traffic: Traffic
) -> None:
    traffic.allowed.add("127.0.0.1:9")
    site = build_site(outputs_source, {"jupyter": {"server": {"url": "http://127.0.0.1:9"}}, **WITHOUT_CDN})
    page.goto(site.page("stored_widgets"))
    assert not any("/chunks/" in url for url in traffic.requests)
    press_power(page)
    wait_state(page, "failed")
    slider = stored_of(cell(page, 1)).locator(".widget-slider")
    expect(slider.locator(".widget-readout")).to_have_text("7")
    slider.locator(".noUi-handle").press("ArrowRight")
    expect(slider.locator(".widget-readout")).to_have_text("8")
    expect(stored_of(cell(page, 2)).locator("b")).to_have_text("two")
    press_power(page)
    wait_state(page, "failed")
    expect(page.locator(".widget-slider")).to_have_count(1)


def test_a_run_puts_live_widgets_in_the_place_of_stored_ones(page: Page, stored: Site) -> None:
    run_page(page, stored.page("stored_widgets"))
    expect(stored_of(cell(page, 1))).to_be_hidden()
    live = output_of(cell(page, 1)).locator(".widget-slider")
    expect(live.locator(".widget-readout")).to_have_text("7")
    live.locator(".noUi-handle").press("ArrowRight")
    expect(live.locator(".widget-readout")).to_have_text("8")
