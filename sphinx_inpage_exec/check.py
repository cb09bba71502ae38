"""``inpage-exec check``: what the extension makes of a project, for bug reports. Tokens are masked."""

from __future__ import annotations

import io
import json
import platform
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .assets import SCRIPT, STATIC
from .diagnostics import WARNING_TYPE
from .lite.runtime import installed_runtime
from .preview.processes import FailureError
from .project import read_project
from .settings import Settings
from .transforms import cells_of

_PACKAGES = (
    "sphinx-inpage-exec",
    "sphinx",
    "docutils",
    "myst-nb",
    "myst-parser",
    "jupyter-server",
    "ipykernel",
    "sphinx-autobuild",
)
# Reading a project is enough to know its cells; nothing of it is to be run.
_OVERRIDES = {"nb_execution_mode": "off", "nbsphinx_execute": "never", "show_warning_types": True}
_MASK = "[masked]"
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_CREDENTIALS = re.compile(r"(?<=//)[^/@\s\"]+(?=@)")


@dataclass(frozen=True)
class Page:
    """What the extension makes of one document; ``power`` tells whether it gets a power button."""

    docname: str
    power: bool
    backends: tuple[str, ...]
    kernel: str | None
    cells: int
    hidden: int


@dataclass(frozen=True)
class Report:
    """What the extension makes of a project; ``settings`` is None when the project does not load it.

    ``lite`` is the version of Pyodide that kernels in the browser run on; None where that is not built.
    """

    versions: dict[str, str]
    frontend: bool
    lite: str | None
    loaded: bool
    settings: dict[str, object] | None
    pages: tuple[Page, ...]
    warnings: tuple[str, ...]

    def to_json(self) -> str:
        """One JSON document with the names of the fields."""
        return json.dumps(asdict(self), indent=2)

    def to_text(self) -> str:
        """Plain lines for a person."""
        return "\n".join(_lines(self))


def inspect(source: Path) -> Report:
    """Read the project in ``source`` without running any of it. Raises `FailureError` when that fails."""
    with read_source(source) as reading:
        if __package__ not in reading.app.extensions:
            return Report(_versions(), _is_built(), _pyodide(), False, None, (), ())
        return _report(reading.app, _warnings(reading.warnings.getvalue()))


@dataclass(frozen=True)
class Reading:
    """A project as Sphinx has read it, and what it warned of."""

    app: Sphinx
    warnings: io.StringIO


@contextmanager
def read_source(source: Path, overrides: Mapping[str, str] | None = None) -> Iterator[Reading]:
    """Read a project without running any of it; ``overrides`` go before what conf.py says.

    Raises `FailureError` when Sphinx can not read it.
    """
    warnings = io.StringIO()
    values = {**(overrides or {}), **_OVERRIDES}
    # What conf.py prints must not get between the lines of the report.
    folder, quiet = tempfile.TemporaryDirectory(prefix="inpage-exec-"), redirect_stdout(sys.stderr)
    with folder as home, patch_docutils(source), docutils_namespace(), quiet:
        try:
            out, doctrees = Path(home, "out"), Path(home, "doctrees")
            app = Sphinx(source, source, out, doctrees, "dummy", values, None, warnings, freshenv=True)
            app.builder.read()
        except Exception as error:
            raise FailureError(f"Sphinx can not read {source}: {error}") from error
        yield Reading(app, warnings)


def _report(app: Sphinx, warnings: tuple[str, ...]) -> Report:
    env, project = app.env, read_project(app)
    settings = {name: project.page(env.metadata[name]) for name in sorted(env.found_docs)}
    pages = tuple(_page(app, name, settings[name]) for name in settings)
    secrets = tokens(project.settings, *settings.values())
    raw = {"backends": list(project.settings.backends), **project.settings.to_raw()}
    shown = json.loads(masked(json.dumps(raw), secrets))
    lines = tuple(masked(line, secrets) for line in warnings)
    return Report(_versions(), _is_built(), _pyodide(), True, shown, pages, lines)


def _page(app: Sphinx, docname: str, settings: Settings) -> Page:
    cells = cells_of(app.env.get_doctree(docname))
    shown = [cell for cell in cells if cell["visible"]]
    power = settings.enabled and bool(shown)
    return Page(docname, power, settings.backends, settings.kernel_name, len(cells), len(cells) - len(shown))


def _is_built() -> bool:
    return (STATIC / SCRIPT).is_file()


def _pyodide() -> str | None:
    runtime = installed_runtime()
    return runtime.version if runtime else None


def _versions() -> dict[str, str]:
    own = {"python": platform.python_version(), "system": platform.platform()}
    return {**{name: _version(name) for name in _PACKAGES}, **own}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _warnings(text: str) -> tuple[str, ...]:
    lines = _ESCAPES.sub("", text).splitlines()
    return tuple(line for line in lines if f"[{WARNING_TYPE}." in line)


def tokens(*settings: Settings) -> set[str]:
    """Return what must not be printed of settings."""
    return {one.server.token for one in settings if one.server and one.server.token}


def masked(text: str, secrets: set[str]) -> str:
    """Return a text without tokens, and without what stands before the @ of an address."""
    for secret in secrets:
        text = text.replace(json.dumps(secret)[1:-1], _MASK).replace(secret, _MASK)
    return _CREDENTIALS.sub(_MASK, text)


def _lines(report: Report) -> Iterator[str]:
    yield "Versions"
    yield from (f"  {name}: {number}" for name, number in report.versions.items())
    yield f"Frontend: {'built' if report.frontend else 'missing, so pages can not run'}"
    yield f"In the browser: {f'Pyodide {report.lite}' if report.lite else 'missing, so `lite` can not run'}"
    if not report.loaded:
        yield "The project does not load the extension; its conf.py needs"
        yield f'  extensions.append("{__package__}")'
        return
    yield "Settings of the project"
    yield from (f"  {name}: {json.dumps(value)}" for name, value in (report.settings or {}).items())
    if report.settings and not report.settings["backends"]:
        yield "  No backend: pages are off unless they name one; `inpage-exec serve` brings its own server."
    yield "Pages"
    yield from (f"  {_line(page)}" for page in report.pages)
    yield f"Warnings: {len(report.warnings)}"
    yield from (f"  {line}" for line in report.warnings)


def _line(page: Page) -> str:
    hidden = f" ({page.hidden} hidden)" if page.hidden else ""
    backends = f", {' then '.join(page.backends)}, kernel {page.kernel}" if page.backends else ""
    return f"{page.docname}: power {'on' if page.power else 'off'}, cells {page.cells}{hidden}{backends}"
