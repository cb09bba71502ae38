"""The cells of a document that may run in the browser, checked when the document is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from ..diagnostics import WARNING_TYPE, Subtype
from ..nodes import Cell
from ..settings import Lite
from .distribution import copy_of, missing_from_copy, needed_packages
from .files import Place, find_files
from .needs import Source, find_needs
from .runtime import installed_runtime

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

NOT_BUILT = (
    "This installation of sphinx_inpage_exec has no runtime for the browser, so the page can not run there. "
    "Install the extension from a wheel, or with pip from its sources."
)


def python_sources(cells: Iterable[Cell]) -> list[Source]:
    """Return what Python cells say, by their numbers on the page."""
    return [
        Source(number, cell["source"], tuple(cell["tags"]))
        for number, cell in enumerate(cells, start=1)
        if cell["language"] == "python"
    ]


def check_cells(env: BuildEnvironment, cells: list[Cell], lite: Lite, place: Place) -> None:
    """Warn of what can not work in the browser; a page is read again when a file of its settings changes."""
    runtime = installed_runtime()
    files = find_files(lite, place)
    for shipment in (*files.wheels, *files.contents):
        env.note_dependency(str(shipment.source))
    if runtime is None:
        _warn(NOT_BUILT, env.docname)
        return
    needs = find_needs(lite, files, python_sources(cells), runtime)
    for number, message in needs.problems:
        _warn(message, _location(cells[number - 1]))
    copy = copy_of(lite, place)
    missing = missing_from_copy(copy, needed_packages(runtime, needs, files)) if copy else ""
    if missing:
        _warn(missing, env.docname)


def _warn(message: str, location: nodes.Node | str) -> None:
    logger.warning("%s", message, type=WARNING_TYPE, subtype=Subtype.LITE.value, location=location)


def _location(cell: Cell) -> nodes.Node | str:
    """A cell that is not on the page has no line of its own."""
    inner = (node for node in cell.findall(nodes.Element) if node.line)
    return next(inner, str(cell["docname"]))
