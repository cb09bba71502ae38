"""The ids of cells and values, which links, kept edits and stylesheets refer to."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypandoc  # type: ignore[import-untyped]
import pytest
from building import Build, Built, code, ipynb, text_notebook, write_translations

INDEX = "Title\n=====\n\n.. toctree::\n\n   {page}\n   other\n"
OTHER = "Other\n=====\n\n.. code-block:: python\n   :class: thebe\n\n   x = 1\n"
DIRECTIVE = "Title\n=====\n\n.. code-cell::\n   :name: here\n\n   x = 1\n\nWords.\n\n.. code-cell::\n\n   x\n"
LITERAL = DIRECTIVE.replace("code-cell::", "code-block:: python\n   :class: thebe")
OUTPUT = {"output_type": "stream", "name": "stdout", "text": "stored text\n"}
NOTEBOOK = ipynb(
    {"source": "Words.", "cell_type": "markdown"},
    {"source": "x = 1", "metadata": {"tags": ["remove-cell"]}},
    {"source": "print('stored text')", "outputs": [OUTPUT]},
    {"source": "x", "metadata": {"tags": ["hide-cell"]}},
)
EXAMPLE = '"""\nTitle\n=====\n"""\n\nx = 1\n\n# %%\n# Words.\n\nx\n'
GALLERY = {"examples_dirs": "examples", "gallery_dirs": "gallery", "plot_gallery": False}
GLUED = "from myst_nb import glue\nglue('one', 1)\nx = 1"


@dataclass
class Case:
    """A page of one producer, and what its project has beside it."""

    sources: dict[str, str]
    extensions: tuple[str, ...] = ()
    page: str = "page"
    cells: int = 2
    settings: dict[str, Any] = field(default_factory=dict)


PRODUCERS = {
    "code-cell": Case({"page.rst": DIRECTIVE}),
    "code-cell in Markdown": Case(
        {"page.md": "# T\n\n```{code-cell}\nx = 1\n```\n\nWords.\n\n```{code-cell}\nx\n```\n"},
        ("myst_parser",),
    ),
    "exercise": Case(
        {
            "page.rst": "Title\n=====\n\n.. exercise-cell::\n\n   .. code-block::\n\n      x = 1\n\n"
            "   .. check-cell::\n\n      assert x\n"
        }
    ),
    "literal block by class": Case({"page.rst": LITERAL}),
    "literal block by language": Case(
        {"page.rst": LITERAL.replace("thebe", "mine")}, settings={"inpage_exec_languages": ["python"]}
    ),
    "literal block by file": Case(
        {"page.rst": "Title\n=====\n\n.. literalinclude:: script.py\n", "script.py": "x = 1\n"},
        cells=1,
        settings={"inpage_exec_files": ["*.py"]},
    ),
    "doctest": Case(
        {"page.rst": "Title\n=====\n\n>>> x = 1\n>>> x\n1\n>>> x\n1\n"},
        settings={"inpage_exec_doctests": True},
    ),
    "MyST-NB": Case(
        {
            "page.md": text_notebook(
                code(GLUED) + "Now {eval}`x` and {glue}`one`.\n\n" + code("x", "remove-cell")
            )
        },
        ("myst_nb",),
        settings={"nb_execution_mode": "inline"},
    ),
    "MyST-NB, a notebook": Case({"page.ipynb": NOTEBOOK}, ("myst_nb",), cells=3),
    "jupyter-sphinx": Case(
        {"page.rst": "Title\n=====\n\n.. jupyter-execute::\n\n   x = 1\n\n.. jupyter-execute::\n\n   x\n"},
        ("jupyter_sphinx",),
    ),
    "nbsphinx": Case(
        {"page.ipynb": NOTEBOOK}, ("nbsphinx",), cells=3, settings={"nbsphinx_execute": "never"}
    ),
    "sphinx-gallery": Case(
        {"examples/README.txt": "All\n===\n", "examples/plot.py": EXAMPLE},
        ("sphinx_gallery.gen_gallery",),
        page="gallery/plot",
        settings={"sphinx_gallery_conf": GALLERY},
    ),
}


@pytest.fixture(autouse=True)
def _pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the pandoc of the wheel on PATH, which nbsphinx runs."""
    monkeypatch.setenv("PATH", str(Path(pypandoc.get_pandoc_path()).parent), prepend=os.pathsep)


def ids_of(built: Built, page: str) -> dict[str, list[str]]:
    """The ids of a page's cells and values, in their order, as the payload and the elements have them."""
    payload = built.payload(page)
    asked = [value for cell in payload["cells"] for value in cell.get("values", ())]
    document = built.page(page)
    return {
        "cells": [cell["id"] for cell in payload["cells"]],
        "values": [*asked, *(each["id"] for each in payload.get("glued", ()))],
        "elements": [str(each["data-cell-id"]) for each in document.select("[data-cell-id]")],
        "anchors": [str(each["id"]) for each in document.select("[id]")],
    }


@pytest.mark.parametrize("name", PRODUCERS)
def test_ids_are_the_same_in_every_build_and_unique_on_their_page(build: Build, name: str) -> None:
    case = PRODUCERS[name]
    sources = {"index.rst": INDEX.format(page=case.page), "other.rst": OTHER, **case.sources}
    options = {"extensions": case.extensions, "jupyter": True, **case.settings}
    first = ids_of(build(sources, **options), case.page)
    assert len(first["cells"]) == case.cells
    for ids in first.values():
        assert [each for each, count in Counter(ids).items() if count > 1] == []
    more = {**sources, "other.rst": OTHER + LITERAL.partition("=\n")[2].replace("here", "there")}
    assert ids_of(build(more, **options), case.page) == first
    assert ids_of(build(more, folder="anew", **options), case.page) == first


LANGUAGES = {
    "code-cell": Case({"index.rst": DIRECTIVE}),
    "literal block": Case({"index.rst": LITERAL}),
    "doctest": Case(
        {"index.rst": "Title\n=====\n\nWords.\n\n>>> x = 1\n>>> x\n1\n"},
        settings={"inpage_exec_doctests": True},
    ),
    "MyST-NB": Case(
        {"index.md": text_notebook(code("x = 1") + "Words.\n\n" + code("x", "remove-cell"))}, ("myst_nb",)
    ),
    "nbsphinx": Case({"index.ipynb": NOTEBOOK}, ("nbsphinx",), settings={"nbsphinx_execute": "never"}),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_same_page_in_another_language_has_the_same_cells(
    build: Build, name: str, tmp_path: Path
) -> None:
    case = LANGUAGES[name]
    write_translations(tmp_path / "locale", **{"Words.": "Worte."})
    options = {"extensions": case.extensions, "jupyter": True, **case.settings}
    english = build(case.sources, folder="english", **options)
    german = build(
        case.sources, folder="german", language="de", locale_dirs=[str(tmp_path / "locale")], **options
    )
    assert "Words." in english.page().get_text()
    assert "Worte." in german.page().get_text()
    assert german.payload()["cells"] == english.payload()["cells"] != []
    assert ids_of(german, "index") == ids_of(english, "index")
