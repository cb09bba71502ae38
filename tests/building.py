"""Small projects, built for a test: sources as texts in, what came out by page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from sphinx_inpage_exec import contract
from sphinx_inpage_exec.nodes import Cell

EXTENSION = "sphinx_inpage_exec"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

NOTEBOOK = """\
---
file_format: mystnb
kernelspec:
  name: python3
  language: python
{front}---

# Notebook

{body}
"""


def text_notebook(body: str, front: str = "") -> str:
    """A MyST text notebook with this in it, and these lines in its front matter."""
    return NOTEBOOK.format(body=body, front=front)


def code(source: str, tags: str = "") -> str:
    """A code cell of a MyST text notebook."""
    options = f":tags: [{tags}]\n" if tags else ""
    return f"```{{code-cell}} ipython3\n{options}{source}\n```\n"


def ipynb(*cells: Mapping[str, Any], **metadata: object) -> str:
    """A Jupyter notebook."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {**kernel, **metadata},
            "cells": list(map(_cell, cells)),
        }
    )


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    whole = {"id": f"id{abs(hash(cell['source'])) % 10**8}", "cell_type": "code", "metadata": {}, **cell}
    return whole if whole["cell_type"] != "code" else {"execution_count": None, "outputs": [], **whole}


@dataclass(frozen=True)
class Built:
    """A built project."""

    app: SphinxTestApp

    @property
    def directory(self) -> Path:
        return Path(self.app.outdir)

    @property
    def warnings(self) -> list[str]:
        """The lines of the warnings, without colours."""
        return _COLOUR.sub("", self.app.warning.getvalue()).splitlines()

    def text(self, page: str = "index") -> str:
        return (self.directory / f"{page}.html").read_text(encoding="utf-8")

    def page(self, page: str = "index") -> BeautifulSoup:
        return BeautifulSoup(self.text(page), "html.parser")

    def payload(self, page: str = "index") -> dict[str, Any]:
        """The payload of a page; empty where it has none."""
        script = self.page(page).find(id=contract.PAYLOAD_ID)
        return json.loads(script.get_text()) if script else {}

    def templates(self, page: str = "index") -> dict[str, BeautifulSoup]:
        """What is in the templates of a page, by their ids."""
        found = self.page(page).find_all("template")
        return {str(each["id"]): BeautifulSoup(each.decode_contents(), "html.parser") for each in found}

    def cells(self, docname: str = "index") -> list[Cell]:
        """The cells of a document, as it was read."""
        return list(self.app.env.get_doctree(docname).findall(Cell))


Build = Callable[..., Built]


def write_sources(folder: Path, sources: Mapping[str, str]) -> None:
    """Write what is new; a file that stays the same keeps its time."""
    for name, text in sources.items():
        file = folder / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def write_translations(folder: Path, **texts: str) -> None:
    """Write the German catalog of the page `index`."""
    catalog = Catalog(locale="de")
    for message, translation in texts.items():
        catalog.add(message, translation)
    file = folder / "de" / "LC_MESSAGES" / "index.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as stream:
        write_mo(stream, catalog)
