"""What measurements share: a browser, a host of sites, a Jupyter server. Each starts when first asked for."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from browsers import CHROMIUM_ARGUMENTS, PROGRAMS
from playwright.sync_api import Browser, sync_playwright
from servers import Servers
from sites import Site, SiteServer

from sphinx_inpage_exec.preview.jupyter import LocalServer
from sphinx_inpage_exec.preview.processes import StopSignal

from .hosting import hosting

_IDLE_SECONDS = 60.0


@dataclass
class Stage:
    """Everything that measurements use; what was started ends with ``stack``."""

    stack: ExitStack
    folder: Path
    scale: float = 1.0
    """How much of the work is done: 0.01 makes ten pages of a thousand."""
    _projects: dict[str, Path] = field(default_factory=dict)

    def amount(self, number: int) -> int:
        """So much of something, on this stage; two at least, because growth is measured."""
        return max(2, round(number * self.scale))

    @cached_property
    def host(self) -> SiteServer:
        """Serves built sites."""
        return self.stack.enter_context(hosting(self.new_folder("www")))

    @cached_property
    def browser(self) -> Browser:
        """The distribution's Chromium."""
        program = next(filter(None, map(shutil.which, PROGRAMS["chromium"])), None)
        playwright = self.stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        self.stack.callback(browser.close)
        return browser

    @cached_property
    def server(self) -> LocalServer:
        """A Jupyter server that pages of the host may use."""
        homes = iter(range(100))
        servers = Servers(
            self.new_folder("notebooks"),
            self.host.port,
            lambda: self.new_folder(f"jupyter-{next(homes)}"),
        )
        # Else it drops what a cell prints faster than a megabyte a second, and the last line never comes.
        return servers.start_in(self.stack)(options=("--ZMQChannelsWebsocketConnection.limit_rate=False",))

    def new_folder(self, name: str) -> Path:
        """Make a folder of this run."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        return folder

    def project(self, name: str, sources: Mapping[str, str]) -> Path:
        """Write the sources of a project, once for each name."""
        if name not in self._projects:
            folder = self._projects[name] = self.new_folder(name)
            for file, text in sources.items():
                (folder / file).write_text(text, encoding="utf-8")
        return self._projects[name]

    def site(self, name: str, sources: Mapping[str, str], **conf: object) -> Site:
        """Build a project and serve it."""
        return self.host.build(self.project(name, {"conf.py": "", **sources}), confoverrides=conf)

    def end_kernels(self) -> None:
        """End all sessions of the server, so that no sample pays for the one before it."""
        for session in self.server.call("api/sessions"):
            self.server.call(f"api/sessions/{session['id']}", "DELETE", seconds=_IDLE_SECONDS)
        StopSignal().wait_for(lambda: not self.server.call("api/kernels"), _IDLE_SECONDS)


@contextmanager
def open_stage(scale: float) -> Iterator[Stage]:
    """Give a stage, and end all that was started on it."""
    with tempfile.TemporaryDirectory(prefix="inpage-exec-bench-") as folder, ExitStack() as stack:
        yield Stage(stack, Path(folder), scale)
