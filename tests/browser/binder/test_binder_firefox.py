"""A launch and a failure of one in Firefox, whose event streams and messages are its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browsers import PROGRAMS
from playwright.sync_api import Page, Playwright, expect
from reader import action, status, wait_state
from traffic import Traffic

if TYPE_CHECKING:
    from launching import Reader

pytest_plugins = ["launching"]


@pytest.fixture
def page(playwright: Playwright, traffic: Traffic) -> Iterator[Page]:
    """A page in the distribution's own Firefox, watched like those of the other browser."""
    found = [path for name in PROGRAMS["firefox"] if (path := shutil.which(name))]
    assert found, "This test needs Firefox on PATH; on Debian: apt-get install firefox-esr"
    with playwright.firefox.launch(executable_path=found[0], channel="moz-firefox") as browser:
        context = browser.new_context()
        traffic.listen(context)
        yield context.new_page()


def test_cells_run_on_the_launched_server_in_firefox(reader: Reader) -> None:
    reader.press("good")
    reader.expect_ran()
    reader.expect_told("Asking ", "Queued", "Building the environment", "Starting the server", "Ready: ")


def test_a_hub_that_does_not_answer_pages_of_other_sites_is_told_in_firefox(reader: Reader) -> None:
    reader.press("no-cors")
    reader.expect_failed("is there, and does not answer pages of ")


def test_a_build_is_cancelled_in_firefox(reader: Reader) -> None:
    reader.press("stalls")
    expect(reader.log).to_contain_text("Compiling")
    action(status(reader.page), "cancel").click()
    wait_state(reader.page, "idle")
