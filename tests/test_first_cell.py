"""Front matter in the first cell of a notebook."""

from __future__ import annotations

import json

import pytest
from building import ipynb
from hypothesis import given
from hypothesis import strategies as st

from sphinx_inpage_exec.first_cell import first_cell_metadata


def notebook(source: object, kind: str = "markdown") -> str:
    return json.dumps({"cells": [{"cell_type": kind, "source": source}]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (notebook("---\ntitle: T\njupyter: false\n---\n# T"), {"jupyter": False}),
        (notebook(["---\n", "thebe:\n", "  lite: true\n", "---"], "raw"), {"thebe": {"lite": True}}),
        (notebook("---\njupyter: [\n---\n"), {"jupyter": "jupyter: [\n"}),
        (notebook("---\ntitle: T\n---\n"), {}),
        (notebook("---\ntitle: [\n---\n"), {}),
        (notebook("---\n  jupyter: false\n---\n"), {}),
        (notebook("Text\n---\njupyter: false\n---\n"), {}),
        (notebook("---\njupyter: false\n---\n", "code"), {}),
        (notebook(None), {}),
        (ipynb(), {}),
        ("not JSON", {}),
        ("[]", {}),
    ],
)
def test_the_first_cell_says_what_its_front_matter_says(text: str, expected: dict[str, object]) -> None:
    assert first_cell_metadata(text) == expected


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["cells", "cell_type", "source"]), inner),
)


@given(json_values.map(json.dumps) | st.text().map(lambda text: notebook(f"---\njupyter: {text}\n---")))
def test_no_notebook_raises(text: str) -> None:
    assert set(first_cell_metadata(text)) <= {"jupyter", "thebe"}
