"""The server of a launched Binder is kept for the other pages of the site, for as long as it is of use."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from launched import Launched
from plan import Plan
from playwright.sync_api import BrowserContext, Locator, Page, expect
from policies import forbidden, policy, watch_policy
from reader import action, cell, output_of, panel, press_power, run_page, status, wait_state
from storage import KINDS, NO_LAST_REQUEST, fill, kept
from traffic import Traffic

from sphinx_inpage_exec.preview.processes import StopSignal

if TYPE_CHECKING:
    from launching import Reader

pytest_plugins = ["launching"]

PREFIX = "inpage-exec-server:"
DAY = 86_400_000
"""Milliseconds for which a server is kept."""
ELSEWHERE = "Another tab of this browser is starting the same Binder"


@pytest.fixture
def launch_of(hub: Plan, traffic: Traffic) -> Iterator[Callable[[str], Launched]]:
    """Give a repository of the test's own, whose builds go as those of a name; its servers are ended."""
    given: list[Launched] = []

    def give(build: str) -> Launched:
        given.append(Launched(hub, f"{build}--{secrets.token_hex(3)}"))
        return given[-1]

    yield give
    for launched in given:
        launched.cull()
        traffic.secrets.update(launched.tokens)


@pytest.fixture
def launched(launch_of: Callable[[str], Launched]) -> Launched:
    """A repository of the test's own that builds well."""
    return launch_of("good")


def note(page: Page) -> Locator:
    """What the control panel says of the server that is kept."""
    return panel(page).locator('[data-part="saved"]')


def entry(page: Page) -> tuple[str, Any]:
    """The name and the value of the one server that is kept."""
    ((name, value),) = [pair for pair in kept(page).items() if pair[0].startswith(PREFIX)]
    return name, json.loads(value)


def change_entry(page: Page, **changes: object) -> None:
    name, value = entry(page)
    write_entry(page, name, json.dumps({**value, **changes}))


def write_entry(page: Page, name: str, value: str) -> None:
    page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, value])


def expect_launches(launched: Launched, number: int) -> None:
    assert len(launched.servers) == number


def test_a_refresh_uses_the_server_again_with_a_fresh_kernel(reader: Reader, launched: Launched) -> None:
    reader.press(launched.name)
    reader.expect_ran()
    expect(note(reader.page)).to_contain_text("a Binder server that is kept in this browser for other pages")
    first = launched.sessions()
    for _ in range(2):
        reader.press(launched.name)
        reader.expect_ran()
        expect(note(reader.page)).to_contain_text("that was started before and kept in this browser")
        assert not [sentence for sentence in reader.told if sentence.startswith("Asking")]
    expect_launches(launched, 1)
    StopSignal().wait_for(lambda: len(launched.sessions()) == 1, 30.0)
    assert len(launched.sessions()) == 1
    assert launched.sessions() != first


def test_a_server_is_launched_and_used_again_under_the_strictest_policy(
    reader: Reader, launched: Launched
) -> None:
    reader.headers = policy("servers", reader.hub.binder_url, reader.hub.hub_url)
    for _ in range(2):
        reader.open(launched.name)
        watch_policy(reader.page)
        press_power(reader.page)
        reader.expect_ran()
        assert forbidden(reader.page) == []
    expect(note(reader.page)).to_contain_text("that was started before and kept in this browser")
    expect_launches(launched, 1)


def test_another_page_in_another_tab_uses_the_server_with_a_kernel_of_its_own(
    reader: Reader, launched: Launched
) -> None:
    reader.press(launched.name)
    reader.expect_ran()
    other = reader.in_tab()
    other.press(launched.name, "hidden")
    other.expect_ready()
    expect(output_of(cell(other.page, 2))).to_contain_text("the answer is 42")
    expect_launches(launched, 1)
    assert len(launched.sessions()) == 2


@pytest.mark.parametrize("change", ["repo", "ref", "url"])
def test_another_binder_is_launched_anew(
    reader: Reader, launch_of: Callable[[str], Launched], traffic: Traffic, change: str
) -> None:
    one, other = launch_of("good"), launch_of("good")
    reader.press(one.name)
    reader.expect_ran()
    if change == "repo":
        reader.press(other.name)
    if change == "ref":
        reader.press(one.name, ref="other")
    if change == "url":
        traffic.allowed.add(f"localhost:{reader.hub.binder_port}")
        reader.press(one.name, url=reader.hub.binder_url.replace("127.0.0.1", "localhost"))
    reader.expect_ran()
    assert len(one.servers) + len(other.servers) == 2


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"time": time.time() * 1000 - DAY}, id="a day old"),
        pytest.param({"time": time.time() * 1000 + DAY}, id="from a clock that was ahead"),
        pytest.param({"version": 0}, id="of another version"),
        pytest.param({"token": "another"}, id="refused"),
        pytest.param({"url": "javascript:alert(1)"}, id="not of the web"),
    ],
)
def test_a_kept_server_is_dropped_quietly_when_it_is(
    reader: Reader, launched: Launched, changes: dict[str, object]
) -> None:
    reader.press(launched.name)
    reader.expect_ran()
    change_entry(reader.page, **changes)
    reader.press(launched.name)
    reader.expect_ran()
    expect_launches(launched, 2)
    expect(note(reader.page)).to_contain_text("is kept in this browser")
    assert entry(reader.page)[1]["token"] in launched.servers.values()


@pytest.mark.parametrize("garbage", ["", "{", "null", "[]", '"x"'])
def test_garbage_in_storage_is_replaced(reader: Reader, launched: Launched, garbage: str) -> None:
    page = reader.page
    reader.open(launched.name)
    name = f"{PREFIX}{reader.hub.binder_url}build/gh/owner/{launched.name}/HEAD"
    write_entry(page, name, garbage)
    press_power(page)
    reader.expect_ran()
    assert entry(page)[0] == name


