"""Packages from an index, from a distribution, and for other platforms."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from reader import action, cell, output_of, press_power, run_page, wait_cell
from sites import Site, SiteServer
from wheel_files import write_wheel

if TYPE_CHECKING:
    from lite_sites import LiteSite

pytest_plugins = ["lite_sites"]

NATIVE = "native"
HELLO = "def hello():\n    return 'hello from {}'\n"


@pytest.fixture(scope="module")
def simple_index(site_server: SiteServer) -> Path:
    """An index of packages, as pip and micropip read it, that the host of the sites has."""
    folder = site_server.directory / "index-of-the-test" / "from-index"
    folder.parent.mkdir(exist_ok=True)
    wheel = write_wheel(folder, "from_index", HELLO.format("an index"))
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    page = f'<!DOCTYPE html><html><body><a href="{wheel.name}#sha256={digest}">{wheel.name}</a></body></html>'
    (folder / "index.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def distribution(lite_site: LiteSite, lite_source: Path) -> Site:
    """A site with a copy of a distribution that has one more package."""
    (lite_source / "distribution").mkdir(exist_ok=True)
    site = lite_site(pyodideUrl="distribution")
    base = site.directory / "_static" / "inpage_exec"
    wheel = write_wheel(base / "lite-packages", "of_distribution", HELLO.format("the distribution"))
    index = json.loads((base / "lite" / "runtime.json").read_text("utf-8"))
    lock = json.loads((base / "lite" / "pyodide-lock.json").read_text("utf-8"))
    lock["packages"]["of-distribution"] = {
        "name": "of-distribution",
        "version": "1.0",
        "file_name": index["distribution"] + wheel.name,
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "imports": ["of_distribution"],
        "depends": [],
        "unvendored_tests": False,
    }
    data = json.dumps(lock).encode()
    (base / "lite" / "pyodide-lock.json").write_bytes(data)
    index["files"]["pyodide-lock.json"] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (base / "lite" / "runtime.json").write_text(json.dumps(index), encoding="utf-8")
    return site


@pytest.mark.usefixtures("simple_index")
def test_packages_come_from_an_index_where_the_author_allows_it_and_only_for_this_platform(
    page: Page, lite_site: LiteSite, lite_source: Path
) -> None:
    write_wheel(lite_source / "foreign", NATIVE, "", "manylinux_2_17_x86_64")
    page.goto(lite_site(index=True, contents=["foreign"]).page("more_packages"))
    press_power(page)
    expect(output_of(cell(page, 1))).to_contain_text(
        "is for another platform (manylinux_2_17_x86_64)", timeout=60_000
    )
    action(cell(page, 2), "run").click()
    wait_cell(cell(page, 2), "done")
    action(cell(page, 3), "run").click()
    expect(output_of(cell(page, 3))).to_have_text("hello from an index")


def test_packages_come_from_the_distribution_that_the_site_has(page: Page, distribution: Site) -> None:
    run_page(page, distribution.page("distribution"))
    expect(output_of(cell(page, 1))).to_have_text("hello from the distribution")


def test_a_package_of_the_distribution_that_is_not_what_it_was_is_told(
    page: Page, distribution: Site
) -> None:
    page.context.route("**/lite-packages/*", lambda route: route.fulfill(body=route.fetch().body() + b" "))
    page.goto(distribution.page("distribution"))
    press_power(page)
    expect(output_of(cell(page, 1))).to_contain_text("A package could not be installed", timeout=60_000)
    expect(output_of(cell(page, 1))).to_contain_text("ModuleNotFoundError")
