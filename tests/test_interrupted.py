"""Builds that are ended, share a folder, or can not write: the next one is as a clean one."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from building import EXTENSION, write_sources
from interrupting import Attempts, build, command, differences, ended, run, sources


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_sources(tmp_path / "source", sources())
    return tmp_path / "source"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a build that nothing disturbs."""
    folder = tmp_path_factory.mktemp("clean")
    write_sources(folder / "source", sources())
    assert build(folder / "source", folder / "site").stderr == ""
    return folder / "site"


def test_a_build_after_one_that_was_ended_at_any_moment_is_as_a_clean_one(
    tmp_path: Path, record_property: Any
) -> None:
    attempts = Attempts(tmp_path, seed=3)
    assert [wrong for _ in range(3) if (wrong := attempts.attempt())] == []
    record_property("kills", attempts.tried)


def test_a_title_that_only_a_killed_build_has_read_comes_into_all_pages(source: Path, tmp_path: Path) -> None:
    """Sphinx alone takes the pages that link to it for up to date."""
    site = tmp_path / "site"
    assert build(source, site).returncode == 0
    write_sources(source, sources("Other"))
    assert ended(source, site, 0, ".html").returncode == -signal.SIGKILL
    assert build(source, site).returncode == 0
    assert build(source, tmp_path / "clean").returncode == 0
    assert differences(site, tmp_path / "clean") == []


def test_two_builds_into_one_folder_leave_a_whole_site_and_no_traceback(
    source: Path, tmp_path: Path, clean: Path
) -> None:
    line = [sys.executable, "-m", "sphinx", *command(source, tmp_path / "site")]
    both = [subprocess.Popen(line, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = "".join(each.communicate()[1] for each in both)
    assert EXTENSION not in said and "Traceback" not in said
    assert_made_good(source, tmp_path / "site", clean)


def assert_made_good(source: Path, site: Path, clean: Path) -> None:
    """The next build, which may write, makes the site of a clean one."""
    done = build(source, site)
    assert (done.returncode, done.stderr) == (0, "")
    assert differences(site, clean) == []


def test_a_file_that_is_too_large_is_told_in_words(source: Path, tmp_path: Path, clean: Path) -> None:
    limit = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)); "
    limit += "from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"
    done = run(*command(source, tmp_path / "site"), program=("-c", limit))
    assert done.returncode == 0
    assert "can not be written: File too large" in done.stderr and "Traceback" not in done.stderr
    assert_made_good(source, tmp_path / "site", clean)


def test_a_full_disk_is_told_in_words(source: Path, tmp_path: Path, clean: Path) -> None:
    """A link to the device that is always full."""
    file = tmp_path / "site" / "_static" / "inpage_exec" / "lite" / "pyodide.asm.wasm"
    file.parent.mkdir(parents=True)
    file.symlink_to("/dev/full")
    done = build(source, tmp_path / "site")
    assert done.returncode == 0
    assert f"{file} can not be written: No space left on device." in done.stderr
    assert "Traceback" not in done.stderr
    file.unlink()
    assert_made_good(source, tmp_path / "site", clean)


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


PR_CAPBSET_DROP = 24
OVERRIDES = (1, 2, 3)
"""What lets root pass over the modes of files: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER."""


def obey_modes() -> None:
    """Make what this process becomes obey the modes of files, also where it is root."""
    if os.geteuid() == 0:
        for number in OVERRIDES:
            assert ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, number, 0, 0, 0) == 0


def build_obeying(source: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build with tracebacks, and without what root may do."""
    return run("-T", *command(source, site), before=obey_modes)


@pytest.mark.parametrize("name", ["lite", "lite-contents/data"])
def test_a_static_folder_that_may_not_be_written_is_told_in_words(
    source: Path, tmp_path: Path, clean: Path, name: str
) -> None:
    folder = tmp_path / "site" / "_static" / "inpage_exec" / name
    folder.mkdir(parents=True)
    folder.chmod(0o555)
    done = build_obeying(source, tmp_path / "site")
    assert done.returncode == 0
    assert "can not be written: Permission denied. Without it" in done.stderr
    assert str(folder) in done.stderr and "Traceback" not in done.stderr
    folder.chmod(0o755)
    assert_made_good(source, tmp_path / "site", clean)


@pytest.mark.parametrize("name", ["site", "site/_static/inpage_exec", "site-doctrees"])
def test_a_folder_of_sphinx_that_may_not_be_written_raises_nothing_of_ours(
    source: Path, tmp_path: Path, clean: Path, name: str
) -> None:
    """Sphinx says what is wrong, and the next build makes it good."""
    folder = tmp_path / name
    folder.mkdir(parents=True)
    folder.chmod(0o555)
    done = build_obeying(source, tmp_path / "site")
    assert "denied" in done.stderr
    # A frame of a traceback; what Sphinx says of a file that it copies names our folder as well.
    assert not re.search(rf'File ".*/{EXTENSION}/', done.stderr)
    folder.chmod(0o755)
    assert_made_good(source, tmp_path / "site", clean)


def test_sources_that_may_only_be_read_are_enough(source: Path, tmp_path: Path, clean: Path) -> None:
    for path in (source, *source.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = build_obeying(source, tmp_path / "site")
    for path in (source, *source.rglob("*")):
        path.chmod(0o755)
    assert (done.returncode, done.stderr) == (0, "")
    assert_made_good(source, tmp_path / "site", clean)


def test_a_file_for_cells_that_may_not_be_read_is_named(source: Path, tmp_path: Path) -> None:
    (source / "data" / "words.txt").chmod(0)
    done = build_obeying(source, tmp_path / "site")
    assert done.returncode == 0
    assert "words.txt of jupyter.lite.contents is not a file that can be read" in done.stderr
    assert (tmp_path / "site" / "page0.html").is_file()
