"""What each producer makes a cell of, and what is in the cell."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from building import Build, Built, code, ipynb, text_notebook, write_translations
from docutils import nodes

from sphinx_inpage_exec.nodes import Cell


def summary(built: Built, docname: str = "index") -> list[tuple[Any, ...]]:
    return [
        (cell["source"], cell["language"], cell["tags"], cell["visible"]) for cell in built.cells(docname)
    ]


NOTEBOOKS = {
    "index.md": text_notebook(
        code("first = 1", "remove-cell")
        + "Text between.\n\n"
        + code("second = 2", "hide-input")
        + code("third = 3", "remove-input")
        + "## Section\n\n"
        + code("fourth = 4", "remove-input, remove-output")
        + code("fifth = 5")
        + code("last = 6", "remove_cell")
    ),
    "index.ipynb": ipynb(
        {"source": "first = 1", "metadata": {"tags": ["remove-cell"]}},
        {"source": "Text between.", "cell_type": "markdown"},
        {"source": "second = 2", "metadata": {"tags": ["hide-input"]}},
        {"source": "third = 3", "metadata": {"tags": ["remove-input"]}},
        {"source": "## Section", "cell_type": "markdown"},
        {"source": "fourth = 4", "metadata": {"tags": ["remove-input", "remove-output"]}},
        {"source": "  "},
        {"source": "raw", "cell_type": "raw"},
        {"source": "fifth = 5"},
        {"source": "last = 6", "metadata": {"tags": ["remove_cell"]}},
    ),
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_all_code_cells_of_a_notebook_are_cells_in_order(build: Build, name: str) -> None:
    built = build({name: NOTEBOOKS[name]}, "dummy", extensions=("myst_nb",))
    assert summary(built) == [
        ("first = 1", "python", ["remove-cell"], False),
        ("second = 2", "python", ["hide-input"], True),
        ("third = 3", "python", ["remove-input"], True),
        ("fourth = 4", "python", ["remove-input", "remove-output"], False),
        ("fifth = 5", "python", [], True),
        ("last = 6", "python", ["remove_cell"], False),
    ]


def test_hidden_cells_stand_before_the_next_visible_one(build: Build) -> None:
    built = build({"index.md": NOTEBOOKS["index.md"]}, "dummy", extensions=("myst_nb",))
    first, second, *_, fourth, fifth, last = built.cells()
    assert first.parent is second.parent
    assert first.next_node(siblings=True, descend=False) is second
    assert fourth.next_node(siblings=True, descend=False) is fifth
    assert fifth.next_node(siblings=True, descend=False) is last


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"language_info": {"name": "R"}}, "r"),
        ({"kernelspec": {"name": "julia", "display_name": "Julia", "language": "julia"}}, "julia"),
        ({"language_info": {"name": "ipython", "pygments_lexer": "ipython3"}}, "python"),
    ],
)
def test_the_language_of_a_notebook_is_that_of_its_kernel(
    build: Build, metadata: dict[str, object], language: str
) -> None:
    built = build({"index.ipynb": ipynb({"source": "x"}, **metadata)}, "dummy", extensions=("myst_nb",))
    assert [cell["language"] for cell in built.cells()] == [language]


def test_a_notebook_without_visible_cells_has_no_cells(build: Build) -> None:
    built = build({"index.md": text_notebook(code("x = 1", "remove-cell"))}, "dummy", extensions=("myst_nb",))
    assert built.cells() == []


def test_a_notebook_read_through_source_read_is_read_as_it_was_changed(build: Build) -> None:
    conf = """
def setup(app):
    app.connect("source-read", lambda app, name, text: text.append(text.pop().replace("OLD", "new")))
