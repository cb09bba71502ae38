"""Modules compiled at build time, so that browsers need not. Runs inside Pyodide, whose bytecode it makes."""

from __future__ import annotations

import importlib.util
import marshal
import zlib
from collections.abc import Container, Mapping
from pathlib import Path

_UNCHECKED_HASH = (0b01).to_bytes(4, "little")
"""https://docs.python.org/3/reference/import.html#cached-bytecode-invalidation"""


def compiled(files: Mapping[str, bytes], place: str, hot: Container[str]) -> dict[str, bytes]:
    """Return the files with every module in ``hot`` compiled, and without its source: both would be too much.

    ``place`` is the folder that the files will stand in, as ``hot`` names it.
    """
    return dict(
        (f"{name}c", _cached(data, f"{place}/{name}")) if f"{place}/{name}" in hot else (name, data)
        for name, data in files.items()
    )


class Modules:
    """Modules that are taken out of their archives and shipped compiled, in one file.

    ``src/lite/inpage_exec_modules.py`` imports from it.
    """

    def __init__(self, hot: Container[str]) -> None:
        self._hot = hot
        self._taken: dict[str, tuple[str, bytes]] = {}

    def take(self, files: Mapping[str, bytes], place: str, archive: str = "") -> dict[str, bytes]:
        """Take what is in ``hot``, where it stands in ``place``, and return the rest.

        ``archive`` begins the places that the browser has the files in.
        """
        rest = dict(files)
        for name in sorted(files):
            if f"{place}/{name}" in self._hot:
                code = _code(rest.pop(name), f"{place}/{name}")
                self._taken[_module(name)] = (archive + name, code)
        return rest

    def write(self, file: Path) -> None:
        """Write what was taken, packed: by the names of modules their places and code, as marshal does."""
        file.write_bytes(zlib.compress(marshal.dumps(self._taken), 9))


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _cached(source: bytes, path: str) -> bytes:
    head = importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH + importlib.util.source_hash(source)
    return head + _code(source, path)


def _code(source: bytes, path: str) -> bytes:
    return marshal.dumps(compile(source, path, "exec", dont_inherit=True))
