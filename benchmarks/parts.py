"""What has been measured, kept part by part: a run that was ended goes on with the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from .model import Readings


@dataclass(frozen=True)
class Parts:
    """A folder with a file for each measurement, which holds its readings and what they depend on."""

    folder: Path

    def keep(self, name: str, conditions: Mapping[str, object], readings: Iterable[Readings]) -> None:
        """Write what a measurement has read."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = {"conditions": conditions, "readings": [asdict(each) for each in readings]}
        self._file(name).write_text(json.dumps(part, indent=1) + "\n", encoding="utf-8")

    def readings(self, name: str, conditions: Mapping[str, object]) -> Sequence[Readings] | None:
        """Return what a measurement has read under these conditions, on any day; None for nothing."""
        if not self._file(name).is_file():
            return None
        part = json.loads(self._file(name).read_text(encoding="utf-8"))
        if {**part["conditions"], "date": ""} != {**conditions, "date": ""}:
            return None
        return [Readings(**each) for each in part["readings"]]

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"
