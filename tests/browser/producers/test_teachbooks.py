"""The tags of TeachBooks' books, in a book that still loads sphinx-thebe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from reader import cell, output_of, payload, press_power, run_page, source_of, wait_cell
from servers import Project, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer


@pytest.fixture(scope="session")
def book(project: Project, jupyter_server: LocalServer) -> Site:
    """The book; its project lets pages wait, which a tag overrules."""
    return project("teachbooks", jupyter={**backend_of(jupyter_server), "runOnConnect": False})


def test_the_tags_say_which_cells_run_and_what_shows_of_them(page: Page, book: Site) -> None:
    run_page(page, book.page("index"))
    assert len(payload(page)["cells"]) == 3
    expect(output_of(cell(page, 1))).to_have_text("prepared: first")
    expect(cell(page, 1).locator('[data-part="count"]')).to_have_text("[2]")
    expect(page.get_by_text("raise SystemExit")).to_be_visible()
    expect(source_of(cell(page, 2))).to_have_count(0)
    expect(page.get_by_text('prepared = "first"')).to_have_count(0)
    outputs = output_of(cell(page, 3)).locator(".jp-OutputArea-output")
    expect(outputs).to_have_text(["one", "two", "'three'"])
    expect(outputs.locator("b")).to_have_text("two")


def test_beside_sphinx_thebe_there_is_one_button_and_the_build_tells(page: Page, book: Site) -> None:
    page.goto(book.page("index"))
    expect(page.locator("button.inpage-exec-power")).to_have_count(1)
    expect(page.locator(".thebe-launch-button, .thebelab-button")).to_have_count(0)
    press_power(page)
    wait_cell(cell(page, 3), "done")
    assert page.evaluate("typeof window.thebe") == "undefined"
    assert "without 'sphinx_thebe' in `extensions`" in book.warnings


def test_a_page_with_the_tag_that_switches_it_off_has_no_button(page: Page, book: Site) -> None:
    page.goto(book.page("off"))
    expect(page.get_by_text('print("never")')).to_be_visible()
    expect(page.locator("button.inpage-exec-power")).to_have_count(0)
