"""The files that come with the extension: templates, and the built frontend."""

from __future__ import annotations

import filecmp
import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from sphinx.util import logging

from .diagnostics import WARNING_TYPE, Subtype
from .strings import translate

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

PACKAGE = Path(__file__).parent
STATIC = PACKAGE / "static"
SCRIPT = "inpage_exec/main.js"
STYLE = "inpage_exec/inpage_exec.css"

NOT_BUILT = (
    "The browser's part of sphinx_inpage_exec is missing from %s, so pages can not run. "
    "Install the extension from a wheel, or build its frontend."
)


def templates(app: Sphinx) -> Environment:
    """Return the templates, those of the project's ``templates_path`` first; all output is escaped."""
    own = PACKAGE / "templates"
    folders = [Path(app.confdir, folder) for folder in app.config.templates_path]
    loader = FileSystemLoader([*folders, own])
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.globals["_"] = translate
    return environment


def add_static_files(app: Sphinx) -> None:
    """Let the build copy the frontend, before the project's own static files; warn if it is not built."""
    if not (STATIC / SCRIPT).is_file():
        logger.warning(NOT_BUILT, STATIC, type=WARNING_TYPE, subtype=Subtype.ASSETS.value)
    elif hasattr(app, "add_static_dir"):
        app.add_static_dir(STATIC)
    else:
        app.config.html_static_path = [str(STATIC), *app.config.html_static_path]


def lacks_script(app: Sphinx) -> bool:
    """Whether the site lacks the script of all pages: Sphinx only warns where it can not copy it."""
    return (STATIC / SCRIPT).is_file() and not Path(app.outdir, "_static", SCRIPT).is_file()


def copy_file(source: Path, target: Path) -> None:
    """Copy a file into a site, unless it is there already and equal. Raises `OSError` with its name."""
    if target.is_file() and filecmp.cmp(source, target, shallow=False):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        # A disk without room does not say for which file.
        error.filename = error.filename or str(target)
        raise


def fingerprint(*values: object) -> str:
    """Return a digest of values, and of the files that decide how a page with cells comes out."""
    digest = hashlib.sha256(repr(values).encode("utf-8", "backslashreplace"))
    for file in _page_files():
        digest.update(f"{file.relative_to(PACKAGE).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _page_files() -> Iterable[Path]:
    """The names of chunks carry a digest of their own, and the script names them."""
    runtime = PACKAGE / "runtime" / "runtime.json"
    found = [
        *PACKAGE.glob("*.json"),
        *PACKAGE.glob("templates/**/*.html"),
        *PACKAGE.glob("locales/**/*.mo"),
        STATIC / SCRIPT,
        STATIC / STYLE,
        runtime,
    ]
    return sorted(file for file in found if file.is_file())
