"""A repository with documentation in a folder of it, whose page reads a data file that lies beside it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from reader import cell, output_of, run_page

DOCS = "docs"
PAGE = "guide/plot"
FILE = f"{PAGE}.rst"
_TEXTS = {
    f"{DOCS}/conf.py": 'extensions = ["sphinx_inpage_exec"]\nmaster_doc = "guide/plot"\n',
    f"{DOCS}/{FILE}": """\
Plot
====

.. code-cell:: python

   print(open("numbers.csv").read())
""",
    f"{DOCS}/guide/numbers.csv": "one,two,three\n",
}


def write_repository(folder: Path) -> Path:
    """Write the files of the repository into ``folder``; return the folder of its documentation."""
    (folder / ".git").mkdir(parents=True)
    for name, text in _TEXTS.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder / DOCS


def expect_data(page: Page) -> None:
    """The page's cell has found the file that lies beside the page's source."""
    expect(output_of(cell(page, 1))).to_contain_text("one,two,three")


def run_and_expect_data(page: Page, url: str) -> None:
    """Run the page; its cell finds the file that lies beside the page's source."""
    run_page(page, url)
    expect_data(page)
