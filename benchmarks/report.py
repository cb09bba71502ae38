"""The table of a run: as JSON for programs, as Markdown for people and the documentation."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from .budgets import Budget
from .model import Readings

_PACKAGES = ("sphinx", "ipykernel", "jupyter-server", "jupyterlite-sphinx", "sphinx-inpage-exec")
_UNITS = {"": "", "ms": " ms", "s": " s", "MB": " MB", "bytes": " bytes", "requests": "", "pages": ""}


@dataclass(frozen=True)
class Line:
    """A budget with what was reached; ``value`` is None where it was not measured."""

    budget: Budget
    value: float | None
    unit: str
    runs: int

    @property
    def verdict(self) -> str:
        """The stricter limit that is kept, in a word."""
        if self.value is None:
            return "not measured"
        if self.budget.goal is not None and self.value <= self.budget.goal:
            return "goal"
        if self.budget.must is None:
            return "reported"
        return "must" if self.value <= self.budget.must else "missed"


def lines(budgets: Iterable[Budget], readings: Sequence[Readings]) -> list[Line]:
    """Hold what was read against the budgets; those that nothing was read for are left out."""
    named = {(each.measurement, each.quantity): each for each in readings}
    found = [(budget, named.get((budget.measurement, budget.quantity))) for budget in budgets]
    return [Line(budget, budget.value(read), budget.unit(read), read.runs) for budget, read in found if read]


def as_json(readings: Sequence[Readings], budgets: Iterable[Budget], conditions: Mapping[str, object]) -> str:
    """Everything: the conditions of the run, what was reached of the budgets, and all that was read."""
    reached = [
        dict(zip(("figure", "reached", "must", "goal", "verdict", "runs"), _row(line), strict=True))
        for line in lines(budgets, readings)
    ]
    whole = {
        "conditions": conditions,
        "figures": reached,
        "readings": [asdict(each) for each in readings],
    }
    return json.dumps(whole, indent=1) + "\n"


def as_markdown(readings: Sequence[Readings], budgets: Iterable[Budget]) -> str:
    """Two tables: the budgets and what was reached, and the medians of all candidates."""
    rows = [_row(line) for line in lines(budgets, readings)]
    medians = [
        (each.measurement, each.quantity, name, _text(each.middle(name), each.unit))
        for each in readings
        for name in each.values
    ]
    return "\n".join(
        [
            *_table(("Figure", "Reached", "Must", "Goal", "Verdict", "Runs"), rows),
            "",
            *_table(("Measurement", "Quantity", "Candidate", "Median"), medians),
            "",
        ]
    )


def conditions(scale: float, browser: str) -> dict[str, object]:
    """What a run depends on, without what would name the machine."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processors": os.cpu_count() or 0,
        "machine": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "browser": browser,
        "packages": {name: version(name) for name in _PACKAGES},
        "scale": scale,
    }


def _row(line: Line) -> tuple[str, ...]:
    numbers = (line.value, line.budget.must, line.budget.goal)
    reached = (_text(number, line.unit) for number in numbers)
    return (line.budget.figure, *reached, line.verdict, str(line.runs))


def _text(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}{_UNITS[unit]}" if abs(value) >= 1000 else f"{value:.3g}{_UNITS[unit]}"  # noqa: PLR2004


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    separator = ["---"] * len(header)
    return [f"| {' | '.join(row)} |" for row in [header, separator, *rows]]
