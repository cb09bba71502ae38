"""What a reader is told where Python can not run in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from reader import cell, output_of, press_power, status, wait_state

if TYPE_CHECKING:
    from lite_sites import LiteSite

pytest_plugins = ["lite_sites"]

PROGRAM = "**/lite/pyodide.asm.wasm?*"

NO_MEMORY = """
const { instantiate } = WebAssembly;
WebAssembly.instantiate = (module, imports) =>
  imports ? Promise.reject(new RangeError("Cannot allocate Wasm memory")) : instantiate(module);
"""
"""What a worker begins with to have no room for a program that brings memory."""


def missing(route: Route) -> None:
    """Answer as a host that does not have the file."""
    route.fulfill(status=404, body="")


def truncated(route: Route) -> None:
    """Answer with the beginning of the file."""
    body = route.fetch().body()
    route.fulfill(body=body[: len(body) // 2], content_type="application/wasm")


def changed(route: Route) -> None:
    """Answer with as many bytes of something else."""
    body = route.fetch().body()
    route.fulfill(body=body[:-8] + bytes(8), content_type="application/zip")


def unreachable(route: Route) -> None:
    """Answer nothing."""
    route.abort()


@pytest.mark.parametrize(
    ("pattern", "answer", "sentence"),
    [
        (PROGRAM, missing, "The site does not have"),
        ("**/lite/runtime.json", missing, "The site does not have"),
        ("**/lite/ipython-*", missing, "The site does not have"),
        (PROGRAM, truncated, "is not what was built"),
        ("**/lite/pyodide-lock.json?*", truncated, "is not what was built"),
        ("**/lite/comm-*", changed, "is not what was built"),
        ("**/lite/python_stdlib.zip?*", unreachable, "could not be loaded. Check the network connection"),
        ("**/chunks/lite-*.js", missing, "could not be"),
    ],
)
def test_a_file_that_is_not_there_or_not_right_is_named(  # noqa: PLR0913, PLR0917
    page: Page, context: BrowserContext, lite_site: LiteSite, pattern: str, answer: object, sentence: str
) -> None:
    context.route(pattern, answer)  # type: ignore[arg-type]
    page.goto(lite_site().page("hello"))
    press_power(page)
    wait_state(page, "failed")
    expect(status(page)).to_contain_text(sentence)


def test_a_host_that_serves_the_program_as_something_else_is_good_enough(
    page: Page, context: BrowserContext, lite_site: LiteSite
) -> None:
    context.route(PROGRAM, lambda route: route.fulfill(body=route.fetch().body(), content_type="text/plain"))
    page.goto(lite_site().page("hello"))
    press_power(page)
    expect(output_of(cell(page, 1))).to_have_text("2", timeout=60_000)


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        ("script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'", "add worker-src 'self'"),
        ("script-src 'self'; worker-src 'self'", "add 'wasm-unsafe-eval' to script-src"),
    ],
)
def test_a_policy_that_forbids_it_is_named(
    page: Page, lite_site: LiteSite, policy: str, sentence: str
) -> None:
    page.goto(lite_site({"Content-Security-Policy": policy}).page("hello"))
    press_power(page)
    wait_state(page, "failed")
    expect(status(page)).to_contain_text(sentence)


def test_a_browser_without_web_assembly_is_told(page: Page, lite_site: LiteSite) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(lite_site().page("hello"))
    press_power(page)
    wait_state(page, "failed")
    expect(status(page)).to_contain_text("This browser runs no WebAssembly")


def test_a_browser_without_memory_is_told(page: Page, context: BrowserContext, lite_site: LiteSite) -> None:
    def without_memory(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=NO_MEMORY + response.text())

    context.route("**/chunks/lite-*.js", without_memory)
    page.goto(lite_site().page("hello"))
    press_power(page)
    wait_state(page, "failed")
    expect(status(page)).to_contain_text("has not enough memory left")
