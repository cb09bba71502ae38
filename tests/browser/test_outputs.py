"""Each kind of output, as a real kernel sends it."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from reader import action, cell, output_of, press_power, run_page, wait_cell
from sites import Site


def test_each_kind_of_output_is_shown_as_what_it_is(page: Page, site: Site) -> None:
    run_page(page, site.page("outputs"))
    outputs = [output_of(cell(page, number)) for number in range(15)]

    expect(outputs[1]).to_have_text("red and bold <b>not markup</b>")
    expect(outputs[1].locator(".ansi-red-fg")).to_have_text("red")
    expect(outputs[1].locator(".ansi-bold")).to_have_text("bold")
    expect(outputs[2].locator('[data-mime-type="application/vnd.jupyter.stderr"]')).to_have_text("careful")
    expect(outputs[3].locator("p.from-kernel em")).to_have_text("paragraph")
    expect(page).to_have_title("taken over")
    expect(outputs[4].locator("strong")).to_have_text("strong")
    expect(outputs[5].locator("img")).to_have_js_property("naturalHeight", 3)
    expect(outputs[6].locator("img[src^='data:image/svg+xml']")).to_have_js_property("naturalWidth", 40)
    expect(outputs[7].locator("math msqrt")).to_have_text("2")
    expect(outputs[8].locator("details").first).to_contain_text("apple")
    expect(outputs[9].locator(".jp-OutputArea-output")).to_have_text("{'a': 1, 'b': '<tag>'}")
    expect(outputs[10].locator(".jp-OutputArea-output")).to_have_text("'second'")
    expect(outputs[11]).to_have_text("kept")
    expect(outputs[12]).to_have_text("step 3")
    expect(outputs[13]).to_have_text("")
    expect(outputs[14]).to_contain_text("ZeroDivisionError: division by zero")
    wait_cell(cell(page, 14), "error")


def test_latex_is_typeset_by_the_mathjax_of_the_page(page: Page, site: Site) -> None:
    """The page's own MathJax comes from elsewhere, so a small one stands at its address."""
    script = "window.MathJax = {typesetPromise: async ([e]) => { e.dataset.tex = e.textContent.trim(); }};"
    page.add_init_script(script)
    run_page(page, site.page("outputs"))
    expect(output_of(cell(page, 7)).locator("[data-tex]")).to_have_attribute("data-tex", r"$$\sqrt{2}$$")


def test_a_widget_shows_and_talks_to_the_kernel(page: Page, site: Site) -> None:
    run_page(page, site.page("notebook"))
    slider = output_of(cell(page, 5)).locator(".widget-slider")
    expect(slider.locator(".widget-readout")).to_have_text("7")
    slider.locator(".noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    expect(slider.locator(".widget-readout")).to_have_text("8")
    asked = page.evaluate(
        "document.querySelectorAll('script[src*=require]').length + (typeof window.require === 'function')"
    )
    assert asked == 0


def test_what_a_cell_puts_out_shows_while_it_runs(page: Page, site: Site) -> None:
    page.goto(site.page("slow"))
    press_power(page)
    expect(output_of(cell(page, 2))).to_have_text("endless", timeout=60_000)
    wait_cell(cell(page, 2), "running")


def test_text_of_many_lines_is_complete_after_a_press(page: Page, site: Site) -> None:
    run_page(page, site.page("printed"))
    output = output_of(cell(page, 1))
    action(output, "more").click()
    expect(action(output, "more")).to_have_count(0)
    lines = "".join(output.locator("pre").all_text_contents()).splitlines()
    assert lines == [f"line {number}" for number in range(3000)]


def test_a_cell_that_asks_gets_the_readers_answer(page: Page, site: Site) -> None:
    page.goto(site.page("asks"))
    press_power(page)
    asked = output_of(cell(page, 1))
    expect(asked).to_contain_text("Your name?", timeout=60_000)
    asked.locator("input").fill("Ada")
    page.keyboard.press("Enter")
    wait_cell(cell(page, 1), "done")
    expect(asked).to_contain_text("hello Ada")


def test_what_can_not_be_shown_gives_way_to_the_next_best_and_says_so(page: Page, site: Site) -> None:
    run_page(page, site.page("corpus/values"))
    output = output_of(cell(page, 12))
    expect(output).to_contain_text("plain")
    expect(output).to_contain_text("which the page can not show: application/x-unheard-of")
