"""What is left out of the wheels of the runtime, and what is changed in them. Runs inside Pyodide."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LEXERS = (
    "__init__|_mapping|c_cpp|configs|css|data|diff|html|javascript|json5|markup|python|shell|special|sql|"
    # What those import.
    "_(cl|css|googlesql|lasso|lilypond|mysql|postgres|scheme|sql|tsql)_builtins|jvm|lilypond|lisp|ruby"
)
_UNUSED = re.compile(
    # Tests, stubs of types, and what Jupyter's own front ends take from a wheel.
    r"/tests?/|\.pyi$|/py\.typed$|\.data/"
    # A terminal, and what only a terminal needs.
    r"|^IPython/terminal/(?!__init__|embed|pt_inputhooks/__init__)"
    # Pygments has 250 modules of lexers; documentation is written with these.
    rf"|^pygments/lexers/(?!({_LEXERS})\.py)"
)

_NO_TERMINAL = '''\
"""A kernel in the browser has no terminal to embed a shell in."""


def embed(*arguments, **keywords):
    """Tell that there is no terminal."""
    raise RuntimeError("A kernel in the browser has no terminal, so nothing can be embedded.")
'''

CHANGES = {
    # The rest of IPython.terminal needs prompt_toolkit, which takes a third of the time to start.
    "IPython/terminal/embed.py": (r"(?s)^.*$", _NO_TERMINAL),
    # Wheels are not unpacked, so what is in them is no file.
    "IPython/utils/PyColorize.py": (
        r"Theme\.from_file\(_THEME_DIR / filename\)",
        'Theme.from_dict(json.loads(__loader__.get_data(f"{_THEME_DIR}/{filename}")))',
    ),
}
"""By file: a pattern that is to be found, and what takes its place."""


def trimmed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a wheel as they are shipped.

    :raises ValueError: if a change has nothing to change any more.
    """
    kept = {name: data for name, data in files.items() if not _UNUSED.search(name)}
    return {name: _changed(name, data) if name in CHANGES else data for name, data in kept.items()}


def _changed(name: str, data: bytes) -> bytes:
    pattern, replacement = CHANGES[name]
    text, count = re.subn(pattern, lambda _: replacement, data.decode(), count=1)
    if not count:
        raise ValueError(f"{name} has no {pattern} any more; correct CHANGES in trim.py.")
    return text.encode()
