"""What is bundled is pinned, and known advisories are found out without a network."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from frontend_tools import FRONTEND

sys.path.insert(0, str(FRONTEND))
from supply import Part, complaints, npm_parts, wheel_parts

HASH = f" --hash=sha256:{'0' * 64}"


def test_everything_bundled_is_pinned_by_hash_and_no_known_advisory_is_met() -> None:
    done = subprocess.run(
        [sys.executable, str(FRONTEND / "supply.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "dompurify\t" in done.stdout and "ipython\t" in done.stdout
    known = json.loads((FRONTEND / "advisories.json").read_text("utf-8"))
    assert f"as somebody knew them on {known['date']}" in done.stdout


@pytest.mark.parametrize(("version", "is_met"), [("1.1.9", True), ("1.2", False), ("strange", True)])
def test_an_advisory_is_met_by_versions_below_its_own(version: str, *, is_met: bool) -> None:
    advisory = {"name": "x", "below": "1.2", "id": "A-1", "summary": "Runs what it shall show."}
    assert bool(list(complaints([Part("x", version, "MIT", True)], [advisory]))) is is_met


def test_every_advisory_that_is_written_down_would_be_met_by_an_older_version() -> None:
    known = json.loads((FRONTEND / "advisories.json").read_text("utf-8"))["advisories"]
    for each in known:
        (met,) = complaints([Part(each["name"], f"{each['below']}rc0", "MIT", True)], [each])
        assert each["id"] in met and each["summary"] in met


def test_what_has_no_hash_is_told() -> None:
    parts = [*wheel_parts(f"a==1{HASH}\nb==2\n")]
    parts += npm_parts({"packages": {"": {}, "node_modules/c": {"version": "3", "license": "MIT"}}})
    assert list(complaints(parts, [])) == ["b 2 is not pinned by a hash.", "c 3 is not pinned by a hash."]
