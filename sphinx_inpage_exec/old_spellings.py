"""What pages say in the words of sphinx-thebe and its kin: it works, and one message tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from .diagnostics import WARNING_TYPE, Subtype
from .former_settings import Former
from .nodes import Cell, PowerBar
from .settings.model import PAGE_KEYS
from .sources import OLD_KERNEL
from .tags import OLD_PAGE_TAGS, OLD_TAGS, kebab

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

KEY = "inpage_exec_old_spellings"
"""Under which the metadata of a page keeps its old spellings until all pages are read."""

_OFF = "disable-execution-page"
_RUN = "auto-execute-page"
_BUTTON = "ThebeButtonNode"
_MESSAGE = "Old spellings work, and have new ones. Write the new ones to silence this message.\n%s"


def page_metadata(
    document: nodes.document, cells: Iterable[Cell], metadata: Mapping[str, object]
) -> dict[str, object]:
    """Return what the old spellings of a page that can run add to its metadata; nothing where it has none."""
    tags = list(dict.fromkeys(kebab(tag) for cell in cells for tag in cell["tags"]))
    spellings = {**_kernel(metadata), **_buttons(document), **_tags(tags)}
    return {KEY: spellings, **_page_value(tags, metadata)} if spellings else {}


def _page_value(tags: Iterable[str], metadata: Mapping[str, object]) -> dict[str, object]:
    """Return the settings that tags make for their page. What the page says itself goes before a run."""
    if _OFF in tags:
        return {PAGE_KEYS[0]: False}
    if _RUN in tags and not any(key in metadata for key in PAGE_KEYS):
        return {PAGE_KEYS[0]: {"runOnConnect": True}}
    return {}


def _kernel(metadata: Mapping[str, object]) -> dict[str, str]:
    name = metadata.get(OLD_KERNEL)
    return {f"`{OLD_KERNEL}: {name}`": f"`jupyter: {{kernelName: {name}}}`"} if name else {}


def _buttons(document: nodes.document) -> dict[str, str]:
    """Put the power button where the button of sphinx-thebe or jupyter-sphinx is.

    Their nodes are known by name: both extensions have one, and neither needs to be installed.
    """
    elements = list(document.findall(nodes.Element))
    own = any(isinstance(node, PowerBar) and node.get("old") for node in elements)
    found = [node for node in elements if type(node).__name__ == _BUTTON]
    for node in found:
        node.parent.replace(node, PowerBar())
    if found:
        owner = type(found[0]).__module__.split(".")[0]
        return {f"`thebe-button` of {owner}": f"`power-button`, without {owner!r} in `extensions`"}
    return {"the directive `thebe-button`": "the directive `power-button`"} if own else {}


def _tags(tags: Iterable[str]) -> dict[str, str]:
    names = {tag: " and ".join(f"`{name}`" for name in OLD_TAGS[tag]) for tag in tags if tag in OLD_TAGS}
    pages = {tag: OLD_PAGE_TAGS[tag] for tag in tags if tag in OLD_PAGE_TAGS}
    return {f"the tag `{tag}`": new for tag, new in {**names, **pages}.items()}


def tell(env: BuildEnvironment, former: Former | None) -> None:
    """Tell of all old spellings of a project in one warning, each with the first page that has it."""
    lines = [f"  {former.name} is now: {former.spelling}"] if former else []
    told: set[str] = set()
    for docname in sorted(env.metadata):
        for old, new in env.metadata[docname].get(KEY, {}).items():
            if old not in told:
                lines.append(f"  {env.doc2path(docname, base=False)}: {old} is now {new}")
            told.add(old)
    if lines:
        logger.warning(_MESSAGE, "\n".join(lines), type=WARNING_TYPE, subtype=Subtype.OLD_SPELLING.value)
