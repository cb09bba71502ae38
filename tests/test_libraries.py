"""Libraries for outputs: what `inpage_exec_widgets` names is in the site, and the page knows where."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from building import Build, Built

CELL = "Title\n=====\n\n.. code-cell::\n\n   x = 1\n"
AMD = "define([], () => ({}))\n"
PROJECT = {
    "index.rst": CELL,
    "own/index.js": AMD,
    "own/picture.svg": "<svg/>",
    "single.js": AMD,
    "other.js": AMD,
}


def shipped(built: Built) -> list[str]:
    folder = built.directory / "_static" / "inpage_exec" / "widgets"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_files_and_folders_of_the_project_are_shipped(build: Build) -> None:
    widgets = {"mine": "own", "@me/other": "single.js"}
    built = build(PROJECT, jupyter=True, inpage_exec_widgets=widgets, strict=True)
    assert built.payload()["settings"]["widgets"] == {
        "mine": "widgets/mine/index.js",
        "@me/other": "widgets/@me/other/single.js",
    }
    assert shipped(built) == ["@me/other/single.js", "mine/index.js", "mine/picture.svg"]


def test_an_address_is_left_to_the_browser(build: Build) -> None:
    address = "https://cdn.example.org/npm/bqplot@0.5/dist/index.js"
    built = build(PROJECT, jupyter=True, inpage_exec_widgets={"bqplot": address}, strict=True)
    assert built.payload()["settings"]["widgets"] == {"bqplot": address}
    assert shipped(built) == []


@pytest.mark.parametrize("value", [["mine"], {"mine": True}])
def test_what_a_python_package_has_installed_for_notebooks_is_found(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    folder = tmp_path / "prefix" / "share" / "jupyter" / "nbextensions" / "mine"
    folder.mkdir(parents=True)
    for name in ("index.js", "index.js.map", "extension.js", "a.png"):
        (folder / name).write_text(AMD)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    built = build(PROJECT, jupyter=True, inpage_exec_widgets=value, strict=True)
    assert shipped(built) == ["mine/a.png", "mine/index.js"]


def test_plotly_comes_from_its_python_package(build: Build) -> None:
    built = build(PROJECT, jupyter=True, inpage_exec_widgets=["plotly.js"], strict=True)
    assert built.payload()["settings"]["widgets"] == {"plotly.js": "widgets/plotly.js/plotly.min.js"}
    assert shipped(built) == ["plotly.js/plotly.min.js"]


@pytest.mark.parametrize("value", [True, "no/such.js", 7, "\0"])
def test_what_is_not_there_is_a_warning_and_left_out(build: Build, value: object) -> None:
    built = build(PROJECT, jupyter=True, inpage_exec_widgets={"unheard-of": value})
    (warning,) = [line for line in built.warnings if "inpage_exec.widgets" in line]
    assert "'unheard-of', which is left out" in warning
    assert "widgets" not in built.payload()["settings"]


def test_without_the_setting_nothing_is_added(build: Build) -> None:
    built = build(PROJECT, jupyter=True, strict=True)
    assert "widgets" not in built.payload()["settings"]
    assert shipped(built) == []
