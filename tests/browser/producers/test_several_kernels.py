"""Several kernels on one page, real ones in two languages, and one that is missing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect
from reader import (
    action,
    cell,
    expect_run,
    expect_settled,
    output_of,
    panel,
    press_and_run,
    press_power,
    run_page,
    status,
    stored_of,
    wait_cell,
    wait_state,
)
from servers import Project, Servers, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer

BASH = {
    "argv": [sys.executable, "-m", "bash_kernel", "-f", "{connection_file}"],
    "display_name": "Bash",
    "language": "bash",
}


@pytest.fixture(scope="session")
def polyglot(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """A Jupyter server that has a kernel for bash beside that for Python, and so has the build."""
    home = tmp_path_factory.mktemp("kernels")
    file = home / "kernels" / "bash" / "kernel.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(BASH))
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("JUPYTER_PATH", str(home))
        yield servers.start_in(stack)()


@pytest.fixture(scope="session")
def several(project: Project, polyglot: LocalServer) -> Site:
    return project("kernels", jupyter=backend_of(polyglot))


@dataclass
class Sessions:
    """The sessions that a page has asked for, as its server answered."""

    started: list[dict[str, Any]] = field(default_factory=list)

    def take(self, response: Response) -> None:
        if response.request.method == "POST" and response.url.endswith("api/sessions"):
            self.started.append(response.json())

    @property
    def kernels(self) -> dict[str, str]:
        """The names of the kernels, by their ids."""
        return {each["kernel"]["id"]: each["kernel"]["name"] for each in self.started}


@pytest.fixture
def sessions(page: Page) -> Sessions:
    found = Sessions()
    page.on("response", found.take)
    return found


def test_cells_run_in_their_kernels_in_order_and_those_of_a_missing_one_do_not(
    page: Page, several: Site, sessions: Sessions
) -> None:
    page.goto(several.page("index"))
    expect(stored_of(cell(page, 6))).to_have_text("the last, as it was written")
    press_and_run(page)
    expect(stored_of(cell(page, 6))).to_be_hidden()
    expect(output_of(cell(page, 1)).locator("b")).to_have_text("Python")
    expected = {2: "in Bash", 3: "still in Python", 4: "still in Bash\nfirst\nsecond", 6: "the last"}
    for number, text in expected.items():
        expect(output_of(cell(page, number))).to_have_text(text)
    assert sorted(sessions.kernels.values()) == ["bash", "python3"]
    expect(cell(page, 5)).to_have_attribute("data-state", "idle")
    expect(cell(page, 5)).to_contain_text("Not run, because there is no kernel for this cell")
    expect(output_of(cell(page, 5))).to_have_count(0)
    expect(status(page)).to_contain_text("Cells for R are not run")


def test_a_restart_and_the_shutdown_are_for_all_kernels(
    page: Page, several: Site, sessions: Sessions, polyglot: LocalServer
) -> None:
    run_page(page, several.page("index"))
    action(panel(page), "restart").click()
    expect(status(page)).to_contain_text("has been restarted")
    with expect_run(page):
        action(cell(page, 3), "run").click()
    expect(output_of(cell(page, 3))).to_contain_text("name 'name' is not defined")
    with expect_run(page):
        action(cell(page, 4), "run").click()
    expect(output_of(cell(page, 4))).to_contain_text("still in \nfirst")
    action(panel(page), "shutdown").click()
    expect(status(page)).to_contain_text("has been shut down")
    alive = {each["id"] for each in polyglot.call("api/kernels")}
    assert len(sessions.kernels) == 2
    assert alive.isdisjoint(sessions.kernels)


def test_an_interrupt_stops_the_cell_of_either_kernel(page: Page, several: Site) -> None:
    page.goto(several.page("waits"))
    press_power(page)
    wait_cell(cell(page, 1), "running")
    action(panel(page), "interrupt").click()
    wait_state(page, "ready")
    expect_settled(page)
    with expect_run(page):
        action(cell(page, 2), "run").click()
    expect(output_of(cell(page, 2))).to_have_text("after the wait")


def test_a_page_without_any_of_its_kernels_says_so_and_starts_none(
    page: Page, several: Site, sessions: Sessions
) -> None:
    page.goto(several.page("missing"))
    press_power(page)
    wait_state(page, "failed")
    expect(status(page)).to_contain_text("has no kernel for Julia. It has: bash, python3.")
    assert sessions.started == []


def test_each_kernel_of_jupyter_sphinx_is_a_new_one(
    page: Page, project: Project, polyglot: LocalServer
) -> None:
    run_page(page, project("jupyter_kernels", jupyter=backend_of(polyglot)).page("index"))
    for number, text in {1: "the first", 2: "the shell", 3: "False"}.items():
        expect(output_of(cell(page, number))).to_have_text(text)
