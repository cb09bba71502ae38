"""Everything that a reader can do, with the keyboard alone; the focus stays where the reader expects it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect
from reader import (
    CONTRACT,
    KERNEL_TIMEOUT,
    action,
    cell,
    editor_of,
    expect_run,
    fold,
    output_of,
    panel,
    source_of,
    status,
    told,
    verdict_of,
    wait_cell,
    wait_state,
    watch_status,
)
from servers import BuildSite, backend_of

from sphinx_inpage_exec.preview.jupyter import LocalServer

FAR = 80
"""So many times nobody presses a key to come from one control of a page to another."""

HAS_FOCUS = "element => element === document.activeElement"


def menu_of(where: Locator) -> Locator:
    return where.locator(f".{CONTRACT['classes']['menu']} > summary")


class Keys:
    """A reader's keyboard, who has nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, target: Locator, key: str = "Tab") -> None:
        """Go to a control with Tab, or with Shift and Tab."""
        for _ in range(FAR):
            self.page.keyboard.press(key)
            if target.evaluate(HAS_FOCUS):
                return
        pytest.fail(f"{FAR} times {key} do not bring the reader to {target}")

    def back(self, target: Locator) -> None:
        """Go back to a control."""
        self.go(target, "Shift+Tab")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, name: str, where: Locator) -> None:
        """Open the menu that has the focus, and choose an action; the focus is back on the menu."""
        self.press("Enter")
        self.go(action(where, name))
        self.press("Enter")
        expect(action(where, name)).to_be_hidden()
        # By the document's own word: a browser may tell of a download in a panel that has the focus.
        self.page.wait_for_function(HAS_FOCUS, arg=menu_of(where).element_handle())

    @contextmanager
    def stays(self, target: Locator, key: str = "Enter") -> Iterator[None]:
        """Press a key on a control that keeps the focus, while what is expected inside happens."""
        self.press(key)
        yield
        expect(target).to_be_focused()


@pytest.fixture
def opened(page: Page, build_site: BuildSite, jupyter_server: LocalServer) -> Page:
    """A page with everything that there is, also with links that open it elsewhere."""
    links = {
        "inpage_exec_launch": ["binder"],
        "html_context": {"github_user": "fruit", "github_repo": "orchard"},
    }
    site = build_site(confoverrides={"jupyter": backend_of(jupyter_server), **links})
    page.goto(site.page("states"))
    return page


def count_of(one: Locator) -> Locator:
    return one.locator('[data-part="count"]')


def test_everything_can_be_done_by_the_keyboard_and_the_focus_is_never_lost(opened: Page) -> None:
    keys = Keys(opened)
    power = opened.locator(f"button.{CONTRACT['classes']['power']}")
    _connect(opened, keys, power)
    _run(opened, keys)
    _edit(opened, keys)
    _unfold(opened, keys)
    _stop(opened, keys)
    _exercise(opened, keys)
    _rule_the_page(opened, keys)
    _restart_and_shut_down(opened, keys, power)


def _connect(page: Page, keys: Keys, power: Locator) -> None:
    keys.go(power)
    with expect_run(page):
        keys.press("Enter")
    expect(action(panel(page), "run-all")).to_be_focused()
    with expect_run(page):
        keys.press("Space")
    expect(action(panel(page), "run-all")).to_be_focused()
    for key, name in (("ArrowRight", "restart"), ("ArrowLeft", "run-all"), ("ArrowLeft", "launch")):
        keys.press(key)
        expect(action(panel(page), name)).to_be_focused()


def _run(page: Page, keys: Keys) -> None:
    one = cell(page, 2)
    keys.go(page.get_by_role("link", name="Binder", exact=True))
    keys.go(action(one, "run"))
    before = count_of(one).inner_text()
    with expect_run(page):
        keys.press("Space")
    expect(count_of(one)).not_to_have_text(before)
    expect(action(one, "run")).to_be_focused()
    keys.go(menu_of(one))
    for name in ("run-to", "run-from"):
        with expect_run(page):
            keys.choose(name, one)
        expect(menu_of(one)).to_be_focused()
    keys.choose("copy-link", one)
    expect(status(page)).to_contain_text("your code for cell 2")
    keys.press("Enter", "Tab", "Escape")
    expect(menu_of(one)).to_be_focused()


