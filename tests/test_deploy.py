"""The files that the documentation shows for hosts, read as hosts read them; their commands run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLE = DOCS / "examples" / "deploy"


def read(name: str) -> Any:
    return yaml.safe_load((EXAMPLE / name).read_text(encoding="utf-8"))


def github_commands() -> list[str]:
    steps = read(".github/workflows/pages.yml")["jobs"]["build"]["steps"]
    return [step["run"] for step in steps if "run" in step]


def gitlab_commands() -> list[str]:
    commands: list[str] = read(".gitlab-ci.yml")["pages"]["script"]
    return commands


def read_the_docs_commands() -> list[str]:
    """What Read the Docs makes of its file."""
    config = read(".readthedocs.yaml")
    [install] = config["python"]["install"]
    source = Path(config["sphinx"]["configuration"]).parent
    strict = "-W --keep-going " if config["sphinx"]["fail_on_warning"] else ""
    return [f"pip install -r {install['requirements']}", f"sphinx-build {strict}{source} _readthedocs/html"]


HOSTS = {
    "GitHub Pages": (github_commands, "site"),
    "GitLab Pages": (gitlab_commands, "public"),
    "Read the Docs": (read_the_docs_commands, "_readthedocs/html"),
}


def run(command: str, folder: Path) -> None:
    """Run a command of a host. What it would install is there already: that is compared instead."""
    if command.startswith("pip install -r "):
        return expect_installed(folder / command.removeprefix("pip install -r "))
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        shlex.split(command),
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return None


def expect_installed(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if not line.startswith("--")]
    assert "sphinx-inpage-exec" in [requirement.name for requirement in wanted]
    assert all(version(each.name) in each.specifier for each in wanted)


@pytest.mark.parametrize("host", HOSTS)
def test_the_commands_of_a_host_make_the_site_that_it_publishes(host: str, tmp_path: Path) -> None:
    commands, published = HOSTS[host]
    folder = shutil.copytree(EXAMPLE, tmp_path / "project")
    for command in commands():
        run(command, folder)
    site = folder / published
    page = (site / "index.html").read_text(encoding="utf-8")
    payload = re.search(r'id="inpage-exec-payload">(.*?)</script>', page)
    assert payload and json.loads(payload[1])["settings"]["backends"] == ["lite"]
    assert (site / ".nojekyll").is_file()
    assert (site / "_static/inpage_exec/lite/runtime.json").is_file()


def test_github_publishes_what_is_built() -> None:
    jobs = read(".github/workflows/pages.yml")["jobs"]
    [upload] = [step for step in jobs["build"]["steps"] if "upload-pages-artifact" in step.get("uses", "")]
    assert upload["with"]["path"] == HOSTS["GitHub Pages"][1]
    assert jobs["deploy"]["needs"] == "build"


def test_gitlab_publishes_what_is_built() -> None:
    assert read(".gitlab-ci.yml")["pages"]["artifacts"]["paths"] == [HOSTS["GitLab Pages"][1]]


def policy_of(name: str) -> str:
    found = re.search(r'Content-Security-Policy "(.+)"', (EXAMPLE / name).read_text(encoding="utf-8"))
    assert found
    return found[1]


def directives(policy: str) -> dict[str, set[str]]:
    return {name: set(sources) for name, *sources in map(str.split, policy.split("; "))}


def test_web_servers_send_one_policy_which_allows_what_pages_need() -> None:
    policy = policy_of("nginx.conf")
    assert [policy_of(name) for name in ("Caddyfile", "htaccess")] == [policy, policy]
    page = (DOCS / "security.md").read_text(encoding="utf-8")
    [needed] = re.findall(r"\| `(default-src .*'wasm-unsafe-eval'.*)` \|$", page, re.MULTILINE)
    sent = directives(policy)
    assert sent["default-src"] == {"'none'"}
    for name, sources in directives(needed).items():
        assert name not in sent or sources <= sent[name]


def test_every_file_for_a_host_is_on_the_page() -> None:
    page = (DOCS / "deploy.md").read_text(encoding="utf-8")
    files = {file.relative_to(EXAMPLE).as_posix() for file in EXAMPLE.rglob("*") if file.is_file()}
    assert {name for name in files if f" examples/deploy/{name}\n" not in page} == {
        "docs/conf.py",
        "docs/index.md",
    }
