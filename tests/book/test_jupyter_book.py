"""A book of Jupyter Book 1 runs by its `_config.yml` alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "jupyter-book"
LAUNCH = """\
title: Orchards
repository:
  url: https://github.com/fruit/orchard
  branch: v2
launch_buttons:
  thebe: true
execute:
  execute_notebooks: "off"
sphinx:
  extra_extensions:
    - sphinx_inpage_exec
"""


def page_of(book: Path, config: str | None = None) -> BeautifulSoup:
    shutil.copytree(EXAMPLE, book)
    if config:
        (book / "_config.yml").write_text(config, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(book)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return BeautifulSoup((book / "_build/html/index.html").read_text(encoding="utf-8"), "html.parser")


def payload_of(page: BeautifulSoup) -> Any:
    script = page.find(id="inpage-exec-payload")
    assert script
    return json.loads(script.get_text())


@pytest.mark.parametrize(
    ("config", "ref"),
    [(None, "HEAD"), (LAUNCH, "v2")],
    ids=["as the documentation shows it", "as the launch buttons of the book say"],
)
def test_a_book_gets_the_power_button(tmp_path: Path, config: str | None, ref: str) -> None:
    page = page_of(tmp_path / "book", config)
    assert len(page.select("button.inpage-exec-power")) == 1
    assert not page.select(".btn-launch-thebe")
    payload = payload_of(page)
    binder = payload["settings"]["binder"]
    assert [binder["repo"], binder["ref"]] == ["fruit/orchard", ref]
    assert payload["settings"]["kernelName"] == "python3"
    assert [cell["source"] for cell in payload["cells"]] == ['print("apples")']
