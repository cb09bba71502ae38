"""What the tests of the settings share: the values they compare with, and a way to read what is right."""

from __future__ import annotations

from sphinx_inpage_exec.settings import Binder, Lite, Server, Settings, project_settings

DEFAULT_REPO = "executablebooks/thebe-binder-base"
DEFAULT_BINDER = Binder("https://mybinder.org/", "github", DEFAULT_REPO, "HEAD")
DEFAULT_SERVER = Server("http://localhost:8888", None)
OFF = Settings()
ON = Settings(backends=("binder",), binder=DEFAULT_BINDER)
LITE = Settings(backends=("lite",), lite=Lite())
SERVER = Settings(backends=("server",), server=DEFAULT_SERVER)

EVERYTHING = {
    "server": {"url": "https://hub.example.org/user/me", "token": "s3cret", "folder": "course/docs"},
    "binder": {
        "url": "https://binder.example.org/hub/",
        "provider": "gitlab",
        "repo": "a/b/c",
        "ref": "v1",
        "folder": "docs",
    },
    "lite": {
        "packages": ["numpy", "pandas>=2"],
        "wheels": ["dist/mine.whl"],
        "contents": ["data.csv"],
        "index": True,
        "pyodideUrl": "https://pyodide.example.org/v1/",
    },
    "kernelName": "ir",
    "sessionName": "</script> <!-- \u2028 \"quoted\" 'too' 😀",
    "disableSessionSaving": True,
    "mathjaxUrl": "https://example.org/MathJax.js?config=TeX",
    "mathjaxConfig": "TeX-AMS",
    "runOnConnect": False,
    "connectOnLoad": True,
    "startOnTouch": True,
    "powerButton": "directive",
    "panelButtons": ["run-all", "interrupt"],
    "cellButtons": ["run"],
    "foldHidden": False,
    "texts": {"power": "Start", "ready": "There it is: {kernel}"},
}


def valid(raw: object, repository: str | None = None) -> Settings:
    """Return the settings of a raw value that has nothing wrong with it."""
    settings, problems = project_settings(raw, repository)
    assert problems == ()
    return settings


def binder(**keys: object) -> Settings:
    """Return the settings of a project with these keys in its `binder`."""
    return valid({"binder": keys})
