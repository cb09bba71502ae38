"""The documentation: it builds without a warning, leaves nothing out, and its examples do what it says."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from building import Built
from sphinx.testing.util import SphinxTestApp

from sphinx_inpage_exec.cli import main
from sphinx_inpage_exec.diagnostics import Subtype
from sphinx_inpage_exec.settings import reference
from sphinx_inpage_exec.settings.wording import ENGLISH

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
GALLERY = sorted(file.stem for file in (DOCS / "_static" / "gallery").glob("*.webp"))
EXAMPLES = sorted(file.parent.name for file in (DOCS / "examples").glob("*/conf.py"))
CONTRACT: dict[str, Any] = json.loads(
    files("sphinx_inpage_exec").joinpath("contract.json").read_text(encoding="utf-8")
)
POWER = CONTRACT["classes"]["power"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built as the test command builds it: every warning is an error."""
    folder = tmp_path_factory.mktemp("docs")
    source = shutil.copytree(DOCS, folder / "docs", ignore=shutil.ignore_patterns("_build"))
    for name in ("sphinx_inpage_exec", "tests"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    command = [sys.executable, "-m", "sphinx", "-nW", "--keep-going", "-b", "html", str(source)]
    built = subprocess.run(
        [*command, str(folder / "html")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return folder / "html"


Example = Callable[[str], Built]


@pytest.fixture
def example(make_app: Callable[..., SphinxTestApp], tmp_path: Path) -> Example:
    """Build one of the examples; every warning is an error."""

    def build(name: str) -> Built:
        source = shutil.copytree(DOCS / "examples" / name, tmp_path / name)
        # Its own, because MyST-NB writes into the default, which all builds of a process share.
        settings = {"source_suffix": {".rst": "restructuredtext"}}
        app = make_app(
            "html", srcdir=source, builddir=tmp_path / "built", confoverrides=settings, warningiserror=True
        )
        app.build()
        return Built(app)

    return build


def _page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def _first_column(site: Path, name: str) -> list[str]:
    return [cell.get_text() for cell in _page(site, name).select("table tbody tr td:first-child")]


def _codes(site: Path, name: str) -> set[str]:
    return {code.get_text() for code in _page(site, name).select("table code")}


def test_every_key_of_the_settings_has_a_row_in_the_reference(site: Path) -> None:
    keys = [row.key for row in reference()]
    assert _first_column(site, "settings") == [*keys, *ENGLISH]


def test_the_switches_of_the_example_reach_its_page(example: Example) -> None:
    built = example("switches")
    settings = built.payload()["settings"]
    assert [settings["startOnTouch"], settings["runOnConnect"]] == [True, False]
    assert settings["panelButtons"] == ["run-all", "interrupt", "restart"]
    assert built.payload()["strings"] == {"ready": "Python is there. Run the cells one by one."}
    assert [button.get_text(strip=True) for button in built.page().select(f".{POWER}")] == ["Start Python"]
    assert built.page().select("details[open]")


def test_every_kind_of_warning_is_explained(site: Path) -> None:
    assert _first_column(site, "warnings") == [subtype.full_name for subtype in Subtype]


@pytest.mark.parametrize(("group", "pattern"), [("ids", "#{}"), ("classes", ".{}"), ("attributes", "[{}]")])
def test_every_selector_of_the_contract_is_on_its_page(site: Path, group: str, pattern: str) -> None:
    assert {pattern.format(name) for name in CONTRACT[group].values()} <= _codes(site, "contract")


@pytest.mark.parametrize(
    "group", ["pageStates", "cellStates", "pageActions", "cellActions", "statusActions", "proposalActions"]
)
def test_every_state_and_action_of_the_contract_is_on_its_page(site: Path, group: str) -> None:
    assert set(CONTRACT[group]) <= _codes(site, "contract")


def test_every_event_and_every_key_of_the_payload_is_on_the_page_of_the_contract(site: Path) -> None:
    assert {*CONTRACT["events"].values(), *CONTRACT["payload"]} <= _codes(site, "contract")


def test_the_payload_that_the_contract_page_shows_is_the_one_under_test(site: Path) -> None:
    shown = _page(site, "contract").select_one(".highlight-json pre")
    assert shown and json.loads(shown.get_text()) == CONTRACT["payload"]


def test_every_custom_property_that_a_stylesheet_uses_can_be_looked_up(site: Path) -> None:
    styles = ROOT / "sphinx_inpage_exec" / "frontend" / "src" / "styles"
    text = "".join(style.read_text(encoding="utf-8") for style in styles.iterdir())
    used = set(re.findall(r"var\((--inpage-exec-[\w-]+)", text))
    assert used <= _codes(site, "look")


def test_every_template_can_be_looked_up(site: Path) -> None:
    folder = files("sphinx_inpage_exec").joinpath("templates/inpage_exec")
    assert {f"inpage_exec/{file.name}" for file in folder.iterdir()} <= _codes(site, "look")


def test_every_module_that_the_architecture_names_is_there(site: Path) -> None:
    package = ROOT / "sphinx_inpage_exec"
    modules = {file.relative_to(package).as_posix() for file in package.rglob("*.py")}
    assert {name for name in _first_column(site, "architecture") if name not in modules} == set()
    terms = {term.get_text() for term in _page(site, "architecture").select("dt code")}
    sources = {term for term in terms if term.endswith(".ts")}
    assert len(sources) > len(terms) / 2
    assert [name for name in sources if not (package / "frontend" / "src" / name).is_file()] == []


def test_every_limit_of_the_budget_is_in_the_table(site: Path) -> None:
    budget = json.loads((ROOT / "sphinx_inpage_exec/frontend/budget.json").read_text(encoding="utf-8"))
    assert _first_column(site, "sizes")[:-1] == [step["name"] for step in budget["steps"]]


LIVE = {
    "notebook": ["binder"],
    "live/binder": ["binder"],
    "live/hub": ["server"],
    "live/lite": ["lite"],
    "live/server": ["server"],
}
"""The pages of the documentation that run, and where their kernels come from."""


def test_only_pages_that_are_live_carry_a_power_button(site: Path) -> None:
    names = {page.relative_to(site).with_suffix("").as_posix() for page in site.rglob("*.html")}
    assert {name for name in names if _page(site, name).find(class_=POWER)} == set(LIVE)


@pytest.mark.parametrize("name", LIVE)
def test_a_live_page_has_the_backend_that_it_says(site: Path, name: str) -> None:
    payload = _page(site, name).find(id=CONTRACT["ids"]["payload"])
    assert payload and json.loads(payload.get_text())["settings"]["backends"] == LIVE[name]


def test_the_notebook_shows_text_table_plot_formula_and_widget_without_a_kernel(site: Path) -> None:
    stored = _page(site, "notebook").select(f".{CONTRACT['classes']['stored']}")
    assert [bool(output.select_one("pre, table, img, .math")) for output in stored] == [True] * 5
    assert "radians" in stored[0].get_text()
    assert stored[1].select("table.dataframe")
    assert stored[2].select("img[src$='.png']")
    assert stored[3].select(".math")
    assert "IntSlider" in stored[4].get_text()


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    loaded = "script[src], link[rel=stylesheet], link[rel=preload], img[src], iframe"
    asked = {
        str(element.get("src") or element.get("href"))
        for page in site.glob("*.html")
        for element in _page(site, page.stem).select(loaded)
    }
    assert asked and [address for address in asked if "//" in address] == []


def test_the_picture_of_the_readme_is_the_one_of_the_documentation(site: Path) -> None:
    picture = "_static/running-page.png"
    assert f"](docs/{picture})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (DOCS / picture).read_bytes().startswith(b"\x89PNG")
    assert _page(site, "index").select("img[src$='running-page.png']")


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_readme_has_the_commands_of_the_documentation(name: str) -> None:
    command = (DOCS / "commands" / f"{name}.sh").read_text(encoding="utf-8")
    assert f"```console\n{command}```" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_on_a_page(name: str) -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    assert f" examples/{name}/" in pages


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_builds_without_a_warning(example: Example, name: str) -> None:
    assert example(name).warnings == []


def test_the_first_example_launches_the_default_repository(example: Example) -> None:
    settings = example("get-started").payload()["settings"]
    assert settings["backends"] == ["binder"]
    assert settings["binder"]["repo"] == "executablebooks/thebe-binder-base"
    assert settings["kernelName"] == "python3"


PROJECT = {"url": "https://binder.example.org/", "provider": "github", "repo": "fruit/orchard"}


def test_pages_that_are_switched_off_get_nothing(example: Example) -> None:
    built = example("pages")
    for page in ("off", "notebook", "index"):
        assert "inpage" not in built.text(page)


def test_a_page_that_names_a_ref_keeps_the_rest_of_the_project(example: Example) -> None:
    built = example("pages")
    for page in ("ref", "docinfo"):
        settings = built.payload(page)["settings"]
        assert settings["binder"] == {**PROJECT, "ref": "v2"}
        assert settings["kernelName"] == "python3"
    assert built.payload("docinfo")["settings"]["sessionName"] == "orchard"


def test_a_page_that_names_a_server_does_not_use_the_binder(example: Example) -> None:
    settings = example("pages").payload("server")["settings"]
    assert settings["backends"] == ["server"]
    assert settings["server"] == {"url": "https://hub.example.org/user/reader"}
    assert settings["kernelName"] == "ir"


def test_cells_that_are_removed_still_run_and_the_button_stands_where_it_is_put(example: Example) -> None:
    built = example("cells")
    cells = built.payload()["cells"]
    assert [(cell["source"].split("\n")[-1], cell["visible"]) for cell in cells] == [
        ("import math", False),
        ('print("The reader sees the output only.")', True),
        ("math.sqrt(-1)", True),
        ("math.pi", True),
    ]
    assert built.page().select_one('[data-cell-id="cell-2"] .inpage-exec-source') is None
    assert built.page().select(f'[data-cell-id="cell-3"] ~ .inpage-exec-bar .{POWER}')


def test_literal_blocks_and_the_directive_make_cells_and_other_blocks_do_not(example: Example) -> None:
    sources = [cell["source"] for cell in example("literal").payload()["cells"]]
    trees = (DOCS / "examples/literal/trees.py").read_text(encoding="utf-8").rstrip()
    assert sources == ['orchard = {"apples": 210, "pears": 110}', "sum(orchard.values())", trees]


def test_the_examples_with_prompts_run_without_them(example: Example) -> None:
    cells = example("doctests").payload()["cells"]
    assert [(cell["source"].split("\n")[-1], cell["expected"].split("\n")[-1]) for cell in cells] == [
        ("sum(harvest.values())", "320"),
        ('harvest["plums"]', "KeyError: 'plums'"),
    ]


def test_the_server_of_the_example_comes_without_a_token(example: Example) -> None:
    assert example("server").payload()["settings"]["server"] == {"url": "http://localhost:8888"}


def test_session_saving_is_switched_off_in_the_example(example: Example) -> None:
    assert example("saved").payload()["settings"]["disableSessionSaving"] is True


def test_the_first_of_several_backends_is_the_one_that_is_written_first(example: Example) -> None:
    assert example("several").payload()["settings"]["backends"] == ["server", "binder"]


def test_myst_yml_names_the_repository_and_its_branch(example: Example) -> None:
    binder = example("myst-yml").payload()["settings"]["binder"]
    assert [binder["repo"], binder["ref"]] == ["fruit/orchard", "v2"]


def test_a_template_of_the_project_takes_the_place_of_ours(example: Example) -> None:
    page = example("look").page()
    assert [button.get_text(strip=True) for button in page.select(f".{POWER}")] == ["Start Python"]
    assert [link["href"] for link in page.select("link[href*='own.css']")]


def test_check_finds_the_cells_of_the_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", str(DOCS)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert {page["docname"] for page in report["pages"] if page["power"]} == set(LIVE)
    assert report["warnings"] == []


def test_the_example_in_the_browser_brings_its_files(example: Example) -> None:
    lite = example("lite").payload()["settings"]["lite"]
    assert [content["path"] for content in lite["contents"]] == ["data/cities.csv"]
    assert lite["packages"] == []


def test_the_libraries_of_the_example_are_in_the_site(example: Example) -> None:
    built = example("widgets")
    urls = built.payload()["settings"]["widgets"]
    assert list(urls) == ["plotly.js", "mine", "bqplot"]
    for name in ("plotly.js", "mine"):
        assert (built.directory / "_static" / "inpage_exec" / urls[name]).is_file()


def test_the_gallery_shows_every_theme_that_its_script_knows() -> None:
    script = (DOCS / "make_gallery.py").read_text(encoding="utf-8")
    assert len(GALLERY) == 7
    assert [theme for theme in GALLERY if f'"{theme}": {{' not in script] == []
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    assert [theme for theme in GALLERY if f"(_static/gallery/{theme}.webp)" not in page] == []


def test_every_sentence_that_a_reader_may_see_has_an_entry_in_the_troubleshooting(site: Path) -> None:
    sentences = {name for name, text in ENGLISH.items() if re.search(r"[.?:]( |$)", text)}
    failures = {
        fault.says for fault in runpy.run_path(str(ROOT / "tests/browser/faults.py"))["FAULTS"].values()
    }
    steps = {"", "ready", "connectionBack"}
    explained = {str(term["id"]) for term in _page(site, "troubleshooting").select("dt[id]")}
    assert explained <= set(ENGLISH)
    assert (sentences | failures) - steps - explained == set(_troubles()["fine"])


def test_an_entry_of_the_troubleshooting_shows_the_sentence_itself(site: Path) -> None:
    term = _page(site, "troubleshooting").select_one("dt#serverRefusesOrigin")
    assert term
    shown = ENGLISH["serverRefusesOrigin"].replace("{", "").replace("}", "")
    assert term.get_text(strip=False).strip() == shown
    assert [place.get_text() for place in term.select("em")] == ["server", "origin", "origin"]


def _troubles() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DOCS / "_ext" / "troubles.yaml").read_text(encoding="utf-8"))
    return found
