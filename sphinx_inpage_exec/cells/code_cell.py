"""Cells of our own `code-cell` directive, which wraps them itself: no other stands in a document yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..contract import SOURCE
from ..nodes import Cell

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def produce(env: BuildEnvironment, document: nodes.document, text: str) -> None:
    """Take the source from what the page shows in the end: `dedent` and translations have changed it."""
    for cell in document.findall(Cell):
        for block in cell.findall(nodes.literal_block):
            if SOURCE in block["classes"]:
                cell["source"] = block.astext().rstrip("\n")
