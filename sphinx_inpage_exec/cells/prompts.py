"""Code with the prompts of Python: what runs, and what is expected of it.

The format is that of https://docs.python.org/3/library/doctest.html. What is shown between one expected
output and the next is one example, because a kernel shows the value of the last expression only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..lazy import lazy_module
from ..tags import MAY_FAIL, SKIPPED

if TYPE_CHECKING:
    import doctest
else:
    doctest = lazy_module("doctest")

_PROMPT = re.compile(r"^[ \t]*>>> ", re.MULTILINE)


class PromptError(Exception):
    """The prompts can not be told from the rest; the text says why, as a part of a sentence."""


@dataclass(frozen=True)
class PromptExample:
    """The code of some lines, from ``start`` to before ``end``, and the output that is expected of it."""

    start: int
    end: int
    source: str
    expected: str
    tags: tuple[str, ...]


def has_prompts(text: str) -> bool:
    """Whether a text is code with prompts."""
    return bool(_PROMPT.search(text))


def examples_of(text: str) -> list[PromptExample]:
    """Return the examples of a text with prompts, in order.

    :raises PromptError: for prompts that doctest does not understand either.
    """
    try:
        found = doctest.DocTestParser().get_examples(text)
    except ValueError as error:
        raise PromptError(f"doctest does not understand it: {error}") from error
    return list(_grouped(found))


def _grouped(found: list[doctest.Example]) -> Iterator[PromptExample]:
    """An example ends with its expected output, or with the text."""
    start = 0
    group: list[doctest.Example] = []
    for example in found:
        group.append(example)
        if example.want or example is found[-1]:
            end = example.lineno + example.source.count("\n")
            yield _example(start, end, group)
            start, group = end + example.want.count("\n"), []


def _example(start: int, end: int, group: list[doctest.Example]) -> PromptExample:
    source = "".join(example.source for example in group).rstrip("\n")
    skipped = any(example.options.get(doctest.SKIP) for example in group)
    tags = [SKIPPED] if skipped else []
    tags += [MAY_FAIL] if group[-1].exc_msg is not None else []
    return PromptExample(start, end, source, group[-1].want.rstrip("\n"), tuple(tags))
