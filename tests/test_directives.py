"""Our own `code-cell` and `power-button`."""

from __future__ import annotations

from typing import Any

import pytest
from building import Build

RST_CELL = ".. code-cell:: {language}\n{options}\n   x = 1\n"
MYST_CELL = "# T\n\n```{{code-cell}} {language}\n{options}x = 1\n```\n"

OPTIONS: dict[str, tuple[str, str, tuple[Any, ...]]] = {
    "no language": ("", "", ("x = 1", "python", [], True)),
    "alias of python": ("ipython3", "", ("x = 1", "python", [], True)),
    "another language": ("r", "", ("x = 1", "r", [], True)),
    "tags as YAML": ("", ":tags: [hide-input, mine]", ("x = 1", "python", ["hide-input", "mine"], True)),
    "tags with commas": ("", ":tags: hide-input, mine", ("x = 1", "python", ["hide-input", "mine"], True)),
    "one tag": ("", ":tags: mine", ("x = 1", "python", ["mine"], True)),
    "no tags": ("", ":tags:", ("x = 1", "python", [], True)),
    "removed": ("", ":tags: remove-cell", ("x = 1", "python", ["remove-cell"], False)),
    "all removed": (
        "",
        ":tags: [remove_input, remove-output]",
        ("x = 1", "python", ["remove_input", "remove-output"], False),
    ),
    "code-block's options": ("", ":class: mine\n:linenos:\n:name: here", ("x = 1", "python", [], True)),
}


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize(
    ("file", "template", "indent"), [("index.rst", RST_CELL, "   "), ("index.md", MYST_CELL, "")]
)
def test_a_code_cell_says_what_it_is(build: Build, name: str, file: str, template: str, indent: str) -> None:
    language, options, expected = OPTIONS[name]
    lines = "".join(f"{indent}{line}\n" for line in options.splitlines())
    source = template.format(language=language, options=lines)
    built = build({file: source}, "dummy", extensions=("myst_parser",), strict=True)
    cells = [(cell["source"], cell["language"], cell["tags"], cell["visible"]) for cell in built.cells()]
    assert cells == [expected]
    assert built.warnings == []


def test_a_code_cell_shows_what_a_code_block_shows(build: Build) -> None:
    options = "   :caption: Here\n   :name: here\n   :linenos:\n   :emphasize-lines: 2\n   :class: mine\n"
    body = "\n   x = 1\n   y = 2\n\nSee :ref:`here`.\n"
    own = build({"index.rst": f".. code-cell:: python\n{options}{body}"}, folder="own").text()
    plain = build({"index.rst": f".. code-block:: python\n{options}{body}"}, folder="plain").text()
    assert own == plain


@pytest.mark.parametrize(
    ("tags", "source_shown"),
    [("", True), ("remove-input", False), ("remove_input", False), ("remove-output", True)],
)
def test_the_input_of_a_code_cell_is_shown_unless_removed(
    build: Build, tags: str, source_shown: bool
) -> None:
    page = build({"index.rst": f".. code-cell::\n   :tags: {tags}\n\n   x = 1\n"}, jupyter=True).page()
    (cell,) = page.select(".inpage-exec-cell")
    assert bool(cell.select(".inpage-exec-source")) is source_shown


HIDDEN: dict[str, tuple[str, list[tuple[str, list[str]]]]] = {
    "hide-input": ("en", [("Code", ["x = 1"])]),
    "hide-output": ("en", [("Output", ["12"])]),
    "hide_input, hide_output": ("en", [("Code", ["x = 1"]), ("Output", ["12"])]),
    "hide-cell": ("de", [("Code und Ausgabe", ["x = 1", "12"])]),
    "remove-input, hide-output": ("de", [("Ausgabe", ["12"])]),
    "hide-input, remove-output": ("en", [("Code", ["x = 1"])]),
}


@pytest.mark.parametrize("tags", HIDDEN)
def test_what_the_tags_hide_is_folded_on_a_page_that_runs(build: Build, tags: str) -> None:
    language, expected = HIDDEN[tags]
    cell = f".. code-cell::\n   :tags: {tags}\n\n   x = 1\n\n.. cell-output::\n\n   12\n"
    page = build({"index.rst": cell}, jupyter=True, strict=True, language=language).page()
    folds = page.select(".inpage-exec-cell > details.inpage-exec-fold:not([open])")
    found = [(fold.select("summary"), fold.select("pre")) for fold in folds]
    texts = [(title.get_text(), [pre.get_text().strip() for pre in shown]) for (title,), shown in found]
    assert texts == expected
    plain = build({"index.rst": cell}, folder="plain").page()
    assert plain.select("details") == []


