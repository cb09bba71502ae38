"""Kernels beside that for Python, for servers that find them by ``JUPYTER_PATH``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

_BASH = {
    "argv": [sys.executable, "-m", "bash_kernel", "-f", "{connection_file}"],
    "display_name": "Bash",
    "language": "bash",
}


def write_bash(home: Path) -> None:
    """Put a kernel for bash into a folder of ``JUPYTER_PATH``."""
    file = home / "kernels" / "bash" / "kernel.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(_BASH), encoding="utf-8")
