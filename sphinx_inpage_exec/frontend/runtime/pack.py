"""Packs the WebAssembly runtime. Runs inside the Pyodide that it packs, so its bytecode is the right one.

What every kernel imports is shipped compiled, because compiling it is most of the time that a start takes.
The same inputs give the same bytes on every machine: interpreter and compression are the same everywhere.
The lock file is described at https://pyodide.org/en/stable/usage/api/pyodide-lock.html.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from email.parser import Parser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from .archives import read, with_record, write
from .bytecode import Modules, compiled
from .licenses import licenses
from .start import imported
from .trim import trimmed

SITE_PACKAGES = "/lib/python3.14/site-packages"
STDLIB = "/lib/python314.zip"
KERNEL = Path("/kernel")
LOCK = "pyodide-lock.json"
START = ("comm", "ipython")
"""What is loaded to start a kernel; other wheels are loaded when a cell imports them."""

DEPENDS = {
    "asttokens": [],
    "comm": [],
    "ipython": [
        "asttokens",
        "executing",
        "ipython-pygments-lexers",
        "pure-eval",
        "pygments",
        "stack-data",
        "traitlets",
    ],
    "ipywidgets": ["comm", "ipython", "traitlets"],
}
"""What wheels need of what is shipped, where that is not what the distribution says."""

ALSO = {"matplotlib": ["matplotlib-inline"]}
"""What packages of the distribution need in a kernel in addition."""


async def find_hot(wheels: list[str]) -> str:
    """Return the modules that are worth being compiled, as JSON, in an interpreter that is then used up."""
    files = [trimmed(read(Path(wheel))) for wheel in wheels]
    return json.dumps(await imported(files, KERNEL, Path(SITE_PACKAGES)))


def pack(source: Path, wheels: list[str], hot: list[str], out: Path) -> None:
    """Write the folder of the runtime into ``out``; ``source`` is the npm package of Pyodide."""
    distribution = str(import_module("pyodide_js")._api.config.cdnUrl)
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"):
        (out / name).write_bytes((source / name).read_bytes())
    write(out / "python_stdlib.zip", compiled(read(source / "python_stdlib.zip"), STDLIB, set(hot)))
    lock = json.loads((source / LOCK).read_text("utf-8"))
    packages = _of_distribution(lock["packages"], distribution)
    program = _program()
    modules = Modules({*hot, *(f"{KERNEL}/{name}" for name in program)})
    modules.take(program, str(KERNEL))
    for wheel in wheels:
        _add(Path(wheel), modules, packages, out)
    modules.write(out / "kernel.bin")
    (out / "THIRD_PARTY_LICENSES.txt").write_text(licenses([Path(wheel) for wheel in wheels]), "utf-8")
    (out / LOCK).write_text(json.dumps({**lock, "packages": packages}, sort_keys=True), "utf-8")
    version = json.loads((source / "package.json").read_text("utf-8"))["version"]
    runtime = {
        "pyodide": version,
        "distribution": distribution,
        "kernel": _closure(START, packages),
        "files": {file.name: _described(file) for file in sorted(out.iterdir())},
    }
    (out / "runtime.json").write_text(json.dumps(runtime, indent=1) + "\n", "utf-8")
    # Only the build reads these: what can be imported without a package.
    importable = sorted(name for name in sys.stdlib_module_names if find_spec(name))
    (out / "modules.json").write_text(json.dumps(importable) + "\n", "utf-8")


def _of_distribution(packages: Mapping[str, dict[str, Any]], distribution: str) -> dict[str, dict[str, Any]]:
    """Name every package by its URL; the tests of packages, which nothing depends on, are left out."""
    return {
        name: {
            **package,
            "file_name": distribution + package["file_name"],
            "depends": [*package["depends"], *ALSO.get(name, [])],
        }
        for name, package in packages.items()
        if not name.endswith("-tests")
    }


def _add(wheel: Path, modules: Modules, packages: dict[str, dict[str, Any]], out: Path) -> None:
    files = trimmed(read(wheel))
    target = out / wheel.name
    write(target, with_record(modules.take(files, SITE_PACKAGES, f"{wheel.name}/")))
    description = next(data for name, data in files.items() if name.endswith(".dist-info/METADATA"))
    metadata = Parser().parsestr(description.decode())
    name = _normal(metadata["Name"])
    packages[name] = {
        "name": metadata["Name"],
        "version": metadata["Version"],
        "file_name": wheel.name,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "imports": _imports(files),
        "depends": DEPENDS.get(name, packages.get(name, {}).get("depends", [])),
        "unvendored_tests": False,
    }


def _program() -> dict[str, bytes]:
    files = KERNEL.glob("inpage_exec_kernel/*.py")
    return {file.relative_to(KERNEL).as_posix(): file.read_bytes() for file in files}


def _imports(files: Mapping[str, bytes]) -> list[str]:
    modules = {PurePosixPath(name).parts[0] for name in files if name.endswith(".py")}
    return sorted(name.removesuffix(".py") for name in modules)


def _closure(names: tuple[str, ...], packages: Mapping[str, dict[str, Any]]) -> list[str]:
    found: set[str] = set()
    todo = list(names)
    while todo:
        name = _normal(todo.pop())
        if name not in found:
            found.add(name)
            todo += packages[name]["depends"]
    return sorted(found)


def _described(file: Path) -> dict[str, object]:
    data = file.read_bytes()
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
