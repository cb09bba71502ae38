"""The texts that readers see: English is the message id, as everywhere in gettext."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Final

from sphinx.locale import get_translation

CATALOG: Final = "sphinx_inpage_exec"
EARLY: Final = ("engineMissing", "engineOutdated", "engineFromFile", "touchLabel")
"""What the script of every page may have to say before it has loaded anything."""
_FILE: Final = "strings.json"
_lookup = get_translation(CATALOG)


def translate(message: str) -> str:
    """Return a text in the language of the site; the text itself where the catalog does not have it."""
    return str(_lookup(message))


@dataclass(frozen=True)
class Translations:
    """The browser's texts that differ from English, by their keys in `strings.json`."""

    texts: Mapping[str, str]

    @property
    def early(self) -> dict[str, str]:
        """Those that every page carries itself."""
        return {key: self.texts[key] for key in EARLY if key in self.texts}

    @property
    def url(self) -> str | None:
        """The file with the others, from the folder of the main script; it changes with what is in it."""
        if not self._content:
            return None
        return f"{_FILE}?v={hashlib.sha256(self._content).hexdigest()[:8]}"

    def write(self, folder: Path) -> None:
        """Write the file that `url` names into the folder of the main script, if there is one."""
        if self._content:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / _FILE).write_bytes(self._content)

    @cached_property
    def _content(self) -> bytes:
        texts = {key: text for key, text in self.texts.items() if key not in EARLY}
        return json.dumps(texts, ensure_ascii=False, sort_keys=True).encode() if texts else b""


def translations() -> Translations:
    """Return the texts in the language of the site."""
    english = json.loads(files(__package__).joinpath("strings.json").read_text(encoding="utf-8"))
    pairs = ((key, text, translate(text)) for key, text in english.items())
    return Translations({key: translation for key, text, translation in pairs if translation != text})
