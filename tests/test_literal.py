"""Literal blocks and doctests: which of them are cells, and what runs of them."""

from __future__ import annotations

from typing import Any

import pytest
from building import Build, Built
from docutils import nodes

TWO = "\n   x = 1\n\n   y = 2\n\n"
FILE = "first\nx = 1\n\ny = 2\nlast\n"


def sources(built: Built) -> list[str]:
    return [cell["source"] for cell in built.cells()]


CHOSEN: dict[str, tuple[str, dict[str, Any]]] = {
    "by language": (f".. code-block:: python\n{TWO}", {"inpage_exec_languages": ["python"]}),
    "by another name of the language": (f".. code-block:: py\n{TWO}", {"inpage_exec_languages": ["python3"]}),
    "with everything that shows it better": (
        ".. code-block:: python\n   :linenos:\n   :emphasize-lines: 1\n   :caption: Two\n   :name: two\n"
        f"   :lineno-start: 5\n{TWO}",
        {"inpage_exec_languages": ["python"]},
    ),
    "lines of a file": (
        ".. literalinclude:: files/two.py\n   :lines: 2-4\n   :lineno-match:\n   :caption: Two\n",
        {"inpage_exec_files": ["files/*.py"]},
    ),
    "lines of a file by language": (
        ".. literalinclude:: files/two.py\n   :language: python\n   :lines: 2-4\n",
        {"inpage_exec_languages": ["python"]},
    ),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_blocks_are_chosen_by_settings_and_run_as_they_are_written(build: Build, name: str) -> None:
    source, settings = CHOSEN[name]
    built = build({"index.rst": source, "files/two.py": FILE}, "dummy", strict=True, **settings)
    assert sources(built) == ["x = 1\n\ny = 2"]


NOT_CHOSEN: dict[str, tuple[str, dict[str, Any]]] = {
    "another language": (f".. code-block:: rust\n{TWO}", {"inpage_exec_languages": ["python"]}),
    "no language": (f"::\n{TWO}", {"inpage_exec_languages": ["python"]}),
    "static": (f".. code-block:: python\n   :class: static\n{TWO}", {"inpage_exec_languages": ["python"]}),
    "a difference": (
        ".. literalinclude:: files/two.py\n   :diff: files/one.py\n",
        {"inpage_exec_files": ["**.py"], "inpage_exec_languages": ["python"]},
    ),
    "another file": (".. literalinclude:: files/two.py\n", {"inpage_exec_files": ["other/*.py"]}),
    "doctests that are not switched on": (">>> 1\n1\n", {"inpage_exec_languages": ["python"]}),
}


@pytest.mark.parametrize("name", NOT_CHOSEN)
def test_other_blocks_stay_plain_code(build: Build, name: str) -> None:
    source, settings = NOT_CHOSEN[name]
    files = {"files/two.py": FILE, "files/one.py": "other\n"}
    assert build({"index.rst": source, **files}, "dummy", strict=True, **settings).cells() == []


def test_classes_that_are_tags_are_tags(build: Build) -> None:
    source = f".. code-block:: python\n   :class: thebe read-only mine init-cell\n{TWO}"
    (cell,) = build({"index.rst": source}, "dummy").cells()
    assert cell["tags"] == ["init-cell", "read-only"]


def test_a_change_of_the_setting_finds_the_cells_of_pages_that_are_read_already(build: Build) -> None:
    source = {"index.rst": f".. code-block:: python\n{TWO}"}
    assert build(source, "dummy").cells() == []
    assert sources(build(source, "dummy", inpage_exec_languages=["python"])) == ["x = 1\n\ny = 2"]


SESSION = """\
>>> total = 1
>>> def add(number):
...     return total + number
...
>>> add(1)
2

Text between.

>>> total
1
>>> total + 1  # doctest: +SKIP
5
>>> [][0]
Traceback (most recent call last):
    ...
IndexError: list index out of range
>>> last = 1
"""
CELLS = [
    ("total = 1\ndef add(number):\n    return total + number\nadd(1)", [], "2"),
    ("total", [], "1"),
    ("total + 1  # doctest: +SKIP", ["skip-execution"], "5"),
    (
        "[][0]",
        ["raises-exception"],
        "Traceback (most recent call last):\n    ...\nIndexError: list index out of range",
    ),
    ("last = 1", [], None),
]


def payload_cells(built: Built) -> list[tuple[Any, ...]]:
    return [(cell["source"], cell["tags"], cell.get("expected")) for cell in built.payload()["cells"]]


DOCTESTS = {
    "doctest blocks": ("index.rst", f"Title\n=====\n\n{SESSION}"),
    "numpydoc": ("index.rst", "Title\n=====\n\n.. autofunction:: orchard.grow\n"),
    "doctest directives": (
        "index.rst",
        "Title\n=====\n\n.. doctest::\n\n"
        + "".join(f"   {line}\n" for line in SESSION.replace("Text between.\n\n", "").splitlines()),
    ),
    "pycon": ("index.md", f"# Title\n\n```pycon\n{SESSION.replace('Text between.', '')}```\n"),
}


@pytest.mark.parametrize("name", DOCTESTS)
def test_the_prompts_do_not_run_and_each_output_is_expected_of_its_code(
    build: Build, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    file, source = DOCTESTS[name]
    indented = "".join(f"    {line}\n" for line in SESSION.splitlines())
    (tmp_path / "orchard.py").write_text(
        f'def grow():\n    """Grow.\n\n    Examples\n    --------\n{indented}    """\n', encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    extensions = ("myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.doctest")
    built = build({file: source}, extensions=extensions, inpage_exec_doctests=True, jupyter=True, strict=True)
    assert payload_cells(built) == CELLS


def test_an_example_looks_as_before_and_its_output_is_built_in(build: Build) -> None:
    page = build({"index.rst": SESSION}, inpage_exec_doctests=True, jupyter=True).page()
    first = page.select(".inpage-exec-cell")[0]
    shown, stored = first.select_one(".inpage-exec-source"), first.select_one(".inpage-exec-stored")
    assert shown and stored
    assert shown.get_text().strip().splitlines()[:3] == [
        ">>> total = 1",
        ">>> def add(number):",
        "...     return total + number",
    ]
    assert stored.get_text().strip() == "2"


@pytest.mark.parametrize("settings", [{"builder": "text", "jupyter": True}, {"builder": "html"}])
def test_where_no_page_runs_the_doctests_stay_as_they_are(build: Build, settings: dict[str, Any]) -> None:
    suffix = "txt" if settings["builder"] == "text" else "html"
    ours = build({"index.rst": SESSION}, folder="ours", inpage_exec_doctests=True, **settings)
    plain = build({"index.rst": SESSION}, settings["builder"], folder="plain", ours=False)
    read = [(built.directory / f"index.{suffix}").read_text(encoding="utf-8") for built in (ours, plain)]
    assert read[0] == read[1]


def test_a_captioned_session_keeps_its_caption_and_its_name(build: Build) -> None:
    source = (
        ".. code-block:: pycon\n   :caption: A session\n   :name: here\n\n"
        "   >>> 1\n   1\n   >>> 2\n   2\n\nSee :ref:`here`.\n"
    )
    built = build({"index.rst": source}, inpage_exec_doctests=True, jupyter=True, strict=True)
    page = built.page()
    assert [cell["expected"] for cell in built.payload()["cells"]] == ["1", "2"]
    assert "A session" in page.get_text()
    assert page.select("#here")


def test_prompts_in_a_block_of_class_thebe_do_not_run(build: Build) -> None:
    source = ".. code-block:: python\n   :class: thebe\n\n   >>> 1 + 1\n   2\n"
    assert payload_cells(build({"index.rst": source}, jupyter=True)) == [("1 + 1", [], "2")]


def test_an_example_that_doctest_does_not_understand_is_told_and_stays_plain_code(build: Build) -> None:
    source = "Title\n=====\n\n>>> if True:\n... print(1)\n  ...pass\n>>>1\n"
    broken = ">>> x = 1\n>>> def f():\n...return 1\n"
    built = build({"index.rst": f"{broken}\n{source}"}, inpage_exec_doctests=True, jupyter=True)
    assert any("can not run in the page, because doctest does not understand it" in w for w in built.warnings)
    assert built.page().find(string=lambda text: bool(text) and "def" in text)


def test_the_document_holds_one_block_until_its_page_runs(build: Build) -> None:
    built = build({"index.rst": SESSION}, "dummy", inpage_exec_doctests=True)
    assert len(list(built.app.env.get_doctree("index").findall(nodes.doctest_block))) == 2
