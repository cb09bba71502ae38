"""From the press to the first output, with Python in the browser: on a first visit, and on the next page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from playwright.sync_api import BrowserContext

from ..clients import Client, bare_lite, ours
from ..model import Candidates, Measurement, Reading
from ..stage import Stage

_CELLS = ['print("first" + " output")']


def _visits(stage: Stage, client: Client) -> Reading:
    """Milliseconds on the first page and on the second, in a browser that has never seen the site."""
    context = stage.browser.new_context()
    try:
        cold = _press(context, client)
        warm = _press(context, client)
    finally:
        context.close()
    return {"cold": cold, "warm": warm, "warm over cold": warm / cold}


def _press(context: BrowserContext, client: Client) -> float:
    with client.opened_in(context) as page:
        seen = client.press(page, 1, "first output")
        return float(seen["shown"] - seen["pressed"])


@contextmanager
def _candidates(stage: Stage) -> Iterator[Candidates]:
    own = ours(stage, "lite", _CELLS, {"lite": True})
    clients = {"bare Pyodide": bare_lite(stage, "lite", own, _CELLS), "ours": own}
    yield {name: partial(_visits, stage, client) for name, client in clients.items()}


LITE = Measurement(
    "lite",
    "press to first output in the browser, on the first page and on the second",
    {"cold": "ms", "warm": "ms", "warm over cold": ""},
    _candidates,
)
