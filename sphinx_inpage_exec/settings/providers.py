"""The repositories that a Binder knows by short names, in the one normal form of each provider.

The forms are those of BinderHub (https://binderhub.readthedocs.io/en/latest/developer/repoproviders.html).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .report import UnfitError

DEFAULT_PROVIDER = "github"
DEFAULT_REPOSITORY = "executablebooks/thebe-binder-base"
"""The repository of a project that has none of its own; MyST uses the same one."""

GIT_LIKE = ("github", "gitlab", "git", "gist")
PROVIDERS = (*GIT_LIKE, "zenodo", "figshare", "hydroshare", "dataverse", "ckan")


def default_ref(provider: str) -> str:
    """Return the ref of a repository that names none: ``HEAD`` where there are branches, else nothing."""
    return "HEAD" if provider in GIT_LIKE else ""


def normal_provider(name: str) -> str:
    """Return a known provider's own spelling, and any other name as it is."""
    return name.lower() if name.lower() in PROVIDERS else name


def normal_repository(provider: str, text: str) -> str:
    """Return the normal form of a repository's name or address, which is its own normal form.

    :raises UnfitError: for a text that the provider can not take.
    """
    return _NORMAL.get(provider, str)(text)


def github_repository(value: object, *, url_only: bool = False) -> str | None:
    """Return ``owner/name`` of what names a repository on GitHub; None for everything else."""
    if not isinstance(value, str) or (url_only and "github.com" not in value.lower()):
        return None
    try:
        return normal_repository("github", value.strip())
    except UnfitError:
        return None


def _named(host: str, segments: str, expected: str) -> Callable[[str], str]:
    prefix = rf"(?:(?:https?://)?(?:www\.)?{re.escape(host)}/|git@{re.escape(host)}:)?"
    pattern = re.compile(rf"(?i:{prefix})({segments})")

    def read(text: str) -> str:
        match = pattern.fullmatch(re.sub(r"(\.git|/)+$", "", text))
        if match is None or {".", ".."} & set(match[1].split("/")):
            raise UnfitError(expected)
        return match[1]

    return read


def _any_git(text: str) -> str:
    if not re.fullmatch(r"(?:(?:https?|git|ssh)://[^\s/]+/|[\w.-]+@[\w.-]+:)\S+", text):
        raise UnfitError("the full URL of a git repository, for example https://example.org/owner/name.git,")
    return text.rstrip("/")


def _gitlab(text: str) -> str:
    """Read a project on gitlab.com, or the URL of one on another GitLab: BinderHub takes it as any git."""
    try:
        return _on_gitlab_com(text)
    except UnfitError:
        if not re.fullmatch(r"https?://(?!gitlab\.com/)[^\s/]+(?:/[^\s/]+){2,}/*", text):
            raise
        return text.rstrip("/")


def _doi(text: str) -> str:
    doi = re.sub(r"(?i:^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*))", "", text)
    if not re.fullmatch(r"10\.[\d.]+/\S+", doi):
        raise UnfitError("a DOI, for example 10.5281/zenodo.3242074,")
    return doi


def _hydroshare(text: str) -> str:
    match = re.search(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", text)
    if match is None:
        raise UnfitError("the identifier or the URL of a resource on HydroShare")
    return match[0]


def _dataset(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+/\S+", text):
        raise UnfitError("the URL of a dataset")
    return text.rstrip("/")


_WORD = r"[\w.-]+"
_on_gitlab_com = _named(
    "gitlab.com",
    f"{_WORD}(?:/{_WORD})+",
    "group/name or the URL of a project on a GitLab",
)
_NORMAL: dict[str, Callable[[str], str]] = {
    "github": _named("github.com", f"{_WORD}/{_WORD}", "owner/name or the URL of a repository on github.com"),
    "gitlab": _gitlab,
    "gist": _named("gist.github.com", f"{_WORD}/[0-9a-fA-F]+", "owner/id or the URL of a gist"),
    "git": _any_git,
    "zenodo": _doi,
    "figshare": _doi,
    "dataverse": _doi,
    "hydroshare": _hydroshare,
    "ckan": _dataset,
}
