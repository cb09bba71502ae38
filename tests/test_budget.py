from __future__ import annotations

import json
from pathlib import Path

import pytest
from frontend_tools import FRONTEND, build

BUDGET = json.loads((FRONTEND / "budget.json").read_text(encoding="utf-8"))
STEPS = [step["name"] for step in BUDGET["steps"]]


def test_no_step_outgrows_its_limit(tmp_path: Path) -> None:
    finished = build(tmp_path, "--check-budget")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert [name for name in STEPS if name not in finished.stdout] == []


@pytest.mark.parametrize("name", STEPS)
def test_a_step_that_outgrows_its_limit_fails_the_build_by_name(name: str, tmp_path: Path) -> None:
    steps = [{**step, "limit": 1 if step["name"] == name else step["limit"]} for step in BUDGET["steps"]]
    finished = build(tmp_path / "out", "--check-budget", "--budget", str(_budget(tmp_path, steps)))
    assert finished.returncode == 1
    assert f'"{name}" weighs' in finished.stderr


@pytest.mark.parametrize(
    ("step", "complaint"),
    [
        ({"entries": ["src/gone.ts"]}, "src/gone.ts is in budget.json, and no file was built for it."),
        ({"entries": ["src/main.ts"], "after": "gone"}, 'budget.json has no step named "gone".'),
    ],
)
def test_a_budget_for_what_is_not_built_is_refused(
    step: dict[str, object], complaint: str, tmp_path: Path
) -> None:
    steps = [{"name": "step", "limit": 1_000_000, **step}]
    finished = build(tmp_path / "out", "--check-budget", "--budget", str(_budget(tmp_path, steps)))
    assert finished.returncode == 1
    assert complaint in finished.stderr


def test_the_limits_that_the_project_promises_are_in_the_budget() -> None:
    limits = {step["name"]: step["limit"] for step in BUDGET["steps"]}
    assert limits["page with cells, before the press"] <= 4_000
    assert limits["press to first output"] <= 80_000


def _budget(folder: Path, steps: list[dict[str, object]]) -> Path:
    file = folder / "budget.json"
    file.write_text(json.dumps({"steps": steps}), encoding="utf-8")
    return file
