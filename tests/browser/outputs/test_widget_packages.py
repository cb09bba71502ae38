"""Widgets of other packages than ipywidgets: anywidget, and those whose files the author gives."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect
from policies import forbidden, policy_for, watch_policy
from reader import action, cell, output_of, press_and_run, run_page
from servers import BuildSite, backend_of
from sites import Site
from traffic import Traffic

from sphinx_inpage_exec.preview.jupyter import LocalServer

pytest_plugins = ["outputs_sites"]


def test_an_anywidget_shows_with_its_styles_and_talks_to_the_kernel(page: Page, outputs_site: Site) -> None:
    run_page(page, outputs_site.page("anywidgets"))
    button = output_of(cell(page, 1)).locator(".any-button")
    expect(button).to_have_text("count is 5")
    expect(button).to_have_css("color", "rgb(1, 2, 3)")
    button.click()
    expect(button).to_have_text("count is 6")
    expect(output_of(cell(page, 2)).locator(".widget-label")).to_have_text("6")
    action(cell(page, 3), "run").click()
    expect(button).to_have_attribute("title", "hello 4")
    assert page.evaluate("typeof window.require + typeof window.define") == "undefinedundefined"


def test_an_anywidget_takes_a_new_module_and_new_styles_in_place(page: Page, outputs_site: Site) -> None:
    run_page(page, outputs_site.page("anywidgets"))
    expect(output_of(cell(page, 1)).locator("button.any-button")).to_have_text("count is 5")
    action(cell(page, 4), "run").click()
    changed = output_of(cell(page, 1)).locator(".any-button")
    expect(changed).to_have_text("now 5")
    expect(changed).to_have_css("color", "rgb(4, 5, 6)")


def test_an_anywidget_works_under_the_policy_that_the_documentation_gives_for_it(
    page: Page, build_site: BuildSite, outputs_source: Path, jupyter_server: LocalServer, tmp_path: Path
) -> None:
    for name in ("conf.py", "anywidgets.md"):
        shutil.copy(outputs_source / name, tmp_path)
    values = {"jupyter": backend_of(jupyter_server), "root_doc": "anywidgets"}
    site = build_site(tmp_path, values, headers=policy_for("anywidget", jupyter_server.url))
    page.goto(site.page("anywidgets"))
    watch_policy(page)
    press_and_run(page)
    button = output_of(cell(page, 1)).locator(".any-button")
    expect(button).to_have_css("color", "rgb(1, 2, 3)")
    button.click()
    expect(output_of(cell(page, 2)).locator(".widget-label")).to_have_text("6")
    action(cell(page, 4), "run").click()
    expect(button).to_have_css("color", "rgb(4, 5, 6)")
    assert forbidden(page) == []


def test_packages_of_widgets_come_from_the_site(page: Page, outputs_site: Site, traffic: Traffic) -> None:
    run_page(page, outputs_site.page("packages"))
    expect(output_of(cell(page, 1)).locator(".bqplot .bar")).to_have_count(3)
    leaflet = output_of(cell(page, 2)).locator(".leaflet-container")
    leaflet.locator(".leaflet-control-zoom-in").click()
    expect(output_of(cell(page, 3)).locator(".widget-label")).to_have_text("6.0")
    icon = leaflet.locator(".leaflet-marker-icon").first
    expect(icon).to_be_visible()
    expect(output_of(cell(page, 4))).to_contain_text("The widget package unheard-of is not part of this site")
    assert page.evaluate("typeof window.require + typeof window.define") == "undefinedundefined"
    assert any(url.endswith("/widgets/jupyter-leaflet/index.js") for url in traffic.requests)
