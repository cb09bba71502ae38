"""Sites as hosts of static pages serve them: compressed, over connections that stay open."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sites import SiteServer

_COMPRESSED = ("text/", "application/javascript", "application/json", "application/wasm", "image/svg")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer with a file."""
        file = self.server.file(self.path)
        if not file.is_file():
            self._answer(HTTPStatus.NOT_FOUND, b"", {})
            return
        kind = guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Type": kind, "Cache-Control": "max-age=600", "Access-Control-Allow-Origin": "*"}
        if kind.startswith(_COMPRESSED):
            self._answer(HTTPStatus.OK, compressed(file), {**headers, "Content-Encoding": "gzip"})
        else:
            self._answer(HTTPStatus.OK, file.read_bytes(), headers)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    directory: Path

    def file(self, address: str) -> Path:
        """The file that an address means."""
        path = unquote(urlsplit(address).path).lstrip("/")
        return self.directory / (f"{path}index.html" if not path or path.endswith("/") else path)


@cache
def compressed(file: Path) -> bytes:
    """The bytes of a file as they travel."""
    return gzip.compress(file.read_bytes(), 9)


@contextmanager
def hosting(directory: Path) -> Iterator[SiteServer]:
    """Serve ``directory`` on a free port of the loopback address."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.directory = directory
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield SiteServer(directory, server.server_port)
    finally:
        server.shutdown()
        server.server_close()
