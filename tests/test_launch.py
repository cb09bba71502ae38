"""Links that open the source of a page elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from building import Build, ipynb

CELL = "Title\n=====\n\n.. code-cell::\n\n   x = 1\n"
GITHUB = {"github_user": "you", "github_repo": "book", "github_version": "main", "doc_path": "docs"}
ALL = {"binder": True, "colab": True, "jupyterhub": "https://hub.example.org"}
BINDER = "https://mybinder.org/v2/gh/you/book/main?urlpath=lab%2Ftree%2Fdocs%2F"
HUB = (
    "https://hub.example.org/hub/user-redirect/git-pull"
    "?repo=https%3A%2F%2Fgithub.com%2Fyou%2Fbook&branch=main&urlpath=lab%2Ftree%2Fbook%2Fdocs%2F"
)


def links(build: Build, sources: dict[str, str], **conf: Any) -> dict[str, str]:
    page = build(sources, jupyter=True, html_context=GITHUB, **conf).page()
    return {link.get_text(): str(link["href"]) for link in page.select(".inpage-exec-launch a")}


def test_a_page_links_to_its_source_where_the_author_says_so(build: Build) -> None:
    found = links(build, {"index.rst": CELL}, inpage_exec_launch=ALL, strict=True)
    assert found == {"Binder": f"{BINDER}index.rst", "JupyterHub": f"{HUB}index.rst"}


def test_a_notebook_opens_in_colab_as_well(build: Build) -> None:
    source = {"index.ipynb": ipynb({"source": "x = 1"})}
    found = links(build, source, inpage_exec_launch=["colab"], extensions=("myst_nb",))
    assert found == {"Colab": "https://colab.research.google.com/github/you/book/blob/main/docs/index.ipynb"}


def test_another_binderhub_can_be_named(build: Build) -> None:
    found = links(build, {"index.rst": CELL}, inpage_exec_launch={"binder": "https://gke.example.org/b"})
    assert found == {
        "Binder": f"https://gke.example.org/b/{BINDER.removeprefix('https://mybinder.org/')}index.rst"
    }


def test_a_page_has_no_links_where_nobody_asks_for_them_and_none_without_cells(build: Build) -> None:
    assert links(build, {"index.rst": CELL}, folder="off") == {}
    sources = {"index.rst": "Title\n=====\n"}
    assert links(build, sources, inpage_exec_launch=ALL, folder="plain") == {}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (["bindr"], "Did you mean binder?"),
        (["jupyterhub"], "gives no address for jupyterhub"),
        ({"jupyterhub": "javascript:alert(1)"}, "gives no address for jupyterhub"),
    ],
)
def test_what_is_wrong_is_told_and_dropped(build: Build, value: object, told: str) -> None:
    built = build({"index.rst": CELL}, jupyter=True, html_context=GITHUB, inpage_exec_launch=value)
    assert told in "\n".join(built.warnings)
    assert not built.page().select(".inpage-exec-launch")


def test_a_project_without_a_repository_is_told_to_name_it(build: Build) -> None:
    built = build({"index.rst": CELL}, jupyter=True, inpage_exec_launch=["binder"])
    assert "needs the project's repository on GitHub" in "\n".join(built.warnings)
