"""Take the pictures of the gallery, ``_static/gallery/*.webp``: ``python docs/make_gallery.py [THEME ...]``.

One sheet for each theme: the states of a page, light and dark, wide and narrow. Whoever changes the interface
takes them again, and looks at them. It needs the `live` extra, the themes, playwright and pillow.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page
from sphinx_inpage_exec.preview.jupyter import LocalServer, Plan, local_server
from sphinx_inpage_exec.preview.processes import LOOPBACK, StopSignal
from sphinx_inpage_exec.sources import SERVER_TOKEN, SERVER_URL

from make_picture import chromium, serving

DOCS = Path(__file__).parent
SOURCE = DOCS / "examples" / "gallery"
PICTURES = DOCS / "_static" / "gallery"
IMMATERIAL = {
    # It would fetch fonts while it builds.
    "font": False,
    "palette": [
        {"media": "(prefers-color-scheme: light)", "scheme": "default"},
        {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
    ],
}
THEMES: Mapping[str, Mapping[str, object]] = {
    "alabaster": {},
    "furo": {},
    "pydata_sphinx_theme": {},
    "sphinx_book_theme": {},
    "sphinx_rtd_theme": {},
    "sphinx_immaterial": {"extensions": ["sphinx_immaterial"], "html_theme_options": IMMATERIAL},
    "piccolo_theme": {},
}
"""Each theme with what it needs in conf.py."""

VIEWS = (
    ("light", (1200, 800), 0.5),
    ("dark", (1200, 800), 0.5),
    ("light", (360, 800), 0.5),
    ("dark", (360, 800), 0.5),
)
"""The columns of a sheet: the reader's colours, the window, and how much smaller it is on the sheet."""


def press(page: Page) -> None:
    """Press power and wait until all has run."""
    page.locator("button.inpage-exec-power").first.click()
    page.locator('.inpage-exec-cell[data-cell-id="cell-2"][data-state="done"]').wait_for(timeout=120_000)
    page.locator("html[data-inpage-exec=ready]").wait_for()


def connecting(page: Page) -> None:
    """Press power; no request for a kernel is ever answered."""
    page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
    page.locator("button.inpage-exec-power").first.click()
    page.locator("html[data-inpage-exec=connecting]").wait_for()
    page.locator(".inpage-exec-status").wait_for()


def run(number: int, state: str) -> Callable[[Page], None]:
    """Press power, then run one more cell until it is in a state."""

    def act(page: Page) -> None:
        press(page)
        cell = page.locator(f'.inpage-exec-cell[data-cell-id="cell-{number}"]')
        cell.locator('[data-action="run"]').click()
        page.locator(f'[data-cell-id="cell-{number}"][data-state="{state}"]').wait_for()

    return act


STATES: Mapping[str, Callable[[Page], None]] = {
    "idle": lambda page: None,
    "connecting": connecting,
    "ready": press,
    "busy": run(4, "running"),
    "error": run(3, "error"),
}
"""The rows of a sheet, and how a page comes there."""


def shots(browser: Browser, url: str) -> Iterator[list[Image.Image]]:
    """Yield a row of pictures for each state."""
    for bring in STATES.values():
        row = []
        for scheme, (width, height), scale in VIEWS:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            page.goto(url)
            bring(page)
            picture = Image.open(io.BytesIO(page.screenshot()))
            row.append(picture.resize((int(width * scale), int(height * scale)), Image.Resampling.LANCZOS))
            context.close()
        yield row


def sheet(rows: list[list[Image.Image]], gap: int = 8) -> Image.Image:
    """Put pictures of the same sizes in each row on one sheet."""
    width = sum(each.width + gap for each in rows[0]) + gap
    whole = Image.new("RGB", (width, sum(row[0].height + gap for row in rows) + gap), "#888")
    top = gap
    for row in rows:
        left = gap
        for each in row:
            whole.paste(each, (left, top))
            left += each.width + gap
        top += row[0].height + gap
    return whole


def build(theme: str, output: Path, server: LocalServer) -> None:
    """Build the example in a theme, against a server."""
    environment = {**os.environ, SERVER_URL: server.url, SERVER_TOKEN: server.token}
    environment["GALLERY"] = json.dumps({"html_theme": theme, **THEMES[theme]})
    command = [sys.executable, "-m", "sphinx", "-q", "-d", str(output.with_name(f"{theme}-doctrees"))]
    subprocess.run([*command, str(SOURCE), str(output)], env=environment, check=True)


def main(themes: list[str]) -> None:
    """Build, serve, run and take the pictures of these themes, or of all."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, StopSignal() as signals:
        home, www = Path(folder, "home"), Path(folder, "www")
        home.mkdir()
        www.mkdir()
        with (
            serving(www) as port,
            local_server(Plan(SOURCE, port, home), signals) as server,
            chromium() as browser,
        ):
            for theme in themes or THEMES:
                build(theme, www / theme, server)
                rows = list(shots(browser, f"http://{LOOPBACK}:{port}/{theme}/index.html"))
                sheet(rows).save(PICTURES / f"{theme}.webp", quality=75)
                print(f"{theme}: {(PICTURES / f'{theme}.webp').stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
