"""The same code run by nbclient: what a notebook gets from its kernel, cell by cell."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ANSWER = "Ada"
"""What is answered to every cell that asks."""

Output = dict[str, Any]


class _AnsweringClient(NotebookClient):
    """nbclient for code that asks: it has no standard input of its own."""

    async def async_start_new_kernel_client(self) -> Any:
        client = await super().async_start_new_kernel_client()
        client.allow_stdin = True
        self._answering = asyncio.ensure_future(self._answer())
        return client

    async def _answer(self) -> None:
        while self.kc is not None:
            await self.kc.stdin_channel.get_msg()
            self.kc.input(ANSWER)

    async def _async_cleanup_kernel(self) -> None:
        self._answering.cancel()
        await super()._async_cleanup_kernel()


def run_notebook(sources: Iterable[str], directory: Path) -> list[list[Output]]:
    """Run cells in ``directory`` as one notebook; return each cell's outputs as the notebook stores them."""
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources]
    notebook = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})  # type: ignore[no-untyped-call]
    resources = {"metadata": {"path": str(directory)}}
    _AnsweringClient(
        notebook, kernel_name="python3", allow_errors=True, timeout=120, resources=resources
    ).execute()
    return [_joined(cell.outputs) for cell in notebook.cells]


def _joined(outputs: Iterable[Output]) -> list[Output]:
    """Outputs with consecutive pieces of one stream put together: how a kernel cuts them is chance."""
    joined: list[Output] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            joined.append(dict(output))
    return joined
