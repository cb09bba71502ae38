"""The switches of an author: how they are read and inherited, and what a build makes of them."""

from __future__ import annotations

import pytest
from building import Build, code, text_notebook

from sphinx_inpage_exec.settings import page_settings, project_settings

CELL = "Title\n=====\n\n.. code-cell::\n\n   x = 1\n"
PLACE = f"{CELL}\n.. power-button::\n"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"runOnConect": False}, "has no key 'runOnConect' (did you mean 'runOnConnect'?)"),
        ({"powerButton": "botom"}, "powerButton is 'botom', but 'top' or 'directive' is expected"),
        ({"panelButtons": ["lanch"]}, "'lanch' is none; did you mean 'launch'?"),
        ({"cellButtons": ["explode"]}, "a list of run, interrupt"),
        ({"texts": {"redy": "x"}}, "jupyter.texts has no key 'redy' (did you mean 'ready'?)"),
        ({"texts": {"ready": "Hello {name}"}}, "but a text without {name} is expected"),
        ({"texts": {"ready": 3}}, "jupyter.texts.ready is 3"),
        ({"texts": ["ready"]}, "a mapping from names of texts to texts is expected"),
    ],
)
def test_a_misspelt_switch_is_told_with_what_was_meant_and_dropped(raw: object, message: str) -> None:
    settings, problems = project_settings(raw)
    assert [message in problem.message for problem in problems] == [True]
    assert settings == project_settings({})[0]


def test_a_page_lays_its_texts_over_those_of_the_project_one_by_one() -> None:
    project, _ = project_settings({"texts": {"power": "Go", "ready": "Yes"}, "panelButtons": ["run-all"]})
    page, problems = page_settings(project, {"texts": {"ready": "Oh yes"}, "panelButtons": []})
    assert problems == ()
    assert dict(page.texts) == {"power": "Go", "ready": "Oh yes"}
    assert page.panel_buttons == ()


def test_texts_can_be_given_on_the_command_line() -> None:
    settings, problems = project_settings({"texts.power": "Go", "panelButtons": "[run-all, launch]"})
    assert problems == ()
    assert (settings.texts, settings.panel_buttons) == ((("power", "Go"),), ("run-all", "launch"))


@pytest.mark.parametrize(
    ("jupyter", "buttons", "bars"),
    [
        ({"lite": True}, 2, 2),
        ({"lite": True, "powerButton": "directive"}, 1, 1),
        ({"lite": True, "powerButton": "directive", "startOnTouch": True}, 1, 2),
        ({"lite": True, "powerButton": "directive", "connectOnLoad": True}, 1, 2),
    ],
)
def test_a_page_that_nobody_can_start_is_a_plain_page(
    build: Build, jupyter: dict[str, object], buttons: int, bars: int
) -> None:
    sources = {"index.rst": f"{PLACE}\n.. toctree::\n\n   other\n", "other.rst": CELL}
    built = build(sources, jupyter=jupyter, strict=True)
    pages = [built.page("index"), built.page("other")]
    assert sum(len(page.select("button.inpage-exec-power")) for page in pages) == buttons
    assert sum(len(page.select(".inpage-exec-bar")) for page in pages) == bars
    assert ("inpage" in built.text("other")) is (bars == 2)


def test_the_words_of_an_author_go_before_the_translation(build: Build) -> None:
    jupyter = {"lite": True, "texts": {"power": "Los <geht's>", "ready": "Na also"}}
    built = build({"index.rst": CELL}, jupyter=jupyter, language="de")
    assert built.page().select(".inpage-exec-power")[0].get_text(strip=True) == "Los <geht's>"
    assert built.payload()["strings"]["ready"] == "Na also"


@pytest.mark.parametrize(
    ("jupyter", "reason"),
    [
        ({"server": {}, "connectOnLoad": True}, "no page asks a Jupyter server before its reader acts"),
        (
            {"binder": True, "disableSessionSaving": True, "connectOnLoad": True},
            "no server of a Binder is kept",
        ),
    ],
)
def test_connecting_on_load_that_never_happens_is_told(
    build: Build, jupyter: dict[str, object], reason: str
) -> None:
    built = build({"index.rst": CELL}, jupyter=jupyter)
    told = [line for line in built.warnings if "connectOnLoad" in line]
    assert len(told) == 1 and reason in told[0]


@pytest.mark.parametrize(
    ("fold", "tag", "is_open"),
    [
        (True, "", False),
        (True, ", no-fold-hidden", True),
        (False, "", True),
        (False, ", fold_hidden", False),
    ],
)
@pytest.mark.parametrize("extension", ["myst_nb", "myst_parser"])
def test_what_is_hidden_opens_as_the_author_says(
    build: Build, fold: bool, tag: str, is_open: bool, extension: str
) -> None:
    source = {"index.md": text_notebook(code("x = 1", f"hide-input{tag}"))}
    built = build(source, extensions=(extension,), jupyter={"lite": True, "foldHidden": fold})
    (details,) = built.page().select(".inpage-exec-cell details")
    assert details.has_attr("open") is is_open


def test_the_buttons_of_a_cell_are_named_by_its_tags_or_by_the_classes_of_its_block(build: Build) -> None:
    cell = CELL.replace(".. code-cell::\n", ".. code-cell::\n   :tags: cell_buttons_reset\n")
    block = "\n.. code-block:: python\n   :class: thebe cell-buttons-run mine\n\n   x = 1\n"
    built = build({"index.rst": f"{cell}{block}"}, jupyter=True, strict=True)
    tags = [cell["tags"] for cell in built.payload()["cells"]]
    assert tags == [["cell-buttons-reset"], ["cell-buttons-run"]]


def test_a_button_that_there_is_not_is_told_and_left_out(build: Build) -> None:
    cell = CELL.replace(".. code-cell::\n", ".. code-cell::\n   :tags: cell-buttons-rnu, mine\n")
    built = build({"index.rst": cell}, jupyter=True)
    (warning,) = built.warnings
    assert "cell-buttons-rnu of this cell names no button" in warning
    assert "Did you mean cell-buttons-run?" in warning
    assert built.payload()["cells"][0]["tags"] == ["mine"]
