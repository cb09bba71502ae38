"""Cells from literal blocks: by class, by language, and by the name of the file that they are included from.

Of blocks with prompts only the code runs; what is expected of each example is told apart from it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.matching import compile_matchers

from ..diagnostics import WARNING_TYPE, Subtype
from ..kernels import KernelRequest, spoken_by
from ..nodes import EXAMPLES, KERNEL, Cell, normal_language
from ..tags import STATIC
from .blocks import classes_of, free_blocks, wrap_block
from .prompts import PromptError, examples_of, has_prompts

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_CLASSES = {"thebe", "thebe-init"}
_NOT_CODE = {"", "default", "none", "text"}
_DIFFERENCE = "udiff"
_DOCTESTS = {"pycon", "pycon3", "doctest"}


def produce(env: BuildEnvironment, document: nodes.document, text: str) -> None:
    """Wrap the blocks that are chosen, each with its caption."""
    for block in free_blocks(document):
        request = block.attributes.pop(KERNEL, None)
        classes = classes_of(block)
        if STATIC in classes or not (_CLASSES & classes or _is_chosen(env, block)):
            continue
        prompts = has_prompts(block.astext())
        cell = _wrap_examples(env, block) if prompts else _wrap_code(env, block)
        if cell and request:
            _name_kernel(cell, request, block.get("language", ""))


def _name_kernel(cell: Cell, request: KernelRequest, written: str) -> None:
    """Let a cell run in the kernel that it stands behind, unless it is written in another language."""
    spoken = spoken_by(request.name)
    if written in _NOT_CODE and EXAMPLES not in cell:
        cell["language"] = spoken or cell["language"]
    if spoken in {None, cell["language"]}:
        cell[KERNEL] = request


def _wrap_code(env: BuildEnvironment, block: nodes.Element) -> Cell:
    return wrap_block(env.docname, block, block.astext().rstrip("\n"))


def _wrap_examples(env: BuildEnvironment, block: nodes.Element) -> Cell | None:
    try:
        # sphinx.ext.doctest keeps the flags of the examples there, and shows them without.
        examples = examples_of(block.get("test", block.astext()))
    except PromptError as error:
        message = f"This example can not run in the page, because {error}. It stays plain code."
        logger.warning("%s", message, type=WARNING_TYPE, subtype=Subtype.CELL.value, location=block)
        return None
    cell = wrap_block(env.docname, block, "\n".join(example.source for example in examples))
    cell["language"] = "python"
    cell[EXAMPLES] = examples
    return cell


def _is_chosen(env: BuildEnvironment, block: nodes.Element) -> bool:
    """Whether the project's settings choose a block, by what the author wrote for it."""
    config, language = env.config, block.get("language", "")
    if isinstance(block, nodes.doctest_block) or language in _DOCTESTS:
        return bool(config.inpage_exec_doctests) and has_prompts(block.astext())
    languages = set(map(normal_language, config.inpage_exec_languages))
    if language not in _NOT_CODE and normal_language(language) in languages:
        return True
    file = Path(block.get("source", ""))
    if language == _DIFFERENCE or not file.is_absolute() or not file.is_relative_to(env.srcdir):
        return False
    name = file.relative_to(env.srcdir).as_posix()
    return any(matches(name) for matches in compile_matchers(config.inpage_exec_files))
