"""A Jupyter server on loopback for one command: random token, directories of its own, nothing left behind.

The options are those of https://jupyter-server.readthedocs.io/en/stable/other/full-config.html and the
directories those of https://docs.jupyter.org/en/latest/use/jupyter-directories.html.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .processes import LOOPBACK, FailureError, StopSignal, free_port, kill, spawn, stop

_START_SECONDS = 60.0
_STOP_SECONDS = 15.0
_LOG_LINES = 15


@dataclass(frozen=True)
class Plan:
    """What to start: a server that serves ``root`` to pages from ``site_port`` of this machine, to no others.

    Everything it writes stays below ``home``, which the caller removes. Kernels that the user or the
    environment installed are found as usual. ``options`` are added to its command line.
    """

    root: Path
    site_port: int
    home: Path
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def log_file(self) -> Path:
        """Where the server's own messages go."""
        return self.home / "jupyter-server.log"


@dataclass(frozen=True)
class LocalServer:
    """A running Jupyter server; ``repr`` and ``log`` never show its token."""

    plan: Plan
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def url(self) -> str:
        """Its address, with a slash at the end."""
        return f"http://{LOOPBACK}:{self.plan.port}/"

    @property
    def token(self) -> str:
        """The secret that its REST API and WebSockets ask for."""
        return self.plan.token

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    @property
    def log(self) -> str:
        """The last lines that the server wrote, its token masked."""
        lines = self.plan.log_file.read_text("utf-8", "replace").splitlines()[-_LOG_LINES:]
        return "\n".join(lines).replace(self.token, "[token]")

    def call(self, path: str, method: str = "GET", body: object = None, seconds: float = 5.0) -> Any:
        """Answer of the REST API at ``path`` (``api/kernels``); raises OSError when there is none."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=seconds) as response:
            return json.loads(response.read() or b"null")

    def answers(self) -> bool:
        """Whether the REST API accepts the token now."""
        try:
            return bool(self.call("api/status"))
        except (OSError, ValueError):
            return False

    def stop(self) -> None:
        """Shut down the kernels, then the server; kill what does not go."""
        if self.alive:
            with suppress(OSError, ValueError):
                self.call("api/shutdown", "POST")
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_STOP_SECONDS)
        stop(self.process)

    def kill(self) -> None:
        """End the server without a word, as a crash would. Its kernels notice and end themselves."""
        kill(self.process)


@contextmanager
def local_server(plan: Plan, signals: StopSignal) -> Iterator[LocalServer]:
    """Run the planned server; end it on leaving, kernels first.

    Raises `FailureError` when it does not start and `StoppedError` when asked to stop meanwhile.
    """
    server = _start(plan)
    try:
        _wait(server, signals)
        yield server
    finally:
        server.stop()


def _start(plan: Plan) -> LocalServer:
    # The token travels in the environment: everybody on the machine can read a command line.
    environment = {**_environment(plan.home), "JUPYTER_TOKEN": plan.token}
    with plan.log_file.open("wb") as output:
        return LocalServer(plan, spawn(_command(plan), environment, output))


def _command(plan: Plan) -> list[str]:
    options = {
        "ip": LOOPBACK,
        "port": plan.port,
        "port_retries": 0,
        "open_browser": False,
        "root_dir": plan.root,
        "allow_origin_pat": rf"http://(127\.0\.0\.1|localhost):{plan.site_port}$",
        "allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
    }
    command = [sys.executable, "-m", "jupyter_server"]
    command += [f"--ServerApp.{name}={value}" for name, value in options.items()]
    return [*command, "--KernelManager.shutdown_wait_time=2.0", *plan.options]


def _environment(home: Path) -> dict[str, str]:
    """Private directories, with the search path for kernels as it is outside of them."""
    private = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "TMPDIR": home / "tmp",
    }
    for directory in private.values():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Imported by name: jupyter_core comes with the [live] extra.
    search_path: list[str] = importlib.import_module("jupyter_core.paths").jupyter_path()
    return {name: str(path) for name, path in private.items()} | {
        "JUPYTER_PATH": os.pathsep.join(search_path)
    }


def _wait(server: LocalServer, signals: StopSignal) -> None:
    signals.wait_for(lambda: not server.alive or server.answers(), _START_SECONDS)
    if not server.alive:
        raise FailureError(
            f"The Jupyter server ended while it was starting. Its last lines were:\n{server.log}"
        )
    if not server.answers():
        raise FailureError(
            f"The Jupyter server did not answer within {_START_SECONDS:.0f} seconds; "
            f"try again. Its last lines were:\n{server.log}"
        )
