"""What runs, what has run, and what is left of it: the order of runs, their marks, and the page as a file."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Page, expect
from reader import (
    action,
    cell,
    expect_run,
    menu_action,
    output_of,
    panel,
    press_power,
    run_page,
    wait_cell,
    wait_state,
    write,
)
from servers import BuildSite, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer

PAGE = """Growing
=======

Some *text*.

.. code-cell:: python

   total = 1

.. code-cell:: python

   total += 10

More text.

.. code-cell:: python

   total += 100
   print(total)

.. code-cell:: python

   %time total
"""


@pytest.fixture(scope="module")
def growing(
    build_site: BuildSite, jupyter_server: LocalServer, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    """A page whose cells add up."""
    folder = tmp_path_factory.mktemp("growing")
    (folder / "conf.py").write_text('extensions = ["sphinx_inpage_exec"]\n')
    (folder / "index.rst").write_text(PAGE)
    return build_site(folder, confoverrides={"jupyter": backend_of(jupyter_server)})


@pytest.fixture
def running(page: Page, growing: Site) -> Page:
    """The page, after its cells have run once."""
    run_page(page, growing.page("index"))
    return page


def counts(page: Page) -> list[str]:
    return [cell(page, number).locator('[data-part="count"]').inner_text() for number in (1, 2, 3, 4)]


def expect_stale(page: Page, *numbers: int) -> None:
    expect(page.locator("[data-stale]")).to_have_count(len(numbers))
    for number in numbers:
        expect(cell(page, number)).to_have_attribute("data-stale", "")
        expect(cell(page, number).get_by_text("Out of date")).to_be_visible()


def test_cells_run_to_here_and_from_here(running: Page) -> None:
    with expect_run(running):
        menu_action(cell(running, 2), "run-to").click()
    assert counts(running) == ["[5]", "[6]", "[3]", "[4]"]
    expect_stale(running, 3, 4)
    with expect_run(running):
        menu_action(cell(running, 3), "run-from").click()
    assert counts(running) == ["[5]", "[6]", "[7]", "[8]"]
    expect(output_of(cell(running, 3))).to_have_text("111")
    expect_stale(running)


def test_the_next_cell_is_the_one_after_that_which_ran_last(running: Page) -> None:
    with expect_run(running):
        action(cell(running, 1), "run").click()
    for _ in range(2):
        with expect_run(running):
            menu_action(panel(running), "run-next").click()
        expect(panel(running).locator("summary")).to_be_focused()
    assert counts(running) == ["[5]", "[6]", "[7]", "[4]"]


def test_what_is_out_of_date_says_so_until_it_has_run(running: Page) -> None:
    expect_stale(running)
    write(running, 2, "total += 20")
    expect_stale(running, 2, 3, 4)
    running.keyboard.press("ControlOrMeta+z")
    expect_stale(running)
    action(panel(running), "restart").click()
    expect_stale(running, 1, 2, 3, 4)
    wait_state(running, "ready")
    with expect_run(running):
        action(panel(running), "run-all").click()
    expect_stale(running)


def test_a_cell_tells_how_long_it_is_running_and_how_long_it_ran(page: Page, site: Site) -> None:
    page.goto(site.page("slow"))
    press_power(page)
    time = cell(page, 2).locator('[data-part="time"]')
    expect(time).to_have_text(re.compile(r"^[1-9]\d* s$"), timeout=60_000)
    action(cell(page, 2), "interrupt").click()
    wait_cell(cell(page, 2), "error")
    expect(time).to_have_text(re.compile(r"^\d+(\.\d)? s$"))
    expect(cell(page, 1).locator('[data-part="time"]')).to_have_text(re.compile(r"^\d+\.\d s$"))


def test_a_menu_is_opened_left_and_closed_by_keyboard(running: Page) -> None:
    summary = panel(running).locator("summary")
    first = action(panel(running), "run-next")
    summary.focus()
    running.keyboard.press("Enter")
    running.keyboard.press("Tab")
    expect(first).to_be_focused()
    running.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(summary).to_be_focused()
    running.keyboard.press("Enter")
    expect(first).to_be_visible()
    running.mouse.click(5, 5)
    expect(first).to_be_hidden()


def test_menus_stay_inside_a_narrow_window(running: Page) -> None:
    running.set_viewport_size({"width": 360, "height": 640})
    for where in (panel(running), cell(running, 1)):
        where.locator("summary").click()
        box = where.locator("details > div").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
        running.keyboard.press("Escape")
    assert running.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_is_saved_as_a_valid_notebook_as_the_reader_has_it(running: Page, tmp_path: Path) -> None:
    write(running, 3, "total += 1000\nprint(total)")
    running.keyboard.press("ControlOrMeta+Enter")
    expect(output_of(cell(running, 3))).to_have_text("1111")
    notebook = saved_notebook(running, tmp_path / "index.ipynb")
    kinds = [each.cell_type for each in notebook.cells]
    assert kinds == ["markdown", "code", "code", "markdown", "code", "code"]
    assert notebook.cells[0].source == "# Growing\n\nSome *text*."
    third = notebook.cells[4]
    assert [third.source, third.execution_count] == ["total += 1000\nprint(total)", 5]
    assert third.outputs == [{"output_type": "stream", "name": "stdout", "text": "1111\n"}]
    assert notebook.metadata.kernelspec.name == "python"


def test_outputs_that_were_built_in_are_saved_until_a_run_replaces_them(
    page: Page, site: Site, tmp_path: Path
) -> None:
    run_page(page, site.page("stored"))
    action(panel(page), "reset").click()
    notebook = saved_notebook(page, tmp_path / "stored.ipynb")
    outputs = [output for each in notebook.cells if each.cell_type == "code" for output in each.outputs]
    assert outputs and all(output.output_type == "display_data" for output in outputs)


def test_the_page_is_saved_as_a_program(running: Page, tmp_path: Path) -> None:
    program = saved(running, "download-script", tmp_path / "index.py")
    assert program.startswith("# %% [markdown]\n# # Growing\n#\n# Some *text*.\n\n# %%\ntotal = 1\n")
    assert program.endswith("# %%\n# %time total\n")
    ast.parse(program)


def saved(page: Page, kind: str, expected: Path) -> str:
    """Press a button of the panel's menu; return what it saves, under the name that is expected."""
    with page.expect_download() as download:
        menu_action(panel(page), kind).click()
    assert download.value.suggested_filename == expected.name
    download.value.save_as(expected)
    return expected.read_text("utf-8")


def saved_notebook(page: Page, expected: Path) -> Any:
    """Save the page as a notebook, and return it; it is valid."""
    text = saved(page, "download-notebook", expected)
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return notebook
