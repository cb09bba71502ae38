"""The cells of a document on their way through a build."""

from __future__ import annotations

from typing import Any

import pytest
from building import Build
from docutils import nodes
from docutils.utils import new_document

from sphinx_inpage_exec.nodes import Cell, PowerBar, new_cell
from sphinx_inpage_exec.transforms import remove_traces, settle_page


def shown(docname: str = "on") -> Cell:
    cell = new_cell(docname, "x", "python")
    cell.append(nodes.literal_block("x", "x", classes=["inpage-exec-source", "kept"]))
    return cell


def hidden(docname: str = "on") -> Cell:
    cell = new_cell(docname, "x", "python")
    cell["visible"] = False
    return cell


def document_of(*children: nodes.Node) -> nodes.document:
    document = new_document("test")
    document.extend(children)
    return document


def settled(*children: nodes.Node) -> nodes.document:
    document = document_of(*children)
    settle_page(document, lambda docname: docname == "on", lambda cells: nodes.raw("", "bar", format="html"))
    return document


def words(document: nodes.document) -> list[Any]:
    return [
        child.get("cell_id", child.tagname) for child in document.children if isinstance(child, nodes.Element)
    ]


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ([], []),
        ([nodes.paragraph()], ["paragraph"]),
        ([shown()], ["raw", "cell-1"]),
        ([hidden(), shown(), shown()], ["raw", "cell-1", "cell-2", "cell-3"]),
        (
            [shown("off"), shown(), shown("off"), shown()],
            ["raw", "literal_block", "cell-1", "literal_block", "cell-2"],
        ),
        ([shown("off"), hidden("off")], ["literal_block"]),
        ([hidden()], []),
        ([shown(), nodes.paragraph(), PowerBar()], ["cell-1", "paragraph", "raw"]),
        ([PowerBar(), shown(), PowerBar()], ["raw", "cell-1"]),
        ([shown("off"), PowerBar()], ["literal_block"]),
    ],
)
def test_a_page_is_settled(children: list[nodes.Element], expected: list[str]) -> None:
    assert words(settled(*(child.deepcopy() for child in children))) == expected


def test_nothing_of_ours_is_left_where_traces_are_removed() -> None:
    document = document_of(hidden(), shown(), PowerBar(), nodes.container("", shown(), hidden()))
    remove_traces(document)
    expected = document_of(
        nodes.literal_block("x", "x", classes=["kept"]),
        nodes.container("", nodes.literal_block("x", "x", classes=["kept"])),
    )
    assert document.pformat() == expected.pformat()


def test_a_document_as_read_holds_its_cells(sphinx_doctree: Any) -> None:
    sphinx_doctree.set_conf({"extensions": ["sphinx_inpage_exec"]})
    result = sphinx_doctree(".. code-cell::\n   :tags: [mine]\n\n   x = 1\n")
    (cell,) = result.doctrees["index"].findall(Cell)
    expected = {
        "docname": "index",
        "source": "x = 1",
        "language": "python",
        "tags": ["mine"],
        "visible": True,
    }
    assert {name: cell[name] for name in expected} == expected
    assert [child.tagname for child in cell.findall(nodes.Element)] == ["Cell", "literal_block"]


def test_a_cell_under_only_belongs_to_the_builders_that_see_it(build: Build) -> None:
    source = ".. code-cell::\n\n   first = 1\n\n.. only:: latex\n\n   .. code-cell::\n\n      second = 2\n"
    payload = build({"index.rst": source}, jupyter=True).payload()
    assert [cell["source"] for cell in payload["cells"]] == ["first = 1"]
