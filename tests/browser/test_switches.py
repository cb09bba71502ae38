"""What authors switch: when pages connect and run, which buttons there are, what is folded, and the texts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from reader import (
    CONTRACT,
    KERNEL_TIMEOUT,
    action,
    cell,
    output_of,
    panel,
    press_power,
    run_page,
    source_of,
    status,
    wait_cell,
    wait_state,
)
from servers import Project
from sites import Site

POWER = f"button.{CONTRACT['classes']['power']}"


@pytest.fixture(scope="session")
def switched(project: Project) -> Site:
    return project("switches")


def names_of(buttons: Locator) -> list[str | None]:
    return [button.get_attribute("data-action") for button in buttons.all()]


def test_no_cell_runs_by_itself_where_the_author_does_not_want_it(page: Page, switched: Site) -> None:
    page.goto(switched.page("index"))
    press_power(page)
    wait_state(page, "ready")
    expect(page.locator('[data-state="idle"]')).to_have_count(2)
    action(cell(page, 2), "run").click()
    expect(output_of(cell(page, 2))).to_have_text("prepared first", timeout=KERNEL_TIMEOUT)


def test_a_page_has_the_buttons_and_the_texts_of_its_author(page: Page, switched: Site) -> None:
    page.goto(switched.page("index"))
    expect(page.locator(POWER)).to_have_text("Start Python")
    press_power(page)
    expect(status(page).get_by_role("status")).to_contain_text("Go ahead with", timeout=KERNEL_TIMEOUT)
    assert names_of(panel(page).locator("> button")) == ["run-all", "restart"]
    assert names_of(cell(page, 2).locator("button[data-action]")) == ["run"]


def test_a_cell_can_run_by_itself_where_the_others_do_not(page: Page, switched: Site) -> None:
    run_page(page, switched.page("setup"))
    expect(output_of(cell(page, 1))).to_have_text("runs at once")
    expect(cell(page, 2)).to_have_attribute("data-state", "idle")


def test_a_cell_has_the_buttons_that_its_tags_name(page: Page, switched: Site) -> None:
    run_page(page, switched.page("setup"))
    assert names_of(cell(page, 3).locator("button[data-action]")) == ["run", "copy-link"]
    expect(cell(page, 4).locator("button, summary")).to_have_count(0)
    expect(action(cell(page, 2), "reset")).to_be_visible()
    action(cell(page, 3), "run").click()
    expect(output_of(cell(page, 3))).to_have_text("two buttons", timeout=KERNEL_TIMEOUT)


@pytest.mark.parametrize("how", ["click", "Enter"])
def test_a_touch_of_a_cell_starts_a_page_without_a_power_button(page: Page, switched: Site, how: str) -> None:
    page.goto(switched.page("touch"))
    expect(page.locator(POWER)).to_have_count(0)
    source_of(cell(page, 2)).locator("pre").click()
    expect(page.locator("html")).to_have_attribute("data-inpage-exec", "idle")
    if how == "click":
        source_of(cell(page, 1)).locator("pre").click()
    else:
        page.get_by_role("group", name="Code of cell 1. Press Enter to start the kernel.").press(how)
    wait_cell(cell(page, 2), "done")
    expect(panel(page)).to_be_visible()


def test_what_is_hidden_can_be_open_from_the_beginning(page: Page, switched: Site) -> None:
    page.goto(switched.page("unfolded"))
    expect(source_of(cell(page, 1))).to_be_visible()
    expect(source_of(cell(page, 2))).to_be_hidden()
    run_page(page, switched.page("unfolded"))
    expect(output_of(cell(page, 3))).to_be_visible()
