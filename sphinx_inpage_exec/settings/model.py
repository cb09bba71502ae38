"""The settings, complete and valid; each key is declared here, once, with its kind, default and description.

Validation, the nearest spelling in a warning and the documentation's table all read these declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from .providers import DEFAULT_PROVIDER, DEFAULT_REPOSITORY
from .values import (
    BASE_URL,
    BOOLEAN,
    DIRECTORY_URL,
    FOLDER,
    REQUIREMENTS,
    SECRET,
    TEXT,
    TEXT_OR_EMPTY,
    TEXTS,
    URL_OR_PATH,
    WEB_URL,
    WORDING,
    Kind,
    choice,
    choices,
)
from .wording import CELL_BUTTONS, PANEL_BUTTONS

PAGE_KEYS = ("jupyter", "thebe")
"""Under which a page carries its settings: the key, and its old name."""

Backend = Literal["binder", "server", "lite"]


@dataclass(frozen=True)
class Key:
    """The declaration of one key: ``field`` is its name in Python, ``default`` what documents show."""

    field: str
    kind: Kind
    default: str
    help: str


@dataclass(frozen=True)
class Section:
    """The declaration of one backend: its mapping's class, and whether ``true`` stands for its defaults."""

    keys: type[Binder | Server | Lite]
    flag: bool
    help: str


def _key(kind: Kind, description: str, default: object = None, shown: str = "") -> Any:
    metadata = {"kind": kind, "help": description, "default": shown or default}
    return field(default=default, repr=not kind.secret, metadata=metadata)


@dataclass(frozen=True)
class Binder:
    """Kernels from a Binder."""

    url: str = _key(DIRECTORY_URL, "The BinderHub.", "https://mybinder.org/")
    provider: str = _key(
        TEXT,
        "Where the repository is: github, gitlab, git, gist, zenodo, figshare, hydroshare, dataverse, ckan, "
        "or another provider of the BinderHub.",
        DEFAULT_PROVIDER,
    )
    repo: str = _key(
        TEXT,
        "What the Binder is made from: owner/name or the full URL for the git-like providers, a DOI or an "
        "identifier for the others. Only GitHub has a default.",
        DEFAULT_REPOSITORY,
        f"the project's own GitHub repository, else {DEFAULT_REPOSITORY}",
    )
    ref: str = _key(
        TEXT_OR_EMPTY, "The branch, tag or commit.", "HEAD", "HEAD for the git-like providers, else empty"
    )
    folder: str | None = _key(
        FOLDER,
        "The folder of the documentation's sources in the repository. Kernels start beside the source of "
        "their page, and Jupyter is launched on it.",
        None,
        "from the theme or git",
    )


@dataclass(frozen=True)
class Server:
    """Kernels from a Jupyter server or a JupyterHub."""

    url: str = _key(
        BASE_URL, "The server. A token in it, ?token=..., is taken as the token.", "http://localhost:8888"
    )
    token: str | None = _key(
        SECRET, "Published to every reader. Left out, the reader is asked once.", None, "the reader is asked"
    )
    folder: str | None = _key(
        FOLDER, "The folder of the documentation's sources on the server.", None, "the server's root"
    )


@dataclass(frozen=True)
class Lite:
    """Kernels in the reader's own browser."""

    packages: tuple[str, ...] = _key(
        REQUIREMENTS,
        "Packages to install before the first cell runs, beside those that the cells import.",
        (),
        "none",
    )
    wheels: tuple[str, ...] = _key(
        TEXTS, "Wheels to ship with the site: files or patterns, relative to conf.py.", (), "none"
    )
    contents: tuple[str, ...] = _key(
        TEXTS,
        "What the cells open: files, folders or patterns, relative to the source directory. It is shipped "
        "with the site, and has the same relative path when the cells run.",
        (),
        "none",
    )
    index: bool = _key(
        BOOLEAN, "Whether packages may come from the Python Package Index, which learns of the reader.", False
    )
    pyodide_url: str | None = _key(
        URL_OR_PATH,
        "Where the packages of the Pyodide distribution are: the URL of a mirror, or a folder relative to "
        "conf.py, from which the build takes those that the pages need.",
        None,
        "the distribution that Pyodide names",
    )


