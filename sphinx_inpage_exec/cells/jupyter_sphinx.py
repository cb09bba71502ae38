"""Cells of jupyter-sphinx: `jupyter-execute`, and `jupyter-input`, which it shows and does not run.

https://jupyter-sphinx.readthedocs.io/en/latest/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..contract import SOURCE, STORED
from ..kernels import KernelRequest
from ..nodes import KERNEL, Cell, new_cell, normal_language, wrap
from ..tags import MAY_FAIL
from .blocks import BLOCKS, is_in_cell

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

EXTENSION = "jupyter_sphinx"
_CELL = "JupyterCellNode"
_KERNEL = "JupyterKernelNode"
_INPUT = "CellInputNode"
_OUTPUT = "CellOutputNode"
_PYTHON = "python3"


class KeepSources(SphinxTransform):
    """Puts cells around those of jupyter-sphinx before it runs them and drops the code that it hides."""

    # After the sources are put together (120), before they run (400).
    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Wrap the cells that run, and note for each block which kernel it stands behind.

        Each `jupyter-kernel` is a new kernel, also where it names the same.
        """
        default = self.config.jupyter_execute_default_kernel
        request = None if default == _PYTHON else KernelRequest(default)
        started = 0
        for node in list(self.document.findall(nodes.Element)):
            if type(node).__name__ == _KERNEL:
                started += 1
                request = KernelRequest(node["kernel_name"] or default, str(started))
            if type(node).__name__ == _CELL and node["execute"]:
                wrap(self._cell(node, request), node)
            if started and isinstance(node, BLOCKS) and not is_in_cell(node):
                # For the producer that may make a cell of it, which takes this away in any case.
                node[KERNEL] = request

    def _cell(self, node: nodes.Element, request: KernelRequest | None) -> Cell:
        tags = [MAY_FAIL] if node["raises"] is not None else []
        tags += ["remove-output"] if node["hide_output"] else []
        cell = new_cell(self.env.docname, node.children[0].astext(), "", tags)
        if request:
            cell[KERNEL] = request
        return cell


def produce(env: BuildEnvironment, document: nodes.document, text: str) -> None:
    """Mark source and outputs of the cells, now that they have run and their language is known."""
    for cell in document.findall(Cell):
        for part in cell.findall(nodes.container):
            mark = {_INPUT: SOURCE, _OUTPUT: STORED}.get(type(part).__name__)
            if mark:
                part["classes"].append(mark)
        for node in cell.children:
            if isinstance(node, nodes.Element) and type(node).__name__ == _CELL:
                cell["language"] = normal_language(node.get("cm_language", ""))


def add_transform(app: Sphinx) -> None:
    """Register what has to happen while a document is read, where jupyter-sphinx is loaded."""
    if EXTENSION in app.extensions:
        app.add_transform(KeepSources)
