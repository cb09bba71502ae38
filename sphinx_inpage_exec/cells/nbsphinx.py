"""Cells of nbsphinx. It may have made the notebook of another format, and keeps it for itself.

https://nbsphinx.readthedocs.io/en/latest/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from ..nodes import Cell, new_cell, wrap_run
from ..tags import MAY_FAIL
from .notebook import language_of, source_of, tags_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_INPUT, _OUTPUT = "nbinput", "nboutput"


def produce(env: BuildEnvironment, document: nodes.document, text: str) -> None:
    """Wrap each input with its outputs; cells that are hidden stand before the next that is not."""
    if env.docname not in getattr(env, "nbsphinx_notebooks", {}):
        return
    inputs = [node for node in document.findall(nodes.container) if _INPUT in node["classes"]]
    hidden: list[Cell] = []
    last: Cell | None = None
    for cell in _cells(env):
        shown = inputs.pop(0) if cell["visible"] and inputs else None
        if not cell["source"].strip():
            continue
        if shown is not None:
            last, hidden = _show(cell, shown, hidden), []
        elif not cell["visible"]:
            hidden.append(cell)
    if last is not None:
        last.parent[last.parent.index(last) + 1 : last.parent.index(last) + 1] = hidden


def _show(cell: Cell, shown: nodes.Element, hidden: list[Cell]) -> Cell:
    position = shown.parent.index(shown)
    followers = shown.parent[position + 1 :]
    outputs = list(takewhile(_is_output, followers))
    while outputs and isinstance(outputs[-1], nodes.comment):
        outputs.pop()
    wrap_run(cell, shown, len(outputs))
    cell.parent[position:position] = hidden
    return cell


def _is_output(node: nodes.Node) -> bool:
    """Comments between outputs belong to them; what only some builders show is inside of `only`."""
    if isinstance(node, nodes.comment):
        return True
    if isinstance(node, addnodes.only):
        return all(map(_is_output, node.children))
    return isinstance(node, nodes.container) and _OUTPUT in node["classes"]


def _cells(env: BuildEnvironment) -> Iterator[Cell]:
    notebook = _read(env)
    metadata = _mapping(notebook.get("metadata"))
    for cell in map(_mapping, _list(notebook.get("cells"))):
        if cell.get("cell_type") == "code":
            own = _mapping(cell.get("metadata"))
            tags = _tags(env, own, metadata)
            read = new_cell(env.docname, source_of(cell), language_of(metadata), tags)
            read["visible"] = own.get("nbsphinx") != "hidden"
            yield read


def _read(env: BuildEnvironment) -> Mapping[str, Any]:
    """Return the notebook of a document; an empty one for a document that is not one of nbsphinx's.

    nbsphinx takes damaged notebooks as well, so nothing is expected of this one.
    """
    name = getattr(env, "nbsphinx_notebooks", {}).get(env.docname)
    file = Path(env.nbsphinx_auxdir, name) if name else None  # type: ignore[attr-defined]
    if file is None or not file.is_file():
        return {}
    try:
        return _mapping(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return {}


def _tags(env: BuildEnvironment, own: Mapping[str, Any], notebook: Mapping[str, Any]) -> list[str]:
    """A notebook, or the whole project, may let every cell fail."""
    said = _mapping(notebook.get("nbsphinx"))
    allowed = said.get("allow_errors", env.config.nbsphinx_allow_errors)
    return [*tags_of(own), *([MAY_FAIL] if allowed else [])]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
