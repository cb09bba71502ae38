"""Every merge rule: the settings of a page, laid over those of the project."""

from __future__ import annotations

import dataclasses
import json

import pytest
from schema import DEFAULT_REPO, LITE, OFF, ON, SERVER, binder, valid

from sphinx_inpage_exec.settings import Binder, Lite, Server, Settings, page_settings, switched_off


def laid_over(project: object, page: object) -> Settings:
    """Return the settings of a page, where nothing is wrong with either raw value."""
    settings, problems = page_settings(valid(project), page)
    assert problems == ()
    return settings


RICH = {
    "binder": {"url": "https://binder.example.org/", "repo": "a/b", "ref": "v1", "folder": "docs"},
    "server": {"url": "https://hub.example.org", "token": "t"},
    "kernelName": "ir",
    "sessionName": "s",
}
HUB = Binder("https://binder.example.org/", "github", "a/b", "v1", "docs")


@pytest.mark.parametrize("page", [None, "", {}, "null", True, "true", RICH, json.dumps(RICH)])
def test_a_page_that_says_nothing_new_is_as_the_project(page: object) -> None:
    assert laid_over(RICH, page) == valid(RICH)


@pytest.mark.parametrize("page", [False, "false", "0"])
def test_false_switches_a_page_off(page: object) -> None:
    settings = laid_over(RICH, page)
    assert not settings.enabled
    assert (settings.binder, settings.server, settings.lite) == (None, None, None)
    assert settings.kernel_name == "ir"
    assert switched_off(page)


@pytest.mark.parametrize("page", [True, None, {}, "lite", {"binder": False}, "bnider", 0])
def test_only_false_is_explicitly_off(page: object) -> None:
    assert not switched_off(page)


@pytest.mark.parametrize(
    ("project", "page", "expected"),
    [
        pytest.param(False, True, ON, id="true is a Binder where the project has no backend"),
        pytest.param("lite", True, LITE, id="true is the backend of the project"),
        pytest.param(False, "lite", LITE, id="a page has a backend of its own"),
        pytest.param(True, "lite", LITE, id="a named backend replaces the project's"),
        pytest.param({"lite": True, "server": {}}, "binder", ON, id="and all of them"),
        pytest.param(True, {"binder": False}, OFF, id="switching off the only backend"),
        pytest.param(
            {"binder": True, "server": {}}, {"binder": False}, SERVER, id="switching off one of two"
        ),
        pytest.param(True, {"binder": False, "lite": True}, LITE, id="exchanging one for another"),
        pytest.param({"server": {}}, {"server": False}, OFF, id="switching off the server"),
        pytest.param(
            {"lite": {"packages": ["a"], "wheels": ["w"]}},
            {"lite": {"packages": ["b"]}},
            Settings(backends=("lite",), lite=Lite(packages=("b",), wheels=("w",))),
            id="lists are replaced, the others inherited",
        ),
        pytest.param(
            False, {"kernelName": "ir"}, Settings(kernel_name="ir"), id="other keys do not switch a page on"
        ),
        pytest.param(
            True,
            {"kernelName": "ir"},
            dataclasses.replace(ON, kernel_name="ir"),
            id="nor do they switch it off",
        ),
        pytest.param(
            {"kernelName": "ir", "disableSessionSaving": True},
            {"kernelName": None, "disableSessionSaving": False},
            Settings(kernel_name="ir"),
            id="null says nothing, false does",
        ),
        pytest.param(
            True,
            {"jupytext": {"formats": "md"}, "kernelspec": {"name": "ir"}, "language_info": {}},
            ON,
            id="what jupytext keeps in a page is not ours",
        ),
    ],
)
def test_a_page_is_laid_over_the_project(project: object, page: object, expected: Settings) -> None:
    assert laid_over(project, page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("binder", HUB),
        ({"binder": True}, HUB),
        ({"binder": {"repo": "c/d"}}, dataclasses.replace(HUB, repo="c/d")),
        ({"binder": {"ref": "v2"}}, dataclasses.replace(HUB, ref="v2")),
        ({"binder": {"url": "https://x.org"}}, dataclasses.replace(HUB, url="https://x.org/")),
        ({"binder": {"folder": "book"}}, dataclasses.replace(HUB, folder="book")),
        ({"binder": {"provider": "gitlab", "repo": "c/d"}}, Binder(HUB.url, "gitlab", "c/d", "HEAD")),
        ({"binder": {"provider": "zenodo", "repo": "10.1/z"}}, Binder(HUB.url, "zenodo", "10.1/z", "")),
    ],
)
def test_a_page_inherits_within_its_binder(page: object, expected: Binder) -> None:
    settings = laid_over(RICH, page)
    assert settings.backends == ("binder",)
    assert settings.binder == expected
    assert settings.server is None


@pytest.mark.parametrize("repository", [None, "me/mine"])
def test_a_page_back_on_github_does_not_inherit_another_provider_s_repository(repository: str | None) -> None:
    project = binder(provider="gitlab", repo="a/b", ref="v1")
    settings, problems = page_settings(project, {"binder": {"provider": "github"}}, repository)
    assert problems == ()
    assert settings.binder == Binder(HUB_DEFAULT, "github", repository or DEFAULT_REPO, "HEAD")


HUB_DEFAULT = "https://mybinder.org/"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ({"server": {}}, Server("https://hub.example.org", "t")),
        ({"server": {"url": "https://hub.example.org/"}}, Server("https://hub.example.org", "t")),
        ({"server": {"token": "u"}}, Server("https://hub.example.org", "u")),
        ({"server": {"token": ""}}, Server("https://hub.example.org", None)),
        ({"server": {"url": "https://other.example.org"}}, Server("https://other.example.org", None)),
    ],
)
def test_a_page_inherits_within_its_server_but_no_token_of_another_one(
    page: object, expected: Server
) -> None:
    settings = laid_over(RICH, page)
    assert (settings.backends, settings.server) == (("server",), expected)


def test_backends_side_by_side_are_inherited_each_on_its_own() -> None:
    settings = laid_over(RICH, {"server": {}, "lite": True, "binder": True})
    assert settings.backends == ("server", "lite", "binder")
    assert settings.binder == HUB
