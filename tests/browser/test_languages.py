"""A page in the language of its site, with what a press says."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from reader import action, panel, press_and_run, run_page, status
from servers import BuildSite, backend_of

from sphinx_inpage_exec.preview.jupyter import LocalServer


@pytest.mark.parametrize(
    ("language", "ready"),
    [("de", "Bereit: Python"), ("ar", "جاهز: Python"), ("nl", "Ready: Python")],
    ids=["German", "Arabic", "no catalog"],
)
def test_the_reader_is_told_in_the_language_of_the_site(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer, language: str, ready: str
) -> None:
    site = build_site(confoverrides={"jupyter": backend_of(jupyter_server), "language": language})
    run_page(page, site.page("literal"))
    expect(status(page)).to_contain_text(ready)


def test_a_page_whose_texts_can_not_be_loaded_speaks_english(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    site = build_site(confoverrides={"jupyter": backend_of(jupyter_server), "language": "de"})
    page.route("**/strings.json*", lambda route: route.abort())
    run_page(page, site.page("literal"))
    expect(status(page)).to_contain_text("Ready: Python")


def test_a_page_that_is_read_from_right_to_left_is_mirrored(
    page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    site = build_site(confoverrides={"jupyter": backend_of(jupyter_server), "language": "ar"})
    page.goto(site.page("literal"))
    page.evaluate("document.documentElement.dir = 'rtl'")
    press_and_run(page)
    run, launch = action(panel(page), "run-all").bounding_box(), action(panel(page), "launch").bounding_box()
    box = status(page).bounding_box()
    assert run and launch and box
    assert launch["x"] < run["x"]
    assert box["x"] < 40
