"""Every form and key of the schema: raw value in, settings out."""

from __future__ import annotations

import json

import pytest
import yaml
from schema import DEFAULT_BINDER, DEFAULT_REPO, EVERYTHING, LITE, OFF, ON, SERVER, binder, valid

from sphinx_inpage_exec.settings import Binder, Lite, Server, Settings


@pytest.mark.parametrize(
    "raw",
    [
        None,
        False,
        {},
        {"binder": False},
        {"lite": False},
        {"server": False},
        {"binder": None},
        {"binder": False, "lite": None},
        {"binder": "no"},
        "false",
        "False",
        "0",
        "no",
        "off",
        "null",
        "",
        "  ",
        "{}",
        "{binder: false}",
    ],
)
def test_no_backend_is_off(raw: object) -> None:
    assert valid(raw) == OFF
    assert not valid(raw).enabled


@pytest.mark.parametrize(
    "raw",
    [
        True,
        "true",
        "True",
        "1",
        "yes",
        "on",
        "binder",
        " binder ",
        "'binder'",
        '"binder"',
        {"binder": True},
        {"binder": "true"},
        {"binder": {}},
        {"binder": {"repo": DEFAULT_REPO}},
        {"binder": {"repo": f"https://github.com/{DEFAULT_REPO}"}},
        {"binder": {"repo": f"https://github.com/{DEFAULT_REPO}.git"}},
        {"binder": {"repo": f"https://github.com/{DEFAULT_REPO}/"}},
        {"binder": {"repo": f"http://www.GitHub.com/{DEFAULT_REPO}.git/"}},
        {"binder": {"repo": f"github.com/{DEFAULT_REPO}"}},
        {"binder": {"repo": f"git@github.com:{DEFAULT_REPO}.git"}},
        {"binder": {"url": "https://mybinder.org"}},
        {"binder": {"url": "https://mybinder.org/", "provider": "GitHub", "ref": "HEAD"}},
        {"binder": {"url": "HTTPS://MyBinder.org//", "ref": ""}},
        {"binder.repo": DEFAULT_REPO},
        {"binder": True, "binder.repo": DEFAULT_REPO},
        {"binder": "{repo: " + DEFAULT_REPO + "}"},
    ],
)
def test_equivalent_values_mean_the_default_binder(raw: object) -> None:
    assert valid(raw) == ON


@pytest.mark.parametrize(
    "raw", ["lite", {"lite": True}, {"lite": {}}, "{lite: true}", {"lite": {"packages": []}}]
)
def test_equivalent_values_mean_lite(raw: object) -> None:
    assert valid(raw) == LITE


@pytest.mark.parametrize(
    "raw", [{"server": {}}, {"server": {"url": "http://localhost:8888/"}}, {"server": {"token": ""}}]
)
def test_a_server_without_keys_is_the_one_on_this_machine(raw: object) -> None:
    assert valid(raw) == SERVER


@pytest.mark.parametrize(
    ("written", "folder"),
    [("docs", "docs"), ("/docs/source/", "docs/source"), ("./a//b", "a/b"), ("", ""), (".", ""), ("/", "")],
)
def test_a_folder_has_one_spelling(written: str, folder: str) -> None:
    assert valid({"server": {"folder": written}}).server == Server(folder=folder)
    assert binder(folder=written).to_raw()["binder"] == {**vars(DEFAULT_BINDER), "folder": folder}


def test_every_key_is_taken_and_backends_keep_their_order() -> None:
    assert valid(EVERYTHING) == Settings(
        backends=("server", "binder", "lite"),
        server=Server("https://hub.example.org/user/me", "s3cret", "course/docs"),
        binder=Binder("https://binder.example.org/hub/", "gitlab", "a/b/c", "v1", "docs"),
        lite=Lite(
            ("numpy", "pandas>=2"), ("dist/mine.whl",), ("data.csv",), True, "https://pyodide.example.org/v1/"
        ),
        kernel_name="ir",
        session_name="</script> <!-- \u2028 \"quoted\" 'too' 😀",
        disable_session_saving=True,
        mathjax_url="https://example.org/MathJax.js?config=TeX",
        mathjax_config="TeX-AMS",
        run_on_connect=False,
        connect_on_load=True,
        start_on_touch=True,
        power_button="directive",
        panel_buttons=("run-all", "interrupt"),
        cell_buttons=("run",),
        fold_hidden=False,
        texts=(("power", "Start"), ("ready", "There it is: {kernel}")),
    )


@pytest.mark.parametrize(
    "write", [json.dumps, yaml.safe_dump, lambda raw: json.dumps(raw, ensure_ascii=False)]
)
def test_text_means_the_same_as_the_object(write: object) -> None:
    assert callable(write)
    raw = {key: value for key, value in EVERYTHING.items() if key != "sessionName"} | {"sessionName": "x 😀"}
    text = yaml.safe_dump(raw, sort_keys=False) if write is yaml.safe_dump else write(raw)
    assert valid(text) == valid(raw)


def test_the_normal_form_is_in_the_names_of_the_schema() -> None:
    assert valid(EVERYTHING).to_raw() == EVERYTHING
    assert LITE.to_raw() == {
        "lite": {"index": False},
        "disableSessionSaving": False,
        "mathjaxConfig": "TeX-AMS_CHTML-full,Safe",
        "runOnConnect": True,
        "connectOnLoad": False,
        "startOnTouch": False,
        "powerButton": "top",
        "foldHidden": True,
    }


def test_text_that_smart_quotes_went_over_is_read_as_it_was_written() -> None:
    assert valid("{\u201cbinder\u201d: {\u201crepo\u201d: \u2018a/b\u2019, ref: x\u2013y}}") == binder(
        repo="a/b", ref="x--y"
    )


def test_settings_from_the_command_line_are_nested() -> None:
    raw = {
        "server": {},
        "kernelName": "ir",
        "server.token": "t",
        "disableSessionSaving": "1",
        "lite.packages": "numpy",
    }
    settings = valid(raw)
    assert settings.backends == ("server", "lite")
    assert settings.server == Server("http://localhost:8888", "t")
    assert settings.lite == Lite(packages=("numpy",))
    assert settings.disable_session_saving is True


@pytest.mark.parametrize("text", ["true", "True", "yes", "on", "1"])
def test_booleans_can_be_text(text: str) -> None:
    assert valid({"disableSessionSaving": text}).disable_session_saving is True


@pytest.mark.parametrize(
    ("value", "expected"),
    [(["a", "b"], ("a", "b")), (("a",), ("a",)), ("a", ("a",)), ("[a, b]", ("a", "b")), ('["a"]', ("a",))],
)
def test_lists_can_be_text(value: object, expected: tuple[str, ...]) -> None:
    assert valid({"lite": {"packages": value}}) == Settings(backends=("lite",), lite=Lite(packages=expected))


@pytest.mark.parametrize(
    "path", ["pyodide", "../pyodide/", "/shared/pyodide", "https://example.org/pyodide/"]
)
def test_pyodide_can_be_a_folder(path: str) -> None:
    assert valid({"lite": {"pyodideUrl": path}}) == Settings(backends=("lite",), lite=Lite(pyodide_url=path))
