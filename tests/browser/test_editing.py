"""Code that the reader changes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from reader import action, cell, output_of, panel, run_page, source_of, wait_state
from sites import Site


@pytest.fixture
def running(page: Page, site: Site) -> Page:
    """A page whose cells have run: the first sets a greeting, the second prints it."""
    run_page(page, site.page("literal"))
    return page


def editor_of(one: Locator) -> Locator:
    return one.locator(".cm-content")


def edit(page: Page, number: int, code: str) -> None:
    """Click on the code of a cell and write other code in its place."""
    source_of(cell(page, number)).locator("pre").click()
    expect(editor_of(cell(page, number))).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(code)


def test_a_click_on_the_code_opens_an_editor_that_looks_the_same(running: Page) -> None:
    block = source_of(cell(running, 1)).locator("pre")
    before, size = block.locator(".s2").bounding_box(), block.bounding_box()
    colour = block.locator(".s2").evaluate("element => getComputedStyle(element).color")
    block.click()
    expect(editor_of(cell(running, 1))).to_have_text('greeting = "hello from reStructuredText"')
    text = editor_of(cell(running, 1)).locator(".s2")
    after = text.bounding_box()
    assert before and after and size
    assert (after["x"], after["width"]) == pytest.approx((before["x"], before["width"]), abs=1)
    assert after["y"] == pytest.approx(before["y"], abs=3)
    assert block.bounding_box() == pytest.approx(size, abs=3)
    assert text.evaluate("element => getComputedStyle(element).color") == colour


def test_the_cursor_is_where_the_reader_clicked(running: Page) -> None:
    source_of(cell(running, 1)).locator(".s2").click()
    expect(editor_of(cell(running, 1))).to_be_focused()
    running.keyboard.press("End")
    running.keyboard.type(".upper()")
    expect(editor_of(cell(running, 1))).to_have_text('greeting = "hello from reStructuredText".upper()')


def test_what_the_reader_wrote_runs(running: Page) -> None:
    edit(running, 2, "print(greeting.upper())")
    running.keyboard.press("ControlOrMeta+Enter")
    expect(output_of(cell(running, 2))).to_have_text("HELLO FROM RESTRUCTUREDTEXT")
    expect(editor_of(cell(running, 2))).to_be_focused()
    expect(cell(running, 2).locator('[data-part="edited"]')).to_be_visible()


def test_shift_enter_runs_and_moves_on(running: Page) -> None:
    edit(running, 1, "greeting = 'changed'")
    running.keyboard.press("Shift+Enter")
    expect(cell(running, 1).locator('[data-part="count"]')).to_have_text("[3]")
    expect(source_of(cell(running, 2))).to_be_focused()
    running.keyboard.press("Shift+Enter")
    expect(output_of(cell(running, 2))).to_have_text("changed")


def test_the_keyboard_alone_opens_and_leaves_the_editor(running: Page) -> None:
    source_of(cell(running, 1)).focus()
    running.keyboard.press("Enter")
    expect(editor_of(cell(running, 1))).to_be_focused()
    running.keyboard.press("Tab")
    expect(editor_of(cell(running, 1))).to_be_focused()
    running.keyboard.press("Escape")
    running.keyboard.press("Tab")
    expect(editor_of(cell(running, 1))).not_to_be_focused()
    expect(action(cell(running, 1), "run")).to_be_focused()


@pytest.mark.parametrize("where", ["cell", "panel"])
def test_reset_brings_the_authors_code_back(running: Page, where: str) -> None:
    edit(running, 2, "print('mine')")
    action(cell(running, 2) if where == "cell" else panel(running), "reset").click()
    expect(editor_of(cell(running, 2))).to_have_text("print(greeting)")
    expect(cell(running, 2).locator('[data-part="edited"]')).to_be_hidden()
    action(cell(running, 2), "run").click()
    wait_state(running, "ready")
    expect(output_of(cell(running, 2))).to_have_text("hello from reStructuredText")


def test_the_editor_is_loaded_with_the_first_edit_and_not_before(running: Page) -> None:
    def loaded() -> int:
        return int(
            running.evaluate(
                "performance.getEntriesByType('resource').filter(({name}) => name.includes('editor')).length"
            )
        )

    assert loaded() == 0
    source_of(cell(running, 1)).locator("pre").click()
    expect(editor_of(cell(running, 1))).to_be_visible()
    assert loaded() == 1
