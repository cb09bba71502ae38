"""The pages of a preview: built by Sphinx, then served and kept up to date by sphinx-autobuild."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..contract import PAYLOAD_ID
from .processes import LOOPBACK, FailureError, StopSignal, spawn, stop

# What running a page leaves beside the sources must not rebuild the site and take the page away.
_IGNORED = r"/(__pycache__|\.ipynb_checkpoints)(/|$)"
_ANSWER_SECONDS = 60.0


@dataclass(frozen=True)
class Build:
    """How the site is built, the first time and every later time: all that comes out is below ``home``.

    ``environment`` holds the token, and is the only way it takes.
    """

    source: Path
    home: Path
    sphinx_options: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)

    @property
    def html(self) -> Path:
        """Where the pages are."""
        return self.home / "html"

    @property
    def arguments(self) -> list[str]:
        """The arguments of sphinx-build."""
        return [*self.sphinx_options, "-d", str(self.home / "doctrees"), str(self.source), str(self.html)]

    def run(self, signals: StopSignal) -> None:
        """Build once. Raises `FailureError` when Sphinx can not, and `StoppedError`."""
        with _running([sys.executable, "-m", "sphinx", *self.arguments], self.environment) as sphinx:
            signals.wait_for(lambda: sphinx.poll() is not None)
            if sphinx.returncode:
                raise FailureError(
                    f"Sphinx could not build {self.source} (exit code {sphinx.returncode}); "
                    "correct what it says above and run this command again. "
                    "Its traceback file is removed; sphinx-build by itself keeps one."
                )

    def live_pages(self) -> list[str]:
        """The pages that can run, by their address within the site."""
        mark = f'id="{PAYLOAD_ID}"'
        pages = [page for page in self.html.rglob("*.html") if mark in page.read_text("utf-8", "replace")]
        return sorted(page.relative_to(self.html).as_posix() for page in pages)


@contextmanager
def served(build: Build, port: int, signals: StopSignal) -> Iterator[subprocess.Popen[bytes]]:
    """Serve a site that is built, and build it again after every change of its sources.

    Raises `FailureError` when it can not be served, and `StoppedError`.
    """
    own = ["--host", LOOPBACK, "--port", str(port), "--no-initial", "--re-ignore", _IGNORED]
    command = [sys.executable, "-m", "sphinx_autobuild", *own, *build.arguments]
    with _running(command, build.environment) as site:
        signals.wait_for(lambda: site.poll() is not None or _answers(port), _ANSWER_SECONDS)
        if site.poll() is not None or not _answers(port):
            raise FailureError(
                f"sphinx-autobuild does not serve the site at port {port}; see what it says above."
            )
        yield site


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = spawn(command, {**environment, "PYTHONUNBUFFERED": "1"})
    try:
        yield process
    finally:
        stop(process)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
