"""Values that would leak a token, or never come to an end."""

from __future__ import annotations

import pytest

from sphinx_inpage_exec.settings import project_settings


@pytest.mark.parametrize(
    "raw",
    [
        "{server: {url: 'http://x.org/?token=s3cret', token: ['s3cret']",
        "token: s3cret s3cret: s3cret",
        "http://x.org?token=s3cret",
        {"server": "http://x.org?token=s3cret"},
        {"server": {"url": "x.org?token=s3cret"}},
        {"server": {"url": "ftp://x.org?a=1&token=s3cret"}},
        {"server": {"url": "http://x.org?a=1&token=s3cret"}},
        {"server": {"url": "http://me:s3cret@x.org"}},
        {"server": {"token": ["s3cret"]}},
        {"server": {"token": "s3cret\x00"}},
        {"server": [{"token": "s3cret"}]},
        {"server": {"token=s3cret": 1}},
        {"binder": {"url": "https://x.org/?token=s3cret"}},
    ],
)
def test_a_token_is_in_no_warning(raw: object) -> None:
    _, problems = project_settings(raw)
    assert problems
    assert not any("s3cret" in problem.message + problem.key for problem in problems)


def test_a_bomb_of_aliases_is_refused() -> None:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    text = "\n".join(["a0: &a0 x", *levels])
    _, (problem,) = project_settings(text)
    assert "too large" in problem.message


def test_a_bomb_of_merged_mappings_is_refused() -> None:
    levels = [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 20)]
    _, (problem,) = project_settings("\n".join(["a0: &a0 {x: 1}", *levels]))
    assert "too large" in problem.message
