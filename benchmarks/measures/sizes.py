"""What a site gets on its disk for pages that run, and what is installed for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from servers import backend_of

import sphinx_inpage_exec

from ..clients import jupyterlite_site
from ..model import Candidates, Measurement, Reading
from ..pages import rst_page
from ..peers import unpack
from ..stage import Stage

_MEGABYTE = 1e6
_SOURCES = {"index.rst": rst_page("Page", ["print(1)"])}
_PEERS = {
    "thebe 0.9.3": ("thebe", "lib"),
    "thebe-core 0.5.0": ("thebe-core", "dist/lib"),
    "thebelab 0.5.1": ("thebelab", "lib"),
}
"""The folder of each package that pages load, which a site without a CDN has."""


def _megabytes(folder: Path, *, without: str = "") -> float:
    files = (file for file in folder.rglob("*") if file.is_file() and file.suffix != ".map")
    return sum(file.stat().st_size for file in files if not without or without not in file.parts) / _MEGABYTE


@contextmanager
def _candidates(stage: Stage) -> Iterator[Candidates]:
    plain = stage.site("sizes", _SOURCES).directory
    server = {"extensions": ["sphinx_inpage_exec"], "jupyter": backend_of(stage.server)}
    sites = {
        "ours": stage.site("sizes", _SOURCES, **server).directory,
        "ours, lite": stage.site("sizes", _SOURCES, **{**server, "jupyter": "lite"}).directory,
        "jupyterlite-sphinx": jupyterlite_site(stage, "sizes", ["print(1)"]).directory,
    }
    package = Path(sphinx_inpage_exec.__file__).parent
    packages = {
        name: unpack(package, stage.folder / f"sizes-{package}") / files
        for name, (package, files) in _PEERS.items()
    }
    yield {
        **{name: partial(_site, site, plain) for name, site in sites.items()},
        "ours, installed": lambda: {"size": _megabytes(package, without="frontend")},
        **{name: partial(_package, folder) for name, folder in packages.items()},
    }


def _site(site: Path, plain: Path) -> Reading:
    """What a site has more than the same without us."""
    return {"size": _megabytes(site) - _megabytes(plain)}


def _package(folder: Path) -> Reading:
    return {"size": _megabytes(folder)}


SIZES = Measurement(
    "sizes",
    "what a site has more on its disk, beside the files of peers that it would have without a CDN",
    {"size": "MB"},
    _candidates,
    steady=True,
)
