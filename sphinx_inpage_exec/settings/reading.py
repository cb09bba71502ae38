"""One raw value of any shape to what it says, each part validated on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .model import SECTIONS, Backend, Key, Section, Settings, keys_of
from .report import Report, UnfitError, did_you_mean, found
from .suggest import nearest, nearest_of
from .text import UnreadableTextError
from .values import TEXT, WORDING, as_object, split_token
from .wording import ENGLISH, foreign_places

ROOT = "jupyter"

_FOREIGN = ("jupytext", "kernelspec", "language_info")
"""Keys that jupytext keeps under `jupyter` in a page; they are its business."""

_TEXTS = "texts"

_FORMS = "true, false, 'binder', 'lite' or a mapping"


@dataclass(frozen=True)
class Said:
    """What a raw value says: on or off, the backends as written (None: not this one), other keys by field."""

    switch: bool | None = None
    backends: Mapping[Backend, dict[str, Any] | None] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def read(raw: object, report: Report) -> Said:
    """Return what a raw value says; what it can not say is in ``report``."""
    if isinstance(raw, str) and raw.strip() in SECTIONS:
        return _named(raw.strip(), report)
    value = _object(raw, ROOT, _FORMS, report)
    if value is None or isinstance(value, bool):
        return Said(switch=value)
    if isinstance(value, str):
        return _named(value, report)
    if not isinstance(value, dict):
        report.unfit(ROOT, found(value), _FORMS)
        return Said()
    return _mapping(_nested(_text_keys(Settings, value, ROOT, report)), report)


def _object(raw: object, path: str, expected: str, report: Report) -> object:
    try:
        return as_object(raw)
    except UnreadableTextError as error:
        where = f" in line {error.line}" if error.line else ""
        report.unfit(path, found(raw), expected, f"it does not parse as YAML: {error.reason}{where}")
        return None


def _named(name: str, report: Report) -> Said:
    for backend, section in SECTIONS.items():
        if name == backend and section.flag:
            return Said(backends={backend: {}})
    words = ("true", "false", *(word for word, section in SECTIONS.items() if section.flag))
    report.unfit(ROOT, found(name), _FORMS, did_you_mean(nearest(name, words)))
    return Said()


def _text_keys(cls: type, raw: dict[object, object], path: str, report: Report) -> dict[str, object]:
    """Drop every key that is not text, before any of them is compared with one that is."""
    for key in raw:
        if not isinstance(key, str):
            report.unknown(path, key, None, ", ".join(_names(cls)))
    return {key: value for key, value in raw.items() if isinstance(key, str)}


def _nested(raw: dict[str, object]) -> dict[str, object]:
    """Put keys such as ``binder.repo``, which ``-D jupyter.binder.repo=...`` makes, where they belong."""
    nested = {_head(key): raw.get(_head(key)) for key in raw}
    for key, value in raw.items():
        head = _head(key)
        if key != head:
            inner = nested[head]
            nested[head] = {**(inner if isinstance(inner, dict) else {}), key.removeprefix(f"{head}."): value}
    return nested


def _head(key: str) -> str:
    head = key.partition(".")[0]
    return head if head in (*SECTIONS, _TEXTS) else key


def _mapping(raw: dict[str, object], report: Report) -> Said:
    backends: dict[Backend, dict[str, Any] | None] = {}
    for name, section in SECTIONS.items():
        if raw.get(name) is not None:
            _backend(name, section, raw[name], backends, report)
    order = [name for key in raw for name in backends if name == key]
    rest = {key: value for key, value in raw.items() if key not in SECTIONS and key not in _FOREIGN}
    if _TEXTS in rest:
        rest[_TEXTS] = _wording(rest[_TEXTS], report)
    values = _values(Settings, rest, ROOT, report)
    return Said(backends={name: backends[name] for name in order}, values=values)


def _backend(
    name: Backend, section: Section, raw: object, into: dict[Backend, dict[str, Any] | None], report: Report
) -> None:
    path = f"{ROOT}.{name}"
    expected = f"{'true, ' if section.flag else ''}false or a mapping ({', '.join(keys_of(section.keys))})"
    value = _object(raw, path, expected, report)
    if isinstance(value, dict):
        keys = _text_keys(section.keys, value, path, report)
        into[name] = _values(section.keys, _without_pasted_token(keys), path, report)
    elif value is False or (value is True and section.flag):
        into[name] = {} if value else None
    elif value is not None:
        report.unfit(path, found(value), expected)


def _wording(raw: object, report: Report) -> dict[str, str] | None:
    """Read the author's own texts, each on its own."""
    path = f"{ROOT}.{_TEXTS}"
    value = _object(raw, path, WORDING.expected, report)
    if not isinstance(value, dict):
        if value is not None:
            report.unfit(path, found(value), WORDING.expected)
        return None
    said: dict[str, str] = {}
    for name, text in value.items():
        if not isinstance(name, str) or name not in ENGLISH:
            report.unknown(path, name, nearest(name, ENGLISH), "the names that the documentation lists")
        elif text is not None:
            _text(name, text, said, report)
    return said


def _text(name: str, text: object, into: dict[str, str], report: Report) -> None:
    path = f"{ROOT}.{_TEXTS}.{name}"
    try:
        own = str(TEXT.read(text))
    except UnfitError as error:
        return report.unfit(path, found(text), TEXT.expected, error.hint)
    foreign = foreign_places(name, own)
    if foreign:
        return report.unfit(path, found(own), f"a text without {' and '.join(foreign)}")
    into[name] = own
    return None


def _without_pasted_token(raw: dict[str, object]) -> dict[str, object]:
    url, token = split_token(raw.get("url"))
    return {**raw, "url": url, "token": token if raw.get("token") is None else raw["token"]} if token else raw


def _values(cls: type, raw: dict[str, object], path: str, report: Report) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, value in raw.items():
        key = keys_of(cls).get(name)
        if key is None:
            report.unknown(path, name, _suggestion(cls, name), ", ".join(_names(cls)))
        elif value is not None:
            _value(key, f"{path}.{name}", value, said, report)
    return said


def _value(key: Key, path: str, value: object, into: dict[str, Any], report: Report) -> None:
    try:
        into[key.field] = key.kind.read(value)
    except UnfitError as error:
        shown = "a value that is not shown here" if key.kind.secret else found(value)
        report.unfit(path, shown, error.expected or key.kind.expected, error.hint)


def _names(cls: type) -> list[str]:
    return [*(SECTIONS if cls is Settings else ()), *keys_of(cls)]


def _suggestion(cls: type, name: str) -> str | None:
    """Suggest a key of this mapping, or the place of a key that belongs inside a backend's."""
    inner = {
        key: f"{backend}.{key}"
        for backend, section in SECTIONS.items()
        for key in keys_of(section.keys)
        if cls is Settings
    }
    return nearest_of(name, {**inner, **{own: own for own in _names(cls)}})
