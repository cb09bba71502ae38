"""The lines that warnings name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_inpage_exec.locations import conf_line, line_of, page_problem_location

YAML = """\
# a comment
jupyter:
  binder: {url: x,
    repo: y}
  kernelName: z
2: x
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("jupyter", 2),
        ("jupyter.binder", 3),
        ("jupyter.binder.url", 3),
        ("jupyter.binder.repo", 4),
        ("jupyter.binder.other", 3),
        ("jupyter.kernelName", 5),
        ("jupyter.kernelName.deeper", 5),
        ("jupyter.other", 2),
        ("other", None),
    ],
)
def test_a_key_in_yaml_has_its_line_or_that_of_the_key_around_it(key: str, line: int | None) -> None:
    assert line_of(YAML, key) == line


@pytest.mark.parametrize(("text", "line"), [("", None), ("[1]", None), ("a: b: c", 1), ("x: 1\ny: [", 2)])
def test_yaml_without_keys_has_the_line_of_its_mistake_or_none(text: str, line: int | None) -> None:
    assert line_of(text, "jupyter") == line


CONF = """\
jupyter = False
project = "x"
jupyter: dict[str, object] = {
    **defaults,
    "binder": {
        "url": "x",
    },
    3: 4,
}
other["jupyter"] = 3
"""


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (CONF, "jupyter", 3),
        (CONF, "jupyter.binder", 5),
        (CONF, "jupyter.binder.url", 6),
        (CONF, "jupyter.binder.repo", 5),
        (CONF, "jupyter.lite", 3),
        ("a = jupyter = 'bnider'", "jupyter", 1),
        ("\nif True:\n    jupyter = 'x'", "jupyter", None),
        ("extensions = []", "jupyter", None),
        ("jupyter = (", "jupyter", None),
        ("jupyter = 1\x00", "jupyter", None),
    ],
)
def test_a_key_in_conf_py_has_its_line(text: str, key: str, line: int | None) -> None:
    assert conf_line(text, key) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: x\njupyter:\n  binder:\n    url: x\n---\n# Title\n", 5),
        ("---\njupyter: {binder: {url: x}}\n---\n", 2),
        ("---\nthebe:\n  binder:\n    url: x\n---\n", 4),
        ("---\njupyter: bnider\n...\n", 2),
        ("---\na: 1\njupyter: [\n---\n", 4),
        ("---\ntitle: x\n---\n\njupyter:\n", None),
        ("---\njupyter: lite\n", None),
        (":title: x\n:jupyter: bnider\n\nTitle\n=====\n", 2),
        (":thebe: bnider\n", 1),
        ("Title\n=====\n", None),
        ("", None),
    ],
)
def test_a_page_has_the_line_of_its_front_matter_or_docinfo(text: str, line: int | None) -> None:
    assert page_problem_location(text, "jupyter.binder.url") == line


@settings(derandomize=True, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["---\n", ":jupyter: ", "jupyter", ": ", "\n", "{", "[", "binder", "= ", "&a", "*a", "\x00"]
        )
    ),
    st.sampled_from(["jupyter", "jupyter.binder.url", "", ".", "jupyter..", "jupyter.\x00"]),
)
def test_no_text_raises(parts: list[str], key: str) -> None:
    text = "".join(parts)
    for find in (line_of, conf_line, page_problem_location):
        line = find(text, key)
        assert line is None or 1 <= line <= text.count("\n") + 1
