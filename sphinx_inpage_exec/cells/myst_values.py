"""Values that MyST-NB puts into text, `eval` and `glue`: what they ask the kernel for is kept beside them.

https://myst-nb.readthedocs.io/en/latest/render/inline.html, https://myst-nb.readthedocs.io/en/latest/render/glue.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from ..nodes import BlockValue, InlineValue

if TYPE_CHECKING:
    from docutils.nodes import Node
    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx

EXTENSION = "myst_nb"
_OTHER_DOCUMENT = "::"
_BUNDLE = "mime_bundle"

Request = dict[str, str]
"""What a value asks for: `expression`, or `key` of what is glued, with `format` where it is text."""


def _expression(text: str) -> Request:
    return {"expression": text}


def _key(text: str) -> Request:
    return {"key": text}


def _text(text: str) -> Request:
    key, _, spec = text.rpartition(":")
    return {"key": key, "format": spec} if key else {"key": text, "format": "s"}


def _markdown(text: str) -> Request:
    return {"key": text.rpartition(":")[0] or text}


_ROLES: Final = (
    ("ext.eval", "EvalRoleAny", ("", "eval"), _expression),
    ("ext.glue.roles", "PasteRoleAny", ("", "glue"), _key),
    ("ext.glue.roles", "PasteRoleAny", ("glue", ""), _key),
    ("ext.glue.roles", "PasteRoleAny", ("glue", "any"), _key),
    ("ext.glue.roles", "PasteTextRole", ("glue", "text"), _text),
    ("ext.glue.roles", "PasteMarkdownRole", ("glue", "md"), _markdown),
)
_DIRECTIVES: Final = (
    ("ext.eval", "EvalDirectiveAny", ("", "eval"), _expression),
    ("ext.eval", "EvalFigureDirective", ("eval", "figure"), _expression),
    ("ext.glue.directives", "PasteAnyDirective", ("", "glue"), _key),
    ("ext.glue.directives", "PasteAnyDirective", ("glue", ""), _key),
    ("ext.glue.directives", "PasteAnyDirective", ("glue", "any"), _key),
    ("ext.glue.directives", "PasteFigureDirective", ("glue", "figure"), _key),
    ("ext.glue.directives", "PasteMathDirective", ("glue", "math"), _key),
    ("ext.glue.directives", "PasteMarkdownDirective", ("glue", "md"), _key),
)
"""The module and class of each in MyST-NB, its domain and name, and what its text asks for."""


def keep_requests(app: Sphinx) -> None:
    """Lay over the roles and directives of MyST-NB, where it is loaded, such that keep what they ask for."""
    if EXTENSION not in app.extensions:
        return
    for module, name, (domain, role), ask in _ROLES:
        keeping = _keeping_role(getattr(import_module(f"{EXTENSION}.{module}"), name)(), ask)
        if domain:
            app.add_role_to_domain(domain, role, keeping, override=True)
        else:
            app.add_role(role, keeping, override=True)
    for module, name, (domain, directive), ask in _DIRECTIVES:
        kept = _keeping_directive(getattr(import_module(f"{EXTENSION}.{module}"), name), ask)
        if domain:
            app.add_directive_to_domain(domain, directive, kept, override=True)
        else:
            app.add_directive(directive, kept, override=True)


def _keeping_role(role: Any, ask: Callable[[str], Request]) -> Any:
    def run(*arguments: Any, **options: Any) -> tuple[list[Node], list[nodes.system_message]]:
        found, messages = role(*arguments, **options)
        return _kept(found, InlineValue, role.text, role.document, ask), messages

    return run


def _keeping_directive(directive: Any, ask: Callable[[str], Request]) -> type[Directive]:
    class Keeping(directive):  # type: ignore[misc]
        def run(self) -> list[Node]:
            return _kept(super().run(), BlockValue, self.arguments[0], self.document, ask)

    return Keeping


def _kept(
    found: list[Node],
    kind: type[InlineValue | BlockValue],
    text: str,
    document: nodes.document,
    ask: Callable[[str], Request],
) -> list[Node]:
    """Put a value around what shows it; one of another document has no kernel here."""
    if _OTHER_DOCUMENT in text or not _showing(found):
        return found
    root = nodes.Element("", *found)
    env = document.settings.env
    client = getattr(getattr(document.get("nb_renderer"), "renderer", None), "nb_client", None)
    for node in _showing(found):
        value = kind("", request=ask(text), docname=env.docname, after=_last_cell(client))
        node.parent.replace(node, value)
        value.append(node)
    return root.children


def _showing(found: Iterable[Node]) -> list[nodes.Element]:
    """Return the nodes that a new value has to take the place of, without captions and targets."""
    elements = [node for node in found if isinstance(node, nodes.Element)]
    bundles: list[nodes.Element] = [
        each
        for node in elements
        for each in node.findall(nodes.container)
        if each.get("nb_element") == _BUNDLE
    ]
    others = (nodes.system_message, nodes.target)
    known = [node for node in elements if type(node).__module__.startswith("docutils")]
    return bundles or [node for node in known if not isinstance(node, others)]


def _last_cell(client: Any) -> int | None:
    """Return the position of the cell that the build had run before it asked; None where it ran none."""
    return getattr(client, "_last_cell_executed", None)
