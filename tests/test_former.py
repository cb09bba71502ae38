"""Books made for sphinx-thebe, Jupyter Book 1, thebelab and TeachBooks work as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from building import Build, Built, code, text_notebook

CELL = "Title\n=====\n\n.. code-block:: python\n   :class: thebe\n\n   x = 1\n\n"
MESSAGE = "Old spellings work, and have new ones."

SETTINGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a repository on GitHub": (
        {"thebe_config": {"repository_url": "https://github.com/fruit/orchard", "repository_branch": "v2"}},
        {"backends": ["binder"], "binder": {"provider": "github", "repo": "fruit/orchard", "ref": "v2"}},
    ),
    "a repository on GitLab": (
        {"thebe_config": {"repository_url": "https://gitlab.com/fruit/orchard"}},
        {"backends": ["binder"], "binder": {"provider": "gitlab", "repo": "fruit/orchard", "ref": "HEAD"}},
    ),
    "a repository elsewhere": (
        {"thebe_config": {"repository_url": "https://git.example.org/fruit/orchard"}},
        {"binder": {"provider": "git", "repo": "https://git.example.org/fruit/orchard"}},
    ),
    "only looks": (
        {"thebe_config": {"codemirror-theme": "abcdef"}},
        {"binder": {"repo": "executablebooks/thebe-binder-base"}},
    ),
    "switched on": ({"thebe_config": True}, {"backends": ["binder"]}),
    "TeachBooks in the browser": ({"thebe_config": {"use_thebe_lite": True}}, {"backends": ["lite"]}),
    "a launch button of the theme": (
        {
            "html_theme_options": {
                "repository_url": "https://github.com/fruit/orchard",
                "repository_branch": "v2",
                "launch_buttons": {"thebe": True, "binderhub_url": "https://binder.example.org"},
            }
        },
        {"binder": {"url": "https://binder.example.org/", "repo": "fruit/orchard", "ref": "v2"}},
    ),
    "thebelab with a Binder": (
        {
            "jupyter_sphinx_thebelab_config": {
                "requestKernel": True,
                "binderOptions": {"repo": "fruit/orchard", "ref": "v2", "repoProvider": "gitlab"},
                "kernelOptions": {"name": "ir"},
            }
        },
        {"binder": {"provider": "gitlab", "repo": "fruit/orchard", "ref": "v2"}, "kernelName": "ir"},
    ),
    "thebelab with a server": (
        {
            "jupyter_sphinx_thebelab_config": {
                "kernelOptions": {
                    "kernelName": "python3",
                    "serverSettings": {"baseUrl": "http://127.0.0.1:8888", "token": "secret"},
                }
            }
        },
        {"backends": ["server"], "server": {"url": "http://127.0.0.1:8888", "token": "secret"}},
    ),
}


def conf_of(values: dict[str, Any]) -> str:
    return "".join(f"{name} = {value!r}\n" for name, value in values.items())


def contains(whole: Any, part: Any) -> bool:
    if isinstance(part, dict):
        return all(name in whole and contains(whole[name], value) for name, value in part.items())
    return bool(whole == part)


def message(built: Built) -> str:
    """The one message about old spellings, which is all that the build warns of."""
    text = "\n".join(built.warnings)
    assert text.count("WARNING") == text.count(MESSAGE) == 1, text
    assert "[inpage_exec.old_spelling]" in text
    return text


@pytest.mark.parametrize("name", SETTINGS)
def test_old_settings_work_and_one_message_shows_the_new_ones(build: Build, name: str) -> None:
    values, expected = SETTINGS[name]
    theme = "sphinx_book_theme" if "html_theme_options" in values else "alabaster"
    built = build({"index.rst": CELL}, conf=conf_of(values), html_theme=theme)
    assert contains(built.payload()["settings"], expected)
    assert "is now: jupyter = " in message(built)
    assert "secret" not in message(built)


@pytest.mark.parametrize("name", SETTINGS)
def test_the_new_spelling_that_the_message_shows_means_the_same(build: Build, name: str) -> None:
    values, _ = SETTINGS[name]
    values = {key: value for key, value in values.items() if key != "html_theme_options"}
    if not values or "server" in name:
        values = {"jupyter_sphinx_thebelab_config": {"binderOptions": {"repo": "fruit/orchard"}}}
    old = build({"index.rst": CELL}, conf=conf_of(values), folder="old")
    (line,) = [line for line in old.warnings if "is now: " in line]
    spelling = line.partition("is now: ")[2].partition(" [inpage")[0]
    new = build({"index.rst": CELL}, conf=spelling + "\n", folder="new", strict=True)
    assert new.payload()["settings"] == old.payload()["settings"]


def test_the_configuration_of_thebelab_may_be_a_file(build: Build) -> None:
    file = json.dumps({"binderOptions": {"repo": "fruit/orchard"}})
    conf = "jupyter_sphinx_thebelab_config = 'thebelab.json'\n"
    built = build({"index.rst": CELL, "thebelab.json": file}, conf=conf)
    assert built.payload()["settings"]["binder"]["repo"] == "fruit/orchard"


@pytest.mark.parametrize("value", ["{}", "None", "False", "''", "'missing.json'", "[1]"])
def test_an_old_setting_that_says_nothing_does_nothing(build: Build, value: str) -> None:
    built = build({"index.rst": CELL}, conf=f"jupyter_sphinx_thebelab_config = {value}\n", strict=True)
    assert "inpage" not in built.text()


def test_the_new_setting_goes_before_the_old_one(build: Build) -> None:
    conf = "thebe_config = {'repository_url': 'https://github.com/old/old'}\njupyter = 'lite'\n"
    built = build({"index.rst": CELL}, conf=conf, strict=True)
    assert built.payload()["settings"]["backends"] == ["lite"]


BUTTON = ".. thebe-button:: Launch the code\n\n"
OLD_WORDS = {
    "kernel in docinfo": (f":thebe-kernel: ir\n\n{CELL}", "`jupyter: {kernelName: ir}`"),
    "directive": (f"{CELL}{BUTTON}", "`power-button`"),
    "tag": (f"{CELL}.. code-cell::\n   :tags: thebe-init\n\n   y = 1\n", "`init-cell`"),
    "class": (f"{CELL}.. code-block:: python\n   :class: thebe thebe-init\n\n   y = 1\n", "`init-cell`"),
    "tag of a page": (f"{CELL}.. code-cell::\n   :tags: auto-execute-page\n\n   y = 1\n", "runOnConnect"),
}


@pytest.mark.parametrize("name", OLD_WORDS)
def test_old_words_in_a_page_are_told_with_the_new_ones(build: Build, name: str) -> None:
    source, expected = OLD_WORDS[name]
    built = build({"index.rst": source}, jupyter=True)
    assert "index.rst: " in message(built)
    assert expected in message(built)


def test_old_words_are_told_once_for_all_pages(build: Build) -> None:
    toctree = ".. toctree::\n\n   second\n"
    source = f"{CELL}{BUTTON}"
    conf = "thebe_config = {'repository_url': 'https://github.com/fruit/orchard'}\n"
    built = build({"index.rst": source + toctree, "second.rst": source}, conf=conf)
    text = message(built)
    assert text.count("power-button") == 1
    assert "jupyter = " in text


def test_the_old_words_of_a_page_that_can_not_run_are_not_told(build: Build) -> None:
    build({"index.rst": f":thebe-kernel: ir\n\n{CELL}{BUTTON}"}, strict=True)


def test_the_power_button_stands_where_the_old_one_stood(build: Build) -> None:
    page = build({"index.rst": f"{CELL}Before.\n\n{BUTTON}After.\n"}, jupyter=True).page()
    (bar,) = page.select(".inpage-exec-bar")
    assert bar.find_previous("p").get_text() == "Before."  # type: ignore[union-attr]


def test_an_old_kernel_is_the_kernel_of_the_page(build: Build) -> None:
    source = text_notebook(code("x = 1")).replace("kernelspec:", "thebe-kernel: ir\nkernelspec:")
    built = build({"index.md": source}, extensions=("myst_nb",), jupyter=True)
    assert built.payload()["settings"]["kernelName"] == "ir"


def test_teachbooks_tags_do_what_they_did(build: Build) -> None:
    cells = code("x = 1", "thebe-remove-input-init") + code("y = 2", "disable-execution-cell") + code("z = 3")
    built = build({"index.md": text_notebook(cells)}, extensions=("myst_nb",), jupyter=True)
    assert [(cell["source"], cell["tags"]) for cell in built.payload()["cells"]] == [
        ("x = 1", ["init-cell", "remove-input"]),
        ("z = 3", []),
    ]
    shown = [block.get_text().strip() for block in built.page().select(".inpage-exec-cell pre")]
    assert shown == ["z = 3"]


def test_a_page_with_the_tag_that_switches_it_off_can_not_run(build: Build) -> None:
    cells = code("x = 1") + code("y = 2", "disable-execution-page")
    built = build({"index.md": text_notebook(cells)}, extensions=("myst_nb",), jupyter=True)
    assert "inpage" not in built.text()
    assert "`jupyter: false`" in message(built)


def test_a_page_with_the_tag_that_runs_it_runs_where_the_project_waits(build: Build) -> None:
    jupyter = {"binder": True, "runOnConnect": False}
    cells = code("x = 1") + code("y = 2", "auto-execute-page")
    sources = {"index.md": text_notebook(cells), "waits.md": text_notebook(code("x = 1"))}
    built = build(sources, extensions=("myst_nb",), jupyter=jupyter)
    runs = [built.payload(name)["settings"]["runOnConnect"] for name in ("index", "waits")]
    assert runs == [True, False]


@pytest.mark.parametrize("owner", ["sphinx_thebe", "jupyter_sphinx"])
def test_beside_an_extension_with_a_button_there_is_one_power_button_and_it_is_told(
    build: Build, owner: str
) -> None:
    built = build({"index.rst": f"{CELL}{BUTTON}"}, extensions=(owner,), jupyter=True)
    assert len(built.page().select(".inpage-exec-power")) == 1
    assert not built.page().select(".thebelab-button")
    assert f"without '{owner}' in `extensions`" in message(built)


@pytest.mark.parametrize("owner", ["sphinx_thebe", "jupyter_sphinx"])
def test_beside_it_on_a_page_that_can_not_run_its_button_stays(build: Build, owner: str) -> None:
    built = build({"index.rst": f"{CELL}{BUTTON}"}, extensions=(owner,))
    assert len(built.page().select(".thebelab-button")) == 1
    assert not [line for line in built.warnings if "inpage_exec" in line]


def test_the_theme_adds_no_launch_button_of_thebe_beside_the_power_button(build: Build) -> None:
    options = {"repository_url": "https://github.com/fruit/orchard", "launch_buttons": {"thebe": True}}
    conf = f"html_theme_options = {options!r}\n"
    built = build(
        {"index.rst": CELL}, extensions=("sphinx_thebe",), conf=conf, html_theme="sphinx_book_theme"
    )
    assert not built.page().select(".btn-launch-thebe")
    assert built.payload()["settings"]["binder"]["repo"] == "fruit/orchard"
