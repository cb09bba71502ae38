"""What a measurement is, what it reads, and what is made of the readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median

from .stage import Stage

Reading = Mapping[str, float]
"""What one run of one candidate gives: a number for each quantity."""

Candidate = Callable[[], Reading]
"""Runs once and returns what it has read."""

Candidates = Mapping[str, Candidate]


@dataclass(frozen=True)
class Measurement:
    """Several candidates that do the same; each is run in turn, as often as asked for."""

    name: str
    summary: str
    units: Mapping[str, str]
    """The unit of each quantity that a run reads."""
    candidates: Callable[[Stage], AbstractContextManager[Candidates]]
    """Makes everything ready on a stage, and cleans up on leaving."""
    steady: bool = False
    """The same every time (bytes, counts): one run says it all."""


@dataclass(frozen=True)
class Readings:
    """All that was read of one quantity of one measurement, by candidate, in the order of the runs."""

    measurement: str
    quantity: str
    unit: str
    values: Mapping[str, Sequence[float]]

    @property
    def runs(self) -> int:
        """How often each candidate was run."""
        return min(map(len, self.values.values()), default=0)

    def middle(self, candidate: str) -> float | None:
        """The median of a candidate; None where it was not measured."""
        values = self.values.get(candidate)
        return median(values) if values else None
