"""Where raw values come from: conf.py, myst.yml, the theme, a page's metadata and the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from schema import LITE, OFF, ON, SERVER, binder
from sphinx.config import Config

from sphinx_inpage_exec.diagnostics import Subtype
from sphinx_inpage_exec.settings import Server, Settings
from sphinx_inpage_exec.sources import (
    ProjectSource,
    page_kernel,
    page_value,
    project_source,
    secret_problem,
    server_from_environment,
    with_folder,
    with_kernel,
    with_server,
)

MYST_YML = """\
version: 1
project:
  title: \u2019t Hooft, unquoted
  github: https://github.com/me/book
  jupyter:
    binder:
      url: nowhere
"""
RAW = {"binder": {"url": "nowhere"}}


def source(folder: Path, **values: object) -> ProjectSource:
    """Return the source of a project whose conf.py, in ``folder``/docs, has these values."""
    docs = folder / "docs"
    docs.mkdir(exist_ok=True)
    config = Config(values)
    config.add("jupyter", None, "env", ())
    for name in ("html_context", "html_theme_options"):
        config.add(name, {}, "html", ())
    return project_source(config, docs, docs)


@pytest.mark.parametrize("value", ["lite", True, False, {"binder": {}}, [1], ""])
def test_what_conf_py_says_is_the_value(tmp_path: Path, value: object) -> None:
    (tmp_path / "myst.yml").write_text(MYST_YML, encoding="utf-8")
    found = source(tmp_path, jupyter=value)
    assert (found.raw, found.file, found.problems) == (value, tmp_path / "docs" / "conf.py", ())


@pytest.mark.parametrize("place", ["docs/myst.yml", "myst.yml"])
def test_myst_yml_is_the_value_when_conf_py_says_nothing(tmp_path: Path, place: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / place).write_text(MYST_YML, encoding="utf-8")
    found = source(tmp_path)
    assert (found.raw, found.repository, found.problems) == (RAW, "me/book", ())
    assert found.location("jupyter.binder.url") == f"{tmp_path / place}:7"


def test_the_nearest_myst_yml_counts(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "myst.yml").write_text(MYST_YML, encoding="utf-8")
    (tmp_path / "docs" / "myst.yml").write_text("project: {thebe: lite}", encoding="utf-8")
    assert source(tmp_path).raw == "lite"


def test_a_project_that_says_nothing_has_no_value(tmp_path: Path) -> None:
    assert source(tmp_path) == ProjectSource(None, None, tmp_path / "docs" / "conf.py")


@pytest.mark.parametrize(
    "text", ["", "[1]", "project: 3", "project: {jupyter: null}", "site: {jupyter: lite}"]
)
def test_myst_yml_of_another_shape_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "myst.yml").write_text(text, encoding="utf-8")
    found = source(tmp_path)
    assert (found.raw, found.repository, found.problems) == (None, None, ())


@pytest.mark.parametrize(
    ("content", "line"), [(b"project:\n  a: [\n", ":3"), (b"a: b: c", ":1"), (b"\xff", ""), (b"a: \x00", "")]
)
def test_myst_yml_that_can_not_be_read_is_named(tmp_path: Path, content: bytes, line: str) -> None:
    (tmp_path / "myst.yml").write_bytes(content)
    found = source(tmp_path)
    (problem,) = found.problems
    assert (found.raw, problem.subtype) == (None, Subtype.MYST_YML)
    assert problem.message.startswith(f"{tmp_path / 'myst.yml'}{line} can not be read: ")
    assert problem.message.endswith("the build goes on without it.")


@pytest.mark.parametrize(
    ("values", "repository"),
    [
        ({"html_context": {"github_user": "a", "github_repo": "b"}}, "a/b"),
        ({"html_context": {"github_user": "a"}}, None),
        ({"html_context": {"github_user": "a b", "github_repo": "c"}}, None),
        ({"html_context": [1]}, None),
        ({"html_theme_options": {"github_user": "a", "github_repo": "b"}}, "a/b"),
        ({"html_theme_options": {"github_repo": "b"}}, None),
        ({"html_theme_options": {"repo_url": "https://github.com/a/b"}}, "a/b"),
        ({"html_theme_options": {"repository_url": "https://github.com/a/b"}}, "a/b"),
        ({"html_theme_options": {"source_repository": "https://github.com/a/b/"}}, "a/b"),
        ({"html_theme_options": {"github_url": "https://github.com/a/b.git"}}, "a/b"),
        ({"html_theme_options": {"github_url": "https://github.com/a"}}, None),
        ({"html_theme_options": {"repository_url": "https://gitlab.com/a/b"}}, None),
        ({"html_theme_options": {"repository_url": "a/b"}}, None),
        ({"html_theme_options": {"repository_url": 3}}, None),
    ],
)
def test_the_theme_knows_the_repository(
    tmp_path: Path, values: dict[str, object], repository: str | None
) -> None:
    assert source(tmp_path, **values).repository == repository


@pytest.mark.parametrize(
    ("values", "folder"),
    [
        ({"html_theme_options": {"path_to_docs": "docs/"}}, "docs"),
        ({"html_theme_options": {"source_directory": "docs/source"}}, "docs/source"),
        ({"html_context": {"doc_path": "doc"}}, "doc"),
        ({"html_context": {"conf_py_path": "/docs/"}}, "docs"),
        ({"html_context": {"conf_py_path": "/"}}, ""),
        ({"html_context": {"doc_path": 3}}, "in/git/docs"),
        ({"html_context": [1], "html_theme_options": {"path_to_docs": "../docs"}}, "in/git/docs"),
        ({}, "in/git/docs"),
    ],
)
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_the_theme_or_git_knows_the_folder_of_the_sources(
    tmp_path: Path, values: dict[str, object], folder: str, kind: str
) -> None:
    git = tmp_path / ".git"
    git.mkdir() if kind == "folder" else git.write_text("gitdir: elsewhere")
    (tmp_path / "in" / "git").mkdir(parents=True)
    assert source(tmp_path / "in" / "git", **values).folder == folder


@pytest.mark.parametrize("git", [True, False])
def test_sources_at_the_root_of_their_repository_or_in_none_have_no_folder(tmp_path: Path, git: bool) -> None:
    if git:
        (tmp_path / "docs" / ".git").mkdir(parents=True)
    assert source(tmp_path).folder == ""


@pytest.mark.parametrize(
    ("keys", "repository", "folder"),
    [
        ({"repo": "me/mine"}, "me/mine", "docs"),
        ({"repo": "me/mine"}, None, "docs"),
        ({"provider": "gitlab", "repo": "me/mine"}, "other/mirror", "docs"),
        ({"repo": "me/environment"}, "me/mine", None),
        ({"repo": "me/environment", "folder": "copy"}, "me/mine", "copy"),
        ({"repo": "me/mine", "folder": "/"}, "me/mine", ""),
        ({}, None, None),
    ],
)
def test_a_binder_of_the_project_s_own_repository_has_its_sources_in_the_folder(
    keys: dict[str, object], repository: str | None, folder: str | None
) -> None:
    made = with_folder(binder(**keys), repository, "docs").binder
    assert made and made.folder == folder


def test_the_repository_of_myst_yml_wins_over_the_theme_s(tmp_path: Path) -> None:
    (tmp_path / "myst.yml").write_text(MYST_YML, encoding="utf-8")
    context = {"github_user": "a", "github_repo": "b"}
    assert source(tmp_path, jupyter=True, html_context=context).repository == "me/book"


def test_a_warning_names_the_line_of_conf_py(tmp_path: Path) -> None:
    found = source(tmp_path, jupyter=RAW)
    conf = tmp_path / "docs" / "conf.py"
    assert found.location("jupyter.binder.url") == str(conf)
    conf.write_text(
        'project = "x"\njupyter = {\n    "binder": {\n        "url": "nowhere"}}\n', encoding="utf-8"
    )
    assert found.location("jupyter.binder.url") == f"{conf}:4"


@pytest.mark.parametrize(
    ("metadata", "raw"),
    [
        ({}, None),
        ({"jupyter": "lite"}, "lite"),
        ({"jupyter": False}, False),
        ({"jupyter": '{"binder": true}'}, '{"binder": true}'),
        ({"jupyter": {"binder": True}, "thebe": False}, {"binder": True}),
        ({"thebe": "false"}, "false"),
        ({"title": "x"}, None),
    ],
)
def test_a_page_says_it_under_either_name(metadata: dict[str, object], raw: object) -> None:
    assert page_value(metadata) == raw


@pytest.mark.parametrize(
    ("metadata", "kernel"),
    [
        ({}, None),
        ({"kernelspec": {"name": "ir", "display_name": "R"}}, "ir"),
        ({"kernelspec": '{"name": "ir"}'}, "ir"),
        ({"kernelspec": "{name: ir}"}, "ir"),
        ({"jupyter": {"kernelspec": {"name": "ir"}}}, "ir"),
        ({"jupyter": '{"jupytext": {}, "kernelspec": {"name": "ir"}}'}, "ir"),
        ({"kernelspec": {"name": "a"}, "jupyter": {"kernelspec": {"name": "b"}}}, "a"),
        ({"kernelspec": "ir"}, None),
        ({"kernelspec": "{name: ["}, None),
        ({"kernelspec": {"name": 3}}, None),
        ({"kernelspec": {"name": "a\x00"}}, None),
        ({"kernelspec": None, "jupyter": "lite"}, None),
    ],
)
def test_a_page_names_its_kernel(metadata: dict[str, object], kernel: str | None) -> None:
    assert page_kernel(metadata) == kernel
    assert with_kernel(OFF, metadata).kernel_name == (kernel or "python")
    assert with_kernel(Settings(kernel_name="julia"), metadata).kernel_name == "julia"


URL, TOKEN = "http://127.0.0.1:4321", "t0ken"


@pytest.mark.parametrize(
    ("settings", "backends"),
    [(OFF, ("server",)), (SERVER, ("server",)), (ON, ("server", "binder")), (LITE, ("server", "lite"))],
)
def test_the_preview_s_server_comes_first(settings: Settings, backends: tuple[str, ...]) -> None:
    made = with_server(settings, URL, TOKEN)
    assert (made.backends, made.server) == (backends, Server(URL, TOKEN))
    assert (made.binder, made.lite) == (settings.binder, settings.lite)


@pytest.mark.parametrize(
    ("environ", "server"),
    [
        ({}, None),
        ({"INPAGE_EXEC_SERVER_TOKEN": TOKEN}, None),
        ({"INPAGE_EXEC_SERVER_URL": ""}, None),
        ({"INPAGE_EXEC_SERVER_URL": "nowhere", "INPAGE_EXEC_SERVER_TOKEN": TOKEN}, None),
        ({"INPAGE_EXEC_SERVER_URL": f"{URL}/"}, Server(URL, None)),
        ({"INPAGE_EXEC_SERVER_URL": URL, "INPAGE_EXEC_SERVER_TOKEN": TOKEN}, Server(URL, TOKEN)),
    ],
)
def test_the_preview_hands_its_server_through_the_environment(
    environ: dict[str, str], server: Server | None
) -> None:
    assert server_from_environment(environ) == server


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://localhost:8888", True),
        ("http://127.0.0.1:8888", True),
        ("http://127.1.2.3", True),
        ("http://[::1]:8888/user/me", True),
        ("http://0.0.0.0:8888", False),
        ("http://192.168.0.2", False),
        ("http://[2001:db8::1]", False),
        ("https://localhost.example.org", False),
        ("https://hub.example.org/127.0.0.1", False),
    ],
)
def test_a_token_for_a_server_that_is_not_on_loopback_is_warned_of(url: str, loopback: bool) -> None:
    problem = secret_problem(with_server(OFF, url, TOKEN))
    assert (problem is None) is loopback
    assert secret_problem(with_server(OFF, url, None)) is None
    if problem:
        assert (problem.subtype, problem.key) == (Subtype.SECRET, "jupyter.server.token")
        assert url in problem.message
        assert TOKEN not in problem.message
        assert "published to every reader" in problem.message


@pytest.mark.parametrize("settings", [OFF, ON, LITE, SERVER])
def test_settings_without_a_token_have_no_secret(settings: Settings) -> None:
    assert secret_problem(settings) is None
