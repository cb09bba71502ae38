"""What the reader wrote outlives the visit, and goes to others by links; nothing of it runs unasked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from reader import (
    action,
    cell,
    editor_of,
    menu_action,
    output_of,
    press_and_run,
    proposal_of,
    run_page,
    status,
    write,
)
from servers import backend_of
from sites import SiteServer
from storage import fill, kept

from sphinx_inpage_exec.preview.jupyter import LocalServer

PAGE = """Title
=====

.. code-cell:: python

   name = "author"

.. code-cell:: python

   print("hello", name)
"""


MINE = 'print("mine, é", name)'


class Author:
    """A project whose author changes a page and publishes it again at the same address."""

    def __init__(self, folder: Path, server: SiteServer, jupyter: LocalServer) -> None:
        self.folder, self.server = folder, server
        self.settings = {"jupyter": backend_of(jupyter)}
        self.text = ""
        (folder / "conf.py").write_text('extensions = ["sphinx_inpage_exec"]\n')

    def publish(self, text: str = PAGE) -> str:
        """Publish a text, and return its address."""
        if text != self.text:
            self.text = text
            (self.folder / "index.rst").write_text(text)
            self.server.forget_builds(self.folder)
        # Else browsers take a page that was just built for fresh.
        headers = {"Cache-Control": "no-store"}
        return self.server.build(self.folder, confoverrides=self.settings, headers=headers).page("index")


@dataclass(frozen=True)
class Visit:
    """What is left of a visit on which a reader has changed the second cell: kept, and as a link."""

    kept: dict[str, str]
    fragment: str


@pytest.fixture(scope="module")
def author(
    tmp_path_factory: pytest.TempPathFactory, site_server: SiteServer, jupyter_server: LocalServer
) -> Author:
    """The author of a page with two cells."""
    return Author(tmp_path_factory.mktemp("author"), site_server, jupyter_server)


@pytest.fixture(scope="module")
def visit(browser: Browser, author: Author) -> Iterator[Visit]:
    """The visit of a reader who changes the second cell, and copies a link to it."""
    with closing(browser.new_context(permissions=["clipboard-read", "clipboard-write"])) as context:
        page = context.new_page()
        run_page(page, author.publish())
        write(page, 2, MINE)
        menu_action(cell(page, 2), "copy-link").click()
        expect(status(page)).to_contain_text("The link is copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        page.goto("about:blank")
        page.goto(author.publish())
        yield Visit(kept(page), copied.split("#")[1])


@pytest.fixture
def url(author: Author) -> str:
    """The address of the page as it first was."""
    return author.publish()


@pytest.fixture
def edited(page: Page, url: str, visit: Visit) -> str:
    """The address of the page, for the reader who has changed it."""
    page.goto(url)
    page.evaluate("kept => Object.assign(localStorage, kept)", visit.kept)
    page.goto("about:blank")
    return url


@pytest.fixture
def link(url: str, visit: Visit) -> str:
    """The link, for another reader."""
    return f"{url}#{visit.fragment}"


def test_an_edit_is_back_at_the_next_visit_with_a_mark_and_runs_with_the_press(
    page: Page, edited: str
) -> None:
    page.goto(edited)
    expect(cell(page, 2)).to_have_attribute("data-state", "idle")
    expect(cell(page, 2)).to_contain_text('print("hello", name)')
    run_page(page, edited)
    expect(output_of(cell(page, 2))).to_have_text("mine, é author")
    expect(editor_of(cell(page, 2))).to_have_text(MINE)
    expect(cell(page, 2)).to_have_attribute("data-edited", "earlier")
    expect(cell(page, 2).locator('[data-part="edited"]')).to_have_text("Edited earlier")
    expect(cell(page, 1)).not_to_have_attribute("data-edited", "earlier")


def test_reset_forgets_the_edit(page: Page, edited: str) -> None:
    run_page(page, edited)
    action(cell(page, 2), "reset").click()
    expect(editor_of(cell(page, 2))).to_have_text('print("hello", name)')
    page.goto("about:blank")
    page.goto(edited)
    assert not [name for name in kept(page) if name.startswith("inpage-exec-edit:")]


def test_an_edit_moves_with_its_cell(page: Page, edited: str, author: Author) -> None:
    author.publish(PAGE.replace("=====\n", "=====\n\n.. code-cell:: python\n\n   1 + 1\n"))
    run_page(page, edited)
    expect(output_of(cell(page, 3))).to_have_text("mine, é author")
    expect(page.locator("[data-edited]")).to_have_count(1)
    assert [name.split(":")[-1] for name in kept(page) if "edit:" in name] == ["cell-3"]


@pytest.mark.parametrize(
    ("decision", "result"), [("accept", "mine, é author"), ("decline", "goodbye author")]
)
def test_where_the_author_has_changed_the_cell_the_reader_sees_both_and_chooses(
    page: Page, edited: str, author: Author, decision: str, result: str
) -> None:
    author.publish(PAGE.replace("hello", "goodbye"))
    run_page(page, edited)
    expect(output_of(cell(page, 2))).to_have_text("goodbye author")
    expect(cell(page, 2)).to_contain_text('print("goodbye", name)')
    expect(proposal_of(cell(page, 2)).locator("pre")).to_have_text(MINE)
    action(proposal_of(cell(page, 2)), decision).focus()
    page.keyboard.press("Enter")
    expect(proposal_of(page)).to_have_count(0)
    expect(cell(page, 2).locator(":focus")).to_have_count(1)
    expect(output_of(cell(page, 2))).to_have_text("goodbye author")
    action(cell(page, 2), "run").click()
    expect(output_of(cell(page, 2))).to_have_text(result)
    page.goto("about:blank")
    run_page(page, edited)
    expect(output_of(cell(page, 2))).to_have_text(result)


def test_without_storage_cells_are_edited_and_run_as_ever(blocked_context: BrowserContext, url: str) -> None:
    page = blocked_context.new_page()
    _edit_and_run(page, url)


def test_without_room_in_the_storage_cells_are_edited_and_run_as_ever(page: Page, url: str) -> None:
    page.goto(url)
    fill(page, "localStorage")
    _edit_and_run(page, url)


def _edit_and_run(page: Page, url: str) -> None:
    run_page(page, url)
    write(page, 2, MINE)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(output_of(cell(page, 2))).to_have_text("mine, é author")


def test_code_of_a_link_is_shown_and_runs_only_when_the_reader_takes_it(page: Page, link: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.goto(link)
    expect(proposal_of(cell(page, 2)).locator("pre")).to_have_text(MINE)
    expect(proposal_of(cell(page, 2))).to_be_focused()
    expect(cell(page, 2)).to_contain_text('print("hello", name)')
    assert all(url.startswith(link.split("/index.html", maxsplit=1)[0]) for url in asked)
    press_and_run(page)
    expect(output_of(cell(page, 2))).to_have_text("hello author")
    assert not any("mine" in url or link.split("=")[1] in url for url in asked)
    action(proposal_of(cell(page, 2)), "accept").click()
    expect(editor_of(cell(page, 2))).to_have_text(MINE)
    expect(cell(page, 2).locator('[data-part="edited"]')).to_have_text("From a link")
    expect(output_of(cell(page, 2))).to_have_text("hello author")
    assert "#" not in page.url
    action(cell(page, 2), "run").click()
    expect(output_of(cell(page, 2))).to_have_text("mine, é author")


def test_code_of_a_link_that_is_taken_before_the_press_runs_with_the_press(page: Page, link: str) -> None:
    page.goto(link)
    action(proposal_of(cell(page, 2)), "accept").click()
    expect(editor_of(cell(page, 2))).to_have_text(MINE)
    expect(page.locator("html")).to_have_attribute("data-inpage-exec", "idle")
    press_and_run(page)
    expect(output_of(cell(page, 2))).to_have_text("mine, é author")


def test_code_of_a_link_that_is_declined_is_gone(page: Page, link: str) -> None:
    page.goto(link)
    action(proposal_of(cell(page, 2)), "decline").click()
    expect(proposal_of(page)).to_have_count(0)
    assert "#" not in page.url
    page.reload()
    expect(proposal_of(page)).to_have_count(0)
    assert not kept(page)


def test_a_link_to_a_cell_that_the_author_has_changed_says_so(page: Page, link: str, author: Author) -> None:
    author.publish(PAGE.replace("hello", "goodbye"))
    page.goto(link)
    expect(proposal_of(cell(page, 2))).to_contain_text("The author has changed the cell since")


def test_a_link_that_is_followed_on_the_page_itself_shows_its_code(page: Page, link: str) -> None:
    page.goto(link.split("#", maxsplit=1)[0])
    page.evaluate("fragment => { location.hash = fragment; }", link.split("#")[1])
    expect(proposal_of(cell(page, 2)).locator("pre")).to_have_text(MINE)


def test_a_damaged_link_is_told_in_a_sentence(page: Page, link: str) -> None:
    page.goto(link[:-5])
    expect(status(page)).to_contain_text("is damaged")
    expect(proposal_of(page)).to_have_count(0)