def _edit(page: Page, keys: Keys) -> None:
    one = cell(page, 2)
    keys.back(source_of(one))
    keys.press("Enter")
    expect(editor_of(one)).to_be_focused()
    keys.press("Control+End", "Enter")
    page.keyboard.insert_text("if name:")
    keys.press("Enter", "Home", "Tab")
    page.keyboard.insert_text("print('mine')")
    keys.press("ArrowUp", "End", "ArrowDown")
    expect(editor_of(one)).to_be_focused()
    keys.press("Control+Enter")
    expect(output_of(one)).to_contain_text("mine")
    expect(editor_of(one)).to_be_focused()
    keys.press("Escape", "Tab")
    expect(action(one, "run")).to_be_focused()
    keys.go(action(one, "reset"))
    with keys.stays(action(one, "reset")):
        expect(editor_of(one)).to_have_text('print("hello", name)')
    wait_state(page, "ready")


def _unfold(page: Page, keys: Keys) -> None:
    one = cell(page, 3)
    title = one.locator("summary").first
    keys.go(title)
    with keys.stays(title):
        expect(source_of(one)).to_be_visible()
    keys.go(source_of(one))
    keys.go(action(one, "run"))
    with expect_run(page), keys.stays(action(one, "run")):
        wait_cell(one, "done")


def _stop(page: Page, keys: Keys) -> None:
    endless, behind = cell(page, 4), cell(page, 5)
    keys.go(action(endless, "run"))
    keys.press("Enter")
    expect(output_of(endless)).to_contain_text("endless", timeout=KERNEL_TIMEOUT)
    expect(action(endless, "interrupt")).to_be_focused()
    keys.go(action(behind, "run"))
    keys.press("Enter")
    wait_cell(behind, "queued")
    expect(action(behind, "interrupt")).to_be_focused()
    keys.press("Enter")
    wait_cell(behind, "idle")
    expect(action(behind, "run")).to_be_focused()
    keys.back(action(endless, "interrupt"))
    keys.press("Enter")
    wait_cell(endless, "error")
    expect(action(endless, "run")).to_be_focused()
    keys.go(action(endless, "clear"))
    with keys.stays(action(endless, "clear")):
        expect(output_of(endless)).to_have_text("")


def _exercise(page: Page, keys: Keys) -> None:
    for name, shown in (("Hint", "It is less than three."), ("Solution", "two = 1 + 1")):
        keys.go(fold(page, name))
        with keys.stays(fold(page, name)):
            expect(page.get_by_text(shown)).to_be_visible()
    check = page.get_by_role("button", name="Check", exact=True)
    keys.go(check)
    with keys.stays(check, "Space"):
        expect(verdict_of(page)).to_have_text("Not yet.")


def _rule_the_page(page: Page, keys: Keys) -> None:
    controls = panel(page)
    keys.go(action(status(page), "dismiss"))
    keys.press("Enter")
    expect(status(page)).to_be_hidden()
    expect(action(controls, "run-all")).to_be_focused()
    keys.go(menu_of(controls))
    with expect_run(page):
        keys.choose("run-next", controls)
    for name, kind in (("download-notebook", ".ipynb"), ("download-script", ".py")):
        with page.expect_download() as download:
            keys.choose(name, controls)
        assert download.value.suggested_filename == f"states{kind}"
    launch = action(controls, "launch")
    keys.go(launch)
    with page.expect_popup() as opening, keys.stays(launch):
        pass
    opening.value.close()
    for name in ("reset", "clear"):
        keys.back(action(controls, name))
        with keys.stays(action(controls, name)):
            expect(page.locator('[data-state="done"]')).to_have_count(0)


def _restart_and_shut_down(page: Page, keys: Keys, power: Locator) -> None:
    controls = panel(page)
    watch_status(page)
    keys.back(action(controls, "restart"))
    keys.press("Enter")
    expect(status(page)).to_contain_text("has been restarted", timeout=KERNEL_TIMEOUT)
    assert any("its variables are lost" in sentence for sentence in told(page))
    expect(controls.locator(":focus")).to_have_count(1)
    keys.go(action(controls, "shutdown"))
    keys.press("Enter")
    wait_state(page, "idle")
    expect(power).to_be_focused()
