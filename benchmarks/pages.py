"""The pages that are measured: the same cells for every candidate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

WEB = Path(__file__).parent / "web"


def rst_page(title: str, cells: Sequence[str]) -> str:
    """A page whose code blocks are cells, for us as well as for sphinx-thebe."""
    blocks = [".. code-block:: python\n   :class: thebe\n\n" + indented(cell) for cell in cells]
    return "\n".join([title, "=" * len(title), "", *blocks])


def repl_page(title: str, cells: Sequence[str]) -> str:
    """A page whose cells are consoles of jupyterlite-sphinx, which start when they are pressed."""
    consoles = [
        f".. replite::\n   :kernel: python\n   :prompt: Power\n   :height: 20rem\n\n{indented(cell)}"
        for cell in cells
    ]
    return "\n".join([title, "=" * len(title), "", *consoles])


def indented(text: str) -> str:
    """The lines of a text as the content of a directive."""
    return "".join(f"   {line}\n" for line in text.splitlines())


def bare_page(server: str, token: str, cells: Sequence[str]) -> str:
    """The page of the bare client."""
    page = json.dumps({"server": server, "token": token, "cells": cells}).replace("<", "\\u003c")
    return _page(
        '<button id="power">Power</button>'
        + "".join(
            f'<pre>{escape(code)}</pre><button data-run="{number}">Run</button>'
            f'<pre id="output-{number}"></pre>'
            for number, code in enumerate(cells, start=1)
        )
        + f'<script type="application/json" id="page">{page}</script>'
        + f"<script>{(WEB / 'bare.js').read_text(encoding='utf-8')}</script>"
    )


def bare_lite_page(runtime: str, cells: Sequence[str]) -> str:
    """A page that runs its cells with Pyodide alone."""
    page = json.dumps({"runtime": runtime, "cells": cells}).replace("<", "\\u003c")
    return _page(
        '<button id="power">Power</button><pre id="output-1"></pre>'
        + f'<script type="application/json" id="page">{page}</script>'
        + f"<script>{(WEB / 'bare-lite.js').read_text(encoding='utf-8')}</script>"
    )


def thebe_page(lib: str, server: str, token: str, cells: Sequence[str]) -> str:
    """A page as thebe's documentation shows it; thebe is loaded by the press, as sphinx-thebe does."""
    options = {
        "requestKernel": True,
        "useBinder": False,
        "mathjaxUrl": None,
        "kernelOptions": {"kernelName": "python3", "path": "page.ipynb"},
        "serverSettings": {"baseUrl": server, "token": token, "appendToken": True},
    }
    return _page(
        f'<script type="text/x-thebe-config">{json.dumps(options)}</script>'
        + '<button id="power">Power</button>'
        + "".join(
            f'<pre data-executable="true" data-language="python">{escape(code)}</pre>' for code in cells
        )
        + f'<script data-lib="{lib}">{(WEB / "thebe.js").read_text(encoding="utf-8")}</script>'
    )


def thebelab_page(lib: str, server: str, token: str, cells: Sequence[str]) -> str:
    """A page as thebelab's documentation shows it, with a button as jupyter-sphinx has."""
    options = {
        "requestKernel": True,
        "mathjaxUrl": None,
        "kernelOptions": {
            "kernelName": "python3",
            "path": "page.ipynb",
            "serverSettings": {"baseUrl": server, "token": token},
        },
    }
    return _page(
        f'<script type="text/x-thebe-config">{json.dumps(options)}</script>'
        + '<button id="power">Power</button>'
        + "".join(
            f'<pre data-executable="true" data-language="python">{escape(code)}</pre>' for code in cells
        )
        + f'<script data-lib="{lib}">{(WEB / "thebelab.js").read_text(encoding="utf-8")}</script>'
    )


def thebe_core_page(lib: str, server: str, token: str, cells: Sequence[str]) -> str:
    """A page with the least around thebe-core that runs cells."""
    return _page(
        '<button id="power">Power</button>'
        + "".join(
            f'<pre data-executable="true">{escape(code)}</pre><div id="output-{number}"></div>'
            for number, code in enumerate(cells, start=1)
        )
        + f'<script data-lib="{lib}" data-server="{server}" data-token="{token}">'
        + (WEB / "thebe-core.js").read_text(encoding="utf-8")
        + "</script>"
    )


def _page(body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Page</title><body>{body}</body></html>'
    )
