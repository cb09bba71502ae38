"""Builds that are killed, share a folder, or can not write: the next one is as a clean one."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from building import EXTENSION
from conftest import write_sources

KILLED = """
import os, signal, sys
count, last, name = 0, int(sys.argv.pop(1)), sys.argv.pop(1)

def watch(event, arguments):
    global count
    if event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR) and name in str(arguments[0]):
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1

sys.addaudithook(watch)
from sphinx.cmd.build import main
status = main(sys.argv[1:])
print("opened", count)
sys.exit(status)
"""
"""A build that is killed when it opens its n-th file of some name for writing; the last may not be whole."""

POINTS = 3

CONF = """
extensions = ["sphinx_inpage_exec"]
jupyter = {"lite": {"contents": ["data"]}}
html_theme = "alabaster"
"""


def sources() -> dict[str, str]:
    names = [f"page{number}" for number in range(6)]
    pages = {f"{name}.rst": f"{name}\n=====\n\n.. code-cell::\n\n   print('{name}')\n" for name in names}
    toc = "Start\n=====\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in names)
    return {**pages, "index.rst": toc, "conf.py": CONF, "data/words.txt": "words"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_sources(tmp_path / "source", sources())
    return tmp_path / "source"


def command(source: Path, site: Path) -> list[str]:
    return ["-q", "-d", str(site.with_name(f"{site.name}-doctrees")), str(source), str(site)]


def run(*arguments: str, program: tuple[str, ...] = ("-m", "sphinx")) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, *program, *arguments]
    return subprocess.run(whole, capture_output=True, text=True, check=False, errors="replace")


def build(source: Path, site: Path) -> subprocess.CompletedProcess[str]:
    return run(*command(source, site))


def killed(source: Path, site: Path, point: int, name: str = "") -> subprocess.CompletedProcess[str]:
    return run(str(point), name, *command(source, site), program=("-c", KILLED))


def files(site: Path) -> Mapping[str, bytes]:
    found = (path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): path.read_bytes() for path in found}


def differences(site: Path, clean: Path) -> list[str]:
    one, other = files(site), files(clean)
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def test_a_build_after_one_that_was_killed_is_as_a_clean_one(source: Path, tmp_path: Path) -> None:
    opened = int(killed(source, tmp_path / "clean", -1).stdout.split()[-1])
    for number in range(1, POINTS + 1):
        site = tmp_path / f"site{number}"
        assert killed(source, site, opened * number // (POINTS + 1)).returncode == -signal.SIGKILL
        assert build(source, site).returncode == 0
        assert differences(site, tmp_path / "clean") == []


def test_a_title_that_only_a_killed_build_has_read_comes_into_all_pages(source: Path, tmp_path: Path) -> None:
    """Sphinx alone takes the pages that link to it for up to date."""
    site = tmp_path / "site"
    assert build(source, site).returncode == 0
    (source / "page0.rst").write_text(sources()["page0.rst"].replace("page0\n=====", "Other\n====="))
    assert killed(source, site, 0, ".html").returncode == -signal.SIGKILL
    assert build(source, site).returncode == 0
    assert build(source, tmp_path / "clean").returncode == 0
    assert differences(site, tmp_path / "clean") == []


def test_two_builds_into_one_folder_leave_a_whole_site_and_no_traceback(source: Path, tmp_path: Path) -> None:
    assert build(source, tmp_path / "clean").returncode == 0
    line = [sys.executable, "-m", "sphinx", *command(source, tmp_path / "site")]
    both = [subprocess.Popen(line, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = "".join(each.communicate()[1] for each in both)
    assert EXTENSION not in said and "Traceback" not in said
    assert build(source, tmp_path / "site").returncode == 0
    assert differences(tmp_path / "site", tmp_path / "clean") == []


def test_a_full_disk_is_told_in_words(source: Path, tmp_path: Path) -> None:
    """A limit on the size of a file stands for it: what writes the runtime fails as on a full disk."""
    limit = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)); "
    limit += "from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"
    done = run(*command(source, tmp_path / "site"), program=("-c", limit))
    assert done.returncode == 0
    assert "can not be written: File too large" in done.stderr and "Traceback" not in done.stderr
    assert build(source, tmp_path / "site").returncode == 0
    assert build(source, tmp_path / "clean").returncode == 0
    assert differences(tmp_path / "site", tmp_path / "clean") == []


def test_a_place_that_can_not_be_written_is_told_in_words(source: Path, tmp_path: Path) -> None:
    """A file where the folder should be, which not even root can write into."""
    folder = tmp_path / "site" / "_static" / "inpage_exec"
    folder.mkdir(parents=True)
    (folder / "lite").touch()
    done = build(source, tmp_path / "site")
    assert done.returncode == 0
    assert f"{folder}/lite can not be written: " in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "site" / "page0.html").is_file()
