"""Cells from literal blocks with the class `thebe`: ``code-block``, ``literalinclude`` and MyST's fences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..contract import SOURCE
from ..nodes import Cell, new_cell, wrap

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

CLASS = "thebe"


def produce(env: BuildEnvironment, document: nodes.document, text: str) -> None:
    """Wrap the literal blocks that are marked, each with its caption."""
    for block in list(document.findall(nodes.literal_block)):
        if not _is_marked(block) or _is_in_cell(block):
            continue
        block["classes"].append(SOURCE)
        cell = new_cell(env.docname, block.astext().rstrip("\n"), block.get("language", ""))
        wrap(cell, block.parent if _has_caption(block) else block)


def _is_marked(block: nodes.literal_block) -> bool:
    return CLASS in block["classes"] or (_has_caption(block) and CLASS in block.parent["classes"])


def _has_caption(block: nodes.literal_block) -> bool:
    return isinstance(block.parent, nodes.container) and bool(block.parent.get("literal_block"))


def _is_in_cell(node: nodes.Node | None) -> bool:
    while node is not None and not isinstance(node, Cell):
        node = node.parent
    return node is not None