"""
    source = text_notebook(code("OLD = 1"))
    built = build({"index.md": source}, "dummy", extensions=("myst_nb",), conf=conf)
    assert [cell["source"] for cell in built.cells()] == ["new = 1"]


def test_source_and_outputs_of_a_notebook_are_marked(build: Build) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "kept\n"}
    source = ipynb({"source": "print('kept')", "outputs": [output], "metadata": {"tags": ["hide-input"]}})
    cell = (
        build({"index.ipynb": source}, extensions=("myst_nb",), jupyter=True)
        .page()
        .select_one(".inpage-exec-cell")
    )
    assert cell is not None
    (shown,) = cell.select(".inpage-exec-source")
    (stored,) = cell.select(".inpage-exec-stored")
    assert shown.get_text().strip() == "print('kept')"
    assert shown.find_parent("details") is not None
    assert stored.get_text().strip() == "kept"


LITERALS = {
    "code-block": ("index.rst", ".. code-block:: python\n   :class: thebe\n\n   x = 1\n\n   y = 2\n"),
    "with line numbers and a caption": (
        "index.rst",
        ".. code-block:: python\n   :class: thebe\n   :linenos:\n   :caption: Two\n   :name: two\n\n"
        "   x = 1\n\n   y = 2\n",
    ),
    "class directive": (
        "index.rst",
        ".. highlight:: python\n.. rst-class:: thebe\n\n::\n\n   x = 1\n\n   y = 2\n",
    ),
    "nested": (
        "index.rst",
        "- Item\n\n  .. code-block:: py\n     :class: other thebe\n\n     x = 1\n\n     y = 2\n",
    ),
    "MyST": ("index.md", "# T\n\n```{code-block} python3\n:class: thebe\nx = 1\n\ny = 2\n```\n"),
    "MyST attributes": ("index.md", "# T\n\n{.thebe}\n```python\nx = 1\n\ny = 2\n```\n"),
}


@pytest.mark.parametrize("name", LITERALS)
def test_a_literal_block_of_class_thebe_is_a_cell_with_its_exact_text(build: Build, name: str) -> None:
    file, source = LITERALS[name]
    options = {"extensions": ("myst_parser",), "myst_enable_extensions": ["attrs_block"]}
    built = build({file: source}, "dummy", **options)
    assert summary(built) == [("x = 1\n\ny = 2", "python", [], True)]


def test_a_captioned_literal_block_is_in_its_cell_with_its_caption(build: Build) -> None:
    built = build({"index.rst": LITERALS["with line numbers and a caption"][1]}, "dummy")
    (cell,) = built.cells()
    assert next(cell.findall(nodes.caption)).astext() == "Two"


def test_other_literal_blocks_are_not_cells(build: Build) -> None:
    built = build({"index.rst": ".. code-block:: python\n   :class: thebes\n\n   x\n\n>>> 1\n1\n"}, "dummy")
    assert built.cells() == []


def test_a_cell_survives_pickling(build: Build) -> None:
    built = build({"index.rst": LITERALS["code-block"][1]}, "dummy")
    (cell,) = built.cells()
    copy = pickle.loads(pickle.dumps(cell))
    assert isinstance(copy, Cell)
    assert copy.attributes == cell.attributes


def test_a_static_cell_is_code_and_no_cell(build: Build) -> None:
    source = text_notebook(code("x = 1") + code("y = 2", "static") + code("z = 3", "remove-cell, static"))
    built = build({"index.md": source}, extensions=("myst_nb",), jupyter=True)
    assert [cell["source"] for cell in built.payload()["cells"]] == ["x = 1"]
    assert "y = 2" in built.page().get_text()


@pytest.mark.parametrize(
    ("tag", "normal"),
    [
        ("skip_execution", ["skip-execution"]),
        ("thebe-init", ["init-cell"]),
        ("tag_thebe-init", ["init-cell"]),
        ("thebe-remove-input-init", ["init-cell", "remove-input"]),
        ("mine", ["mine"]),
    ],
)
def test_tags_reach_the_browser_in_one_spelling(build: Build, tag: str, normal: list[str]) -> None:
    built = build({"index.rst": f".. code-cell::\n   :tags: {tag}\n\n   x = 1\n"}, jupyter=True)
    assert [cell["tags"] for cell in built.payload()["cells"]] == [normal]


TRANSLATED = {
    "directive": ("index.rst", ".. code-cell::\n\n   x = 1\n"),
    "literal": ("index.rst", ".. code-block:: python\n   :class: thebe\n\n   x = 1\n"),
}


@pytest.mark.parametrize("name", TRANSLATED)
def test_translated_code_runs_as_the_page_shows_it(build: Build, tmp_path: Path, name: str) -> None:
    file, source = TRANSLATED[name]
    write_translations(tmp_path / "locale", **{"x = 1": "y = 1"})
    built = build(
        {file: source},
        jupyter=True,
        language="de",
        locale_dirs=[str(tmp_path / "locale")],
        gettext_additional_targets=["literal-block"],
    )
    shown = built.page().select_one(".inpage-exec-source pre")
    assert shown and shown.get_text().strip() == "y = 1"
    assert [cell["source"] for cell in built.payload()["cells"]] == ["y = 1"]


def test_a_page_in_another_language_runs_the_code_of_its_source(build: Build, tmp_path: Path) -> None:
    write_translations(
        tmp_path / "locale", **{"Some words": "Ein paar Worte", "x = 1  # one": "x = 1  # eins"}
    )
    sources = {"index.md": text_notebook("Some words\n\n" + code("x = 1  # one"))}
    locale = [str(tmp_path / "locale")]
    built = build(sources, extensions=("myst_nb",), jupyter=True, language="de", locale_dirs=locale)
    assert "Ein paar Worte" in built.text()
    assert [cell["source"] for cell in built.payload()["cells"]] == ["x = 1  # one"]