def test_a_culled_server_is_replaced_without_a_word_of_failure(reader: Reader, launched: Launched) -> None:
    reader.press(launched.name)
    reader.expect_ran()
    launched.cull()
    reader.open(launched.name)
    reader.page.evaluate(
        "document.addEventListener('inpage-exec:error', ({detail}) => { window.failed = detail.message; })"
    )
    press_power(reader.page)
    reader.expect_ran()
    expect_launches(launched, 1)
    assert reader.page.evaluate("window.failed") is None


def test_two_tabs_at_once_launch_one_server(reader: Reader, launched: Launched) -> None:
    other = reader.in_tab()
    reader.open(launched.name)
    other.open(launched.name, "hidden")
    press_power(reader.page)
    press_power(other.page)
    other.expect_ready()
    reader.expect_ready()
    expect_launches(launched, 1)
    assert len(launched.sessions()) == 2
    assert ELSEWHERE in str(other.told) + str(reader.told)


@pytest.mark.parametrize("first", ["is closed", "cancels"])
def test_a_tab_that_waits_takes_over_when_the_first(
    reader: Reader, launch_of: Callable[[str], Launched], first: str
) -> None:
    launched = launch_of("stalls-once")
    reader.press(launched.name)
    expect(status(reader.page)).to_contain_text("Building")
    other = reader.in_tab()
    other.press(launched.name)
    expect(status(other.page)).to_contain_text(ELSEWHERE)
    if first == "cancels":
        action(status(reader.page), "cancel").click()
        wait_state(reader.page, "idle")
    else:
        reader.page.close()
    other.expect_ran()
    expect_launches(launched, 1)


def test_a_tab_that_waits_can_be_cancelled(reader: Reader, launch_of: Callable[[str], Launched]) -> None:
    launched = launch_of("stalls")
    reader.press(launched.name)
    expect(status(reader.page)).to_contain_text("Building")
    other = reader.in_tab()
    other.press(launched.name)
    expect(status(other.page)).to_contain_text(ELSEWHERE)
    action(status(other.page), "cancel").click()
    wait_state(other.page, "idle")
    expect(status(other.page)).to_contain_text("cancelled")


def test_a_server_that_is_forgotten_is_not_used_again_and_the_page_goes_on(
    reader: Reader, launched: Launched
) -> None:
    reader.press(launched.name, "hidden")
    reader.expect_ready()
    action(note(reader.page), "forget").click()
    expect(note(reader.page)).to_be_hidden()
    expect(status(reader.page)).to_contain_text("is forgotten")
    action(cell(reader.page, 2), "run").click()
    expect(output_of(cell(reader.page, 2))).to_contain_text("the answer is 43")
    reader.press(launched.name)
    reader.expect_ran()
    expect_launches(launched, 2)


def test_shut_down_forgets_the_server_and_ends_the_kernel(reader: Reader, launched: Launched) -> None:
    reader.press(launched.name)
    reader.expect_ran()
    action(panel(reader.page), "shutdown").click()
    expect(status(reader.page)).to_contain_text("has been shut down, and its Binder server is forgotten")
    assert kept(reader.page) == {}
    expect_launches(launched, 1)
    assert launched.sessions() == []


def test_without_session_saving_nothing_is_kept_and_nothing_kept_is_used(
    reader: Reader, launched: Launched
) -> None:
    reader.press(launched.name)
    reader.expect_ran()
    before = entry(reader.page)
    reader.press(launched.name, others={"disableSessionSaving": True})
    reader.expect_ran()
    expect_launches(launched, 2)
    expect(note(reader.page)).to_be_hidden()
    assert entry(reader.page) == before


def test_a_page_runs_on_a_binder_where_storage_is_blocked(
    reader: Reader, launched: Launched, blocked_context: BrowserContext
) -> None:
    reader.page = blocked_context.new_page()
    reader.press(launched.name)
    reader.expect_ran()
    expect(note(reader.page)).to_be_hidden()


def test_a_page_runs_on_a_binder_where_storage_is_full(reader: Reader, launched: Launched) -> None:
    reader.open(launched.name)
    for kind in KINDS:
        fill(reader.page, kind)
    press_power(reader.page)
    reader.expect_ran()
    expect(note(reader.page)).to_be_hidden()


def test_five_reloads_leave_one_kernel_on_a_binder(reader: Reader, launched: Launched) -> None:
    reader.page.add_init_script(NO_LAST_REQUEST)
    reader.press(launched.name)
    reader.expect_ran()
    for _ in range(5):
        run_page(reader.page, reader.page.url)
    StopSignal().wait_for(lambda: len(launched.sessions()) == 1, 30.0)
    assert len(launched.sessions()) == 1
    expect_launches(launched, 1)


def test_a_page_that_connects_when_it_is_opened_launches_nothing(reader: Reader, launched: Launched) -> None:
    on_load = {"connectOnLoad": True}
    with reader.page.expect_response(lambda response: "/binder-" in response.url):
        reader.open(launched.name, others=on_load)
    reader.page.wait_for_load_state("networkidle")
    wait_state(reader.page, "idle")
    expect_launches(launched, 0)
    press_power(reader.page)
    reader.expect_ran()
    reader.open(launched.name, others=on_load)
    reader.expect_ran()
    expect(note(reader.page)).to_contain_text("that was started before and kept in this browser")
    change_entry(reader.page, token="another")
    reader.open(launched.name, others=on_load)
    reader.expect_failed("The Binder server that was kept in this browser is gone")
    expect_launches(launched, 1)
    action(status(reader.page), "retry").click()
    reader.expect_ran()
    expect_launches(launched, 2)
