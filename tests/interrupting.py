"""Builds that are ended at any moment, and what a clean one of the same sources makes.

``python tests/interrupting.py 600`` tries moments for 600 seconds, and prints how many were not made good. A
second number is the seed of the choice. Not among the checks: tests/test_interrupted.py tries a few.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from building import write_sources

_WATCHED = """
import os, sys
last, number, name = int(sys.argv.pop(1)), int(sys.argv.pop(1)), sys.argv.pop(1)
count = 0

def touches(event, arguments):
    if event != "open":
        return not name and event.startswith(("os.", "shutil.", "tempfile."))
    writes = (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
    return writes and name in str(arguments[0])

def watch(event, arguments):
    global count
    if touches(event, arguments):
        count += 1
        if count - 1 == last:
            os.kill(os.getpid(), number)

sys.addaudithook(watch)
from sphinx.cmd.build import main
status = main(sys.argv[1:])
print("touched", count)
sys.exit(status)
"""
"""A build that ends itself when it touches files for the n-th time; the last of them may not be whole."""

CONF = """
extensions = ["sphinx_inpage_exec"]
jupyter = {"lite": {"contents": ["data"]}}
html_theme = "alabaster"
language = "de"
"""
PAGES = 6
EARLIER = "print( 1 )"
"""Other code in the same words: Sphinx 8 keeps words in its index that are gone."""
SIGNALS = (signal.SIGKILL, signal.SIGINT)


def sources(title: str = "page0", code: str = "print(1)") -> dict[str, str]:
    """A project of some pages; the first has a title and code of its own."""
    titles = {f"page{number}": f"page{number}" for number in range(PAGES)} | {"page0": title}
    pages = {
        f"{name}.rst": f"{title}\n=====\n\n.. code-cell::\n\n   print('{name}')\n   {code}\n"
        for name, title in titles.items()
    }
    toc = "Start\n=====\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in titles)
    return {**pages, "index.rst": toc, "conf.py": CONF, "data/words.txt": "words"}


def command(source: Path, site: Path) -> list[str]:
    return ["-q", "-d", str(site.with_name(f"{site.name}-doctrees")), str(source), str(site)]


def run(
    *arguments: str, program: tuple[str, ...] = ("-m", "sphinx"), before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python to its end; ``before`` is done in the process first."""
    whole = [sys.executable, *program, *arguments]
    return subprocess.run(
        whole, capture_output=True, text=True, check=False, errors="replace", preexec_fn=before
    )


def build(source: Path, site: Path) -> subprocess.CompletedProcess[str]:
    return run(*command(source, site))


def ended(
    source: Path, site: Path, point: int, name: str = "", number: int = signal.SIGKILL
) -> subprocess.CompletedProcess[str]:
    """Build until files are touched for the n-th time: any, or those with a name that are written."""
    return run(str(point), str(int(number)), name, *command(source, site), program=("-c", _WATCHED))


def touches(source: Path, site: Path, name: str = "") -> int:
    """Build, and return how many points `ended` has."""
    return int(ended(source, site, -1, name).stdout.split()[-1])


def files(site: Path) -> Mapping[str, bytes]:
    found = (path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): path.read_bytes() for path in found}


def differences(site: Path, clean: Path) -> list[str]:
    one, other = files(site), files(clean)
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@dataclass
class Attempts:
    """Random moments at which builds are ended, the same for a seed; the next build has to be as clean."""

    folder: Path
    seed: int
    tried: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._source, self._clean = self.folder / "source", self.folder / "clean"
        write_sources(self._source, sources(code=EARLIER))
        self._points = {False: touches(self._source, self._clean)}
        write_sources(self._source, sources())
        started = time.monotonic()
        self._points[True] = touches(self._source, self._clean)
        self._seconds = time.monotonic() - started

    def attempt(self, *, timed: bool = False) -> str:
        """End one build, or the rebuild after a change, and build again; empty when that made it good.

        A ``timed`` one is ended from outside, at a moment that no seed can repeat.
        """
        self.tried += 1
        number, moment = self._random.choice(SIGNALS), self._random.random()
        rebuild = self._random.random() < 0.5
        site = self.folder / "site"
        if rebuild:
            write_sources(self._source, sources(code=EARLIER))
            assert build(self._source, site).returncode == 0
            write_sources(self._source, sources())
        if timed:
            status = self._end_after(moment * self._seconds, site, number)
        else:
            point = int(moment * self._points[rebuild])
            status = ended(self._source, site, point, number=number).returncode
        again = build(self._source, site)
        wrong = again.stderr or ", ".join(differences(site, self._clean))
        for left in self.folder.glob("site*"):
            shutil.rmtree(left)
        what = f"{number.name} at {moment:.4f}, {'rebuild' if rebuild else 'build'}, ended with {status}"
        return f"{what}: {wrong}" if wrong else ""

    def _end_after(self, seconds: float, site: Path, number: int) -> int:
        line = [sys.executable, "-m", "sphinx", *command(self._source, site)]
        building = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return building.wait(seconds)
        except subprocess.TimeoutExpired:
            os.kill(building.pid, number)
            return building.wait()


def main(seconds: float, seed: int = 0) -> int:
    """Try until the time is over; print and count what was not made good."""
    until, failures = time.monotonic() + seconds, 0
    with tempfile.TemporaryDirectory() as folder:
        attempts = Attempts(Path(folder), seed)
        while time.monotonic() < until:
            if wrong := attempts.attempt(timed=attempts.tried % 2 == 1):
                failures += 1
                print(wrong, flush=True)
        print(f"{attempts.tried} builds ended, {failures} not made good by the next.")
    return failures


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])) > 0)
