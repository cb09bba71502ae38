"""Run the code of a Sphinx page in the page: in-page execution with live Jupyter kernels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .directives import PowerButton
from .exercises import CheckCell, ExerciseCell, SolutionCell
from .nodes import (
    BlockValue,
    Cell,
    Fold,
    InlineValue,
    Outputs,
    PowerBar,
    depart_cell,
    depart_fold,
    depart_outputs,
    depart_value,
    visit_cell,
    visit_fold,
    visit_outputs,
    visit_power_bar,
    visit_value,
)
from .phases import start
from .strings import CATALOG

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; everything that needs the configuration is registered when it is known."""
    app.add_config_value("jupyter", None, "html", Any)
    app.add_config_value("inpage_exec_fingerprint", "", "html", frozenset({str}))
    app.add_config_value("inpage_exec_languages", [], "env", frozenset({list, tuple}))
    app.add_config_value("inpage_exec_files", [], "env", frozenset({list, tuple}))
    app.add_config_value("inpage_exec_launch", [], "html", frozenset({list, tuple, dict}))
    app.add_config_value("inpage_exec_doctests", False, "env", frozenset({bool}))
    app.add_config_value("inpage_exec_widgets", {}, "html", frozenset({dict, list, tuple}))
    app.add_node(Cell, html=(visit_cell, depart_cell))
    app.add_node(Outputs, html=(visit_outputs, depart_outputs))
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.add_node(InlineValue, html=(visit_value, depart_value))
    app.add_node(BlockValue, html=(visit_value, depart_value))
    app.add_node(PowerBar, html=(visit_power_bar, None))
    app.add_directive("power-button", PowerButton)
    app.add_directive("exercise-cell", ExerciseCell)
    app.add_directive("solution-cell", SolutionCell)
    app.add_directive("check-cell", CheckCell)
    app.add_message_catalog(CATALOG, str(Path(__file__).parent / "locales"))
    app.connect("config-inited", start, priority=700)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
