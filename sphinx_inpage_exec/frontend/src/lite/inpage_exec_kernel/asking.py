"""``input()`` and ``getpass()``, which ask on the page."""

from __future__ import annotations

import builtins
import getpass
from typing import Any

from pyodide.ffi import can_run_sync

from .protocol import Outbox
from .told import ToldError
from .waiting import run_sync


class CannotAskError(ToldError, RuntimeError):
    """The browser can not wait for an answer."""


class Asker:
    """Asks the reader, and waits for the answer.

    ``page.answers`` says how a cell can wait in this browser: ``shared`` (in shared memory, which the page
    must be allowed to have), ``suspended`` (the browser can put Python aside), or ``none``.
    """

    def __init__(self, page: Any, outbox: Outbox) -> None:
        self._page = page
        self._outbox = outbox

    def install(self) -> None:
        """Let Python's own functions ask on the page."""
        builtins.input = self.ask
        getpass.getpass = self.ask_secret

    def ask(self, prompt: object = "", /) -> str:
        """Do what ``input`` does.

        :raises CannotAskError: in a browser that can not wait for an answer.
        :raises KeyboardInterrupt: if the reader interrupts.
        """
        return self._ask(str(prompt), secret=False)

    def ask_secret(self, prompt: str = "Password: ", stream: object = None, **_options: object) -> str:
        """Do what ``getpass`` does."""
        return self._ask(prompt, secret=True)

    def _ask(self, prompt: str, *, secret: bool) -> str:
        way = self._page.answers
        if way == "none" or (way == "suspended" and not can_run_sync()):
            raise CannotAskError(self._page.tell("liteCannotAsk"))
        self._outbox.send("input_request", {"prompt": prompt, "password": secret}, channel="stdin")
        answer = self._page.waitForAnswer() if way == "shared" else run_sync(self._page.nextAnswer())
        if not isinstance(answer, str):
            raise KeyboardInterrupt
        return answer
