"""Panel and HoloViews: what they show talks to the kernel, as in a notebook."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from reader import action, cell, output_of, run_page
from sites import Site
from traffic import Traffic

pytest_plugins = ["outputs_sites"]


def test_plots_show_and_what_a_reader_moves_reaches_the_kernel_and_comes_back(
    page: Page, outputs_site: Site, traffic: Traffic
) -> None:
    # Panel's themes come from there, whatever it is told; here they are missing, as for readers who block it.
    traffic.allowed.add("cdn.holoviz.org")
    run_page(page, outputs_site.page("holoviews"))
    outputs = [output_of(cell(page, number)) for number in range(6)]
    expect(outputs[4].locator("canvas").first).to_be_visible()
    expect(outputs[2]).to_contain_text("3 is the number")
    outputs[2].locator(".noUi-handle").press("ArrowRight")
    expect(outputs[2]).to_contain_text("4 is the number")
    action(cell(page, 5), "run").click()
    expect(outputs[5]).to_contain_text("4")
    expect(page.locator(".inpage-exec-note")).to_have_count(0)
