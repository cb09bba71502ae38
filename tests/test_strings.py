"""The texts that readers see, in the language of the site."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from building import Build

CELL = "Title\n=====\n\n.. code-cell::\n\n   x = 1\n"
GERMAN = {"Queued": "Wartet", "Run this page": "Diese Seite <ausführen>"}


def translated(tmp_path: Path) -> str:
    """Write a catalog, and return the conf.py of a project that brings it."""
    catalog = Catalog(locale="de")
    for message, translation in GERMAN.items():
        catalog.add(message, translation)
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "sphinx_inpage_exec.mo").open("wb") as file:
        write_mo(file, catalog)
    return (
        f"def setup(app):\n    app.add_message_catalog('sphinx_inpage_exec', {str(tmp_path / 'locale')!r})\n"
    )


def test_a_page_speaks_the_language_of_its_site(build: Build, tmp_path: Path) -> None:
    built = build({"index.rst": CELL}, conf=translated(tmp_path), language="de", jupyter=True)
    strings = built.payload()["strings"]
    assert strings["stateQueued"] == "Wartet" and set(strings.values()) == {"Wartet"}
    (button,) = built.page().select(".inpage-exec-power")
    assert button.get_text().strip() == "Diese Seite <ausführen>"
    assert not button.find("ausführen")


def test_a_page_without_a_translation_is_in_english(build: Build) -> None:
    built = build({"index.rst": CELL}, language="de", jupyter=True)
    assert built.payload()["strings"] == {}
    (button,) = built.page().select(".inpage-exec-power")
    assert button.get_text().strip() == "Run this page"
