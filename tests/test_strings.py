"""The texts that readers see, in the language of the site."""

from __future__ import annotations

import json
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from building import Build

CELL = "Title\n=====\n\n.. code-cell::\n\n   x = 1\n"
EARLY = "The engine could not be loaded. Check the network connection, then try again."
ESPERANTO = {"Queued": "Atendas", "Run this page": "Ruli <ĉi tiun paĝon>", EARLY: "La programo mankas."}


def translated(tmp_path: Path) -> str:
    """Write a catalog that the extension does not have; return the conf.py of a project that brings it."""
    catalog = Catalog(locale="eo")
    for message, translation in ESPERANTO.items():
        catalog.add(message, translation)
    folder = tmp_path / "locale" / "eo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "sphinx_inpage_exec.mo").open("wb") as file:
        write_mo(file, catalog)
    return (
        f"def setup(app):\n    app.add_message_catalog('sphinx_inpage_exec', {str(tmp_path / 'locale')!r})\n"
    )


def test_a_page_speaks_the_language_of_its_site(build: Build, tmp_path: Path) -> None:
    built = build({"index.rst": CELL}, conf=translated(tmp_path), language="eo", jupyter=True)
    strings, url = built.payload()["strings"], built.payload()["translations"]
    assert strings == {"engineMissing": "La programo mankas."}
    file = built.directory / "_static" / "inpage_exec" / url.partition("?")[0]
    assert json.loads(file.read_text("utf-8")) == {"stateQueued": "Atendas"}
    (button,) = built.page().select(".inpage-exec-power")
    assert button.get_text().strip() == "Ruli <ĉi tiun paĝon>"
    assert not button.find("ĉi")


def test_a_page_without_a_translation_is_in_english(build: Build) -> None:
    built = build({"index.rst": CELL}, language="eo", jupyter=True)
    assert built.payload()["strings"] == {} and "translations" not in built.payload()
    assert not (built.directory / "_static" / "inpage_exec" / "strings.json").exists()
    (button,) = built.page().select(".inpage-exec-power")
    assert button.get_text().strip() == "Run this page"
