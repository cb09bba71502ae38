"""Where raw values come from: conf.py, myst.yml and the theme for a project; its metadata for a page.

A page's metadata is Sphinx's ``env.metadata[docname]``. The same key arrives there as text from docinfo, as
JSON text from MyST-Parser's front matter, and as a mapping from MyST-NB (``kernelspec``).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .diagnostics import Subtype
from .former_settings import Former, former_settings
from .locations import conf_line, line_of
from .nodes import normal_language
from .repository import source_folder, theme_repository
from .settings import Binder, Lite, Problem, Server, Settings, github_repository, project_settings
from .settings.model import PAGE_KEYS
from .settings.providers import DEFAULT_PROVIDER, DEFAULT_REPOSITORY
from .settings.report import UnfitError
from .settings.text import UnreadableTextError, compose, construct
from .settings.values import TEXT, as_mapping

if TYPE_CHECKING:
    from sphinx.config import Config

SERVER_URL = "INPAGE_EXEC_SERVER_URL"
SERVER_TOKEN = "INPAGE_EXEC_SERVER_TOKEN"
IN_BROWSER = "INPAGE_EXEC_IN_BROWSER"
DEFAULT_KERNEL = "python"
OLD_KERNEL = "thebe-kernel"
_KERNEL = "kernelspec"
_READ = {*PAGE_KEYS, OLD_KERNEL, _KERNEL}
"""The keys of a page's metadata that are read."""


@dataclass(frozen=True)
class ProjectSource:
    """The raw value of a project, the file it is written in, its own repository, and its place in that.

    ``repository_from`` says where the repository is named.
    """

    raw: object
    repository: str | None
    file: Path
    problems: tuple[Problem, ...] = ()
    folder: str = ""
    former: Former | None = None
    repository_from: str = ""

    def location(self, key: str) -> str:
        """Return ``file:line`` of a key such as `jupyter.binder.url`, or the file where no line is known."""
        try:
            text = self.file.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return str(self.file)
        line = conf_line(text, key) if self.file.suffix == ".py" else line_of(text, f"project.{key}")
        return f"{self.file}:{line}" if line else str(self.file)


def project_source(config: Config, srcdir: Path, confdir: Path) -> ProjectSource:
    """Return what conf.py says, else what ``project.jupyter`` in myst.yml says.

    The first ``myst.yml`` in the source directory, the directory of conf.py and the one above it counts.
    """
    file = _myst_yml((srcdir, confdir, confdir.parent))
    project, problems = _myst_project(file) if file else ({}, ())
    own = github_repository(project.get("github"))
    found = (own, "project.github of myst.yml") if own else theme_repository(config)
    repository, repository_from = found or (None, "")
    folder = source_folder(config, srcdir)
    raw = getattr(config, "jupyter", None)
    if raw is None and file is not None:
        raw = _named(project)
        if raw is not None:
            return ProjectSource(raw, repository, file, problems, folder, None, repository_from)
    former = former_settings(config, srcdir) if raw is None else None
    raw = former.raw if former else raw
    file = confdir / "conf.py"
    return ProjectSource(raw, repository, file, problems, folder, former, repository_from)


def page_value(metadata: Mapping[str, object]) -> object:
    """Return the raw value of a page; None where the page says nothing."""
    return _named(metadata)


def says_something(metadata: Mapping[str, object]) -> bool:
    """Return whether a page may say anything of its settings, or of its kernel."""
    return not _READ.isdisjoint(metadata)


def page_kernel(metadata: Mapping[str, object]) -> str | None:
    """Return the kernel of a page's ``kernelspec``: its own, or the one jupytext keeps in `jupyter`.

    sphinx-thebe's ``thebe-kernel`` goes before it.
    """
    if isinstance(metadata.get(OLD_KERNEL), str):
        return str(metadata[OLD_KERNEL])
    for holder in (metadata, as_mapping(metadata.get("jupyter"))):
        try:
            return str(TEXT.read(as_mapping(holder.get(_KERNEL)).get("name")))
        except UnfitError:
            continue
    return None


