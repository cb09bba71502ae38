"""One site for the tests of outputs: its pages are beside this file, and some are made of tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bundles import page_of_bundles
from every_widget import page_of_all
from servers import BuildSite, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer

SOURCE = Path(__file__).with_name("site")


@pytest.fixture(scope="session")
def outputs_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, with the pages of all widgets and of all bundles."""
    source = shutil.copytree(SOURCE, tmp_path_factory.mktemp("outputs") / "site")
    shutil.copy(SOURCE.parents[1] / "site" / "conf.py", source)
    (source / "every_widget.md").write_text(page_of_all(), "utf-8")
    (source / "every_bundle.md").write_text(page_of_bundles(), "utf-8")
    return source


@pytest.fixture(scope="session")
def outputs_site(build_site: BuildSite, outputs_source: Path, jupyter_server: LocalServer) -> Site:
    """The site of these tests, with the libraries that its outputs need."""
    libraries = ["bqplot", "bqscales", "jupyter-leaflet", "plotly.js"]
    values = {"inpage_exec_widgets": libraries, "html_static_path": ["static"]}
    return build_site(outputs_source, {"jupyter": backend_of(jupyter_server), **values})
