"""Pages that are wrong in every way, and an application that reads one of them after the other."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from building import EXTENSION
from hypothesis import strategies as st
from sphinx.testing.util import SphinxTestApp
from sphinx.util.docutils import docutils_namespace

import sphinx_inpage_exec

_PACKAGE = str(Path(sphinx_inpage_exec.__file__).parent)
_INDEX = "Start\n=====\n\n.. code-cell::\n\n   1\n"
_SETTINGS: dict[str, object] = {
    "jupyter": "lite",
    "html_theme": "basic",
    "source_suffix": {".rst": "restructuredtext"},
    "inpage_exec_doctests": True,
    "inpage_exec_languages": ["python"],
    "inpage_exec_files": ["**/*.py"],
    "nb_execution_mode": "off",
    "nbsphinx_execute": "never",
}


class OursError(AssertionError):
    """Our code raised."""


class OnePage:
    """A project of which one page is written, read and built again and again."""

    def __init__(self, app: SphinxTestApp) -> None:
        self.app = app

    def build(self, suffix: str, content: bytes) -> bool:
        """Build a page; False when what reads it, and is not ours, gives it up. Raises `OursError`."""
        file = Path(self.app.srcdir, f"page{suffix}")
        file.write_bytes(content)
        try:
            self._build()
        except Exception as error:
            if any(_is_ours(each) for each in _chain(error)):
                raise OursError(f"{type(error).__name__}: {error}") from error
            return False
        finally:
            file.unlink()
        return True

    def _build(self) -> None:
        env, builder = self.app.env, self.app.builder
        env.project.discover()
        # As Sphinx does before it reads a page again.
        self.app.emit("env-purge-doc", env, "page")
        env.clear_doc("page")
        builder.read_doc("page")
        builder.prepare_writing({"page"})
        document = env.get_and_resolve_doctree("page", builder)
        builder.write_doc_serialized("page", document)
        builder.write_doc("page", document)


@contextmanager
def one_page(folder: Path, *extensions: str, **settings: object) -> Iterator[OnePage]:
    """An application with these extensions and ours, for `OnePage`."""
    source = folder / "source"
    source.mkdir(parents=True)
    (source / "conf.py").touch()
    (source / "index.rst").write_text(_INDEX)
    (source / "dangling").symlink_to("nowhere")
    known = {name: value for name, value in _SETTINGS.items() if not name.startswith("nb")}
    for prefix, extension in (("nb_", "myst_nb"), ("nbsphinx_", "nbsphinx")):
        if extension in extensions:
            known.update((name, value) for name, value in _SETTINGS.items() if name.startswith(prefix))
    overrides = {**known, "extensions": [*extensions, EXTENSION], **settings}
    with docutils_namespace():
        app = SphinxTestApp("html", srcdir=source, builddir=folder / "build", confoverrides=overrides)
        app.build()
        yield OnePage(app)
        app.cleanup()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_ours(error: BaseException) -> bool:
    return any(frame.filename.startswith(_PACKAGE) for frame in traceback.extract_tb(error.__traceback__))


ODD = st.sampled_from(
    [
        "",
        "\0",
        "\ufeff",
        "\r",
        "\u2028",
        "\x1b[31m",
        "\ud800",
        "]]>",
        "---",
        "...",
        "'\"",
        "\\",
        "💥",
        "%s",
        "{{ x }}",
    ]
)
TEXTS = st.text(max_size=8) | ODD
NUMBERS = st.sampled_from([0, -1, 10**18, 1e308, True])
SETTINGS = st.sampled_from(
    [
        "lite",
        "binder",
        "true",
        "no",
        "[1",
        "{",
        "&a [*a]",
        "!!bool x",
        "!!python/object:os.system x",
        "{lite: {contents: ['*']}}",
        "{lite: {contents: [x.csv, '../source', '**/../*', 'a\\0b', 'dangling']}, kernelName: 1}",
        "{lite: {wheels: ['*.whl', '.']}}",
        "{lite: {packages: [numpy, '!', 'a b']}}",
        "{server: {url: 'http://[', token: 1}}",
        "{binder: {repo: '['}}",
        "{? {a: b} : c}",
        '{"binder": {"repo": "\\ud800/x"}}',
        "2020-01-01",
        "0x" + "F" * 5000,
        "- a\n- b",
    ]
)
VALUES = st.recursive(
    st.none() | TEXTS | NUMBERS | SETTINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


def _notebook() -> dict[str, Any]:
    """A notebook that has every field which somebody reads."""
    output = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": "1"},
    }
    stream = {"output_type": "stream", "name": "stdout", "text": ["1"]}
    code = {"cell_type": "code", "execution_count": 1}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python", "language": "python"},
            "language_info": {"name": "python", "file_extension": ".py"},
            "jupyter": {"kernelName": "python3", "kernelspec": {"name": "python3"}},
            "thebe-kernel": "python3",
            "nbsphinx": {"allow_errors": True},
        },
        "cells": [
            {
                "cell_type": "markdown",
                "id": "a",
                "metadata": {},
                "source": "---\njupyter:\n  lite: true\n---\n# T\n",
            },
            {
                **code,
                "id": "b",
                "metadata": {"tags": ["thebe-init"], "nbsphinx": "hidden"},
                "source": "1",
                "outputs": [output],
            },
            {**code, "id": "c", "metadata": {"tags": []}, "source": ["import x\n", "1"], "outputs": [stream]},
            {
                **code,
                "id": "d",
                "metadata": {"tags": ["remove-cell", "static"]},
                "source": "%pip install x",
                "outputs": [],
            },
        ],
    }


@st.composite
def damaged_notebooks(draw: st.DrawFn) -> bytes:
    """Notebooks of which some fields are missing, have another name, or hold something else."""
    notebook = _notebook()
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(list(_paths(notebook)) or [["cells"]]))
        place: Any = notebook
        for part in path:
            place = place[part]
        change = draw(st.sampled_from(["drop", "rename", "replace", "replace"]))
        if change == "replace":
            place[last] = draw(VALUES)
        else:
            value = place.pop(last)
            if change == "rename" and isinstance(place, dict):
                place[draw(TEXTS)] = value
    text = json.dumps(notebook)
    cut = draw(st.just(len(text)) | st.integers(0, len(text)))
    return draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"])) + text[:cut].encode()


def _paths(value: object, path: tuple[Any, ...] = ()) -> Iterator[list[Any]]:
    names: Any = (
        value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for name in names:
        yield [*path, name]
        yield from _paths(value[name], (*path, name))  # type: ignore[index]


_OPTIONS = [
    "tags",
    "class",
    "name",
    "caption",
    "lineno-start",
    "emphasize-lines",
    "dedent",
    "force",
    "linenos",
    "hide-output",
    "x",
]
_SOURCES = st.one_of(
    TEXTS,
    st.sampled_from(
        [
            "1",
            "%%bash\nx",
            ">>> 1\n1",
            ">>> def f(:\n... x",
            ">>>1",
            "  >>> 1\n >>> 2",
            "import numpy\n?",
            "try:\n  import x\nexcept:\n",
            "(",
        ]
    ),
)


@st.composite
def _directives(draw: st.DrawFn, fence: str) -> str:
    name = draw(
        st.sampled_from(
            [
                "code-cell",
                "power-button",
                "thebe-button",
                "code-block",
                "literalinclude",
                "include",
                "doctest",
            ]
        )
    )
    argument = draw(
        st.sampled_from(["", "python", "ipython3", "page.rst", "page.md", "index.rst", "conf.py", "no.py"])
        | TEXTS
    )
    options = (
        draw(
            st.lists(st.tuples(st.sampled_from(_OPTIONS), TEXTS | SETTINGS | st.just("thebe"))),
        )
        if draw(st.booleans())
        else []
    )
    source = draw(_SOURCES)
    if fence == "md":
        lines = "".join(f":{key}: {value}\n" for key, value in options)
        return f"```{{{name}}} {argument}\n{lines}{source}\n```\n"
    lines = "".join(f"   :{key}: {value}\n" for key, value in options)
    body = "\n".join(f"   {line}" for line in source.split("\n"))
    return f".. {name}:: {argument}\n{lines}\n{body}\n"


@st.composite
def text_pages(draw: st.DrawFn, kind: str) -> bytes:
    """Pages in reStructuredText (`rst`) or MyST (`md`) with settings and directives that are wrong."""
    key = draw(
        st.sampled_from(
            ["jupyter", "thebe", "kernelspec", "thebe-kernel", "jupytext", "file_format", "tocdepth"]
        )
    )
    value = draw(SETTINGS | TEXTS | st.just("mystnb"))
    head = (
        f"---\n{key}: {value}\nfile_format: mystnb\n---\n\n# T\n\n"
        if kind == "md"
        else f":{key}: {value}\n\nT\n=\n\n"
    )
    parts = draw(
        st.lists(_directives(kind) | TEXTS | st.sampled_from([">>> 1\n1\n", "::\n\n  >>> x\n"]), max_size=4)
    )
    text = draw(st.sampled_from([head, head, ""])) + "\n".join(parts)
    data = draw(st.sampled_from([text, text, text.replace("\n", "\r\n")])).encode("utf-8", "replace")
    return draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf", b"\0"])) + data
