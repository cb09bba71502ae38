"""Cells of our own `code-cell` directive, which wraps them itself: no other stands in a document yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from ..contract import SOURCE
from ..diagnostics import WARNING_TYPE, Subtype
from ..nodes import Cell, Outputs
from ..tags import normal_tags

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

ALONE = "This cell-output stands behind no code-cell, so no run replaces it. Move it behind one."


def produce(env: BuildEnvironment, document: nodes.document, text: str) -> None:
    """Take the source from what the page shows in the end: `dedent` and translations have changed it."""
    for cell in document.findall(Cell):
        for block in cell.findall(nodes.literal_block):
            if SOURCE in block["classes"]:
                cell["source"] = block.astext().rstrip("\n")
    for outputs in [outputs for outputs in document.findall(Outputs) if "given" in outputs]:
        _give(outputs)


def _give(outputs: Outputs) -> None:
    """Move outputs into the cell before them, unless its tags keep them off the page."""
    parent, position = outputs.parent, outputs.parent.index(outputs)
    cell = parent[position - 1] if position else None
    if not isinstance(cell, Cell):
        logger.warning(ALONE, type=WARNING_TYPE, subtype=Subtype.CELL.value, location=outputs)
        parent.replace(outputs, outputs.children)
        return
    parent.remove(outputs)
    if cell["visible"] and "remove-output" not in normal_tags(cell["tags"]):
        cell.append(outputs)
