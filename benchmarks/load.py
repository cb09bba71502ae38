"""``python -m benchmarks.load``: many readers at once on one BinderHub over one JupyterHub, by protocol.

Each reader does what the page does: loads it and what a press loads, follows the launch of the Binder, starts
a session and waits for the first output. Fifty browsers would measure themselves.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import monotonic
from urllib.parse import urljoin

import psutil  # type: ignore[import-untyped]
from bs4 import BeautifulSoup
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from .pages import rst_page
from .stage import open_stage

sys.path.append(str(Path(__file__).parents[1] / "tests" / "browser" / "binder"))
from hubs import binder_hub

_SECONDS = 600.0
_CELL = 'print("first" + " output")'
_PHASES = ("page", "launch", "session", "first output")
_MEGABYTE = 1e6


class Reader:
    """One reader: seconds of each phase in ``seconds``, and what the site alone has sent."""

    def __init__(self, client: AsyncHTTPClient, page: str, hub: str) -> None:
        self.client, self.page, self.hub = client, page, hub
        self.seconds: dict[str, float] = {}
        self.requests = 0
        self.bytes = 0

    async def visit(self) -> None:
        """Load the page, press, and read the first output."""
        with self._timed("page"):
            await self._load()
        with self._timed("launch"):
            server = await self._launch()
        with self._timed("session"):
            kernel = await self._start_session(server)
        with self._timed("first output"):
            await self._run(server, kernel)

    @contextmanager
    def _timed(self, phase: str) -> Iterator[None]:
        started = monotonic()
        yield
        self.seconds[phase] = monotonic() - started

    async def _load(self) -> None:
        html = BeautifulSoup(await self._file(self.page), "html.parser")
        style = html.select_one('link[href*="inpage_exec"]')
        script = html.select_one('script[src*="inpage_exec"]')
        if style is None or script is None:
            raise ValueError(f"{self.page} can not run.")
        address = urljoin(self.page, str(script["src"]))
        await self._file(urljoin(self.page, str(style["href"])))
        for chunk in sorted(set(re.findall(r"chunks/[\w-]+\.js", await self._file(address)))):
            await self._file(urljoin(address, chunk))

    async def _file(self, address: str) -> str:
        answer = await self.client.fetch(address, decompress_response=True)
        self.requests += 1
        # That of what has travelled, also where it was packed.
        self.bytes += int(answer.headers["Content-Length"])
        return answer.body.decode()

    async def _launch(self) -> Mapping[str, str]:
        """Follow the events of the build: https://binderhub.readthedocs.io/en/latest/api.html."""
        ended: asyncio.Future[Mapping[str, str]] = asyncio.get_running_loop().create_future()
        rest = b""

        def take(chunk: bytes) -> None:
            nonlocal rest
            *lines, rest = (rest + chunk).split(b"\n")
            for event in (json.loads(line[5:]) for line in lines if line.startswith(b"data:")):
                if event.get("phase") in {"ready", "failed", "failure"} and not ended.done():
                    ended.set_result(event)

        address = f"{self.hub}build/gh/owner/{uuid.uuid4()}/HEAD"
        # A hub leaves the stream open when all is said.
        stream = asyncio.ensure_future(
            self.client.fetch(HTTPRequest(address, streaming_callback=take, request_timeout=_SECONDS))
        )
        last = await ended
        stream.add_done_callback(lambda done: done.cancelled() or done.exception())
        if last["phase"] != "ready":
            raise RuntimeError(f"The launch ended with {last}.")
        return last

    async def _start_session(self, server: Mapping[str, str]) -> str:
        body = {"path": "page.ipynb", "name": "page", "type": "notebook", "kernel": {"name": "python3"}}
        answer = await self.client.fetch(
            f"{server['url']}api/sessions",
            method="POST",
            headers={"Authorization": f"token {server['token']}"},
            body=json.dumps(body),
            request_timeout=_SECONDS,
        )
        return str(json.loads(answer.body)["kernel"]["id"])

    async def _run(self, server: Mapping[str, str], kernel: str) -> None:
        address = server["url"].replace("http", "ws", 1) + f"api/kernels/{kernel}/channels"
        request = HTTPRequest(f"{address}?token={server['token']}", connect_timeout=_SECONDS)
        socket = await websocket_connect(request)
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": uuid.uuid4().hex}
        content = {"code": _CELL, "silent": False, "user_expressions": {}, "allow_stdin": False}
        message = {
            "channel": "shell",
            "header": {**header, "username": "", "version": "5.3", "date": "2000-01-01T00:00:00Z"},
            "parent_header": {},
            "metadata": {},
            "content": content,
        }
        await socket.write_message(json.dumps(message))
        while answer := await socket.read_message():
            if '"first output' in str(answer):
                return
        raise RuntimeError("The kernel went away.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Send the readers, and print what they and the machine have measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.load", description="Send many readers at once to one BinderHub."
    )
    parser.add_argument("--readers", type=int, default=50, help="how many come (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=Path("build/speed"), help="folder of the figures")
    options = parser.parse_args(arguments)
    with open_stage(1.0) as stage, binder_hub(stage.new_folder("hub")) as plan:
        binder = {"binder": {"url": plan.binder_url, "repo": "owner/name"}}
        sources = {"index.rst": rst_page("Page", [_CELL])}
        site = stage.site("load", sources, extensions=["sphinx_inpage_exec"], jupyter=binder)
        hub_before = _memory()
        readers, failures = asyncio.run(_send(options.readers, site.page("index"), plan.binder_url))
        figures = {**_figures(readers, failures), "MB of servers and kernels a reader": 0.0}
        figures["MB of servers and kernels a reader"] = (_memory() - hub_before) / max(len(readers), 1)
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "load.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print("\n".join(f"{name}: {value:.4g}" for name, value in figures.items()))
    return 0


async def _send(number: int, page: str, hub: str) -> tuple[list[Reader], int]:
    """Return the readers who have read an output, and how many have not."""
    AsyncHTTPClient.configure(None, max_clients=10 * number)
    readers = [Reader(AsyncHTTPClient(), page, hub) for _ in range(number)]
    ended = await asyncio.gather(*(reader.visit() for reader in readers), return_exceptions=True)
    for failure in filter(None, ended):
        print(f"{type(failure).__name__}: {failure}", file=sys.stderr)
    served = [reader for reader, failure in zip(readers, ended, strict=True) if failure is None]
    return served, number - len(served)


def _figures(readers: Sequence[Reader], failures: int) -> dict[str, float]:
    found: dict[str, float] = {"readers": len(readers), "readers who saw nothing": failures}
    for phase in _PHASES:
        seconds = [reader.seconds[phase] for reader in readers] or [0.0]
        found[f"{phase}, median s"], found[f"{phase}, slowest s"] = median(seconds), max(seconds)
    found["requests to the site a reader"] = median([reader.requests for reader in readers] or [0])
    found["kB from the site a reader"] = median([reader.bytes for reader in readers] or [0]) / 1000
    return found


def _memory() -> float:
    """Megabytes of all that this process has started; memory that processes share counts once."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total / _MEGABYTE


if __name__ == "__main__":
    sys.exit(main())
