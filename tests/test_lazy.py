"""Modules that are imported when they are used first."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sphinx_inpage_exec.lazy import lazy_module

# A process of its own, in which nobody has imported anything yet.
_LOADED = """
import sys
from sphinx_inpage_exec import settings
from sphinx_inpage_exec.cells import prompts

def loaded():
    return [name for name in ("yaml.nodes", "pdb") if name in sys.modules]

before = loaded()
settings.project_settings("binder: {repo: owner/name}")
prompts.examples_of(">>> 1")
print(before, loaded())
"""


def test_yaml_and_doctest_run_only_where_there_is_yaml_or_a_prompt() -> None:
    command = [sys.executable, "-c", _LOADED]
    finished = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert finished.stdout == "[] ['yaml.nodes', 'pdb']\n"


def test_a_module_that_is_there_already_is_that_module() -> None:
    assert lazy_module("sys") is sys


def test_a_module_that_does_not_exist_is_named() -> None:
    with pytest.raises(ModuleNotFoundError, match="'there_is_no_such_module'"):
        lazy_module("there_is_no_such_module")
