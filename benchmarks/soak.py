"""``python -m benchmarks.soak``: what grows while one page connects, runs and shuts down again and again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page
from servers import backend_of

from sphinx_inpage_exec.preview.jupyter import LocalServer
from sphinx_inpage_exec.preview.processes import StopSignal

from .stage import Stage, open_stage

PAGE = """\
Soak
====

.. code-block:: python
   :class: thebe

   print(sum(range(1000)))
"""

COUNT_SOCKETS = """
window.openSockets = 0;
window.WebSocket = class extends WebSocket {
  constructor(...address) {
    super(...address);
    this.addEventListener("open", () => (window.openSockets += 1));
    this.addEventListener("close", () => (window.openSockets -= 1));
  }
};
"""
"""A script for a page, before its own: how many sockets it has open."""

_DO = """
async ([work, times]) => {
  const state = () => document.documentElement.getAttribute("data-inpage-exec");
  const reach = (...wanted) => new Promise((resolve, reject) => {
    const look = () => {
      if (state() === "failed") reject(new Error(document.querySelector('[role="status"]').textContent));
      if (!wanted.includes(state())) return;
      document.removeEventListener("inpage-exec:state", look);
      resolve();
    };
    document.addEventListener("inpage-exec:state", look);
  });
  const press = async (selector, ...wanted) => {
    const reached = reach(...wanted);
    document.querySelector(selector).click();
    await reached;
  };
  const run = async (selector) => {
    await press(selector, "busy");
    await reach("ready");
  };
  const shutDown = () => press('.inpage-exec-panel [data-action="shutdown"]', "idle");
  for (let time = 0; time < times; time += 1) {
    if (work === "cycle") { await run("button.inpage-exec-power"); await shutDown(); }
    else if (work === "connect") await run("button.inpage-exec-power");
    else if (work === "run") await run('.inpage-exec-cell [data-action="run"]');
    else await shutDown();
  }
}
"""


@dataclass(frozen=True)
class Reading:
    """What a page holds after so much work, its garbage collected."""

    work: str
    heap: float
    """Megabytes."""
    nodes: int
    listeners: int
    sockets: int
    kernels: int

    def __str__(self) -> str:
        return (
            f"{self.work:>22}: {self.heap:7.2f} MB, {self.nodes:6} nodes, {self.listeners:5} listeners, "
            f"{self.sockets} sockets, {self.kernels} kernels"
        )


class Soak:
    """One page that works. Before it is opened, it needs the script `COUNT_SOCKETS`."""

    def __init__(self, page: Page, server: LocalServer) -> None:
        self._page = page
        self._server = server
        self._browser: CDPSession = page.context.new_cdp_session(page)
        self._browser.send("Performance.enable")

    def cycles(self, total: int, steps: int) -> Iterator[Reading]:
        """Connect, run and shut down, again and again; read each of ``steps`` times."""
        for step in range(1, steps + 1):
            self._do("cycle", total // steps)
            self._wait(lambda: self._sockets() == 0 and self._kernels() == 0)
            yield self._read(f"{step * (total // steps)} cycles")

    def executions(self, total: int, steps: int) -> Iterator[Reading]:
        """Run a cell again and again with one kernel; read each of ``steps`` times, with the kernel there."""
        self._do("connect", 1)
        for step in range(1, steps + 1):
            self._do("run", total // steps)
            yield self._read(f"{step * (total // steps)} executions")
        self._do("shut down", 1)

    def _do(self, work: str, times: int) -> None:
        self._page.evaluate(_DO, [work, times])

    def _wait(self, condition: Callable[[], bool]) -> None:
        StopSignal().wait_for(condition, 30.0)

    def _sockets(self) -> int:
        return int(self._page.evaluate("window.openSockets"))

    def _kernels(self) -> int:
        return len(self._server.call("api/kernels", seconds=30.0))

    def _read(self, work: str) -> Reading:
        self._browser.send("HeapProfiler.collectGarbage")
        found = self._browser.send("Performance.getMetrics")["metrics"]
        metrics = {each["name"]: each["value"] for each in found}
        return Reading(
            work,
            metrics["JSHeapUsedSize"] / 1e6,
            int(metrics["Nodes"]),
            int(metrics["JSEventListeners"]),
            self._sockets(),
            self._kernels(),
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a reading for each step; a person judges what grows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--cycles", type=int, default=1_000)
    parser.add_argument("--executions", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=10, help="readings of each (default: %(default)s)")
    options = parser.parse_args(arguments)
    with open_stage(1.0) as stage:
        soak = _open(stage)
        for reading in soak.executions(options.executions, options.steps):
            print(reading, flush=True)
        for reading in soak.cycles(options.cycles, options.steps):
            print(reading, flush=True)
    return 0


def _open(stage: Stage) -> Soak:
    site = stage.site(
        "soak", {"index.rst": PAGE}, extensions=["sphinx_inpage_exec"], jupyter=backend_of(stage.server)
    )
    page = stage.browser.new_page()
    page.set_default_timeout(0)
    page.add_init_script(COUNT_SOCKETS)
    page.goto(site.page("index"))
    return Soak(page, stage.server)


if __name__ == "__main__":
    sys.exit(main())
