"""Sites that run in the browser, built with nothing but Sphinx and served from a path of their own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest
from servers import BuildSite
from sites import Site
from wheel_files import write_wheel

SOURCE = Path(__file__).parent / "lite" / "site"


class LiteSite(Protocol):
    """Build the site of these tests."""

    def __call__(self, headers: Mapping[str, str] | None = None, **lite: Any) -> Site:
        """Return the site, with these settings of ``lite``."""
        ...


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
