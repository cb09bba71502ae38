"""Widgets of other packages than ipywidgets: anywidget, and those whose files the author gives."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from reader import action, cell, output_of, run_page
from sites import Site
from traffic import Traffic

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
