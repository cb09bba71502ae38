"""The directives: `code-cell` where no other extension has it, `cell-output`, and `power-button`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.directives.code import CodeBlock
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .contract import SOURCE
from .diagnostics import WARNING_TYPE, Subtype
from .kernels import KernelRequest
from .nodes import KERNEL, Cell, Outputs, PowerBar, new_cell
from .settings.text import UnreadableTextError, parse
from .tags import is_removed, normal_tags, texts_of

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

logger = logging.getLogger(__name__)

_MAGIC = re.compile(r"\s*[%!]")


class CodeCell(CodeBlock):
    """A cell: ``code-block`` in the language `python` unless it names another, with `tags` and `kernel`."""

    option_spec: ClassVar[OptionSpec] = {
        **CodeBlock.option_spec,
        "kernel": directives.unchanged_required,
        "tags": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Return the cell; what its tags remove is not in it."""
        cell = self._cell()
        shown = self._shown(cell["language"])
        blocks = [block for node in shown for block in node.findall(nodes.literal_block)]
        for block in blocks:
            block["classes"].append(SOURCE)
        if not blocks:
            return shown
        if cell["visible"] and "remove-input" not in normal_tags(cell["tags"]):
            cell.extend(shown)
        return [cell]

    def _cell(self) -> Cell:
        tags = self._tags(self.options.get("tags", ""))
        language = self.arguments[0] if self.arguments else "python"
        cell = new_cell(self.env.docname, "\n".join(self.content), language, tags)
        cell["visible"] = not is_removed(tags)
        if "kernel" in self.options:
            cell[KERNEL] = KernelRequest(self.options["kernel"])
        self.set_source_info(cell)
        return cell

    def _shown(self, language: str) -> list[Node]:
        """Return what ``code-block`` makes of it; magics are no syntax errors here."""
        self.arguments = [language]
        if any(_MAGIC.match(line) for line in self.content):
            self.options["force"] = None
        return super().run()

    def _tags(self, text: str) -> list[str]:
        try:
            value = parse(text)
        except UnreadableTextError:
            value = text
        if isinstance(value, str):
            value = value.split(",")
        if value is None or isinstance(value, list):
            return texts_of(tag for tag in value or () if tag)
        message = f"The tags of this cell are {text!r}; write them as [first, second]. They are dropped."
        where = self.get_location()
        logger.warning("%s", message, type=WARNING_TYPE, subtype=Subtype.CELL.value, location=where)
        return []


class CellOutput(SphinxDirective):
    """What the `code-cell` before it puts out: text, or with `markup` whatever a page can have."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"markup": directives.flag}

    def run(self) -> list[Node]:
        """Return the outputs, which become a part of the cell when the document is read."""
        self.assert_has_content()
        text = "\n".join(self.content)
        plain = nodes.literal_block(text, text, language="none")
        shown = self.parse_content_to_nodes() if "markup" in self.options else [plain]
        outputs = Outputs("", *shown, given=True)
        self.set_source_info(outputs)
        return [outputs]


class PowerButton(SphinxDirective):
    """The place of the power button, instead of the top of the page."""

    old: ClassVar[bool] = False

    def run(self) -> list[Node]:
        """Return the place."""
        bar = PowerBar(old=self.old)
        self.set_source_info(bar)
        return [bar]


class ThebeButton(PowerButton):
    """The power button by the name of sphinx-thebe and jupyter-sphinx, which give it a text."""

    old = True
    optional_arguments = 1
    final_argument_whitespace = True


_OWNERS: Mapping[str, tuple[type[Directive], tuple[str, ...]]] = {
    "code-cell": (CodeCell, ("myst_nb", "jupyter_sphinx")),
    "cell-output": (CellOutput, ("myst_nb", "jupyter_sphinx")),
    "thebe-button": (ThebeButton, ("sphinx_thebe", "jupyter_sphinx")),
}
"""The directives that other extensions have too, and these extensions."""


def add_shared_directives(app: Sphinx) -> None:
    """Register each directive that no other extension which has it is loaded for."""
    for name, (directive, owners) in _OWNERS.items():
        if not any(owner in app.extensions for owner in owners):
            app.add_directive(name, directive, override=True)
