"""What goes wrong between a reader and a kernel: the sentence that is read, and the button that mends it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from reader import (
    CONTRACT,
    action,
    cell,
    expect_run,
    expect_settled,
    output_of,
    panel,
    press_and_run,
    press_power,
    status,
    wait_cell,
    wait_state,
)
from servers import BuildSite, StartServer, backend_of
from sites import Site, SiteServer
from traffic import Traffic

from sphinx_inpage_exec.preview.jupyter import LocalServer


def press_and_fail(page: Page, url: str) -> None:
    page.goto(url)
    press_power(page)
    wait_state(page, "failed")


def retry(page: Page) -> None:
    with expect_run(page):
        action(status(page), "retry").click()


def test_a_wrong_token_is_named_and_the_reader_can_give_another(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    site = build_site(confoverrides={"jupyter": backend_of(jupyter_server, token="wrong")})
    press_and_fail(page, site.page("literal"))
    expect(status(page)).to_contain_text("refused the token")
    status(page).locator("input").fill(f"{jupyter_server.url}lab?token={jupyter_server.token}")
    page.keyboard.press("Enter")
    wait_state(page, "ready", "busy")
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")
    page.reload()
    press_and_run(page)


def test_a_server_that_wants_a_token_asks_the_reader(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    site = build_site(confoverrides={"jupyter": {"server": {"url": jupyter_server.url}}})
    press_and_fail(page, site.page("literal"))
    expect(status(page)).to_contain_text("asks for a token")
    status(page).locator("input").fill(jupyter_server.token)
    with expect_run(page):
        status(page).locator("form button").click()
    assert jupyter_server.token not in page.content()


def test_a_server_that_is_down_is_named_and_retry_works_when_it_is_up(
    page: Page, build_site: BuildSite, own_jupyter_server: StartServer
) -> None:
    server = own_jupyter_server()
    site = build_site(confoverrides={"jupyter": backend_of(server)})
    server.kill()
    press_and_fail(page, site.page("literal"))
    expect(status(page)).to_contain_text(f"{server.url} can not be reached")
    expect(page.locator("button.inpage-exec-power")).to_be_visible()
    own_jupyter_server(port=server.plan.port, token=server.token)
    retry(page)
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")


def test_a_server_that_forbids_the_pages_origin_is_told_apart(
    page: Page, build_site: BuildSite, own_jupyter_server: StartServer, site_server: SiteServer
) -> None:
    server = own_jupyter_server(site_port=1)
    site = build_site(confoverrides={"jupyter": backend_of(server)})
    press_and_fail(page, site.page("literal"))
    expect(status(page)).to_contain_text(f"--ServerApp.allow_origin={site_server.origin}")


def test_an_unknown_kernel_is_named_beside_those_that_there_are(page: Page, site: Site) -> None:
    press_and_fail(page, site.page("kernels"))
    expect(status(page)).to_contain_text("has no kernel named no-such-kernel. It has: ")
    expect(status(page)).to_contain_text("python3")
    expect(action(status(page), "retry")).to_be_visible()
    expect_settled(page)


def test_a_kernel_that_is_killed_is_told_and_its_cells_are_settled(page: Page, site: Site) -> None:
    page.goto(site.page("killed"))
    press_power(page)
    expect(status(page)).to_contain_text("The kernel died and was started again", timeout=60_000)
    wait_state(page, "ready")
    expect_settled(page)
    expect(output_of(cell(page, 1))).to_contain_text("before")
    wait_cell(cell(page, 2), "error")
    expect(cell(page, 3).locator('[data-part="state"]')).to_have_text("Not run, because the kernel stopped")
    action(cell(page, 3), "run").click()
    wait_cell(cell(page, 3), "done")


def test_a_server_that_goes_away_while_a_cell_runs_is_told_and_retry_brings_a_new_kernel(
    page: Page, build_site: BuildSite, own_jupyter_server: StartServer
) -> None:
    server = own_jupyter_server()
    site = build_site(confoverrides={"jupyter": backend_of(server)})
    page.goto(site.page("slow"))
    press_power(page)
    expect(output_of(cell(page, 2))).to_contain_text("endless", timeout=60_000)
    server.kill()
    wait_state(page, "failed", timeout=10_000)
    expect(status(page)).to_contain_text("its server does not answer")
    expect_settled(page)
    expect(output_of(cell(page, 2))).to_contain_text("endless")
    own_jupyter_server(port=server.plan.port, token=server.token)
    action(status(page), "retry").click()
    expect(output_of(cell(page, 1))).to_contain_text("quick", timeout=60_000)


def test_the_reader_cancels_and_presses_again(page: Page, site: Site) -> None:
    page.goto(site.page("literal"))
    held: list[Any] = []
    page.route("**/api/sessions", lambda route: held.append(route) if not held else route.continue_())
    press_power(page)
    wait_state(page, "connecting")
    action(status(page), "cancel").click()
    wait_state(page, "idle")
    expect(status(page)).to_contain_text("cancelled")
    press_and_run(page)
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")


UNREACHABLE = {"binder": {"url": "http://127.0.0.1:1/", "repo": "owner/name"}}


def test_the_other_backends_are_offered_when_the_first_fails(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer, traffic: Traffic
) -> None:
    traffic.allowed.add("127.0.0.1:1")
    site = build_site(confoverrides={"jupyter": {**UNREACHABLE, **backend_of(jupyter_server)}})
    press_and_fail(page, site.page("literal"))
    action(status(page), "backend").filter(has_text="Use the Jupyter server instead").click()
    wait_state(page, "busy", "ready")
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText", timeout=60_000)
    expect(panel(page)).to_be_visible()


def test_a_hub_that_can_not_be_reached_is_named(page: Page, build_site: BuildSite, traffic: Traffic) -> None:
    traffic.allowed.add("127.0.0.1:1")
    site = build_site(confoverrides={"jupyter": UNREACHABLE})
    press_and_fail(page, site.page("literal"))
    expect(status(page)).to_contain_text("The BinderHub at http://127.0.0.1:1/ can not be reached")
    expect(action(status(page), "retry")).to_be_visible()


@pytest.mark.parametrize("chunk", ["page", "thebe"])
def test_a_chunk_that_can_not_be_loaded_is_told_and_a_second_press_works(
    page: Page, site: Site, chunk: str
) -> None:
    page.goto(site.page("literal"))
    page.route(f"**/chunks/{chunk}-*", lambda route: route.abort())
    press_power(page)
    wait_state(page, "failed")
    expect(page.get_by_text("The engine could not be loaded").first).to_be_visible()
    page.unroute(f"**/chunks/{chunk}-*")
    press_and_run(page)


def test_a_page_of_another_build_than_its_program_says_so(page: Page, site: Site) -> None:
    page.goto(site.page("literal"))
    payload = page.locator(f"script#{CONTRACT['ids']['payload']}")
    earlier = {**json.loads(payload.text_content() or ""), "version": 0}
    payload.evaluate("(script, text) => { script.textContent = text }", json.dumps(earlier))
    press_power(page)
    wait_state(page, "failed")
    expect(page.get_by_role("alert")).to_contain_text("from different builds of the site")


def test_a_page_opened_from_a_file_says_why_it_can_not_run(page: Page, site: Site) -> None:
    page.goto((site.directory / "literal.html").as_uri())
    press_power(page)
    wait_state(page, "failed")
    expect(page.get_by_role("alert")).to_contain_text("opened from a file")


def test_an_error_event_tells_pages_what_the_reader_reads(page: Page, site: Site) -> None:
    page.goto(site.page("kernels"))
    page.evaluate(
        "document.addEventListener('inpage-exec:error', ({detail}) => { window.told = detail.message; })"
    )
    press_power(page)
    wait_state(page, "failed")
    expect(status(page)).to_contain_text(page.evaluate("window.told"))
