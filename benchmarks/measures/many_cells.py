"""What grows with a page: many cells, a cell that is run often, an output of many lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median

from ..clients import Client, bare, ours
from ..model import Candidates, Measurement, Reading
from ..stage import Stage

_CELLS = 100
_LINES = 100_000
_RUNS = 15
_AGAIN = 'n = globals().get("n", 0) + 1\nprint(f"run {n} done")'


def last_output(client: Client, number: int, text: str) -> Reading:
    """Milliseconds from the press to the frame with an output, and the longest block meanwhile."""
    with client.opened() as page:
        seen = client.press(page, number, text)
        return {"time": seen["shown"] - seen["pressed"], "longest block": max(seen["blocks"], default=0)}


def _overhead(client: Client) -> Reading:
    """The time of a run that is not the kernel's: click to painted output less request to answer."""
    with client.opened() as page:
        client.press(page, 1, "run 1 done")
        seen = [client.run_again(page, 1, f"run {number} done") for number in range(2, _RUNS + 2)]
        return {
            "overhead": median(
                (each["shown"] - each["pressed"]) - (each["received"] - each["sent"]) for each in seen
            )
        }


@contextmanager
def _all_cells(stage: Stage) -> Iterator[Candidates]:
    amount = stage.amount(_CELLS)
    cells = [f'print("output " + str({number}) + ".")' for number in range(1, amount + 1)]
    clients = {"bare client": bare(stage, "all-cells", cells), "ours": ours(stage, "all-cells", cells)}
    yield {
        name: partial(last_output, client, amount, f"output {amount}.") for name, client in clients.items()
    }


@contextmanager
def _one_more_run(stage: Stage) -> Iterator[Candidates]:
    clients = {"bare client": bare(stage, "again", [_AGAIN]), "ours": ours(stage, "again", [_AGAIN])}
    yield {name: partial(_overhead, client) for name, client in clients.items()}


@contextmanager
def _long_output(stage: Stage) -> Iterator[Candidates]:
    amount = stage.amount(_LINES)
    cells = [f'for number in range({amount}):\n    print("line", number + 1, "of many")']
    clients = {"bare client": bare(stage, "long-output", cells), "ours": ours(stage, "long-output", cells)}
    yield {
        name: partial(last_output, client, 1, f"line {amount} of many") for name, client in clients.items()
    }


_TIMES = {"time": "ms", "longest block": "ms"}
ALL_CELLS = Measurement("all-cells", "press to last output, page of 100 cells", _TIMES, _all_cells)
ONE_MORE_RUN = Measurement(
    "one-more-run",
    "click to painted output of a trivial cell, less the kernel's round trip",
    {"overhead": "ms"},
    _one_more_run,
)
LONG_OUTPUT = Measurement("long-output", "a cell that prints 100,000 lines", _TIMES, _long_output)