def spoken_language(metadata: Mapping[str, object], kernel: str) -> str | None:
    """Return the language that a page's ``kernelspec`` gives to this kernel; None where it names another."""
    for holder in (metadata, as_mapping(metadata.get("jupyter"))):
        spec = as_mapping(holder.get(_KERNEL))
        if spec.get("name") == kernel and isinstance(spec.get("language"), str):
            return normal_language(str(spec["language"]))
    return None


def with_kernel(settings: Settings, metadata: Mapping[str, object]) -> Settings:
    """Return settings that name a kernel: their own, else the page's, else ``python``."""
    return replace(settings, kernel_name=settings.kernel_name or page_kernel(metadata) or DEFAULT_KERNEL)


def with_folder(settings: Settings, repository: str | None, folder: str) -> Settings:
    """Return settings whose Binder knows where the project's sources are in the project's own repository.

    An author who names another repository says in ``folder`` where it has them, or it has none of them.
    """
    binder = settings.binder
    if binder is None or binder.folder is not None or _is_foreign(binder, repository):
        return settings
    return replace(settings, binder=replace(binder, folder=folder or None))


def server_from_environment(environ: Mapping[str, str]) -> Server | None:
    """Return the server that ``inpage-exec serve`` hands to the build; None outside of it."""
    if not environ.get(SERVER_URL):
        return None
    raw = {"server": {"url": environ[SERVER_URL], "token": environ.get(SERVER_TOKEN)}}
    settings, problems = project_settings(raw)
    return None if problems else settings.server


def with_server(settings: Settings, url: str, token: str | None) -> Settings:
    """Return settings with a server as the first backend, before those that they have."""
    others = tuple(name for name in settings.backends if name != "server")
    return replace(settings, backends=("server", *others), server=Server(url, token))


def with_lite(settings: Settings) -> Settings:
    """Return settings with the reader's browser as the first backend, before those that they have."""
    others = tuple(name for name in settings.backends if name != "lite")
    return replace(settings, backends=("lite", *others), lite=settings.lite or Lite())


def secret_problem(settings: Settings) -> Problem | None:
    """Return the warning about a token that the site would publish; None for a server on loopback."""
    server = settings.server
    if server is None or server.token is None or _on_loopback(server.url):
        return None
    message = (
        f"jupyter.server.token is published to every reader, and {server.url} is not on loopback: "
        "whoever reads the site can use that server. Leave the token out, then each reader is asked for it."
    )
    return Problem(Subtype.SECRET, "jupyter.server.token", message)


def load_problem(settings: Settings) -> Problem | None:
    """Return the warning about pages that shall connect when they are opened, and never will."""
    reason = None
    if not settings.connect_on_load or not settings.backends:
        return None
    if settings.backends[0] == "server":
        reason = "no page asks a Jupyter server before its reader acts"
    elif settings.backends[0] == "binder" and settings.disable_session_saving:
        reason = "with disableSessionSaving, no server of a Binder is kept that a page could connect to"
    if reason is None:
        return None
    message = f"jupyter.connectOnLoad has no effect here: {reason}. Leave it out, or use `lite`."
    return Problem(Subtype.SETTING, "jupyter.connectOnLoad", message)


def _is_foreign(binder: Binder, repository: str | None) -> bool:
    if binder.repo == DEFAULT_REPOSITORY:
        return True
    return binder.provider == DEFAULT_PROVIDER and repository not in (None, binder.repo)


def _on_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _named(values: Mapping[str, object]) -> object:
    return next((values[name] for name in PAGE_KEYS if name in values), None)


def _myst_yml(folders: Iterable[Path]) -> Path | None:
    return next((file for folder in folders if (file := folder / "myst.yml").is_file()), None)


def _myst_project(file: Path) -> tuple[Mapping[str, object], tuple[Problem, ...]]:
    try:
        return as_mapping(as_mapping(_load(file)).get("project")), ()
    except UnreadableTextError as error:
        where, reason = f"{file}:{error.line}" if error.line else str(file), error.reason
    except (OSError, ValueError) as error:
        where, reason = str(file), f"{error}"
    message = f"{where} can not be read: {reason}. Correct it; until then the build goes on without it."
    return {}, (Problem(Subtype.MYST_YML, "myst.yml", message),)


def _load(file: Path) -> object:
    return construct(compose(file.read_text(encoding="utf-8")))
