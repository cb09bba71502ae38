from __future__ import annotations

from pathlib import Path

import pytest
from frontend_tools import build, npm


@pytest.mark.parametrize("script", ["check", "lint", "test"])
def test_the_frontend_passes_its_own(script: str) -> None:
    finished = npm("run", script)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_two_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    built = [_files(_built(tmp_path / name)) for name in ("one", "two")]
    assert built[0] == built[1]
    assert {"main.js", "inpage_exec.css", "THIRD_PARTY_LICENSES.txt"} < built[0].keys()


def test_no_script_prints_what_the_engine_would(tmp_path: Path) -> None:
    printing = [name for name, content in _files(_built(tmp_path)).items() if b"console.debug" in content]
    assert printing == []


def test_no_script_can_load_a_widget_from_a_cdn(tmp_path: Path) -> None:
    loaders = (b"jsdelivr", b"unpkg.com", b"require.min.js")
    loading = [
        name for name, text in _files(_built(tmp_path)).items() if any(each in text for each in loaders)
    ]
    assert loading == []


def test_every_bundled_package_is_in_the_licences(tmp_path: Path) -> None:
    licences = (_built(tmp_path) / "THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8")
    for package in (
        "thebe-core 0.5.0",
        "@jupyterlab/services",
        "@lumino/widgets",
        "dompurify",
        "katex",
        "marked",
    ):
        assert f"\n{package}" in licences
    assert licences.count("\nLicence: ") == licences.count(f"\n{'-' * 79}\n")
    assert "skip-dependency" not in licences


def _built(outdir: Path) -> Path:
    finished = build(outdir)
    assert finished.returncode == 0, finished.stderr
    return outdir


def _files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }
