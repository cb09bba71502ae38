"""Jupyter servers for tests, by what the fixtures of conftest.py give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer, Plan, local_server
from sphinx_inpage_exec.preview.processes import StopSignal


class StartServer(Protocol):
    """Start a Jupyter server; keywords are fields of `Plan` (``root``, ``port``, ``token``, ``options``)."""

    def __call__(self, **plan: Any) -> LocalServer:
        """Return the server, which answers."""
        ...


class BuildSite(Protocol):
    """Build sources (default: the site of these tests), once for each set of arguments."""

    def __call__(
        self,
        source: Path = ...,
        confoverrides: Mapping[str, object] | None = None,
        environment: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        builder: str = "html",
    ) -> Site:
        """Return the built site, served under a path of its own."""
        ...


class Project(Protocol):
    """Build one of the projects in ``producers`` by the name of its folder, once for each set of values."""

    def __call__(self, name: str, **confoverrides: object) -> Site:
        """Return the built site, connected to the shared Jupyter server."""
        ...


def backend_of(server: LocalServer, **changes: object) -> dict[str, object]:
    """The `jupyter` value that connects pages to ``server``: ``backend_of(server, token="wrong")``."""
    return {"server": {"url": server.url, "token": server.token, **changes}}


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so on a server."""
    StopSignal().wait_for(condition, 30.0)
    assert condition()


@dataclass
class Servers:
    """Everything needed to start servers, and what pages may ask and must not tell: hosts and tokens."""

    root: Path
    site_port: int
    new_home: Callable[[], Path]
    hosts: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)

    def start_in(self, stack: ExitStack) -> StartServer:
        """Give the means to start servers that end with ``stack``."""

        def start(**plan: Any) -> LocalServer:
            planned = Plan(
                **{"root": self.root, "site_port": self.site_port, "home": self.new_home(), **plan}
            )
            self.hosts.add(f"127.0.0.1:{planned.port}")
            self.tokens.add(planned.token)
            return stack.enter_context(local_server(planned, StopSignal()))

        return start
