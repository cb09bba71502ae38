"""A page of a thousand cells: it is there at once, and all of them run."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from reader import cell, output_of, press_power, wait_cell
from servers import BuildSite, backend_of

from sphinx_inpage_exec.preview.jupyter import LocalServer

CELLS = 1_000
READY = 0.1
"""Seconds of scripts until the power button can be pressed."""
RUN_TIMEOUT = 180_000


def test_a_thousand_cells_are_ready_at_once_and_all_run(
    page: Page, context: BrowserContext, build_site: BuildSite, jupyter_server: LocalServer, tmp_path: Path
) -> None:
    code = ".. code-block:: python\n   :class: thebe\n\n   print({0}, 'is put out')\n"
    cells = "\n".join(code.format(number) for number in range(1, CELLS + 1))
    (tmp_path / "index.rst").write_text(f"Many\n====\n\n{cells}")
    (tmp_path / "conf.py").write_text("html_theme = 'alabaster'")
    values = {"extensions": ["sphinx_inpage_exec"], "jupyter": backend_of(jupyter_server)}
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(build_site(tmp_path, values).page("index"))
    expect(page.locator("button.inpage-exec-power")).to_be_enabled()
    measured = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    assert measured["ScriptDuration"] < READY
    press_power(page)
    wait_cell(cell(page, CELLS), "done", timeout=RUN_TIMEOUT)
    expect(page.locator('.inpage-exec-cell[data-state="done"]')).to_have_count(CELLS)
    for number in (1, CELLS // 2, CELLS):
        expect(output_of(cell(page, number))).to_have_text(f"{number} is put out")
    expect(page.locator(".inpage-exec-output")).to_have_count(CELLS)
