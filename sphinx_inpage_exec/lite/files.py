"""The files that settings name for kernels in the browser: found, checked, and given a place in the site."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..diagnostics import Subtype
from ..lazy import lazy_module
from ..settings import Lite, Problem
from .runtime import installed_runtime

if TYPE_CHECKING:
    from packaging import tags, utils, version
else:
    utils = lazy_module("packaging.utils")

WHEELS = "lite-wheels"
CONTENTS = "lite-contents"
LIMIT = 20_000_000
"""Bytes of contents of one page, above which the build warns: every reader downloads them."""

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Shipment:
    """One file on its way into the site: ``target`` is its place below the folder of the main script."""

    source: Path
    target: str

    @property
    def url(self) -> str:
        """Its URL, relative to the folder of the main script."""
        return quote(self.target)


@dataclass(frozen=True)
class Content(Shipment):
    """A file that cells open; ``path`` is relative to the kernel's root, with slashes."""

    path: str


@dataclass(frozen=True)
class Files:
    """All that the settings of one page name, ``root`` is the folder that stands for the kernel's root."""

    wheels: tuple[Shipment, ...]
    contents: tuple[Content, ...]
    root: Path
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Place:
    """Where a project is: its conf.py, its sources, and folders of the build, which are never contents."""

    confdir: Path
    srcdir: Path
    excluded: tuple[Path, ...] = ()


def find_files(lite: Lite, place: Place) -> Files:
    """Return the files that exist, and a problem for each name that means none."""
    problems: list[Problem] = []
    wheels = tuple(_wheels(lite.wheels, place.confdir, problems))
    named = sorted(set(_contents(lite.contents, place, problems)))
    paths = [path for path in named if _reads(path, problems)]
    root = Path(os.path.commonpath([place.srcdir, *(path.parent for path in paths)]))
    contents = tuple(_content(path, place.srcdir, root) for path in paths)
    problems += _too_large(contents)
    return Files(wheels, contents, root, tuple(problems))


def _problem(key: str, message: str) -> Problem:
    return Problem(Subtype.LITE, f"jupyter.lite.{key}", message)


def _wheels(names: Iterable[str], confdir: Path, problems: list[Problem]) -> Iterator[Shipment]:
    newest: dict[str, tuple[version.Version, Path]] = {}
    for name in names:
        found = _matching(confdir, name)
        if not found:
            problems.append(_problem("wheels", _missing("wheels", name, confdir, "Build the wheel first.")))
        for path in found:
            parsed = _wheel(path, problems)
            if parsed and parsed[1] >= newest.get(parsed[0], parsed[1:])[0]:
                newest[parsed[0]] = parsed[1:]
    for _, path in newest.values():
        yield Shipment(path, f"{WHEELS}/{path.name}")


def _wheel(path: Path, problems: list[Problem]) -> tuple[str, version.Version, Path] | None:
    """Return name and version of a wheel that works in a browser."""
    try:
        name, release, _, platforms = utils.parse_wheel_filename(path.name)
    except utils.InvalidWheelFilename:
        problems.append(
            _problem("wheels", f"{path} is not a wheel, as jupyter.lite.wheels expects; it is left out.")
        )
        return None
    works = any(_works(tag) for tag in platforms)
    if works and _opens(path):
        return utils.canonicalize_name(name), release, path
    message = (
        f"The wheel {path.name} is for another platform, so it can not run in a browser; it is left out. "
        "Name one whose file name ends with -none-any.whl, or one that was built for Pyodide."
    )
    if works:
        message = f"The wheel {path} is damaged; it is left out. Build it again."
    problems.append(_problem("wheels", message))
    return None


def _opens(path: Path) -> bool:
    try:
        zipfile.ZipFile(path).close()
    # zipfile lets whatever the bytes make of it through: struct.error, NotImplementedError.
    except Exception:
        return False
    return True


def _works(tag: tags.Tag) -> bool:
    runtime = installed_runtime()
    return tag.platform == "any" or (runtime is not None and tag.platform == runtime.platform)


def _contents(names: Iterable[str], place: Place, problems: list[Problem]) -> Iterator[Path]:
    for name in names:
        found = _matching(place.srcdir, name)
        if not found:
            problems.append(
                _problem("contents", _missing("contents", name, place.srcdir, "Correct the name."))
            )
        for path in found:
            yield from _files_in(path, place.excluded)


def _files_in(path: Path, excluded: tuple[Path, ...]) -> Iterator[Path]:
    """Yield a file itself, and of a folder what is not hidden, a cache, or made by the build."""
    # Not the methods of the path, which raise where a folder may not be entered.
    if not os.path.isdir(path):  # noqa: PTH112
        yield path
        return
    for folder, folders, names in os.walk(path):
        here = Path(folder)
        folders[:] = sorted(each for each in folders if not _is_private(each) and here / each not in excluded)
        yield from (here / name for name in sorted(names) if not _is_private(name))


def _reads(path: Path, problems: list[Problem]) -> bool:
    """Whether a file can be read: a link may lead nowhere, and a pipe or a device has no end."""
    if os.path.isfile(path) and os.access(path, os.R_OK):  # noqa: PTH113
        return True
    message = f"{path} of jupyter.lite.contents is not a file that can be read; it is left out. Correct it."
    problems.append(_problem("contents", message))
    return False


def _is_private(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _matching(base: Path, name: str) -> list[Path]:
    """Return the files and folders that a name or a pattern means, in order."""
    path = Path(os.path.normpath(base / name))
    try:
        if path.exists():
            return [path]
        return sorted(Path(os.path.normpath(found)) for found in base.glob(name))
    # A name that is too long, a folder that may not be read, a pattern that is none.
    except (OSError, ValueError, NotImplementedError):
        return []


def _missing(key: str, name: str, base: Path, remedy: str) -> str:
    return f"jupyter.lite.{key} names {name!r}, and there is no such file below {base}. {remedy}"


def _content(path: Path, srcdir: Path, root: Path) -> Content:
    # The same file has the same place whatever page asks for it.
    parts = Path(os.path.relpath(path, srcdir)).parts
    safe = PurePosixPath(*("_up" if part == ".." else part for part in parts))
    return Content(path, f"{CONTENTS}/{safe}", path.relative_to(root).as_posix())


def _too_large(contents: tuple[Content, ...]) -> Iterator[Problem]:
    size = sum(content.source.stat().st_size for content in contents)
    if size > LIMIT:
        message = (
            f"jupyter.lite.contents has {size / _MEGABYTE:.0f} MB in {len(contents)} files, and every reader "
            f"who runs a page downloads them; keep it below {LIMIT / _MEGABYTE:.0f} MB."
        )
        yield _problem("contents", message)
