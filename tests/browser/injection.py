"""Texts that try to run as code, and a project that has one in every place that its author fills."""

from __future__ import annotations

import json
from pathlib import Path

_TEMPLATES = [
    "<script>xss()</script>",
    "</script><script>xss()</script>",
    "<!--<script>xss()</script>",
    "<img src=x onerror=xss()>",
    "\"><img src=x onerror='xss()'>",
    "'-xss()-'",
    '" autofocus onfocus=xss() x="',
    "<svg onload=xss()>",
    "<iframe srcdoc='<script>parent.xss()</script>'></iframe>",
    "javascript:xss()",
    "{{ ''.__class__ }}${xss()}{% raw %}<b onmouseover=xss()>",
    "<details open ontoggle=xss()>",
    "<style onload=xss()></style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=xss()>",
    "&lt;img src=x onerror=xss()&gt;",
    "\u2028xss()//",
]
CORPUS = [template.replace("xss()", f"xss({number})") for number, template in enumerate(_TEMPLATES)]
"""Each calls ``xss`` with its number where it is taken for anything but text."""

ALL = " ".join(CORPUS)

LISTEN = "window.executed = []; window.xss = (number) => { window.executed.push(number); };"
"""A script for the browser that notes the calls."""


def write_hostile_project(folder: Path) -> Path:
    """Write a project with hostile titles, tags, names, captions, classes, code and outputs."""
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(
        'project = "hostile"\nextensions = ["sphinx_inpage_exec", "myst_nb"]\n'
        'html_theme = "furo"\nnb_execution_mode = "off"\n'
    )
    (folder / "index.ipynb").write_text(json.dumps(_notebook()))
    (folder / "literal.rst").write_text("\n".join([":orphan:\n\nLiteral\n=======\n", *map(_literal, CORPUS)]))
    return folder


def _notebook() -> dict[str, object]:
    title = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Title"}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": ALL, "language": ALL},
            "jupyter": {"sessionName": ALL},
        },
        "cells": [title, *(_code_cell(number, text) for number, text in enumerate(CORPUS))],
    }


def _code_cell(number: int, text: str) -> dict[str, object]:
    """Return a cell that prints the text, shows it, and fails with it as name and message."""
    return {
        "cell_type": "code",
        "id": f"cell{number}",
        "metadata": {"tags": [text, "raises-exception"], "name": text},
        "source": f"print({text!r})\ndisplay({text!r})\nraise type({text!r}, (Exception,), {{}})({text!r})",
        "execution_count": 1,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": text}],
    }


def _literal(text: str) -> str:
    text = text.replace("\u2028", " ")
    return f"""
.. code-block:: python
   :class: thebe
   :caption: ``{text}``
   :name: {text}

   print({text!r})

.. code-cell:: python
   :tags: {text}

   print({text!r})
"""
