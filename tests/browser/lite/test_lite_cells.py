"""What cells do in a kernel that runs in the browser, without a server and without another host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hosts import ISOLATED, STRICT
from playwright.sync_api import Page, expect
from policies import forbidden, watch_policy
from reader import (
    KERNEL_TIMEOUT,
    cell,
    editor_of,
    expect_settled,
    output_of,
    press_and_run,
    press_power,
    run_page,
    status,
    told,
    wait_cell,
    wait_state,
    watch_status,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lite_sites import LiteSite
    from servers import BuildSite

pytest_plugins = ["lite_sites"]


@pytest.mark.parametrize("headers", [{}, ISOLATED, STRICT], ids=["no headers", "isolated", "strict policy"])
def test_a_cell_runs_from_the_files_of_the_site_alone(
    page: Page, lite_site: LiteSite, headers: dict[str, str]
) -> None:
    run_page(page, lite_site(headers).page("hello"))
    expect(output_of(cell(page, 1))).to_have_text("2")


def test_cells_are_edited_and_show_html_under_the_strictest_policy(page: Page, lite_site: LiteSite) -> None:
    page.goto(lite_site(STRICT).page("kinds"))
    watch_policy(page)
    press_and_run(page)
    expect(page.locator("b#rich")).to_have_text("rich")
    assert forbidden(page) == []
    write(page, 3, "'edited'")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(output_of(cell(page, 3))).to_contain_text("'edited'")


def test_streams_results_and_awaited_values_are_shown(page: Page, lite_site: LiteSite) -> None:
    run_page(page, lite_site().page("kinds"))
    expect(output_of(cell(page, 1))).to_contain_text("to stdout")
    expect(output_of(cell(page, 1))).to_contain_text("to stderr")
    expect(page.locator("b#rich")).to_have_text("rich")
    expect(output_of(cell(page, 3))).to_contain_text("'awaited'")
    expect(output_of(cell(page, 4))).to_contain_text("inf")


def test_an_error_begins_with_the_readers_own_line(page: Page, lite_site: LiteSite) -> None:
    page.goto(lite_site().page("fails"))
    press_power(page)
    wait_cell(cell(page, 1), "error")
    shown = output_of(cell(page, 1))
    expect(shown).to_contain_text("return 1 / 0")
    expect(shown).to_contain_text("ZeroDivisionError: division by zero")
    expect(shown).not_to_contain_text("IPython")


# IPython itself and Pygments come compiled; these are of the same packages, and of their data.
NEIGHBOURS = """\
import pkgutil, pygments.lexers
from importlib import import_module, reload
from IPython.lib.backgroundjobs import BackgroundJobManager
from IPython.utils.PyColorize import theme_table
for module in pkgutil.iter_modules(pygments.lexers.__path__, "pygments.lexers."):
    import_module(module.name)
print(BackgroundJobManager.__name__, pygments.lexers.sql.SqlLexer.name, theme_table["pride"].name)
print(reload(import_module("traitlets.utils.text")).indent("run"))
"""


def test_what_a_kernel_does_not_start_with_is_imported_from_the_same_packages(
    page: Page, lite_site: LiteSite
) -> None:
    run_page(page, lite_site().page("hello"))
    write(page, 1, NEIGHBOURS)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(output_of(cell(page, 1))).to_have_text("BackgroundJobManager SQL pride\n    run")


def test_cells_in_another_language_say_that_they_do_not_run_and_the_others_run(
    page: Page, lite_site: LiteSite
) -> None:
    run_page(page, lite_site().page("languages"))
    expect(output_of(cell(page, 1))).to_have_text("in Python")
    expect(output_of(cell(page, 3))).to_have_text("still in Python")
    expect(cell(page, 2)).to_have_attribute("data-state", "idle")
    expect(cell(page, 2)).to_contain_text("Not run, because there is no kernel for this cell")
    expect(status(page)).to_contain_text("Ready: Python in the browser. Cells for R are not run")


def test_text_appears_while_its_cell_still_runs(page: Page, lite_site: LiteSite) -> None:
    page.goto(lite_site().page("streams"))
    press_power(page)
    expect(output_of(cell(page, 1))).to_have_text("first", timeout=60_000)
    wait_cell(cell(page, 1), "running")


def test_widgets_talk_with_the_kernel(page: Page, lite_site: LiteSite) -> None:
    run_page(page, lite_site().page("widgets"))
    handle = output_of(cell(page, 1)).locator(".noUi-handle")
    expect(handle).to_be_visible(timeout=30_000)
    handle.focus()
    page.keyboard.press("ArrowRight")
    expect(output_of(cell(page, 1))).to_contain_text("now 4")


def test_cells_open_the_files_of_the_project_by_their_relative_path(page: Page, lite_site: LiteSite) -> None:
    run_page(page, lite_site(contents=["data"]).page("guide/contents"))
    expect(output_of(cell(page, 1))).to_contain_text("words of the project")
    expect(output_of(cell(page, 2))).to_have_text("changed guide")


def test_the_wheels_of_the_site_are_installed(page: Page, lite_site: LiteSite) -> None:
    page.goto(lite_site(wheels=["dist/*.whl"]).page("packages"))
    press_power(page)
    expect(output_of(cell(page, 1))).to_have_text("hello from a wheel", timeout=60_000)
    expect(output_of(cell(page, 2))).to_have_text("bye from a wheel")
    expect(output_of(cell(page, 3))).to_contain_text("nowhere-to-be-found is neither in the distribution")


def test_a_second_page_starts_in_a_kernel_of_its_own(page: Page, lite_site: LiteSite) -> None:
    site = lite_site()
    run_page(page, site.page("hello"))
    run_page(page, site.page("kinds"))
    expect(output_of(cell(page, 1))).to_contain_text("to stdout")


def test_what_is_loaded_is_told_in_bytes(page: Page, lite_site: LiteSite) -> None:
    page.goto(lite_site().page("hello"))
    watch_status(page)
    press_power(page)
    wait_state(page, "ready")
    assert any(re.fullmatch(r"Loading Python: [0-9.]+ of [0-9.]+ MB", sentence) for sentence in told(page))


def test_a_kernel_that_dies_is_told_and_a_new_one_is_offered(page: Page, lite_site: LiteSite) -> None:
    page.goto(lite_site().page("dies"))
    press_power(page)
    wait_state(page, "failed")
    expect(status(page)).to_contain_text("The kernel died")
    expect(status(page).locator('[data-action="retry"]')).to_be_visible()


def test_names_are_completed_and_explained(page: Page, lite_site: LiteSite) -> None:
    run_page(page, lite_site().page("hello"))
    write(page, 1, "sort")
    page.keyboard.press("Control+Space")
    page.get_by_role("option", name="sorted", exact=True).click(timeout=KERNEL_TIMEOUT)
    expect(editor_of(cell(page, 1))).to_have_text("sorted")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("tooltip")).to_contain_text("Return a new list containing all items")


def test_a_cell_that_fills_the_memory_ends_in_an_error_or_with_its_kernel(
    page: Page, lite_site: LiteSite
) -> None:
    page.goto(lite_site().page("fills"))
    press_power(page)
    wait_cell(cell(page, 1), "error")
    expect_settled(page)


def test_a_page_can_connect_when_it_is_opened(page: Page, build_site: BuildSite, lite_source: Path) -> None:
    site = build_site(lite_source, {"jupyter": {"lite": True, "connectOnLoad": True}})
    page.goto(site.page("hello"))
    expect(output_of(cell(page, 1))).to_have_text("2", timeout=KERNEL_TIMEOUT)
