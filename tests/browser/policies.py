"""The policies that the documentation gives for pages, as headers; and what they forbid a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

_DOCS = Path(__file__).parents[2] / "docs"
_NAME = "Content-Security-Policy"


def _table(page: str) -> Mapping[str, str]:
    """The rows of a page's tables whose second column is directives, by their first."""
    text = (_DOCS / page).read_text("utf-8")
    return dict(
        re.findall(
            r"^\| ([^|`]+) \| `((?:default|script|style|media|object)-src .+)` \|$", text, re.MULTILINE
        )
    )


_POLICIES = _table("security.md")
_OUTPUTS = _table("outputs.md")


def policy(kernels: str, *servers: str) -> dict[str, str]:
    """The header for pages with kernels from ``servers`` or ``the browser``; addresses may have a path."""
    return {_NAME: _POLICIES[kernels].replace("SERVERS", " ".join(_sources(servers)))}


def policy_for(output: str, *servers: str) -> dict[str, str]:
    """The header for pages of servers that have outputs of a kind, by its name in the documentation."""
    directives = _directives(policy("servers", *servers)[_NAME])
    del directives["require-trusted-types-for"], directives["trusted-types"]
    for name, sources in _directives(_OUTPUTS[output].replace("`, `", "; ")).items():
        directives.setdefault(name, []).extend(sources)
    return {_NAME: "; ".join(" ".join([name, *sources]) for name, sources in directives.items())}


def watch_policy(page: Page) -> None:
    """Keep what the page's policy forbids from now on, for `forbidden`."""
    page.evaluate(
        """() => {
          window.forbidden = [];
          document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
            window.forbidden.push(`${effectiveDirective} ${blockedURI}`));
        }"""
    )


def forbidden(page: Page) -> list[str]:
    """What the page's policy has forbidden since `watch_policy`: the directive, and what it was about."""
    found = page.evaluate("window.forbidden")
    assert isinstance(found, list)
    return found


def _sources(servers: tuple[str, ...]) -> list[str]:
    hosts = sorted({urlsplit(url).netloc for url in servers})
    return [f"{scheme}://{host}" for host in hosts for scheme in ("http", "ws")]


def _directives(value: str) -> dict[str, list[str]]:
    named = [directive.split() for directive in value.split(";")]
    return {name: sources for name, *sources in named}
