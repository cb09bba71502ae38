"""The line that a key of the settings is written in, for warnings. Nothing here raises: no line is None."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .lazy import lazy_module
from .settings.model import PAGE_KEYS
from .settings.text import UnreadableTextError, compose

if TYPE_CHECKING:
    import yaml
else:
    yaml = lazy_module("yaml")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_DOCINFO = re.compile(rf"^:({'|'.join(PAGE_KEYS)}):", re.MULTILINE)


def line_of(text: str, dotted_key: str) -> int | None:
    """Return the line, from 1, of a key in YAML text, or of the nearest key around it."""
    try:
        node = compose(text)
    except UnreadableTextError as error:
        return error.line
    return _yaml_line(node, dotted_key.split("."))


def page_problem_location(source_text: str, key: str) -> int | None:
    """Return the line of `jupyter.…` in a page: in its front matter or docinfo, also by the name `thebe`."""
    front = _FRONT_MATTER.match(source_text)
    if front is None:
        docinfo = _DOCINFO.search(source_text)
        return source_text.count("\n", 0, docinfo.start()) + 1 if docinfo else None
    rest = key.partition(".")[2]
    lines = (line_of(front[1], f"{name}.{rest}") for name in PAGE_KEYS)
    return next((line + 1 for line in lines if line is not None), None)


def conf_line(text: str, key: str) -> int | None:
    """Return the line of `jupyter.…` in conf.py, inside a literal mapping where there is one."""
    name, *path = key.split(".")
    try:
        statements = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for statement in reversed(statements):
        if isinstance(statement, ast.Assign | ast.AnnAssign) and name in _targets(statement):
            return _literal_line(statement.value, path) or statement.lineno
    return None


def _yaml_line(node: yaml.Node | None, path: Sequence[str]) -> int | None:
    if not path or not isinstance(node, yaml.MappingNode):
        return None
    for name, value in node.value:
        if name.value == path[0]:
            inner: int | None = _yaml_line(value, path[1:])
            return inner or name.start_mark.line + 1
    return None


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _literal_line(value: ast.expr | None, path: Sequence[str]) -> int | None:
    if not path or not isinstance(value, ast.Dict):
        return None
    for name, inner in zip(value.keys, value.values, strict=True):
        if isinstance(name, ast.Constant) and name.value == path[0]:
            return _literal_line(inner, path[1:]) or name.lineno
    return None
