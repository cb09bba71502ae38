"""What the metadata of a notebook says of its cells: https://nbformat.readthedocs.io/en/latest/format_description.html."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..tags import texts_of


def language_of(metadata: Mapping[str, Any]) -> str:
    """Return the language of a notebook's cells."""
    for holder, key in (("language_info", "name"), ("kernelspec", "language")):
        held = metadata.get(holder)
        if isinstance(held, dict) and isinstance(held.get(key), str):
            return str(held[key])
    return "python"


def source_of(cell: Mapping[str, Any]) -> str:
    """Return the source of a cell, which is a text or a list of lines; empty for anything else."""
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def tags_of(metadata: Mapping[str, Any]) -> list[str]:
    """Return the tags of a cell."""
    tags = metadata.get("tags", [])
    return texts_of(tags if isinstance(tags, list) else [tags])
