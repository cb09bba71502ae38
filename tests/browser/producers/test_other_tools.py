"""Pages of jupyter-sphinx, nbsphinx and sphinx-gallery, run by a real kernel."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, expect
from reader import action, cell, output_of, payload, press_power, run_page, source_of, stored_of, wait_cell
from servers import Project
from sites import Site

PICTURE = re.compile("^data:image/png;base64,")


@pytest.fixture(scope="session")
def with_pandoc() -> Iterator[None]:
    """Put the pandoc of the wheel on PATH, which nbsphinx runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(pypandoc.get_pandoc_path()).parent), prepend=os.pathsep)
        yield


@pytest.fixture(scope="session")
def executed(project: Project) -> Site:
    return project("jupyter_sphinx")


@pytest.fixture(scope="session")
def notebook(project: Project, with_pandoc: None) -> Site:
    return project("nbsphinx")


@pytest.fixture(scope="session")
def gallery(project: Project) -> Site:
    return project("sphinx_gallery")


def test_cells_of_jupyter_sphinx_run_and_those_that_are_hidden_too(page: Page, executed: Site) -> None:
    run_page(page, executed.page("index"))
    assert [one["source"].splitlines()[0] for one in payload(page)["cells"]] == [
        "secret = 41",
        "secret = secret + 1",
        "1 / 0",
        'print("not on the page")',
        "%matplotlib inline",
    ]
    expect(source_of(cell(page, 1))).to_have_count(0)
    expect(output_of(cell(page, 1))).to_have_text("hidden code 41")
    expect(output_of(cell(page, 2))).to_have_text("shown 42")
    wait_cell(cell(page, 3), "error")
    expect(output_of(cell(page, 4))).to_be_hidden()
    expect(output_of(cell(page, 5)).locator("img")).to_have_attribute("src", PICTURE)


def test_what_jupyter_sphinx_only_shows_is_no_cell(page: Page, executed: Site) -> None:
    page.goto(executed.page("index"))
    assert "SystemExit" not in str(payload(page)["cells"])
    expect(page.get_by_text("raise SystemExit")).to_be_visible()
    expect(page.get_by_text("only shown")).to_be_visible()


def test_outputs_of_jupyter_sphinx_give_way_and_come_back(page: Page, executed: Site) -> None:
    page.goto(executed.page("index"))
    expect(stored_of(cell(page, 5)).locator("img")).to_be_visible()
    run_page(page, executed.page("index"))
    expect(stored_of(cell(page, 5))).to_be_hidden()
    below = source_of(cell(page, 5)).bounding_box()
    above = output_of(cell(page, 5)).bounding_box()
    assert below and above and above["y"] < below["y"]
    action(cell(page, 5), "reset").click()
    expect(stored_of(cell(page, 5)).locator("img")).to_be_visible()


def test_cells_of_nbsphinx_run_and_its_outputs_give_way(page: Page, notebook: Site) -> None:
    page.goto(notebook.page("index"))
    expect(stored_of(cell(page, 2))).to_contain_text("stored 42")
    run_page(page, notebook.page("index"))
    expect(page.locator("html")).not_to_contain_text("stored 42", use_inner_text=True)
    expect(output_of(cell(page, 2))).to_contain_text("live 42")
    wait_cell(cell(page, 3), "error")
    expect(output_of(cell(page, 4)).locator("b.live")).to_be_visible()
    expect(page.locator("b.stored")).to_be_hidden()
    assert [one["visible"] for one in payload(page)["cells"]] == [False, True, True, True]


def test_an_example_of_a_gallery_runs_whole_and_its_figure_is_a_live_one(page: Page, gallery: Site) -> None:
    page.goto(gallery.page("gallery/plot_wave"))
    expect(stored_of(cell(page, 2)).locator("img")).to_be_visible()
    press_power(page)
    wait_cell(cell(page, 3), "done")
    expect(output_of(cell(page, 2))).to_contain_text("the secret is 42")
    expect(output_of(cell(page, 2)).locator("img")).to_have_attribute("src", PICTURE)
    expect(page.locator("img.sphx-glr-single-img")).to_be_hidden()
    expect(output_of(cell(page, 3))).to_contain_text("0")
    assert "start_ignore" not in page.locator("body").inner_text()


def test_pages_of_a_gallery_that_are_no_examples_have_no_cells(page: Page, gallery: Site) -> None:
    page.goto(gallery.page("gallery/index"))
    expect(page.locator("button.inpage-exec-power")).to_have_count(0)
