"""Each fault of the table, made to happen: what the reader reads, how soon, and the button that mends it."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from time import monotonic

import pytest
from faults import FAULTS
from faulty_page import (
    COUNTS,
    FILLS,
    FLOODS,
    HANGS,
    PID,
    SLIDES,
    WAITS,
    count,
    edit,
    expect_kept,
    pid_of,
    session_of,
    start,
)
from playwright.sync_api import BrowserContext, Page, expect
from reader import (
    KERNEL_TIMEOUT,
    action,
    cell,
    expect_run,
    expect_settled,
    output_of,
    panel,
    press_power,
    run_page,
    status,
    wait_cell,
    wait_state,
    watch_status,
)
from reader import told as sentences_of
from servers import BuildSite, StartServer, backend_of
from sites import Site
from storage import INSECURE_HOST, kept
from traffic import Traffic
from wire import Answer, Wire

from sphinx_inpage_exec.preview.jupyter import LocalServer
from sphinx_inpage_exec.preview.processes import StopSignal

STRINGS: dict[str, str] = json.loads(files("sphinx_inpage_exec").joinpath("strings.json").read_text("utf-8"))
SOON = 5_000
"""Milliseconds from when the page can know of a fault until the reader reads it."""

WATCH = """
{
  const watch = (window.watch = { known: null, told: null });
  const know = () => (watch.known ??= performance.now());
  const ask = window.fetch;
  window.fetch = (...request) =>
    ask(...request).then(
      (response) => (response.ok || response.type === "opaque" || know(), response),
      (error) => { if (error.name !== "AbortError") know(); throw error; },
    );
  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener("close", know);
      this.addEventListener("message", ({ data }) => {
        const text = typeof data === "string" ? data : new TextDecoder().decode(data);
        if (/"execution_state": ?"(restarting|dead)"/.test(text)) know();
      });
    }
  };
  document.addEventListener("inpage-exec:error", () => (watch.told = performance.now()));
}
"""
"""Notes when the page could first know of a fault, and when it last told one.

A request that the page itself has given up says nothing, nor does an answer that it may not read.
"""


@pytest.fixture
def sockets_fail(traffic: Traffic, jupyter_server: LocalServer) -> None:
    """Browsers print the address of a socket that a server refuses to open; no page can prevent that."""
    traffic.secrets = traffic.secrets - {jupyter_server.token}


@pytest.fixture
def page(page: Page) -> Page:
    """A page that notes when it could know of a fault."""
    page.add_init_script(WATCH)
    return page


@pytest.fixture
def wired_page(page: Page, wired_site: Site, wire: Wire) -> Iterator[Page]:
    """A page with a kernel at the other end of the wire, which has counted to one, and with an edit."""
    wire.mend()
    run_page(page, wired_site.page("faults"))
    count(page, 1)
    edit(page)
    yield page
    wire.mend()
    expect_kept(page)


@pytest.fixture
def timed_page(page: Page, wired_site: Site, wire: Wire) -> Page:
    """Like `wired_page`, with a clock that runs when the test lets it."""
    page.clock.install()
    page.goto(wired_site.page("faults"))
    press_power(page)
    let_time_pass(page, says(page, "ready"))
    count(page, 1)
    forget(page)
    return page


def told(*keys: str) -> re.Pattern[str]:
    """What the reader reads: the sentence of one of the keys, whatever it names."""
    sentences = (re.split(r"\{\w+\}", STRINGS[key]) for key in keys if key)
    return re.compile("|".join(".+".join(map(re.escape, parts)) for parts in sentences))


def forget(page: Page) -> None:
    """From now on another fault can be known and told."""
    page.evaluate("() => { watch.known = watch.told = null; }")


def expect_told(page: Page, name: str, timeout: float = 4 * SOON) -> None:
    """The reader reads the sentence soon, and gets the button; no cell is left without a kernel."""
    fault = FAULTS[name]
    expect(status(page).get_by_role("status"), f"the fault {name}").to_have_text(
        told(fault.says, fault.or_says), timeout=timeout
    )
    took = page.evaluate("() => watch.known === null || watch.told === null ? 0 : watch.told - watch.known")
    assert took <= SOON, f"{name} was told {took:.0f} ms after it could be known"
    if fault.button:
        button = (
            status(page).locator("form") if fault.button == "token" else action(status(page), fault.button)
        )
        expect(button, f"the button of {name}").to_be_visible()
    if page.locator("html").get_attribute("data-inpage-exec") == "failed":
        expect_settled(page)


def run_again(page: Page, after: str) -> None:
    """Press the button that runs again what had run, with a kernel that starts to count anew."""
    action(status(page), "run-again").click()
    wait_cell(cell(page, COUNTS), "done")
    expect(output_of(cell(page, COUNTS))).not_to_have_attribute("data-earlier", re.compile("."))
    expect(output_of(cell(page, COUNTS)), f"after {after}").to_contain_text("count 1")
    wait_state(page, "ready")
    expect_settled(page)


def let_time_pass(page: Page, until: Callable[[], bool], step: int = 1_000) -> None:
    """Let the page's own clock run on, by steps of so many milliseconds, until something is so."""

    def come_about() -> bool:
        page.clock.run_for(step)
        return until()

    assert StopSignal().wait_for(come_about, 60.0), "it did not come about"


