"""Directives that put what is generated from the code into a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from tables import CONTRACT, TABLES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class GeneratedTable(SphinxDirective):
    """One of the tables by its name."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        table = TABLES[directives.choice(self.arguments[0], tuple(TABLES))]
        group = nodes.tgroup("", cols=len(table.header))
        group += [nodes.colspec(colwidth=1) for _ in table.header]
        group += nodes.thead("", _row(table.header))
        group += nodes.tbody("", *map(_row, table.rows()))
        return [nodes.table("", group)]


class ContractExample(SphinxDirective):
    """The worked example of the payload."""

    def run(self) -> list[nodes.Node]:
        """Return the example as JSON."""
        text = json.dumps(CONTRACT["payload"], indent=2)
        return [nodes.literal_block(text, text, language="json")]


def _row(cells: Iterable[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *_inline(cell))) for cell in cells))


def _inline(text: str) -> Iterable[nodes.Node]:
    """Every second part of a text that is split at backticks is code."""
    for number, part in enumerate(re.split("`", text)):
        yield nodes.literal(part, part) if number % 2 else nodes.Text(part)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("generated-table", GeneratedTable)
    app.add_directive("contract-example", ContractExample)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
