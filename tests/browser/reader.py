"""What a reader does on a page, and sees of it, in the words of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import Any

from playwright.sync_api import Locator, Page, expect

CONTRACT: dict[str, Any] = json.loads(
    files("sphinx_inpage_exec").joinpath("contract.json").read_text("utf-8")
)
KERNEL_TIMEOUT = 60_000
"""Milliseconds that a kernel may take to start and run a page on a slow machine."""


_WATCH_RUN = """event => {
  let busy = false;
  window.ran = false;
  document.addEventListener(event, ({ detail: { state } }) => {
    busy ||= state === "busy";
    window.ran = busy && state === "ready";
  });
}"""
"""By events, because a machine that is busy itself can miss a state that is short."""

_WATCH_STATUS = """selector => {
  window.told = [];
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (target.matches?.(selector)) window.told.push(...[...addedNodes].map(({ data }) => data));
    }
  }).observe(document.body, { subtree: true, childList: true });
}"""
"""By what was put in, because a sentence may be gone again when an observer is called."""


def press_power(page: Page) -> None:
    """Press the power button."""
    page.locator(_class("power")).click()


@contextmanager
def expect_run(page: Page) -> Iterator[None]:
    """What is done inside makes cells run; wait until they have run."""
    page.evaluate(_WATCH_RUN, CONTRACT["events"]["state"])
    yield
    page.wait_for_function("() => window.ran", timeout=KERNEL_TIMEOUT)


def run_page(page: Page, url: str) -> None:
    """Open a page, press power, and wait until its cells have run."""
    page.goto(url)
    press_and_run(page)


def press_and_run(page: Page) -> None:
    """Press power on a page that is open, and wait until its cells have run."""
    with expect_run(page):
        press_power(page)


def wait_state(page: Page, *states: str, timeout: float = KERNEL_TIMEOUT) -> str:
    """Wait until the page is in one of ``states``; return the one it is in."""
    unknown = set(states) - set(CONTRACT["pageStates"])
    assert states and not unknown, f"the contract knows no state {unknown}"
    name = CONTRACT["attributes"]["page"]
    page.wait_for_function(
        "([name, states]) => states.includes(document.documentElement.getAttribute(name))",
        arg=[name, list(states)],
        timeout=timeout,
    )
    return page.locator("html").get_attribute(name) or ""


def cell(page: Page, number: int) -> Locator:
    """The cell that has ``number`` on the page, counted from 1, hidden cells included."""
    return page.locator(f'{_class("cell")}[{CONTRACT["attributes"]["cellId"]}="cell-{number}"]')


def output_of(one: Locator) -> Locator:
    """The live output of a cell."""
    return one.locator(_class("output"))


def source_of(one: Locator) -> Locator:
    """The source block that was built into the page."""
    return one.locator(_class("source"))


def editor_of(one: Locator) -> Locator:
    """The editor of a cell."""
    return one.locator(".cm-content")


def write(page: Page, number: int, code: str) -> None:
    """Click on the code of a cell and write other code in its place."""
    source_of(cell(page, number)).locator("pre").click()
    expect(editor_of(cell(page, number))).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(code)


def proposal_of(where: Page | Locator) -> Locator:
    """The boxes with code that waits for a decision."""
    return where.locator(_class("proposal"))


def fold(where: Page | Locator, name: str) -> Locator:
    """What opens a hint, a solution or a check, by its title."""
    return where.locator(f"{_class('fold')} > summary").get_by_text(name, exact=True)


def verdict_of(where: Page | Locator) -> Locator:
    """What the check of an exercise says."""
    return where.locator(_class("verdict"))


def menu_action(where: Locator, name: str) -> Locator:
    """A button in the menu of the control panel or of a cell, which is opened for it."""
    where.locator(f"{_class('menu')} > summary").click()
    return action(where, name)


def stored_of(one: Locator) -> Locator:
    """The outputs that were built into the page."""
    return one.locator(_class("stored"))


def wait_cell(one: Locator, state: str, timeout: float = KERNEL_TIMEOUT) -> None:
    """Wait until a cell is in ``state``."""
    assert state in CONTRACT["cellStates"], f"the contract knows no state {state}"
    expect(one).to_have_attribute(CONTRACT["attributes"]["state"], state, timeout=timeout)


def expect_settled(page: Page) -> None:
    """No cell waits for a kernel that is not there."""
    for state in ("queued", "running"):
        expect(page.locator(f'[{CONTRACT["attributes"]["state"]}="{state}"]')).to_have_count(0)


def action(where: Page | Locator, name: str) -> Locator:
    """A button of the control panel, of a cell, of an output or of the status box, by its ``data-action``."""
    known = [each for name, actions in CONTRACT.items() if name.endswith("Actions") for each in actions]
    assert name in known, f"the contract knows no action {name}"
    return where.locator(f'[{CONTRACT["attributes"]["action"]}="{name}"]')


def panel(page: Page) -> Locator:
    """The control panel."""
    return page.locator(_class("panel"))


def status(page: Page) -> Locator:
    """The status box."""
    return page.locator(_class("status"))


def watch_status(page: Page) -> None:
    """Keep every sentence that the status box shows from now on, for `told`."""
    page.evaluate(_WATCH_STATUS, f'{_class("status")} [role="status"]')


def told(page: Page) -> list[str]:
    """The sentences that the status box has shown since `watch_status`, in order."""
    found = page.evaluate("window.told")
    assert isinstance(found, list)
    return found


def launch(page: Page) -> Page:
    """Press launch; return the window that opens."""
    with page.expect_popup() as opening:
        action(panel(page), "launch").click()
    return opening.value


def launch_at(page: Page, pattern: str) -> Page:
    """Press launch; return the window, which asks for an address like ``pattern``, a glob.

    By its request, because Jupyter's own pages write another address over the one that they were opened at.
    """
    with page.context.expect_event(
        "request", lambda request: request.is_navigation_request() and fnmatchcase(request.url, pattern)
    ):
        return launch(page)


def payload(page: Page) -> dict[str, Any]:
    """The payload of the page."""
    found = json.loads(page.locator(f"#{CONTRACT['ids']['payload']}").text_content() or "")
    assert isinstance(found, dict)
    return found


def _class(name: str) -> str:
    return f".{CONTRACT['classes'][name]}"
