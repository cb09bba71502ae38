"""IPython without a terminal: what cells put out goes to the page."""

from __future__ import annotations

import asyncio
import io
import sys
from typing import Any, cast

from IPython.core import page
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell

from .protocol import Outbox


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the cells."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, outbox: Outbox) -> None:
        self.name = name
        self._outbox = outbox

    def write(self, text: str) -> int:
        """Send ``text`` at once; the page puts together what comes at one time."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self._outbox.send("stream", {"name": self.name, "text": text})
        return len(text)

    def writable(self) -> bool:
        """Return True, as a stream for output does."""
        return True


class _Publisher(DisplayPublisher):
    outbox: Outbox

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: str | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_others: object,
    ) -> None:
        content = {"data": data, "metadata": metadata or {}, "transient": transient or {}}
        self.outbox.send("update_display_data" if update else "display_data", content)

    def clear_output(self, wait: bool = False) -> None:
        self.outbox.send("clear_output", {"wait": wait})


class _Hook(DisplayHook):
    outbox: Outbox

    def start_displayhook(self) -> None:
        pass

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        content = {"execution_count": self.prompt_count, "data": format_dict, "metadata": md_dict or {}}
        self.outbox.send("execute_result", content)

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """The shell that cells run in; ``error`` is what the last cell failed with."""

    error: dict[str, Any] | None = None
    kernel: object = None

    def connect(self, outbox: Outbox) -> None:
        """Send everything that is put out from now on to the page."""
        self.outbox = outbox
        cast(_Publisher, self.display_pub).outbox = outbox
        cast(_Hook, self.displayhook).outbox = outbox
        sys.stdout, sys.stderr = Stream("stdout", outbox), Stream("stderr", outbox)

    def init_history(self) -> None:
        """Keep no history: there is no disk to keep it on."""
        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)
        self.configurables.append(cast(Any, self.history_manager))

    def init_hooks(self) -> None:
        """Show help under the cell, where others open a pager."""
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(page.display_page), 99)

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there are no windows."""

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **options: Any) -> None:
        """Begin with the cell, and show an interrupted wait as what it is to a reader, not to asyncio."""
        kind, value, trace = cast("tuple[Any, Any, Any]", exc_tuple or sys.exc_info())
        if kind is asyncio.CancelledError:
            kind, value = KeyboardInterrupt, KeyboardInterrupt()
        while trace and trace.tb_next and "/IPython/" in trace.tb_frame.f_code.co_filename:
            trace = trace.tb_next
        super().showtraceback((kind, value, trace), *args, **options)

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.error = {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb}
        self.outbox.send("error", self.error)


def make_shell(outbox: Outbox) -> Shell:
    """Return the one shell, connected to the page."""
    shell: Shell = Shell.instance(displayhook_class=_Hook, display_pub_class=_Publisher, user_ns={})
    shell.connect(outbox)
    return shell
