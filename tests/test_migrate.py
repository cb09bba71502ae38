"""Projects of other tools, and what the documentation makes of them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"

Build = Callable[[str], BeautifulSoup]


@pytest.fixture
def page(tmp_path: Path) -> Build:
    """Build an example in a process of its own, as its author does; a warning is an error."""

    def build(name: str) -> BeautifulSoup:
        source = shutil.copytree(EXAMPLES / name, tmp_path / name)
        built = subprocess.run(
            [sys.executable, "-m", "sphinx", "-W", "--keep-going", str(source), str(source / "_build")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert built.returncode == 0, built.stderr
        return BeautifulSoup((source / "_build" / "index.html").read_text(encoding="utf-8"), "html.parser")

    return build


def payload_of(page: BeautifulSoup) -> dict[str, Any]:
    script = page.find(id="inpage-exec-payload")
    assert script
    payload: dict[str, Any] = json.loads(script.get_text())
    return payload


def test_what_thebe_by_hand_ran_runs_from_the_same_binder(page: Build) -> None:
    before, after = page("thebe-by-hand/before"), page("thebe-by-hand/after")
    script = before.find("script", type="text/x-thebe-config")
    assert script
    config, payload = json.loads(script.get_text()), payload_of(after)
    options, binder = config["binderOptions"], payload["settings"]["binder"]
    assert [binder["repo"], binder["ref"]] == [options["repo"], options["ref"]]
    assert binder["url"].rstrip("/") == options["binderUrl"]
    assert payload["settings"]["kernelName"] == config["kernelOptions"]["kernelName"]
    blocks = [block.get_text() for block in before.select("[data-executable]")]
    assert [cell["source"] for cell in payload["cells"]] == blocks
    [output], [stored] = before.select("[data-output]"), after.select(".inpage-exec-stored")
    assert stored.get_text(strip=True) == output.get_text(strip=True)
    assert not after.select("script[src*='//']")


def test_what_jupyterlite_sphinx_offered_runs_in_the_page(page: Build) -> None:
    before, after = page("jupyterlite-sphinx/before"), page("jupyterlite-sphinx/after")
    assert before.select(".jupyterlite_sphinx_raw_iframe, .jupyterlite_sphinx_iframe_container")
    assert before.select(".try_examples_outer_container")
    payload = payload_of(after)
    assert payload["settings"]["backends"] == ["lite"]
    assert [each["path"] for each in payload["settings"]["lite"]["contents"]] == ["data/harvest.csv"]
    assert [cell["source"] for cell in payload["cells"]] == [
        'print(open("data/harvest.csv").read())',
        "sum([210, 110])",
    ]
