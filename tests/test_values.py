"""Values in the text of a notebook: what they ask for is kept, and leaves no trace where nothing runs."""

from __future__ import annotations

import pytest
from building import Build, Built, code, text_notebook

GLUE = code("from myst_nb import glue\nglue('pi', 3.14159)\nx = 1")
PAGE = text_notebook(
    GLUE
    + "```{glue} pi\n:doc: far.md\n```\n\n"
    + "An {eval}`x`, {glue}`pi`, {glue}`far.md::pi`, {glue:text}`pi:.2f` and {glue:any}`pi`.\n\n"
    + code("x = 2")
    + "## Now {eval}`x`\n\n```{eval} x\n```\n\n```{glue:figure} pi\nCaption.\n```\n"
)
SOURCES = {"index.md": PAGE, "far.md": text_notebook(GLUE)}


@pytest.fixture
def built(build: Build) -> Built:
    return build(SOURCES, extensions=("myst_nb",), jupyter=True, nb_execution_mode="inline")


def test_each_value_has_a_request_and_each_expression_a_cell_that_it_follows(built: Built) -> None:
    payload = built.payload()
    assert [cell.get("values") for cell in payload["cells"]] == [
        {"value-1": "x"},
        {"value-5": "x", "value-6": "x"},
    ]
    assert payload["glued"] == [
        {"id": "value-2", "key": "pi"},
        {"id": "value-3", "key": "pi", "format": ".2f"},
        {"id": "value-4", "key": "pi"},
        {"id": "value-7", "key": "pi"},
    ]
    ids = [element["data-value-id"] for element in built.page().select(".inpage-exec-value")]
    assert ids == [f"value-{number}" for number in range(1, 8)]
    assert "glued" not in built.payload("far")


@pytest.mark.parametrize("builder", ["html", "text"])
def test_a_page_that_does_not_run_is_as_without_the_extension(build: Build, builder: str) -> None:
    source = text_notebook(GLUE + "## Now {eval}`x`\n\n```{eval} x\n```\n\nAnd {glue:text}`pi:.2f`.\n")

    def output(*, ours: bool) -> str:
        extensions, settings = ("myst_nb",), {"jupyter": builder == "text"} if ours else {}
        sources, folder = {"index.md": source}, f"ours-{ours}"
        mode = {"nb_execution_mode": "inline"}
        made = build(sources, builder, extensions=extensions, ours=ours, folder=folder, **mode, **settings)
        return made.text() if builder == "html" else (made.directory / "index.txt").read_text("utf-8")

    assert output(ours=True) == output(ours=False)
