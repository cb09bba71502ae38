"""Cells of MyST-NB: notebooks, MyST text notebooks and its other formats.

The notebook itself is read again, because a document does not hold the cells that are removed from the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..contract import SOURCE, STORED
from ..nodes import Cell, new_cell, wrap
from .notebook import language_of, tags_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_MARKS = {"cell_code_source": SOURCE, "cell_code_output": STORED}


def produce(env: BuildEnvironment, document: nodes.document, text: str) -> None:
    """Wrap the code cells of a notebook; those that are not on the page stand before the next that is."""
    notebook = _read(env, text)
    if notebook is None:
        return
    shown = (node for node in document.findall(nodes.container) if node.get("nb_element") == "cell_code")
    containers = {node["cell_index"]: node for node in shown}
    hidden: list[Cell] = []
    last: Cell | None = None
    for index, cell in _cells(env, notebook):
        if index in containers:
            last = _show(cell, containers[index], hidden)
            hidden = []
        else:
            cell["visible"] = False
            hidden.append(cell)
    if last is not None:
        _insert(hidden, last.parent, last.parent.index(last) + 1)


def _show(cell: Cell, container: nodes.Element, hidden: list[Cell]) -> Cell:
    _insert(hidden, container.parent, container.parent.index(container))
    for part in container.findall(nodes.container):
        mark = _MARKS.get(part.get("nb_element"))
        if mark:
            part["classes"].append(mark)
    wrap(cell, container)
    return cell


def _insert(cells: list[Cell], parent: nodes.Element, position: int) -> None:
    parent[position:position] = cells


def _cells(env: BuildEnvironment, notebook: Any) -> Iterator[tuple[int, Cell]]:
    """Yield the code cells of a notebook by their position in it."""
    language = language_of(notebook.metadata)
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and cell.source.strip():
            own = new_cell(env.docname, cell.source, language, tags_of(cell.metadata))
            own["index"] = index
            yield index, own


def _read(env: BuildEnvironment, text: str) -> Any:
    """Return the notebook as MyST-NB reads it; None for a document that is not one of MyST-NB's."""
    config = getattr(env, "mystnb_config", None)
    if config is None:
        return None
    read = import_module("myst_nb.core.read")
    path = str(env.doc2path(env.docname))
    reader = read.create_nb_reader(path, env.myst_config, config, text)  # type: ignore[attr-defined]
    return reader.read(text) if reader else None
