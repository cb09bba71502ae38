"""The benchmark runs: a tiny case of it, so that it does not rot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Behind what is installed, so that the installed package is the one that is measured.
_START = (
    "import sys; sys.path.append(sys.argv.pop(1)); from benchmarks.__main__ import main; sys.exit(main())"
)


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-c", _START, str(ROOT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


_TINY = ("--only", "all-cells", "--only", "page-load", "--scale", 0.02, "--repeat", 1)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run of two measurements on a hundredth of their work has written."""
    folder = tmp_path_factory.mktemp("speed")
    finished = _run(*_TINY, "--output", folder)
    assert finished.returncode == 0, finished.stderr
    return folder


def test_every_candidate_of_a_measurement_is_read_as_often_as_asked_for(output: Path) -> None:
    readings = json.loads((output / "speed.json").read_text("utf-8"))["readings"]
    found = {
        each["quantity"]: {name: len(values) for name, values in each["values"].items()}
        for each in readings
        if each["measurement"] == "all-cells"
    }
    assert found == {key: {"bare client": 1, "ours": 1} for key in ["time", "longest block"]}
    assert all(
        value > 0 for each in readings if each["quantity"] == "time" for value in each["values"]["ours"]
    )


def test_the_table_says_what_was_reached_of_each_figure_that_was_measured(output: Path) -> None:
    table = (output / "speed.md").read_text("utf-8")
    assert "| Press to last output, 100 cells |" in table
    assert "| A page of 1,000 cells loads: memory |" in table
    assert "Press to first output" not in table


def test_a_run_that_goes_on_measures_only_what_is_missing(output: Path) -> None:
    before = json.loads((output / "speed.json").read_text("utf-8"))["readings"]
    (output / "parts" / "page-load.json").unlink()
    finished = _run(*_TINY, "--output", output, "--resume")
    assert finished.returncode == 0, finished.stderr
    assert [line for line in finished.stderr.splitlines() if not line.startswith(" ")] == [
        "page-load: a page of 1,000 cells loads, beside the same page without us"
    ]
    after = json.loads((output / "speed.json").read_text("utf-8"))["readings"]
    measured = [each for each in before if each["measurement"] == "all-cells"]
    assert [each for each in after if each["measurement"] == "all-cells"] == measured


def test_the_plot_shows_the_candidates(output: Path) -> None:
    assert "all-cells: time, ours" in (output / "speed.svg").read_text("utf-8")


def test_every_figure_of_the_documentation_is_one_of_the_budgets() -> None:
    budgets = json.loads((ROOT / "benchmarks" / "budgets.json").read_text("utf-8"))
    shown = json.loads((ROOT / "docs" / "speed.json").read_text("utf-8"))["figures"]
    assert {each["figure"] for each in shown} <= {budget["figure"] for budget in budgets}


def test_every_budget_belongs_to_a_measurement_of_the_benchmark() -> None:
    listed = _run("--list")
    named = {line.split()[0] for line in listed.stdout.splitlines()}
    budgets = json.loads((ROOT / "benchmarks" / "budgets.json").read_text("utf-8"))
    assert {budget["measurement"] for budget in budgets} <= named


def test_a_measurement_that_does_not_exist_is_refused_by_name() -> None:
    finished = _run("--only", "nothing")
    assert finished.returncode == 2
    assert "invalid choice: 'nothing'" in finished.stderr
