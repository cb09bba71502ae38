"""The normal forms and defaults of what a Binder and a server are told."""

from __future__ import annotations

import pytest
from schema import EVERYTHING, ON, SERVER, binder, valid

from sphinx_inpage_exec.settings import Binder, Server


def test_binder_switched_off_leaves_the_server() -> None:
    assert valid({"binder": False, "server": {}}) == SERVER


@pytest.mark.parametrize("raw", [True, {"binder": {"ref": "main"}}])
def test_the_project_s_own_repository_is_the_default(raw: object) -> None:
    made = valid(raw, "me/mine").binder
    assert made and made.repo == "me/mine"


def test_a_repository_that_is_written_wins_over_the_project_s_own() -> None:
    assert valid({"binder": {"repo": "a/b"}}, "me/mine") == binder(repo="a/b")


@pytest.mark.parametrize("repository", ["", "nonsense", "a/b/c", "https://gitlab.com/a/b"])
def test_a_repository_of_the_project_that_is_none_is_not_used(repository: str) -> None:
    assert valid(True, repository) == ON


RESOURCE = "8f7c2f0341ef4180b0dbe97f59130756"


@pytest.mark.parametrize(
    ("provider", "repo", "normal", "ref"),
    [
        ("github", "https://github.com/a/b.c/", "a/b.c", "HEAD"),
        ("gitlab", "a/b", "a/b", "HEAD"),
        ("gitlab", "https://gitlab.com/group/sub/name.git", "group/sub/name", "HEAD"),
        ("gitlab", "git@gitlab.com:group/name.git", "group/name", "HEAD"),
        ("gitlab", "https://gitlab.example.org/a/b/", "https://gitlab.example.org/a/b", "HEAD"),
        ("gitlab", "https://example.org/gitlab/a/b.git", "https://example.org/gitlab/a/b.git", "HEAD"),
        ("github", "a/b.git", "a/b", "HEAD"),
        ("github", "git@github.com:a/b.git", "a/b", "HEAD"),
        ("GitHub", "https://github.com/a/b.git", "a/b", "HEAD"),
        ("git", "https://example.org/a/b.git", "https://example.org/a/b.git", "HEAD"),
        ("git", "https://example.org/a/b/", "https://example.org/a/b", "HEAD"),
        ("git", "ssh://git@example.org/a/b", "ssh://git@example.org/a/b", "HEAD"),
        ("git", "git@example.org:a/b.git", "git@example.org:a/b.git", "HEAD"),
        ("gist", "https://gist.github.com/me/0123abcd", "me/0123abcd", "HEAD"),
        ("zenodo", "10.5281/zenodo.3242074", "10.5281/zenodo.3242074", ""),
        ("zenodo", "https://doi.org/10.5281/zenodo.3242074", "10.5281/zenodo.3242074", ""),
        ("zenodo", "http://dx.doi.org/10.5281/zenodo.3242074", "10.5281/zenodo.3242074", ""),
        ("zenodo", "DOI: 10.5281/zenodo.3242074", "10.5281/zenodo.3242074", ""),
        ("figshare", "10.6084/m9.figshare.9782777.v1", "10.6084/m9.figshare.9782777.v1", ""),
        ("figshare", "doi.org/10.6084/m9.figshare.9782777", "10.6084/m9.figshare.9782777", ""),
        ("dataverse", "10.7910/DVN/TJCLKP", "10.7910/DVN/TJCLKP", ""),
        ("dataverse", "https://doi.org/10.7910/DVN/TJCLKP", "10.7910/DVN/TJCLKP", ""),
        ("hydroshare", RESOURCE, RESOURCE, ""),
        ("hydroshare", f"https://www.hydroshare.org/resource/{RESOURCE}/", RESOURCE, ""),
        ("hydroshare", f"https://doi.org/10.4211/hs.{RESOURCE}", RESOURCE, ""),
        ("ckan", "https://demo.ckan.org/dataset/x", "https://demo.ckan.org/dataset/x", ""),
        ("ckan", "https://demo.ckan.org/dataset/x/", "https://demo.ckan.org/dataset/x", ""),
        ("my-own-provider", "https://doi.org/10.1/x", "https://doi.org/10.1/x", ""),
        ("my-own-provider", "anything at all", "anything at all", ""),
    ],
)
def test_each_provider_has_its_normal_form_and_ref(provider: str, repo: str, normal: str, ref: str) -> None:
    assert binder(provider=provider, repo=repo).binder == Binder(
        "https://mybinder.org/", provider.lower(), normal, ref
    )


@pytest.mark.parametrize(
    ("url", "normal", "token"),
    [
        ("http://localhost:8888/?token=abc", "http://localhost:8888", "abc"),
        ("http://127.0.0.1:8888/lab?token=abc", "http://127.0.0.1:8888", "abc"),
        ("http://[::1]:8888/tree?token=a%20b", "http://[::1]:8888", "a b"),
        ("https://hub.example.org/user/me/lab/?token=abc", "https://hub.example.org/user/me", "abc"),
        ("https://hub.example.org/lab/", "https://hub.example.org/lab", None),
    ],
)
def test_a_token_pasted_with_the_url_is_the_token(url: str, normal: str, token: str | None) -> None:
    assert valid({"server": {"url": url}}).server == Server(normal, token)


def test_a_token_that_is_written_wins_over_the_one_in_the_url() -> None:
    server = valid({"server": {"url": "http://localhost:1/?token=a", "token": "b"}}).server
    assert server == Server("http://localhost:1", "b")


def test_a_token_that_is_null_leaves_the_one_in_the_url() -> None:
    server = valid({"server": {"url": "http://localhost:1/?token=a", "token": None}}).server
    assert server == Server("http://localhost:1", "a")


def test_a_token_is_not_in_the_repr_of_settings() -> None:
    assert "s3cret" not in repr(valid(EVERYTHING))
