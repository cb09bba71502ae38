"""What is wrong with a raw value, as sentences for the author."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..diagnostics import Subtype

_LONGEST = 60
_LARGEST = 10**20
_WORDS: dict[type, str] = {list: "a list", tuple: "a list", dict: "a mapping", set: "a set", bytes: "bytes"}


@dataclass(frozen=True)
class Problem:
    """One mistake: ``message`` is the whole sentence, ``key`` the dotted path, as `jupyter.binder.url`."""

    subtype: Subtype
    key: str
    message: str


class UnfitError(Exception):
    """A value is not what its key takes; ``hint`` helps to write it right, or is empty."""

    def __init__(self, expected: str = "", hint: str = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.hint = hint


@dataclass
class Report:
    """Collects the problems of one raw value, in the order found."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, key: str, message: str) -> None:
        """Report what is wrong with ``key`` in a sentence of its own."""
        self.problems.append(Problem(Subtype.SETTING, key, message))

    def unfit(self, key: str, value: str, expected: str, hint: str = "") -> None:
        """Report a value, already described by :func:`found`, that is not what was expected."""
        aside = f" ({hint})" if hint else ""
        self.add(key, f"{key} is {value}, but {expected} is expected{aside}; the value is dropped.")

    def unknown(self, parent: str, name: object, suggestion: str | None, known: str) -> None:
        """Report a key that ``parent`` does not have."""
        path = f"{parent}.{_short(name) if isinstance(name, str) else found(name)}"
        aside = f" ({did_you_mean(suggestion)})" if suggestion else ""
        self.add(path, f"{parent} has no key {found(name)}{aside}; it takes {known}. The key is dropped.")


def found(value: object) -> str:
    """Describe any value in a few words: never with a token in it, and without calling foreign code."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return repr(_short(value))
    if isinstance(value, int | float):
        return repr(value) if not abs(value) > _LARGEST else "a very large number"
    return _WORDS.get(type(value)) or f"an object of type {type(value).__name__}"


def did_you_mean(suggestion: str | None) -> str:
    """Return the hint that names the nearest valid spelling; empty when nothing is near."""
    return f"did you mean {suggestion!r}?" if suggestion else ""


def _short(text: str) -> str:
    text = re.sub(r"(?is)(token['\"]?\s*[=:]).*", r"\1…", text[: 2 * _LONGEST])
    text = re.sub(r"//[^/@]*@", "//…@", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
