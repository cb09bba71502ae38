"""What must come out, from ``budgets.json``, and whether it did."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .model import Readings

FILE = Path(__file__).with_name("budgets.json")


@dataclass(frozen=True)
class Budget:
    """A figure that is promised. Less is better in all of them."""

    figure: str
    measurement: str
    quantity: str
    candidate: str
    kind: Literal["value", "ratio", "difference", "exponent"]
    beside: str = ""
    """The candidate that ratios and differences are taken of."""
    must: float | None = None
    goal: float | None = None

    def value(self, readings: Readings) -> float | None:
        """What was reached; None where one of the two was not measured."""
        if self.kind == "exponent":
            return exponent(readings, self.candidate)
        own = readings.middle(self.candidate)
        other = readings.middle(self.beside) if self.beside else 0.0
        if own is None or other is None:
            return None
        return own / other if self.kind == "ratio" else own - other

    def unit(self, readings: Readings) -> str:
        """The unit of the value; ratios and exponents have none."""
        return readings.unit if self.kind in {"value", "difference"} else ""


def budgets(file: Path = FILE) -> list[Budget]:
    """Return all budgets, in the order in which they are shown."""
    return [_budget(entry) for entry in json.loads(file.read_text(encoding="utf-8"))]


def _budget(entry: Mapping[str, Any]) -> Budget:
    return Budget(**{("kind" if key == "as" else key): value for key, value in entry.items()})


def exponent(readings: Readings, prefix: str) -> float | None:
    """How a quantity grows with work: 1 is linear, 2 quadratic.

    The slope of a straight line through the logarithms, over all candidates that are named ``prefix AMOUNT``.
    """
    points = [
        (math.log(float(name.rsplit(" ", 1)[1])), math.log(readings.middle(name) or 1))
        for name in readings.values
        if name.startswith(f"{prefix} ")
    ]
    return _slope(points) if len(points) > 1 else None


def _slope(points: Sequence[tuple[float, float]]) -> float:
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread
