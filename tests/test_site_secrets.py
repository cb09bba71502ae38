"""Where a build puts a token: into the pages that need it, and into nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from building import Build, Built, code, text_notebook

from sphinx_inpage_exec import contract

TOKEN = "s3cret-token-of-the-author"
SERVER = {"server": {"url": "http://localhost:8888", "token": TOKEN}}
BLOCK = ".. code-block:: python\n   :class: thebe\n\n   print(2)\n"
SOURCES = {
    "index.md": text_notebook(code("print(1)")),
    "other.rst": f":orphan:\n\nOther\n=====\n\n{BLOCK}",
    "plain.rst": ":orphan:\n\nPlain\n=====\n\nText.\n",
    "off.rst": f":orphan:\n:jupyter: false\n\nOff\n===\n\n{BLOCK}",
}
PAYLOAD = re.compile(f'<script[^>]* id="{contract.PAYLOAD_ID}">.*?</script>', re.DOTALL)


def files_with(built: Built, secret: str = TOKEN) -> list[str]:
    """The files of what is built that hold a secret, in clear text or in that of URLs and scripts."""
    spelled = [secret, json.dumps(secret)[1:-1]]
    files = [path for path in Path(built.app.outdir).rglob("*") if path.is_file()]
    found = [path for path in files if any(each.encode() in path.read_bytes() for each in spelled)]
    return sorted(path.relative_to(built.app.outdir).as_posix() for path in found)


def test_a_token_of_the_author_is_in_the_payload_of_pages_that_run_and_in_no_other_file(
    build: Build,
) -> None:
    built = build(SOURCES, extensions=("myst_nb",), jupyter=SERVER)
    assert files_with(built) == ["index.html", "other.html"]
    for name in ("index", "other"):
        assert TOKEN not in PAYLOAD.sub("", built.text(name))
    assert TOKEN not in "\n".join(built.warnings) + built.app.status.getvalue()


@pytest.mark.parametrize("url", ["http://localhost:8888/?token={}", "http://localhost:8888/lab?x=1&token={}"])
def test_a_token_in_an_address_is_only_in_the_payload_as_well(build: Build, url: str) -> None:
    built = build(SOURCES, extensions=("myst_nb",), jupyter={"server": {"url": url.format(TOKEN)}})
    assert set(files_with(built)) <= {"index.html", "other.html"}
    assert TOKEN not in PAYLOAD.sub("", built.text()) + "\n".join(built.warnings)


def test_singlehtml_has_it_in_its_one_page(build: Build) -> None:
    sources = {name: text.replace(":orphan:\n", "") for name, text in SOURCES.items()}
    built = build(sources, "singlehtml", extensions=("myst_nb",), jupyter=SERVER)
    assert files_with(built) == ["index.html"]


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "xml", "json", "man", "texinfo", "gettext"])
def test_what_is_not_for_browsers_has_no_token(build: Build, builder: str) -> None:
    built = build(SOURCES, builder, extensions=("myst_nb",), jupyter=SERVER)
    assert any(path.is_file() for path in Path(built.app.outdir).rglob("*"))
    # Sphinx itself puts conf.py as it is beside JSON.
    assert set(files_with(built)) <= {"environment.pickle"}


def test_a_token_of_the_preview_is_in_pages_that_run_alone(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes by the environment, so nothing that Sphinx keeps of a configuration has it either."""
    monkeypatch.setenv("INPAGE_EXEC_SERVER_URL", "http://127.0.0.1:8888/")
    monkeypatch.setenv("INPAGE_EXEC_SERVER_TOKEN", TOKEN)
    built = build(SOURCES, extensions=("myst_nb",), strict=True)
    assert files_with(built) == ["index.html", "other.html"]
    doctrees = [path for path in Path(built.app.doctreedir).rglob("*") if path.is_file()]
    assert doctrees and not [path for path in doctrees if TOKEN.encode() in path.read_bytes()]
