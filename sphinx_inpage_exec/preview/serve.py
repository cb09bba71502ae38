"""``inpage-exec serve``: from sources to a site with live kernels, gone without a trace at the end."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import webbrowser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..sources import IN_BROWSER, SERVER_TOKEN, SERVER_URL
from .jupyter import LocalServer, Plan, local_server
from .processes import LOOPBACK, FailureError, StoppedError, StopSignal, free_port, port_is_free
from .site import Build, served

DEFAULT_PORT = 8000
_NAMED_PAGES = 10
_KERNELS = {"jupyter_server": "jupyter-server", "ipykernel": "ipykernel"}
_SITE = {"sphinx_autobuild": "sphinx-autobuild"}


@dataclass(frozen=True)
class Request:
    """What the person asked for."""

    source: Path
    port: int | None = None
    open_browser: bool = False
    sphinx_options: tuple[str, ...] = ()


def serve(request: Request) -> None:
    """Serve the project until the person stops it (SIGINT or SIGTERM), then end everything that was started.

    Raises `FailureError` with a sentence when it can not start or can not go on.
    """
    check_project(request.source)
    _check_installed(_SITE)
    port = _site_port(request.port)
    with StopSignal() as signals, tempfile.TemporaryDirectory(prefix="inpage-exec-") as directory:
        try:
            _serve(request, port, Path(directory), signals)
        except StoppedError:
            _say("Stopped everything that was started.")


def check_project(source: Path) -> None:
    """Raise `FailureError` when ``source`` is not the source directory of a Sphinx project."""
    if not source.is_dir():
        raise FailureError(f"There is no directory {source}; name the source directory of a Sphinx project.")
    if not (source / "conf.py").is_file():
        raise FailureError(
            f"{source} has no conf.py; name the directory that holds the conf.py of a Sphinx project."
        )


def _missing(needed: Mapping[str, str]) -> list[str]:
    return [name for module, name in needed.items() if importlib.util.find_spec(module) is None]


def _check_installed(needed: Mapping[str, str]) -> None:
    if missing := _missing(needed):
        raise FailureError(
            f"This needs {' and '.join(missing)}, which {sys.executable} does not have; "
            "install with: pip install 'sphinx-inpage-exec[live]'"
        )


def _site_port(wanted: int | None) -> int:
    if wanted and not port_is_free(wanted):
        raise FailureError(
            f"Port {wanted} is taken; name another one, or leave out --port to get a free one."
        )
    return wanted or free_port(DEFAULT_PORT)


def _serve(request: Request, port: int, home: Path, signals: StopSignal) -> None:
    if missing := _missing(_KERNELS):
        _say(f"Pages run in the browser, because {' and '.join(missing)} is not installed here.")
        _serve_site(request, port, home, signals, None)
        return
    _say(f"Starting a Jupyter server for {request.source} ...")
    with local_server(Plan(request.source, port, home), signals) as server:
        _say(f"The Jupyter server runs at {server.url} with a random token, for this machine only.")
        _serve_site(request, port, home, signals, server)


def _serve_site(
    request: Request, port: int, home: Path, signals: StopSignal, server: LocalServer | None
) -> None:
    kernels = {SERVER_URL: server.url, SERVER_TOKEN: server.token} if server else {IN_BROWSER: "1"}
    # Sphinx leaves its tracebacks in the directory for temporary files.
    build = Build(request.source, home, request.sphinx_options, {**kernels, "TMPDIR": str(home)})
    _say("Building the site ...")
    build.run(signals)
    pages = build.live_pages()
    if not pages:
        _explain_no_pages(request.source)
    with served(build, port, signals) as site:
        _announce(f"http://{LOOPBACK}:{port}/", pages, request.open_browser)
        _watch(server, site, signals)


def _explain_no_pages(source: Path) -> None:
    """Tell why no page can run. Raises `FailureError` when the project does not load the extension."""
    if not _is_loaded(source):
        raise FailureError(
            f"{source / 'conf.py'} does not load the extension, so no page can run; add this line to it:\n"
            f'    extensions.append("{__package__.partition(".")[0]}")'
        )
    _say(f"No page can run: `inpage-exec check {source}` tells which have cells and are switched on.")


def _is_loaded(source: Path) -> bool:
    """Ask in a process of its own, because conf.py can do anything to the one it runs in."""
    command = [sys.executable, "-m", "sphinx_inpage_exec.cli", "check", "--json", str(source)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return answer.returncode != 0 or bool(json.loads(answer.stdout)["loaded"])


def _announce(address: str, pages: Sequence[str], open_browser: bool) -> None:
    _say(f"The site is at {address} and follows every change of its sources.")
    for page in pages[:_NAMED_PAGES]:
        _say(f"  {address}{page} runs")
    if len(pages) > _NAMED_PAGES:
        _say(f"  and {len(pages) - _NAMED_PAGES} more")
    _say("Press Ctrl-C to stop everything.")
    if open_browser:
        webbrowser.open(address)


def _watch(server: LocalServer | None, site: subprocess.Popen[bytes], signals: StopSignal) -> None:
    """Wait for the person. Raises `StoppedError`, or `FailureError` when one of the two ends before."""
    signals.wait_for(lambda: (server and not server.alive) or site.poll() is not None)
    if server and not server.alive:
        raise FailureError(
            "The Jupyter server ended by itself, so no page can run any more; "
            f"run this command again. Its last lines were:\n{server.log}"
        )
    raise FailureError(
        f"sphinx-autobuild ended by itself (exit code {site.returncode}); run this command again."
    )


def _say(text: str) -> None:
    print(text, flush=True)
