"""What goes wrong between a reader and a BinderHub: the sentence for it, and a button to try again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sites import SiteServer

if TYPE_CHECKING:
    from launching import Reader

pytest_plugins = ["launching"]

PHASES = ("fetching", "building", "pushing", "built", "launching")
"""Those in which the hub says something; what happens before is a status in the place of the stream."""


def test_a_build_that_fails_gives_its_reason(reader: Reader) -> None:
    reader.press("broken")
    reader.expect_failed("could not start owner/broken: pip install failed. Try again.")


@pytest.mark.parametrize("phase", PHASES)
def test_a_failure_in_any_phase_gives_its_reason(reader: Reader, phase: str) -> None:
    reader.press(f"breaks-{phase}")
    reader.expect_failed(f"could not start owner/breaks-{phase}: broke. Try again.")


@pytest.mark.parametrize("phase", PHASES)
def test_a_stream_that_breaks_off_in_any_phase_is_opened_again(reader: Reader, phase: str) -> None:
    reader.press(f"drops-{phase}")
    reader.expect_failed(f"could not start owner/drops-{phase}: asked again. Try again.")
    reader.expect_told(f"The connection to {reader.hub.binder_url} broke off. Opening it again.")


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
        (400, "answered 400 instead of starting owner/http-400: Bad Request."),
        (403, "refuses to start owner/http-403 for readers of this site"),
        (429, "has more to start than it can at the moment. Wait a minute"),
        (500, "answered 500 instead of starting owner/http-500: Internal Server Error."),
        (503, "answered 503 instead of starting owner/http-503: Service Unavailable. Try again in a"),
    ],
)
def test_a_status_instead_of_a_stream_has_its_sentence(reader: Reader, code: int, sentence: str) -> None:
    reader.press(f"http-{code}")
    reader.expect_failed(sentence.format(url=reader.hub.binder_url))


def test_too_many_launches_are_told(reader: Reader) -> None:
    reader.press("limited")
    reader.expect_failed("has more to start than it can at the moment. Wait a minute")


def test_a_quota_that_is_used_up_is_told(reader: Reader) -> None:
    reader.press("crowded")
    reader.expect_failed(
        f"As many readers as the BinderHub at {reader.hub.binder_url} allows for owner/crowded"
    )


def test_a_hub_that_is_down_is_told(reader: Reader) -> None:
    reader.press("good", url=reader.hub.silent_url)
    reader.expect_failed(f"The BinderHub at {reader.hub.silent_url} can not be reached.")


def test_a_hub_that_does_not_answer_pages_of_other_sites_is_told_from_one_that_is_down(
    reader: Reader, site_server: SiteServer
) -> None:
    reader.press("no-cors")
    reader.expect_failed(f"is there, and does not answer pages of {site_server.origin}.")


def test_a_launched_server_that_does_not_answer_is_told_and_its_token_is_nowhere(reader: Reader) -> None:
    reader.press("silent")
    reader.expect_failed("started a server for owner/silent, and the server does not answer. Try again.")
    expect(reader.log).to_contain_text("Pushing the image")
    assert reader.hub.silent_token not in reader.page.content()


def test_a_server_that_does_not_start_is_told_after_the_hub_has_tried_again(reader: Reader) -> None:
    reader.press("no-server")
    reader.expect_failed("could not start owner/no-server: ")
    reader.expect_told("Starting the server")
    expect(reader.log).to_contain_text("Launch attempt 1 failed, retrying...")


def test_a_stream_that_always_breaks_off_is_given_up(reader: Reader) -> None:
    reader.press("drops")
    reader.expect_failed("broke off 4 times while it was starting owner/drops")


def test_a_stream_of_messages_that_can_not_be_read_is_given_up(reader: Reader) -> None:
    reader.press("rubbish")
    reader.expect_failed("sends messages that can not be read")


def test_a_server_at_an_address_that_is_not_of_the_web_is_not_opened(reader: Reader) -> None:
    reader.press("unsafe")
    reader.expect_failed("an address that is not one of the web")
