"""What the cells of a page need in the browser: the packages to prepare, and what can not work there."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..lazy import lazy_module
from ..settings import Lite
from ..tags import MAY_FAIL, SKIPPED, normal_tags
from .files import Files
from .imports import imported_modules, installs_packages
from .runtime import Runtime

if TYPE_CHECKING:
    from packaging import requirements, utils
else:
    requirements, utils = lazy_module("packaging.requirements"), lazy_module("packaging.utils")

NOT_WORKING: Final[Mapping[str, str]] = {
    "multiprocessing": "a browser starts no processes",
    "subprocess": "a browser starts no processes",
    "tkinter": "a browser has no windows of its own",
    "turtle": "a browser has no windows of its own",
}
"""Parts of Python that can be imported or not, and can not do their work in a browser:
https://pyodide.org/en/stable/usage/wasm-constraints.html"""

WITHOUT_PACKAGE: Final = ("js", "pyodide", "pyodide_js", "_pyodide", "__main__")
"""What Pyodide itself brings."""


@dataclass(frozen=True)
class Source:
    """One cell of a page, by its number from 1."""

    number: int
    text: str
    tags: tuple[str, ...] = ()

    @property
    def may_fail(self) -> bool:
        """Whether nobody minds when it fails, or nobody runs it with the page."""
        return not {MAY_FAIL, SKIPPED}.isdisjoint(normal_tags(self.tags))


@dataclass(frozen=True)
class Needs:
    """``packages`` are requirements, those of the settings first; problems go with the number of a cell."""

    packages: tuple[str, ...]
    problems: tuple[tuple[int, str], ...]


def find_needs(lite: Lite, files: Files, cells: Iterable[Source], runtime: Runtime) -> Needs:
    """Return what the Python cells of a page need."""
    known = _Known(lite, files, runtime)
    packages = dict.fromkeys(lite.packages)
    problems = []
    guessing = lite.index
    for cell in cells:
        guessing = guessing or installs_packages(cell.text)
        for module in sorted(imported_modules(cell.text) - known.own):
            package = runtime.package_of(module)
            if package and package.name not in known.named | runtime.kernel:
                packages[package.name] = None
            elif not package and not cell.may_fail and (why := known.why_not(module, guessing=guessing)):
                problems.append((cell.number, f"Cell {cell.number} imports {module}, {why}"))
    return Needs(tuple(packages), tuple(problems))


class _Known:
    """What can be imported in a page without a package of the distribution."""

    def __init__(self, lite: Lite, files: Files, runtime: Runtime) -> None:
        self._runtime = runtime
        self.named = {utils.canonicalize_name(requirements.Requirement(text).name) for text in lite.packages}
        self.own = frozenset(_own_modules(files))

    def why_not(self, module: str, *, guessing: bool) -> str:
        """Return why a module can not be imported, or is of no use; empty where nothing speaks against it."""
        if module in NOT_WORKING:
            return f"which does not work in a browser: {NOT_WORKING[module]}."
        if module in self._runtime.modules or module in WITHOUT_PACKAGE:
            return ""
        if module in sys.stdlib_module_names:
            return "which Python does not have in a browser."
        if guessing or utils.canonicalize_name(module) in self.named:
            return ""
        return (
            "which neither the Pyodide distribution has, nor a wheel of this site. Add a wheel to "
            "jupyter.lite.wheels, or allow the Python Package Index with jupyter.lite.index: true."
        )


def _own_modules(files: Files) -> Iterator[str]:
    for wheel in files.wheels:
        with zipfile.ZipFile(wheel.source) as archive:
            yield from {name.partition("/")[0].partition(".")[0] for name in archive.namelist()}
    for content in files.contents:
        if content.path.endswith(".py"):
            yield from (part.removesuffix(".py") for part in content.path.split("/"))
