"""What the source of a cell imports, read without running it; IPython's own syntax is tolerated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

# A line at a time: `\s` would try the lines of a large cell again from each of them.
_CELL_MAGIC = re.compile(r"\A\s*%%(\w+)[^\n]*\n?")
_PYTHON_MAGICS = {"capture", "prun", "time", "timeit"}
_ASSIGNED = re.compile(r"^([ \t]*\w[\w, ]*=)[ \t]*[%!].*$", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
_INSTALLS = re.compile(
    r"^[ \t]*(?:[%!][ \t]*)?pip3?[ \t]+install\b|\b(?:micropip|piplite)\.install\b", re.MULTILINE
)
_TOLERANT = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def imported_modules(source: str) -> frozenset[str]:
    """Return the top-level modules that a cell can not do without.

    An import inside of a ``try`` that expects it to fail is not among them, nor a relative one.
    """
    magic = _CELL_MAGIC.match(source)
    if magic and magic[1] not in _PYTHON_MAGICS:
        return frozenset()
    lines = _ASSIGNED.sub(r"\1 None", source[magic.end() if magic else 0 :]).split("\n")
    python = "\n".join(map(_python_line, lines))
    try:
        return frozenset(_modules(ast.parse(python)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(_IMPORT.findall(python))


def _python_line(line: str) -> str:
    """Return a line, or one that does nothing for a line in IPython's own syntax."""
    code = line.lstrip(" \t")
    if code.startswith(("%", "!", "?")) or code.endswith("?"):
        return line[: len(line) - len(code)] + "pass"
    return line


def installs_packages(source: str) -> bool:
    """Return whether a cell installs packages by itself, so that nobody knows what can be imported later."""
    return _INSTALLS.search(source) is not None


def _modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        yield node.module.partition(".")[0]
    tolerated = node.body if isinstance(node, ast.Try) and any(map(_is_tolerant, node.handlers)) else []
    for child in ast.iter_child_nodes(node):
        if child not in tolerated:
            yield from _modules(child)


def _is_tolerant(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(each is None or (isinstance(each, ast.Name) and each.id in _TOLERANT) for each in caught)
