"""What the tests of the Python side share."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from building import EXTENSION, Build, Built, write_sources
from sphinx.testing.util import SphinxTestApp
from sphinx.util.docutils import docutils_namespace

FIGURES = {
    "payloads": "payloads tried",
    "executed": "payloads executed",
    "kills": "builds killed at a random point and made good",
}
"""What tests note with ``record_property``, and what it is called at the end of a run."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up the figures that tests have noted, such as how many texts they have tried to run."""
    figures: Counter[str] = Counter()
    for report in terminalreporter.getreports("") + terminalreporter.getreports("error"):
        if report.when == "teardown":
            figures.update({name: value for name, value in report.user_properties if name in FIGURES})
    for name in figures:
        terminalreporter.write_line(f"{FIGURES[name]}: {figures[name]}")


@pytest.fixture(autouse=True)
def _no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server in the environment of the test run is not the one of the tests."""
    for name in [name for name in os.environ if name.startswith("INPAGE_EXEC_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def build(make_app: Callable[..., SphinxTestApp], tmp_path: Path) -> Build:
    """Build sources, ``{"index.md": "# Title"}``, with the extension and these others.

    ``conf`` is the text of conf.py, other keywords lay over it. A second build in a test is an incremental
    one of the same project, unless it names another ``folder`` to build in. ``strict`` allows no warning.
    """

    def run(  # noqa: PLR0913
        sources: Mapping[str, str],
        builder: str = "html",
        *,
        extensions: tuple[str, ...] = (),
        ours: bool = True,
        folder: str = "build",
        parallel: int = 0,
        conf: str = "",
        strict: bool = False,
        **settings: object,
    ) -> Built:
        write_sources(tmp_path / "source", {"conf.py": conf, **sources})
        loaded = [*extensions, EXTENSION] if ours else [*extensions]
        # Its own, because extensions write into the default, which all builds of a process share.
        suffixes = {".rst": "restructuredtext"}
        defaults = {"extensions": loaded, "source_suffix": suffixes, "show_warning_types": True}
        if "myst_nb" in extensions:
            defaults["nb_execution_mode"] = "off"
        with docutils_namespace():
            app = make_app(
                builder,
                srcdir=tmp_path / "source",
                builddir=tmp_path / folder,
                confoverrides={**defaults, **settings},
                parallel=parallel,
            )
            app.build()
        built = Built(app)
        assert not (strict and built.warnings), built.warnings
        return built

    return run
