"""What holds for every raw value, whatever its shape."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import get_args
from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_inpage_exec.settings import (
    Backend,
    Binder,
    Settings,
    page_settings,
    project_settings,
    reference,
    switched_off,
)

same_every_time = settings(derandomize=True, deadline=None, max_examples=200)


class Hostile:
    """An object that fails at whatever it is asked."""

    def __repr__(self) -> str:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __bool__(self) -> bool:
        raise RuntimeError

    __hash__ = object.__hash__


def loop(kind: type) -> object:
    """Return a list or a mapping that contains itself."""
    value = kind()
    if isinstance(value, list):
        value.append(value)
    else:
        value.update(binder=value, lite=value)
    return value


WORDS = st.sampled_from(sorted({part for row in reference() for part in [row.key, *row.key.split(".")]}))
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "binder",
            "lite",
            "true",
            "no",
            "github",
            "GitLab",
            "gist",
            "zenodo",
            "a/b",
            "a/b.git",
            "a/b/.git.git",
        ]
    ),
    st.sampled_from(
        ["https://x.org", "http://localhost:1/lab?token=t", "https://github.com/a/b/", "x.org", "//x"]
    ),
    st.sampled_from(
        ["{binder: ", "[1", "{server: {url: 'http://x/'}}", "&a [*a]", "!!bool x", "a\x00", "\ud800"]
    ),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([1, -1]).map(lambda sign: sign * 10**5000),
    st.floats(),
    st.binary(max_size=4),
    st.builds(object),
    st.builds(Hostile),
    st.sampled_from([list, dict]).map(loop),
    TEXTS,
)
KEYS = st.one_of(WORDS, WORDS, st.text(max_size=5), st.integers(), st.none(), st.builds(Hostile))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


def section(name: str) -> st.SearchStrategy[object]:
    """Return mappings that often have the right keys, with values of every shape."""
    names = [row.key.partition(".")[2] for row in reference() if row.key.startswith(f"{name}.")]
    return st.dictionaries(st.sampled_from(names), TEXTS | SCALARS | st.lists(TEXTS, max_size=2))


PLAUSIBLE = st.fixed_dictionaries(
    {},
    optional={
        "binder": section("binder") | SCALARS,
        "server": section("server") | SCALARS,
        "lite": section("lite") | SCALARS,
        "binder.provider": TEXTS,
        "server.url": TEXTS,
        "kernelName": TEXTS | SCALARS,
        "sessionName": TEXTS | SCALARS,
        "disableSessionSaving": TEXTS | SCALARS,
        "mathjaxUrl": TEXTS | SCALARS,
        "mathjaxConfig": TEXTS | SCALARS,
    },
)
RAW = VALUES | PLAUSIBLE
REPOSITORIES = st.sampled_from([None, "me/mine", "nonsense"])


def assert_text(value: object) -> None:
    """Assert what any text of the settings is, without using the code that reads it."""
    assert isinstance(value, str)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in value)
    value.encode()


def assert_url(value: object) -> None:
    assert isinstance(value, str)
    assert_text(value)
    parts = urlsplit(value)
    assert parts.scheme in ("http", "https")
    assert parts.hostname
    assert parts.username is None
    assert " " not in value


def assert_binder(binder: Binder) -> None:
    assert_url(binder.url)
    assert binder.url.endswith("/")
    assert binder.provider
    assert binder.repo
    assert binder.ref or binder.provider not in ("github", "gitlab", "git", "gist")
    for text in (binder.provider, binder.repo, binder.ref):
        assert_text(text)
    if binder.provider == "github":
        assert binder.repo.count("/") == 1


def assert_valid(found: Settings) -> None:
    """Assert that settings are complete and every value of the right type."""
    assert len(set(found.backends)) == len(found.backends)
    assert found.enabled is bool(found.backends)
    for name in get_args(Backend):
        assert (getattr(found, name) is not None) is (name in found.backends)
    if found.binder:
        assert_binder(found.binder)
    if found.server:
        assert_url(found.server.url)
        assert not found.server.url.endswith("/")
        assert found.server.token != ""
    if found.lite:
        for text in (*found.lite.packages, *found.lite.wheels, *found.lite.contents):
            assert_text(text)
            assert text
    assert isinstance(found.disable_session_saving, bool)
    assert found.mathjax_config
    for optional in (found.kernel_name, found.session_name):
        assert optional is None or optional.strip()
    if found.mathjax_url is not None:
        assert_url(found.mathjax_url)
    json.dumps(found.to_raw(), ensure_ascii=False, allow_nan=False).encode()


@same_every_time
@given(RAW, REPOSITORIES)
def test_no_value_of_any_shape_raises_and_the_result_is_valid(raw: object, repository: str | None) -> None:
    found, problems = project_settings(raw, repository)
    assert_valid(found)
    for problem in problems:
        assert problem.key.startswith("jupyter")
        assert problem.message.endswith(".")
        assert len(problem.message) < 600


@same_every_time
@given(RAW, RAW, REPOSITORIES)
def test_any_page_over_any_project_is_valid(project: object, page: object, repository: str | None) -> None:
    found, _ = page_settings(project_settings(project, repository)[0], page, repository)
    assert_valid(found)
    assert not (switched_off(page) and found.enabled)


@same_every_time
@given(RAW, REPOSITORIES)
def test_normalising_twice_changes_nothing(raw: object, repository: str | None) -> None:
    once, _ = project_settings(raw, repository)
    assert project_settings(once.to_raw(), repository) == (once, ())
    assert project_settings(json.dumps(once.to_raw()), repository) == (once, ())


@same_every_time
@given(RAW, RAW)
def test_the_settings_of_a_page_are_settings_of_a_project_as_well(project: object, page: object) -> None:
    found, _ = page_settings(project_settings(project)[0], page)
    assert project_settings(found.to_raw()) == (found, ())


@same_every_time
@given(RAW, REPOSITORIES)
def test_a_page_value_equal_to_the_project_s_changes_nothing(raw: object, repository: str | None) -> None:
    project, problems = project_settings(raw, repository)
    assert page_settings(project, raw, repository) == (project, problems)
    assert page_settings(project, project.to_raw(), repository) == (project, ())


@same_every_time
@given(RAW)
def test_a_page_that_is_false_is_off(raw: object) -> None:
    project, _ = project_settings(raw)
    for page in (False, "false"):
        found, problems = page_settings(project, page)
        assert (found.enabled, problems) == (False, ())


@same_every_time
@given(RAW)
def test_a_page_that_is_true_is_on(raw: object) -> None:
    assert page_settings(project_settings(raw)[0], True)[0].enabled


def is_json(value: object) -> bool:
    """Return whether a value survives being written as JSON, as MyST-Parser writes front matter."""
    try:
        return bool(json.loads(json.dumps(value, allow_nan=False)) == value)
    except (TypeError, ValueError, RuntimeError, RecursionError):
        return False


@same_every_time
@given(RAW.filter(lambda raw: isinstance(raw, Mapping) and is_json(raw)))
def test_json_text_of_a_mapping_means_the_mapping(raw: object) -> None:
    assert project_settings(json.dumps(raw)) == project_settings(raw)
