"""From the press to the first output, on a Jupyter server that starts a kernel for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from ..clients import Client, bare, ours
from ..model import Candidates, Measurement, Reading
from ..stage import Stage

_CELLS = ['print("first" + " output")']


def first_output(client: Client) -> Reading:
    """Milliseconds from the press to the frame with the output."""
    with client.opened() as page:
        seen = client.press(page, 1, "first output")
        return {"time": seen["shown"] - seen["pressed"]}


@contextmanager
def _candidates(stage: Stage) -> Iterator[Candidates]:
    clients = {
        "bare client": bare(stage, "first-output", _CELLS),
        "ours": ours(stage, "first-output", _CELLS),
    }
    yield {name: partial(first_output, client) for name, client in clients.items()}


MEASUREMENT = Measurement(
    "first-output", "press to first output, server, no throttle", {"time": "ms"}, _candidates
)
