"""Widgets of ipywidgets: each shows, and what a reader does with it reaches the kernel."""

from __future__ import annotations

from collections.abc import Iterator

import ipywidgets
import pytest
from every_widget import OTHERS, WIDGETS
from playwright.sync_api import Browser, Page, expect
from reader import action, cell, output_of, run_page
from sites import Site

pytest_plugins = ["outputs_sites"]


@pytest.fixture(scope="module")
def all_widgets(browser: Browser, outputs_site: Site) -> Iterator[Page]:
    """The page with a cell for each widget, which has run; no test changes more than its own cell."""
    page = browser.new_page()
    run_page(page, outputs_site.page("every_widget"))
    yield page
    page.close()


def test_the_table_has_every_widget_of_ipywidgets() -> None:
    there = {name for name, one in vars(ipywidgets).items() if _is_widget(one)}
    assert there - OTHERS == WIDGETS.keys()


def _is_widget(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, ipywidgets.Widget)


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_shows_and_talks_to_the_kernel(all_widgets: Page, name: str) -> None:
    widget = WIDGETS[name]
    output = output_of(cell(all_widgets, 2 + list(WIDGETS).index(name)))
    expect(output.locator(widget.selector).first).to_be_attached()
    expect(output.locator(".made")).to_be_visible()
    if widget.do:
        widget.do(output.locator(".made"))
    expect(output.locator(".known")).to_contain_text(widget.known)


def test_widgets_are_linked_and_laid_out_and_answer_in_place(page: Page, outputs_site: Site) -> None:
    run_page(page, outputs_site.page("linked"))
    outputs = [output_of(cell(page, number)) for number in range(7)]
    box = outputs[1].locator(".widget-vbox")
    expect(box).to_have_css("border-top-color", "rgb(1, 2, 3)")
    box.locator(".noUi-handle").first.press("ArrowRight")
    expect(box.locator(".widget-readout")).to_have_text(["2", "2"])
    expect(outputs[5].locator(".widget-readout")).to_have_text("2")

    expect(outputs[2].locator(".widget-output")).to_contain_text("n is 4")
    outputs[2].locator("input[type=checkbox]").check()
    outputs[2].locator(".noUi-handle").press("ArrowRight")
    expect(outputs[2].locator(".widget-output")).to_contain_text("n is 5 !")
    expect(outputs[2].locator(".widget-output")).to_contain_text("25")

    expect(outputs[3].locator(".widget-output")).to_contain_text("from another cell")
    expect(outputs[3].locator(".widget-output")).to_contain_text("ZeroDivisionError")
    expect(outputs[4]).to_have_text("")


def test_widgets_keep_their_state_while_other_cells_run(page: Page, outputs_site: Site) -> None:
    run_page(page, outputs_site.page("linked"))
    action(cell(page, 6), "run").click()
    expect(output_of(cell(page, 6))).to_contain_text("b is ")
    expect(output_of(cell(page, 1)).locator(".widget-readout")).to_have_text(["50", "50"])
    expect(output_of(cell(page, 5)).locator(".widget-readout")).to_have_text("50")
    action(cell(page, 2), "run").click()
    expect(output_of(cell(page, 2)).locator(".widget-output")).to_contain_text("n is 4")
    expect(output_of(cell(page, 1)).locator(".widget-readout")).to_have_text(["50", "50"])
