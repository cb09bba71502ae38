"""The tables of the documentation, each read from the file that the extension itself goes by."""

from __future__ import annotations

import ast
import json
import re
import runpy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from sphinx_inpage_exec.diagnostics import Subtype
from sphinx_inpage_exec.settings import reference
from sphinx_inpage_exec.settings.wording import ENGLISH

FRONTEND = Path(__file__).parents[2] / "sphinx_inpage_exec" / "frontend"
CONTRACT: Mapping[str, Any] = json.loads(
    files("sphinx_inpage_exec").joinpath("contract.json").read_text(encoding="utf-8")
)
MEANINGS: Mapping[str, Mapping[str, str]] = json.loads(
    Path(__file__).with_name("meanings.json").read_text(encoding="utf-8")
)
"""What the names mean that the contract only lists; a name without a meaning ends the build."""

SPEED: Mapping[str, Any] = json.loads(
    Path(__file__).parents[1].joinpath("speed.json").read_text(encoding="utf-8")
)
"""What a run of the benchmark has written."""

STRINGS: Mapping[str, str] = json.loads(
    files("sphinx_inpage_exec").joinpath("strings.json").read_text(encoding="utf-8")
)
FAULTS = Path(__file__).parents[2] / "tests" / "browser" / "faults.py"
PAYLOADS = Path(__file__).parents[2] / "tests" / "payloads.py"

STYLES = sorted((FRONTEND / "src" / "styles").glob("*.css"))
DECLARATION = re.compile(r"^ +(--inpage-exec-[\w-]+): (.+);$", re.MULTILINE)

Rows = Iterator[tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """A header and rows; a text in backticks is shown as code."""

    header: tuple[str, ...]
    rows: Callable[[], Rows]


def _settings() -> Rows:
    for row in reference():
        yield f"`{row.key}`", row.type, row.default, row.description


def _texts() -> Rows:
    for name, text in ENGLISH.items():
        yield f"`{name}`", text


def _warnings() -> Rows:
    for subtype in Subtype:
        yield f"`{subtype.full_name}`", subtype.help


def _selectors() -> Rows:
    patterns = {"ids": "#{}", "classes": ".{}", "attributes": "[{}]"}
    for group, pattern in patterns.items():
        for name, value in CONTRACT[group].items():
            yield f"`{pattern.format(value)}`", MEANINGS[group][name]


def _states() -> Rows:
    for group in ("pageStates", "cellStates"):
        for state in CONTRACT[group]:
            yield MEANINGS["carriers"][group], f"`{state}`", MEANINGS[group][state]


def _actions() -> Rows:
    for group in ("pageActions", "cellActions", "statusActions", "proposalActions"):
        for action in CONTRACT[group]:
            yield MEANINGS["carriers"][group], f"`{action}`", MEANINGS[group][action]


def _events() -> Rows:
    for name, value in CONTRACT["events"].items():
        yield f"`{value}`", MEANINGS["events"][name]


def _payload() -> Rows:
    for key in CONTRACT["payload"]:
        yield f"`{key}`", MEANINGS["payload"][key]


def _templates() -> Rows:
    folder = files("sphinx_inpage_exec").joinpath("templates/inpage_exec")
    for name in sorted(file.name for file in folder.iterdir()):
        yield f"`inpage_exec/{name}`", MEANINGS["templates"][name]


def _properties() -> Rows:
    for style in STYLES:
        for name, value in DECLARATION.findall(style.read_text(encoding="utf-8")):
            yield f"`{name}`", f"`{value}`", MEANINGS["properties"][name]


def _modules() -> Rows:
    package = FRONTEND.parent
    for file in sorted(package.rglob("*.py")):
        name = file.relative_to(package).as_posix()
        if not name.startswith("frontend/"):
            summary, *_ = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n")
            yield f"`{name}`", summary.replace("``", "`")


def _budget() -> Rows:
    budget = json.loads((FRONTEND / "budget.json").read_text(encoding="utf-8"))
    for step in budget["steps"]:
        yield step["name"], step.get("after", ""), f"{step['limit'] / 1000:g} kB"
    yield "the wheel", "", f"{budget['wheel'] / 1000:g} kB"


def _speed() -> Rows:
    for figure in SPEED["figures"]:
        yield tuple(figure.values())


def _speed_conditions() -> Rows:
    packages = ", ".join(f"{name} {number}" for name, number in SPEED["conditions"]["packages"].items())
    for name, value in {**SPEED["conditions"], "packages": packages}.items():
        yield name, str(value)


def _faults() -> Rows:
    """The tests' own table; it stands in a module of theirs that imports nothing heavy."""
    buttons = {"": "", "token": "Connect, with a token"} | {
        name: MEANINGS["statusActions"][name].rstrip(".") for name in CONTRACT["statusActions"]
    }
    for fault in runpy.run_path(str(FAULTS))["FAULTS"].values():
        yield fault.where, fault.what, STRINGS.get(fault.says, ""), buttons[fault.button]


def _places() -> Rows:
    """The table of the tests that try to get texts run."""
    found = runpy.run_path(str(PAYLOADS))
    for place in found["PLACES"]:
        yield place.who, place.what, str(len(found["CORPUS"]))


TABLES: Mapping[str, Table] = {
    "settings": Table(("Key", "Type", "Default", "What it does"), _settings),
    "texts": Table(("Name", "Text"), _texts),
    "warnings": Table(("Warning", "What has happened"), _warnings),
    "selectors": Table(("Selector", "What it is"), _selectors),
    "states": Table(("Where", "State", "Meaning"), _states),
    "actions": Table(("Where", "Action", "What it does"), _actions),
    "events": Table(("Event", "When, and its `detail`"), _events),
    "payload": Table(("Key", "What it holds"), _payload),
    "templates": Table(("Template", "What it makes"), _templates),
    "properties": Table(("Property", "Default", "Where it shows"), _properties),
    "modules": Table(("Module", "What it is for"), _modules),
    "speed": Table(("Figure", "Reached", "Must", "Goal", "Kept", "Runs"), _speed),
    "speed-conditions": Table(("What", "In this run"), _speed_conditions),
    "faults": Table(("Where", "What happens: it", "What the reader reads", "The button"), _faults),
    "places": Table(("Who writes it", "What", "Texts tried"), _places),
    "budget": Table(("Step", "On top of", "At most"), _budget),
}
