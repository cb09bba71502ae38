"""Libraries that outputs need in the browser, named by `inpage_exec_widgets`, put into the site."""

from __future__ import annotations

import importlib.util
import site
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from sphinx.util import logging

from .assets import copy_file
from .diagnostics import WARNING_TYPE, Subtype

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

SETTING = "inpage_exec_widgets"
PLOTLY = "plotly.js"
FOLDER = "widgets"
_MAIN = "index.js"
_NOT_SHIPPED = {"extension.js"}
"""What only the classic notebook loads."""


@dataclass(frozen=True)
class Libraries:
    """The libraries of a project: their URLs by npm names, and the site's files by their places.

    URLs without a scheme and places are relative to the folder of the main script.
    """

    urls: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Copy the files into the site; those that are there already and are equal stay untouched."""
        for target, source in self.files.items():
            copy_file(source, folder / target)


def read_libraries(app: Sphinx) -> Libraries:
    """Return what conf.py names, after warning of what is not there."""
    urls: dict[str, str] = {}
    files: dict[str, Path] = {}
    for name, value in _entries(app.config[SETTING]):
        if isinstance(value, str) and urlsplit(value).scheme in {"http", "https"}:
            urls[name] = value
            continue
        main = _installed(name) if value is True else _own(Path(app.confdir), value)
        if main is None:
            _warn(name, value)
            continue
        urls[name] = quote(f"{FOLDER}/{name}/{main.name}", safe="/@")
        alone = isinstance(value, str) and Path(app.confdir, value).is_file()
        for file in [main] if alone or name == PLOTLY else _files_beside(main):
            files[f"{FOLDER}/{name}/{file.relative_to(main.parent).as_posix()}"] = file
    return Libraries(urls, files)


def _entries(setting: object) -> Iterable[tuple[str, object]]:
    if isinstance(setting, Mapping):
        return [(str(name), value) for name, value in setting.items()]
    return [(str(name), True) for name in setting] if isinstance(setting, list | tuple) else []


def _own(confdir: Path, value: object) -> Path | None:
    """Return a file of the project, or the main one of a folder."""
    path = Path(confdir, value) if isinstance(value, str) else confdir / "\0"
    return next((file for file in (path, path / _MAIN) if _is_file(file)), None)


def _is_file(path: Path) -> bool:
    return "\0" not in str(path) and path.is_file()


def _installed(name: str) -> Path | None:
    """Return what a Python package has installed for notebooks, in the environment of the build."""
    if name == PLOTLY:
        found = importlib.util.find_spec("plotly")
        places = found.submodule_search_locations or [] if found else []
        candidates = [Path(place, "package_data", "plotly.min.js") for place in places]
    else:
        roots = (sys.prefix, site.getuserbase(), sys.base_prefix)
        candidates = [Path(root, "share/jupyter/nbextensions", name, _MAIN) for root in roots]
    return next((path for path in candidates if path.is_file()), None)


def _files_beside(main: Path) -> Iterator[Path]:
    for file in sorted(main.parent.rglob("*")):
        if file.is_file() and file.suffix != ".map" and file.name not in _NOT_SHIPPED:
            yield file


def _warn(name: str, value: object) -> None:
    where = "Install the Python package that brings it" if value is True else f"There is no file {value!r}"
    message = f"{SETTING} names {name!r}, which is left out. {where}, or name a file of the project or a URL."
    logger.warning("%s", message, type=WARNING_TYPE, subtype=Subtype.WIDGETS.value)
