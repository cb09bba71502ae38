"""``python -m benchmarks``: measure, and write a table and plots."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from .budgets import budgets
from .measures import MEASUREMENTS
from .model import Measurement, Readings
from .parts import Parts
from .plots import draw
from .report import as_json, as_markdown, conditions
from .running import run
from .stage import open_stage

_NAMES = [each.name for each in MEASUREMENTS]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit code is 0 whatever the figures are."""
    options = _parser().parse_args(arguments)
    if options.list:
        print("\n".join(f"{each.name:20} {each.summary}" for each in MEASUREMENTS))
        return 0
    chosen = [each for each in MEASUREMENTS if not options.only or each.name in options.only]
    _measure(chosen, options.repeat, options.scale, options.output, resume=options.resume)
    return 0


def _measure(chosen: Sequence[Measurement], repeat: int, scale: float, output: Path, *, resume: bool) -> None:
    say = partial(print, file=sys.stderr, flush=True)
    parts = Parts(output / "parts")
    readings: list[Readings] = []
    with open_stage(scale) as stage:
        made_under = conditions(scale, f"Chromium {stage.browser.version}")
        for each in chosen:
            read = parts.readings(each.name, made_under) if resume else None
            if read is None:
                read = run(each, stage, repeat, say)
                parts.keep(each.name, made_under, read)
            readings += read
    table = as_markdown(readings, budgets())
    output.mkdir(parents=True, exist_ok=True)
    (output / "speed.json").write_text(as_json(readings, budgets(), made_under), encoding="utf-8")
    (output / "speed.md").write_text(table, encoding="utf-8")
    draw(readings, output / "speed.svg")
    print(table)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure this project beside others and beside what is possible, on one machine.",
    )
    parser.add_argument("--list", action="store_true", help="name the measurements and end")
    parser.add_argument(
        "--only", action="append", choices=_NAMES, metavar="NAME", help="this measurement; may be repeated"
    )
    parser.add_argument("--repeat", type=int, default=5, help="runs of each candidate (default: %(default)s)")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="part of the work: 0.01 is ten pages of a thousand"
    )
    parser.add_argument(
        "--output", type=Path, default=Path("build/speed"), help="folder of the tables (default: %(default)s)"
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="take what was measured before, under the same conditions and into the same folder, as it is",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
