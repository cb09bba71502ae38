"""What the producers of literal blocks share: which of them stand alone, and where their captions are."""

from __future__ import annotations

from typing import Final

from docutils import nodes

from ..contract import SOURCE
from ..nodes import Cell, new_cell, wrap
from ..tags import known_tags

BLOCKS: Final = (nodes.literal_block, nodes.doctest_block)


def free_blocks(document: nodes.document) -> list[nodes.Element]:
    """Return the literal and doctest blocks of a document that are in no cell."""
    found = document.findall(nodes.Element)
    return [block for block in found if isinstance(block, BLOCKS) and not is_in_cell(block)]


def classes_of(block: nodes.Element) -> set[str]:
    """Return the classes of a block, and of its caption's container."""
    return {*block["classes"], *(block.parent["classes"] if _has_caption(block) else ())}


def wrap_block(docname: str, block: nodes.Element, source: str) -> Cell:
    """Put a cell around a block and its caption; the classes that are tags are its tags."""
    block["classes"].append(SOURCE)
    tags = known_tags(classes_of(block))
    cell = new_cell(docname, source, block.get("language", ""), tags)
    wrap(cell, block.parent if _has_caption(block) else block)
    return cell


def _has_caption(block: nodes.Element) -> bool:
    return isinstance(block.parent, nodes.container) and bool(block.parent.get("literal_block"))


def is_in_cell(node: nodes.Node | None) -> bool:
    """Whether a node is a cell, or in one."""
    while node is not None and not isinstance(node, Cell):
        node = node.parent
    return node is not None
