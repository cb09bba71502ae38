"""axe-core, which knows the rules of WCAG 2.2 AA, finds nothing in our part of a page, in every state."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from reader import (
    KERNEL_TIMEOUT,
    action,
    cell,
    fold,
    menu_action,
    output_of,
    press_and_run,
    press_power,
    proposal_of,
    run_page,
    source_of,
    status,
    verdict_of,
    wait_cell,
    wait_state,
    write,
)
from servers import BuildSite, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer

OURS = [".inpage-exec-bar", ".inpage-exec-status", ".inpage-exec-cell"]
NOT_OURS = [
    # Colours of code are the theme's, and those that ANSI numbers name are the kernel's.
    ".highlight span",
    ".cm-line span",
    ".jp-OutputArea-output [style*='color']",
    # What MyST-NB has folded is in the colours of the theme.
    ".admonition-title",
]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    # The blocks that scroll are the theme's, and browsers let the keyboard reach what scrolls.
    "rules": {"scrollable-region-focusable": {"enabled": False}},
}
THEMES = [
    "alabaster",
    "furo",
    "piccolo_theme",
    "pydata_sphinx_theme",
    "sphinx_book_theme",
    "sphinx_immaterial",
    "sphinx_rtd_theme",
]
MORE = {
    "sphinx_immaterial": {
        "extensions": ["myst_nb", "sphinx_immaterial", "sphinx_inpage_exec"],
        "html_theme_options": {
            # It asks Google for one otherwise.
            "font": False,
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default"},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
            ],
        },
    }
}
"""What a theme needs to be light and dark, and to ask nobody."""
OUR_CONTROLS = (
    ":is(.inpage-exec-bar, .inpage-exec-status, .inpage-exec-cell-bar, .inpage-exec-fold)"
    " :is(button, summary, input)"
)
SMALLEST = 24
"""CSS pixels that a target has at least, by WCAG 2.2 AA."""


def expect_no_violation(page: Page) -> None:
    # Axe refuses to look for what is not there.
    parts = [[part] for part in OURS if page.locator(part).count()]
    found = Axe().run(page, {"include": parts, "exclude": [[part] for part in NOT_OURS]}, RULES)
    assert not found.response["violations"], found.generate_report()


@pytest.fixture(params=["light", "dark"])
def reading(page: Page, request: pytest.FixtureRequest) -> Page:
    """A page of a reader who prefers light or dark."""
    scheme: Literal["light", "dark"] = request.param
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return page


@pytest.fixture(params=THEMES)
def themed(request: pytest.FixtureRequest, build_site: BuildSite) -> Callable[..., Site]:
    """Build the site in a theme, for the values of its settings."""

    def build(**jupyter: object) -> Site:
        theme = {"html_theme": request.param, **MORE.get(request.param, {})}
        return build_site(confoverrides={"jupyter": jupyter, **theme})

    return build


def test_a_page_that_runs_has_no_violation(
    reading: Page, themed: Callable[..., Site], jupyter_server: LocalServer
) -> None:
    site = themed(**backend_of(jupyter_server))
    reading.goto(site.page("errors"))
    expect_no_violation(reading)
    press_and_run(reading)
    expect_no_violation(reading)
    source_of(cell(reading, 1)).locator("pre").click()
    expect(cell(reading, 1).locator(".cm-content")).to_be_focused()
    reading.keyboard.press("ControlOrMeta+f")
    expect(reading.get_by_role("textbox", name="Find")).to_be_focused()
    expect(menu_action(cell(reading, 1), "run-to")).to_be_visible()
    expect_no_violation(reading)


def test_a_page_that_connects_and_fails_to_has_no_violation(
    reading: Page, themed: Callable[..., Site], jupyter_server: LocalServer
) -> None:
    site = themed(**backend_of(jupyter_server, token="wrong"), lite=True)
    held: list[Route] = []
    holding = True

    def hold(route: Route) -> None:
        held.append(route) if holding else route.continue_()

    reading.route("**/api/**", hold)
    reading.goto(site.page("errors"))
    with reading.expect_request("**/api/**"):
        press_power(reading)
    wait_state(reading, "connecting")
    expect(action(status(reading), "cancel")).to_be_visible()
    expect_no_violation(reading)
    holding = False
    for route in held:
        route.continue_()
    wait_state(reading, "failed")
    expect_no_violation(reading)


def test_a_page_that_its_reader_works_with_has_no_violation(
    reading: Page, themed: Callable[..., Site], jupyter_server: LocalServer
) -> None:
    run_page(reading, themed(**backend_of(jupyter_server)).page("states"))
    for name in ("Hint", "Solution", "Check"):
        fold(reading, name).click()
    reading.get_by_role("button", name="Check", exact=True).click()
    expect(verdict_of(reading)).to_have_text("Not yet.")
    write(reading, 2, "print(nam")
    reading.keyboard.press("Control+Space")
    expect(reading.get_by_role("option", name="name", exact=True)).to_be_visible(timeout=KERNEL_TIMEOUT)
    expect_no_violation(reading)
    reading.keyboard.press("Escape")
    write(reading, 1, "name = 'other'")
    action(cell(reading, 4), "run").click()
    wait_cell(cell(reading, 4), "running")
    action(cell(reading, 5), "run").click()
    wait_cell(cell(reading, 5), "queued")
    expect(cell(reading, 2)).to_have_attribute("data-edited", "here")
    expect(cell(reading, 2)).to_have_attribute("data-stale", "")
    expect_no_violation(reading)


def test_code_that_a_link_brings_has_no_violation(reading: Page, site: Site) -> None:
    linked = json.dumps({"id": "cell-2", "digest": "", "code": "print('other')"})
    reading.goto(f"{site.page('literal')}#inpage-exec-edit={b64encode(linked.encode()).decode()}")
    expect(proposal_of(reading)).to_be_focused()
    expect_no_violation(reading)


def test_each_kind_of_output_that_is_ours_has_no_violation(page: Page, site: Site) -> None:
    run_page(page, site.page("outputs"))
    expect(output_of(cell(page, 5)).locator("img")).to_have_attribute(
        "alt", "<IPython.core.display.Image object>"
    )
    expect_no_violation(page)


def test_a_page_at_400_percent_in_forced_colours_keeps_its_controls_in_reach(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    run_page(page, site.page("literal"))
    expect_controls_in_reach(page)
    run = action(cell(page, 1), "run")
    run.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(run).to_be_focused()
    assert run.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    assert page.evaluate("document.getAnimations().length") == 0


def test_controls_are_large_enough_and_in_reach_in_every_theme(
    page: Page, themed: Callable[..., Site], jupyter_server: LocalServer
) -> None:
    """Also where a reader has text twice as large, which themes take over or not."""
    page.set_viewport_size({"width": 360, "height": 740})
    run_page(page, themed(**backend_of(jupyter_server)).page("states"))
    expect_controls_in_reach(page)
    page.add_style_tag(content="html { font-size: 200% !important }")
    expect_controls_in_reach(page)


def expect_controls_in_reach(page: Page) -> None:
    """Every control can be hit, stands inside the window, and cuts nothing of its text off."""
    shown = page.locator(OUR_CONTROLS).locator("visible=true").all()
    width = page.evaluate("innerWidth")
    boxes = [box for control in shown if (box := control.bounding_box())]
    assert len(boxes) > len(THEMES)
    assert [box for box in boxes if min(box["width"], box["height"]) < SMALLEST] == []
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > width] == []
    cut = "control => control.scrollWidth > control.clientWidth + 1"
    assert [control.inner_text() for control in shown if control.evaluate(cut)] == []


def test_the_status_is_told_in_few_words(page: Page, site: Site) -> None:
    page.goto(site.page("literal"))
    page.evaluate(
        """() => {
          window.spoken = [];
          new MutationObserver((changes) => {
            for (const { target } of changes) {
              const live = (target.closest ? target : target.parentElement)?.closest('[role="status"]');
              if (live) window.spoken.push(live.textContent);
            }
          }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }"""
    )
    press_power(page)
    wait_cell(cell(page, 2), "done")
    expect(status(page)).to_contain_text("Ready")
    spoken = page.evaluate("window.spoken")
    assert 0 < len(spoken) < 10
