"""The distributions as a person gets them: built and installed where there is Python and pip, and no Node."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from frontend_tools import FRONTEND

ROOT = Path(__file__).parent.parent
PACKAGE = "sphinx_inpage_exec"
BUILT = f"{PACKAGE}/static/inpage_exec"

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]


@dataclass(frozen=True)
class Distributions:
    wheel: Path
    sdist: Path

    def in_wheel(self) -> set[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            return set(archive.namelist())

    def in_sdist(self) -> set[str]:
        with tarfile.open(self.sdist) as archive:
            return {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in archive.getnames()}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh checkout, in which an older build was left."""
    copy = _check_out(tmp_path_factory.mktemp("tree"))
    stale = copy / BUILT / "chunks" / "stale.js"
    stale.parent.mkdir(parents=True)
    stale.write_text("stale", encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def distributions(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """An sdist built from the checkout, and a wheel built from the sdist."""
    return _distribute(tree, tmp_path_factory.mktemp("dist"))


def test_another_checkout_gives_the_same_bytes(
    tree: Path, distributions: Distributions, tmp_path: Path
) -> None:
    """Elsewhere, at another time, and for its owner alone; whether a file can be run is git's to say."""
    other = _check_out(tmp_path / "elsewhere" / "of another length", tree)
    for path in other.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    again = _distribute(other, tmp_path / "dist")
    assert _members(again.wheel) == _members(distributions.wheel)
    assert _members(again.sdist) == _members(distributions.sdist)
    for one, two in ((again.wheel, distributions.wheel), (again.sdist, distributions.sdist)):
        assert one.name == two.name and one.read_bytes() == two.read_bytes()


def test_the_wheel_carries_everything_that_a_site_needs(distributions: Distributions) -> None:
    carried = distributions.in_wheel()
    sources = {name for name in _tracked() if _is_package_file(name)}
    built = {f"{BUILT}/{name}" for name in ("main.js", "inpage_exec.css", "THIRD_PARTY_LICENSES.txt")}
    assert sources | built <= carried
    for name in ("runtime.json", "pyodide.asm.wasm", "pyodide-lock.json", "THIRD_PARTY_LICENSES.txt"):
        assert f"{PACKAGE}/runtime/{name}" in carried
    assert f"{PACKAGE}/locales/de/LC_MESSAGES/{PACKAGE}.mo" in carried
    for chunk in ("page-", "thebe-", "engine-", "widgets-"):
        assert [name for name in carried if name.startswith(f"{BUILT}/chunks/{chunk}")] != []
    assert [name for name in carried if name.endswith(".dist-info/licenses/LICENSE")] != []


def test_the_wheel_carries_nothing_else(distributions: Distributions) -> None:
    carried = distributions.in_wheel()
    strange = {name for name in carried if not name.startswith(f"{PACKAGE}/") and ".dist-info/" not in name}
    assert strange == set()
    assert [name for name in carried if name.startswith(f"{PACKAGE}/frontend/")] == []
    assert distributions.wheel.stat().st_size <= json.loads((FRONTEND / "budget.json").read_text())["wheel"]


def test_the_sdist_carries_sources_and_built_files(distributions: Distributions) -> None:
    carried = distributions.in_sdist()
    assert {name for name in _tracked() if not name.startswith(".")} <= carried
    assert {f"{BUILT}/main.js", f"{PACKAGE}/runtime/runtime.json", "PKG-INFO"} <= carried
    assert [name for name in carried if "node_modules" in name] == []


def test_an_older_build_in_the_checkout_is_not_shipped(distributions: Distributions) -> None:
    stale = f"{BUILT}/chunks/stale.js"
    assert stale not in distributions.in_wheel()
    assert stale not in distributions.in_sdist()


def test_the_sdist_installs_without_npm(distributions: Distributions, tmp_path: Path) -> None:
    python = _environment(tmp_path)
    _install(python, distributions.sdist, npm_config_registry="http://127.0.0.1:9")
    installed = Path(_run(python, "-I", "-c", f"import {PACKAGE}; print({PACKAGE}.__path__[0])").strip())
    assert (installed / "static" / "inpage_exec" / "main.js").is_file()
    assert "usage: inpage-exec" in _run(python.with_name("inpage-exec"), "--help")


def test_an_editable_install_builds_the_frontend(tree: Path, tmp_path: Path) -> None:
    shutil.rmtree(tree / BUILT)
    python = _environment(tmp_path)
    _install(python, "--no-deps", "--editable", tree)
    assert (tree / BUILT / "main.js").is_file()
    place = f"from importlib.util import find_spec; print(find_spec({PACKAGE!r}).origin)"
    assert _run(python, "-I", "-c", place).strip() == str(tree / PACKAGE / "__init__.py")


def _check_out(folder: Path, source: Path = ROOT) -> Path:
    for name in _tracked():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, target)
    return folder


def _distribute(tree: Path, out: Path) -> Distributions:
    _run(sys.executable, "-m", "build", "--outdir", out, tree)
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return Distributions(wheel, sdist)


def _members(archive: Path) -> dict[str, str]:
    """The files of an archive with a digest of each, so that a difference has a name."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            found = {name: wheel.read(name) for name in wheel.namelist()}
    else:
        with tarfile.open(archive) as sdist:
            files = [member for member in sdist.getmembers() if member.isfile()]
            found = {member.name: (sdist.extractfile(member) or io.BytesIO()).read() for member in files}
    return {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def _tracked() -> list[str]:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in names if (ROOT / name).is_file()]


def _is_package_file(name: str) -> bool:
    return name.startswith(f"{PACKAGE}/") and not name.startswith(f"{PACKAGE}/frontend/")


def _environment(folder: Path) -> Path:
    venv.create(folder / "venv", with_pip=True)
    return folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"


def _install(python: Path, *arguments: str | Path, **environment: str) -> None:
    _run(python, "-m", "pip", "install", "--quiet", *arguments, **environment)


def _run(*command: str | Path, **environment: str) -> str:
    """Run a command that finds no program on its PATH, and so no Node."""
    finished = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **environment, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout
