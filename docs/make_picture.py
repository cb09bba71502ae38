"""Take the picture of a running page, ``_static/running-page.png``, with ``python docs/make_picture.py``.

It builds these pages and starts a Jupyter server and Chromium, all for real. It needs the `live` and `docs`
extras, and playwright.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from sphinx_inpage_exec.preview.jupyter import LocalServer, Plan, local_server
from sphinx_inpage_exec.preview.processes import LOOPBACK, StopSignal
from sphinx_inpage_exec.sources import SERVER_TOKEN, SERVER_URL

DOCS = Path(__file__).parent
PICTURE = DOCS / "_static" / "running-page.png"
WIDTH, HEIGHT = 1200, 1500
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(directory: Path) -> Iterator[int]:
    """Serve a directory; gives the port."""
    with ThreadingHTTPServer((LOOPBACK, 0), partial(_Handler, directory=str(directory))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def build(output: Path, server: LocalServer) -> None:
    """Build the pages against a server."""
    environment = {**os.environ, SERVER_URL: server.url, SERVER_TOKEN: server.token}
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-d",
        str(output.with_name("doctrees")),
        str(DOCS),
        str(output),
    ]
    subprocess.run(command, env=environment, check=True)


def run(page: Page, url: str) -> None:
    """Press the power button and wait until all cells have run, and the page shows what they put out."""
    page.goto(url)
    page.locator("button.inpage-exec-power").click()
    page.locator("html[data-inpage-exec=busy]").wait_for()
    page.locator("html[data-inpage-exec=ready]").wait_for(timeout=120_000)
    page.locator(".inpage-exec-output .widget-slider").wait_for()
    page.locator(".inpage-exec-output mjx-container").first.wait_for()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that is there."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def take(url: str) -> None:
    """Write the picture of a page."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        run(page, url)
        page.screenshot(path=PICTURE)


def main() -> None:
    """Build, serve, run and take the picture."""
    with tempfile.TemporaryDirectory() as folder, StopSignal() as signals:
        home, output = Path(folder, "home"), Path(folder, "html")
        home.mkdir()
        output.mkdir()
        with serving(output) as port, local_server(Plan(DOCS, port, home), signals) as server:
            build(output, server)
            take(f"http://{LOOPBACK}:{port}/notebook.html")


if __name__ == "__main__":
    main()
