"""Every mistake: what the author is told, and what stands without it."""

from __future__ import annotations

import dataclasses

import pytest
from schema import LITE, OFF, ON, SERVER, binder, valid

from sphinx_inpage_exec.diagnostics import Subtype
from sphinx_inpage_exec.settings import page_settings, project_settings


def test_a_key_and_a_value_that_are_wrong_leave_the_rest_standing() -> None:
    raw = {"binder": {"repo": "a/b", "reff": "x", "url": "nowhere"}, "kernelname": "x", "sessionName": "s"}
    settings, problems = project_settings(raw)
    assert settings == dataclasses.replace(binder(repo="a/b"), session_name="s")
    assert [problem.key for problem in problems] == [
        "jupyter.binder.reff",
        "jupyter.binder.url",
        "jupyter.kernelname",
    ]


FORMS = "true, false, 'binder', 'lite' or a mapping"
TEXT = "a text that is not empty and has no control characters"
FOLDER = "a folder below the root, with slashes and without '..', is expected"
URL = "an http or https URL with a host"


@pytest.mark.parametrize(
    ("raw", "key", "parts"),
    [
        ("bnider", "jupyter", ["'bnider'", FORMS, "did you mean 'binder'?", "dropped"]),
        ("Lite", "jupyter", ["'Lite'", "did you mean 'lite'?"]),
        ("ture", "jupyter", ["did you mean 'true'?"]),
        ("server", "jupyter", ["'server'", FORMS]),
        ([True], "jupyter", ["a list", FORMS]),
        ("[1, 2]", "jupyter", ["a list", FORMS]),
        (42, "jupyter", ["42", FORMS]),
        (1, "jupyter", ["jupyter is 1,", FORMS]),
        ("42", "jupyter", ["42", FORMS]),
        (float("nan"), "jupyter", ["nan", FORMS]),
        pytest.param(10**6000, "jupyter", ["a very large number", FORMS], id="huge"),
        (b"lite", "jupyter", ["bytes", FORMS]),
        (object(), "jupyter", ["an object of type object", FORMS]),
        ("{binder: [", "jupyter", ["'{binder: ['", "does not parse as YAML", "in line 1"]),
        ("a: b: c", "jupyter", ["does not parse as YAML", "mapping values are not allowed"]),
        ("a\x00b", "jupyter", ["a character that YAML does not allow"]),
        ("!!bool x", "jupyter", ["a type that can not be read"]),
        ("[" * 5000, "jupyter", ["nested too deeply"]),
        ("{a: " * 5000, "jupyter", ["nested too deeply"]),
        ("x" * 100_001, "jupyter", ["longer than 100000 characters"]),
        ("&a [*a]", "jupyter", ["a part of itself"]),
        ({"binder": "{repo: ["}, "jupyter.binder", ["does not parse as YAML"]),
        (
            {"bindre": True},
            "jupyter.bindre",
            ["no key 'bindre'", "did you mean 'binder'?", "kernelName", "dropped"],
        ),
        ({"kernel_name": "x"}, "jupyter.kernel_name", ["did you mean 'kernelName'?"]),
        (
            {"disable_session_saving": 1},
            "jupyter.disable_session_saving",
            ["did you mean 'disableSessionSaving'?"],
        ),
        ({"repo": "a/b"}, "jupyter.repo", ["did you mean 'binder.repo'?"]),
        ({"token": "x"}, "jupyter.token", ["did you mean 'server.token'?"]),
        ({3: 4}, "jupyter.3", ["jupyter has no key 3;"]),
        ({None: 4}, "jupyter.null", ["no key null"]),
        ({"x" * 9000: 4}, "jupyter." + "x" * 59 + "…", ["no key 'xxx"]),
        ({"kernelspec.name": "x"}, "jupyter.kernelspec.name", ["no key 'kernelspec.name'"]),
        (
            {"binder": {"Repo": "a/b"}},
            "jupyter.binder.Repo",
            ["'Repo'", "did you mean 'repo'?", "url, provider"],
        ),
        ({"binder.reop": "a/b"}, "jupyter.binder.reop", ["did you mean 'repo'?"]),
        ({"binder": {"folder": "../docs"}}, "jupyter.binder.folder", ["'../docs'", FOLDER]),
        ({"server": {"folder": "C:\\docs"}}, "jupyter.server.folder", ["'C:\\\\docs'", FOLDER]),
        ({"server": {"folder": ["docs"]}}, "jupyter.server.folder", ["a list", FOLDER]),
        (
            {"binder": 3},
            "jupyter.binder",
            ["3", "true, false or a mapping (url, provider, repo, ref, folder)"],
        ),
        ({"binder": "owner/name"}, "jupyter.binder", ["'owner/name'", "true, false or a mapping"]),
        ({"server": True}, "jupyter.server", ["true", "false or a mapping (url, token, folder)"]),
        ({"server": "http://x"}, "jupyter.server", ["'http://x'", "a mapping (url, token, folder)"]),
        ({"lite": []}, "jupyter.lite", ["a list", "packages, wheels, contents, index, pyodideUrl"]),
        (
            {"binder": {"url": "mybinder.org"}},
            "jupyter.binder.url",
            [URL, "did you mean 'https://mybinder.org'?"],
        ),
        (
            {"binder": {"url": "//mybinder.org/"}},
            "jupyter.binder.url",
            ["did you mean 'https://mybinder.org/'?"],
        ),
        (
            {"binder": {"url": "https://x.org/?a=1"}},
            "jupyter.binder.url",
            ["leave out what follows the ? or #"],
        ),
        ({"binder": {"repo": "name"}}, "jupyter.binder.repo", ["'name'", "owner/name or the URL"]),
        ({"binder": {"repo": "a/.."}}, "jupyter.binder.repo", ["'a/..'", "owner/name"]),
        ({"binder": {"ref": 1.1}}, "jupyter.binder.ref", ["1.1", "put a number in quotes"]),
        (
            {"server": {"url": "localhost:8888"}},
            "jupyter.server.url",
            ["did you mean 'http://localhost:8888'?"],
        ),
        ({"kernelName": 3}, "jupyter.kernelName", [TEXT, "put a number in quotes"]),
        ({"kernelName": "  "}, "jupyter.kernelName", [TEXT]),
        ({"sessionName": "a\x1bb"}, "jupyter.sessionName", ["'a\\x1bb'", TEXT]),
        ({"sessionName": "\ud800"}, "jupyter.sessionName", [TEXT]),
        ({"disableSessionSaving": "maybe"}, "jupyter.disableSessionSaving", ["'maybe'", "true or false"]),
        ({"disableSessionSaving": 1}, "jupyter.disableSessionSaving", ["true or false"]),
        ({"mathjaxUrl": "/MathJax.js"}, "jupyter.mathjaxUrl", [URL]),
        ({"mathjaxConfig": []}, "jupyter.mathjaxConfig", ["a list", TEXT]),
        ({"lite": {"packages": {"a": 1}}}, "jupyter.lite.packages", ["a mapping", "a list of requirements"]),
        ({"lite": {"packages": ["a", 1]}}, "jupyter.lite.packages", ["a list of requirements"]),
        ({"lite": {"packages": "[a"}}, "jupyter.lite.packages", ["'[a'", "a list of requirements"]),
        (
            {"lite": {"packages": ["a", "b ="]}},
            "jupyter.lite.packages",
            ["such as 'numpy>=2'", "'b =' is none"],
        ),
        ({"lite": {"packages": "dist/a.whl"}}, "jupyter.lite.packages", ["name it in jupyter.lite.wheels"]),
        ({"lite": {"contents": ["a", 1]}}, "jupyter.lite.contents", ["a list of texts"]),
        ({"lite": {"index": "PyPI"}}, "jupyter.lite.index", ["'PyPI'", "true or false"]),
        ({"lite": {"pyodideUrl": "C:\\pyodide"}}, "jupyter.lite.pyodideUrl", ["a folder of the project"]),
        (
            {"lite": {"pyodideUrl": "//x.org/y"}},
            "jupyter.lite.pyodideUrl",
            ["did you mean 'https://x.org/y'?"],
        ),
    ],
)
def test_a_bad_value_is_named_with_what_was_expected(raw: object, key: str, parts: list[str]) -> None:
    _, problems = project_settings(raw)
    (problem,) = problems
    assert (problem.subtype, problem.key) == (Subtype.SETTING, key)
    assert all(part in problem.message for part in parts), problem.message
    assert problem.message.endswith(".")
    assert len(problem.message) < 500


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org",
        "javascript:alert(1)",
        "https://",
        "https://:80",
        "https:///path",
        "https://example.org:99999",
        "https://exa mple.org",
        "https://example.org/a b",
        "https://me:pw@example.org",
        "https://[::1",
        'https://example.org/"><script>',
        "https://example.org\\@evil.org",
        "https://...",
        "",
        7,
        ["https://x.org"],
    ],
)
@pytest.mark.parametrize("keys", [("binder", "url"), ("server", "url"), ("mathjaxUrl",)])
def test_an_address_that_no_browser_can_fetch_is_refused(url: object, keys: tuple[str, ...]) -> None:
    raw: object = url
    for key in reversed(keys):
        raw = {key: raw}
    settings, problems = project_settings(raw)
    assert [problem.key for problem in problems] == [".".join(("jupyter", *keys))]
    assert URL in problems[0].message
    assert settings == {"binder": ON, "server": SERVER, "mathjaxUrl": OFF}[keys[0]]
    assert "pw" not in problems[0].message