SECTIONS: Mapping[Backend, Section] = {
    "binder": Section(Binder, flag=True, help="Run on a Binder."),
    "server": Section(Server, flag=False, help="Run on a Jupyter server or a JupyterHub."),
    "lite": Section(Lite, flag=True, help="Run in the reader's browser."),
}


@dataclass(frozen=True)
class Settings:
    """The settings of a project or a page; a backend has a mapping exactly when ``backends`` names it."""

    backends: tuple[Backend, ...] = ()
    binder: Binder | None = None
    server: Server | None = None
    lite: Lite | None = None
    kernel_name: str | None = _key(
        TEXT, "The kernel to start.", None, "the kernelspec of the page, else python"
    )
    session_name: str | None = _key(TEXT, "The name of the session on the server.", None, "from the page")
    disable_session_saving: bool = _key(
        BOOLEAN, "Keep nothing of a session in the browser, so that every visit starts a new one.", False
    )
    mathjax_url: str | None = _key(
        WEB_URL, "MathJax 2 for LaTeX outputs.", None, "the MathJax 3 or 4 of the page, else KaTeX"
    )
    mathjax_config: str = _key(
        TEXT, "The configuration of a MathJax 2 that mathjaxUrl names.", "TeX-AMS_CHTML-full,Safe"
    )

    run_on_connect: bool = _key(
        BOOLEAN,
        "Whether the cells run when the page has connected. Where they do not, the reader runs them, and "
        "cells tagged init-cell run before the first.",
        True,
    )
    connect_on_load: bool = _key(
        BOOLEAN,
        "Whether a page connects as soon as it is opened: in the browser, and to the server of a Binder that "
        "the reader has started before. A Binder is never started so, and a Jupyter server never asked.",
        False,
    )
    start_on_touch: bool = _key(
        BOOLEAN, "Whether a click on the code of a cell, or Enter on it, connects the page.", False
    )
    power_button: Literal["top", "directive"] = _key(
        choice("top", "directive"),
        "Where the power button stands: at the top of the page unless the power-button directive has a place "
        "for it, or only where the directive is.",
        "top",
    )
    panel_buttons: tuple[str, ...] | None = _key(
        choices(PANEL_BUTTONS), f"The buttons of the control panel: {', '.join(PANEL_BUTTONS)}.", None, "all"
    )
    cell_buttons: tuple[str, ...] | None = _key(
        choices(CELL_BUTTONS), f"The buttons of a cell: {', '.join(CELL_BUTTONS)}.", None, "all"
    )
    fold_hidden: bool = _key(
        BOOLEAN,
        "Whether what the tags hide-cell, hide-input and hide-output name is folded when the page opens.",
        True,
    )
    texts: tuple[tuple[str, str], ...] = _key(
        WORDING, "Texts in place of those that readers see, by their names.", (), "none"
    )

    @property
    def enabled(self) -> bool:
        """Whether pages with these settings can run."""
        return bool(self.backends)

    def to_raw(self) -> dict[str, object]:
        """Return the normal form under the schema's own names; unset keys are left out.

        ``project_settings(settings.to_raw()) == settings``, without a problem.
        """
        chosen: dict[str, object] = {name: _raw(getattr(self, name)) for name in self.backends}
        return {**chosen, **_raw(self)}


def keys_of(cls: type) -> Mapping[str, Key]:
    """Return the declared keys of a mapping by the names that authors write."""
    return {
        camel(item.name): Key(
            item.name, item.metadata["kind"], _shown(item.metadata["default"]), item.metadata["help"]
        )
        for item in fields(cls)
        if "kind" in item.metadata
    }


def camel(name: str) -> str:
    """Return the name that authors write for a field: ``kernel_name`` is ``kernelName``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _shown(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def _raw(values: object) -> dict[str, object]:
    named = {name: getattr(values, key.field) for name, key in keys_of(type(values)).items()}
    unset = {camel(item.name): item.default for item in fields(type(values))}  # type: ignore[arg-type]
    return {
        name: _plain(value)
        for name, value in named.items()
        if value is not None and not (value == () == unset[name])
    }


def _plain(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    return dict(value) if value and isinstance(value[0], tuple) else list(value)
