"""The pure-Python wheels of the WebAssembly runtime: ``python wheels.py FOLDER`` downloads what is locked.

``python wheels.py --refresh`` writes the lock, requirements.txt, again, after Pyodide has a new version.
Versions are those of Pyodide's own lock file, so what is shipped is what its distribution was tested with.
Packages that it does not have come in their newest version, and so does IPython. Both need pip and what
`npm ci` installs.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_PYODIDE = _HERE.parent / "node_modules" / "pyodide" / "pyodide-lock.json"
_REQUIREMENTS = _HERE / "requirements.txt"
_HEAD = "# The wheels of the WebAssembly runtime, as `python wheels.py --refresh` has written them.\n"

ROOTS = ("ipython", "ipython-pygments-lexers", "micropip", "comm", "ipywidgets")
"""What the kernel imports, and what cells want offline. Jedi is left out: completion works without it."""

NEWEST = {"ipython"}
"""It imports half of what the one of the distribution does, and importing is what a reader waits for."""

LEFT_OUT = {"prompt-toolkit", "wcwidth", "decorator"}
"""For terminals, which trim.py takes out of IPython, and what the newest IPython needs no more."""


def download(folder: Path, *requirements: str) -> None:
    """Put wheels that run on every platform into ``folder``, in the place of what was there.

    :raises subprocess.CalledProcessError: if pip can not, for a reason that it has printed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    place = ["--only-binary", ":all:", "--python-version", "3.14", "--implementation", "py"]
    place += ["--abi", "none", "--platform", "any", "--dest", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *place, *requirements], check=True
    )


def refresh() -> None:
    """Download every wheel once, and write down its version and hash."""
    packages = json.loads(_PYODIDE.read_text("utf-8"))["packages"]
    with tempfile.TemporaryDirectory() as folder:
        download(Path(folder), *(_requirement(name, packages) for name in _closure(packages)))
        lines = sorted(_line(wheel) for wheel in Path(folder).glob("*.whl"))
    _REQUIREMENTS.write_text(_HEAD + "".join(lines), "utf-8")


def _closure(packages: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    todo = list(ROOTS)
    while todo:
        name = todo.pop().replace("_", "-")
        if name not in found | LEFT_OUT:
            found.add(name)
            todo += packages.get(name, {}).get("depends", [])
    return found


def _requirement(name: str, packages: dict[str, Any]) -> str:
    return f"{name}=={packages[name]['version']}" if name in packages.keys() - NEWEST else name


def _line(wheel: Path) -> str:
    name, version = wheel.name.split("-")[:2]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{name.replace('_', '-')}=={version} --hash=sha256:{digest}\n"


def main(arguments: list[str]) -> int:
    """Run the command line; returns 1 after pip has said what is wrong."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        if arguments == ["--refresh"]:
            refresh()
        else:
            download(Path(arguments[0]), "--require-hashes", "--requirement", str(_REQUIREMENTS))
    except subprocess.CalledProcessError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
