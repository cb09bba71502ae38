"""Pages as they are hosted: other HTML builders, below a path of a host, under a strict policy."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from policies import forbidden, policy, watch_policy
from reader import cell, output_of, payload, press_and_run, press_power, run_page, wait_state, write
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


def test_cells_run_show_and_are_edited_under_the_strictest_policy(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    jupyter = {"jupyter": backend_of(jupyter_server)}
    site = build_site(confoverrides=jupyter, headers=policy("servers", jupyter_server.url))
    page.goto(site.page("outputs"))
    watch_policy(page)
    press_and_run(page)
    outputs = [output_of(cell(page, number)) for number in range(15)]
    expect(outputs[1].locator(".ansi-red-fg")).to_have_text("red")
    expect(outputs[3].locator("p.from-kernel em")).to_have_text("paragraph")
    expect(outputs[4].locator("strong")).to_have_text("strong")
    expect(outputs[5].locator("img")).to_have_js_property("naturalHeight", 3)
    expect(outputs[6].locator("img")).to_have_js_property("naturalWidth", 40)
    expect(outputs[7].locator("math msqrt")).to_have_text("2")
    expect(outputs[8].locator("details").first).to_contain_text("apple")
    expect(outputs[14]).to_contain_text("ZeroDivisionError")
    # The script in the output of the third cell.
    assert forbidden(page) == ["script-src-elem inline"]
    write(page, 9, "print('edited')")
    expect(cell(page, 9).locator(".cm-scroller")).to_have_css("display", "flex")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(outputs[9]).to_have_text("edited")
    expect(page.locator(".inpage-exec-note")).to_have_count(0)


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
