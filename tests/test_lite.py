"""What a site gets for kernels in the browser, and what authors are told."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from building import Build, code, text_notebook

from sphinx_inpage_exec.cli import main
from sphinx_inpage_exec.lite.files import Place, find_files
from sphinx_inpage_exec.lite.runtime import FOLDER, installed_runtime
from sphinx_inpage_exec.settings import Lite

MEGABYTE = 1_000_000
CELL = "Title\n=====\n\n.. code-cell::\n\n   {source}\n"


def page(source: str = "x = 1") -> str:
    return CELL.format(source=source.replace("\n", "\n   "))


def shipped(directory: Path, folder: str = "lite*") -> list[str]:
    """The files of the backend in a site, without those of the runtime itself."""
    base = directory / "_static" / "inpage_exec"
    found = (file.relative_to(base).as_posix() for file in base.glob(f"{folder}/**/*") if file.is_file())
    return sorted(name for name in found if not name.startswith("lite/"))


def wheel(folder: Path, name: str = "mine-1.0-py3-none-any.whl", module: str = "mine") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr(f"{module}/__init__.py", "")
    return folder / name


def test_the_runtime_is_what_its_index_says_and_small_enough() -> None:
    index = json.loads((FOLDER / "runtime.json").read_text(encoding="utf-8"))
    for name, expected in index["files"].items():
        data = (FOLDER / name).read_bytes()
        assert expected == {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert sum(file["size"] for file in index["files"].values()) <= 16 * MEGABYTE


def test_the_lock_names_what_is_shipped_and_the_rest_by_url() -> None:
    runtime = installed_runtime()
    assert runtime is not None
    for package in runtime.packages.values():
        if package.shipped:
            data = (FOLDER / package.file_name).read_bytes()
            assert package.sha256 == hashlib.sha256(data).hexdigest()
        else:
            assert package.file_name.startswith("https://")
    assert runtime.kernel <= {package.name for package in runtime.packages.values() if package.shipped}


def test_every_package_of_the_runtime_has_its_licence() -> None:
    text = (FOLDER / "THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8")
    for name in ("Pyodide", "Python", "OpenSSL", "ipython 9", "traitlets 5", "ipywidgets 8", "micropip 0"):
        assert f"\n{name}" in text


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_a_site_has_the_runtime_when_a_page_uses_it(build: Build, builder: str) -> None:
    built = build({"index.rst": page()}, builder, jupyter="lite", strict=True)
    assert built.payload()["settings"]["lite"] == {
        "runtime": "lite/",
        "packages": [],
        "wheels": [],
        "contents": [],
        "folder": "",
        "index": False,
    }
    base = built.directory / "_static" / "inpage_exec" / "lite"
    runtime = installed_runtime()
    assert runtime is not None
    assert sorted(file.name for file in base.iterdir()) == sorted(runtime.files)


@pytest.mark.parametrize(
    ("sources", "jupyter"),
    [({"index.rst": "Title\n=====\n"}, "lite"), ({"index.rst": page()}, True)],
    ids=["no page has cells", "another backend"],
)
def test_a_site_without_pages_for_it_has_no_runtime(
    build: Build, sources: dict[str, str], jupyter: object
) -> None:
    built = build(sources, jupyter=jupyter, strict=True)
    assert not (built.directory / "_static" / "inpage_exec" / "lite").exists()


def test_a_parallel_build_has_the_files_of_all_pages(build: Build) -> None:
    # Sphinx works in parallel only from a handful of documents on.
    names = [f"page{number}" for number in range(8)]
    sources = {f"{name}.rst": f":jupyter: {{lite: {{contents: {name}.csv}}}}\n\n{page()}" for name in names}
    sources |= {f"{name}.csv": name for name in names}
    index = "Index\n=====\n\n.. toctree::\n\n   " + "\n   ".join(names)
    built = build({**sources, "index.rst": index}, parallel=2, strict=True)
    assert shipped(built.directory) == [f"lite-contents/{name}.csv" for name in names]


def test_other_builders_get_nothing(build: Build) -> None:
    built = build({"index.rst": page()}, "text", jupyter="lite", strict=True)
    assert [file.name for file in built.directory.rglob("*") if "lite" in file.name] == []


def test_files_that_are_there_stay_untouched(build: Build) -> None:
    first = build({"index.rst": page()}, folder="same", jupyter="lite", strict=True)
    place = first.directory / "_static" / "inpage_exec" / "lite" / "pyodide.mjs"
    before = place.stat().st_mtime_ns
    build({"index.rst": page("y = 2")}, folder="same", jupyter="lite", strict=True)
    assert place.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("source", "settings", "packages"),
    [
        ("import numpy", {}, ["numpy"]),
        ("import PIL.Image", {}, ["pillow"]),
        ("import json, IPython, js, pyodide", {}, []),
        ("import ipywidgets", {}, ["ipywidgets"]),
        ("import numpy", {"packages": ["numpy>=2", "attrs"]}, ["numpy>=2", "attrs"]),
        ("x = 1", {"packages": "attrs"}, ["attrs"]),
    ],
)
def test_what_cells_import_is_prepared(
    build: Build, source: str, settings: dict[str, Any], packages: list[str]
) -> None:
    built = build({"index.rst": page(source)}, jupyter={"lite": settings}, strict=True)
    assert built.payload()["settings"]["lite"]["packages"] == packages


@pytest.mark.parametrize(
    ("source", "settings", "told"),
    [
        ("import tensorflow", {}, "Cell 1 imports tensorflow, which neither"),
        ("import tkinter", {}, "Cell 1 imports tkinter, which does not work in a browser"),
        ("import subprocess", {"index": True}, "a browser starts no processes"),
        ("import curses", {}, "which Python does not have in a browser"),
        ("import tensorflow", {"index": True}, ""),
        ("%pip install tensorflow\nimport tensorflow", {}, ""),
        ("try:\n    import tensorflow\nexcept ImportError:\n    pass", {}, ""),
        ("import threading, sqlite3, ssl", {}, ""),
    ],
)
def test_what_can_not_work_in_a_browser_is_told_with_page_and_cell(
    build: Build, source: str, settings: dict[str, Any], told: str
) -> None:
    built = build({"index.rst": page(source)}, jupyter={"lite": settings})
    if not told:
        assert built.warnings == []
        return
    (warning,) = built.warnings
    assert told in warning
    assert "index.rst:" in warning
    assert "[inpage_exec.lite]" in warning


@pytest.mark.parametrize("tag", ["raises-exception", "skip-execution"])
def test_nobody_is_warned_of_a_cell_that_may_fail(build: Build, tag: str) -> None:
    sources = {"index.md": text_notebook(code("import tensorflow", tag))}
    assert build(sources, extensions=("myst_nb",), jupyter="lite", nb_execution_mode="off").warnings == []


def test_contents_keep_their_paths(build: Build) -> None:
    sources = {"index.rst": page(), "data/a b.csv": "1", "data/.hidden": "", "guide/x.py": "y = 1"}
    built = build(sources, jupyter={"lite": {"contents": ["data", "guide/*.py"]}}, strict=True)
    assert built.payload()["settings"]["lite"]["contents"] == [
        {"path": "data/a b.csv", "url": "lite-contents/data/a%20b.csv", "size": 1},
        {"path": "guide/x.py", "url": "lite-contents/guide/x.py", "size": 5},
    ]
    assert shipped(built.directory) == ["lite-contents/data/a b.csv", "lite-contents/guide/x.py"]


def test_contents_beside_the_sources_are_below_the_kernels_root_as_well(tmp_path: Path) -> None:
    source, data = tmp_path / "docs", tmp_path / "examples" / "a.csv"
    for folder in (source, data.parent):
        folder.mkdir()
    data.write_text("1", encoding="utf-8")
    files = find_files(Lite(contents=("../examples",)), Place(source, source))
    assert [(each.path, each.target) for each in files.contents] == [
        ("examples/a.csv", "lite-contents/_up/examples/a.csv")
    ]
    assert files.root == tmp_path


def test_a_changed_file_is_in_the_next_build(build: Build) -> None:
    settings = {"lite": {"contents": ["a.csv"]}}
    build({"index.rst": page(), "a.csv": "1"}, folder="same", jupyter=settings, strict=True)
    built = build({"index.rst": page(), "a.csv": "12"}, folder="same", jupyter=settings, strict=True)
    assert built.payload()["settings"]["lite"]["contents"][0]["size"] == 2
    copied = built.directory / "_static" / "inpage_exec" / "lite-contents" / "a.csv"
    assert copied.read_text(encoding="utf-8") == "12"


def test_the_newest_wheel_of_a_project_is_taken(tmp_path: Path) -> None:
    for name in ("mine-1.9-py3-none-any.whl", "mine-1.10-py3-none-any.whl", "other-1-py3-none-any.whl"):
        wheel(tmp_path / "dist", name)
    files = find_files(Lite(wheels=("dist/*.whl",)), Place(tmp_path, tmp_path))
    names = sorted(each.target for each in files.wheels)
    assert names == ["lite-wheels/mine-1.10-py3-none-any.whl", "lite-wheels/other-1-py3-none-any.whl"]
    assert files.problems == ()


@pytest.mark.parametrize(
    ("lite", "told"),
    [
        (Lite(wheels=("dist/*.whl",)), ["jupyter.lite.wheels", "'dist/*.whl'", "Build the wheel first"]),
        (Lite(wheels=("native.whl",)), ["native.whl", "is not a wheel"]),
        (
            Lite(wheels=("mine-1-cp314-cp314-manylinux_2_28_x86_64.whl",)),
            ["for another platform", "-none-any.whl"],
        ),
        (Lite(contents=("none.csv",)), ["jupyter.lite.contents", "'none.csv'"]),
        (Lite(contents=("large.bin",)), ["21 MB", "below 20 MB"]),
    ],
)
def test_what_can_not_be_shipped_is_told(tmp_path: Path, lite: Lite, told: list[str]) -> None:
    for name in ("native.whl", "mine-1-cp314-cp314-manylinux_2_28_x86_64.whl"):
        (tmp_path / name).touch()
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(21 * MEGABYTE)
    (problem,) = find_files(lite, Place(tmp_path, tmp_path)).problems
    for part in told:
        assert part in problem.message


def test_a_wheel_of_the_project_goes_with_the_site(build: Build, tmp_path: Path) -> None:
    built_wheel = wheel(tmp_path / "wheels")
    settings = {"lite": {"wheels": [str(built_wheel)]}}
    built = build({"index.rst": page("import mine")}, jupyter=settings, strict=True)
    assert built.payload()["settings"]["lite"]["wheels"] == ["lite-wheels/mine-1.0-py3-none-any.whl"]
    assert shipped(built.directory) == ["lite-wheels/mine-1.0-py3-none-any.whl"]


def test_packages_come_from_a_copy_of_the_distribution(build: Build, tmp_path: Path) -> None:
    runtime = installed_runtime()
    assert runtime is not None
    name = runtime.packages["numpy"].base_name
    (tmp_path / name).write_bytes(b"numpy")
    settings = {"lite": {"pyodideUrl": str(tmp_path)}}
    built = build({"index.rst": page("import numpy")}, jupyter=settings, strict=True)
    assert built.payload()["settings"]["lite"]["pyodideUrl"] == "lite-packages/"
    assert shipped(built.directory) == [f"lite-packages/{name}"]


def test_what_a_wheel_requires_comes_from_the_copy_as_well(build: Build, tmp_path: Path) -> None:
    runtime = installed_runtime()
    assert runtime is not None
    name = runtime.packages["numpy"].base_name
    (tmp_path / name).write_bytes(b"numpy")
    own = wheel(tmp_path)
    with zipfile.ZipFile(own, "a") as archive:
        requires = "Requires-Dist: numpy>=2\nRequires-Dist: pandas; extra == 'tables'\n"
        archive.writestr("mine-1.0.dist-info/METADATA", requires)
    settings = {"lite": {"pyodideUrl": str(tmp_path), "wheels": [str(own)]}}
    built = build({"index.rst": page("import mine")}, jupyter=settings, strict=True)
    assert shipped(built.directory, "lite-packages") == [f"lite-packages/{name}"]


@pytest.mark.parametrize(
    ("folder", "told"), [("", "This page needs numpy, and"), ("nowhere", "there is no such folder")]
)
def test_what_a_copy_lacks_is_told_with_the_page(
    build: Build, tmp_path: Path, folder: str, told: str
) -> None:
    settings = {"lite": {"pyodideUrl": str(tmp_path / folder)}}
    (warning,) = build({"index.rst": page("import numpy")}, jupyter=settings).warnings
    assert told in warning
    assert "[inpage_exec.lite]" in warning


def test_a_mirror_is_handed_on(build: Build) -> None:
    settings = {"lite": {"pyodideUrl": "https://mirror.example.org/pyodide"}}
    built = build({"index.rst": page("import numpy")}, jupyter=settings, strict=True)
    assert built.payload()["settings"]["lite"]["pyodideUrl"] == "https://mirror.example.org/pyodide"


def test_the_command_line_says_what_a_copy_of_the_distribution_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runtime = installed_runtime()
    assert runtime is not None
    (tmp_path / runtime.packages["numpy"].base_name).write_bytes(b"something else")
    arguments = ["lite", "--distribution", str(tmp_path), "numpy", "Pillow", "six"]
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert "lacks 2 of the 2 files" in said
    assert "of another version, or damaged" in said
    assert f"{runtime.packages['pillow'].base_name} is missing" in said
    assert main([*arguments[:3], "six"]) == 0
    assert "has all 0 files" in capsys.readouterr().out
    assert main([*arguments[:3], "nosuch"]) == 1
    assert "has no package nosuch" in capsys.readouterr().err
