"""Kernels start beside the page's source, and Jupyter is launched on it, wherever a server has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from reader import cell, launch_at, output_of, run_page
from repository import DOCS, FILE, PAGE, run_and_expect_data, write_repository
from servers import BuildSite, StartServer, backend_of

from sphinx_inpage_exec.preview.jupyter import LocalServer


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_repository(tmp_path / "repository")


@pytest.fixture
def repository_server(docs: Path, own_jupyter_server: StartServer) -> LocalServer:
    """A server whose root is the repository."""
    return own_jupyter_server(root=docs.parent)


def test_data_files_beside_a_page_are_found_on_a_server_that_serves_the_sources(
    page: Page, build_site: BuildSite, docs: Path, own_jupyter_server: StartServer
) -> None:
    server = own_jupyter_server(root=docs)
    site = build_site(docs, confoverrides={"jupyter": backend_of(server)})
    run_and_expect_data(page, site.page(PAGE))
    launch_at(page, f"{server.url}lab/tree/{FILE}*")


def test_data_files_are_found_in_the_folder_that_the_settings_name(
    page: Page, build_site: BuildSite, docs: Path, repository_server: LocalServer
) -> None:
    site = build_site(docs, confoverrides={"jupyter": backend_of(repository_server, folder=DOCS)})
    run_and_expect_data(page, site.page(PAGE))
    launch_at(page, f"{repository_server.url}lab/tree/{DOCS}/{FILE}*")


def test_a_server_without_the_folder_starts_the_kernel_in_the_nearest_one_above(
    page: Page, build_site: BuildSite, docs: Path, repository_server: LocalServer
) -> None:
    (docs.parent / "numbers.csv").write_text("from the root")
    site = build_site(docs, confoverrides={"jupyter": backend_of(repository_server, folder="no/such")})
    run_page(page, site.page(PAGE))
    expect(output_of(cell(page, 1))).to_contain_text("from the root")
    launch_at(page, f"{repository_server.url}lab?token=*")
