"""Our WebAssembly runtime as others can take it."""

from __future__ import annotations

import hashlib
import json
import marshal
import shutil
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

_LOCK = "pyodide-lock.json"
_HEAD = 16
"""Bytes before the code of a compiled module: https://peps.python.org/pep-0552/"""


def copy_whole(runtime: Path, folder: Path) -> None:
    """Copy a runtime, with the modules that ours takes from one file back in the wheels that they are of."""
    shutil.copytree(runtime, folder)
    head = _head(folder / "python_stdlib.zip")
    for place, code in marshal.loads(zlib.decompress((folder / "kernel.bin").read_bytes())).values():
        wheel, _, module = place.partition(".whl/")
        if module:
            with ZipFile(folder / f"{wheel}.whl", "a", ZIP_DEFLATED) as archive:
                archive.writestr(f"{module}c", head + code)
    lock = json.loads((folder / _LOCK).read_text("utf-8"))
    for package in lock["packages"].values():
        file = folder / package["file_name"]
        if file.is_file():
            package["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / _LOCK).write_text(json.dumps(lock), "utf-8")


def _head(library: Path) -> bytes:
    """What the modules begin with that are compiled for the same Python."""
    with ZipFile(library) as archive:
        compiled = next(name for name in archive.namelist() if name.endswith(".pyc"))
        return archive.read(compiled)[:_HEAD]
