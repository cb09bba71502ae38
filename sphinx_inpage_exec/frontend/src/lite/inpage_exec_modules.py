"""Imports what comes compiled, in one file: the modules that a kernel starts with.

To look for each of them in the archives takes longer than to run it.
"""

from __future__ import annotations

import marshal
import sys
import zipimport
import zlib
from collections.abc import Mapping
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

_PACKAGE = "/__init__.py"


class Modules:
    """A finder and a loader of modules: https://docs.python.org/3/reference/import.html#finders-and-loaders.

    ``modules`` gives their places in ``folder`` and their code by their names. Other modules of the same
    packages are found in those places.
    """

    def __init__(self, folder: str, modules: Mapping[str, tuple[str, bytes]]) -> None:
        self._folder = folder
        self._modules = modules

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """Say where a module is; None for one that is not here."""
        if name not in self._modules:
            return None
        place = f"{self._folder}/{self._modules[name][0]}"
        spec = ModuleSpec(name, self, origin=place, is_package=place.endswith(_PACKAGE))  # type: ignore[arg-type]
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(place.removesuffix(_PACKAGE))
        return spec

    def create_module(self, _spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run a module."""
        exec(self.get_code(module.__name__), vars(module))

    def get_code(self, name: str) -> CodeType:
        """Return the code of a module, which ``python -m`` asks for."""
        code: CodeType = marshal.loads(self._modules[name][1])
        return code

    def get_source(self, _name: str) -> None:
        """Return nothing: source and code would be too much to load."""

    def get_data(self, path: str) -> bytes:
        """Return what else is in the archive of a module."""
        return zipimport.zipimporter(path.rpartition("/")[0]).get_data(path)


def install(file: str) -> None:
    """Import from ``file``, whose modules have their places in its folder. To do so again changes nothing."""
    if not any(isinstance(finder, Modules) for finder in sys.meta_path):
        modules = marshal.loads(zlib.decompress(Path(file).read_bytes()))
        sys.meta_path.insert(0, Modules(str(Path(file).parent), modules))
