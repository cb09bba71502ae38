"""What a reader sees and can do while a BinderHub builds and launches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from reader import action, status, wait_state

if TYPE_CHECKING:
    from launching import Reader

pytest_plugins = ["launching"]


def test_a_build_can_be_read_while_it_goes_on_and_after_it_has_failed(reader: Reader) -> None:
    reader.press("chatty")
    reader.expect_failed("could not start owner/chatty: that was all")
    box = reader.log
    expect(box).to_be_hidden()
    status(reader.page).locator("summary").click()
    expect(box).to_contain_text("line 2499")
    expect(box.locator(".ansi-red-fg")).to_have_text("red")
    expect(box).to_contain_text("red <img src=x onerror=alert(1)>")
    expect(box.locator("> div").last).to_have_text("that was all")
    assert box.locator("> div").all_inner_texts()[-2] == "100 %"
    expect(status(reader.page)).to_contain_text(re.compile(r"50\d earlier lines are left out\."))


def test_the_log_of_a_build_can_be_copied(reader: Reader) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.press("broken")
    reader.expect_failed("pip install failed")
    status(reader.page).locator("summary").click()
    action(status(reader.page), "copy").click()
    reader.page.wait_for_function(
        "async () => (await navigator.clipboard.readText()).endsWith('\\npip install failed')"
    )


def test_the_time_since_the_press_is_shown_and_not_read_out(reader: Reader) -> None:
    reader.page.clock.install()
    reader.press("stalls")
    expect(reader.log).to_contain_text("Compiling")
    timer = status(reader.page).get_by_role("timer")
    reader.page.clock.fast_forward(65_000)
    expect(timer).to_have_text(re.compile(r"1 min 0\d s"))
    assert not timer.locator("xpath=ancestor-or-self::*[@aria-live or @role='status']").count()
    action(status(reader.page), "cancel").click()
    expect(timer).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("no-answer", "Asking "),
        ("stalls-waiting", "Queued"),
        ("stalls-fetching", "Fetching"),
        ("stalls", "Building"),
        ("stalls-pushing", "Storing"),
        ("slow-server", "Starting the server"),
    ],
)
def test_cancelling_ends_the_stream_in_every_phase(reader: Reader, name: str, sentence: str) -> None:
    reader.press(name)
    expect(status(reader.page)).to_contain_text(sentence)
    with reader.page.expect_event("requestfailed", lambda request: "/build/" in request.url):
        action(status(reader.page), "cancel").click()
    wait_state(reader.page, "idle")
    expect(status(reader.page)).to_contain_text("cancelled")
    expect(status(reader.page).get_by_role("timer")).to_be_hidden()


def test_a_hub_that_says_nothing_is_told_after_a_minute_and_given_up_in_the_end(reader: Reader) -> None:
    reader.page.clock.install()
    reader.press("stalls")
    expect(reader.log).to_contain_text("Compiling")
    reader.page.clock.fast_forward(61_000)
    expect(status(reader.page)).to_contain_text("has said nothing for 1 min")
    reader.page.clock.run_for(30 * 60_000)
    reader.expect_failed("has said nothing for 30 min, and is taken for stuck")
