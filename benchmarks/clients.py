"""Pages with cells as candidates of a measurement: who runs the cells, and how a reader tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, Page, TimeoutError
from reader import CONTRACT
from servers import backend_of
from sites import Site

import sphinx_inpage_exec

from .pages import (
    WEB,
    bare_lite_page,
    bare_page,
    repl_page,
    rst_page,
    thebe_core_page,
    thebe_page,
    thebelab_page,
)
from .peers import copy_files, moved, unpack
from .runtimes import copy_whole
from .stage import Stage

_TIMEOUT_MS = 300_000
RUNTIME = Path(sphinx_inpage_exec.__file__).parent / "runtime"
_OURS = CONTRACT["classes"]
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
"""What Chromium's developer tools call Slow 4G; throughput in bytes a second, latency in milliseconds."""
SLOWER_CPU = 4


@dataclass(frozen=True)
class Client:
    """A page that somebody runs, and the selectors of what a reader presses and reads."""

    stage: Stage
    url: str
    power: str
    run: str
    output: str
    """Selectors; ``{}`` stands for the number of a cell, counted from 1."""
    slow: bool = False
    prepare: Callable[[Page], None] = lambda page: None

    @contextmanager
    def opened(self) -> Iterator[Page]:
        """The page in a browser that has never seen it; its kernel ends with it."""
        context = self.stage.browser.new_context()
        try:
            with self.opened_in(context) as page:
                yield page
        finally:
            context.close()
            self.stage.end_kernels()

    @contextmanager
    def opened_in(self, context: BrowserContext) -> Iterator[Page]:
        """The page in a browser that may have seen the site."""
        page = context.new_page()
        try:
            page.add_init_script(path=WEB / "probe.js")
            self.prepare(page)
            if self.slow:
                slow_down(page)
            page.goto(self.url, wait_until="load", timeout=_TIMEOUT_MS)
            yield page
        finally:
            page.close()

    def press(self, page: Page, number: int, text: str) -> dict[str, Any]:
        """Press the power button and wait until an output shows ``text``; return what the probe saw."""
        return self._click(page, self.power, number, text)

    def run_again(self, page: Page, number: int, text: str) -> dict[str, Any]:
        """Press the run button of a cell and wait until its output shows ``text``."""
        return self._click(page, self.run.format(number), number, text)

    def _click(self, page: Page, button: str, number: int, text: str) -> dict[str, Any]:
        page.evaluate("([output, text]) => bench.expect(output, text)", [self.output.format(number), text])
        page.locator(button).first.click()
        try:
            page.wait_for_function("bench.shown", timeout=_TIMEOUT_MS, polling=50)
        except TimeoutError as error:
            error.add_note(f"{page.url} shows: {page.inner_text('body')[-2_000:]}\n{page.evaluate('bench')}")
            raise
        seen: dict[str, Any] = page.evaluate("bench")
        return seen

    def slowed(self) -> Client:
        """The same on a slow connection and a slow processor."""
        return replace(self, slow=True)


def slow_down(page: Page) -> None:
    """Give the page a slow connection and a slow processor."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})


def ours(
    stage: Stage, name: str, cells: Sequence[str], jupyter: Mapping[str, object] | None = None
) -> Client:
    """The page as a site of this project, with kernels of the stage's server unless told otherwise."""
    site = stage.site(
        f"{name}-ours",
        {"index.rst": rst_page("Page", cells)},
        extensions=["sphinx_inpage_exec"],
        jupyter=jupyter or backend_of(stage.server),
    )
    cell = f'.{_OURS["cell"]}[{CONTRACT["attributes"]["cellId"]}="cell-{{}}"]'
    return Client(
        stage,
        site.page("index"),
        power=f"button.{_OURS['power']}",
        run=f'{cell} [{CONTRACT["attributes"]["action"]}="run"]',
        output=f"{cell} .{_OURS['output']}",
    )


def saved(stage: Stage, name: str, cells: Sequence[str]) -> Client:
    """The page as the second one of a site whose Binder has launched the stage's server for the first."""
    binder = {"url": "http://127.0.0.1:1/", "repo": "owner/name", "ref": "main"}
    server = {"url": stage.server.url, "token": stage.server.token, "version": 1}
    name_of_entry = f"inpage-exec-server:{binder['url']}build/gh/owner/name/main"
    call = f"keep({json.dumps(name_of_entry)}, {json.dumps(server)});"
    script = (WEB / "saved.js").read_text("utf-8") + call

    def keep(page: Page) -> None:
        page.add_init_script(script)

    return replace(ours(stage, name, cells, {"binder": binder}), prepare=keep)


