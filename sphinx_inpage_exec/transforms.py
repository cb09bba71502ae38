"""What happens to the cells of a document: found when it is read, numbered or removed when it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from .cells import PRODUCERS
from .cells.examples import split_examples
from .contract import SOURCE
from .diagnostics import WARNING_TYPE, Subtype
from .nodes import (
    CHECKS,
    EXAMPLES,
    EXERCISE,
    VALUES,
    BlockValue,
    Cell,
    Fold,
    InlineValue,
    PowerBar,
    unwrap,
    unwrap_value,
)
from .settings.suggest import nearest
from .tags import BUTTONS, OLD_HIDDEN_INIT, STATIC, is_no_button, kebab, normal_tags

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

NO_CELLS = "This page has no cells, so the power-button directive has no effect. Remove it, or add a cell."
OUTSIDE = "This check-cell is in no exercise-cell with code to check, so it does not run. Put it into one."
NO_BUTTON = "The tag %s of this cell names no button, and is left out. Did you mean %s?"
SECOND = "This page has a power button already, so this one has no effect. Remove it."


def produce_cells(env: BuildEnvironment, document: nodes.document, text: str) -> list[Cell]:
    """Put cells around the code of a document, which was read from ``text``, and check its power buttons."""
    for produce in PRODUCERS:
        produce(env, document, text)
    found = cells_of(document)
    for cell in found:
        _check_buttons(cell)
    stray = [cell for cell in found if cell.get(CHECKS) == ""]
    for cell in stray:
        logger.warning(OUTSIDE, type=WARNING_TYPE, subtype=Subtype.DIRECTIVE.value, location=cell)
    static = [*stray, *(cell for cell in found if STATIC in normal_tags(cell["tags"]))]
    for cell in static:
        unwrap(cell)
    cells = [cell for cell in found if cell not in static]
    if hasattr(env, "mystnb_config") and not values_of(document, cells):
        for value in list(_values(document)):
            unwrap_value(value)
    for number, bar in enumerate(list(document.findall(PowerBar))):
        if number or not cells:
            message = SECOND if number else NO_CELLS
            logger.warning(message, type=WARNING_TYPE, subtype=Subtype.DIRECTIVE.value, location=bar)
            bar.parent.remove(bar)
    return cells


def _check_buttons(cell: Cell) -> None:
    """Drop the tags that misspell a button."""
    for tag in filter(is_no_button, cell["tags"]):
        meant = nearest(kebab(tag), BUTTONS)
        logger.warning(NO_BUTTON, tag, meant, type=WARNING_TYPE, subtype=Subtype.CELL.value, location=cell)
    cell["tags"] = [tag for tag in cell["tags"] if not is_no_button(tag)]


def values_of(document: nodes.Node, cells: Iterable[Cell]) -> list[nodes.Element]:
    """Return the values in the text of a document with these cells, in order; only notebooks have any."""
    return list(_values(document)) if any("index" in cell for cell in cells) else []


def _values(document: nodes.Node) -> Iterator[nodes.Element]:
    return (node for node in document.findall(nodes.Element) if isinstance(node, (InlineValue, BlockValue)))


def cells_of(document: nodes.Node) -> list[Cell]:
    """Return the cells of a document, in the order in which they run."""
    return list(document.findall(Cell))


class RemoveTraces(SphinxPostTransform):
    """Leaves a document as its producers made it, before any other post-transform sees it."""

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Take every cell and power button away, and unfold what is folded."""
        remove_traces(self.document)


def remove_traces(document: nodes.document) -> None:
    """Take every cell and power button away."""
    cells = cells_of(document)
    for value in values_of(document, cells):
        unwrap_value(value)
    for cell in cells:
        unwrap(cell)
    for bar in list(document.findall(PowerBar)):
        bar.parent.remove(bar)
    for fold in list(document.findall(Fold)):
        fold.unfold()


def settle_page(
    document: nodes.document, is_on: Callable[[str], bool], bar_of: Callable[[list[Cell]], nodes.Node | None]
) -> list[Cell]:
    """Number the cells of a page and give it its power bar; a page that no reader can run gets nothing.

    Returns the cells, none where the page can not run.

    ``is_on`` tells of a document whether it can run: a page of singlehtml is made of several. ``bar_of``
    makes the power bar for the cells of the page; without one, and without a cell to show, nobody can run it.
    """
    cells = cells_of(document)
    if any(EXAMPLES in cell or not is_on(cell["docname"]) for cell in cells):
        for cell in cells:
            if not is_on(cell["docname"]):
                unwrap(cell)
            elif EXAMPLES in cell:
                split_examples(cell)
        cells = cells_of(document)
    bar = bar_of(cells) if any(cell["visible"] for cell in cells) else None
    if bar is None:
        remove_traces(document)
        return []
    for number, cell in enumerate(cells, start=1):
        cell["cell_id"] = f"cell-{number}"
        if OLD_HIDDEN_INIT in map(kebab, cell["tags"]):
            _remove_input(cell)
    exercises = {cell[EXERCISE]: cell["cell_id"] for cell in cells if EXERCISE in cell}
    for check in [cell for cell in cells if CHECKS in cell]:
        check["checked_id"] = exercises.get(check[CHECKS])
    _settle_values(document, cells)
    _place_bar(document, bar)
    return cells


def _settle_values(document: nodes.document, cells: list[Cell]) -> None:
    """Number the values that cells bring up to date. Each expression is asked for after one cell."""
    for number, value in enumerate(values_of(document, cells), start=1):
        before = [cell for cell in cells if cell["docname"] == value["docname"] and "index" in cell]
        if "expression" in value["request"]:
            before = [
                cell for cell in before if value["after"] is not None and cell["index"] <= value["after"]
            ]
        if not before:
            unwrap_value(value)
            continue
        value["value_id"] = f"value-{number}"
        if "expression" in value["request"]:
            before[-1].setdefault(VALUES, {})[value["value_id"]] = value["request"]["expression"]


def _remove_input(cell: Cell) -> None:
    for node in [node for node in cell.findall(nodes.Element) if SOURCE in node["classes"]]:
        node.parent.remove(node)


def _place_bar(document: nodes.document, bar: nodes.Node) -> None:
    places = list(document.findall(PowerBar))
    if not places:
        document.insert(0, bar)
        return
    first, *others = places
    first.parent.replace(first, bar)
    for place in others:
        place.parent.remove(place)
