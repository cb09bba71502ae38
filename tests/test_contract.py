"""The payload in Python, against the one file that both sides are tested against."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any, get_type_hints

import pytest
from building import Build, ipynb
from hypothesis import given
from hypothesis import strategies as st

from sphinx_inpage_exec.contract import CellData, Payload, encode
from sphinx_inpage_exec.lite.site import LiteData
from sphinx_inpage_exec.settings import project_settings

CONTRACT: dict[str, Any] = json.loads(
    files("sphinx_inpage_exec").joinpath("contract.json").read_text(encoding="utf-8")
)
EXAMPLE: Payload = CONTRACT["payload"]
MARKUP = ["</script>", "<!--", "<script>", "-->", "]]>", "&lt;", "\\u003c"]
TROUBLE = [*MARKUP, "\u2028\u2029", "\"'`", "😀"]

texts = st.text(st.characters(exclude_categories=())) | st.sampled_from([*TROUBLE, "\ud800", "\0"])
payloads = st.builds(
    lambda source, path, string: {
        **EXAMPLE,
        "path": path,
        "cells": [{"source": source}],
        "strings": {string: string},
    },
    texts,
    texts,
    texts,
)


class _Scripts(HTMLParser):
    """Collects what a browser takes for the text of script elements, and everything after them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.rest: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside = tag == "script"
        (self.scripts if self._inside else self.rest).append("" if self._inside else tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data
        else:
            self.rest.append(data)


@given(payloads)
def test_a_payload_comes_back_as_it_was_from_its_element(payload: Payload) -> None:
    parser = _Scripts()
    parser.feed(f"<script>{encode(payload)}</script><p>after")
    parser.close()
    assert [json.loads(script) for script in parser.scripts] == [payload]
    assert parser.rest == ["p", "after"]


@given(payloads)
def test_an_encoded_payload_is_plain_ascii_without_markup(payload: Payload) -> None:
    assert re.fullmatch(r"[ -;=?-~]*", encode(payload).replace("&", "<"))


def test_the_example_of_the_contract_has_the_shape_of_the_types() -> None:
    assert list(EXAMPLE) == list(get_type_hints(Payload))
    assert [list(cell) for cell in EXAMPLE["cells"]] == [list(get_type_hints(CellData))]


def test_the_settings_of_the_example_are_those_of_the_schema() -> None:
    settings = dict(EXAMPLE["settings"])
    backends = settings.pop("backends")
    del settings["widgets"]
    lite = EXAMPLE["settings"]["lite"]
    assert isinstance(lite, dict)
    assert sorted(lite) == sorted(get_type_hints(LiteData))
    # The names of files have become addresses of the site.
    settings["lite"] = {name: lite[name] for name in ("packages", "index", "pyodideUrl")}
    read, problems = project_settings(settings)
    assert problems == ()
    assert {"backends": backends, **read.to_raw()} == {
        "backends": backends,
        **settings,
        "powerButton": "top",
    }
    assert sorted(CONTRACT["backends"]) == sorted(["binder", "server", "lite"])


SOURCE = ".. code-cell::\n   :name: first\n\n   print('</script><!-- 😀 \"')\n\nText after.\n"


def test_a_built_page_has_the_names_of_the_contract(build: Build) -> None:
    built = build({"index.rst": SOURCE}, jupyter={"server": {"url": "http://localhost:1"}})
    page, found = built.page(), built.templates()
    ids, classes, attributes = CONTRACT["ids"], CONTRACT["classes"], CONTRACT["attributes"]
    templates = {name: found[ids[f"{name}Template"]] for name in ("panel", "status", "cellBar")}
    actions = {
        name: [button["data-action"] for button in template.select(f".{classes[name]} button[data-action]")]
        for name, template in templates.items()
    }
    assert actions["panel"] == CONTRACT["pageActions"]
    assert sorted(actions["cellBar"]) == sorted(CONTRACT["cellActions"])
    assert sorted(actions["status"]) == sorted(CONTRACT["statusActions"])
    assert page.select(f"div.{classes['bar']} > button.{classes['power']}[type=button][hidden]")
    (cell,) = page.select(f"div.{classes['cell']}")
    assert [cell[attributes["cellId"]], cell[attributes["state"]]] == ["cell-1", CONTRACT["cellStates"][0]]
    assert cell.select(f".{classes['source']}")
    assert templates["status"].select(f".{classes['status']} [role=status]")


def test_the_payload_of_a_page_is_the_one_of_the_contract(build: Build) -> None:
    payload = build({"index.rst": SOURCE}, jupyter={"server": {"url": "http://localhost:1"}}).payload()
    assert payload == {
        "version": CONTRACT["version"],
        "docname": "index",
        "path": "index.rst",
        "settings": {
            "backends": ["server"],
            "server": {"url": "http://localhost:1"},
            "kernelName": "python",
            "disableSessionSaving": False,
            "mathjaxConfig": "TeX-AMS_CHTML-full,Safe",
            "runOnConnect": True,
            "connectOnLoad": False,
            "startOnTouch": False,
            "foldHidden": True,
        },
        "cells": [
            {
                "id": "cell-1",
                "source": "print('</script><!-- 😀 \"')",
                "language": "python",
                "tags": [],
                "visible": True,
            }
        ],
        "strings": {},
    }


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_troublesome_text_changes_nothing_outside_the_payload(build: Build, trouble: str) -> None:
    def outside(text: str, folder: str) -> str:
        hidden = {"source": f"#{text}", "metadata": {"tags": ["remove-cell", f"-{text}-"]}}
        settings = {"server": {"url": "http://localhost:1"}, "sessionName": f"-{text}-"}
        source = {"index.ipynb": ipynb(hidden, {"source": "x = 1"})}
        built = build(source, folder=folder, extensions=("myst_nb",), jupyter=settings)
        page = built.page()
        script = page.find(id=CONTRACT["ids"]["payload"])
        assert script is not None
        payload = json.loads(script.extract().get_text())
        assert payload["settings"]["sessionName"] == f"-{text}-"
        assert [payload["cells"][0]["source"], payload["cells"][0]["tags"][1]] == [f"#{text}", f"-{text}-"]
        return str(page.body)

    assert outside(trouble, "trouble") == outside("plain", "plain")
