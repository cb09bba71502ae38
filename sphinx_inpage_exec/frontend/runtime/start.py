"""Starts a kernel to find out which modules every kernel imports. Runs inside Pyodide."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

CELLS = ("print(1)", "1 + 1", "1 / 0", "import asyncio\nawait asyncio.sleep(0)")
"""What nearly every page does: text, a result, an error, top-level await."""


async def imported(wheels: Iterable[Mapping[str, bytes]], site_packages: Path) -> list[str]:
    """Install wheels, given as files by name; return the files of all modules that a few cells need."""
    for files in wheels:
        for name, data in files.items():
            (site_packages / name).parent.mkdir(parents=True, exist_ok=True)
            (site_packages / name).write_bytes(data)
    importlib.invalidate_caches()
    kernel = importlib.import_module("pyodide_kernel").kernel_instance
    for cell in CELLS:
        await kernel.run(cell)
    found = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return sorted(file for file in found if file)