def bare(stage: Stage, name: str, cells: Sequence[str]) -> Client:
    """The same cells, run by the bare client."""
    folder = stage.host.directory / f"{name}-bare"
    folder.mkdir()
    html = bare_page(stage.server.url, stage.server.token, cells)
    (folder / "index.html").write_text(html, encoding="utf-8")
    return Client(
        stage,
        f"{stage.host.origin}/{folder.name}/index.html",
        power="#power",
        run='[data-run="{}"]',
        output="#output-{}",
    )


def bare_lite(stage: Stage, name: str, site: Client, cells: Sequence[str]) -> Client:
    """The same cells, run by Pyodide alone, from the runtime of a site of ours."""
    folder = stage.host.directory / f"{name}-bare"
    folder.mkdir()
    runtime = urljoin(site.url, "_static/inpage_exec/lite/")
    (folder / "index.html").write_text(bare_lite_page(runtime, cells), encoding="utf-8")
    url = f"{stage.host.origin}/{folder.name}/index.html"
    return Client(stage, url, power="#power", run="#power", output="#output-{}")


def jupyterlite_site(stage: Stage, name: str, cells: Sequence[str]) -> Site:
    """The same cells in consoles of jupyterlite-sphinx, with the Pyodide of our own runtime."""
    project = stage.project(f"{name}-jupyterlite", {"conf.py": "", "index.rst": repl_page("Page", cells)})
    copy_whole(RUNTIME, project / "static" / "pyodide")
    conf = {"extensions": ["jupyterlite_sphinx"], "jupyterlite_dir": str(project)}
    return stage.host.build(project, confoverrides=conf)


def jupyterlite(stage: Stage, name: str, cells: Sequence[str]) -> Client:
    """The first cell in a console of jupyterlite-sphinx, which the press starts."""
    console = ".jupyterlite_sphinx_try_it_button"
    url = jupyterlite_site(stage, name, cells).page("index")
    return Client(stage, url, power=console, run=console, output=".jp-OutputArea-output")


def thebe(stage: Stage, name: str, cells: Sequence[str]) -> Client:
    """The same cells on a page of thebe 0.9.3, prebuilt, whose files the site itself has."""
    folder = stage.host.directory / f"{name}-thebe"
    copy_files(unpack("thebe", stage.folder / folder.name), "lib", folder)
    html = thebe_page(".", stage.server.url, stage.server.token, cells)
    (folder / "index.html").write_text(html, encoding="utf-8")
    return Client(
        stage,
        f"{stage.host.origin}/{folder.name}/index.html",
        power="#power",
        run=":nth-match(.thebe-run-button, {})",
        output=".thebe-cell:nth-of-type({}) .thebe-output",
    )


def thebelab(stage: Stage, name: str, cells: Sequence[str]) -> Client:
    """The same cells on a page of thebelab 0.5.1, prebuilt, whose files the site itself has."""
    folder = stage.host.directory / f"{name}-thebelab"
    copy_files(unpack("thebelab", stage.folder / folder.name), "lib", folder)
    moved(folder / "index.js", "https://unpkg.com/thebelab@0.5.1/lib/", f"/{folder.name}/")
    html = thebelab_page(".", stage.server.url, stage.server.token, cells)
    (folder / "index.html").write_text(html, encoding="utf-8")
    return Client(
        stage,
        f"{stage.host.origin}/{folder.name}/index.html",
        power="#power",
        run=":nth-match(.thebelab-run-button, {})",
        output=".thebelab-cell:nth-of-type({}) .jp-OutputArea",
    )


def thebe_core(stage: Stage, name: str, cells: Sequence[str]) -> Client:
    """The same cells on a page with thebe-core 0.5.0, prebuilt, whose files the site itself has."""
    folder = stage.host.directory / f"{name}-thebe-core"
    copy_files(unpack("thebe-core", stage.folder / folder.name), "dist/lib", folder)
    moved(
        folder / "thebe-core.min.js", '__webpack_require__.p="/"', f'__webpack_require__.p="/{folder.name}/"'
    )
    html = thebe_core_page(".", stage.server.url, stage.server.token, cells)
    (folder / "index.html").write_text(html, encoding="utf-8")
    return Client(
        stage,
        f"{stage.host.origin}/{folder.name}/index.html",
        power="#power",
        run="#power",
        output="#output-{}",
    )
