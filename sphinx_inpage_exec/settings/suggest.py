"""The nearest valid spelling of a word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

_LONGEST_WORD = 40
_CUTOFF = 0.55


def nearest(word: object, candidates: Iterable[str]) -> str | None:
    """Return the candidate that ``word`` most probably means, whatever its case and underscores."""
    return nearest_of(word, {name: name for name in candidates})


def nearest_of(word: object, candidates: Mapping[str, str]) -> str | None:
    """Like :func:`nearest`, for spellings that each stand for what is to be suggested."""
    if not isinstance(word, str) or len(word) > _LONGEST_WORD:
        return None
    folded = {_fold(spelling): meant for spelling, meant in candidates.items()}
    matches = difflib.get_close_matches(_fold(word), folded, n=1, cutoff=_CUTOFF)
    return folded[matches[0]] if matches else None


def _fold(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.lower())
