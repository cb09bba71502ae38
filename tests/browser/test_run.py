"""From the press of the power button to the output of every cell."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from reader import (
    action,
    cell,
    expect_run,
    output_of,
    panel,
    payload,
    press_and_run,
    press_power,
    run_page,
    source_of,
    status,
    stored_of,
    told,
    wait_cell,
    wait_state,
    watch_status,
)
from sites import Site
from traffic import Traffic

from sphinx_inpage_exec.preview.jupyter import LocalServer
from sphinx_inpage_exec.preview.processes import StopSignal


def test_nothing_but_the_page_is_loaded_before_the_press(page: Page, site: Site, traffic: Traffic) -> None:
    page.goto(site.page("notebook"), wait_until="networkidle")
    expect(page.locator("html")).to_have_attribute("data-inpage-exec", "idle")
    assert not [url for url in traffic.requests if "/chunks/" in url]
    assert len(traffic.hosts) == 1


def test_a_press_runs_every_cell_in_order(page: Page, site: Site) -> None:
    run_page(page, site.page("notebook"))
    for number in range(1, len(payload(page)["cells"]) + 1):
        expect(cell(page, number)).to_have_attribute("data-state", "done")
        expect(cell(page, number).locator('[data-part="count"]')).to_have_text(f"[{number}]")
    expect(output_of(cell(page, 1))).to_contain_text("hello from 42")
    expect(output_of(cell(page, 2)).locator("table td")).to_have_text(["apple", "12", "pear", "7"])
    expect(output_of(cell(page, 3)).locator("img")).to_have_attribute(
        "src", re.compile("^data:image/png;base64,")
    )
    expect(output_of(cell(page, 6))).to_contain_text("19")


def test_the_control_panel_takes_the_place_of_the_power_button(page: Page, site: Site) -> None:
    run_page(page, site.page("literal"))
    expect(page.locator("button.inpage-exec-power")).to_be_hidden()
    expect(panel(page)).to_be_visible()
    buttons = panel(page).locator("button")
    rightmost = max(buttons.all(), key=lambda button: (button.bounding_box() or {"x": 0.0})["x"])
    expect(rightmost).to_have_attribute("data-action", "launch")


def test_the_status_box_stands_in_the_bottom_right_corner_and_tells_the_steps(page: Page, site: Site) -> None:
    page.goto(site.page("literal"))
    watch_status(page)
    press_and_run(page)
    assert [sentence.split()[0] for sentence in told(page)] == [
        "Connecting",
        "The",
        "Ready:",
        "Running",
        "Running",
        "Ready:",
    ]
    box, size = status(page).bounding_box(), page.viewport_size
    assert box and size
    assert box["x"] + box["width"] > size["width"] - 40
    assert box["y"] + box["height"] > size["height"] - 40


def test_hidden_cells_run_in_their_order(page: Page, site: Site) -> None:
    run_page(page, site.page("hidden"))
    expect(output_of(cell(page, 2))).to_contain_text("the answer is 42")
    expect(source_of(cell(page, 2))).to_have_count(0)
    expect(output_of(cell(page, 3))).to_contain_text("folded 42")


def test_literal_blocks_with_the_class_thebe_run(page: Page, site: Site) -> None:
    run_page(page, site.page("literal"))
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")
    assert [one["source"] for one in payload(page)["cells"]] == [
        'greeting = "hello from reStructuredText"',
        "print(greeting)",
    ]


def test_an_error_keeps_the_cells_after_it_from_running_and_they_say_so(page: Page, site: Site) -> None:
    run_page(page, site.page("errors"))
    expect(output_of(cell(page, 1))).to_contain_text("cell 1 ran")
    wait_cell(cell(page, 2), "error")
    expect(output_of(cell(page, 2))).to_contain_text("ValueError: cell 2 broke")
    wait_cell(cell(page, 3), "idle")
    expect(cell(page, 3).locator('[data-part="state"]')).to_have_text(
        "Not run, because an earlier cell failed"
    )
    expect(output_of(cell(page, 3))).to_have_count(0)
    expect(status(page)).to_contain_text("Cell 2 failed. The cells after it were not run.")
    with expect_run(page):
        action(cell(page, 2), "run").click()
    expect(status(page).get_by_role("status")).to_have_text("Cell 2 failed. The reason stands below it.")


def test_outputs_of_the_build_stay_until_their_cell_runs_and_come_back_on_reset(
    page: Page, site: Site
) -> None:
    page.goto(site.page("stored"))
    stored = stored_of(cell(page, 1))
    built = stored.inner_text()
    assert built.strip()
    press_and_run(page)
    expect(stored).to_be_hidden()
    expect(output_of(cell(page, 1))).to_be_visible()
    action(cell(page, 1), "reset").click()
    expect(stored).to_be_visible()
    assert stored.inner_text() == built
    expect(output_of(cell(page, 1))).to_have_count(0)


@pytest.mark.parametrize("name", ["plain", "off"])
def test_a_page_that_can_not_run_gets_nothing_from_us(page: Page, site: Site, name: str) -> None:
    page.goto(site.page(name))
    assert "inpage" not in page.content()


def test_two_tabs_of_a_page_have_kernels_of_their_own(page: Page, site: Site) -> None:
    run_page(page, site.page("hidden"))
    other = page.context.new_page()
    run_page(other, site.page("hidden"))
    for tab in (page, other):
        action(cell(tab, 2), "run").click()
        wait_state(tab, "ready")
        expect(output_of(cell(tab, 2))).to_contain_text("the answer is 43")


def test_a_page_that_goes_away_ends_its_kernel(page: Page, site: Site, jupyter_server: LocalServer) -> None:
    before = _sessions(jupyter_server)
    run_page(page, site.page("literal"))
    mine = _sessions(jupyter_server) - before
    assert len(mine) == 1
    page.goto(site.page("plain"))
    StopSignal().wait_for(lambda: not mine & _sessions(jupyter_server), 10.0)
    assert not mine & _sessions(jupyter_server)


def _sessions(server: LocalServer) -> set[str]:
    return {one["id"] for one in server.call("api/sessions")}


def test_the_chunks_of_a_press_are_fetched_from_its_first_sign_and_each_once(page: Page, site: Site) -> None:
    page.goto(site.page("notebook"), wait_until="networkidle")
    page.locator("button.inpage-exec-power").hover()
    hinted = page.evaluate("[...document.querySelectorAll('link[rel=preload]')].map(link => link.href)")
    press_power(page)
    wait_state(page, "ready")
    resources = "performance.getEntriesByType('resource').map(each => each.name)"
    loaded = [name for name in page.evaluate(resources) if "/chunks/" in name]
    assert {"page", "thebe"} < {name.rsplit("/", 1)[1].split("-")[0] for name in hinted}
    assert set(hinted) < set(loaded)
    assert len(loaded) == len(set(loaded))
