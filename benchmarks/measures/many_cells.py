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


def _cells(amount: int) -> list[str]:
    return [f'print("output " + str({number}) + ".")' for number in range(1, amount + 1)]


def _lines(amount: int) -> list[str]:
    return [f'for number in range({amount}):\n    print("line", number + 1, "of many")']


@contextmanager
def _all_cells(stage: Stage) -> Iterator[Candidates]:
    amount = stage.amount(_CELLS)
    cells = _cells(amount)
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
    cells = _lines(amount)
    clients = {"bare client": bare(stage, "long-output", cells), "ours": ours(stage, "long-output", cells)}
    yield {
        name: partial(last_output, client, 1, f"line {amount} of many") for name, client in clients.items()
    }


@contextmanager
def _growth_over_cells(stage: Stage) -> Iterator[Candidates]:
    amounts = [stage.amount(number) for number in (400, 800, 1_600)]
    yield {
        f"ours {amount}": partial(
            _time, ours(stage, f"cells-{amount}", _cells(amount)), amount, f"output {amount}."
        )
        for amount in amounts
    }


@contextmanager
def _growth_over_lines(stage: Stage) -> Iterator[Candidates]:
    amounts = [stage.amount(number) for number in (200_000, 400_000, 800_000)]
    yield {
        f"ours {amount}": partial(
            _time, ours(stage, f"lines-{amount}", _lines(amount)), 1, f"line {amount} of many"
        )
        for amount in amounts
    }


def _time(client: Client, number: int, text: str) -> Reading:
    return {"time": last_output(client, number, text)["time"]}


_TIMES = {"time": "ms", "longest block": "ms"}
ALL_CELLS = Measurement("all-cells", "press to last output, page of 100 cells", _TIMES, _all_cells)
ONE_MORE_RUN = Measurement(
    "one-more-run",
    "click to painted output of a trivial cell, less the kernel's round trip",
    {"overhead": "ms"},
    _one_more_run,
)
LONG_OUTPUT = Measurement("long-output", "a cell that prints 100,000 lines", _TIMES, _long_output)
OVER_CELLS = Measurement(
    "all-cells-over-cells", "press to last output, as cells become more", {"time": "ms"}, _growth_over_cells
)
OVER_LINES = Measurement(
    "long-output-over-lines", "a cell that prints, as lines become more", {"time": "ms"}, _growth_over_lines
)
