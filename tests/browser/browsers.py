"""The browsers that tests drive, the distribution's own; as a script, installs Chromium where it can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "firefox": ("firefox-esr", "firefox"),
}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PACKAGES = ["chromium", "fonts-dejavu-core"]


def main() -> int:
    """Return 0 where a browser is there afterwards."""
    if any(map(shutil.which, PROGRAMS["chromium"])):
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(
            "The browser tests need Chromium, which only root can install here. Install it, then try again."
        )
        return 1
    print("Installing Chromium from the distribution.", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *_PACKAGES]):
        finished = subprocess.run(["apt-get", "--quiet", "--quiet", *command], env=environment, check=False)
        if finished.returncode:
            return finished.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
