"""A picture of a run: every candidate beside the first of its measurement, the limit or the plain case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from .model import Readings

_TIMES = {"ms", "s"}
_ROW_INCHES = 0.28


def draw(readings: Sequence[Readings], file: Path) -> None:
    """Write an SVG with a bar for each candidate: its median over that of the first candidate."""
    bars = [bar for each in readings if each.unit in _TIMES for bar in _bars(each)]
    with mpl.rc_context({"svg.hashsalt": "speed", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(8, 1 + _ROW_INCHES * len(bars)), layout="constrained")
        axes = figure.subplots()
        names, values, colours = zip(*reversed(bars), strict=True) if bars else ((), (), ())
        drawn = axes.barh(range(len(values)), values, color=colours)
        axes.bar_label(drawn, fmt=" %.2f")
        axes.set_yticks(range(len(names)), names)
        axes.axvline(1, color="#888", linewidth=1)
        axes.set_xlabel("median over that of the first candidate; less is better")
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})


def _bars(readings: Readings) -> list[tuple[str, float, str]]:
    medians = {name: readings.middle(name) for name in readings.values}
    first = next(iter(medians.values()), None)
    if not first or any(" " in name and name.rsplit(" ", 1)[1].isdecimal() for name in medians):
        return []
    label = f"{readings.measurement}: {readings.quantity}"
    return [
        (f"{label}, {name}", value / first, "#2a6fdb" if name == "ours" else "#b8bec8")
        for name, value in medians.items()
        if value is not None
    ]
