"""No text that an author controls becomes markup or a script when a site is built."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from building import EXTENSION, Build, write_sources
from payloads import CORPUS, ONE_LINE, PLACES
from sphinx.testing.util import SphinxTestApp
from sphinx.util.docutils import docutils_namespace

from sphinx_inpage_exec import contract
from sphinx_inpage_exec.assets import templates
from sphinx_inpage_exec.launch import Launch

HARMLESS = "words"
SCRIPTED = re.compile(r"^(javascript|vbscript|data:text/html|data:text/javascript)", re.IGNORECASE)
ADDRESSES = {"href", "xlink:href", "src", "action", "formaction", "data", "content", "srcset"}
MARKUP = {
    *("a", "applet", "audio", "b", "base", "body", "button", "details", "embed", "form", "frame", "iframe"),
    *("img", "input", "link", "listing", "marquee", "math", "meta", "noscript", "object", "script", "select"),
    *("style", "svg", "template", "textarea", "title", "video", "x", "xmp"),
}
"""What the texts try to make."""


def alive(html: str) -> Counter[str]:
    """What a browser makes of a page that could run or load something."""
    found: Counter[str] = Counter()
    for tag in BeautifulSoup(html, "html5lib").find_all(True):
        name = str(tag.name)
        if name in MARKUP:
            found[name] += 1
        for attribute, value in tag.attrs.items():
            text = re.sub(r"[\s\0-\x1f]", "", " ".join(value) if isinstance(value, list) else str(value))
            if attribute.lower().startswith("on") or attribute in {"srcdoc", "style", "autofocus"}:
                found[f"{name}[{attribute}]"] += 1
            if attribute == "content":
                text = text.rpartition("url=")[2]
            if attribute in ADDRESSES and SCRIPTED.match(text):
                found[f"{name}[{attribute}] with a script"] += 1
        if name == "script" and tag.get("id") != contract.PAYLOAD_ID and not tag.get("src"):
            found[f"script {tag.string}"] += 1
    return found


def payload_of(html: str) -> dict[str, Any]:
    """The payload, as a parser of HTML that knows nothing of JSON finds it."""
    script = BeautifulSoup(html, "html5lib").find(id=contract.PAYLOAD_ID)
    assert isinstance(script, Tag) and script.name == "script"
    text = script.string or ""
    assert not re.search(r"[<>&]", text) and text.isascii()
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def settings_with(text: str) -> dict[str, object]:
    """Every key of the schema that takes a text."""
    return {
        "binder": {"url": f"https://example.org/{text}", "provider": text, "repo": text, "ref": text},
        "server": {"url": f"http://localhost:8888/{text}", "token": text, "folder": text},
        "lite": {"contents": [text], "wheels": [text], "packages": [text], "pyodideUrl": text},
        "kernelName": text,
        "sessionName": text,
        "mathjaxUrl": text,
        "mathjaxConfig": text,
        "texts": {"power": text, "touchLabel": text},
    }


def notebook(texts: list[str]) -> str:
    """A notebook that has a text wherever one can be."""
    everything = " ".join(texts)
    kernel = {"name": everything, "display_name": everything, "language": everything}
    metadata = {"kernelspec": kernel, "language_info": {"name": everything}}
    title = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Title"}
    cells = [title, *(code_cell(number, text) for number, text in enumerate(texts))]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def code_cell(number: int, text: str) -> dict[str, object]:
    result = {"text/plain": text, "application/json": {text: text}}
    return {
        "cell_type": "code",
        "id": f"code{number}",
        "metadata": {"tags": [text, "raises-exception"], "name": text, "mystnb": {"figure": {"name": text}}},
        "source": text,
        "execution_count": 1,
        "outputs": [
            {"output_type": "stream", "name": "stdout", "text": text},
            {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
            {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": result},
        ],
    }


BLOCKS = """
.. code-cell:: {text}
   :tags: [{quoted}]
   :name: {text}
   :kernel: {text}

   {text}

.. code-cell:: python
   :tags: {text}
   :class: {text}

   print({quoted})

.. code-block:: {text}
   :class: thebe
   :name: block {text}

   {text}

.. exercise-cell::
   :name: exercise {text}
   :tags: {text}

   .. code-block:: python

      {text}
