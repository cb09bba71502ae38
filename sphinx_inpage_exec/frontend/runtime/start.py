"""Starts a kernel to find out which modules every kernel imports. Runs inside Pyodide."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CELLS = ("print(1)", "1 + 1", "1 / 0", "import asyncio\nawait asyncio.sleep(0)")
"""What nearly every page does: text, a result, an error, top-level await."""


class _Page:
    """The page of the kernel, which only waits for its replies."""

    answers = "none"
    wheels: tuple[str, ...] = ()
    index = False

    def __init__(self) -> None:
        self.replies: asyncio.Queue[None] = asyncio.Queue()

    def post(self, text: str, _buffers: object) -> None:
        if json.loads(text)["header"]["msg_type"] == "execute_reply":
            self.replies.put_nowait(None)

    def tell(self, key: str, **_parameters: object) -> str:
        return key


async def imported(wheels: Iterable[Mapping[str, bytes]], program: Path, site_packages: Path) -> list[str]:
    """Install wheels, given as files by name, and return the files of all modules that a few cells need.

    ``program`` is the folder with the kernel itself.
    """
    for files in wheels:
        for name, data in files.items():
            (site_packages / name).parent.mkdir(parents=True, exist_ok=True)
            (site_packages / name).write_bytes(data)
    sys.path.append(str(program))
    importlib.invalidate_caches()
    page = _Page()
    kernel = importlib.import_module("inpage_exec_kernel.kernel").Kernel()
    kernel.serve(page)
    for cell in CELLS:
        kernel.receive(json.dumps(_request(cell)), [])
        await page.replies.get()
    found = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return sorted(file for file in found if file)


def _request(code: str) -> dict[str, Any]:
    """Return a message of https://jupyter-client.readthedocs.io/en/latest/messaging.html#execute."""
    content = {
        "code": code,
        "silent": False,
        "store_history": True,
        "allow_stdin": False,
        "stop_on_error": True,
    }
    return {"header": {"msg_type": "execute_request", "msg_id": code}, "channel": "shell", "content": content}
