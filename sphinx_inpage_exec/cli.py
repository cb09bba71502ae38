"""``inpage-exec``: the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from packaging.utils import canonicalize_name

from .check import inspect
from .explain import explain
from .lite.audit import audit
from .preview.processes import FailureError
from .preview.serve import DEFAULT_PORT, Request, check_project, serve

_SERVE = """\
Start a Jupyter server on this machine, build the site of SRCDIR against it and serve it with live reload.
Where jupyter-server is not installed, pages run in the browser instead.
No `jupyter` setting is needed in conf.py. Ctrl-C ends everything that was started; nothing is left on disk.
Options after `--` go to sphinx-build, for example: inpage-exec serve docs -- -D language=de
"""
_CHECK = """\
Print what the extension would use for the project in SRCDIR: versions, backends, and the cells of every page.
Made for bug reports: tokens are never printed.
"""
_EXPLAIN = """\
Print every value of the settings of PAGE, in the project in SRCDIR, and who says so: the page, the command
line, conf.py, myst.yml, the theme, or nobody. PAGE is the name of a document, or its file.
Tokens are never printed.
"""
_LITE = """\
Check a local copy of the full Pyodide distribution, which `lite.pyodideUrl` can name: which files of compiled
packages are missing, damaged or of another version. With PACKAGE, only what these packages need.
"""

_LAST_PORT = 65535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns 0, or 1 after a sentence on stderr. Wrong usage exits with 2."""
    own, sphinx_options = _split(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    options = parser.parse_args(own)
    if sphinx_options and options.run is not _serve:
        parser.error("only `serve` takes options of sphinx-build after `--`; leave them out")
    options.sphinx_options = sphinx_options
    try:
        options.run(options)
    except FailureError as failure:
        print(f"inpage-exec: {failure}", file=sys.stderr, flush=True)
        return 1
    return 0


def _split(arguments: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Ours, and what stands after `--`: versions of argparse differ in what they make of it."""
    place = list(arguments).index("--") if "--" in arguments else len(arguments)
    return arguments[:place], arguments[place + 1 :]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("inpage-exec", description="Sphinx pages that run in place.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    served = _command(commands, "serve", "serve a project with live kernels", _SERVE)
    served.usage = "inpage-exec serve [-h] [--port PORT] [--open] SRCDIR [-- SPHINX_OPTION ...]"
    served.add_argument(
        "--port", type=_port, help=f"port of the site (default: {DEFAULT_PORT}, or a free one)"
    )
    served.add_argument("--open", action="store_true", help="open the site in the web browser")
    served.set_defaults(run=_serve)
    checked = _command(commands, "check", "print what would be used, for bug reports", _CHECK)
    checked.add_argument("--json", action="store_true", help="print one JSON document")
    checked.set_defaults(run=_check)
    explained = _command(commands, "explain", "tell why a page has the settings that it has", _EXPLAIN)
    explained.add_argument("page", metavar="PAGE", help="document such as guide/plot, or its file")
    explained.add_argument("--json", action="store_true", help="print one JSON document")
    explained.add_argument(
        "-D",
        dest="overrides",
        metavar="NAME=VALUE",
        type=_override,
        action="append",
        default=[],
        help="override a setting of conf.py, as sphinx-build does",
    )
    explained.set_defaults(run=_explain)
    lite = commands.add_parser(
        "lite",
        help="check a copy of the Pyodide distribution",
        description=_LITE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    lite.add_argument(
        "--distribution", metavar="DIR", type=Path, required=True, help="the folder of the copy"
    )
    lite.add_argument("packages", metavar="PACKAGE", nargs="*", help="name of a package, such as numpy")
    lite.set_defaults(run=_lite)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str, text: str
) -> argparse.ArgumentParser:
    layout = argparse.RawDescriptionHelpFormatter
    command = commands.add_parser(name, help=summary, description=text, formatter_class=layout)
    command.add_argument("source", metavar="SRCDIR", type=Path, help="directory with the project's conf.py")
    return command


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= _LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a port; name a number from 1 to {_LAST_PORT}")


def _override(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if name and separator:
        return name, value
    raise argparse.ArgumentTypeError(f"{text} gives no value to a name; write it as NAME=VALUE")


def _serve(options: argparse.Namespace) -> None:
    source = options.source.resolve()
    serve(Request(source, options.port, options.open, tuple(options.sphinx_options)))


def _check(options: argparse.Namespace) -> None:
    source = options.source.resolve()
    check_project(source)
    report = inspect(source)
    print(report.to_json() if options.json else report.to_text())


def _explain(options: argparse.Namespace) -> None:
    source = options.source.resolve()
    check_project(source)
    explanation = explain(source, options.page, dict(options.overrides))
    print(explanation.to_json() if options.json else explanation.to_text())


def _lite(options: argparse.Namespace) -> None:
    print(audit(options.distribution.resolve(), [canonicalize_name(name) for name in options.packages]))


if __name__ == "__main__":
    sys.exit(main())
