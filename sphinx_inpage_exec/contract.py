"""The contract with the browser: names and payload. Both sides are tested against `contract.json`."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Final, NotRequired, TypedDict

_CONTRACT: Final[dict[str, Any]] = json.loads(
    files(__package__).joinpath("contract.json").read_text(encoding="utf-8")
)

VERSION: Final[int] = _CONTRACT["version"]
PAYLOAD_ID: Final[str] = _CONTRACT["ids"]["payload"]
BAR: Final[str] = _CONTRACT["classes"]["bar"]
CELL: Final[str] = _CONTRACT["classes"]["cell"]
SOURCE: Final[str] = _CONTRACT["classes"]["source"]
FOLD: Final[str] = _CONTRACT["classes"]["fold"]
STORED: Final[str] = _CONTRACT["classes"]["stored"]
VALUE: Final[str] = _CONTRACT["classes"]["value"]
CELL_ID: Final[str] = _CONTRACT["attributes"]["cellId"]
VALUE_ID: Final[str] = _CONTRACT["attributes"]["valueId"]
STATE: Final[str] = _CONTRACT["attributes"]["state"]
CELL_STATES: Final[tuple[str, ...]] = tuple(_CONTRACT["cellStates"])

_IN_SCRIPT: Final = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"})


class CellData(TypedDict):
    """One cell, in the order of the page.

    ``expected`` is the text that a run should put out. ``kernel`` is the id of the kernel that runs it,
    where that is not the page's own. ``values`` are the expressions that are asked for after it, by the ids
    of the values in the text that show them.
    """

    id: str
    source: str
    language: str
    tags: list[str]
    visible: bool
    expected: NotRequired[str]
    kernel: NotRequired[str]
    checks: NotRequired[str]
    values: NotRequired[dict[str, str]]


class GluedData(TypedDict):
    """A value in the text that shows what cells glue under a key: as it is, or as text in a format."""

    id: str
    key: str
    format: NotRequired[str]


class KernelData(TypedDict):
    """A kernel beside the page's own: the one with this name, or any that speaks this language."""

    id: str
    name: NotRequired[str]
    language: NotRequired[str]


class Payload(TypedDict):
    """The one document that a page hands to the browser.

    ``path`` is the source file relative to the source directory, with slashes. ``settings`` holds
    ``backends`` and the keys of the `jupyter` schema under their own names; unset keys are left out.
    ``kernels`` are those that cells name, ``glued`` the values that show what cells glue. ``strings`` holds
    the texts that differ from English and may be shown before anything is loaded; ``translations`` names
    the file with the others, relative to the folder of the main script.
    """

    version: int
    docname: str
    path: str
    settings: dict[str, object]
    cells: list[CellData]
    kernels: NotRequired[list[KernelData]]
    glued: NotRequired[list[GluedData]]
    strings: dict[str, str]
    translations: NotRequired[str]


def encode(payload: Payload) -> str:
    """Return JSON in ASCII that can not end a script element, nor be taken for markup in XHTML.

    The rules are those of https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    return json.dumps(payload, separators=(",", ":")).translate(_IN_SCRIPT)
