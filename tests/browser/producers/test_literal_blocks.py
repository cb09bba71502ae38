"""Literal blocks and examples with prompts, run by a real kernel."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from reader import action, cell, output_of, payload, run_page, source_of, stored_of
from servers import Project
from sites import Site


@pytest.fixture(scope="session")
def literal(project: Project) -> Site:
    return project("literal")


@pytest.fixture(scope="session")
def doctests(project: Project) -> Site:
    return project("doctests")


def state_of(page: Page, number: int) -> str:
    return cell(page, number).locator('[data-part="state"]').inner_text()


def test_blocks_run_by_language_and_by_file_without_numbers_captions_or_prompts(
    page: Page, literal: Site
) -> None:
    run_page(page, literal.page("index"))
    assert [one["source"] for one in payload(page)["cells"]] == [
        'basket = ["apple", "pear"]\nprint(len(basket))',
        'for fruit in basket:  # noqa: F821\n    print("from the file:", fruit)',
        'print("a fence:", basket[0])',
        "basket[1]",
    ]
    expect(output_of(cell(page, 1))).to_have_text("2")
    expect(output_of(cell(page, 2))).to_have_text("from the file: apple\nfrom the file: pear")
    expect(output_of(cell(page, 3))).to_have_text("a fence: apple")
    expect(output_of(cell(page, 4))).to_contain_text("'pear'")


def test_the_editor_of_an_example_holds_no_prompts(page: Page, literal: Site) -> None:
    run_page(page, literal.page("index"))
    source_of(cell(page, 4)).locator("pre").click()
    expect(source_of(cell(page, 4)).locator(".cm-content")).to_have_text("basket[1]")


def test_a_run_shows_that_every_example_still_agrees(page: Page, doctests: Site) -> None:
    page.goto(doctests.page("index"))
    expect(stored_of(cell(page, 1))).to_contain_text("24\n14\n")
    run_page(page, doctests.page("index"))
    for number in range(1, 6):
        expect(cell(page, number)).to_have_attribute("data-agrees", "true")
        expect(stored_of(cell(page, number))).to_be_hidden()
        assert state_of(page, number) == "As expected"


def test_a_result_that_differs_is_told_and_the_expected_one_stays(page: Page, doctests: Site) -> None:
    page.goto(doctests.page("index"))
    script = page.locator("#inpage-exec-payload")
    script.evaluate("element => { element.textContent = element.textContent.replace('[12, 7]', '[12, 8]'); }")
    page.locator("button.inpage-exec-power").click()
    expect(cell(page, 1)).to_have_attribute("data-agrees", "false", timeout=60_000)
    expect(stored_of(cell(page, 1))).to_be_visible()
    expect(output_of(cell(page, 1))).to_have_text("24\n16")
    assert state_of(page, 1).startswith("Differs from the output that is expected")
    action(cell(page, 1), "reset").click()
    expect(cell(page, 1)).not_to_have_attribute("data-agrees", "false")