def test_the_source_of_a_code_cell_is_what_the_page_shows(build: Build) -> None:
    built = build({"index.rst": ".. code-cell::\n   :dedent: 4\n\n       x = 1\n\n       y = 2\n"}, "dummy")
    (cell,) = built.cells()
    assert cell["source"] == "x = 1\n\ny = 2"


def test_magics_in_a_code_cell_are_no_syntax_errors(build: Build) -> None:
    source = ".. code-cell::\n\n   %matplotlib inline\n   !ls $HOME\n   x = 1\n"
    assert build({"index.rst": source}, strict=True, jupyter=True).warnings == []


GIVEN = {
    "index.rst": ".. code-cell::\n   :caption: Here\n\n   1 + 1\n\n.. cell-output::\n\n   2 *\n\n"
    ".. cell-output::\n   :markup:\n\n   Two, *surely*.\n\nAfter.\n",
    "index.md": "# T\n\n```{code-cell}\n:caption: Here\n1 + 1\n```\n```{cell-output}\n2 *\n```\n"
    "```{cell-output}\n:markup:\nTwo, *surely*.\n```\n\nAfter.\n",
}


@pytest.mark.parametrize("file", GIVEN)
def test_outputs_that_an_author_writes_are_those_of_the_cell_before_them(build: Build, file: str) -> None:
    built = build({file: GIVEN[file]}, extensions=("myst_parser",), jupyter=True, strict=True)
    (cell,) = built.page().select(".inpage-exec-cell")
    text, markup = cell.select(".inpage-exec-stored")
    assert text.get_text().strip() == "2 *"
    assert markup.em and markup.em.get_text() == "surely"
    assert "After." not in cell.get_text()
    assert built.payload()["cells"][0]["source"] == "1 + 1"


@pytest.mark.parametrize("tags", ["remove-output", "remove-cell"])
def test_given_outputs_that_the_tags_remove_are_not_on_the_page(build: Build, tags: str) -> None:
    source = f".. code-cell::\n   :tags: {tags}\n\n   1\n\n.. cell-output::\n\n   removed\n\n{CELL}"
    assert "removed" not in build({"index.rst": source}, jupyter=True, strict=True).text()


def test_a_given_output_without_a_cell_is_told_and_stays(build: Build) -> None:
    built = build({"index.rst": f"{CELL}Between.\n\n.. cell-output::\n\n   stays\n"}, jupyter=True)
    assert "stays" in built.text()
    (warning,) = built.warnings
    assert "index.rst:7: WARNING: This cell-output stands behind no code-cell" in warning


@pytest.mark.parametrize("tags", ["{a: b}", "1"])
def test_tags_that_are_not_a_list_are_told_and_dropped(build: Build, tags: str) -> None:
    built = build({"index.rst": f"Title\n=====\n\n.. code-cell::\n   :tags: {tags}\n\n   x = 1\n"}, "dummy")
    assert [cell["tags"] for cell in built.cells()] == [[]]
    (warning,) = built.warnings
    assert "index.rst:4: WARNING: The tags of this cell are" in warning


def test_code_cells_of_myst_nb_stay_its_own(build: Build) -> None:
    built = build({"index.rst": ".. code-cell::\n\n   x = 1\n"}, "dummy", extensions=("myst_nb",))
    assert built.cells() == []
    assert "Found an unexpected `code-cell`" in built.warnings[0]


CELL = ".. code-cell::\n\n   x = 1\n\n"
BUTTON = "Before.\n\n.. power-button::\n\nAfter.\n\n"


def test_the_power_button_stands_where_the_author_puts_it(build: Build) -> None:
    page = build({"index.rst": f"Title\n=====\n\n{CELL}{BUTTON}"}, jupyter=True, strict=True).page()
    (bar,) = page.select(".inpage-exec-bar")
    assert [sibling.get_text() for sibling in (bar.find_previous("p"), bar.find_next("p")) if sibling] == [
        "Before.",
        "After.",
    ]


def test_a_second_power_button_is_told_and_dropped(build: Build) -> None:
    built = build({"index.rst": f"Title\n=====\n\n{CELL}{BUTTON}.. power-button::\n"}, jupyter=True)
    assert len(built.page().select(".inpage-exec-bar")) == 1
    (warning,) = built.warnings
    assert "index.rst:14: WARNING: This page has a power button already" in warning


def test_a_power_button_without_cells_is_told_and_dropped(build: Build) -> None:
    built = build({"index.rst": f"Title\n=====\n\n{BUTTON}"}, jupyter=True)
    assert "inpage-exec" not in built.text()
    (warning,) = built.warnings
    assert "index.rst:6: WARNING: This page has no cells" in warning


def test_a_power_button_on_a_page_that_is_off_is_dropped_in_silence(build: Build) -> None:
    built = build({"index.rst": f"Title\n=====\n\n{CELL}{BUTTON}"}, strict=True)
    assert "inpage-exec" not in built.text()
