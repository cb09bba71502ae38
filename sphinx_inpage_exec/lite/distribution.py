"""A local copy of the Pyodide distribution, from which compiled packages come into a site or a preview."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from .files import Shipment
from .runtime import Package, Runtime

PACKAGES = "lite-packages"


def from_distribution(runtime: Runtime, names: Iterable[str]) -> tuple[Package, ...]:
    """Return what packages need, themselves included, that does not come with the runtime."""
    return tuple(package for package in runtime.closure(names) if not package.shipped)


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
