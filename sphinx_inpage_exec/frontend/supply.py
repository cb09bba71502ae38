"""What is bundled, from the lock files alone: ``python supply.py`` prints names, versions and licences.

It asks no network, so it knows the advisories that somebody has written into advisories.json, each with
``name``, ``below``, ``id`` and ``summary``. It fails where one is met, and where something is not pinned by a
hash. ``npm audit`` and ``pip-audit`` know what is new, and need the network.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

_HERE = Path(__file__).parent
_WHEEL = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<hash> --hash=sha256:[0-9a-f]{64})?$", re.M)


@dataclass(frozen=True)
class Part:
    """One package; ``pinned`` tells whether the lock file has its hash."""

    name: str
    version: str
    licence: str
    pinned: bool


def npm_parts(lock: dict[str, Any]) -> Iterator[Part]:
    """Yield the packages of a package-lock.json, the project itself left out."""
    for path, package in lock["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if name and not package.get("link"):
            yield Part(name, package["version"], package.get("license", "unknown"), "integrity" in package)


def wheel_parts(requirements: str) -> Iterator[Part]:
    """Yield the wheels of a requirements.txt; their licences are in the runtime's own files."""
    for found in _WHEEL.finditer(requirements):
        yield Part(found["name"], found["version"], "see THIRD_PARTY_LICENSES.txt", bool(found["hash"]))


def complaints(parts: Iterable[Part], advisories: Iterable[dict[str, str]]) -> Iterator[str]:
    """Yield a sentence for what is not pinned, and for each advisory that is met."""
    known = list(advisories)
    for part in parts:
        if not part.pinned:
            yield f"{part.name} {part.version} is not pinned by a hash."
        for each in known:
            if each["name"] == part.name and _is_below(part.version, each["below"]):
                yield f"{part.name} {part.version} is met by {each['id']}: {each['summary']}"


def _is_below(version: str, limit: str) -> bool:
    try:
        return Version(version) < Version(limit)
    # A version that can not be compared is to be looked at by a person.
    except InvalidVersion:
        return True


def main() -> int:
    """Print the table and what there is to complain of; return 1 where there is something."""
    lock = json.loads((_HERE / "package-lock.json").read_text("utf-8"))
    parts = [*npm_parts(lock), *wheel_parts((_HERE / "runtime" / "requirements.txt").read_text("utf-8"))]
    known = json.loads((_HERE / "advisories.json").read_text("utf-8"))
    for part in parts:
        print(f"{part.name}\t{part.version}\t{part.licence}")
    found = list(complaints(parts, known["advisories"]))
    print(*found, sep="\n")
    print(f"{len(parts)} packages.")
    print(f"{len(known['advisories'])} advisories were asked for, as somebody knew them on {known['date']}.")
    print("It is no complete list, and has nothing later: ask `npm audit` and `pip-audit`, with a network.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
