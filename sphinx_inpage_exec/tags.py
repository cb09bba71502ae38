"""The tags of cells: what each makes of its cell, however a tool of another time spells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from .settings.wording import CELL_BUTTONS

INIT: Final = "init-cell"
"""Runs before the cells that are not tagged so."""
STATIC: Final = "static"
"""Is code on the page, and no cell."""
SKIPPED: Final = "skip-execution"
"""Runs only when the reader runs it by its own button."""
READ_ONLY: Final = "read-only"
"""Runs, and readers can not change its code."""
MAY_FAIL: Final = "raises-exception"
"""May fail without keeping the cells after it from running."""

SWITCHES: Final = {name: f"no-{name}" for name in ("run-on-connect", "start-on-touch", "fold-hidden")}
"""The settings that a cell can have for itself as a tag, each with the tag for its opposite."""

_BUTTON: Final = "cell-buttons-"
_NO_BUTTONS: Final = "no-cell-buttons"
BUTTONS: Final = (*(f"{_BUTTON}{name}" for name in CELL_BUTTONS), _NO_BUTTONS)
"""The setting `cellButtons` of one cell: it has the buttons that its tags name, or none."""

OLD_HIDDEN_INIT: Final = "thebe-remove-input-init"
"""Means `remove-input` as well, which the extensions that read notebooks do not know of it."""

OLD_TAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "thebe-init": (INIT,),
    OLD_HIDDEN_INIT: (INIT, "remove-input"),
    "disable-execution-cell": (STATIC,),
}
"""The tags of sphinx-thebe and TeachBooks, by what they are here."""

OLD_PAGE_TAGS: Final[Mapping[str, str]] = {
    "disable-execution-page": "`jupyter: false` in the front matter of the page",
    "auto-execute-page": "nothing, or `jupyter: {runOnConnect: true}` where the project says false",
}
"""The tags of TeachBooks that are about the page of their cell, by what says the same here."""

_KNOWN = {
    INIT,
    STATIC,
    SKIPPED,
    MAY_FAIL,
    READ_ONLY,
    *SWITCHES,
    *SWITCHES.values(),
    *BUTTONS,
    *OLD_TAGS,
    *OLD_PAGE_TAGS,
}
_REMOVED = ({"remove-cell"}, {"remove-input", "remove-output"})


def normal_tags(tags: Iterable[str]) -> list[str]:
    """Return tags in the spelling that the browser knows, each once: with `-`, and new names for old."""
    return list(dict.fromkeys(new for tag in map(kebab, tags) for new in OLD_TAGS.get(tag, (tag,))))


def switched(tags: Iterable[str], name: str, *, default: bool) -> bool:
    """Return what the tags of a cell say about one of the `SWITCHES`, else the default."""
    named = set(normal_tags(tags))
    return name in named or (default and SWITCHES[name] not in named)


def buttons_of(tags: Iterable[str]) -> list[str] | None:
    """Return the buttons that the tags of a cell leave it; None where they say nothing of buttons."""
    named = [tag for tag in normal_tags(tags) if tag in BUTTONS]
    return [tag.removeprefix(_BUTTON) for tag in named if tag != _NO_BUTTONS] if named else None


def is_no_button(tag: str) -> bool:
    """Whether a tag is about the buttons of its cell, and names none that there is."""
    return kebab(tag).startswith(_BUTTON) and kebab(tag) not in BUTTONS


def texts_of(tags: Iterable[object]) -> list[str]:
    """Return tags as texts, whatever an author has written for one; what has no text is left out."""
    return [text for tag in tags if (text := _text_of(tag))]


def _text_of(tag: object) -> str:
    try:
        return str(tag).strip()
    # Python refuses to write numbers of thousands of digits.
    except ValueError:
        return ""


def known_tags(classes: Iterable[str]) -> list[str]:
    """Return the classes of a block that are tags."""
    return sorted(name for name in classes if kebab(name) in _KNOWN)


def kebab(tag: str) -> str:
    """Return a tag with `-` for `_`, without the prefix that it has as a class."""
    return tag.replace("_", "-").removeprefix("tag-")


def is_removed(tags: Iterable[str]) -> bool:
    """Whether the tags leave nothing of a cell on the page."""
    named = set(normal_tags(tags))
    return any(removed <= named for removed in _REMOVED)
