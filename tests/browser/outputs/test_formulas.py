"""LaTeX of outputs, typeset by what the page has or the author names, else by our own KaTeX."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from programs import install_package
from reader import cell, output_of, run_page
from servers import BuildSite, backend_of
from sites import Site
from traffic import Traffic

from sphinx_inpage_exec.preview.jupyter import LocalServer

MATHJAX = "mathjax@4.1.3"
MATHJAX_2 = "mathjax@2.7.9"
LEFT_OUT = ("png", "unpacked", "docs", "test", "localization")
FILE = "mathjax/tex-svg.js"


@pytest.fixture(scope="session")
def formulas_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of the page, with MathJax 4 and 2 among its static files."""
    source = shutil.copytree(
        Path(__file__).with_name("formulas"), tmp_path_factory.mktemp("formulas") / "site"
    )
    mathjax = install_package(tmp_path_factory.mktemp("mathjax"), MATHJAX)
    shutil.copytree(mathjax, source / "static" / "mathjax")
    mathjax_2 = install_package(tmp_path_factory.mktemp("mathjax2"), MATHJAX_2)
    ignored = shutil.ignore_patterns(*LEFT_OUT)
    shutil.copytree(mathjax_2, source / "static" / "mathjax2", ignore=ignored)
    return source


@pytest.fixture(scope="session")
def formulas(
    build_site: BuildSite, formulas_source: Path, jupyter_server: LocalServer
) -> Callable[..., Site]:
    """Build the page with these settings of conf.py, and these of `jupyter`."""

    def build(jupyter: dict[str, str] | None = None, **conf: object) -> Site:
        return build_site(
            formulas_source, {"jupyter": {**backend_of(jupyter_server), **(jupyter or {})}, **conf}
        )

    return build


def test_mathjax_4_of_the_page_typesets_outputs(page: Page, formulas: Callable[..., Site]) -> None:
    run_page(page, formulas(mathjax_path=FILE).page("index"))
    expect(output_of(cell(page, 1)).locator("mjx-container svg [data-latex*=sqrt]").first).to_be_attached()
    expect(output_of(cell(page, 2)).locator("mjx-container")).to_have_count(1)
    expect(output_of(cell(page, 3)).locator("pre")).to_have_text("$x$")
    expect(page.locator(".katex")).to_have_count(0)


def test_mathjax_2_of_the_page_typesets_outputs(page: Page, formulas: Callable[..., Site]) -> None:
    site = formulas(mathjax_path="{url}_static/mathjax2/MathJax.js?config=TeX-AMS_SVG")
    run_page(page, site.page("index"))
    expect(output_of(cell(page, 1)).locator(".MathJax_SVG svg")).to_have_count(1)
    expect(output_of(cell(page, 2)).locator(".MathJax_SVG svg")).to_have_count(1)
    expect(output_of(cell(page, 3)).locator("pre")).to_have_text("$x$")
    expect(page.locator(".katex")).to_have_count(0)


def test_mathjax_that_the_settings_name_typesets_outputs_and_nothing_else(
    page: Page, formulas: Callable[..., Site], traffic: Traffic
) -> None:
    site = formulas({"mathjaxUrl": formulas().url + f"_static/{FILE}"})
    run_page(page, site.page("index"))
    expect(output_of(cell(page, 1)).locator("mjx-container svg")).to_have_count(1)
    expect(page.locator(".bystander")).to_have_text(r"It costs \(5\) here.")
    assert sum(url.endswith("/tex-svg.js") for url in traffic.requests) == 1


def test_katex_of_the_page_typesets_outputs_with_the_macros_of_the_author(
    page: Page, formulas: Callable[..., Site], traffic: Traffic
) -> None:
    site = formulas(extensions=["myst_nb", "sphinx_inpage_exec", "sphinxcontrib.katex"])
    run_page(page, site.page("index"))
    expect(output_of(cell(page, 4)).locator(".katex .mfrac")).to_have_count(1)
    expect(output_of(cell(page, 2)).locator(".katex")).to_have_count(1)
    assert not any("/chunks/katex" in url for url in traffic.requests)


def test_a_page_without_a_typesetter_loads_one_with_the_first_formula(
    page: Page, formulas: Callable[..., Site], traffic: Traffic
) -> None:
    site = formulas()
    page.goto(site.page("index"))
    assert not any("/chunks/" in url for url in traffic.requests)
    run_page(page, site.page("index"))
    expect(output_of(cell(page, 1)).locator("math msqrt")).to_have_text("2")
    assert sum("/chunks/katex" in url for url in traffic.requests) == 1
