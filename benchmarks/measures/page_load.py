"""What a page of many cells costs while nobody presses anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from servers import backend_of
from sites import Site

from ..model import Candidates, Measurement, Reading
from ..pages import rst_page
from ..stage import Stage

_CELLS = 1_000
_MEGABYTE = 1e6


@contextmanager
def _candidates(stage: Stage) -> Iterator[Candidates]:
    amount = stage.amount(_CELLS)
    sources = {"index.rst": rst_page("Page", [f"print({number})" for number in range(amount)])}
    sites = {
        "without us": stage.site("page-load", sources),
        "ours": stage.site(
            "page-load", sources, extensions=["sphinx_inpage_exec"], jupyter=backend_of(stage.server)
        ),
    }
    yield {name: partial(_load, stage, site) for name, site in sites.items()}


def _load(stage: Stage, site: Site) -> Reading:
    """Milliseconds of scripts until the page has loaded, and megabytes of objects afterwards."""
    context = stage.browser.new_context()
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        page.goto(site.page("index"), wait_until="load")
        page.wait_for_function("document.readyState === 'complete'")
        metrics = _metrics(session.send("Performance.getMetrics"))
        session.send("HeapProfiler.collectGarbage")
        heap = _metrics(session.send("Performance.getMetrics"))["JSHeapUsedSize"]
        return {"scripts": metrics["ScriptDuration"] * 1000, "heap": heap / _MEGABYTE}
    finally:
        context.close()


def _metrics(answer: dict[str, list[dict[str, float]]]) -> dict[str, float]:
    return {str(each["name"]): each["value"] for each in answer["metrics"]}


MEASUREMENT = Measurement(
    "page-load",
    "a page of 1,000 cells loads, beside the same page without us",
    {"scripts": "ms", "heap": "MB"},
    _candidates,
)
