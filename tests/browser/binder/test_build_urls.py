"""The table of build URLs that the frontend is tested with, held against BinderHub's own parsers."""

# mypy: disable-error-code="import-not-found, import-untyped"
from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from binderhub import repoproviders
from frontend_tools import FRONTEND

from sphinx_inpage_exec.settings.providers import PROVIDERS

Row = dict[str, str]
TABLE: list[Row] = json.loads((FRONTEND / "tests" / "build-urls.json").read_text("utf-8"))


def rows(prefix: str) -> list[Row]:
    return [row for row in TABLE if row["url"].startswith(f"{prefix}/")]


def spec_of(row: Row) -> str:
    return row["url"].split("/", 1)[1]


@pytest.mark.parametrize("row", rows("gh"), ids=spec_of)
def test_binderhub_reads_a_github_repository(row: Row) -> None:
    read = repoproviders.GitHubRepoProvider(spec=spec_of(row))
    # What comes after owner and name goes into an address of GitHub's API as it is.
    assert (f"{read.user}/{read.repo}", unquote(read.unresolved_ref)) == (row["repo"], row["ref"])


@pytest.mark.parametrize("row", rows("gl"), ids=spec_of)
def test_binderhub_reads_a_gitlab_project(row: Row) -> None:
    read = repoproviders.GitLabRepoProvider(spec=spec_of(row))
    assert (read.namespace, read.unresolved_ref) == (row["repo"], row["ref"])


@pytest.mark.parametrize("row", rows("gist"), ids=spec_of)
def test_binderhub_reads_a_gist(row: Row) -> None:
    read = repoproviders.GistRepoProvider(spec=spec_of(row))
    assert f"{read.user}/{read.gist_id}" == row["repo"]
    assert (read.unresolved_ref or "HEAD") == (row["ref"] or "HEAD")


@pytest.mark.parametrize("row", [row for row in rows("git") if len(row["ref"]) == 40], ids=spec_of)
def test_binderhub_reads_a_commit_of_a_git_repository(row: Row) -> None:
    """Releases after the one on PyPI take branches as well, and split off the first segment."""
    read = repoproviders.GitRepoProvider(spec=spec_of(row))
    assert (read.repo, read.unresolved_ref) == (row["repo"], row["ref"])


DATA = ("zenodo", "figshare", "dataverse", "hydroshare", "ckan")


@pytest.mark.parametrize("row", [row for provider in DATA for row in rows(provider)], ids=spec_of)
def test_binderhub_reads_the_identifier_of_a_record_and_nothing_after_it(row: Row) -> None:
    """The release on PyPI has none of these providers; later ones take all that follows their name."""
    assert unquote(spec_of(row)) == row["repo"]


def test_every_provider_is_in_the_table() -> None:
    assert {row["provider"] for row in TABLE} >= set(PROVIDERS)
    assert {row["url"].split("/", 1)[0] for row in TABLE} >= {"gh", "gl", "git", "gist"}
