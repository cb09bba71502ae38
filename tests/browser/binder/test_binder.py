"""A reader's kernel from a real BinderHub; only resolving refs and building images are stood in for.

A repository's name says how its build goes: see `binderhub_config.py`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from reader import action, launch, status, wait_state
from repository import DOCS, FILE, PAGE, expect_data, write_repository

if TYPE_CHECKING:
    from launching import Reader

pytest_plugins = ["launching"]


@pytest.mark.parametrize("slash", ["", "/"])
def test_phases_are_told_in_order_and_cells_run_on_the_launched_server(reader: Reader, slash: str) -> None:
    reader.press("good", url=reader.hub.binder_url.rstrip("/") + slash)
    reader.expect_ran()
    reader.expect_told(
        "Asking ",
        "Queued: Waiting for build to start",
        "Fetching the repository: Cloning",
        "Building the environment: The first launch builds the environment and may take minutes. Step 1/1",
        "Storing the environment: Pushing the image",
        "The environment is built: Built image, launching",
        "Starting the server: Launching server",
        "The server is ready",
        f"Connecting to {reader.hub.hub_url}user/",
        "Ready: ",
    )


def test_data_files_beside_a_page_are_found_in_the_repository_and_jupyter_is_launched_on_the_page(
    reader: Reader, tmp_path: Path
) -> None:
    reader.source = write_repository(tmp_path / "repository")
    reader.press("good", PAGE)
    reader.expect_ready()
    expect_data(reader.page)
    expect(launch(reader.page)).to_have_url(re.compile(rf"/user/[^/]+/lab/tree/{DOCS}/{FILE}"))


def test_a_build_that_fails_gives_its_reason(reader: Reader) -> None:
    reader.press("broken")
    reader.expect_failed("could not start owner/broken: pip install failed. Try again.")


def test_retry_brings_a_kernel_when_the_build_works_by_now(reader: Reader) -> None:
    reader.press("broken-once")
    reader.expect_failed("pip install failed")
    action(status(reader.page), "retry").click()
    reader.expect_ran()


def test_a_provider_that_the_hub_does_not_have_is_named(reader: Reader) -> None:
    reader.press("good", provider="unheard-of", ref="main")
    reader.expect_failed("No provider found for prefix unheard-of.")


def test_an_address_where_there_is_no_hub_is_told_apart(reader: Reader) -> None:
    reader.press("good", url=f"{reader.hub.binder_url}nowhere/")
    reader.expect_failed("answered 404: it is not at this address, or does not know owner/good")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (200, "answers at {url}, but not as a BinderHub does"),
        (403, "refuses to start owner/http-403 for readers of this site"),
        (429, "has more to start than it can at the moment. Wait a minute"),
        (
            503,
            "answered 503 instead of starting owner/http-503: Service Unavailable. Try again in a",
        ),
    ],
)
def test_a_status_instead_of_a_stream_has_its_sentence(reader: Reader, code: int, sentence: str) -> None:
    reader.press(f"http-{code}")
    reader.expect_failed(sentence.format(url=reader.hub.binder_url))


def test_a_server_that_does_not_start_is_told_after_the_hub_has_tried_again(reader: Reader) -> None:
    reader.press("no-server")
    reader.expect_failed("could not start owner/no-server: ")
    reader.expect_told("Starting the server: Launch attempt 1 failed, retrying...")


def test_a_stream_that_breaks_off_once_is_opened_again(reader: Reader) -> None:
    reader.press("drops-once")
    reader.expect_ran()
    reader.expect_told("The connection to ", "Queued", "The server is ready")


def test_a_stream_that_always_breaks_off_is_given_up(reader: Reader) -> None:
    reader.press("drops")
    reader.expect_failed("broke off 4 times while it was starting owner/drops")


def test_a_message_that_can_not_be_read_is_passed_over(reader: Reader) -> None:
    reader.press("rubbish-once")
    reader.expect_ran()


def test_a_stream_of_messages_that_can_not_be_read_is_given_up(reader: Reader) -> None:
    reader.press("rubbish")
    reader.expect_failed("sends messages that can not be read")


def test_a_server_at_an_address_that_is_not_of_the_web_is_not_opened(reader: Reader) -> None:
    reader.press("unsafe")
    reader.expect_failed("an address that is not one of the web")


def test_a_reader_cancels_while_a_build_takes_long(reader: Reader) -> None:
    reader.press("stalls")
    expect(status(reader.page)).to_contain_text("Compiling")
    action(status(reader.page), "cancel").click()
    wait_state(reader.page, "idle")
    expect(status(reader.page)).to_contain_text("cancelled")


def test_a_hub_that_says_nothing_is_told_after_a_minute_and_given_up_in_the_end(reader: Reader) -> None:
    reader.page.clock.install()
    reader.press("stalls")
    expect(status(reader.page)).to_contain_text("Compiling")
    reader.page.clock.fast_forward(61_000)
    expect(status(reader.page)).to_contain_text("has said nothing for 1 min")
    reader.page.clock.run_for(30 * 60_000)
    reader.expect_failed("has said nothing for 30 min, and is taken for stuck")
