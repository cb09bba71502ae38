"""What the tags of a cell say about its run, and about what shows of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from reader import action, cell, output_of, panel, payload, press_power, run_page, source_of, wait_cell
from servers import Project
from sites import Site


@pytest.fixture(scope="session")
def tagged(project: Project) -> Site:
    return project("tags")


def test_init_cells_run_before_the_others_and_are_waited_for(page: Page, tagged: Site) -> None:
    run_page(page, tagged.page("index"))
    expect(output_of(cell(page, 1))).to_have_text("prepared: first")
    expect(cell(page, 1).locator('[data-part="count"]')).to_have_text("[2]")


def test_a_cell_that_may_fail_does_not_stop_the_others(page: Page, tagged: Site) -> None:
    run_page(page, tagged.page("index"))
    wait_cell(cell(page, 2), "error")
    expect(output_of(cell(page, 5))).to_have_text("after a failure, still first")


def test_a_skipped_cell_runs_only_by_its_own_button(page: Page, tagged: Site) -> None:
    run_page(page, tagged.page("index"))
    expect(cell(page, 3)).to_have_attribute("data-state", "idle")
    expect(output_of(cell(page, 3))).to_have_count(0)
    action(cell(page, 3), "run").click()
    expect(output_of(cell(page, 3))).to_have_text("only when asked")


def test_after_a_restart_the_init_cells_run_again_before_a_single_cell(page: Page, tagged: Site) -> None:
    run_page(page, tagged.page("index"))
    action(panel(page), "restart").click()
    expect(page.locator(".inpage-exec-status")).to_contain_text("has been restarted")
    action(cell(page, 1), "run").click()
    expect(cell(page, 1).locator('[data-part="count"]')).to_have_text("[2]")
    expect(output_of(cell(page, 1))).to_have_text("prepared: first")


def test_the_code_of_a_read_only_cell_runs_and_has_no_editor(page: Page, tagged: Site) -> None:
    run_page(page, tagged.page("index"))
    source_of(cell(page, 5)).locator("pre").click()
    source_of(cell(page, 1)).locator("pre").click()
    expect(source_of(cell(page, 1)).locator(".cm-editor")).to_be_visible()
    expect(source_of(cell(page, 5)).locator(".cm-editor")).to_have_count(0)


def test_static_code_is_no_cell(page: Page, tagged: Site) -> None:
    page.goto(tagged.page("index"))
    assert len(payload(page)["cells"]) == 5
    expect(page.get_by_text("raise SystemExit")).to_be_visible()


@pytest.mark.parametrize(("number", "name"), [(1, "one"), (2, "two"), (3, "three")])
def test_what_is_folded_stays_folded_and_what_is_shown_stays_shown(
    page: Page, tagged: Site, number: int, name: str
) -> None:
    run_page(page, tagged.page("folded"))
    live = output_of(cell(page, number))
    if name == "three":
        expect(live).to_be_visible()
        expect(source_of(cell(page, number))).to_be_hidden()
    else:
        expect(live).to_be_hidden()
        fold = cell(page, number).locator("details").filter(has=page.locator(".inpage-exec-output"))
        fold.locator("summary").first.click()
        expect(live).to_be_visible()
    expect(live).to_have_text(f"live {name}")


def test_a_hidden_output_that_the_build_did_not_have_comes_folded(page: Page, tagged: Site) -> None:
    run_page(page, tagged.page("folded"))
    live = output_of(cell(page, 4))
    expect(live).to_be_hidden()
    cell(page, 4).get_by_text("Output", exact=True).click()
    expect(live).to_have_text("live four")
    action(cell(page, 4), "reset").click()
    expect(cell(page, 4).locator("details[data-folded]")).to_have_count(0)


def test_a_removed_output_shows_only_why_its_cell_failed(page: Page, tagged: Site) -> None:
    page.goto(tagged.page("folded"))
    press_power(page)
    wait_cell(cell(page, 6), "error")
    expect(output_of(cell(page, 5))).to_be_hidden()
    expect(output_of(cell(page, 6))).to_contain_text("KeyError: 'shown'")
