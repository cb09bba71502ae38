"""The texts that readers see: English is the message id, as everywhere in gettext."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Final

from sphinx.locale import get_translation

CATALOG: Final = "sphinx_inpage_exec"
_lookup = get_translation(CATALOG)


def translate(message: str) -> str:
    """Return a text in the language of the site; the text itself where the catalog does not have it."""
    return str(_lookup(message))


def translated() -> dict[str, str]:
    """Return the browser's texts that differ from English, by their keys in `strings.json`."""
    english = json.loads(files(__package__).joinpath("strings.json").read_text(encoding="utf-8"))
    pairs = ((key, text, translate(text)) for key, text in english.items())
    return {key: translation for key, text, translation in pairs if translation != text}
