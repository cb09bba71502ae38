"""Processes that the command line starts, and how they end: by their own id, whatever happens."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import FrameType
from typing import IO, Self

LOOPBACK = "127.0.0.1"
_PAUSE = 0.1


class FailureError(Exception):
    """Something the command can not go on with; its text is the sentence for the person at the terminal."""


class StoppedError(Exception):
    """The person asked the command to stop."""


class StopSignal:
    """Takes SIGINT and SIGTERM while it is entered, and only remembers that one came.

    Nothing is raised inside a handler, so a second Ctrl-C can not interrupt the cleaning up.
    """

    def __init__(self) -> None:
        self._requested = False
        self._previous: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._previous[number] = signal.signal(number, self._remember)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _remember(self, _number: int, _frame: FrameType | None) -> None:
        self._requested = True

    def wait_for(self, condition: Callable[[], bool], seconds: float | None = None) -> bool:
        """Wait until ``condition`` holds; False when ``seconds`` passed before. Raises `StoppedError`."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not condition():
            if self._requested:
                raise StoppedError
            if deadline is not None and time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE)
        return True


def spawn(
    command: Sequence[str], environment: Mapping[str, str] | None = None, output: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own: a Ctrl-C of the terminal reaches only us, and we end it.

    ``environment`` is laid over our own; ``output`` takes both streams (default: ours).
    """
    return subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
    )


def stop(process: subprocess.Popen[bytes], seconds: float = 5.0) -> None:
    """End ``process`` and what it started: asked first, killed when it has not gone after ``seconds``."""
    _signal_group(process, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End ``process`` and its whole group at once."""
    if sys.platform == "win32":
        process.kill()
    else:
        _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    if sys.platform == "win32":
        process.terminate()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def free_port(preferred: int = 0) -> int:
    """Return ``preferred`` when nothing listens there, else any free port of the loopback address."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, preferred if preferred and port_is_free(preferred) else 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    """Whether a server could listen on ``port`` of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
    return True
