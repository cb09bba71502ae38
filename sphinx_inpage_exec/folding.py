"""What tags hide: folded on pages that run, where the producer of the cell does not fold it itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .nodes import Cell, Fold, Outputs
from .strings import translate
from .tags import normal_tags

if TYPE_CHECKING:
    from docutils import nodes


def fold_hidden(cell: Cell) -> None:
    """Fold the code of a cell, its outputs, or all of it, by its tags."""
    # MyST-NB folds the cells of its notebooks.
    if "index" in cell:
        return
    tags = normal_tags(cell["tags"])
    if "hide-cell" in tags:
        _fold(cell, translate("Code and output"), cell.children)
        return
    outputs = [node for node in cell.children if isinstance(node, Outputs)]
    if "hide-input" in tags:
        _fold(cell, translate("Code"), [node for node in cell.children if node not in outputs])
    if "hide-output" in tags:
        _fold(cell, translate("Output"), outputs)


def _fold(cell: Cell, title: str, hidden: Sequence[nodes.Node]) -> None:
    if not hidden:
        return
    position = cell.index(hidden[0])
    shown = [node for node in cell.children if node not in hidden]
    fold = Fold("", *hidden, title=title, classes=["hide"])
    cell.children = []
    cell.extend([*shown[:position], fold, *shown[position:]])
