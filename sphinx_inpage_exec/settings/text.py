"""YAML and JSON text to plain values, within bounds that no text can break."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from ..lazy import lazy_module

if TYPE_CHECKING:
    import yaml
else:
    yaml = lazy_module("yaml")

MAX_LENGTH = 100_000
"""Characters; longer text is refused before it is parsed."""

MAX_NODES = 10_000
"""Values once every alias is followed, so that a few lines can not stand for billions of values."""

_SMART = str.maketrans(
    {
        "\u201c": '"',
        "\u201d": '"',
        "\u2018": "'",
        "\u2019": "'",
        "\u2013": "--",
        "\u2014": "---",
        "\u2026": "...",
    }
)


class UnreadableTextError(Exception):
    """Text is not YAML; ``reason`` says why and ``line`` (from 1) where, if that is known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def parse(text: str) -> object:
    """Return what YAML or JSON text means.

    JSON goes first: YAML would read the escapes of an emoji in JSON as two broken characters.

    :raises UnreadableTextError: for text that is neither, and for text beyond the bounds.
    """
    if len(text) <= MAX_LENGTH:
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(text)
    return construct(compose(straight(text)))


def straight(text: str) -> str:
    """Undo what docutils' smart quotes did to docinfo: they turn every straight quote, so none is left."""
    return text if {'"', "'"} & set(text) else text.translate(_SMART)


def compose(text: str) -> yaml.Node | None:
    """Return the YAML node of ``text``, with the line of everything in it; None for empty text.

    :raises UnreadableTextError: for text that is not YAML, or is too long.
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableTextError(f"it is longer than {MAX_LENGTH} characters")
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise UnreadableTextError(
            error.problem or "it is not YAML", mark.line + 1 if mark else None
        ) from error
    except yaml.YAMLError as error:
        raise UnreadableTextError("it contains a character that YAML does not allow") from error
    except RecursionError as error:
        raise UnreadableTextError("it is nested too deeply") from error
    return node


def construct(node: yaml.Node | None) -> object:
    """Return the plain value of a YAML node.

    :raises UnreadableTextError: for a node that has no plain value, or stands for too many.
    """
    if node is None:
        return None
    line = node.start_mark.line + 1
    try:
        if _weight(node, {}) > MAX_NODES:
            raise UnreadableTextError("its aliases make it too large, or a part of itself", line)
        value: object = yaml.constructor.SafeConstructor().construct_document(node)
    except UnreadableTextError:
        raise
    # PyYAML lets KeyError, AttributeError and others through for explicit tags: "!!bool x", "!!timestamp x".
    except Exception as error:
        raise UnreadableTextError("a value in it has a type that can not be read", line) from error
    return value


def _weight(node: yaml.Node, seen: dict[int, int]) -> int:
    if id(node) not in seen:
        seen[id(node)] = MAX_NODES + 1  # what a node weighs that contains itself
        weight = 1 + sum(_weight(child, seen) for child in children(node))
        seen[id(node)] = min(weight, MAX_NODES + 1)
    return seen[id(node)]


def children(node: yaml.Node) -> list[yaml.Node]:
    """Return the nodes directly inside a node: keys and values of a mapping, items of a sequence."""
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
