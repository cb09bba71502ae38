"""Running measurements: candidates in turn, as often as asked for."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from .model import Candidates, Measurement, Readings
from .stage import Stage

Say = Callable[[str], None]


def run(measurement: Measurement, stage: Stage, repeat: int, say: Say) -> list[Readings]:
    """Run a measurement and return all that was read; a candidate that fails ends the run."""
    say(f"{measurement.name}: {measurement.summary}")
    with measurement.candidates(stage) as candidates:
        rounds = 1 if measurement.steady else repeat
        if not measurement.steady and repeat > 1:
            # What only the first run pays for: files that the machine has not read yet, compiled code.
            _round(measurement, candidates, "warm-up", say)
        runs = [
            _round(measurement, candidates, f"{number} of {rounds}", say) for number in range(1, rounds + 1)
        ]
    return [
        Readings(
            measurement.name,
            quantity,
            unit,
            {name: [run[name][quantity] for run in runs if quantity in run[name]] for name in candidates},
        )
        for quantity, unit in measurement.units.items()
    ]


def _round(
    measurement: Measurement, candidates: Candidates, label: str, say: Say
) -> dict[str, dict[str, float]]:
    """Every candidate once: what disturbs the machine for a while disturbs all of them."""
    readings = {}
    for name, candidate in candidates.items():
        started = monotonic()
        readings[name] = dict(candidate())
        values = ", ".join(
            f"{quantity} {value:.4g} {measurement.units[quantity]}"
            for quantity, value in readings[name].items()
        )
        say(f"  {label}, {name}: {values} ({monotonic() - started:.1f} s)")
    return readings
