"""The rows of the settings reference, from the declarations that validate."""

from __future__ import annotations

from dataclasses import dataclass

from .model import SECTIONS, Settings, keys_of


@dataclass(frozen=True)
class Row:
    """One key for the documentation: dotted path, type, default, where it can be written, what it does."""

    key: str
    type: str
    default: str
    levels: str
    description: str


LEVELS = "project, page"


def reference() -> tuple[Row, ...]:
    """Return a row for every key, in the order of the schema."""
    forms = "boolean, 'binder', 'lite' or mapping"
    rows = [Row("jupyter", forms, "false", LEVELS, "Whether and where pages run.")]
    for name, section in SECTIONS.items():
        rows.append(Row(name, _section_type(flag=section.flag), "false", LEVELS, section.help))
        rows.extend(_rows(section.keys, f"{name}."))
    return (*rows, *_rows(Settings, ""))


def _section_type(*, flag: bool) -> str:
    return "boolean or mapping" if flag else "mapping, or false"


def _rows(cls: type, prefix: str) -> list[Row]:
    return [
        Row(f"{prefix}{name}", key.kind.name, key.default, LEVELS, key.help)
        for name, key in keys_of(cls).items()
    ]
