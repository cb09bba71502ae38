"""The nodes that carry cells from reading to writing. All data is on the node, nothing on the environment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from docutils import nodes

from .contract import BAR, CELL, CELL_ID, CELL_STATES, FOLD, SOURCE, STATE, STORED, VALUE, VALUE_ID

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

_HIDDEN = re.compile(r'<details(?= class="[^"]*\bhide\b)')
BAR_PLACE: Final = f'<div class="{BAR}"></div>'
"""What stands in a page until the bar comes."""

EXAMPLES = "examples"
EXPECTED = "expected"
KERNEL = "kernel"
EXERCISE = "exercise"
CHECKS = "checks"
VALUES = "values"

_LEXERS: Final[Mapping[str, tuple[str, ...]]] = {
    "python": ("", "default", "ipython", "ipython2", "ipython3", "py", "py3", "python3", "pycon", "pycon3"),
    "bash": ("sh", "shell", "zsh", "ksh"),
    "r": ("splus", "s"),
    "julia": ("jl",),
    "cpp": ("c++",),
    "javascript": ("js",),
}
"""The names that lexers and kernels have for a language, by the one that goes for all of them."""
_NAMES = {other: name for name, others in _LEXERS.items() for other in others}


class Cell(nodes.container):
    """A cell around what its producer put on the page.

    Attributes: ``docname``, ``source``, ``language``, ``tags`` (list of texts), ``visible``, and ``cell_id``
    once its page is resolved. A cell that is not visible has no children. ``expected`` is the text that a run
    should put out. A cell with ``examples`` is one of each of them on a page for a browser. ``kernel`` is the
    `KernelRequest` of a cell that names its kernel. What is hidden is folded unless ``folded`` is false. The
    cell of an ``exercise``, and the one that ``checks`` it, have the same key in these attributes.
    ``index`` is the position of a notebook's cell, ``values`` what is asked for after it, by ids of values.
    """


class Outputs(nodes.container):
    """Outputs of the build that stand beside the code of their cell without an element around them.

    ``given`` marks those that an author has written behind a cell.
    """


class Fold(nodes.General, nodes.Element):
    """What is folded on pages that run, under the title in ``title``; an admonition everywhere else.

    In a cell, one of the class ``hide`` is open where the cell is not ``folded``.
    """

    def unfold(self) -> None:
        """Put an admonition in the place of this."""
        title = nodes.title(self["title"], self["title"])
        self.parent.replace(self, nodes.admonition("", title, *self.children, classes=self["classes"]))


class InlineValue(nodes.inline):
    """A value in a text, around what the build has put there.

    Attributes: ``request``, ``docname``, ``after`` (the position in its notebook of the cell that had run
    before; None where none had), and ``value_id`` once its page is resolved.
    """


class BlockValue(nodes.container):
    """A value between the blocks of a page; its attributes are those of an `InlineValue`."""


class PowerBar(nodes.General, nodes.Element):
    """The place where an author wants the power button; with ``html``, what is put there last.

    Whoever takes the page before, such as the makers of feeds, finds an empty element. It is not raw HTML,
    whose text Sphinx takes into the index of its search.
    """


def new_cell(docname: str, source: str, language: str, tags: Iterable[str] = ()) -> Cell:
    """Return a visible cell without anything in it yet; ``language`` is a lexer's or a kernel's name."""
    own = normal_language(language)
    return Cell("", docname=docname, source=source, language=own, tags=list(tags), visible=True)


def normal_language(name: str) -> str:
    """Return one name for a language that lexers and kernels have several names for."""
    return _NAMES.get(name.lower(), name.lower())


def wrap_run(cell: Cell, source: nodes.Element, outputs: int) -> None:
    """Put a cell around a source and so many nodes after it, which are its outputs."""
    parent, position = source.parent, source.parent.index(source)
    parts = parent[position : position + 1 + outputs]
    source["classes"].append(SOURCE)
    parent[position : position + 1 + outputs] = [cell]
    cell += source
    if outputs:
        cell += Outputs("", *parts[1:])


def wrap(cell: Cell, node: nodes.Element) -> None:
    """Put a cell around a node of the document, in its place."""
    parent = node.parent
    parent.replace(node, cell)
    cell.append(node)


def unwrap_value(value: nodes.Element) -> None:
    """Take a value away, and leave what the build has put there."""
    value.parent.replace(value, value.children)


def unwrap(cell: Cell) -> None:
    """Take a cell away, so that its document is as its producer made it."""
    for node in cell.findall(nodes.Element):
        for mark in {SOURCE, STORED}.intersection(node["classes"]):
            node["classes"].remove(mark)
    for outputs in list(cell.findall(Outputs)):
        outputs.parent.replace(outputs, outputs.children)
    parent, children = cell.parent, cell.children
    position = parent.index(cell)
    parent[position : position + 1] = children


def visit_cell(self: HTML5Translator, node: Cell) -> None:
    """Open the element of a cell; one that is not visible, or not of a page that can run, has none."""
    if not node["visible"]:
        raise nodes.SkipNode
    if "cell_id" in node:
        attributes = {CELL_ID: node["cell_id"], STATE: CELL_STATES[0]}
        self.body.append(self.starttag(node, "div", CLASS=CELL, **attributes))
        node["start"] = len(self.body)


def visit_value(self: HTML5Translator, node: InlineValue | BlockValue) -> None:
    """Open the element of a value that a run can change."""
    if "value_id" in node:
        tag = "span" if isinstance(node, InlineValue) else "div"
        attributes = {VALUE_ID: node["value_id"]}
        self.body.append(self.starttag(node, tag, "", CLASS=VALUE, **attributes))


def depart_value(self: HTML5Translator, node: InlineValue | BlockValue) -> None:
    """Close the element of a value."""
    if "value_id" in node:
        self.body.append("</span>" if isinstance(node, InlineValue) else "</div>\n")


def visit_outputs(self: HTML5Translator, node: Outputs) -> None:
    """Open the element around outputs."""
    self.body.append(self.starttag(node, "div", CLASS=STORED))


def depart_outputs(self: HTML5Translator, node: Outputs) -> None:
    """Close the element around outputs."""
    self.body.append("</div>\n")


def depart_cell(self: HTML5Translator, node: Cell) -> None:
    """Close the element of a cell. MyST-NB writes what is folded in its own, and can not be told so."""
    if "cell_id" in node:
        if not node.get("folded", True):
            start = node["start"]
            self.body[start:] = [re.sub(_HIDDEN, "<details open", part) for part in self.body[start:]]
        self.body.append("</div>\n")


def visit_power_bar(self: HTML5Translator, node: PowerBar) -> None:
    """Write the place of the bar; nothing where a document is rendered that was never resolved."""
    self.body.append(BAR_PLACE if "html" in node else "")
    raise nodes.SkipNode


def visit_fold(self: HTML5Translator, node: Fold) -> None:
    """Open what is folded."""
    self.body.append(self.starttag(node, "details", CLASS=FOLD))
    self.body.append(f"<summary>{self.encode(node['title'])}</summary>\n")


def depart_fold(self: HTML5Translator, node: Fold) -> None:
    """Close what is folded."""
    self.body.append("</details>\n")
