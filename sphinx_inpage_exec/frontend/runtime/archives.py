"""Zip archives such as wheels, written so that the same files give the same bytes. Runs inside Pyodide."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

_OLDEST = (1980, 1, 1, 0, 0, 0)


def read(archive: Path) -> dict[str, bytes]:
    """Return the files of an archive by their names."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


def write(archive: Path, files: Mapping[str, bytes]) -> None:
    """Write files as an archive: in the order of their names, without times, compressed as far as it goes."""
    with zipfile.ZipFile(archive, "w") as opened:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)


def with_record(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a wheel with the list of them that a wheel carries.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file
    """
    record = next(name for name in files if name.endswith(".dist-info/RECORD"))
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for name, data in sorted(files.items()):
        if name != record:
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            rows.writerow((name, f"sha256={digest}", len(data)))
    rows.writerow((record, "", ""))
    return {**files, record: text.getvalue().encode()}
