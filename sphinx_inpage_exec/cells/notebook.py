"""What the metadata of a notebook says of its cells: https://nbformat.readthedocs.io/en/latest/format_description.html."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def language_of(metadata: Mapping[str, Any]) -> str:
    """Return the language of a notebook's cells."""
    for holder, key in (("language_info", "name"), ("kernelspec", "language")):
        held = metadata.get(holder)
        if isinstance(held, dict) and isinstance(held.get(key), str):
            return str(held[key])
    return "python"


def tags_of(metadata: Mapping[str, Any]) -> list[str]:
    """Return the tags of a cell."""
    tags = metadata.get("tags", [])
    return [str(tag) for tag in tags] if isinstance(tags, list) else [str(tags)]
