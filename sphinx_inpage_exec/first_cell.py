"""Front matter in the first cell of an .ipynb, where MyST reads it and MyST-NB does not.

https://mystmd.org/guide/frontmatter: the first cell of a notebook, from its first `---` to the next.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from .settings.model import PAGE_KEYS
from .settings.text import UnreadableTextError, parse

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_WRITTEN = re.compile(rf"^({'|'.join(PAGE_KEYS)})[ \t]*:", re.MULTILINE)


def first_cell_metadata(text: str) -> Mapping[str, object]:
    """Return what the first cell of a notebook, given as JSON text, says of the settings under their names.

    Front matter that is not YAML comes back as its text, so that whoever reads the settings can say why.
    """
    front = _FRONT_MATTER.match(_first_cell(text))
    if front is None or not _WRITTEN.search(front[1]):
        return {}
    try:
        values = parse(front[1])
    except UnreadableTextError:
        return {PAGE_KEYS[0]: front[1]}
    return {name: values[name] for name in PAGE_KEYS if name in values} if isinstance(values, dict) else {}


def _first_cell(text: str) -> str:
    """Return the source of a first cell that is Markdown or raw; empty for everything else."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    first = cells[0] if isinstance(cells, list) and cells else None
    if not isinstance(first, dict) or first.get("cell_type") not in ("markdown", "raw"):
        return ""
    source = first.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)
