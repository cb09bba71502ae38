"""Cells of sphinx-gallery's examples. Their code is that of the script, with the lines that no page shows.

https://sphinx-gallery.github.io/stable/syntax.html
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ..nodes import new_cell, wrap_run

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_OUTPUTS = {"sphx-glr-script-out", "sphx-glr-horizontal"}


def produce(env: BuildEnvironment, document: nodes.document, text: str) -> None:
    """Wrap each block of an example with its outputs and figures."""
    script = _script(env)
    if script is None:
        return
    shown = [block for block in document.findall(nodes.literal_block) if _is_source(block)]
    sources = list(_sources(script))
    for number, block in enumerate(shown):
        # A script whose blocks are not those of the page was changed after sphinx-gallery had run.
        whole = sources[number] if len(sources) == len(shown) else block.astext()
        wrap_run(new_cell(env.docname, whole.strip("\n"), "python"), block, _outputs(block))


def _script(env: BuildEnvironment) -> Path | None:
    """Return the script of a page of a gallery: sphinx-gallery puts a copy beside the page."""
    folders = (getattr(env.config, "sphinx_gallery_conf", None) or {}).get("gallery_dirs", ())
    if not folders:
        return None
    page = Path(env.doc2path(env.docname))
    named = [folders] if isinstance(folders, str) else folders
    inside = any(page.is_relative_to(Path(env.srcdir, folder)) for folder in named)
    script = page.with_suffix(".py")
    return script if inside and script.is_file() else None


def _sources(script: Path) -> Iterator[str]:
    parser = import_module("sphinx_gallery.py_source_parser")
    _, blocks = parser.split_code_and_text_blocks(script)
    for kind, content, *_ in blocks:
        if kind == "code":
            yield parser.remove_config_comments(content)


def _is_source(block: nodes.literal_block) -> bool:
    return block.get("language", "").lower() == "python" and not _OUTPUTS.intersection(block["classes"])


def _outputs(block: nodes.literal_block) -> int:
    """How many nodes after a block are its outputs; those of a one-block script stand before it."""
    followers = block.parent[block.parent.index(block) + 1 :]
    return len(list(takewhile(_is_output, followers)))


def _is_output(node: nodes.Node) -> bool:
    classes = node.get("classes", ()) if isinstance(node, nodes.Element) else ()
    known = isinstance(node, nodes.raw) or type(node).__name__ == "imgsgnode"
    return known or bool(_OUTPUTS.intersection(classes))
