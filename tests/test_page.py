"""The pages that a build writes for browsers: what is on them, and what is not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from building import Build, Built, code, ipynb, text_notebook

from sphinx_inpage_exec import assets

CELL = "Title\n=====\n\n.. code-cell::\n\n   x = 1\n"
PLAIN = "Title\n=====\n\nText.\n"
THEMES = ["basic", "alabaster", "furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme"]
SERVER = {"server": {"url": "http://localhost:1"}}


def ours(built: Built, page: str = "index") -> bool:
    return "inpage-exec" in built.text(page) or "inpage_exec" in built.text(page)


@pytest.mark.parametrize("theme", THEMES)
def test_the_power_bar_is_at_the_top_of_the_content(build: Build, theme: str) -> None:
    page = build({"index.rst": CELL}, jupyter=True, html_theme=theme).page()
    (bar,) = page.select(".inpage-exec-bar")
    (title,) = page.select("h1[id], section > h1")
    assert bar.find_next("h1") is title
    assert bar.parent is title.parent.parent if title.parent else False


@pytest.mark.parametrize(("builder", "page"), [("html", "sub/page"), ("dirhtml", "sub/page/index")])
def test_assets_are_found_from_every_page(build: Build, builder: str, page: str) -> None:
    index = ".. toctree::\n\n   sub/page\n"
    built = build({"index.rst": index, "sub/page.rst": CELL}, builder, jupyter=True, strict=True)
    soup = built.page(page)
    (script,) = soup.select("script[src*='inpage_exec/']")
    (style,) = soup.select("link[href*='inpage_exec/']")
    here = (built.directory / page).parent
    for address in (script["src"], style["href"]):
        assert (here / str(address).partition("?")[0]).resolve().is_file()
    assert "?v=" in str(script["src"])
    assert script.has_attr("defer") and script.get("type") is None
    assert built.payload(page)["docname"] == "sub/page"


def test_a_page_without_cells_gets_no_bytes(build: Build) -> None:
    sources = {"index.rst": f"{CELL}\n.. toctree::\n\n   plain\n", "plain.rst": PLAIN}
    on = build(sources, folder="on", jupyter=True)
    without = build(sources, folder="off", extensions=("sphinx_inpage_exec",), jupyter=False)
    assert ours(on, "index")
    for page in ("plain", "genindex", "search"):
        assert on.text(page) == without.text(page)
        assert not ours(on, page)


def test_a_page_that_is_off_is_as_without_the_extension(build: Build) -> None:
    source = {
        "index.md": text_notebook(code("x = 1", "hide-input") + code("y", "remove-cell"), "jupyter: false\n")
    }
    ours_off = build(source, folder="off", extensions=("myst_nb",), jupyter=True, strict=True)
    without = build(source, folder="without", extensions=("myst_nb",), ours=False)
    assert ours_off.text() == without.text()


def test_pages_are_off_unless_switched_on(build: Build) -> None:
    sources = {"index.rst": f"{CELL}\n.. toctree::\n\n   on\n", "on.rst": f":jupyter: true\n\n{CELL}"}
    built = build(sources, strict=True)
    assert not ours(built, "index")
    assert built.payload("on")["settings"]["backends"] == ["binder"]


def test_the_search_of_a_site_does_not_know_the_words_of_the_power_bar(build: Build) -> None:
    built = build({"index.rst": CELL}, jupyter=True)
    assert "Run this page" in built.text()
    index = (built.directory / "searchindex.js").read_text("utf-8")
    terms = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert "x" in terms
    assert {"run", "page"}.isdisjoint(terms)


SHAPES = {
    "docinfo": ("index.rst", ":jupyter: {value}\n\n" + CELL),
    "docinfo by its old name": ("index.rst", ":thebe: {value}\n\n" + CELL),
    "front matter": (
        "index.md",
        "---\njupyter: {value}\n---\n# T\n\n```{{code-block}} python\n:class: thebe\nx = 1\n```\n",
    ),
    "front matter of a notebook": (
        "index.md",
        text_notebook(code("x = 1").replace("{", "{{").replace("}", "}}"), "jupyter: {value}\n"),
    ),
}
NOTEBOOK_SHAPES = ["first cell", "raw first cell", "metadata"]


def shaped(shape: str, value: object) -> dict[str, str]:
    text = json.dumps(value)
    if "first cell" in shape:
        kind = "raw" if shape.startswith("raw") else "markdown"
        front = {"cell_type": kind, "source": f"---\njupyter: {text}\n---\n"}
        return {"index.ipynb": ipynb(front, {"source": "x = 1"})}
    if shape == "metadata":
        return {"index.ipynb": ipynb({"source": "x = 1"}, jupyter=value)}
    name, template = SHAPES[shape]
    return {name: template.format(value=text)}


def built_with(build: Build, shape: str, value: object, **settings: Any) -> Built:
    """MyST-NB itself shows front matter in a Markdown cell as text, and warns of it."""
    notebook = "notebook" in shape or "cell" in shape or shape == "metadata"
    extension = "myst_nb" if notebook else "myst_parser"
    quiet = ["myst.header", "docutils"] if shape == "first cell" else []
    return build(shaped(shape, value), extensions=(extension,), suppress_warnings=quiet, **settings)


ALL_SHAPES = [*SHAPES, *NOTEBOOK_SHAPES]


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_a_page_can_be_switched_off_in_every_format(build: Build, shape: str) -> None:
    assert not ours(built_with(build, shape, False, jupyter=True, strict=True))


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_a_page_can_name_another_backend_and_kernel_in_every_format(build: Build, shape: str) -> None:
    value = {"server": {"url": "http://localhost:2"}, "kernelName": "other"}
    settings = built_with(build, shape, value, jupyter="lite", strict=True).payload()["settings"]
    assert settings["backends"] == ["server"]
    assert settings["server"] == {"url": "http://localhost:2"}
    assert settings["kernelName"] == "other"
    assert "lite" not in settings


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_a_page_says_what_is_wrong_in_every_format(build: Build, shape: str) -> None:
    built = built_with(build, shape, {"kernalName": "x"}, jupyter=True)
    (warning,) = built.warnings
    place, _, message = warning.partition(": WARNING: ")
    assert "index." in place
    assert "kernelName" in message and "[inpage_exec.setting]" in message
    assert built.payload()["cells"]


def test_the_kernel_of_a_page_is_its_kernelspec(build: Build) -> None:
    kernel = {"name": "ir", "display_name": "R", "language": "R"}
    built = build(
        {"index.ipynb": ipynb({"source": "x"}, kernelspec=kernel)}, extensions=("myst_nb",), jupyter=True
    )
    assert built.payload()["settings"]["kernelName"] == "ir"
    assert [cell["language"] for cell in built.payload()["cells"]] == ["r"]


BAD_PROJECTS: dict[str, tuple[str, str]] = {
    "a word": ("jupyter = 'bnider'", "bnider"),
    "a list": ("jupyter = ['binder']", "a list"),
    "a number": ("jupyter = 3", "3"),
    "a wrong key": ("jupyter = {\n    'bidner': True,\n}", "bidner"),
    "server: true": ("jupyter = {'server': True}", "server"),
    "a URL without a scheme": ("jupyter = {'server': {'url': 'localhost'}}", "url"),
    "a provider without a repo": ("jupyter = {'binder': {'provider': 'zenodo'}}", "repo"),
    "a public token": ("jupyter = {'server': {'url': 'https://example.org', 'token': 't'}}", "token"),
}


@pytest.mark.parametrize("name", BAD_PROJECTS)
def test_a_bad_value_in_conf_py_is_told_once_and_the_page_comes_out(build: Build, name: str) -> None:
    conf, word = BAD_PROJECTS[name]
    built = build({"index.rst": CELL}, conf=f"# first line\n{conf}\n")
    (warning,) = built.warnings
    place, _, message = warning.partition(": WARNING: ")
    assert place.rpartition("conf.py:")[2] in {"2", "3"}
    assert word in message and "[inpage_exec." in message
    assert "x" in built.page().select_one("pre").get_text()  # type: ignore[union-attr]


BAD_PAGES = ["[1", "{binder", "3", "[binder]", "bnider", "server"]


@pytest.mark.parametrize("value", BAD_PAGES)
def test_a_bad_value_in_docinfo_is_told_with_its_line_and_the_page_comes_out(
    build: Build, value: str
) -> None:
    built = build({"index.rst": f":author: me\n:jupyter: {value}\n\n{CELL}"}, jupyter=True)
    (warning,) = built.warnings
    assert "index.rst:2: WARNING: " in warning
    assert built.payload()["settings"]["backends"] == ["binder"]


def test_a_bad_value_given_on_the_command_line_is_told(build: Build) -> None:
    (warning,) = build({"index.rst": CELL}, jupyter="bnider").warnings
    assert warning.startswith("WARNING: ") and "bnider" in warning


@pytest.mark.parametrize(("value", "backends"), [("lite", ["lite"]), ("true", ["binder"]), ("false", [])])
def test_the_command_line_can_set_the_backend(build: Build, value: str, backends: list[str]) -> None:
    payload = build({"index.rst": CELL}, jupyter=value, strict=True).payload()
    assert payload.get("settings", {"backends": []})["backends"] == backends


def test_the_preview_server_comes_first_and_needs_no_settings(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INPAGE_EXEC_SERVER_URL", "https://example.org")
    monkeypatch.setenv("INPAGE_EXEC_SERVER_TOKEN", "t0ken-of-preview")
    sources = {"index.rst": CELL, "off.rst": f":orphan:\n:jupyter: false\n\n{CELL}"}
    built = build(sources, strict=True, jupyter={"binder": True})
    assert built.payload()["settings"]["backends"] == ["server", "binder"]
    assert built.payload()["settings"]["server"] == {
        "url": "https://example.org",
        "token": "t0ken-of-preview",
    }
    assert not ours(built, "off")
    assert not [file for file in built.directory.parent.rglob("*") if file.is_file() and _leaks(file)]


def _leaks(file: Path) -> bool:
    return file.suffix != ".html" and b"t0ken-of-preview" in file.read_bytes()


def test_singlehtml_runs_all_documents_that_are_on(build: Build) -> None:
    sources = {
        "index.rst": "Title\n=====\n\n.. toctree::\n\n   one\n   off\n   two\n",
        "one.rst": CELL.replace("x = 1", "one = 1"),
        "off.rst": f":jupyter: false\n\n{CELL}",
        "two.rst": CELL.replace("x = 1", "two = 2"),
    }
    built = build(sources, "singlehtml", jupyter=True, strict=True)
    assert [(cell["id"], cell["source"]) for cell in built.payload()["cells"]] == [
        ("cell-1", "one = 1"),
        ("cell-2", "two = 2"),
    ]
    assert [cell["data-cell-id"] for cell in built.page().select(".inpage-exec-cell")] == ["cell-1", "cell-2"]
    assert len(built.page().select(".inpage-exec-bar")) == 1


def test_singlehtml_has_the_settings_of_its_first_document_that_is_on(build: Build) -> None:
    sources = {
        "index.rst": "Title\n=====\n\n.. toctree::\n\n   one\n",
        "one.rst": f":jupyter: {json.dumps(SERVER)}\n\n{CELL}",
    }
    payload = build(sources, "singlehtml", strict=True).payload()
    assert [payload["docname"], payload["settings"]["backends"]] == ["one", ["server"]]


def test_a_project_can_override_each_template(build: Build) -> None:
    sources = {
        "index.rst": CELL,
        "_templates/inpage_exec/power.html": '<div class="inpage-exec-bar mine"></div>',
        "_templates/inpage_exec/panel.html": '<p class="inpage-exec-panel">{{ "<mine>" }}</p>',
    }
    built = build(sources, jupyter=True, templates_path=["_templates"])
    templates = built.templates()
    assert built.page().select(".inpage-exec-bar.mine")
    assert templates["inpage-exec-panel"].get_text().strip() == "<mine>"
    assert templates["inpage-exec-status"].select(".inpage-exec-status")


def test_every_button_has_a_name_that_can_be_read_out(build: Build) -> None:
    built = build({"index.rst": CELL}, jupyter=True, html_theme="basic")
    parts = [*built.templates().values(), *built.page().select(".inpage-exec-bar")]
    buttons = [button for part in parts for button in part.find_all("button")]
    nameless = [each for each in buttons if not (each.get("aria-label") or each.get_text().strip())]
    assert len(buttons) == 27
    # Its text is the browser's, which knows the backends.
    assert [each["data-action"] for each in nameless] == ["backend"]


def test_a_binder_gets_the_folder_of_the_sources_and_other_backends_do_not(
    build: Build, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    both = {"binder": {"repo": "me/mine"}, **SERVER}
    settings = build({"index.rst": CELL}, jupyter=both).payload()["settings"]
    assert [settings[name].get("folder") for name in ("binder", "server")] == ["source", None]


def test_all_pages_get_the_assets_where_they_are_asked_for_everywhere(build: Build) -> None:
    conf = "def setup(app):\n    app.set_html_assets_policy('always')\n"
    built = build({"index.rst": PLAIN}, conf=conf, jupyter=True)
    assert built.page().select("script[src*='inpage_exec/main.js']")
    assert built.payload() == {}


def test_missing_assets_are_told_and_the_page_comes_out(
    build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    built = build({"index.rst": CELL}, jupyter=True)
    (warning,) = built.warnings
    assert "is missing from" in warning and "[inpage_exec.assets]" in warning
    assert built.payload()["cells"]


def test_a_page_before_any_press_is_light(build: Build) -> None:
    built = build({"index.rst": CELL}, jupyter=True, html_theme="basic")
    without = build({"index.rst": CELL}, folder="without", jupyter=False, html_theme="basic")
    static = built.directory / "_static" / "inpage_exec"
    files = sum(len(gzip.compress((static / name).read_bytes())) for name in ("main.js", "inpage_exec.css"))
    markup = len(gzip.compress(built.text().encode())) - len(gzip.compress(without.text().encode()))
    assert files + markup <= 6_000


CHANGES: dict[str, dict[str, Any]] = {
    "settings": {"jupyter": "lite"},
    "repository": {"html_context": {"github_user": "me", "github_repo": "mine"}},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_settings_rewrites_pages(build: Build, name: str) -> None:
    before = build({"index.rst": CELL}, jupyter=True).payload()["settings"]
    assert build({"index.rst": CELL}, **{"jupyter": True, **CHANGES[name]}).payload()["settings"] != before


def test_a_change_of_the_environment_rewrites_pages(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build({"index.rst": CELL}).payload() == {}
    monkeypatch.setenv("INPAGE_EXEC_SERVER_URL", "http://localhost:9")
    assert build({"index.rst": CELL}).payload()["settings"]["backends"] == ["server"]


def test_a_change_of_a_packaged_file_rewrites_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    monkeypatch.setattr(assets, "PACKAGE", tmp_path)
    before = assets.fingerprint("same")
    (tmp_path / "inpage_exec").mkdir()
    (tmp_path / assets.SCRIPT).write_text("changed")
    assert assets.fingerprint("same") != before


def test_an_incremental_build_rewrites_only_what_changed(build: Build) -> None:
    orphan = f":orphan:\n\n{CELL}"
    # Not the root document, which Sphinx 7 writes every time.
    sources = {"index.rst": CELL, "one.rst": orphan, "other.rst": orphan}
    built = build(sources, jupyter=True)
    pages = {name: built.directory / f"{name}.html" for name in ("one", "other")}
    before = {name: page.stat().st_mtime_ns for name, page in pages.items()}
    build({**sources, "other.rst": orphan.replace("x = 1", "x = 2")}, jupyter=True)
    rewritten = [name for name, page in pages.items() if page.stat().st_mtime_ns != before[name]]
    assert rewritten == ["other"]
    assert built.payload("other")["cells"][0]["source"] == "x = 2"
