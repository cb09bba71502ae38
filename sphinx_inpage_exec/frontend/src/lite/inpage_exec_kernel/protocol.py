"""Messages to the page, as the Jupyter protocol writes them.

See https://jupyter-client.readthedocs.io/en/latest/messaging.html.
"""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

VERSION = "5.3"

Message = dict[str, Any]


class Outbox:
    """Sends messages to the page, once it is opened, as answers to the message that is being handled."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.parent: Message = {}

    def open(self, post: Callable[[str, list[Any]], None]) -> None:
        """Begin a session with the page that ``post`` reaches."""
        self._post = post
        self._session = uuid4().hex

    def send(
        self,
        kind: str,
        content: dict[str, Any],
        *,
        channel: str = "iopub",
        metadata: dict[str, Any] | None = None,
        buffers: Iterable[Any] | None = None,
    ) -> None:
        """Send one message; ``buffers`` are whatever ``memoryview`` takes."""
        message = {
            "channel": channel,
            "header": self._header(kind),
            "parent_header": self.parent.get("header", {}),
            "metadata": metadata or {},
            "content": content,
        }
        self._post(encode(message), [memoryview(each).tobytes() for each in buffers or []])

    def _header(self, kind: str) -> dict[str, str]:
        return {
            "msg_id": f"{self._session}_{next(self._numbers)}",
            "msg_type": kind,
            "session": self._session,
            "username": "",
            "date": datetime.now(UTC).isoformat(),
            "version": VERSION,
        }


def encode(value: object) -> str:
    """Return JSON for anything that a cell may display."""
    try:
        return json.dumps(value, default=_plain, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), default=_plain)


def _plain(value: object) -> object:
    """Bytes are images, which the protocol wants in base64."""
    if isinstance(value, bytes | bytearray | memoryview):
        return b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Iterable):
        return list(value)
    return float(value) if hasattr(value, "__float__") else str(value)


def _finite(value: object) -> object:
    """JSON has no infinity and no NaN."""
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, dict):
        return {str(key): _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value
