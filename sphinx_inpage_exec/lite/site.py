"""What kernels in the browser need, put into a site: the runtime once, and what its pages name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypedDict

from ..assets import copy_file
from ..settings import Lite
from .distribution import PACKAGES, copy_of, needed_packages, shipments
from .files import Files, Place, Shipment, find_files
from .needs import Needs, Source, find_needs
from .runtime import FOLDER, Runtime, installed_runtime

RUNTIME = "lite"


class ContentData(TypedDict):
    """A file that cells open: its path when they run, where the site has it, and its size in bytes."""

    path: str
    url: str
    size: int


class LiteData(TypedDict, total=False):
    """The settings of the backend in the payload; URLs are relative to the folder of the main script.

    ``folder`` is the one of the page's source, below the kernel's root, in which cells run.
    """

    runtime: str
    packages: list[str]
    wheels: list[str]
    contents: list[ContentData]
    folder: str
    index: bool
    pyodideUrl: str


@dataclass
class LiteSite:
    """The pages of a build that run in the browser; ``folder`` is the one of the main script in the site."""

    place: Place
    folder: Path
    shipments: dict[str, Path] = field(default_factory=dict)

    def data(self, lite: Lite, path: str, cells: Iterable[Source]) -> LiteData:
        """Return the payload's part for a page with these settings and this source file."""
        files = find_files(lite, self.place)
        data = LiteData(
            runtime=f"{RUNTIME}/",
            packages=list(_needs(lite, files, cells).packages),
            wheels=[wheel.url for wheel in files.wheels],
            contents=[
                ContentData(path=each.path, url=each.url, size=each.source.stat().st_size)
                for each in files.contents
            ],
            folder=_folder(self.place.srcdir / path, files.root),
            index=lite.index,
        )
        if lite.pyodide_url:
            data["pyodideUrl"] = f"{PACKAGES}/" if copy_of(lite, self.place) else lite.pyodide_url
        return data

    def ship(self, lite: Lite, cells: Iterable[Source]) -> None:
        """Remember what a page needs, until all pages are written."""
        runtime = installed_runtime()
        if runtime is None:
            return
        files = find_files(lite, self.place)
        needed = needed_packages(runtime, _needs(lite, files, cells), files)
        copy = copy_of(lite, self.place)
        packages = shipments(copy, needed) if copy else ()
        for shipment in (*_runtime(runtime), *files.wheels, *files.contents, *packages):
            self.shipments[shipment.target] = shipment.source

    def write(self) -> None:
        """Copy what pages need; files that are there already and are equal stay untouched."""
        for target, source in self.shipments.items():
            copy_file(source, self.folder / target)


def _needs(lite: Lite, files: Files, cells: Iterable[Source]) -> Needs:
    runtime = installed_runtime()
    return find_needs(lite, files, cells, runtime) if runtime else Needs(lite.packages, ())


def _folder(source: Path, root: Path) -> str:
    folder = PurePosixPath(source.parent.relative_to(root).as_posix())
    return "" if folder == PurePosixPath() else str(folder)


def _runtime(runtime: Runtime) -> Iterable[Shipment]:
    for name in runtime.files:
        yield Shipment(FOLDER / name, f"{RUNTIME}/{name}")