def let_time_fly(page: Page, until: Callable[[], bool]) -> None:
    """Let the page's own clock run twenty times as fast as others, until something is so."""
    last = monotonic()

    def come_about() -> bool:
        nonlocal last
        before, last = last, monotonic()
        page.clock.run_for(int(20_000 * (last - before)))
        return until()

    assert StopSignal().wait_for(come_about, 60.0), "it did not come about"


def says(page: Page, key: str) -> Callable[[], bool]:
    return lambda: bool(told(key).fullmatch(status(page).get_by_role("status").inner_text()))


def test_every_fault_has_a_test_that_makes_it_happen() -> None:
    own = Path(__file__).read_text("utf-8")
    for name, fault in FAULTS.items():
        file, _, function = fault.test.partition("::")
        if function:
            assert f"def {function}(" in Path(__file__).parent.joinpath(file).read_text("utf-8")
        else:
            assert f'"{name}"' in own, f"no test makes {name} happen"


AT_THE_PRESS: dict[str, tuple[Answer, ...]] = {
    "answers-403": (Answer("POST /api/sessions", 403, '{"message": "Forbidden"}'),),
    "answers-404": (Answer("POST /api/sessions", 404, "<h1>Not found</h1>"),),
    "answers-429": (Answer("POST /api/sessions", 429, "<h1>Too many requests</h1>"),),
    "answers-html": (Answer("POST /api/sessions", 200, "<h1>Sign in</h1>"),),
    "answers-other": (Answer("POST /api/sessions", 201, '{"kernel": "1a2b3c"}'),),
    "answers-500": (Answer("POST /api/sessions", 500, '{"message": "No room for a kernel"}'),),
    "answers-502": (Answer("POST /api/sessions", 502, "<h1>Bad gateway</h1>"),),
    "proxy-502": (Answer(".", 502, "<h1>Bad gateway</h1>", open=False),),
    "sockets-refused": (Answer("GET /api/kernels/[^/]*/channels", 502, "<h1>Bad gateway</h1>"),),
}


@pytest.mark.usefixtures("sockets_fail")
def test_what_a_server_answers_at_the_press_is_told_and_the_next_press_brings_a_kernel(
    page: Page, wired_site: Site, wire: Wire
) -> None:
    page.goto(wired_site.page("literal"))
    press_power(page)
    wait_state(page, "ready", "busy")
    page.goto(wired_site.page("faults"))
    for name, answers in AT_THE_PRESS.items():
        wire.answer(*answers)
        forget(page)
        press_power(page)
        expect_told(page, name)
    wire.mend()
    wire.down()
    forget(page)
    press_power(page)
    expect_told(page, "down")
    wire.mend()
    action(status(page), "retry").click()
    count_when_ready(page)


def count_when_ready(page: Page) -> None:
    wait_state(page, "ready")
    expect(action(cell(page, COUNTS), "run")).to_be_enabled()
    expect(status(page).get_by_role("status")).to_have_text(told("ready"), timeout=KERNEL_TIMEOUT)
    count(page, 1)


