"""Browsers that keep less than others do: no storage, no room in it, no locks, no last request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import BrowserContext, BrowserType, Page

Kind = Literal["localStorage", "sessionStorage"]
KINDS: tuple[Kind, Kind] = ("localStorage", "sessionStorage")
INSECURE_HOST = "site.test"
"""A name for loopback that browsers do not trust as they trust loopback: plain http from it is insecure."""

NO_LAST_REQUEST = """
addEventListener("pagehide", () => {
  window.fetch = () => Promise.reject(new TypeError("The page is gone."));
});
"""
"""A script that makes a page send as little on leaving as browsers without keepalive do."""

_BLOCK_STORAGE = {"profile": {"default_content_setting_values": {"cookies": 2}}}


def fill(page: Page, kind: Kind) -> None:
    """Leave no room for a single character in the storage of a page."""
    page.evaluate(
        """kind => {
          const storage = window[kind];
          for (let size = 2 ** 24, number = 0; size >= 1; number += 1) {
            try { storage.setItem(`filling-${number}`, "x".repeat(size)); }
            catch { size = Math.floor(size / 2); }
          }
        }""",
        kind,
    )


def kept(page: Page, kind: Kind = "localStorage") -> dict[str, str]:
    """Return what we keep in the storage of a page."""
    found = page.evaluate("kind => ({...window[kind]})", kind)
    return {name: value for name, value in found.items() if name.startswith("inpage-exec-")}


@contextmanager
def storage_blocked(
    browser_type: BrowserType, arguments: Mapping[str, Any], folder: Path
) -> Iterator[BrowserContext]:
    """A Chromium whose user has switched off storage for all sites."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps(_BLOCK_STORAGE), "utf-8")
    context = browser_type.launch_persistent_context(folder, **arguments)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def insecure(browser_type: BrowserType, arguments: Mapping[str, Any]) -> Iterator[BrowserContext]:
    """A Chromium that finds loopback under the name of another machine: `INSECURE_HOST`."""
    own = [*arguments["args"], f"--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1"]
    browser = browser_type.launch(**{**arguments, "args": own})
    try:
        yield browser.new_context()
    finally:
        browser.close()
