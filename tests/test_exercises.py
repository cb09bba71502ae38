"""Exercises: what stands on pages that run, and that everything can be read everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Build, text_notebook

RST = """\
Title
=====

.. exercise-cell:: Add *two* numbers
   :name: adding
   :tags: hide-input

   Say what ``1 + 1`` is.

   .. code-block:: python

      two = ...

   .. hint::

      It is not three.

   .. solution-cell::

      two = 2

   .. check-cell::

      assert two == 2, "No."

   Think about it.

See :ref:`it <adding>`.
"""
MYST = text_notebook(
    """\
````{exercise-cell} Add
Say what it is.

```python
two = ...
```

```{hint}
It is not three.
```

```{solution-cell}
two = 2
```

```{check-cell}
assert two == 2, "No."
```
````

```{code-cell}
print("after")
```
"""
)


def test_an_exercise_is_two_cells_of_which_the_second_checks_the_first(build: Build) -> None:
    built = build({"index.rst": RST}, jupyter=True, strict=True)
    reader, check = built.payload()["cells"]
    assert (reader["source"], reader["tags"]) == ("two = ...", ["raises-exception", "hide-input"])
    assert (check["source"], check["tags"]) == ('assert two == 2, "No."', ["skip-execution", "read-only"])
    assert (check["checks"], "checks" in reader) == (reader["id"], False)
    (exercise,) = built.page().select("#adding.admonition.exercise")
    assert exercise.select_one(".admonition-title em")
    folds = exercise.select("details.inpage-exec-fold:not([open])")
    titles = [fold.summary.get_text() for fold in folds if fold.summary]
    assert titles == ["Code", "Hint", "Solution", "Check"]


def test_an_admonition_with_the_class_of_a_hint_is_one(build: Build) -> None:
    hint = "   .. admonition:: Look here\n      :class: hint\n\n      It is not three.\n"
    source = RST.replace("   .. hint::\n\n      It is not three.\n", hint)
    (fold,) = build({"index.rst": source}, jupyter=True, strict=True).page().select("details.hint")
    assert fold.get_text(" ", strip=True) == "Look here It is not three."


def test_an_exercise_stands_between_the_cells_of_a_notebook(build: Build) -> None:
    built = build({"index.md": MYST}, extensions=("myst_nb",), jupyter=True)
    sources = [cell["source"] for cell in built.payload()["cells"]]
    assert sources == ["two = ...", 'assert two == 2, "No."', 'print("after")']


@pytest.mark.parametrize(
    ("builder", "jupyter", "file"),
    [("html", False, "index.html"), ("text", True, "index.txt"), ("latex", True, "test.tex")],
)
def test_all_of_an_exercise_can_be_read_where_nothing_runs(
    build: Build, builder: str, jupyter: bool, file: str
) -> None:
    built = build({"index.rst": RST}, builder, jupyter=jupyter, strict=True, project="test")
    text = next(Path(built.directory).glob(f"**/{file}")).read_text("utf-8")
    order = ["Exercise: Add", "Say what", "Hint", "It is not three", "Solution", "Check", "Think about it"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "inpage" not in text and "<details" not in text


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (".. exercise-cell:: Empty\n\n   Only words.\n", "This exercise has no code block"),
        (".. check-cell::\n\n   assert True\n", "This check-cell is in no exercise-cell"),
        (
            ".. exercise-cell::\n\n   Words.\n\n   .. check-cell::\n\n      assert True\n",
            "This exercise has no code block",
        ),
    ],
)
def test_what_is_no_exercise_is_told(build: Build, source: str, told: str) -> None:
    built = build({"index.rst": f"Title\n=====\n\n{source}"}, jupyter=True)
    assert [line for line in built.warnings if told in line]
    assert built.payload() == {}


def test_an_exercise_of_sphinx_exercise_can_hold_one(build: Build) -> None:
    inner = "\n".join(
        f"   {line}" for line in RST.split("\n\n", 1)[1].replace(":name: adding", "").splitlines()
    )
    source = f"Title\n=====\n\n.. exercise:: Sums\n   :label: sums\n\n{inner.partition('   See')[0]}\n"
    source += "See :ref:`sums`.\n\n.. solution:: sums\n\n   Think.\n"
    built = build({"index.rst": source}, extensions=("sphinx_exercise",), jupyter=True, strict=True)
    page = built.page()
    assert page.select("#sums.exercise .admonition.exercise .inpage-exec-cell")
    assert "Exercise 1" in page.select("#sums .admonition-title")[0].get_text()
    assert len(built.payload()["cells"]) == 2