def test_a_server_that_loses_all_packets_at_the_press_is_told_in_the_end(
    page: Page, wired_site: Site, wire: Wire
) -> None:
    page.clock.install()
    page.goto(wired_site.page("faults"))
    wire.drop()
    press_power(page)
    let_time_pass(page, says(page, FAULTS["silent"].says))
    expect_told(page, "silent")
    wire.mend()
    action(status(page), "retry").click()
    let_time_pass(page, says(page, "ready"))
    count(page, 1)


def test_a_server_that_answers_all_but_the_request_for_a_kernel_is_told_and_can_be_asked_again(
    page: Page, wired_site: Site, wire: Wire
) -> None:
    page.route(f"{wire.url}api/sessions", lambda _: None)
    page.clock.install()
    page.goto(wired_site.page("faults"))
    press_power(page)
    let_time_pass(page, says(page, FAULTS["kernel-not-answered"].says))
    expect_told(page, "kernel-not-answered")
    action(status(page), "cancel").click()
    wait_state(page, "idle")
    page.unroute(f"{wire.url}api/sessions")
    press_power(page)
    let_time_pass(page, says(page, "ready"))
    count(page, 1)


def test_a_browser_that_blocks_requests_to_the_server_is_told(
    page: Page, site: Site, jupyter_server: LocalServer
) -> None:
    page.route(f"{jupyter_server.url}**", lambda route: route.abort("blockedbyclient"))
    page.goto(site.page("faults"))
    press_power(page)
    expect_told(page, "requests-blocked")
    page.unroute(f"{jupyter_server.url}**")
    action(status(page), "retry").click()
    count_when_ready(page)


@pytest.mark.usefixtures("sockets_fail")
def test_the_older_protocol_makes_no_difference(page: Page, wired_site: Site, wire: Wire) -> None:
    wire.without("Sec-WebSocket-Protocol")
    page.goto(wired_site.page("faults"))
    press_power(page)
    expect_told(page, "no-subprotocol", timeout=KERNEL_TIMEOUT)
    count(page, 1)


def test_a_server_that_answers_after_ten_seconds_is_not_taken_for_silent(
    page: Page, wired_site: Site, wire: Wire, site_source: Path
) -> None:
    """Ten seconds of the page, whose clock is twenty times as fast."""
    wire.slow(0.5)
    page.clock.install()
    page.goto(wired_site.page("faults"))
    press_power(page)
    let_time_fly(page, says(page, "ready"))
    expect_told(page, "slow")
    watch_status(page)
    start(page, WAITS, "waiting")
    minute = page.evaluate("() => performance.now()") + 60_000
    let_time_fly(page, lambda: page.evaluate("() => performance.now()") > minute)
    assert wait_state(page, "busy", "failed") == "busy"
    (site_source / f"go-{pid_of(page)}").touch()
    let_time_fly(page, says(page, "ready"))
    assert not any(re.search("lost|back", sentence) for sentence in sentences_of(page))


def test_an_address_without_tls_is_told(
    page: Page, build_site: BuildSite, wire: Wire, jupyter_server: LocalServer
) -> None:
    secure = wire.url.replace("http:", "https:")
    site = build_site(confoverrides={"jupyter": backend_of(jupyter_server, url=secure)})
    page.goto(site.page("faults"))
    press_power(page)
    expect_told(page, "tls")


def test_a_page_of_https_is_told_that_it_can_not_use_a_server_of_http(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer, traffic: Traffic
) -> None:
    """The page comes over https as far as the browser knows; that it forbids the server is real."""
    traffic.allowed |= {"docs.test", f"{INSECURE_HOST}:8888"}
    site = build_site(
        confoverrides={"jupyter": backend_of(jupyter_server, url=f"http://{INSECURE_HOST}:8888/")}
    )
    page.route(
        "https://docs.test/**",
        lambda route: route.fulfill(
            path=site.directory / route.request.url.split("docs.test/")[1].split("?")[0]
        ),
    )
    page.goto("https://docs.test/faults.html")
    press_power(page)
    expect_told(page, "mixed")


