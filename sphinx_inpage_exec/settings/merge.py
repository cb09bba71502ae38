"""What a raw value says, laid over the settings that stand without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .model import Backend, Binder, Lite, Server, Settings
from .providers import (
    DEFAULT_PROVIDER,
    DEFAULT_REPOSITORY,
    PROVIDERS,
    default_ref,
    github_repository,
    normal_provider,
    normal_repository,
)
from .reading import Said, read
from .report import Problem, Report, UnfitError, did_you_mean, found
from .suggest import nearest


def project_settings(raw: object, repository: str | None = None) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings of a project, complete and valid whatever ``raw`` is, and what is wrong with it.

    ``repository`` is the project's own, as ``owner/name`` on GitHub.
    """
    return page_settings(Settings(), raw, repository)


def page_settings(
    project: Settings, raw: object, repository: str | None = None
) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the project's settings with those of a page laid over them, and what is wrong with the page's.

    ``false`` switches the page off; ``true`` switches it on with the project's backends, or a Binder. A page
    that names backends replaces the project's choice and inherits what it does not say within the same
    backend. The other keys are laid over one by one; null says nothing.
    """
    report = Report()
    settings = _lay(project, read(raw, report), github_repository(repository), report)
    return settings, tuple(report.problems)


def switched_off(raw: object) -> bool:
    """Return whether a page's raw value says ``false``, as a boolean or as text."""
    return read(raw, Report()).switch is False


def _lay(base: Settings, said: Said, repository: str | None, report: Report) -> Settings:
    if said.switch is False:
        return _choose(base, (), {})
    wanted: Mapping[Backend, dict[str, Any] | None] = said.backends
    if said.switch and not base.backends:
        wanted = {"binder": {}}
    named = {name: keys for name, keys in wanted.items() if keys is not None}
    built = {name: _build(name, keys, base, repository, report) for name, keys in named.items()}
    chosen = tuple(name for name, backend in built.items() if backend)
    kept = tuple(name for name in base.backends if wanted.get(name, {}) is not None)
    return _choose(_lay_values(base, said.values), chosen or kept, built)


def _lay_values(base: Settings, values: dict[str, Any]) -> Settings:
    """Lay keys over others one by one, and so each of the texts."""
    texts = {**dict(base.texts), **dict(values.get("texts", ()))}
    return replace(base, **{**values, "texts": tuple(sorted(texts.items()))})


def _choose(
    base: Settings, chosen: tuple[Backend, ...], built: Mapping[Backend, Binder | Server | Lite | None]
) -> Settings:
    present: dict[str, Any] = {name: built.get(name) or getattr(base, name) for name in chosen}
    return replace(base, **{"lite": None, "binder": None, "server": None, **present}, backends=chosen)


def _build(
    name: Backend, said: dict[str, Any], base: Settings, repository: str | None, report: Report
) -> Binder | Server | Lite | None:
    if name == "binder":
        return _binder(said, base.binder, repository, report)
    if name == "server":
        return _server(said, base.server or Server())
    return replace(base.lite or Lite(), **said)


def _server(said: dict[str, Any], base: Server) -> Server:
    """Lay a server over another; token and folder stay with the server that they belong to."""
    url = said.get("url", base.url)
    token = said.get("token", base.token if url == base.url else None)
    folder = said.get("folder", base.folder if url == base.url else None)
    return Server(url, token or None, folder)


def _binder(
    said: dict[str, Any], base: Binder | None, repository: str | None, report: Report
) -> Binder | None:
    """Lay a Binder over another; repository, ref and folder of one provider mean nothing to another."""
    start = base or Binder(repo=repository or DEFAULT_REPOSITORY)
    provider = normal_provider(said.get("provider", start.provider))
    if provider != start.provider:
        own = repository or DEFAULT_REPOSITORY if provider == DEFAULT_PROVIDER else ""
        start = Binder(start.url, provider, own, default_ref(provider))
    repo = _repo(said, start, report)
    ref = said.get("ref", start.ref) or default_ref(provider)
    url, folder = said.get("url", start.url), said.get("folder", start.folder)
    return Binder(url, provider, repo, ref, folder) if repo else None


def _repo(said: dict[str, Any], start: Binder, report: Report) -> str:
    if "repo" in said:
        try:
            return normal_repository(start.provider, said["repo"])
        except UnfitError as error:
            report.unfit("jupyter.binder.repo", found(said["repo"]), error.expected)
    elif not start.repo:
        hint = did_you_mean(nearest(start.provider, PROVIDERS)) if start.provider not in PROVIDERS else ""
        needs = f"the provider {found(start.provider)}{f' ({hint})' if hint else ''} needs a repository"
        report.add("jupyter.binder.repo", f"jupyter.binder.repo is missing: {needs}; the Binder is dropped.")
    return start.repo
