"""Charts and tables as real libraries put them out: no host but the site and the server is asked for any."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from reader import cell, output_of, run_page
from servers import BuildSite, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer

pytest_plugins = ["outputs_sites"]


def test_charts_and_tables_of_real_libraries_show(page: Page, outputs_site: Site) -> None:
    run_page(page, outputs_site.page("charts"))
    outputs = [output_of(cell(page, number)) for number in range(7)]
    expect(outputs[1].locator("svg.marks .mark-rect path")).to_have_count(2)
    expect(outputs[3].locator("canvas").first).to_be_visible()
    expect(outputs[4].locator("td").last).to_have_text("2")
    expect(outputs[5].locator("td").last).to_have_css("background-color", "rgb(1, 2, 3)")
    expect(outputs[6]).to_contain_text("Feature")
    expect(page.locator(".inpage-exec-note")).to_have_count(0)


def test_charts_of_plotly_show_with_the_library_of_the_site_or_of_the_output(
    page: Page, outputs_site: Site
) -> None:
    run_page(page, outputs_site.page("plotly"))
    for number in (1, 2):
        expect(output_of(cell(page, number)).locator(".plotly .bars .point")).to_have_count(2)
    expect(page.locator(".inpage-exec-note")).to_have_count(0)


def test_a_chart_without_its_library_gives_way_to_text_and_says_so(
    page: Page, build_site: BuildSite, outputs_source: Path, jupyter_server: LocalServer
) -> None:
    site = build_site(outputs_source, {"jupyter": backend_of(jupyter_server)})
    run_page(page, site.page("plotly"))
    expect(output_of(cell(page, 1))).to_contain_text("application/vnd.plotly.v1+json")
    expect(output_of(cell(page, 2)).locator(".plotly .bars .point")).to_have_count(2)
