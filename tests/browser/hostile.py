"""Servers that answer as no real one would: with texts that try to run in the page that asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What comes back: a status with its reason, headers, and a body."""

    status: int = 200
    reason: str | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: object, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status, None, json.dumps(value).encode(), {"Content-Type": "application/json"})


def as_events(*events: object) -> Answer:
    """An answer that is a whole stream of events."""
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    return Answer(body=body.encode(), headers={"Content-Type": "text/event-stream"})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answer: Callable[[str, str], Answer]
    seen: list[str]


class _Handler(BaseHTTPRequestHandler):
    """Lets every page read every answer, and notes what it is asked."""

    server: _Server

    def do_OPTIONS(self) -> None:
        self._send(Answer(204))

    def do_GET(self) -> None:
        self.server.seen.append(f"{self.path} {self.headers.as_string()}")
        self._send(self.server.answer(self.command, self.path))

    do_POST = do_DELETE = do_GET  # noqa: N815

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status, answer.reason)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "authorization, content-type")
        self.send_header("Access-Control-Allow-Methods", "GET, POST, DELETE")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Hostile:
    """A server that is up, and what it was asked: paths with headers."""

    host: str
    seen: list[str]

    @property
    def url(self) -> str:
        return f"http://{self.host}/"


@contextmanager
def answering(answer: Callable[[str, str], Answer]) -> Iterator[Hostile]:
    """A server on loopback that answers a method and a path as it is told."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.answer, server.seen = answer, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Hostile(f"127.0.0.1:{server.server_port}", server.seen)
    finally:
        server.shutdown()
        server.server_close()