@pytest.mark.parametrize(
    ("provider", "suggestion"),
    [
        *(
            (name, "")
            for name in ("gitlab", "git", "gist", "zenodo", "figshare", "hydroshare", "dataverse", "ckan")
        ),
        ("gihub", "'github'"),
        ("Git-Lab", "'gitlab'"),
    ],
)
def test_a_provider_without_a_repository_is_dropped(provider: str, suggestion: str) -> None:
    settings, problems = project_settings({"binder": {"provider": provider}, "lite": True})
    assert settings == LITE
    (problem,) = problems
    assert problem.key == "jupyter.binder.repo"
    assert problem.message.startswith("jupyter.binder.repo is missing")
    assert repr(provider) in problem.message
    assert suggestion in problem.message
    assert ("did you mean" in problem.message) == bool(suggestion)


@pytest.mark.parametrize(
    ("provider", "repo", "expected"),
    [
        ("gitlab", "https://gitlab.com/a", "group/name or the URL of a project"),
        ("gitlab", "https://gitlab.example.org/a", "group/name or the URL of a project"),
        ("zenodo", "https://zenodo.org/records/3242074", "a DOI, for example 10.5281/zenodo.3242074,"),
        ("figshare", "9782777", "a DOI"),
        ("dataverse", "https://doi.org/", "a DOI"),
        ("hydroshare", "a resource", "the identifier or the URL of a resource on HydroShare"),
        ("ckan", "name", "the URL of a dataset"),
        ("git", "a/b", "the full URL of a git repository"),
        ("git", "file:///etc/passwd", "the full URL of a git repository"),
        ("gist", "just-a-name", "owner/id"),
    ],
)
def test_a_repository_that_its_provider_can_not_take_is_refused(
    provider: str, repo: str, expected: str
) -> None:
    settings, problems = project_settings({"binder": {"provider": provider, "repo": repo}})
    assert settings == OFF
    assert [problem.key for problem in problems] == ["jupyter.binder.repo"]
    assert expected in problems[0].message


@pytest.mark.parametrize(
    "page", ["bnider", [1], {"binder": {"provider": "zenodo"}}, {"server": True}, {"x": 1}]
)
def test_a_page_with_a_bad_value_is_as_the_project(page: object) -> None:
    settings, problems = page_settings(ON, page)
    assert settings == ON
    assert len(problems) == 1


def test_what_jupytext_keeps_is_silent_in_a_project_as_well() -> None:
    assert valid({"jupytext": {}, "kernelspec": {}}) == OFF
