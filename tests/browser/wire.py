"""The wire between a browser and a server, which a test can cut, slow down and let answer."""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_CHUNK = 65536
_HEAD = re.compile(rb"(?P<method>GET|POST|PUT|PATCH|DELETE|OPTIONS) (?P<path>\S*) HTTP/1\.1\r\n")
_TLS_HELLO, _TLS_ALERT = b"\x16\x03", b"\x15\x03\x03\x00\x02\x02\x28"
_OPEN = {f"Access-Control-Allow-{what}": "*" for what in ("Origin", "Headers", "Methods")}


@dataclass(frozen=True)
class Answer:
    """An answer in the server's place, to requests whose method and path match ``POST /api/sessions``."""

    asked: str
    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    open: bool = True
    """Whether pages of other origins may read it."""

    @property
    def sent(self) -> bytes:
        """As it goes over the wire; the connection ends behind it."""
        body = self.body.encode()
        kind = "application/json" if self.body.startswith("{") else "text/html"
        named = {"Content-Type": kind, "Content-Length": len(body), "Connection": "close"}
        all_headers = {**named, **self.headers, **(_OPEN if self.open else {})}
        head = "".join(f"{name}: {value}\r\n" for name, value in all_headers.items())
        return f"HTTP/1.1 {self.status} Told\r\n{head}\r\n".encode() + body


class Wire:
    """Relays every connection at `port` to a port of this machine, and is driven while they are open."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._ended = threading.Event()
        self._connections = 0
        self._lost = 0
        self._answers: tuple[Answer, ...] = ()
        self.mend()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where browsers connect."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """What pages are given as the server's address."""
        return f"http://127.0.0.1:{self.port}/"

    def cut(self) -> None:
        """Break every connection that is open; new ones are relayed as before."""
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def down(self) -> None:
        """Break every connection, and refuse new ones."""
        self._refuses = True
        self.cut()

    def drop(self) -> None:
        """Lose without a word all that is sent from now on; connections that are open stay so for good."""
        self._drops = True
        self._lost = self._connections

    def slow(self, seconds: float) -> None:
        """Let every request wait for so long."""
        self._delay = seconds

    def without(self, header: str) -> None:
        """Take a header out of every request."""
        self._without = re.compile(rf"{header}: [^\r\n]*\r\n".encode())

    def answer(self, *answers: Answer) -> None:
        """Answer matching requests in the server's place."""
        self._answers = answers

    def mend(self) -> None:
        """Be a plain wire again, for connections that are not lost."""
        self._refuses = False
        self._drops = False
        self._delay = 0.0
        self._without = re.compile(b"(?!)")
        self._answers = ()

    def close(self) -> None:
        """End everything."""
        self._ended.set()
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._refuses:
                    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    near.close()
                else:
                    threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self._target)) as far:
            self._open |= {near, far}
            self._connections += 1
            number = self._connections
            back = threading.Thread(target=self._pump, args=(far, near, number), daemon=True)
            back.start()
            self._pump(near, far, number, answering=near)
            back.join()
            self._open -= {near, far}

    def _pump(
        self, source: socket.socket, sink: socket.socket, number: int, answering: socket.socket | None = None
    ) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if self._refuses:
                    break
                if self._drops or number <= self._lost:
                    continue
                if answering and data.startswith(_TLS_HELLO):
                    answering.sendall(_TLS_ALERT)
                    break
                if answering and (request := _HEAD.match(data)):
                    self._ended.wait(self._delay)
                    data = self._without.sub(b"", data)
                    if answer := self._answer_to(request):
                        answering.sendall(answer.sent)
                        break
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _answer_to(self, request: re.Match[bytes]) -> Answer | None:
        line = f"{request['method'].decode()} {request['path'].decode()}"
        return next((each for each in self._answers if re.match(each.asked, line)), None)


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """Lay a wire to a port of this machine; it is taken away on leaving."""
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.close()
