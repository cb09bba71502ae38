"""Builds that were ended before their time: the next one writes all pages, as Sphinx alone would not.

Sphinx takes a page for written when its file is newer than its source, though it may be half of one, and
what it finds of a search index for complete. So a mark lies beside the doctrees while a build runs, and tells
the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Mark:
    """The mark of one builder; where it can not be written there is none, and Sphinx itself says why."""

    def __init__(self, app: Sphinx) -> None:
        self._file = Path(app.doctreedir, f"inpage_exec-{app.builder.name}.unfinished")
        self._found = self._file.exists()
        with suppress(OSError):
            if self._found:
                # Sphinx would put the pages into what is there of it, and in another order.
                Path(app.outdir, "searchindex.js").unlink(missing_ok=True)
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch()

    def pages(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Handle ``env-get-updated``: all pages are to be written where a build was ended before its time."""
        return env.found_docs if self._found else ()

    def remove(self) -> None:
        """Tell that all is written."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
