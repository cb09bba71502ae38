"""Which kernel runs which cell of a page: the page's own, one that the cell names, or one of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .contract import KernelData
from .nodes import KERNEL, Cell
from .sources import DEFAULT_KERNEL

_LANGUAGES: Final[Mapping[str, str]] = {
    r"x?python|ipython|pyodide": "python",
    r"ir$|xr$|r$": "r",
    r"julia": "julia",
    r"bash": "bash",
    r"xcpp": "cpp",
    r"octave|xoctave": "octave",
    r"xjavascript|javascript": "javascript",
}
"""What the names of common kernels begin with, by the language that these kernels speak."""

_NO_LANGUAGE: Final = {"none", "text"}


@dataclass(frozen=True)
class KernelRequest:
    """A kernel that a cell names. Cells whose requests are equal share one kernel."""

    name: str
    instance: str = ""


@dataclass(frozen=True)
class Kernels:
    """The kernels of a page: its own by name, the others, and the ids of those by the cells that they run."""

    own: str
    others: Sequence[KernelData]
    ids: Mapping[str, str]


def kernels_of(cells: Iterable[Cell], own: str, spoken: str | None = None) -> Kernels:
    """Return the kernels of a page whose own has this name, which may be a name for any Python.

    ``spoken`` is the language of that kernel, where the page itself says so.

    A cell that names no kernel runs in the page's own, unless it is in another language than that speaks. A
    kernel whose name does not tell its language speaks that of the first cell that can be its.
    """
    cells = list(cells)
    named = list(dict.fromkeys(request for cell in cells if (request := cell.get(KERNEL))))
    if own == DEFAULT_KERNEL and len(named) == 1 and all(KERNEL in cell for cell in cells):
        return Kernels(named[0].name, (), {})
    # A server's name for its own Python.
    names = (own, "python3") if own == DEFAULT_KERNEL else (own,)
    others = [request for request in named if request.instance or request.name not in names]
    mine = (cell["language"] for cell in cells if cell.get(KERNEL) not in others)
    language = spoken or spoken_by(own) or next(mine, "")
    found: dict[str, KernelData] = {}
    ids: dict[str, str] = {}
    for cell in cells:
        named_own = KERNEL in cell and cell[KERNEL] not in others
        if named_own or (KERNEL not in cell and cell["language"] in {language, *_NO_LANGUAGE}):
            continue
        kernel = _kernel(cell, others)
        found.setdefault(kernel["id"], kernel)
        ids[cell["cell_id"]] = kernel["id"]
    return Kernels(own, tuple(found.values()), ids)


def _kernel(cell: Cell, others: Iterable[KernelRequest]) -> KernelData:
    language = cell["language"]
    speaking = (each for each in others if not each.instance and spoken_by(each.name) == language)
    request = cell.get(KERNEL) or next(speaking, None)
    if request is None:
        return KernelData(id=f"language-{language}", language=language)
    suffix = f"-{request.instance}" if request.instance else ""
    return KernelData(id=f"kernel-{request.name}{suffix}", name=request.name)


def spoken_by(kernel: str) -> str | None:
    """Return the language of a kernel whose name tells it."""
    found = (language for pattern, language in _LANGUAGES.items() if re.match(pattern, kernel, re.IGNORECASE))
    return next(found, None)
