"""From the press to the first output, with Python in the browser: on a first visit, and on the next page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from playwright.sync_api import BrowserContext, Page

from ..clients import Client, bare_lite, jupyterlite, ours
from ..model import Candidates, Measurement, Reading
from ..stage import Stage

_CELLS = ['print("first" + " output")']
_PATIENCE_MS = 120_000
_KEPT = """async (patience) => {
  const cache = await caches.open("inpage-exec-memory");
  for (const end = performance.now() + patience; performance.now() < end; ) {
    if ((await cache.keys()).length) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}"""


def _other(stage: Stage, client: Client) -> Reading:
    return _visits(stage, client, lambda page: None)


def _ours(stage: Stage, client: Client) -> Reading:
    return _visits(stage, client, _read_on)


def _read_on(page: Page) -> None:
    """Stay on the page as readers do, until the browser has kept what it keeps for the next one."""
    if not page.evaluate(_KEPT, _PATIENCE_MS):
        raise RuntimeError("The browser has kept no memory of Python.")


def _visits(stage: Stage, client: Client, stay: Callable[[Page], None]) -> Reading:
    """Milliseconds on the first page and on the second, in a browser that has never seen the site."""
    context = stage.browser.new_context()
    try:
        cold = _press(context, client, stay)
        warm = _press(context, client, stay)
    finally:
        context.close()
    return {"cold": cold, "warm": warm, "warm over cold": warm / cold}


def _press(context: BrowserContext, client: Client, stay: Callable[[Page], None]) -> float:
    with client.opened_in(context) as page:
        seen = client.press(page, 1, "first output")
        stay(page)
        return float(seen["shown"] - seen["pressed"])


@contextmanager
def _candidates(stage: Stage) -> Iterator[Candidates]:
    own = ours(stage, "lite", _CELLS, {"lite": True})
    bare = bare_lite(stage, "lite", own, _CELLS)
    peer = jupyterlite(stage, "lite", _CELLS)
    yield {
        "bare Pyodide": partial(_other, stage, bare),
        "ours": partial(_ours, stage, own),
        "jupyterlite-sphinx": partial(_other, stage, peer),
    }


LITE = Measurement(
    "lite",
    "press to first output in the browser, on the first page and on the second",
    {"cold": "ms", "warm": "ms", "warm over cold": ""},
    _candidates,
)
