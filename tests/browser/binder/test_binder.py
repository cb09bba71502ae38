"""A reader's kernel from a real BinderHub; only resolving refs and building images are stood in for.

A repository's name says how its build goes: see `binderhub_config.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hubs import binder_hub
from plan import Plan
from playwright.sync_api import Page, expect
from reader import action, cell, launch, output_of, press_power, status, wait_state
from repository import DOCS, FILE, PAGE, expect_data, write_repository
from servers import BuildSite, Servers

WATCH = """() => {
  window.told = [];
  const tell = () => {
    const said = document.querySelector('.inpage-exec-status [role="status"]')?.textContent;
    if (said && said !== window.told.at(-1)) window.told.push(said);
  };
  new MutationObserver(tell).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
"""Keep every sentence that the status box shows."""


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory, servers: Servers) -> Iterator[Plan]:
    """The BinderHub that all tests share."""
    with binder_hub(tmp_path_factory.mktemp("binder")) as plan:
        servers.hosts.update({f"127.0.0.1:{plan.binder_port}", f"127.0.0.1:{plan.hub_port}"})
        servers.tokens.add(plan.hub_token)
        yield plan


class Reader:
    """Opens pages whose kernel comes from a repository on the hub."""

    def __init__(self, page: Page, build_site: BuildSite, hub: Plan, source: Path) -> None:
        self.page, self.build_site, self.hub, self.source = page, build_site, hub, source

    def press(self, name: str, page: str = "literal", **binder: str) -> None:
        """Press power on a page of the repository ``owner/name``."""
        value = {"url": self.hub.binder_url, "repo": f"owner/{name}", **binder}
        site = self.build_site(self.source, confoverrides={"jupyter": {"binder": value}})
        self.page.goto(site.page(page))
        self.page.evaluate(WATCH)
        press_power(self.page)

    def expect_ready(self) -> None:
        """A server has been launched, and what could run has run."""
        wait_state(self.page, "ready", timeout=90_000)

    def expect_ran(self) -> None:
        """The cells have run, on a server that the hub launched."""
        self.expect_ready()
        expect(output_of(cell(self.page, 2))).to_contain_text("hello from reStructuredText")

    def expect_failed(self, sentence: str) -> None:
        """The page says so, offers to try again, and is done with the hub."""
        wait_state(self.page, "failed")
        expect(status(self.page)).to_contain_text(sentence)
        expect(action(status(self.page), "retry")).to_be_visible()
        expect(action(status(self.page), "cancel")).to_be_hidden()

    def expect_told(self, *sentences: str) -> None:
        """These beginnings came up in the status box, in this order."""
        told = iter(self.told)
        missing = [one for one in sentences if not any(text.startswith(one) for text in told)]
        assert not missing, f"{missing} did not come up, or not in this order, in {self.told}"

    @property
    def told(self) -> list[str]:
        found = self.page.evaluate("window.told")
        assert isinstance(found, list)
        return found


@pytest.fixture
def reader(page: Page, build_site: BuildSite, hub: Plan, site_source: Path) -> Reader:
    return Reader(page, build_site, hub, site_source)


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
