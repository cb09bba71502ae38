"""No text that an author, a server or a kernel controls runs as code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from injection import ALL, CORPUS, LISTEN, write_hostile_project
from playwright.sync_api import Page, expect
from reader import cell, output_of, press_power, run_page, status, wait_state
from servers import BuildSite, StartServer, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer


@pytest.fixture(scope="session")
def hostile_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile_project(tmp_path_factory.mktemp("hostile") / "source")


@pytest.fixture
def watched_page(page: Page) -> Iterator[Page]:
    """A page that notes which texts ran; the test fails when one did."""
    page.add_init_script(LISTEN)
    yield page
    assert page.locator("[onmouseover], [onfocus], [href^='javascript:' i]").count() == 0
    assert [CORPUS[number] for number in page.evaluate("window.executed")] == []


def test_a_text_that_is_taken_for_markup_is_found_out(page: Page, site: Site) -> None:
    """What the other tests rely on."""
    page.add_init_script(LISTEN)
    page.goto(site.page("literal"))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=xss(3)>')")
    page.wait_for_function("window.executed.length === 1")


@pytest.mark.parametrize("name", ["index", "literal"])
def test_no_text_of_the_author_runs_when_a_page_is_opened(
    watched_page: Page, name: str, build_site: BuildSite, hostile_source: Path
) -> None:
    site = build_site(hostile_source, confoverrides={"jupyter": True})
    watched_page.goto(site.page(name), wait_until="networkidle")
    expect(watched_page.locator("html")).to_have_attribute("data-inpage-exec", "idle")


def test_no_text_that_a_kernel_prints_shows_or_fails_with_runs(
    watched_page: Page, build_site: BuildSite, hostile_source: Path, jupyter_server: LocalServer
) -> None:
    site = build_site(hostile_source, confoverrides={"jupyter": backend_of(jupyter_server)})
    run_page(watched_page, site.page("index"))
    for number, text in enumerate(CORPUS, 1):
        expect(output_of(cell(watched_page, number))).to_contain_text(text.strip())


def test_no_name_of_a_kernel_that_is_missing_runs(
    watched_page: Page, build_site: BuildSite, hostile_source: Path, jupyter_server: LocalServer
) -> None:
    jupyter = {**backend_of(jupyter_server), "kernelName": ALL}
    site = build_site(hostile_source, confoverrides={"jupyter": jupyter})
    watched_page.goto(site.page("literal"))
    press_power(watched_page)
    wait_state(watched_page, "failed")
    expect(status(watched_page)).to_contain_text(CORPUS[0])


def test_no_name_that_a_server_gives_its_kernel_runs(
    watched_page: Page,
    build_site: BuildSite,
    hostile_source: Path,
    own_jupyter_server: StartServer,
    tmp_path: Path,
) -> None:
    server = own_jupyter_server(home=home_with_kernel(tmp_path, "hostile", ALL))
    jupyter = {**backend_of(server), "kernelName": "hostile"}
    site = build_site(hostile_source, confoverrides={"jupyter": jupyter})
    run_page(watched_page, site.page("literal"))
    expect(status(watched_page)).to_contain_text(CORPUS[0])


def home_with_kernel(home: Path, name: str, display_name: str) -> Path:
    """Give a server's home a Python kernel under another name."""
    folder = home / "data" / "kernels" / name
    folder.mkdir(parents=True)
    argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": display_name, "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    return home
