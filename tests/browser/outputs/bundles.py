"""What kernels can offer for one output, and what the page makes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

GIF = "R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs="
PLAIN = {"text/plain": "plain"}
NOT_SHOWN = "There is more to this output, which the page can not show: {}."
FAILED = "{} could not be shown: "


@dataclass(frozen=True)
class Bundle:
    """One output in several MIME types."""

    data: Mapping[str, object]
    shows: str
    """The MIME type that is shown; empty where none is."""
    says: str = ""
    """What the page says of those that it can not show; empty where it says nothing."""


BUNDLES: Mapping[str, Bundle] = {
    "text": Bundle(PLAIN, "text/plain"),
    "html beside text": Bundle({"text/html": "<b>html</b>", **PLAIN}, "text/html"),
    "html beside markdown, latex and an image": Bundle(
        {"text/latex": "$x$", "image/gif": GIF, "text/markdown": "*m*", "text/html": "<b>html</b>"},
        "text/html",
    ),
    "markdown beside latex": Bundle({"text/latex": "$x$", "text/markdown": "*m*", **PLAIN}, "text/markdown"),
    "latex beside an image": Bundle({"image/gif": GIF, "text/latex": "$x$", **PLAIN}, "text/latex"),
    "an image beside json": Bundle({"application/json": {}, "image/gif": GIF, **PLAIN}, "image/gif"),
    "json beside text": Bundle({"application/json": {"a": 1}, **PLAIN}, "application/json"),
    "unknown beside text": Bundle(
        {"application/x-unknown": "x", **PLAIN}, "text/plain", NOT_SHOWN.format("application/x-unknown")
    ),
    "unknown beside html": Bundle({"application/x-unknown": "x", "text/html": "<b>html</b>"}, "text/html"),
    "unknown alone": Bundle({"application/x-unknown": "x"}, "", NOT_SHOWN.format("application/x-unknown")),
    "a chart that is none, beside an image": Bundle(
        {"application/vnd.vegalite.v6+json": {"mark": 1}, "image/gif": GIF, **PLAIN},
        "image/gif",
        FAILED.format("application/vnd.vegalite.v6+json"),
    ),
    "a pdf that is none, beside text": Bundle(
        {"application/pdf": "?", **PLAIN}, "text/plain", FAILED.format("application/pdf")
    ),
    "javascript that fails, beside text": Bundle(
        {"application/javascript": "throw new Error('on purpose')", **PLAIN},
        "text/plain",
        FAILED.format("application/javascript") + "on purpose",
    ),
    "one failure after the other": Bundle(
        {
            "application/vnd.vegalite.v6+json": {"mark": 1},
            "application/javascript": "nothing.at.all",
            **PLAIN,
        },
        "text/plain",
        FAILED.format("application/javascript"),
    ),
    "a plot of holoviews that brings no scripts": Bundle(
        {"application/vnd.holoviews_exec.v0+json": "", "text/html": "<b>html</b>", **PLAIN},
        "application/vnd.holoviews_exec.v0+json",
    ),
}


def page_of_bundles() -> str:
    """Return the page with a cell for each bundle, in the order of the table, after one with the import."""
    head = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n# Bundles\n"
    display = "import json\n\nfrom IPython.display import display"
    shown = [f"display(json.loads({json.dumps(dict(one.data))!r}), raw=True)" for one in BUNDLES.values()]
    return head + "".join(f"\n```{{code-cell}}\n{code}\n```\n" for code in [display, *shown])
