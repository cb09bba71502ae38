"""HTML of outputs: its style sheets keep to outputs, and its scripts run once, in order."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from reader import action, cell, output_of, run_page
from sites import Site

pytest_plugins = ["outputs_sites"]

_CHANGED = """() => {
  const inside = ".inpage-exec-output";
  const outside = [...document.querySelectorAll("*")].filter((one) => !one.closest(inside));
  // What follows from the size of the outputs.
  const measures = /size$|width$|height$|origin$|^inset|^(top|right|bottom|left)$/;
  const read = (one) => {
    const style = getComputedStyle(one);
    const names = [...style].filter((name) => !measures.test(name) || name === "font-size");
    return names.map((name) => `${name}: ${style.getPropertyValue(name)}`);
  };
  const styled = outside.map(read);
  for (const { sheet } of document.querySelectorAll(`${inside} style`)) sheet.disabled = true;
  const plain = outside.map(read);
  for (const { sheet } of document.querySelectorAll(`${inside} style`)) sheet.disabled = false;
  return outside.flatMap((one, index) =>
    styled[index].filter((line) => !plain[index].includes(line)).map((line) => `${one.tagName}: ${line}`),
  );
}"""
"""What is different outside of outputs because of the style sheets in outputs."""


def test_styles_of_an_output_change_outputs_and_nothing_else(page: Page, outputs_site: Site) -> None:
    run_page(page, outputs_site.page("styles"))
    outputs = [output_of(cell(page, number)) for number in range(8)]
    expect(outputs[5].locator("p")).to_have_css("outline-width", "5px")
    for number in (1, 2):
        expect(outputs[number].locator(".only-here")).to_have_css("color", "rgb(2, 2, 2)")
        expect(outputs[number].locator(".only-here")).to_have_css("letter-spacing", "3px")
        expect(outputs[number].locator(".only-here")).to_have_css("text-transform", "uppercase")
        expect(outputs[number]).to_have_css("background-color", "rgb(1, 1, 1)")
    expect(outputs[3].locator("td").last).to_have_css("background-color", "rgb(4, 4, 4)")
    expect(outputs[4].locator("p")).to_have_css("border-left-width", "4px")
    expect(outputs[6].locator("p")).to_have_css("opacity", "0.5")
    expect(outputs[7].locator(".variable")).to_have_css("color", "rgb(6, 6, 6)")
    expect(outputs[7].locator(".animated")).to_have_css("color", "rgb(8, 8, 8)")
    assert page.evaluate(_CHANGED) == []


def test_scripts_run_once_and_in_order_with_those_from_files_also_when_the_cell_runs_again(
    page: Page, outputs_site: Site
) -> None:
    ran = ["first", "external", "after external", "last"]
    run_page(page, outputs_site.page("scripts"))
    expect(page.locator("html")).to_have_attribute("data-order", ",".join([*ran, "next"]))
    expect(page.locator("html")).to_have_attribute("data-module", "ran")
    action(cell(page, 1), "run").click()
    expect(page.locator("html")).to_have_attribute("data-order", ",".join([*ran, "next", *ran]))
    action(cell(page, 2), "run").click()
    expect(page.locator("html")).to_have_attribute("data-order", ",".join([*ran, "next", *ran, "next"]))
