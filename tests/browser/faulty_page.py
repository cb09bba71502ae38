"""The page `faults`, whose cells do what tests of faults need, and what is done to it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect
from reader import action, cell, output_of, wait_state, write

from sphinx_inpage_exec.preview.jupyter import LocalServer

PID, WAITS, COUNTS, EDITED, HANGS, FLOODS, SLIDES, FILLS = range(1, 9)
"""Its cells: they show the kernel's process, wait for the test, count in the kernel, and so on."""

EDIT = "written = 'by the reader'"


def count(page: Page, expected: int) -> None:
    """Run the cell that counts; only the same kernel goes on where it was."""
    action(cell(page, COUNTS), "run").click()
    expect(output_of(cell(page, COUNTS))).to_contain_text(f"count {expected}")
    wait_state(page, "ready")


def start(page: Page, number: int, said: str) -> None:
    """Run a cell that goes on after it has said something."""
    action(cell(page, number), "run").click()
    expect(output_of(cell(page, number))).to_contain_text(said)


def edit(page: Page) -> None:
    """Write something into a cell that no test runs."""
    write(page, EDITED, EDIT)


def expect_kept(page: Page) -> None:
    """What the reader has written is still there, and so is what a cell has put out."""
    expect(cell(page, EDITED)).to_contain_text(EDIT)
    expect(output_of(cell(page, PID))).to_have_text(re.compile(r"\d+"))


def pid_of(page: Page) -> int:
    """The process of the page's kernel."""
    return int(output_of(cell(page, PID)).inner_text())


def session_of(page: Page, server: LocalServer) -> dict[str, Any]:
    """The page's session, as its server describes it."""
    key = page.evaluate("() => Object.keys(localStorage).find((key) => key.includes('session:'))")
    (found,) = [each for each in server.call("api/sessions") if key.endswith(each["path"])]
    assert isinstance(found, dict)
    return found
