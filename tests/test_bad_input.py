"""Pages that are wrong in every way: nothing of ours raises, what is wrong is told, other pages are right."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import Build, code, ipynb, text_notebook
from fuzzing import OnePage, damaged_notebooks, one_page, text_pages
from hypothesis import HealthCheck, given, settings

same_every_time = settings(
    derandomize=True, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def myst_nb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnePage]:
    with one_page(tmp_path_factory.mktemp("myst_nb"), "myst_nb") as page:
        yield page


@pytest.fixture(scope="module")
def nbsphinx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnePage]:
    with one_page(tmp_path_factory.mktemp("nbsphinx"), "nbsphinx") as page:
        yield page


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnePage]:
    with one_page(tmp_path_factory.mktemp("plain"), "sphinx.ext.doctest") as page:
        yield page


def test_what_the_other_tests_ask_for_can_fail(plain: OnePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinx_inpage_exec.phases.produce_cells", None)
    with pytest.raises(AssertionError, match="not callable"):
        plain.build(".rst", b"Title\n=====\n")


@same_every_time
@given(damaged_notebooks())
def test_no_damaged_notebook_makes_ours_raise_with_myst_nb(myst_nb: OnePage, content: bytes) -> None:
    myst_nb.build(".ipynb", content)


@same_every_time
@given(damaged_notebooks())
def test_no_damaged_notebook_makes_ours_raise_with_nbsphinx(nbsphinx: OnePage, content: bytes) -> None:
    nbsphinx.build(".ipynb", content)


@same_every_time
@given(text_pages("md"))
def test_no_page_in_myst_makes_ours_raise(myst_nb: OnePage, content: bytes) -> None:
    myst_nb.build(".md", content)


@same_every_time
@given(text_pages("rst"))
def test_no_page_in_restructuredtext_makes_ours_raise(plain: OnePage, content: bytes) -> None:
    plain.build(".rst", content)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32-be", "latin-1", "shift_jis", "utf-7", "cp037"])
def test_no_page_in_another_encoding_makes_ours_raise(
    plain: OnePage, myst_nb: OnePage, encoding: str
) -> None:
    cell = "Título 日本\n=====\n\n.. code-block:: python\n   :class: thebe\n\n   'é日'\n"
    plain.build(".rst", f":jupyter: {{binder: é}}\n\n{cell}".encode(encoding, "replace"))
    front = "jupyter: {binder: {repo: é/日}}"
    myst_nb.build(".md", text_notebook(code("'é日'"), f"{front}\n").encode(encoding, "replace"))
    notebook = ipynb({"cell_type": "markdown", "source": f"---\n{front}\n---\n# é"}, {"source": "'é日'"})
    myst_nb.build(".ipynb", json.dumps(json.loads(notebook), ensure_ascii=False).encode(encoding, "replace"))


def test_includes_that_go_round_in_a_circle_are_told_and_the_other_pages_are_right(build: Build) -> None:
    circle = {
        f"{name}.rst": f":orphan:\n\n{name}\n===\n\n.. code-cell::\n\n   1\n\n.. include:: {other}.rst\n"
        for name, other in (("one", "two"), ("two", "one"))
    }
    built = build({"index.rst": "Start\n=====\n\n.. code-cell::\n\n   2\n", **circle}, jupyter=True)
    assert any("circular inclusion" in line for line in built.warnings)
    assert [cell["source"] for cell in built.payload()["cells"]] == ["2"]
    assert built.payload("one")["cells"]


GOOD = text_notebook(code("print(1)"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "bad.rst",
            ":jupyter: {nothing: 1}\n\nT\n=\n\n::\n\n  >>> 1\n",
            "bad.rst:1: WARNING: jupyter has no key",
        ),
        ("bad.md", "---\njupyter: {nothing: 1}\n---\n# T\n", "bad.md:2: WARNING: jupyter has no key"),
        ("bad.ipynb", ipynb({"cell_type": "markdown", "source": "---\njupyter: [\n---\n# T"}), "bad.ipynb"),
        ("bad.rst", "T\n=\n\n.. include:: bad.rst\n", "bad.rst"),
        (
            "bad.rst",
            ":jupyter: {lite: {contents: [none.csv]}}\n\nT\n=\n",
            "bad.rst:1: WARNING: jupyter.lite.con",
        ),
    ],
)
def test_a_wrong_page_is_told_with_its_place_and_the_others_are_right(
    build: Build, name: str, content: str, told: str
) -> None:
    alone = build({"index.md": GOOD}, extensions=("myst_nb",), jupyter=True, folder="alone").payload()
    built = build({"index.md": GOOD, name: content}, extensions=("myst_nb",), jupyter=True)
    assert any(told in line for line in built.warnings)
    assert built.payload() == alone
    assert (built.directory / "bad.html").is_file()


@pytest.mark.parametrize("change", ["\ufeff{}", "{}\0", "{}\r\n\x0c\n"])
def test_marks_and_line_ends_of_other_systems_change_no_cell(build: Build, change: str) -> None:
    page = change.format("Title\n=====\n\n.. code-cell::\n\n   print(1)\n   print(2)\n".replace("\n", "\r\n"))
    built = build({"index.rst": "Start\n=====\n"}, jupyter=True)
    Path(built.app.srcdir, "index.rst").write_bytes(page.encode())
    again = build({"conf.py": ""}, jupyter=True, folder="again")
    (only,) = again.payload()["cells"]
    assert only["source"].rstrip("\0") == "print(1)\nprint(2)"


def test_thousands_of_cells_are_all_there(build: Build) -> None:
    block = ".. code-block:: none\n   :class: thebe\n\n   x = {}\n"
    page = "T\n=\n\n" + "\n".join(block.format(number) for number in range(10_000))
    cells = build({"index.rst": page}, jupyter=True).payload()["cells"]
    assert [cell["source"] for cell in cells] == [f"x = {number}" for number in range(10_000)]


def test_a_cell_of_ten_megabytes_is_whole(build: Build) -> None:
    line = "x" * 99
    body = "\n".join([f"   {line}"] * 100_000)
    page = f"T\n=\n\n.. code-block:: none\n   :class: thebe\n\n{body}\n"
    (cell,) = build({"index.rst": page}, jupyter="lite").payload()["cells"]
    assert cell["source"] == "\n".join([line] * 100_000)


READ = "import sys; from {module} import {name}; {name}(sys.argv[1] * (500_000 // len(sys.argv[1])))"


@pytest.mark.parametrize("part", ["\n", " ", "a, ", "\t\n", "(", "pip "])
@pytest.mark.parametrize(
    "name", ["lite.imports.imported_modules", "lite.imports.installs_packages", "cells.prompts.has_prompts"]
)
def test_a_large_cell_is_not_read_again_from_each_of_its_lines(name: str, part: str) -> None:
    """What takes the square of a size would take minutes here."""
    module, _, function = f"sphinx_inpage_exec.{name}".rpartition(".")
    program = READ.format(module=module, name=function)
    subprocess.run([sys.executable, "-c", program, part], check=True, timeout=100)
