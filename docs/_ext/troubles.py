"""A directive that puts the sentences that readers may read, and what is to be done, into a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SOURCE = Path(__file__).with_suffix(".yaml")
STRINGS: Mapping[str, str] = json.loads(
    files("sphinx_inpage_exec").joinpath("strings.json").read_text(encoding="utf-8")
)


class Troubles(SphinxDirective):
    """One section of the file: each sentence with what it means, and what readers and authors do."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a list of definitions; an entry has the name of its sentence as its id."""
        self.env.note_dependency(str(SOURCE))
        sections = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["sections"]
        entries = sections[directives.choice(self.arguments[0], tuple(sections))]
        return [nodes.definition_list("", *map(self._entry, entries))]

    def _entry(self, entry: Mapping[str, Any]) -> nodes.definition_list_item:
        terms = [
            nodes.term("", "", nodes.strong("", "", *_sentence(STRINGS[name])), ids=[name])
            for name in entry["names"]
        ]
        advice = [
            self._paragraph(text, before)
            for key, before in (("means", ""), ("reader", "Reader: "), ("author", "Author: "))
            if (text := entry.get(key))
        ]
        return nodes.definition_list_item("", *terms, nodes.definition("", *advice))

    def _paragraph(self, text: str, before: str) -> nodes.paragraph:
        parsed = self.parse_text_to_nodes(text)
        assert len(parsed) == 1 and isinstance(parsed[0], nodes.paragraph), text
        if before:
            parsed[0].insert(0, nodes.strong("", before))
        return parsed[0]


def _sentence(text: str) -> Iterable[nodes.Node]:
    """The sentence with what the page fills in set apart."""
    for number, part in enumerate(re.split(r"\{(\w+)\}", text)):
        yield nodes.emphasis(part, part) if number % 2 else nodes.Text(part)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("troubles", Troubles)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
