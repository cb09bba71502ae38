"""The WebAssembly runtime that the package carries: its files, and the packages that its lock file names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..assets import PACKAGE
from ..lazy import lazy_module

if TYPE_CHECKING:
    from packaging import utils
else:
    utils = lazy_module("packaging.utils")

FOLDER = PACKAGE / "runtime"
INDEX = "runtime.json"
LOCK = "pyodide-lock.json"
_MODULES = "modules.json"


@dataclass(frozen=True)
class Package:
    """A package of the lock file: ``file_name`` is a file of the runtime, or a URL of the distribution."""

    name: str
    version: str
    file_name: str
    sha256: str
    imports: tuple[str, ...]
    depends: tuple[str, ...]

    @property
    def shipped(self) -> bool:
        """Whether it comes with the runtime."""
        return not urlsplit(self.file_name).scheme

    @property
    def base_name(self) -> str:
        """The name of its file, also in a copy of the distribution."""
        return self.file_name.rpartition("/")[2]


@dataclass(frozen=True)
class Runtime:
    """``packages`` are by name, ``modules`` need none, and a ``kernel`` starts with some of the packages."""

    version: str
    platform: str
    files: tuple[str, ...]
    kernel: frozenset[str]
    packages: Mapping[str, Package]
    modules: frozenset[str]

    def package_of(self, module: str) -> Package | None:
        """Return the package that a top-level module comes with; None for one that no package has."""
        return next((each for each in self.packages.values() if module in each.imports), None)

    def closure(self, names: Iterable[str]) -> tuple[Package, ...]:
        """Return packages with all that they depend on, by name, as far as the lock file knows them."""
        found: dict[str, Package] = {}
        todo = [utils.canonicalize_name(name) for name in names]
        while todo:
            name = todo.pop()
            if name in self.packages and name not in found:
                found[name] = self.packages[name]
                todo += (utils.canonicalize_name(each) for each in found[name].depends)
        return tuple(found[name] for name in sorted(found))


@cache
def installed_runtime() -> Runtime | None:
    """Return the runtime of this installation; None where it has not been built."""
    if not (FOLDER / INDEX).is_file():
        return None
    index, lock = _load(INDEX), _load(LOCK)
    packages = {name: _package(raw) for name, raw in lock["packages"].items()}
    files = (INDEX, *index["files"])
    platform = f"pyemscripten_{lock['info']['abi_version']}_wasm32"
    return Runtime(
        version=index["pyodide"],
        platform=platform,
        files=files,
        kernel=frozenset(index["kernel"]),
        packages=packages,
        modules=frozenset(_load(_MODULES)),
    )


def _package(raw: Mapping[str, Any]) -> Package:
    return Package(
        name=utils.canonicalize_name(raw["name"]),
        version=raw["version"],
        file_name=raw["file_name"],
        sha256=raw["sha256"],
        imports=tuple(raw["imports"]),
        depends=tuple(raw["depends"]),
    )


def _load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
