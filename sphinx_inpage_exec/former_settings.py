"""What a book made for sphinx-thebe, Jupyter Book 1 or jupyter-sphinx says, as a raw value of `jupyter`.

https://sphinx-thebe.readthedocs.io/en/latest/configure.html, https://jupyterbook.org/v1/interactive/launchbuttons.html
and https://jupyter-sphinx.readthedocs.io/en/latest/thebelab.html; thebelab's own keys are those of
https://thebe.readthedocs.io/en/stable/config_reference.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .settings.text import UnreadableTextError, parse
from .settings.values import as_mapping

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_THEBE = "thebe_config"
_THEBELAB = "jupyter_sphinx_thebelab_config"
_OWNERS = {_THEBE: "sphinx_thebe", _THEBELAB: "jupyter_sphinx"}
_PROVIDERS = {"github.com": "github", "gitlab.com": "gitlab"}


@dataclass(frozen=True)
class Former:
    """A raw value, and the name of the setting that it was made from."""

    name: str
    raw: Any

    @property
    def spelling(self) -> str:
        """The line of conf.py that says the same; a token is not repeated in a message."""
        server = as_mapping(as_mapping(self.raw).get("server"))
        masked = {**self.raw, "server": {**server, "token": "…"}} if "token" in server else self.raw
        return f"jupyter = {masked!r}"


def add_former_settings(app: Sphinx) -> None:
    """Let conf.py hold the settings of extensions that are not loaded any more."""
    for name, owner in _OWNERS.items():
        if owner not in app.extensions:
            app.add_config_value(name, None, "html", Any)


def former_settings(config: Config, srcdir: Path) -> Former | None:
    """Return what the first of the old settings says; None where there is none. Nothing here raises."""
    return next(_found(config, srcdir), None)


def take_over(config: Config) -> None:
    """Keep jupyter-sphinx and the theme from adding thebe to pages that have the power button."""
    if getattr(config, _THEBELAB, None):
        config[_THEBELAB] = None
    options = as_mapping(getattr(config, "html_theme_options", None))
    buttons = options.get("launch_buttons")
    if isinstance(buttons, dict) and buttons.get("thebe"):
        buttons["thebe"] = False


def _found(config: Config, srcdir: Path) -> Iterator[Former]:
    thebe = getattr(config, _THEBE, None)
    if thebe:
        yield Former(f"`{_THEBE}`", _from_thebe(as_mapping(thebe)))
    options = as_mapping(getattr(config, "html_theme_options", None))
    buttons = as_mapping(options.get("launch_buttons"))
    if buttons.get("thebe"):
        yield Former("`thebe: true` of `launch_buttons`", _from_thebe({**buttons, **options}))
    thebelab = _thebelab(getattr(config, _THEBELAB, None), srcdir)
    if thebelab:
        yield Former(f"`{_THEBELAB}`", _from_thebelab(thebelab))


def _from_thebe(said: Mapping[str, object]) -> object:
    """TeachBooks' fork has `use_thebe_lite` beside the keys of sphinx-thebe."""
    if said.get("use_thebe_lite"):
        return "lite"
    url = str(said.get("repository_url") or "")
    binder = _present(
        url=said.get("binderhub_url"),
        provider=_provider(url),
        repo=url,
        ref=said.get("repository_branch"),
    )
    return {"binder": binder or True}


def _provider(url: str) -> str | None:
    """GitHub is what a Binder assumes, and any other host of git is asked by its full URL."""
    try:
        host = urlsplit(url).hostname
    # An address that is none is told as such by who reads the repository.
    except ValueError:
        return None
    provider = _PROVIDERS.get(host or "github.com", "git")
    return provider if provider != "github" else None


def _thebelab(value: object, srcdir: Path) -> Mapping[str, object]:
    """Return the configuration of thebelab, which may be the name of a file with it."""
    if not isinstance(value, str):
        return as_mapping(value)
    try:
        return as_mapping(parse((srcdir / value).read_text(encoding="utf-8")))
    except (OSError, ValueError, UnreadableTextError):
        return {}


def _from_thebelab(said: Mapping[str, object]) -> object:
    kernel = as_mapping(said.get("kernelOptions"))
    server = as_mapping(kernel.get("serverSettings"))
    binder = as_mapping(said.get("binderOptions"))
    return _present(
        server=_present(url=server.get("baseUrl"), token=server.get("token")),
        binder=_present(
            url=binder.get("binderUrl"),
            provider=binder.get("repoProvider"),
            repo=binder.get("repo"),
            ref=binder.get("ref"),
        ),
        kernelName=kernel.get("kernelName") or kernel.get("name"),
        mathjaxUrl=said.get("mathjaxUrl"),
        mathjaxConfig=said.get("mathjaxConfig"),
    ) or {"binder": True}


def _present(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}
