"""The warnings of the extension: one subtype for each kind of mistake.

``suppress_warnings = ["inpage_exec.setting"]`` in conf.py silences one kind, ``["inpage_exec"]`` all of them.
"""

from __future__ import annotations

from enum import Enum

WARNING_TYPE = "inpage_exec"
"""The type of every warning, as Sphinx prints it in ``[inpage_exec.setting]``."""


class Subtype(Enum):
    """The kinds of warning; ``value`` is the name that Sphinx prints, ``help`` what documents say."""

    SETTING = "setting", "A key or value of `jupyter` is not in the schema; it is dropped, the rest stands."
    SECRET = "secret", "A token for a server that is not on loopback is published to every reader."
    MYST_YML = "myst_yml", "`myst.yml` can not be read; the build goes on without it."
    CELL = (
        "cell",
        "A cell can not be prepared as written; it stays plain code or runs without the wrong part.",
    )
    LITE = "lite", "Something that pages need in the browser is missing, or can not work there."
    WIDGETS = "widgets", "A library that `inpage_exec_widgets` names is not there; its widgets are not shown."
    DIRECTIVE = "directive", "A directive of the extension stands where it has no effect."
    OLD_SPELLING = (
        "old_spelling",
        "A book still says things as sphinx-thebe, jupyter-sphinx or TeachBooks do; they work.",
    )
    ASSETS = "assets", "The built frontend is missing from the installation, so pages can not run."

    help: str

    def __new__(cls, value: str, description: str) -> Subtype:
        """Keep the name as the value, so that ``Subtype("setting")`` works, and the description beside it."""
        member = object.__new__(cls)
        member._value_ = value
        member.help = description
        return member

    @property
    def full_name(self) -> str:
        """The name to write in ``suppress_warnings``."""
        return f"{WARNING_TYPE}.{self.value}"
