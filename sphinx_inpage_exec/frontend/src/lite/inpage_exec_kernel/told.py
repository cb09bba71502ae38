"""Errors that are sentences for the reader."""

from __future__ import annotations


class ToldError(Exception):
    """An error whose text says all: where it came from is of no use to a reader."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]