"""

SMALL = "Title\n=====\n\n.. code-cell::\n\n   1\n"
MYST = "---\njupyter: {settings}\n---\n\n# Title\n\n```{{code-block}} python\n:class: thebe\n1\n```\n"


def page(texts: list[str]) -> str:
    """A page in reStructuredText that has a text in each option of each directive."""
    blocks = (BLOCKS.format(text=text, quoted=json.dumps(text)) for text in texts)
    return "\n".join([":orphan:\n\nTitle\n=====\n", *blocks])


def built(folder: Path, sources: dict[str, str], *extensions: str, **settings: object) -> Path:
    """Build a project; return the folder of the site."""
    write_sources(folder / "source", {"index.rst": ":orphan:\n\nStart\n=====\n", "conf.py": "", **sources})
    defaults = {
        "extensions": [*extensions, EXTENSION],
        "html_theme": "basic",
        "source_suffix": {".rst": "restructuredtext"},
    }
    with docutils_namespace():
        app = SphinxTestApp(
            "html",
            srcdir=folder / "source",
            builddir=folder / "build",
            confoverrides={**defaults, **settings},
        )
        app.build()
        app.cleanup()
    return Path(app.outdir)


def test_what_is_alive_is_found_in_nearly_every_text() -> None:
    """What the other tests rely on: those that are not found are no HTML, and mean to become it."""
    found = [text for text in CORPUS if alive(f"<p>{text}</p><a title='{text}'></a><a href=\"{text}\"></a>")]
    assert len(found) > len(CORPUS) * 0.9


def compared(site: Path, name: str, harmless: str) -> dict[str, Any]:
    """Return the payload of a page that has nothing alive beside what another has, which is harmless."""
    html, other = ((site / f"{each}.html").read_text("utf-8") for each in (name, harmless))
    assert alive(html) - alive(other) == Counter(), name
    return payload_of(html)


def test_nothing_of_a_notebook_is_alive(tmp_path: Path, record_property: Any) -> None:
    sources = {"page.ipynb": notebook(CORPUS), "harmless.ipynb": notebook([HARMLESS] * len(CORPUS))}
    site = built(tmp_path, sources, "myst_nb", jupyter=True, nb_execution_mode="off")
    cells = [cell["source"] for cell in compared(site, "page", "harmless")["cells"]]
    assert [text for text in CORPUS if text.isprintable() and text not in cells] == []
    record_property("payloads", len(CORPUS))


def test_nothing_of_a_page_in_restructuredtext_is_alive(tmp_path: Path, record_property: Any) -> None:
    sources = {"page.rst": page(ONE_LINE), "harmless.rst": page([HARMLESS] * len(ONE_LINE))}
    site = built(tmp_path, sources, jupyter=True)
    cells = [cell["source"] for cell in compared(site, "page", "harmless")["cells"]]
    assert [text for text in ONE_LINE if text not in cells] == []
    record_property("payloads", len(CORPUS))


def test_no_setting_of_a_page_is_alive(tmp_path: Path, record_property: Any) -> None:
    texts = [HARMLESS, *ONE_LINE]
    sources = {
        f"page{number}.md": MYST.format(settings=json.dumps(settings_with(text)))
        for number, text in enumerate(texts)
    }
    site = built(tmp_path, sources, "myst_parser", jupyter=True)
    for number, text in enumerate(texts):
        settings = compared(site, f"page{number}", "page0")["settings"]
        assert settings["kernelName"] == settings["binder"]["ref"] == settings["sessionName"] == text
    record_property("payloads", len(CORPUS))


def test_no_name_of_a_page_or_file_is_alive(tmp_path: Path, record_property: Any) -> None:
    """Of the texts what a file can be called: no name holds a slash."""
    names = [text.replace("/", "\N{DIVISION SLASH}")[:60] for text in ONE_LINE]
    pages = [f"{number} {name}" for number, name in enumerate(names)]
    contents = {f"data/{number} {name}": "1" for number, name in enumerate(names)}
    sources = {f"{name}.rst": f":orphan:\n\n{SMALL}" for name in [HARMLESS, *pages]}
    site = built(tmp_path, {**sources, **contents}, jupyter={"lite": {"contents": ["data"]}})
    for name in pages:
        payload = compared(site, name, HARMLESS)
        assert payload["path"] == f"{name}.rst"
        assert {each["path"] for each in payload["settings"]["lite"]["contents"]} == set(contents)
    record_property("payloads", len(names))


def test_no_link_of_the_project_is_alive(build: Build, record_property: Any) -> None:
    template = templates(build({"index.rst": SMALL}).app).get_template("inpage_exec/launch.html")
    for text in CORPUS:
        homes = ((name, f"https://example.org/{text}") for name in ("binder", "colab", "jupyterhub"))
        links = Launch(tuple(homes), repository=text, ref=text, folder=text).links(f"{text}.ipynb")
        assert alive(template.render(links=links)) == Counter(a=3, body=1), text
    record_property("payloads", len(CORPUS))


def test_every_place_has_a_test_that_tries_all_texts_there() -> None:
    folder = Path(__file__).parent
    for place in PLACES:
        file, _, name = place.test.partition("::")
        assert f"def {name}(" in (folder / file).read_text("utf-8"), place
