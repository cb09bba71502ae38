"""The kernel: takes the messages of the page one after the other, and answers them."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from typing import Any

import comm
import IPython
from comm.base_comm import BaseComm
from IPython.core.completer import provisionalcompleter, rectify_completions
from IPython.utils.tokenutil import token_at_cursor

from . import waiting
from .asking import Asker
from .packages import Packages, await_pip
from .protocol import VERSION, Message, Outbox
from .shell import make_shell

Reply = dict[str, Any] | None


class Kernel:
    """Runs cells in a shell. ``serve``, ``receive`` and ``interrupt`` are called by the worker.

    Until it serves a page it knows nothing of one: browsers keep the memory that it is in, and the next page
    begins with that.
    """

    def __init__(self) -> None:
        self.outbox = Outbox()
        self.shell = make_shell(self.outbox)
        self.shell.kernel = self
        self.shell.input_transformers_cleanup.append(await_pip)
        waiting.install()
        comm.create_comm = self._create_comm
        self._comms = comm.get_comm_manager()
        self._inbox: asyncio.Queue[Message] = asyncio.Queue()
        self._running: asyncio.Future[Any] | None = None

    def serve(self, page: Any) -> None:
        """Run the cells of ``page`` from now on."""
        # What was chosen at random before is the same on every page.
        random.seed()
        # Pyodide and the worker add their entries for every page, also where they are there already.
        sys.path[:] = dict.fromkeys(sys.path)
        self.outbox.open(page.post)
        self.packages = Packages(page)
        Asker(page, self.outbox).install()
        self._serving = asyncio.ensure_future(self._serve())

    def receive(self, text: str, buffers: Iterable[Any]) -> None:
        """Take a message; it is handled after those that wait already."""
        message = json.loads(text)
        self._inbox.put_nowait({**message, "buffers": [each.to_memoryview() for each in buffers]})

    def interrupt(self) -> None:
        """Interrupt a cell that waits; one that computes is interrupted through shared memory."""
        if not waiting.interrupt() and self._running:
            self._running.cancel()

    def warn(self, sentence: str) -> None:
        """Tell the reader something in the output of the cell that runs."""
        print(sentence, file=sys.stderr)

    def get_parent(self) -> Message:
        """Return the message that is being handled; ipywidgets asks for it."""
        return self.outbox.parent

    async def _serve(self) -> None:
        while True:
            await self._handle(await self._inbox.get())

    async def _handle(self, message: Message) -> None:
        kind = message["header"]["msg_type"]
        answer = _ANSWERS.get(kind)
        if not answer:
            return
        self.outbox.parent = message
        self.outbox.send("status", {"execution_state": "busy"})
        try:
            reply = await answer(self, message)
        except (Exception, KeyboardInterrupt) as error:
            self.shell.showtraceback()
            reply = {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": []}
        if reply is not None:
            name = kind.replace("_request", "_reply")
            self.outbox.send(name, {"status": "ok", **reply}, channel=message["channel"])
        self.outbox.send("status", {"execution_state": "idle"})

    async def _execute(self, message: Message) -> Reply:
        content = message["content"]
        silent, shell = content.get("silent", False), self.shell
        keep = content.get("store_history", True) and not silent
        if not silent:
            self.outbox.send(
                "execute_input", {"code": content["code"], "execution_count": shell.execution_count}
            )
        shell.error = None
        self._running = asyncio.ensure_future(self._run(content["code"], keep, silent))
        try:
            await self._running
        finally:
            self._running = None
        expressions = shell.user_expressions(content.get("user_expressions") or {})
        reply = {
            "execution_count": shell.execution_count - keep,
            "payload": [],
            "user_expressions": expressions,
        }
        return {**reply, "status": "error", **shell.error} if shell.error else reply

    async def _run(self, code: str, keep: bool, silent: bool) -> None:
        try:
            transformed, failure = self.shell.transform_cell(code), None
        except Exception:
            transformed, failure = code, sys.exc_info()
        await self.packages.load_imported(transformed)
        await self.shell.run_cell_async(
            code,
            store_history=keep,
            silent=silent,
            transformed_cell=transformed,
            preprocessing_exc_tuple=failure,
        )

    async def _complete(self, message: Message) -> Reply:
        code, position = message["content"]["code"], message["content"]["cursor_pos"]
        with provisionalcompleter():
            found = list(rectify_completions(code, self.shell.Completer.completions(code, position)))
        start, end = (found[0].start, found[0].end) if found else (position, position)
        return {
            "matches": [each.text for each in found],
            "cursor_start": start,
            "cursor_end": end,
            "metadata": {
                "_jupyter_types_experimental": [
                    {"start": each.start, "end": each.end, "text": each.text, "type": each.type}
                    for each in found
                ]
            },
        }

    async def _inspect(self, message: Message) -> Reply:
        content = message["content"]
        name = token_at_cursor(content["code"], content["cursor_pos"])
        try:
            data = self.shell.object_inspect_mime(name, detail_level=content.get("detail_level", 0))
        except KeyError:
            return {"found": False, "data": {}, "metadata": {}}
        return {"found": True, "data": data, "metadata": {}}

    async def _is_complete(self, message: Message) -> Reply:
        status, indent = self.shell.check_complete(message["content"]["code"])
        return {"status": status, "indent": indent}

    async def _info(self, _message: Message) -> Reply:
        version = sys.version.split()[0]
        return {
            "protocol_version": VERSION,
            "implementation": "inpage_exec",
            "implementation_version": IPython.__version__,
            "language_info": {
                "name": "python",
                "version": version,
                "mimetype": "text/x-python",
                "codemirror_mode": {"name": "ipython", "version": 3},
                "pygments_lexer": "ipython3",
                "file_extension": ".py",
            },
            "banner": f"Python {version} in the browser",
            "help_links": [],
        }

    async def _comm_info(self, message: Message) -> Reply:
        wanted = message["content"].get("target_name")
        comms = {
            name: {"target_name": each.target_name}
            for name, each in self._comms.comms.items()
            if not wanted or each.target_name == wanted
        }
        return {"comms": comms}

    async def _comm(self, message: Message) -> Reply:
        """Hand a message to the widget that it is for."""
        handle = getattr(self._comms, message["header"]["msg_type"])
        handle(None, None, message)
        return None

    def _create_comm(self, *args: Any, **options: Any) -> BaseComm:
        comm_of_page = type("Comm", (BaseComm,), {"publish_msg": _publish, "outbox": self.outbox})
        made: BaseComm = comm_of_page(*args, **options)
        return made


@cache
def the_kernel() -> Kernel:
    """Return the one kernel that there is."""
    return Kernel()


def _publish(
    self: Any,
    msg_type: str,
    data: Any = None,
    metadata: Any = None,
    buffers: Any = None,
    **keys: Any,
) -> None:
    content = {"data": data or {}, "comm_id": self.comm_id, **keys}
    self.outbox.send(msg_type, content, metadata=metadata, buffers=buffers)


_ANSWERS: dict[str, Callable[[Kernel, Message], Awaitable[Reply]]] = {
    "execute_request": Kernel._execute,
    "complete_request": Kernel._complete,
    "inspect_request": Kernel._inspect,
    "is_complete_request": Kernel._is_complete,
    "kernel_info_request": Kernel._info,
    "comm_info_request": Kernel._comm_info,
    "comm_open": Kernel._comm,
    "comm_msg": Kernel._comm,
    "comm_close": Kernel._comm,
}
