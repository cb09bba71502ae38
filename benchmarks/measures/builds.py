"""What a build costs: of all pages, after one page was touched, in two processes; and how it grows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..model import Candidates, Measurement, Reading
from ..pages import rst_page
from ..stage import Stage

_PAGES = 1_000
_CELLS = 5
_CONFIGURATIONS: Mapping[str, str] = {
    "without us": "extensions = []",
    "ours": 'extensions = ["sphinx_inpage_exec"]\njupyter = True',
    "sphinx-thebe": 'extensions = ["sphinx_thebe"]\nthebe_config = {}',
}
_WITNESS = """
import atexit, pathlib
status, memory = pathlib.Path("/proc/self/status"), pathlib.Path(__file__).with_name("memory")
atexit.register(lambda: memory.write_text(status.read_text()))
"""
"""In every project: what the system counts for a process begins with the one that started it."""

_MOST_MEMORY = re.compile(r"VmHWM:\s+(\d+) kB")
_MEGABYTES = 1_024 / 1e6
"""Of a kilobyte, in which the system counts memory."""


@dataclass(frozen=True)
class _Usage:
    """What a process has used: seconds of the processors, seconds on the wall, megabytes at the most."""

    processor: float
    wall: float
    memory: float


def _build(source: Path, output: Path, processes: int = 1) -> _Usage:
    """Build a project in a process of its own."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-j", str(processes)]
    started = time.monotonic()
    # As authors have it: what Python has compiled once is kept.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([*command, "-d", f"{output}.trees", str(source), str(output)], env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    wall = time.monotonic() - started
    return _Usage(usage.ru_utime + usage.ru_stime, wall, _most_memory(source / "memory"))


def _most_memory(status: Path) -> float:
    """Megabytes; a status that does not tell ends the measurement: 0 would look like a promise kept."""
    found = _MOST_MEMORY.search(status.read_text("utf-8"))
    if not found:
        raise RuntimeError(f"{status} does not tell how much memory the build used at the most.")
    return int(found[1]) * _MEGABYTES


def _project(folder: Path, configuration: str, pages: int, cells: int) -> Path:
    """Write a project of so many pages, of so many cells each."""
    folder.mkdir()
    (folder / "conf.py").write_text(configuration + _WITNESS, encoding="utf-8")
    names = [f"page{number}" for number in range(pages)]
    toctree = "\n".join([".. toctree::", "", *(f"   {name}" for name in names)])
    (folder / "index.rst").write_text(f"Pages\n=====\n\n{toctree}\n", encoding="utf-8")
    text = rst_page("Page", [f"for number in range({cell}):\n    print(number)" for cell in range(cells)])
    for name in names:
        (folder / f"{name}.rst").write_text(text, encoding="utf-8")
    return folder


def _read(folder: Path, configuration: str, pages: int) -> Reading:
    """Build everything, change a page and build again, build everything in two processes."""
    source = _project(folder, configuration, pages, _CELLS)
    html = folder / "html"
    try:
        clean = _build(source, html)
        page = source / "page0.rst"
        page.write_text(page.read_text(encoding="utf-8") + "\nA change.\n", encoding="utf-8")
        changed_at = time.time_ns()
        touched = _build(source, html)
        rewritten = [file for file in html.glob("page*.html") if file.stat().st_mtime_ns > changed_at]
        return {
            "all pages": clean.processor,
            "one page touched": touched.processor,
            "pages rewritten": len(rewritten),
            "two processes": _build(source, folder / "parallel", processes=2).wall,
            "memory": clean.memory,
        }
    finally:
        shutil.rmtree(folder)


@contextmanager
def _candidates(stage: Stage) -> Iterator[Candidates]:
    folder = stage.new_folder("builds")
    yield {
        name: partial(_read, folder / name.replace(" ", "-"), configuration, stage.amount(_PAGES))
        for name, configuration in _CONFIGURATIONS.items()
    }


def _time(folder: Path, pages: int, cells: int) -> Reading:
    source = _project(folder, _CONFIGURATIONS["ours"], pages, cells)
    try:
        return {"all pages": _build(source, folder / "html").processor}
    finally:
        shutil.rmtree(folder)


@contextmanager
def _growth_over_pages(stage: Stage) -> Iterator[Candidates]:
    folder = stage.new_folder("builds-over-pages")
    amounts = [stage.amount(number) for number in (125, 250, 500)]
    yield {f"ours {pages}": partial(_time, folder / str(pages), pages, _CELLS) for pages in amounts}


@contextmanager
def _growth_over_cells(stage: Stage) -> Iterator[Candidates]:
    folder = stage.new_folder("builds-over-cells")
    amounts = [stage.amount(number) for number in (500, 1_000, 2_000)]
    yield {f"ours {cells}": partial(_time, folder / str(cells), 1, cells) for cells in amounts}


BUILDS = Measurement(
    "builds",
    "sphinx-build, 1,000 pages of 5 cells",
    {
        "all pages": "s",
        "one page touched": "s",
        "pages rewritten": "pages",
        "two processes": "s",
        "memory": "MB",
    },
    _candidates,
)
OVER_PAGES = Measurement(
    "builds-over-pages", "sphinx-build, as pages become more", {"all pages": "s"}, _growth_over_pages
)
OVER_CELLS = Measurement(
    "builds-over-cells",
    "sphinx-build, as cells on a page become more",
    {"all pages": "s"},
    _growth_over_cells,
)
