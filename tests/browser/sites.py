"""Built sites over HTTP: one loopback server for a test session, each site under a path of its own."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

_LEAVES_PROCESSES = ("sphinx_immaterial",)
"""Themes whose builds leave processes behind; those hold on to what the process that builds has open."""


@dataclass(frozen=True)
class Site:
    """A built site; ``url`` ends with a slash."""

    url: str
    directory: Path
    warnings: str

    def page(self, name: str) -> str:
        """Address of a page: ``site.page("notebook")``."""
        return f"{self.url}{name}.html"


class _Handler(SimpleHTTPRequestHandler):
    server: _Server

    def end_headers(self) -> None:
        for name, value in self.server.headers.get(self.path.split("/")[1], {}).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test reads its own traffic."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    directory: Path
    headers: dict[str, Mapping[str, str]]

    def finish_request(self, request: Any, client_address: Any) -> None:
        _Handler(request, client_address, self, directory=str(self.directory))


@dataclass
class SiteServer:
    """Serves everything below ``directory`` at ``origin``; builds sites into it."""

    directory: Path
    port: int
    headers: dict[str, Mapping[str, str]] = field(default_factory=dict)
    built: dict[str, Site] = field(default_factory=dict)
    sources: dict[Path, set[str]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def build(
        self,
        source: Path,
        confoverrides: Mapping[str, object] | None = None,
        environment: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        builder: str = "html",
    ) -> Site:
        """Build ``source`` once for each set of arguments, under a path of its own.

        ``{url}`` in the values of conf.py is the address of the site.
        """
        arguments = [
            str(source),
            dict(confoverrides or {}),
            dict(environment or {}),
            dict(headers or {}),
            builder,
        ]
        name = hashlib.sha256(json.dumps(arguments, sort_keys=True).encode()).hexdigest()[:12]
        if name not in self.built:
            self.headers[name] = headers or {}
            url = f"{self.origin}/{name}/"
            values = json.loads(json.dumps(confoverrides or {}).replace("{url}", url))
            build = _build_apart if values.get("html_theme") in _LEAVES_PROCESSES else _build
            warnings = build(source, self.directory / name, builder, values, environment or {})
            self.sources.setdefault(source, set()).add(name)
            self.built[name] = Site(url, self.directory / name, warnings)
        return self.built[name]

    def forget_builds(self, source: Path) -> None:
        """Build ``source``, which has changed, when it is asked for again."""
        for name in self.sources.pop(source, ()):
            del self.built[name]


def _build(
    source: Path,
    output: Path,
    builder: str,
    confoverrides: Mapping[str, object],
    environment: Mapping[str, str],
) -> str:
    warnings = io.StringIO()
    doctrees = output.with_name(f".{output.name}")
    # Sphinx merges the suffixes of extensions into its default, which the next project would inherit.
    suffixes = mock.patch.dict(Config.config_values["source_suffix"].default)
    # Likewise the texts of the language.
    texts = mock.patch.dict(translators, clear=True)
    with mock.patch.dict(os.environ, environment), suffixes, texts, patch_docutils(), docutils_namespace():
        app = Sphinx(source, source, output, doctrees, builder, dict(confoverrides), None, warnings)
        app.build()
    assert app.statuscode == 0, warnings.getvalue()
    return warnings.getvalue()


def _build_apart(source: Path, output: Path, *arguments: object) -> str:
    """Build in a process of its own."""
    code = "import json, pathlib, sites, sys; own = json.load(sys.stdin)\n"
    code += "print(sites._build(*map(pathlib.Path, own[:2]), *own[2:]))"
    made = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps([str(source), str(output), *arguments]),
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        text=True,
        check=False,
        capture_output=True,
    )
    assert made.returncode == 0, made.stderr
    return made.stdout


@contextmanager
def serving(directory: Path) -> Iterator[SiteServer]:
    """Serve ``directory`` on a free port of the loopback address."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.directory, server.headers = directory, {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield SiteServer(directory, server.server_port, server.headers)
    finally:
        server.shutdown()
        server.server_close()
