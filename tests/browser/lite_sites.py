"""Sites that run in the browser, built with nothing but Sphinx and served from a path of their own."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest
from servers import BuildSite
from sites import Site

SOURCE = Path(__file__).parent / "lite" / "site"


class LiteSite(Protocol):
    """Build the site of these tests."""

    def __call__(self, headers: Mapping[str, str] | None = None, **lite: Any) -> Site:
        """Return the site, with these settings of ``lite``."""
        ...


def write_wheel(folder: Path, name: str, code: str, platform: str = "any") -> Path:
    """Write a wheel with one module."""
    folder.mkdir(exist_ok=True)
    wheel = folder / f"{name}-1.0-py3-none-{platform}.whl"
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-{platform}\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return wheel


@pytest.fixture(scope="session")
def lite_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, with the wheels of a project."""
    source = shutil.copytree(SOURCE, tmp_path_factory.mktemp("lite") / "site")
    shutil.copy(SOURCE.parents[1] / "site" / "conf.py", source)
    write_wheel(source / "dist", "greeting", "def hello():\n    return 'hello from a wheel'\n")
    write_wheel(source / "dist", "farewell", "def bye():\n    return 'bye from a wheel'\n")
    return source


@pytest.fixture(scope="session")
def lite_site(build_site: BuildSite, lite_source: Path) -> LiteSite:
    """Build the site (once for each set of settings and headers)."""

    def build(headers: Mapping[str, str] | None = None, **lite: Any) -> Site:
        return build_site(lite_source, {"jupyter": {"lite": lite or True}}, headers=headers)

    return build
