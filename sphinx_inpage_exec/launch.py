"""Links that open the source of a page elsewhere, where the author switches them on: they need no kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from .diagnostics import Subtype
from .settings import Problem
from .settings.providers import DEFAULT_REPOSITORY
from .settings.report import UnfitError
from .settings.suggest import nearest
from .settings.values import DIRECTORY_URL, as_mapping

if TYPE_CHECKING:
    from sphinx.config import Config

    from .settings import Settings

CONFIG = "inpage_exec_launch"

_LABELS = {"binder": "Binder", "colab": "Colab", "jupyterhub": "JupyterHub"}
_HOMES = {"binder": "https://mybinder.org/", "colab": "https://colab.research.google.com/"}
_BRANCH_OPTIONS = ("repository_branch", "source_branch")


@dataclass(frozen=True)
class Link:
    """A link for readers."""

    label: str
    url: str


@dataclass(frozen=True)
class Launch:
    """Where pages can be opened, with the addresses of the services; ``repository`` is one of GitHub."""

    services: tuple[tuple[str, str], ...] = ()
    repository: str | None = None
    ref: str = "HEAD"
    folder: str = ""

    def links(self, path: str) -> list[Link]:
        """Return the links of a page; ``path`` is its source relative to the source directory.

        Colab opens notebooks alone, so other pages have no link to it.
        """
        if not self.repository:
            return []
        file = f"{self.folder}/{path}" if self.folder else path
        urls = ((name, self._url(name, home, self.repository, file)) for name, home in self.services)
        return [Link(_LABELS[name], url) for name, url in urls if url]

    def _url(self, name: str, home: str, repository: str, file: str) -> str | None:
        ref = quote(self.ref, safe="")
        if name == "binder":
            return f"{home}v2/gh/{repository}/{ref}?{urlencode({'urlpath': f'lab/tree/{file}'})}"
        if name == "colab":
            notebook = file.endswith(".ipynb")
            return f"{home}github/{repository}/blob/{ref}/{quote(file)}" if notebook else None
        query = {"repo": f"https://github.com/{repository}"}
        if self.ref != "HEAD":
            query["branch"] = self.ref
        query["urlpath"] = f"lab/tree/{repository.rpartition('/')[2]}/{file}"
        return f"{home}hub/user-redirect/git-pull?{urlencode(query)}"


def read_launch(
    config: Config, settings: Settings, repository: str | None, folder: str
) -> tuple[Launch, tuple[Problem, ...]]:
    """Return what the project's ``inpage_exec_launch`` asks for, and what is wrong with it."""
    value = getattr(config, CONFIG, ())
    named = value if isinstance(value, Mapping) else dict.fromkeys(value, True)
    services: list[tuple[str, str]] = []
    problems: list[str] = []
    for name, home in named.items():
        if name not in _LABELS:
            known = nearest(name, _LABELS)
            hint = f"Did you mean {known}?" if known else f"Known are {', '.join(_LABELS)}."
            problems.append(f"{CONFIG} names {name!r}, which pages can not be opened in. {hint}")
        elif home is not False and (url := _home(name, home)):
            services.append((name, url))
        elif home is not False:
            problems.append(
                f"{CONFIG} gives no address for {name}. Write it as {{{name!r}: 'https://hub.example.org/'}}."
            )
    binder = settings.binder
    if binder and binder.provider == "github" and binder.repo != DEFAULT_REPOSITORY and not repository:
        repository = binder.repo
    if services and not repository:
        problems.append(
            f"{CONFIG} needs the project's repository on GitHub, and none is known: name it in the options "
            "of the theme, in `html_context`, or in `jupyter.binder.repo`."
        )
    ref = binder.ref if binder and binder.repo == repository and binder.ref != "HEAD" else _branch(config)
    found = tuple(Problem(Subtype.SETTING, CONFIG, message) for message in problems)
    return Launch(tuple(services), repository, ref, folder), found


def _home(name: str, value: object) -> str | None:
    if value is True:
        return _HOMES.get(name)
    try:
        return str(DIRECTORY_URL.read(value))
    except UnfitError:
        return None


def _branch(config: Config) -> str:
    """Return the branch that the links of the theme name; else git's own word for the main one."""
    options = as_mapping(getattr(config, "html_theme_options", None))
    context = as_mapping(getattr(config, "html_context", None))
    said = [*(options.get(key) for key in _BRANCH_OPTIONS), context.get("github_version")]
    return next((each for each in said if isinstance(each, str) and each), "HEAD")
