"""From one cell with examples to a cell for each: only on pages that run, so all else keeps the block."""

from __future__ import annotations

from docutils import nodes

from ..contract import STORED
from ..nodes import EXAMPLES, EXPECTED, KERNEL, Cell, new_cell, unwrap
from .blocks import BLOCKS
from .prompts import PromptExample


def split_examples(cell: Cell) -> None:
    """Put a cell for each of its examples in the place of a cell that has them, in the look of its block."""
    (block,) = (node for node in cell.findall(nodes.Element) if isinstance(node, BLOCKS))
    cells = [_example_cell(cell, block, example) for example in cell[EXAMPLES]]
    first = next(cells[0].findall(nodes.literal_block))
    first["ids"], first["names"] = block["ids"], block["names"]
    parent, position = block.parent, block.parent.index(block)
    del parent[position]
    if parent is cell:
        parent, position = cell.parent, cell.parent.index(cell)
        del parent[position]
    else:
        unwrap(cell)
    parent[position:position] = cells


def _example_cell(cell: Cell, block: nodes.Element, example: PromptExample) -> Cell:
    own = new_cell(cell["docname"], example.source, cell["language"], [*cell["tags"], *example.tags])
    classes = list(block["classes"])
    # Of the block as it is now: Sphinx has taken the flags of doctest away.
    shown = "\n".join(block.astext().splitlines()[example.start : example.end]).strip("\n")
    if KERNEL in cell:
        own[KERNEL] = cell[KERNEL]
    own += nodes.literal_block(shown, shown, language="pycon", classes=classes)
    if example.expected:
        own[EXPECTED] = example.expected
        own += nodes.literal_block(example.expected, example.expected, language="none", classes=[STORED])
    return own
