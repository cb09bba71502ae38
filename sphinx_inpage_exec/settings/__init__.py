"""The `jupyter` schema: a raw value of any shape in, complete settings and the problems found out.

Pure Python without Sphinx. Nothing here raises on bad input: what can not be used is named in a
:class:`Problem` and dropped, the rest stands. The forms and keys are those of MyST's in-page execution
(https://mystmd.org/guide/in-page-execution).
"""

from __future__ import annotations

from .merge import page_settings, project_settings, switched_off
from .model import Backend, Binder, Lite, Server, Settings
from .providers import github_repository
from .reference import Row, reference
from .report import Problem

__all__ = [
    "Backend",
    "Binder",
    "Lite",
    "Problem",
    "Row",
    "Server",
    "Settings",
    "github_repository",
    "page_settings",
    "project_settings",
    "reference",
    "switched_off",
]
