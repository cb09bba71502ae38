"""Modules compiled at build time, so that browsers need not. Runs inside Pyodide, whose bytecode it makes."""

from __future__ import annotations

import importlib.util
import marshal
from collections.abc import Container, Mapping

_UNCHECKED_HASH = (0b01).to_bytes(4, "little")
"""https://docs.python.org/3/reference/import.html#cached-bytecode-invalidation"""


def compiled(files: Mapping[str, bytes], place: str, hot: Container[str]) -> dict[str, bytes]:
    """Return the files with every module in ``hot`` compiled, and without its source: both would be too much.

    ``place`` is the folder that the files will stand in, as ``hot`` names it.
    """
    return dict(
        (f"{name}c", _bytecode(data, f"{place}/{name}")) if f"{place}/{name}" in hot else (name, data)
        for name, data in files.items()
    )


def _bytecode(source: bytes, path: str) -> bytes:
    code = marshal.dumps(compile(source, path, "exec", dont_inherit=True))
    return importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH + importlib.util.source_hash(source) + code
