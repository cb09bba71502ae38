"""The repository that a project lies in: its name, and the place of the sources in it.

What authors have written for the links of their theme counts, else the folder that holds ``.git``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .settings import github_repository
from .settings.report import UnfitError
from .settings.values import FOLDER, as_mapping

if TYPE_CHECKING:
    from sphinx.config import Config

_REPOSITORY = ("repository_url", "source_repository", "github_url", "repo_url")
"""Options of sphinx-book-theme, furo, pydata-sphinx-theme and the Material themes."""

_FOLDER = ("path_to_docs", "source_directory")
"""Options of sphinx-book-theme and furo."""

_FOLDER_IN_CONTEXT = ("doc_path", "conf_py_path")
"""What pydata-sphinx-theme and sphinx-rtd-theme read from `html_context`."""


def theme_repository(config: Config) -> tuple[str, str] | None:
    """Return ``owner/name`` of the GitHub repository that the theme knows, and where it is named."""
    context, options = _context(config), _options(config)
    found = [("html_context", _named_in_two(context)), ("html_theme_options", _named_in_two(options))]
    for key in _REPOSITORY:
        found.append((f"{key} of html_theme_options", github_repository(options.get(key), url_only=True)))
    return next(((repository, place) for place, repository in found if repository), None)


def _named_in_two(values: Mapping[str, object]) -> str | None:
    """Return what sphinx-rtd-theme reads from `html_context`, and alabaster from its options."""
    owner, name = values.get("github_user"), values.get("github_repo")
    return github_repository(f"{owner}/{name}") if owner and name else None


def source_folder(config: Config, srcdir: Path) -> str:
    """Return the folder of the sources in their repository, with slashes; empty for its root.

    Git itself need not be there. Sources that lie in no repository are taken for its root.
    """
    context, options = _context(config), _options(config)
    said = [options.get(key) for key in _FOLDER] + [context.get(key) for key in _FOLDER_IN_CONTEXT]
    found = (_folder(value) for value in said)
    return next((folder for folder in found if folder is not None), _folder_in_git(srcdir))


def _folder(value: object) -> str | None:
    try:
        return str(FOLDER.read(value))
    except UnfitError:
        return None


def _folder_in_git(srcdir: Path) -> str:
    """``.git`` is a folder, or a file in a submodule or another working tree."""
    place = srcdir.resolve()
    root = next((folder for folder in (place, *place.parents) if (folder / ".git").exists()), place)
    return "" if root == place else place.relative_to(root).as_posix()


def _context(config: Config) -> Mapping[str, object]:
    return as_mapping(getattr(config, "html_context", None))


def _options(config: Config) -> Mapping[str, object]:
    return as_mapping(getattr(config, "html_theme_options", None))
