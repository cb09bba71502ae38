"""What each builder makes of a project with cells: pages that run, or no trace of the extension."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from building import Build, Built, code, ipynb, text_notebook

RST = """\
Literal blocks
==============

.. code-block:: python
   :class: thebe
   :caption: First
   :name: first
   :linenos:

   first = 1

See :numref:`first`.

.. code-block:: python
   :class: thebe mine

   second = 2
"""
OUTPUT = {"output_type": "stream", "name": "stdout", "text": "stored text\n"}
IMAGE = {
    "output_type": "display_data",
    "metadata": {},
    "data": {"text/plain": "an image", "text/html": "<b>an image</b>"},
}
SOURCES = {
    "index.rst": "Title\n=====\n\n.. toctree::\n   :numbered:\n   :glob:\n\n   *\n",
    "literal.rst": RST,
    "notebook.md": text_notebook(
        "\n".join(
            code(f"x = {number}", tags)
            for number, tags in enumerate(["", "remove-cell", "hide-input", "remove-input"])
        )
    ),
    "stored.ipynb": ipynb(
        {"source": "# Stored", "cell_type": "markdown"},
        {"source": "print('stored text')", "outputs": [OUTPUT]},
        {"source": "image", "outputs": [IMAGE], "metadata": {"tags": ["hide-cell"]}},
    ),
}
OPTIONS = {"extensions": ("myst_nb",), "numfig": True, "version": "1", "copyright": "me", "html_title": "T"}
WITHOUT_TRACE = [
    "latex",
    "text",
    "man",
    "texinfo",
    "xml",
    "pseudoxml",
    "gettext",
    "linkcheck",
    "epub",
    "json",
    "htmlhelp",
    "dummy",
]
# Digests of the configuration, the environment, and lists of files and extensions: records of the build.
_RECORDS = {".buildinfo", "environment.pickle", "last_build", "globalcontext.json", "searchindex.json"}


def contents(built: Built) -> dict[str, bytes]:
    """Every file that came out, those in archives too; without what a builder records of its own run."""
    files = {
        file.relative_to(built.directory).as_posix(): file
        for file in built.directory.rglob("*")
        if file.is_file()
    }
    return {
        name: data
        for path, file in files.items()
        if file.name not in _RECORDS
        for name, data in _unpacked(path, file)
    }


def _unpacked(path: str, file: Path) -> list[tuple[str, bytes]]:
    if file.suffix != ".epub":
        return [(path, file.read_bytes())]
    with zipfile.ZipFile(file) as archive:
        return [(f"{path}/{name}", archive.read(name)) for name in archive.namelist()]


@pytest.fixture(autouse=True)
def _same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.mark.parametrize("builder", WITHOUT_TRACE)
def test_other_builders_come_out_as_if_the_extension_were_not_there(build: Build, builder: str) -> None:
    without = build(SOURCES, builder, folder="without", ours=False, **OPTIONS)
    with_ours = build(SOURCES, builder, folder="with", jupyter=True, **OPTIONS)
    assert with_ours.warnings == without.warnings
    expected, found = contents(without), contents(with_ours)
    assert sorted(found) == sorted(expected)
    assert [name for name in found if found[name] != expected[name]] == []


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "xml"])
def test_our_own_directives_leave_plain_code_elsewhere(build: Build, builder: str) -> None:
    cell = "Title\n=====\n\n.. code-cell::\n   :tags: [mine]\n\n   x = 1\n\n.. power-button::\n\n"
    removed = ".. code-cell::\n   :tags: remove-cell\n\n   y = 2\n"
    plain = "Title\n=====\n\n.. code-block:: python\n\n   x = 1\n"
    found = contents(
        build({"index.rst": cell + removed}, builder, folder="with", copyright="me", version="1", strict=True)
    )
    expected = contents(
        build({"index.rst": plain}, builder, folder="without", ours=False, copyright="me", version="1")
    )
    assert sorted(found) == sorted(expected)
    assert [name for name in found if found[name] != expected[name]] == []


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_two_builds_of_the_same_sources_are_equal(build: Build, builder: str) -> None:
    options = {**OPTIONS, "jupyter": True, "strict": True}
    first = build(SOURCES, builder, folder="first", **options)
    second = build(SOURCES, builder, folder="second", **options)
    assert contents(first) == contents(second)
    assert (first.directory / ".buildinfo").read_bytes() == (second.directory / ".buildinfo").read_bytes()


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_a_parallel_build_is_equal_to_a_serial_one(build: Build, builder: str) -> None:
    # Sphinx works in parallel only from a handful of documents on.
    names = [f"more{number}" for number in range(6)]
    sources = {**SOURCES, **{f"{name}.rst": RST.replace("first", name) for name in names}}
    options = {**OPTIONS, "jupyter": True, "strict": True}
    serial = build(sources, builder, folder="serial", **options)
    parallel = build(sources, builder, folder="parallel", parallel=2, **options)
    assert contents(serial) == contents(parallel)


FEED = """
def setup(app):
    def keep(app, page, template, context, document):
        if document:
            (app.outdir / f"{page}.feed").write_text(context["body"], encoding="utf-8")
    app.connect("html-page-context", keep)
"""
"""How extensions that make feeds take the text of a page."""


@pytest.mark.parametrize("touch", [False, True])
def test_a_feed_has_the_code_of_a_page_and_nothing_of_the_interface(build: Build, touch: bool) -> None:
    jupyter = {"lite": True, "startOnTouch": touch, "powerButton": "directive" if touch else "top"}
    launch = {"inpage_exec_launch": ["binder"], "html_context": {"github_user": "a", "github_repo": "b"}}
    built = build(SOURCES, jupyter=jupyter, conf=FEED, strict=True, **launch, **OPTIONS)
    feed = BeautifulSoup((built.directory / "literal.feed").read_text("utf-8"), "html.parser")
    assert "first = 1" in feed.get_text()
    assert [tag.name for tag in feed.select("template, script, button, .inpage-exec-launch")] == []
    assert [bar.get_text() for bar in feed.select(".inpage-exec-bar")] == [""]
    (bar,) = built.page("literal").select(".inpage-exec-bar")
    assert bool(bar.select("button")) is not touch
    assert bar.find_next("h1") and built.page("literal").select(".inpage-exec-launch")


def test_the_environment_holds_nothing_of_ours(build: Build) -> None:
    env = build(SOURCES, jupyter=True, **OPTIONS).app.env
    assert [name for name in vars(env) if "inpage" in name] == []


def test_every_html_builder_runs_every_producer(build: Build) -> None:
    built = build(SOURCES, "singlehtml", jupyter=True, strict=True, **OPTIONS)
    assert [cell["source"] for cell in built.payload()["cells"]] == [
        "first = 1",
        "second = 2",
        "x = 0",
        "x = 1",
        "x = 2",
        "x = 3",
        "print('stored text')",
        "image",
    ]
