"""What the reader can do: to the page from the control panel, and to one cell from its own buttons."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from reader import (
    action,
    cell,
    launch_at,
    output_of,
    panel,
    press_and_run,
    press_power,
    run_page,
    status,
    wait_cell,
    wait_state,
)
from servers import BuildSite, StartServer, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer


@pytest.fixture
def endless(page: Page, site: Site) -> Page:
    """A page whose second cell runs until somebody stops it."""
    page.goto(site.page("slow"))
    press_power(page)
    expect(output_of(cell(page, 2))).to_contain_text("endless", timeout=60_000)
    return page


def test_cells_that_wait_say_so(endless: Page) -> None:
    wait_cell(cell(endless, 1), "done")
    wait_cell(cell(endless, 2), "running")
    wait_cell(cell(endless, 3), "queued")
    expect(cell(endless, 3).locator('[data-part="state"]')).to_have_text("Queued")
    expect(status(endless)).to_contain_text("Running cell 2 of 3")


@pytest.mark.parametrize("where", ["panel", "cell"])
def test_interrupt_ends_an_endless_cell_and_the_cells_after_it_are_not_run(endless: Page, where: str) -> None:
    action(panel(endless) if where == "panel" else cell(endless, 2), "interrupt").click()
    wait_cell(cell(endless, 2), "error")
    expect(output_of(cell(endless, 2))).to_contain_text("KeyboardInterrupt")
    wait_cell(cell(endless, 3), "idle")
    wait_state(endless, "ready")


def test_a_waiting_cell_is_taken_out_of_the_queue(endless: Page) -> None:
    expect(action(cell(endless, 2), "interrupt")).to_have_accessible_name("Interrupt")
    cell(endless, 3).get_by_role("button", name="Take out of the queue").click()
    wait_cell(cell(endless, 3), "idle")
    wait_cell(cell(endless, 2), "running")
    action(cell(endless, 3), "run").click()
    wait_cell(cell(endless, 3), "queued")


def test_restart_loses_variables_and_leaves_no_cell_running(endless: Page) -> None:
    action(panel(endless), "restart").click()
    wait_state(endless, "ready")
    expect(status(endless)).to_contain_text("has been restarted")
    wait_cell(cell(endless, 3), "idle")
    action(cell(endless, 3), "run").click()
    wait_cell(cell(endless, 3), "done")
    expect(cell(endless, 3).locator('[data-part="count"]')).to_have_text("[1]")


def test_run_runs_one_cell_again(page: Page, site: Site) -> None:
    run_page(page, site.page("hidden"))
    action(cell(page, 2), "run").click()
    expect(output_of(cell(page, 2))).to_contain_text("the answer is 43")
    expect(cell(page, 2).locator('[data-part="count"]')).to_have_text("[4]")
    expect(output_of(cell(page, 3))).to_contain_text("folded 42")


def test_run_all_runs_every_cell_again(page: Page, site: Site) -> None:
    run_page(page, site.page("literal"))
    action(panel(page), "run-all").click()
    expect(cell(page, 2).locator('[data-part="count"]')).to_have_text("[4]")
    wait_state(page, "ready")


def test_clear_removes_outputs_and_reset_brings_the_built_ones_back(page: Page, site: Site) -> None:
    run_page(page, site.page("stored"))
    action(panel(page), "clear").click()
    for number in (1, 2, 3):
        expect(output_of(cell(page, number))).to_have_text("")
        expect(cell(page, number).locator(".inpage-exec-stored")).to_be_hidden()
        wait_cell(cell(page, number), "idle")
    action(panel(page), "reset").click()
    expect(cell(page, 1).locator(".inpage-exec-stored")).to_be_visible()


def test_shut_down_ends_the_kernel_and_gives_the_power_button_back(
    page: Page, site: Site, jupyter_server: LocalServer
) -> None:
    before = {one["id"] for one in jupyter_server.call("api/sessions")}
    run_page(page, site.page("literal"))
    (mine,) = {one["id"] for one in jupyter_server.call("api/sessions")} - before
    action(panel(page), "shutdown").click()
    wait_state(page, "idle")
    expect(status(page)).to_contain_text("has been shut down")
    assert mine not in {one["id"] for one in jupyter_server.call("api/sessions")}
    expect(panel(page)).to_be_hidden()
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")
    press_and_run(page)
    expect(output_of(cell(page, 2))).to_have_count(1)


def test_launch_opens_the_pages_file_in_a_window_of_its_own(
    page: Page, site: Site, jupyter_server: LocalServer
) -> None:
    run_page(page, site.page("literal"))
    opened = launch_at(page, f"{jupyter_server.url}lab/tree/literal.rst*")
    opened.wait_for_function("location.href !== 'about:blank' && window.opener === null")


def test_launch_opens_the_first_page_of_a_server_without_jupyterlab(
    page: Page, build_site: BuildSite, own_jupyter_server: StartServer
) -> None:
    server = own_jupyter_server(options=("--ServerApp.jpserver_extensions={'jupyterlab': False}",))
    run_page(page, build_site(confoverrides={"jupyter": backend_of(server)}).page("literal"))
    launch_at(page, f"{server.url}?token=*")


def test_the_reader_dismisses_the_status_box(page: Page, site: Site) -> None:
    run_page(page, site.page("literal"))
    action(status(page), "dismiss").click()
    expect(status(page)).to_be_hidden()


def test_focus_goes_from_the_power_button_to_the_control_panel(page: Page, site: Site) -> None:
    page.goto(site.page("literal"))
    page.locator("button.inpage-exec-power").focus()
    page.keyboard.press("Enter")
    wait_state(page, "ready", "busy")
    expect(action(panel(page), "run-all")).to_be_focused()


def test_the_focus_stays_with_a_reader_who_uses_the_keyboard(page: Page, site: Site) -> None:
    page.goto(site.page("literal"))
    page.locator("button.inpage-exec-power").press("Enter")
    wait_cell(cell(page, 2), "done")
    expect(action(panel(page), "run-all")).to_be_focused()
    action(cell(page, 2), "run").press("Enter")
    expect(cell(page, 2).locator('[data-part="count"]')).to_have_text("[3]")
    expect(action(cell(page, 2), "run")).to_be_focused()
    action(status(page), "dismiss").press("Enter")
    expect(action(panel(page), "run-all")).to_be_focused()
    action(panel(page), "restart").press("Enter")
    expect(status(page)).to_contain_text("has been restarted")
    expect(panel(page).locator("button:focus")).to_have_count(1)
    action(panel(page), "shutdown").press("Enter")
    wait_state(page, "idle")
    expect(page.locator("button.inpage-exec-power")).to_be_focused()
