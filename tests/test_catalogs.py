"""The translations that come with the extension."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from building import Build
from frontend_tools import FRONTEND

from sphinx_inpage_exec.strings import EARLY

sys.path.insert(0, str(FRONTEND))
from catalogs import compile_all, files, messages, read, refresh, waiting

LANGUAGES = ("ar", "de", "es", "fr", "ja", "pt", "zh_CN")
CELL = "Title\n=====\n\n.. code-cell::\n\n   x = 1\n"
in_each_language = pytest.mark.parametrize("file", files(), ids=lambda file: file.parents[1].name)


def parameters(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


def texts(catalog: Catalog) -> dict[str, str]:
    return {str(each.id): str(each.string) for each in catalog if each.id and each.string}


def test_the_promised_languages_are_there() -> None:
    assert tuple(file.parents[1].name for file in files()) == LANGUAGES


@in_each_language
def test_every_text_is_translated(file: Path) -> None:
    assert waiting(read(file)) == []


@in_each_language
def test_a_translation_has_the_parameters_of_its_text(file: Path) -> None:
    translated = texts(read(file))
    assert translated
    assert [text for text, own in translated.items() if parameters(text) != parameters(own)] == []


@in_each_language
def test_a_catalog_has_no_text_that_is_gone(file: Path) -> None:
    assert set(texts(read(file))) - set(messages()) == set()


@in_each_language
def test_a_site_in_a_language_has_its_texts(file: Path, build: Build) -> None:
    translated = texts(read(file))
    built = build({"index.rst": CELL}, language=file.parents[1].name, jupyter=True)
    (button,) = built.page().select(".inpage-exec-power")
    assert button.get_text().strip() == translated["Run this page"]
    assert (built.directory / "_static" / "inpage_exec" / "strings.json").is_file()
    assert set(built.payload()["strings"]) == set(EARLY)


def test_refreshing_keeps_translations_and_tells_what_waits(tmp_path: Path) -> None:
    file = tmp_path / "de" / "LC_MESSAGES" / "sphinx_inpage_exec.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "Queued"\nmsgstr "Wartet"\n\nmsgid "Gone"\nmsgstr "Weg"\n', encoding="utf-8")
    missing = refresh(file)
    assert "Running" in missing and "Queued" not in missing
    assert texts(read(file)) == {"Queued": "Wartet"}
    refreshed = file.read_bytes()
    refresh(file)
    assert file.read_bytes() == refreshed


def test_a_catalog_is_compiled_to_the_same_bytes_each_time(tmp_path: Path) -> None:
    file = tmp_path / "de" / "LC_MESSAGES" / "sphinx_inpage_exec.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(files()[0].read_bytes())
    compiled = []
    for _ in range(2):
        compile_all([file])
        compiled.append(file.with_suffix(".mo").read_bytes())
    assert compiled[0] == compiled[1]
