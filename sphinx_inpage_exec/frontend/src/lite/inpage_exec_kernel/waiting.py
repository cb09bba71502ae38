"""Waiting in the middle of a cell, which the reader can interrupt.

Where the browser can put Python aside, Pyodide waits with ``run_sync``; ``time.sleep`` does, too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pyodide.ffi
import pyodide.webloop

_wait = pyodide.ffi.run_sync
_waits: list[asyncio.Future[Any]] = []


def run_sync(awaitable: Awaitable[Any]) -> Any:
    """Wait until ``awaitable`` is done, and return its result.

    :raises KeyboardInterrupt: if the reader interrupts.
    """
    __tracebackhide__ = True
    wait = asyncio.ensure_future(awaitable)
    _waits.append(wait)
    try:
        return _wait(wait)
    except BaseException:
        # Pyodide brings a cancelled future back as an error of JavaScript.
        if wait.cancelled():
            raise KeyboardInterrupt from None
        raise
    finally:
        _waits.remove(wait)


def interrupt() -> bool:
    """Interrupt what waits; return whether anything did."""
    for wait in _waits:
        wait.cancel()
    return bool(_waits)


def install() -> None:
    """Wait like this from now on, in cells, too."""
    pyodide.ffi.run_sync = pyodide.webloop.run_sync = run_sync
