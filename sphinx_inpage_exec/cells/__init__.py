"""The producers: each finds the code that it knows in a document and puts cells around it.

A producer is called when a document has been read, in this order, and leaves alone what is in a cell already.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import code_cell, jupyter_sphinx, literal, myst_nb, nbsphinx, sphinx_gallery

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

Producer = Callable[["BuildEnvironment", "nodes.document", str], None]
"""Gets the environment, the document and the text it was read from."""

PRODUCERS: tuple[Producer, ...] = (
    code_cell.produce,
    myst_nb.produce,
    jupyter_sphinx.produce,
    nbsphinx.produce,
    sphinx_gallery.produce,
    literal.produce,
)