def install_kernel(server: LocalServer, name: str, *command: str) -> None:
    """Give a running server another kernel."""
    folder = server.plan.home / "data" / "kernels" / name
    folder.mkdir(parents=True, exist_ok=True)
    spec = {"argv": [*command], "display_name": name, "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), "utf-8")


@pytest.mark.usefixtures("sockets_fail")
def test_a_kernel_that_refuses_to_start_is_told(page: Page, site: Site, jupyter_server: LocalServer) -> None:
    install_kernel(
        jupyter_server, "refuses", sys.executable, "-c", "raise SystemExit(1)", "{connection_file}"
    )
    page.goto(site.page("refuses"))
    press_power(page)
    expect_told(page, "kernel-refuses", timeout=KERNEL_TIMEOUT)


def test_a_kernel_that_starts_late_is_waited_for(page: Page, site: Site, jupyter_server: LocalServer) -> None:
    late = "import time; time.sleep(4); from ipykernel import kernelapp; kernelapp.launch_new_instance()"
    install_kernel(jupyter_server, "late", sys.executable, "-c", late, "-f", "{connection_file}")
    page.clock.install()
    page.goto(site.page("late"))
    with page.expect_response("**/api/sessions"):
        press_power(page)
    wait_state(page, "connecting")
    page.clock.run_for(61_000)
    assert wait_state(page, "connecting", "failed") == "connecting"
    page.clock.resume()
    expect_told(page, "kernel-late", timeout=KERNEL_TIMEOUT)
    expect(output_of(cell(page, 1))).to_contain_text("started")


def test_a_kernel_that_is_killed_while_a_widget_is_dragged_is_told(wired_page: Page) -> None:
    page = wired_page
    action(cell(page, SLIDES), "run").click()
    handle = output_of(cell(page, SLIDES)).locator(".noUi-handle")
    handle.hover()
    page.mouse.down()
    box = handle.bounding_box() or {"x": 0, "y": 0}
    forget(page)
    os.kill(pid_of(page), signal.SIGKILL)
    for step in range(1, 20):
        page.mouse.move(box["x"] + 5 * step, box["y"] + 5)
    page.mouse.up()
    expect_told(page, "kernel-killed-dragging")
    run_again(page, "a kill")


def test_a_kernel_that_hangs_is_told_after_an_interrupt_and_the_button_restarts_it(wired_page: Page) -> None:
    page = wired_page
    start(page, HANGS, "hangs")
    action(cell(page, HANGS), "interrupt").click()
    expect_told(page, "kernel-hangs")
    action(status(page), "restart").click()
    wait_state(page, "ready")
    expect_settled(page)
    action(cell(page, PID), "run").click()
    wait_cell(cell(page, PID), "done")
    wait_state(page, "ready")
    count(page, 1)


def test_a_kernel_that_floods_the_page_is_interrupted(wired_page: Page) -> None:
    page = wired_page
    start(page, FLOODS, "a flood of lines")
    action(cell(page, FLOODS), "interrupt").click()
    expect_told(page, "kernel-floods")
    wait_state(page, "ready")
    count(page, 2)


def test_a_kernel_without_memory_ends_its_cell_and_goes_on(wired_page: Page) -> None:
    page = wired_page
    action(cell(page, FILLS), "run").click()
    expect_told(page, "kernel-memory", timeout=KERNEL_TIMEOUT)
    expect(output_of(cell(page, FILLS))).to_contain_text("MemoryError")
    wait_state(page, "ready")
    count(page, 2)


@pytest.mark.parametrize("culled", ["kernel", "session"])
def test_a_kernel_that_its_server_ends_is_told_and_what_had_run_is_run_again(
    wired_page: Page, jupyter_server: LocalServer, culled: str
) -> None:
    page = wired_page
    own = session_of(page, jupyter_server)
    forget(page)
    gone = f"api/sessions/{own['id']}" if culled == "session" else f"api/kernels/{own['kernel']['id']}"
    jupyter_server.call(gone, "DELETE", seconds=30.0)
    expect_told(page, {"kernel": "kernel-culled", "session": "session-culled"}[culled])
    run_again(page, f"its {culled} was ended")


def test_a_server_that_is_started_again_with_another_token_asks_for_it(
    page: Page, build_site: BuildSite, own_jupyter_server: StartServer
) -> None:
    server = own_jupyter_server()
    site = build_site(confoverrides={"jupyter": backend_of(server)})
    run_page(page, site.page("faults"))
    count(page, 1)
    server.kill()
    wait_state(page, "failed")
    other = own_jupyter_server(port=server.plan.port)
    forget(page)
    action(status(page), "retry").click()
    expect_told(page, "another-token")
    status(page).locator("input").fill(other.token)
    page.keyboard.press("Enter")
    count_when_ready(page)


def test_a_cell_that_runs_while_all_packets_are_lost_goes_on_when_they_arrive_again(
    timed_page: Page, wire: Wire, site_source: Path
) -> None:
    page = timed_page
    start(page, WAITS, "waiting")
    wire.drop()
    lost = page.evaluate("() => performance.now()")
    let_time_pass(page, says(page, FAULTS["packets"].says))
    expect_told(page, "packets")
    # A server that is silent can not be told from a slow one any sooner.
    assert page.evaluate("() => watch.told") - lost < 30_000
    # Connections that were lost stay so: only new ones lead anywhere.
    wire.mend()
    let_time_pass(page, says(page, "connectionBack"))
    (site_source / f"go-{pid_of(page)}").touch()
    wait_cell(cell(page, WAITS), "done")
    expect(output_of(cell(page, WAITS))).to_contain_text("caught up")
    count(page, 2)


def test_a_cell_whose_answer_is_lost_with_all_packets_says_so(
    timed_page: Page, wire: Wire, site_source: Path, jupyter_server: LocalServer
) -> None:
    page = timed_page
    start(page, WAITS, "waiting")
    wire.drop()
    (site_source / f"go-{pid_of(page)}").touch()
    let_time_pass(page, says(page, "connectionAway"))
    wire.mend()
    action(status(page), "retry").click()
    let_time_pass(page, says(page, FAULTS["packets-answer"].says))
    expect_told(page, "packets-answer")
    wait_cell(cell(page, WAITS), "error")
    expect_settled(page)
    count(page, 2)


def test_a_cell_that_is_run_after_all_packets_were_lost_is_settled(timed_page: Page, wire: Wire) -> None:
    page = timed_page
    wire.drop()
    action(cell(page, COUNTS), "run").click()
    let_time_pass(page, says(page, FAULTS["packets-idle"].says))
    expect_told(page, "packets-idle")
    wire.mend()
    let_time_pass(page, says(page, "cellMissed"))
    expect_settled(page)
    count(page, 2)


def test_a_restart_that_is_lost_with_all_packets_is_told(timed_page: Page, wire: Wire) -> None:
    page = timed_page
    wire.drop()
    action(panel(page), "restart").click()
    let_time_pass(page, says(page, FAULTS["packets-restart"].says))
    expect_told(page, "packets-restart")
    expect_settled(page)
    wire.mend()
    let_time_pass(page, says(page, "connectionBack"))
    count(page, 2)


def test_a_kernel_whose_shutdown_is_lost_with_all_packets_is_ended_by_the_next_page(
    timed_page: Page, wire: Wire, wired_site: Site, jupyter_server: LocalServer
) -> None:
    page = timed_page
    left = session_of(page, jupyter_server)["id"]
    wire.drop()
    action(panel(page), "shutdown").click()
    let_time_pass(page, says(page, FAULTS["packets-shutdown"].says))
    expect_told(page, "packets-shutdown")
    wire.mend()
    press_power(page)
    let_time_pass(page, says(page, "ready"))
    count(page, 1)
    assert StopSignal().wait_for(
        lambda: left not in {one["id"] for one in jupyter_server.call("api/sessions")}, 30.0
    )


def test_twenty_tabs_run_and_give_their_kernels_back(
    page: Page, build_site: BuildSite, own_jupyter_server: StartServer
) -> None:
    server = own_jupyter_server()
    url = build_site(confoverrides={"jupyter": backend_of(server)}).page("soak")
    tabs = [page, *(page.context.new_page() for _ in range(19))]
    with ExitStack() as runs:
        for tab in tabs:
            tab.goto(url)
            runs.enter_context(expect_run(tab))
        for tab in tabs:
            press_power(tab)
    expect_told(page, "twenty-tabs")
    assert [output_of(cell(tab, 1)).inner_text().strip() for tab in tabs] == ["499500"] * 20
    assert len({one["path"] for one in server.call("api/sessions")}) == len(kept(page)) == 20
    for tab in tabs[1:]:
        tab.close()
    run_page(page.context.new_page(), url)
    assert StopSignal().wait_for(lambda: len(server.call("api/sessions", seconds=30.0)) == 2, 30.0)
    action(cell(page, 1), "run").click()
    wait_cell(cell(page, 1), "done")


def test_a_browser_that_is_offline_goes_on_with_the_same_kernel_when_it_is_online(
    wired_page: Page, wire: Wire, context: BrowserContext
) -> None:
    context.set_offline(True)
    wire.down()
    wait_state(wired_page, "failed")
    expect_settled(wired_page)
    wire.mend()
    context.set_offline(False)
    expect_told(wired_page, "offline")
    count(wired_page, 2)


def test_a_tab_that_was_frozen_goes_on_with_the_same_kernel(
    wired_page: Page, wire: Wire, context: BrowserContext
) -> None:
    browser = context.new_cdp_session(wired_page)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    wire.cut()
    browser.send("Page.setWebLifecycleState", {"state": "active"})
    expect_told(wired_page, "frozen")
    count(wired_page, 2)


def test_a_machine_that_slept_goes_on_with_the_same_kernel(timed_page: Page, wire: Wire) -> None:
    page = timed_page
    # The wire loses what is sent, without a word: sockets of a machine that sleeps are closed by nobody.
    wire.drop()
    wire.mend()
    page.clock.fast_forward("01:00:00")
    let_time_pass(page, says(page, FAULTS["clock-jumps"].says))
    expect_told(page, "clock-jumps")
    count(page, 2)


def test_a_clock_that_is_wrong_by_a_day_and_storage_that_was_edited_make_no_difference(
    page: Page, wired_site: Site
) -> None:
    page.add_init_script(
        "{ const now = Date.now; Date.now = () => now() + 86_400_000;"
        " for (const [key, value] of [['x', 'no JSON'], ['http://', '{\"version\": 1, \"time\": 1e99}']])"
        "   localStorage.setItem('inpage-exec-session:' + key, value); }"
    )
    run_page(page, wired_site.page("faults"))
    for name in ("clock-wrong", "storage-edited"):
        expect_told(page, name)
    count(page, 1)


@pytest.mark.parametrize("away", ["goes-back", "reload"])
def test_a_page_that_is_left_in_the_middle_of_a_run_can_run_again(
    wired_page: Page, wired_site: Site, away: str
) -> None:
    page = wired_page
    start(page, WAITS, "waiting")
    if away == "reload":
        page.reload()
    else:
        page.goto(wired_site.page("plain"))
        page.go_back()
    expect_settled(page)
    press_power(page)
    wait_state(page, "busy", "ready")
    expect_told(page, away, timeout=KERNEL_TIMEOUT)
    count(page, 1)


def test_a_page_whose_script_is_blocked_can_be_read(page: Page, wired_site: Site) -> None:
    """It has no sentence, because there is no script to say it."""
    assert not FAULTS["script-blocked"].says
    page.route("**/inpage_exec/main.js*", lambda route: route.abort())
    page.goto(wired_site.page("faults"))
    expect(page.get_by_text("All cells but the first wait for the reader.")).to_be_visible()
    expect(page.locator("button.inpage-exec-power")).to_be_hidden()


def test_an_engine_that_never_comes_is_told_each_time(page: Page, wired_site: Site) -> None:
    page.route("**/chunks/thebe-*", lambda route: route.abort())
    page.goto(wired_site.page("faults"))
    for _ in range(2):
        press_power(page)
        wait_state(page, "failed")
        expect_told(page, "chunk-never")
