"""``inpage-exec serve`` as a person runs it: a process, its output, and what is left when it has ended."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import IncompleteRead
from pathlib import Path
from typing import Any

from sphinx_inpage_exec.preview.processes import StopSignal

COMMAND = [sys.executable, "-m", "sphinx_inpage_exec.cli"]
SECONDS = 90.0
PAGE = """\
Tiny
====

.. code-block:: python
   :class: thebe

   print("hello")
"""


def write_project(folder: Path, conf: str = 'extensions = ["sphinx_inpage_exec"]', page: str = PAGE) -> Path:
    """Write a project of one page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conf.py").write_text(conf)
    (folder / "index.rst").write_text(page)
    return folder


@dataclass
class Serving:
    """A running command; all that it writes and starts is known by its own directory for temporary files."""

    process: subprocess.Popen[bytes]
    directory: Path
    output_file: Path

    @property
    def output(self) -> str:
        return self.output_file.read_text("utf-8", "replace")

    @property
    def site(self) -> str:
        """Address of the site, once it is served."""
        self.wait_for_output("Press Ctrl-C")
        return self._address("The site is at")

    @property
    def server(self) -> str:
        """Address of the Jupyter server, once it answers."""
        self.wait_for_output("The Jupyter server runs at")
        return self._address("The Jupyter server runs at")

    @property
    def left_files(self) -> list[Path]:
        return sorted(self.directory.iterdir())

    @property
    def left_processes(self) -> dict[int, str]:
        """Command lines of the living processes that it started, at any depth, by process id."""
        mark = f"TMPDIR={self.directory}".encode()
        lines = proc("cmdline")
        mine = [
            pid for pid, environ in proc("environ").items() if mark in environ and pid != self.process.pid
        ]
        return {pid: lines[pid].replace(b"\0", b" ").decode() for pid in mine if pid in lines}

    def wait_for_output(self, text: str) -> None:
        wait_until(lambda: text in self.output or self.process.poll() is not None)
        assert text in self.output, self.output

    def page(self) -> str:
        """The first page, as a browser gets it; a read that Sphinx breaks off by writing it is repeated."""
        while True:
            with suppress(IncompleteRead):
                return fetch(self.site)

    def payload(self) -> dict[str, Any]:
        """The payload of the first page, as a browser gets it."""
        found = re.search(r'id="inpage-exec-payload">(.*?)</script>', self.page())
        assert found, "the page has no payload"
        payload: dict[str, Any] = json.loads(found[1])
        return payload

    def token(self) -> str:
        return str(self.payload()["settings"]["server"]["token"])

    def call(self, path: str, method: str = "GET", body: object = None) -> Any:
        """Answer of the Jupyter server to a page of the site."""
        headers = {"Authorization": f"token {self.token()}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        return json.loads(fetch(urllib.request.Request(self.server + path, data, headers, method=method)))

    def end(self, number: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def _address(self, words: str) -> str:
        found = re.search(rf"{words} (http://\S+/)", self.output)
        assert found, self.output
        return found[1]


@contextmanager
def serving(
    source: Path, folder: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> Iterator[Serving]:
    """Run the command with a directory for temporary files below ``folder``; end it whatever happens."""
    directory, output = folder / "tmp", folder / "output.txt"
    directory.mkdir(parents=True)
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [*COMMAND, "serve", str(source), *arguments],
            env={**os.environ, "TMPDIR": str(directory), **(environment or {})},
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    running = Serving(process, directory, output)
    try:
        yield running
    finally:
        running.end(signal.SIGTERM)
        for pid in running.left_processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def wait_until(condition: Any) -> None:
    """Wait until something holds; fail when it takes too long."""
    assert StopSignal().wait_for(condition, SECONDS), f"it did not come about within {SECONDS:.0f} seconds"


def fetch(request: str | urllib.request.Request) -> str:
    with urllib.request.urlopen(request, timeout=20) as response:
        return str(response.read().decode())


def proc(name: str) -> dict[int, bytes]:
    """What every process of this machine says under ``/proc/PID/name``, as far as we may read it."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            found[int(folder.name)] = (folder / name).read_bytes()
    return found
