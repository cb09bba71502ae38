"""The licences of all that the runtime contains, in full, as their terms ask for. Runs inside Pyodide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.parser import Parser
from pathlib import Path

from .archives import read

_HEAD = """\
The files in this folder contain Pyodide, the programs and libraries that are compiled into it, and Python
packages, each under its own licence. The wheels are not as they were published: tests, stubs and what only a
terminal needs is left out, and modules that every kernel imports are compiled.
"""
_TEXTS = sorted((Path(__file__).parent / "licenses").glob("*.txt"), key=lambda text: text.stem.lower())
_LICENSE = re.compile(r"\.dist-info/(?:.*/)?(?:licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)


def licenses(wheels: list[Path]) -> str:
    """Return the text of the licences file.

    :raises ValueError: if a wheel has no text of its licence, and the folder ``licenses`` has none for it.
    """
    compiled = [f"{text.stem}\n\n{text.read_text('utf-8').strip()}\n" for text in _TEXTS]
    return f"\n{'-' * 79}\n\n".join([_HEAD, *compiled, *(_section(read(wheel)) for wheel in wheels)])


def _section(files: Mapping[str, bytes]) -> str:
    description = next(data for name, data in files.items() if name.endswith(".dist-info/METADATA"))
    metadata = Parser().parsestr(description.decode())
    title = f"{metadata['Name']} {metadata['Version']}"
    texts = [data.decode("utf-8", "replace").strip() for name, data in files.items() if _LICENSE.search(name)]
    if not texts:
        raise ValueError(f"{metadata['Name']} has no text of its licence; add one to the folder licenses.")
    return "\n\n".join([title, *texts]).replace("\r\n", "\n") + "\n"
