"""Asking and stopping, in browsers and on hosts that allow more or less of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hosts import ISOLATED
from playwright.sync_api import BrowserContext, Page, Route, expect
from reader import action, cell, output_of, panel, press_power, status, wait_cell, wait_state

if TYPE_CHECKING:
    from lite_sites import LiteSite

pytest_plugins = ["lite_sites"]

HOSTS = pytest.mark.parametrize("headers", [{}, ISOLATED], ids=["no headers", "isolated"])


def without_jspi(context: BrowserContext) -> None:
    """Take from workers what Safari does not have."""

    def serve(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body="delete WebAssembly.Suspending;\n" + response.text())

    context.route("**/chunks/lite-*.js", serve)


def answer(page: Page) -> None:
    """Answer the question of the page."""
    asked = output_of(cell(page, 1))
    expect(asked).to_contain_text("Your name?", timeout=60_000)
    asked.locator("input").fill("Ada")
    page.keyboard.press("Enter")


@HOSTS
def test_a_cell_that_asks_gets_the_readers_answer(
    page: Page, lite_site: LiteSite, headers: dict[str, str]
) -> None:
    page.goto(lite_site(headers).page("asks"))
    press_power(page)
    answer(page)
    wait_cell(cell(page, 1), "done")
    expect(output_of(cell(page, 1))).to_contain_text("hello Ada")


def test_a_browser_that_can_not_wait_gets_an_answer_where_memory_is_shared(
    page: Page, context: BrowserContext, lite_site: LiteSite
) -> None:
    without_jspi(context)
    page.goto(lite_site(ISOLATED).page("asks"))
    press_power(page)
    answer(page)
    expect(output_of(cell(page, 1))).to_contain_text("hello Ada")


def test_a_browser_that_can_not_wait_says_so_instead_of_asking(
    page: Page, context: BrowserContext, lite_site: LiteSite
) -> None:
    without_jspi(context)
    page.goto(lite_site().page("asks"))
    press_power(page)
    wait_cell(cell(page, 1), "error")
    expect(output_of(cell(page, 1))).to_contain_text("This browser can not wait for an answer")


@HOSTS
@pytest.mark.parametrize(("name", "first"), [("waits", "waiting"), ("streams", "first")])
def test_a_cell_that_waits_is_interrupted_anywhere(
    page: Page, lite_site: LiteSite, headers: dict[str, str], name: str, first: str
) -> None:
    stop(page, lite_site(headers).page(name), first)
    wait_cell(cell(page, 1), "error")
    expect(output_of(cell(page, 1))).to_contain_text("KeyboardInterrupt")
    wait_state(page, "ready")


def test_a_cell_that_computes_is_interrupted_where_memory_is_shared(page: Page, lite_site: LiteSite) -> None:
    stop(page, lite_site(ISOLATED).page("endless"), "on and on")
    wait_cell(cell(page, 1), "error")
    expect(output_of(cell(page, 1))).to_contain_text("KeyboardInterrupt")


def test_elsewhere_its_kernel_is_restarted_and_the_reader_is_told(page: Page, lite_site: LiteSite) -> None:
    stop(page, lite_site().page("endless"), "on and on")
    wait_cell(cell(page, 1), "error")
    wait_state(page, "ready")
    expect(status(page)).to_contain_text("can not be interrupted, so the kernel has been restarted")


def stop(page: Page, url: str, first: str) -> None:
    """Run a page and press stop while its cell runs."""
    page.goto(url)
    press_power(page)
    expect(output_of(cell(page, 1))).to_have_text(first, timeout=60_000)
    action(panel(page), "interrupt").click()
