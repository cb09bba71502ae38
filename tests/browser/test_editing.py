"""Code that the reader changes."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from reader import (
    KERNEL_TIMEOUT,
    action,
    cell,
    editor_of,
    output_of,
    panel,
    press_power,
    run_page,
    source_of,
    wait_cell,
    wait_state,
    write,
)
from servers import BuildSite, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer


@pytest.fixture
def running(page: Page, site: Site) -> Page:
    """A page whose cells have run: the first sets a greeting, the second prints it."""
    run_page(page, site.page("literal"))
    return page


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
    write(running, 2, "print(greeting.upper())")
    running.keyboard.press("ControlOrMeta+Enter")
    expect(output_of(cell(running, 2))).to_have_text("HELLO FROM RESTRUCTUREDTEXT")
    expect(editor_of(cell(running, 2))).to_be_focused()
    expect(cell(running, 2).locator('[data-part="edited"]')).to_be_visible()


def test_shift_enter_runs_and_moves_on(running: Page) -> None:
    write(running, 1, "greeting = 'changed'")
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
    write(running, 2, "print('mine')")
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


def test_the_kernel_completes_names_by_the_key_and_attributes_behind_a_dot(running: Page) -> None:
    write(running, 2, "# 😀\nprint(gree")
    running.keyboard.press("Control+Space")
    # By the mouse, because for a moment the editor does not take a key for an answer.
    running.get_by_role("option", name="greeting", exact=True).click(timeout=KERNEL_TIMEOUT)
    running.keyboard.type(".upp")
    running.get_by_role("option", name="upper", exact=True).click(timeout=KERNEL_TIMEOUT)
    expect(editor_of(cell(running, 2))).to_have_text("# 😀print(greeting.upper")
    running.keyboard.type("())")
    expect(editor_of(cell(running, 2))).to_have_text("# 😀print(greeting.upper())")
    running.keyboard.press("ControlOrMeta+Enter")
    expect(output_of(cell(running, 2))).to_have_text("HELLO FROM RESTRUCTUREDTEXT")


def test_the_kernel_explains_a_name_by_the_key_and_a_call_as_it_begins(running: Page) -> None:
    write(running, 2, "sorted")
    running.keyboard.press("Shift+Tab")
    explained = running.get_by_role("tooltip")
    expect(explained).to_contain_text("Return a new list containing all items", timeout=KERNEL_TIMEOUT)
    expect(editor_of(cell(running, 2))).to_be_focused()
    running.keyboard.press("Escape")
    expect(explained).to_have_count(0)
    running.keyboard.type("(")
    expect(explained).to_contain_text("iterable")
    expect(editor_of(cell(running, 2))).to_have_text("sorted()")
    running.keyboard.press("ArrowUp")
    running.keyboard.press("Home")
    expect(explained).to_have_count(0)


def test_a_kernel_that_is_busy_is_not_asked(page: Page, site: Site) -> None:
    page.goto(site.page("slow"))
    press_power(page)
    wait_cell(cell(page, 2), "running")
    write(page, 1, "time.sl")
    page.keyboard.press("Control+Space")
    page.keyboard.type("()")
    page.keyboard.press("Shift+Tab")
    action(cell(page, 2), "interrupt").click()
    wait_state(page, "ready")
    expect(page.locator(".cm-tooltip")).to_have_count(0)


def test_the_editor_undoes_comments_out_and_matches_brackets(running: Page) -> None:
    editor = editor_of(cell(running, 2))
    write(running, 2, "print(1)")
    running.keyboard.press("ControlOrMeta+/")
    expect(editor).to_have_text("# print(1)")
    running.keyboard.press("ControlOrMeta+/")
    expect(editor).to_have_text("print(1)")
    running.keyboard.press("End")
    expect(editor.locator(".cm-matchingBracket")).to_have_count(2)
    for _ in range(3):
        running.keyboard.press("ControlOrMeta+z")
    expect(editor).to_have_text("print(greeting)")


def test_the_reader_searches_in_a_cell_and_is_back_in_it(running: Page) -> None:
    write(running, 2, "one = 1\ntwo = one")
    running.keyboard.press("ControlOrMeta+f")
    field = running.get_by_role("textbox", name="Find")
    expect(field).to_be_focused()
    running.keyboard.type("two")
    expect(cell(running, 2).locator(".cm-searchMatch")).to_have_text("two")
    running.keyboard.press("Enter")
    running.keyboard.press("Escape")
    expect(editor_of(cell(running, 2))).to_be_focused()
    running.keyboard.type("three")
    expect(editor_of(cell(running, 2))).to_have_text("one = 1three = one")


def test_long_lines_are_as_long_in_the_editor_as_in_the_static_code(running: Page) -> None:
    block = source_of(cell(running, 2)).locator("pre")
    before = block.bounding_box()
    write(running, 2, f"text = '{'long ' * 100}'")
    after = block.bounding_box()
    assert before and after and after["height"] == pytest.approx(before["height"], abs=20)


def test_the_colours_of_the_editor_are_switched_with_the_page(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    settings = {"jupyter": backend_of(jupyter_server), "html_theme": "furo"}
    page.emulate_media(color_scheme="light")
    run_page(page, build_site(confoverrides=settings).page("literal"))
    source_of(cell(page, 1)).locator("pre").click()
    editor = editor_of(cell(page, 1)).locator(".s2")
    colours = []
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        colours.append(editor.evaluate("element => getComputedStyle(element).color"))
    assert colours[0] != colours[1]
