"""What the interface has that an author can choose and word: its buttons, and its texts by their names."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Final

_PACKAGE = files(__package__.rpartition(".")[0])
_CONTRACT: Final = json.loads(_PACKAGE.joinpath("contract.json").read_text(encoding="utf-8"))

# Whoever has a server kept is always offered to forget it.
PANEL_BUTTONS: Final[tuple[str, ...]] = tuple(name for name in _CONTRACT["pageActions"] if name != "forget")
"""The buttons of the control panel."""

CELL_BUTTONS: Final[tuple[str, ...]] = tuple(_CONTRACT["cellActions"])
"""The buttons of a cell."""

POWER: Final = "power"
"""The name of the text on the power button."""

ENGLISH: Final[dict[str, str]] = {
    POWER: "Run this page",
    **json.loads(_PACKAGE.joinpath("strings.json").read_text(encoding="utf-8")),
}
"""The texts by their names."""


def foreign_places(name: str, text: str) -> list[str]:
    """Return the places such as ``{kernel}`` in an author's text that the text of this name does not fill."""
    return sorted(set(re.findall(r"\{\w+\}", text)) - set(re.findall(r"\{\w+\}", ENGLISH[name])))
