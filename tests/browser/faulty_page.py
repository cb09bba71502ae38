"""The page `faults`, whose cells do what tests of faults need, and what is done to it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect
from reader import action, cell, output_of, wait_state

from sphinx_inpage_exec.preview.jupyter import LocalServer

PID, WAITS, COUNTS, HANGS, FLOODS, SLIDES = 1, 2, 3, 5, 6, 7
"""Its cells: they show the kernel's process, wait for the test, count in the kernel, and so on."""


def count(page: Page, expected: int) -> None:
    """Run the cell that counts; only the same kernel goes on where it was."""
    action(cell(page, COUNTS), "run").click()
    expect(output_of(cell(page, COUNTS))).to_contain_text(f"count {expected}")
    wait_state(page, "ready")


def start(page: Page, number: int, said: str) -> None:
    """Run a cell that goes on after it has said something."""
    action(cell(page, number), "run").click()
    expect(output_of(cell(page, number))).to_contain_text(said)


def pid_of(page: Page) -> int:
    """The process of the page's kernel."""
    return int(output_of(cell(page, PID)).inner_text())


def session_of(page: Page, server: LocalServer) -> dict[str, Any]:
    """The page's session, as its server describes it."""
    key = page.evaluate("() => Object.keys(localStorage).find((key) => key.includes('session:'))")
    (found,) = [each for each in server.call("api/sessions") if key.endswith(each["path"])]
    assert isinstance(found, dict)
    return found
