"""A local copy of the Pyodide distribution, from which compiled packages come into a site or a preview."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..lazy import lazy_module
from ..settings import Lite
from .files import Files, Place, Shipment
from .needs import Needs
from .runtime import Package, Runtime

if TYPE_CHECKING:
    from packaging import requirements
else:
    requirements = lazy_module("packaging.requirements")

PACKAGES = "lite-packages"


def from_distribution(runtime: Runtime, names: Iterable[str]) -> tuple[Package, ...]:
    """Return what packages need, themselves included, that does not come with the runtime."""
    return tuple(package for package in runtime.closure(names) if not package.shipped)


def copy_of(lite: Lite, place: Place) -> Path | None:
    """Return the folder of a copy that settings name; None when they name a URL, or nothing."""
    if lite.pyodide_url is None or urlsplit(lite.pyodide_url).scheme:
        return None
    return place.confdir / lite.pyodide_url


def needed_packages(runtime: Runtime, needs: Needs, files: Files) -> tuple[Package, ...]:
    """Return the packages of the distribution that a page needs, for itself and for its wheels."""
    texts = [*needs.packages, *(text for wheel in files.wheels for text in _requirements(wheel.source))]
    wanted = [found for text in texts if (found := _requirement(text))]
    # An extra is nobody's unless it is asked for.
    return from_distribution(runtime, [each.name for each in wanted if "extra" not in str(each.marker)])


def _requirement(text: str) -> requirements.Requirement | None:
    """Return a requirement; None for the text of a wheel that is none, which micropip tells the reader."""
    try:
        return requirements.Requirement(text)
    except requirements.InvalidRequirement:
        return None


def _requirements(wheel: Path) -> list[str]:
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            text = next((archive.read(name).decode("utf-8", "replace") for name in names), "")
    # zipfile lets whatever the bytes make of it through: zlib.error, NotImplementedError.
    except Exception:
        return []
    return Parser().parsestr(text).get_all("Requires-Dist", [])


def missing_from_copy(folder: Path, packages: Iterable[Package]) -> str:
    """Return the sentence on what a copy lacks; empty when it has all."""
    if not folder.is_dir():
        return f"jupyter.lite.pyodideUrl names {folder}, and there is no such folder. Name a copy, or a URL."
    missing = [package.name for package in packages if not (folder / package.base_name).is_file()]
    if not missing:
        return ""
    return (
        f"This page needs {', '.join(missing)}, and {folder} does not have the files. "
        f"`inpage-exec lite --distribution {folder} {' '.join(missing)}` names them."
    )


def shipments(folder: Path, packages: Iterable[Package]) -> Iterator[Shipment]:
    """Yield the files of packages that the copy in ``folder`` has."""
    for package in packages:
        source = folder / package.base_name
        if source.is_file():
            yield Shipment(source, f"{PACKAGES}/{package.base_name}")


def faults(folder: Path, packages: Iterable[Package]) -> Iterator[str]:
    """Yield a few words on each package that the copy does not have as it should be."""
    for package in packages:
        file = folder / package.base_name
        if not file.is_file():
            yield f"{package.name} {package.version}: {file.name} is missing"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != package.sha256:
            yield f"{package.name} {package.version}: {file.name} is of another version, or damaged"
