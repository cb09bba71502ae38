"""The command line: its words, its exit codes, and ``inpage-exec check``."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from serving import COMMAND, write_project

from sphinx_inpage_exec.cli import main

MYST_CONF = """
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "force"
jupyter = {"server": {"url": "https://hub.example.org", "token": "s3cret-token"}, "bnider": True}
print("printed by conf.py")
"""
NOTEBOOK = """\
---
file_format: mystnb
jupyter:
  server:
    token: 0ther-token
---

# Cells

```{code-cell}
:tags: [remove-cell]

open("ran", "w").close()
```

```{code-cell}
print("hello")
```
"""
OFF = "---\nfile_format: mystnb\njupyter: false\n---\n\n# Off\n\n```{code-cell}\n1\n```\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a page that can run, one that is switched off, and one without cells."""
    write_project(tmp_path, MYST_CONF, "Plain\n=====\n\n.. toctree::\n\n   cells\n   off\n")
    (tmp_path / "cells.md").write_text(NOTEBOOK)
    (tmp_path / "off.md").write_text(OFF)
    return tmp_path


def test_check_counts_the_cells_of_every_page(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", str(project)]) == 0
    pages = {page["docname"]: page for page in json.loads(capsys.readouterr().out)["pages"]}
    found = {name: (page["power"], page["cells"], page["hidden"]) for name, page in pages.items()}
    assert found == {"cells": (True, 2, 1), "index": (False, 0, 0), "off": (False, 1, 0)}
    assert pages["cells"]["backends"] == ["server"] and pages["off"]["backends"] == []


def test_check_says_the_same_in_plain_lines(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(project)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  cells: power on, cells 2 (1 hidden), server, kernel python" in lines
    assert "  off: power off, cells 1" in lines
    assert '  backends: ["server"]' in lines
    assert any(line.startswith("  sphinx: ") for line in lines)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_check_never_prints_a_token(
    project: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    main(["check", *options, str(project)])
    streams = capsys.readouterr()
    assert "[masked]" in streams.out and "https://hub.example.org" in streams.out
    assert not [text for text in streams for secret in ("s3cret-token", "0ther-token") if secret in text]


@pytest.mark.parametrize("command", ["check", "explain"])
def test_a_token_in_an_address_is_not_printed_either(
    project: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    conf = MYST_CONF.replace('org", "token": "s3cret-token"', 'org/lab?token=s3cret-token"')
    assert conf != MYST_CONF
    (project / "conf.py").write_text(conf)
    assert main([command, str(project), *(["cells"] if command == "explain" else [])]) == 0
    streams = capsys.readouterr()
    assert "https://hub.example.org" in streams.out
    assert "s3cret-token" not in streams.out + streams.err


def test_check_tells_the_warnings_of_the_extension(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--json", str(project)])
    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert any("bnider" in line and "[inpage_exec.setting]" in line for line in warnings)


def test_check_runs_no_cell_and_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(project.rglob("*"))
    assert main(["check", str(project)]) == 0
    assert sorted(path for path in project.rglob("*") if "__pycache__" not in path.parts) == before


def test_check_tells_how_to_load_the_extension(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write_project(tmp_path, "")
    assert main(["check", str(source)]) == 0
    assert '  extensions.append("sphinx_inpage_exec")' in capsys.readouterr().out.splitlines()
    assert main(["check", "--json", str(source)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["loaded"] is False and report["pages"] == []


EXPLAINED_CONF = """
extensions = ["myst_nb", "sphinx_inpage_exec"]
html_theme_options = {"repository_url": "https://github.com/fruit/orchard"}
jupyter = {
    "binder": {"ref": "v2"},
    "server": {"url": "https://hub.example.org", "token": "s3cret-token"},
    "texts": {"power": "Go", "ready": "Yes"},
}
"""
EXPLAINED = """\
---
file_format: mystnb
kernelspec:
  name: ir
jupyter:
  binder: {}
  server:
    token: 0ther-token
  runOnConnect: false
  texts:
    ready: Oh yes
---

# Cells

```{code-cell}
:tags: [no-start-on-touch, cell_buttons_run]
1
```
"""


@pytest.fixture
def explained(tmp_path: Path) -> Path:
    """A project whose page has values from everywhere."""
    write_project(tmp_path, EXPLAINED_CONF, "Plain\n=====\n\n.. toctree::\n\n   guide/cells\n")
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "cells.md").write_text(EXPLAINED)
    return tmp_path


def test_explain_tells_for_every_value_who_says_so(
    explained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "--json", str(explained), "guide/cells"]) == 0
    report = json.loads(capsys.readouterr().out)
    origins = {one["key"]: one["origin"] for one in report["values"]}
    assert origins["backends"] == "the page, guide/cells.md:6"
    assert origins["binder.url"] == "the default"
    assert origins["binder.repo"] == ("the project's own repository, repository_url of html_theme_options")
    assert origins["binder.ref"] == "conf.py:5"
    assert origins["server.url"] == "conf.py:6"
    assert origins["server.token"] == "the page, guide/cells.md:8"
    assert origins["kernelName"] == "the kernelspec of the page"
    assert origins["runOnConnect"] == "the page, guide/cells.md:9"
    assert origins["texts.power"] == "conf.py:7"
    assert origins["texts.ready"] == "the page, guide/cells.md:11"
    assert report["cells"] == [
        {"key": "cell 1, start-on-touch", "value": False, "origin": "its tag no-start-on-touch"},
        {"key": "cell 1, cell-buttons", "value": ["run"], "origin": "its tags cell-buttons-run"},
    ]


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_explain_takes_a_file_and_never_prints_a_token(
    explained: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    assert main(["explain", *options, str(explained), str(explained / "guide" / "cells.md")]) == 0
    streams = capsys.readouterr()
    assert "[masked]" in streams.out and "https://hub.example.org" in streams.out
    assert not [text for text in streams for secret in ("s3cret-token", "0ther-token") if secret in text]


def test_explain_knows_myst_yml_and_a_page_that_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_project(tmp_path)
    (tmp_path / "myst.yml").write_text("project:\n  github: a/b\n  jupyter:\n    binder: true\n")
    assert main(["explain", str(tmp_path), "index"]) == 0
    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    told = {parts[1].strip(): parts[-1].strip() for parts in lines if len(parts) > 1}
    assert told['backends: ["binder"]'] == "myst.yml:4"
    assert told['binder.repo: "a/b"'] == "the project's own repository, project.github of myst.yml"
    assert told["runOnConnect: true"] == "the default"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-D", "jupyter=lite"], {"backends": (["lite"], "-D jupyter on the command line")}),
        (
            ["-D", "jupyter.binder.ref=v3", "-D", "jupyter.texts.power=Off we go"],
            {
                "backends": (["binder"], "conf.py:3"),
                "binder.ref": ("v3", "-D jupyter.binder.ref on the command line"),
                "binder.repo": ("a/b", "conf.py:3"),
                "texts.power": ("Off we go", "-D jupyter.texts.power on the command line"),
                "foldHidden": (False, "conf.py:3"),
            },
        ),
        (
            ["-D", "jupyter.lite.index=1", "-D", "jupyter.binder=0"],
            {
                "backends": (["lite"], "-D jupyter.lite.index on the command line"),
                "lite.index": (True, "-D jupyter.lite.index on the command line"),
            },
        ),
        (["-D", "jupyter.foldHidden=1"], {"foldHidden": (False, "the page, index.rst:1")}),
    ],
)
def test_explain_takes_overrides_as_sphinx_build_does_and_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], told: dict[str, object]
) -> None:
    binder = '{"binder": {"repo": "a/b"}, "foldHidden": False}'
    page = "Title\n=====\n"
    if options[-1] == "jupyter.foldHidden=1":
        page = f':jupyter: {{"foldHidden": false}}\n\n{page}'
    write_project(tmp_path, f"\nextensions = ['sphinx_inpage_exec']\njupyter = {binder}\n", page)
    assert main(["explain", "--json", *options, str(tmp_path), "index"]) == 0
    values = json.loads(capsys.readouterr().out)["values"]
    found = {one["key"]: (one["value"], one["origin"]) for one in values}
    assert {key: found.get(key) for key in told} == told


@pytest.mark.parametrize(
    ("conf", "name", "sentence"),
    [
        ('extensions = ["sphinx_inpage_exec"]', "indx", "has no page 'indx'; did you mean 'index'?"),
        ('extensions = ["sphinx_inpage_exec"]', "q", "`inpage-exec check` lists all of them"),
        ("", "index", 'does not load the extension; add extensions.append("sphinx_inpage_exec")'),
    ],
)
def test_explain_of_what_is_not_there_ends_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], conf: str, name: str, sentence: str
) -> None:
    assert main(["explain", str(write_project(tmp_path, conf)), name]) == 1
    streams = capsys.readouterr()
    assert streams.err.startswith("inpage-exec: ") and sentence in streams.err and streams.out == ""


@pytest.mark.parametrize("command", ["serve", "check"])
@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("missing", "There is no directory"),
        ("empty", "has no conf.py; name the directory that holds the conf.py"),
    ],
)
def test_a_directory_that_is_no_project_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, folder: str, sentence: str
) -> None:
    (tmp_path / "empty").mkdir()
    assert main([command, str(tmp_path / folder)]) == 1
    streams = capsys.readouterr()
    assert streams.err.startswith("inpage-exec: ") and sentence in streams.err and streams.out == ""


def test_check_of_a_project_that_sphinx_can_not_read_ends_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(write_project(tmp_path, "raise ValueError('broken')"))]) == 1
    assert "inpage-exec: Sphinx can not read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["serve"], "the following arguments are required: SRCDIR"),
        (["serve", "--port", "http", "."], "http is not a port; name a number from 1 to 65535"),
        (["serve", "--port", "65536", "."], "65536 is not a port"),
        (["serve", "--port", "0", "."], "0 is not a port"),
        (["explain", "."], "the following arguments are required: PAGE"),
        (["explain", "-D", "jupyter", ".", "index"], "write it as NAME=VALUE"),
        (["check", ".", "--", "-D", "language=de"], "only `serve` takes options of sphinx-build"),
    ],
)
def test_wrong_usage_ends_with_two_and_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["serve", "check", "explain"]),
        (["explain", "--help"], ["PAGE", "never printed"]),
        (["serve", "--help"], ["[-- SPHINX_OPTION ...]", "--open", "Ctrl-C"]),
    ],
)
def test_help_is_printed_by_the_command_itself(arguments: list[str], words: list[str]) -> None:
    run = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=True)
    assert [word for word in words if word not in run.stdout] == []
