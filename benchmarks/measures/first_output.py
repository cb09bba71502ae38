"""From the press to the first output, on a Jupyter server that starts a kernel for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from ..clients import Client, bare, ours, saved, thebe, thebe_core, thebelab
from ..model import Candidates, Measurement, Reading
from ..stage import Stage

_CELLS = ['print("first" + " output")']


def first_output(client: Client) -> Reading:
    """Milliseconds from the press to the frame with the output."""
    with client.opened() as page:
        seen = client.press(page, 1, "first output")
        return {"time": seen["shown"] - seen["pressed"]}


def _clients(stage: Stage, name: str) -> Mapping[str, Client]:
    return {
        "bare client": bare(stage, name, _CELLS),
        "ours": ours(stage, name, _CELLS),
        "thebe 0.9.3": thebe(stage, name, _CELLS),
        "thebe-core 0.5.0": thebe_core(stage, name, _CELLS),
        "thebelab 0.5.1": thebelab(stage, name, _CELLS),
    }


@contextmanager
def _candidates(stage: Stage) -> Iterator[Candidates]:
    clients = _clients(stage, "first-output")
    yield {name: partial(first_output, client) for name, client in clients.items()}


@contextmanager
def _slow_candidates(stage: Stage) -> Iterator[Candidates]:
    clients = _clients(stage, "slow-network")
    yield {name: partial(first_output, client.slowed()) for name, client in clients.items()}


@contextmanager
def _second_pages(stage: Stage) -> Iterator[Candidates]:
    clients = {
        "bare client": bare(stage, "saved-session", _CELLS),
        "ours": saved(stage, "saved-session", _CELLS),
    }
    yield {name: partial(first_output, client) for name, client in clients.items()}


FIRST_OUTPUT = Measurement(
    "first-output", "press to first output, server, no throttle", {"time": "ms"}, _candidates
)
SLOW_NETWORK = Measurement(
    "slow-network",
    "press to first output, server, slow 4G and a processor four times slower",
    {"time": "ms"},
    _slow_candidates,
)
SAVED_SESSION = Measurement(
    "saved-session",
    "press to first output, second page of a site whose Binder server is kept",
    {"time": "ms"},
    _second_pages,
)
