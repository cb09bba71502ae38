"""What finds out in a browser that a text has run, and a project that has one in all places of its author."""

from __future__ import annotations

import json
from pathlib import Path

from payloads import CORPUS, ONE_LINE

LISTEN = """{
const executed = [];
window.xss = (number) => { executed.push(number); };
const bad = /^(javascript|vbscript|data:text\\/(html|javascript))/i;
const alive = (root) => [...root.querySelectorAll("*")].flatMap((element) => [
  ...[...element.attributes]
    .filter(({ name, value }) =>
      /^on|^srcdoc$|^autofocus$/i.test(name) ||
      (/(href|src|action|data|content)$/i.test(name) && bad.test(value.replace(/[\\s\\0-\\x1f]/g, ""))))
    .map(({ name, value }) => `${element.localName} ${name}=${value}`),
  ...(element instanceof HTMLTemplateElement ? alive(element.content) : []),
  ...(element.shadowRoot ? alive(element.shadowRoot) : []),
]);
window.found = () => ({ executed, alive: alive(document), inherited: Object.keys(Object.prototype) });
}"""
"""A script for the browser that notes the calls, and finds what would run when it is touched."""

NOTHING: dict[str, list[object]] = {"executed": [], "alive": [], "inherited": []}


def write_hostile_project(folder: Path) -> Path:
    """Write a project with hostile titles, tags, names, captions, classes, code and outputs."""
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(
        'project = "hostile"\nextensions = ["sphinx_inpage_exec", "myst_nb"]\n'
        'html_theme = "furo"\nnb_execution_mode = "off"\n'
    )
    (folder / "index.ipynb").write_text(json.dumps(_notebook()))
    (folder / "literal.rst").write_text(
        "\n".join([":orphan:\n\nLiteral\n=======\n", *map(_literal, ONE_LINE)])
    )
    return folder


def _notebook() -> dict[str, object]:
    title = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Title"}
    everything = " ".join(ONE_LINE)
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": everything, "language": everything},
            "jupyter": {"sessionName": everything},
        },
        "cells": [title, *(_code_cell(number, text) for number, text in enumerate(CORPUS))],
    }


def _code_cell(number: int, text: str) -> dict[str, object]:
    """Return a cell that prints the text, shows it, and fails with it as name and message."""
    name = text.replace("\0", "")
    return {
        "cell_type": "code",
        "id": f"cell{number}",
        "metadata": {"tags": [text, "raises-exception"], "name": text},
        "source": f"print({text!r})\ndisplay({text!r})\nraise type({name!r}, (Exception,), {{}})({text!r})",
        "execution_count": 1,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": text}],
    }


def _literal(text: str) -> str:
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
