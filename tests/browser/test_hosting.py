"""Pages as they are hosted: other HTML builders, below a path of a host, under a strict policy."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from reader import cell, output_of, payload, press_power, run_page, source_of, wait_state
from servers import BuildSite, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer


def test_pages_of_dirhtml_run(page: Page, build_site: BuildSite, jupyter_server: LocalServer) -> None:
    site = build_site(confoverrides={"jupyter": backend_of(jupyter_server)}, builder="dirhtml")
    run_page(page, f"{site.url}literal/")
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")


def test_the_page_of_singlehtml_runs_the_cells_of_every_document_in_order(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    site = build_site(confoverrides={"jupyter": backend_of(jupyter_server)}, builder="singlehtml")
    page.goto(site.page("index"))
    sources = [one["source"] for one in payload(page)["cells"]]
    assert 'print("only to be read")' not in sources
    greeting = sources.index('greeting = "hello from reStructuredText"') + 1
    expect(page.locator("button.inpage-exec-power")).to_have_count(1)
    press_power(page)
    wait_state(page, "busy")
    expect(cell(page, greeting)).to_have_attribute("data-state", "queued")


def test_a_page_runs_under_a_policy_that_forbids_inline_scripts(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    socket = jupyter_server.url.replace("http", "ws", 1)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"font-src 'self'; connect-src 'self' {jupyter_server.url} {socket}; base-uri 'none'"
    )
    jupyter = {"jupyter": backend_of(jupyter_server)}
    site = build_site(confoverrides=jupyter, headers={"Content-Security-Policy": policy})
    run_page(page, site.page("literal"))
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")
    source_of(cell(page, 1)).locator("pre").click()
    expect(cell(page, 1).locator(".cm-content")).to_be_focused()


def test_a_page_is_complete_without_javascript(page: Page, site: Site) -> None:
    context = page.context.browser
    assert context
    still = context.new_page(java_script_enabled=False)
    still.goto(site.page("stored"))
    expect(still.locator(".inpage-exec-stored").first).to_contain_text("stored text")
    expect(still.locator("button.inpage-exec-power")).to_be_hidden()
    expect(still.locator(".inpage-exec-bar")).to_be_hidden()
    still.close()


def test_nothing_of_ours_is_printed(page: Page, site: Site) -> None:
    run_page(page, site.page("literal"))
    page.emulate_media(media="print")
    for selector in (".inpage-exec-bar", ".inpage-exec-status", ".inpage-exec-cell-bar"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(output_of(cell(page, 2))).to_be_visible()
