"""What an output shows, as one pair for each: its MIME type, and its content in a form that can be compared.

`expected` derives the pair from an output as nbclient stores it, `read` from the page. There is one rule for
each MIME type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Comment, Tag
from markdown_it import MarkdownIt
from playwright.sync_api import Locator

Shown = tuple[str, str]

_DOCUMENTATION = Path(__file__).parents[2] / "docs" / "outputs.md"
RANKED = re.findall(r"^\| `([^`]+)` \|", _DOCUMENTATION.read_text("utf-8"), re.MULTILINE)
"""The MIME types in the order that the documentation promises, richest first."""

_READ = """async (cell) => {
  const unfold = async (details) => {
    details.open = true;
    while (details.children.length < 2) await new Promise(requestAnimationFrame);
  };
  const asData = async (address) => {
    const reader = new FileReader();
    reader.readAsDataURL(await (await fetch(address)).blob());
    await new Promise((resolve) => (reader.onload = resolve));
    return reader.result;
  };
  const area = cell.querySelector(".inpage-exec-output .jp-OutputArea");
  if (!area) return [];
  const direct = ":scope > .jp-OutputArea-child > .jp-OutputArea-output[data-mime-type]";
  const seen = [];
  for (const output of area.querySelectorAll(direct)) {
    while (output.ariaBusy) await new Promise(requestAnimationFrame);
    for (let more; (more = output.querySelector('[data-action="more"]')); ) more.click();
    const closed = ".inpage-exec-json details:not([open])";
    for (let details; (details = output.querySelector(closed)); ) await unfold(details);
    const copy = output.cloneNode(true);
    for (const shown of copy.querySelectorAll("object")) shown.dataset.content = await asData(shown.data);
    seen.push([output.dataset.mimeType, copy.innerHTML]);
  }
  return seen;
}"""


def expected(output: Mapping[str, Any]) -> Shown | None:
    """What the page shows for an output; None where there is nothing that could be shown."""
    if output["output_type"] == "stream":
        mime_type = f"application/vnd.jupyter.{output['name']}"
        return mime_type, _text_of_terminal(output["text"])
    if output["output_type"] == "error":
        return "application/vnd.jupyter.stderr", _text_of_terminal("\n".join(output["traceback"]))
    chosen = next((mime_type for mime_type in RANKED if mime_type in output["data"]), None)
    return chosen and (chosen, _normal(_RULES[chosen][0](output["data"][chosen])))


def read(cell: Locator) -> list[Shown]:
    """What the live output of a cell shows, once it is rendered; what is folded or cut is opened."""
    return [(mime_type, _content(mime_type, html)) for mime_type, html in cell.evaluate(_READ)]


def _content(mime_type: str, html: str) -> str:
    rule = _RULES.get(mime_type, _TEXT)
    return _normal(rule[1](BeautifulSoup(html, "html.parser")))


def _normal(text: str) -> str:
    """The text without what differs from run to run: addresses, times, names of temporary files."""
    text = re.sub(r"0x[0-9a-f]{6,}", "0x…", text)
    text = re.sub(r"(?<![^\s\"])[^\s\"]*ipykernel_\d+/\d+\.py", "ipykernel_…", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+", "…", text).replace("\0", "")
    text = re.sub(r"\b[0-9a-f]{32}\b", "…", text)
    return re.sub(r"<ipython-input-\S+>", "<ipython-input-…>", text)


def _text_of_terminal(text: str) -> str:
    """What a terminal is left with: colours taken away, carriage returns and backspaces carried out."""
    text = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", text)
    text = re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", text)
    return _normal("\n".join(map(_line_of_terminal, text.split("\n"))))


def _line_of_terminal(line: str) -> str:
    shown: list[str] = []
    at = 0
    for character in line:
        if character == "\r":
            at = 0
        elif character == "\b":
            at = max(at - 1, 0)
            del shown[at : at + 1]
        else:
            shown[at : at + 1] = [character]
            at += 1
    return "".join(shown)


def _tree(html: str) -> str:
    """HTML as the parser of the comparison reads it: attributes in order, no comments."""
    soup = BeautifulSoup(html, "html5lib")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    lines = []
    for node in soup.body.descendants if soup.body else []:
        if isinstance(node, Tag):
            attributes = {name: value for name, value in node.attrs.items() if name not in {"rel", "target"}}
            lines.append(f"<{node.name} {sorted((name, str(value)) for name, value in attributes.items())}>")
        elif words := " ".join(str(node).split()):
            lines.append(words)
    return "\n".join(lines)


def _json_text(value: object, prefix: str = "") -> str:
    if not isinstance(value, dict | list):
        return prefix + json.dumps(value, ensure_ascii=False)
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    if not value:
        return prefix + json.dumps(value)
    size = f"{{{len(value)}}}" if isinstance(value, dict) else f"[{len(value)}]"
    return prefix + size + "".join(_json_text(each, f"{name}: ") for name, each in entries)


def _formulas(source: str) -> str:
    """The formulas of a text, without what encloses them."""
    found = re.findall(
        r"\$\$(.+?)\$\$|\$(.+?)\$|(\\begin\{align\}.+?\\end\{align\})", " ".join(source.split())
    )
    return "\n".join(next(filter(None, groups)).strip() for groups in found)


def _typeset(soup: BeautifulSoup) -> str:
    sources = soup.select('annotation[encoding="application/x-tex"]')
    return "\n".join(" ".join(one.get_text().split()) for one in sources)


def _markdown(source: str) -> str:
    """The text of the HTML that Markdown stands for; formulas are what they are in TeX."""
    html = MarkdownIt("commonmark").enable("table").render(re.sub(r"\$+[^$]+\$+", " ", source))
    return _words(html) + "\n" + _formulas(source)


def _shown_markdown(soup: BeautifulSoup) -> str:
    formulas = _typeset(soup)
    for formula in soup.select(".katex, .katex-display"):
        formula.replace_with(" ")
    for anchor in soup.select(".jp-InternalAnchorLink"):
        anchor.decompose()
    return _words(str(soup)) + "\n" + formulas


def _words(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    tags = [tag.name for tag in soup.find_all() if tag.name not in {"pre", "code", "span"}]
    return " ".join(soup.get_text(" ").split()) + str(tags)


def _source_of(soup: BeautifulSoup) -> str:
    found = soup.select_one("img, object")
    return str(found and (found.get("src") or found.get("data-content")))


def _svg(source: str) -> str:
    return "".join(source.split())


_Rule = tuple[Callable[[Any], str], Callable[[BeautifulSoup], str]]
"""What is expected of the data of a bundle, and what is read from the page."""

_TEXT: _Rule = (
    lambda data: _text_of_terminal(data if isinstance(data, str) else "".join(data)),
    lambda soup: soup.get_text(),
)
_JSON: _Rule = (_json_text, lambda soup: soup.get_text())
_IMAGE: _Rule = (
    lambda data: "".join(data.split()),
    lambda soup: _source_of(soup).partition(";base64,")[2],
)
_SHOWN: _Rule = (lambda data: "shown", lambda soup: "shown" if soup.select_one("svg, canvas") else "")
_NOTHING: _Rule = (lambda data: "", lambda soup: soup.get_text())

_RULES: dict[str, _Rule] = {
    **dict.fromkeys(RANKED, _TEXT),
    "text/html": (_tree, lambda soup: _tree(str(soup))),
    "text/markdown": (_markdown, _shown_markdown),
    "text/latex": (_formulas, _typeset),
    "image/svg+xml": (_svg, lambda soup: _svg(unquote(_source_of(soup).partition(",")[2]))),
    **{name: _IMAGE for name in RANKED if name.startswith("image/") and name != "image/svg+xml"},
    "application/pdf": _IMAGE,
    "application/json": _JSON,
    "application/geo+json": _JSON,
    **{name: _NOTHING for name in RANKED if name.endswith("javascript")},
    **{name: _SHOWN for name in RANKED if "vega" in name},
    "application/vnd.jupyter.widget-view+json": (
        lambda data: "a widget",
        # The view of a widget that its kernel has closed is empty.
        lambda soup: "a widget" if soup.select_one(".jupyter-widgets") else soup.get_text() or "a widget",
    ),
}
