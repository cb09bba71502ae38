"""Exercises: a cell for the reader to finish, hints, a solution that opens, and a check of the reader's code.

A document holds plain admonitions and code, which every builder can write. Pages that run fold what is not to
be read at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .cells.blocks import wrap_block
from .contract import SOURCE
from .diagnostics import WARNING_TYPE, Subtype
from .directives import CodeCell
from .nodes import CHECKS, EXERCISE, Cell, Fold, new_cell
from .strings import translate
from .tags import MAY_FAIL, READ_ONLY, SKIPPED, STATIC

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.util.typing import OptionSpec

logger = logging.getLogger(__name__)

NO_CODE = "This exercise has no code block, so there is nothing for the reader to run. Add one."


class ExerciseCell(SphinxDirective):
    """An exercise: text with a code block that the reader finishes, hints, a solution and a check."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "class": directives.class_option,
        "name": directives.unchanged,
        "tags": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Return an admonition with the cell of the reader in it; what its check runs after is that cell."""
        exercise = nodes.admonition(classes=["exercise", *self.options.get("class", ())])
        self.set_source_info(exercise)
        self.add_name(exercise)
        exercise += self._title()
        self.state.nested_parse(self.content, self.content_offset, exercise)
        self._fold_hints(exercise)
        key = f"{self.env.docname}/{self.env.new_serialno('inpage-exec-exercise')}"
        if self._wrap(exercise, key):
            for check in exercise.findall(Cell):
                if CHECKS in check:
                    check[CHECKS] = key
        return [exercise]

    def _title(self) -> nodes.title:
        word = translate("Exercise")
        if not self.arguments:
            return nodes.title(word, word)
        inline, messages = self.state.inline_text(f"{word}: {self.arguments[0]}", self.lineno)
        return nodes.title("", "", *inline, *messages)

    def _fold_hints(self, exercise: nodes.Element) -> None:
        for hint in [node for node in exercise.findall(nodes.Element) if _is_hint(node)]:
            titles = [node for node in hint.children if isinstance(node, nodes.title)]
            shown = [node for node in hint.children if node not in titles]
            title = titles[0].astext() if titles else translate("Hint")
            hint.parent.replace(hint, _fold(title, "hint", *shown))

    def _wrap(self, exercise: nodes.Element, key: str) -> bool:
        """Make the first code block a cell, which may fail: it is not finished."""
        blocks = (block for block in exercise.findall(nodes.literal_block) if not _is_folded(block))
        block = next(blocks, None)
        if block is None:
            where = self.get_location()
            logger.warning(NO_CODE, type=WARNING_TYPE, subtype=Subtype.CELL.value, location=where)
            return False
        cell = next((parent for parent in _parents(block) if isinstance(parent, Cell)), None)
        if cell is None:
            cell = wrap_block(self.env.docname, block, block.astext().rstrip("\n"))
        own = [tag.strip(" []") for tag in self.options.get("tags", "").split(",")]
        cell["tags"] = [*cell["tags"], MAY_FAIL, *filter(None, own)]
        cell[EXERCISE] = key
        return True


class SolutionCell(CodeCell):
    """The solution of an exercise: code that is no cell, folded where pages run."""

    def run(self) -> list[Node]:
        """Return the code in an admonition."""
        shown = self._shown(self.arguments[0] if self.arguments else "python")
        for block in _blocks(shown):
            block["classes"].append(STATIC)
        return [_fold(translate("Solution"), "solution", *shown)]


class CheckCell(CodeCell):
    """The check of an exercise: code that runs after the reader's; assertions say what is wrong."""

    def run(self) -> list[Node]:
        """Return a cell that runs only when the reader asks for it."""
        language = self.arguments[0] if self.arguments else "python"
        shown = self._shown(language)
        blocks = _blocks(shown)
        for block in blocks:
            block["classes"].append(SOURCE)
        cell = new_cell(self.env.docname, "\n".join(self.content), language, [SKIPPED, READ_ONLY])
        cell[CHECKS] = ""
        self.set_source_info(cell)
        cell += _fold(translate("Check"), "check", *shown)
        return [cell] if blocks else shown


def _blocks(shown: list[Node]) -> list[nodes.literal_block]:
    return [block for node in shown for block in node.findall(nodes.literal_block)]


def _fold(title: str, name: str, *children: Node) -> Fold:
    return Fold("", *children, title=title, classes=[name])


def _is_hint(node: nodes.Element) -> bool:
    """Themes such as Immaterial make admonitions with a title and this class of hints."""
    return isinstance(node, nodes.hint) or (isinstance(node, nodes.admonition) and "hint" in node["classes"])


def _is_folded(block: nodes.Element) -> bool:
    return any(isinstance(parent, Fold) for parent in _parents(block))


def _parents(node: nodes.Node) -> list[nodes.Element]:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found
