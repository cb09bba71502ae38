"""The browsers that tests drive, the distribution's own; as a script, installs them where it can."""

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
    # A name that is not of this machine, as far as the browser knows.
    "--host-resolver-rules=MAP *.test 127.0.0.1",
]
_PACKAGES = ["chromium", "firefox-esr", "fonts-dejavu-core"]


def main() -> int:
    """Return 0 where the browsers are there afterwards."""
    if all(any(map(shutil.which, names)) for names in PROGRAMS.values()):
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("The browser tests need Chromium and Firefox, which only root can install here.")
        return 1
    print("Installing Chromium and Firefox from the distribution.", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *_PACKAGES]):
        finished = subprocess.run(["apt-get", "--quiet", "--quiet", *command], env=environment, check=False)
        if finished.returncode:
            return finished.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
