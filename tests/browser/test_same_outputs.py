"""What a page shows after its cells have run is what a notebook stores: each cell of a corpus, compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from notebooks import ANSWER, run_notebook
from playwright.sync_api import Page
from reader import cell, payload, press_power, wait_state
from shown import Shown, expected, read
from sites import Site

CORPUS = Path(__file__).parent / "site" / "corpus"
PAGES = sorted(page.stem for page in CORPUS.iterdir())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_nbclient_stores(page: Page, site: Site, name: str, tmp_path: Path) -> None:
    page.goto(site.page(f"corpus/{name}"))
    page.evaluate(_ANSWERS, ANSWER)
    sources = [one["source"] for one in payload(page)["cells"]]
    press_power(page)
    notebook = run_notebook(sources, tmp_path)
    wait_state(page, "ready")
    different = {}
    for number, outputs in enumerate(notebook, 1):
        wanted = [shown for output in outputs if (shown := expected(output))]
        found = _without_answers(read(cell(page, number)))
        if found != wanted:
            different[number] = (wanted, found)
    assert not different, _report(different)


_ANSWERS = """(answer) => new MutationObserver(() => {
  for (const input of document.querySelectorAll(".jp-Stdin-input:not([data-answered])")) {
    input.dataset.answered = "";
    input.value = answer;
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  }
}).observe(document.body, { subtree: true, childList: true })"""


def _without_answers(shown: list[Shown]) -> list[Shown]:
    """What the kernel put out: what the reader typed is on the page, and in no notebook."""
    return [one for one in shown if one[0] != "application/vnd.jupyter.stdin"]


def _report(different: dict[int, tuple[list[Shown], list[Shown]]]) -> str:
    lines = [f"{len(different)} cells differ."]
    for number, (wanted, found) in different.items():
        lines.append(f"cell {number}\n  wanted {str(wanted)[:1500]}\n  found  {str(found)[:1500]}")
    return "\n".join(lines)
