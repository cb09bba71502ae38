"""Several kernels on one page, real ones in two languages, and one that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from kernel_specs import write_bash
from playwright.sync_api import Page, Response, expect
from reader import (
    CONTRACT,
    KERNEL_TIMEOUT,
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


@pytest.fixture(scope="session")
def polyglot(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """A Jupyter server that has a kernel for bash beside that for Python, and so has the build."""
    home = tmp_path_factory.mktemp("kernels")
    write_bash(home)
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


def expect_told(page: Page, sentence: str) -> None:
    """The status box says so of the kernel for bash alone."""
    expect(status(page)).to_contain_text(f"The kernel Bash {sentence}", timeout=KERNEL_TIMEOUT)
    wait_state(page, "ready")
    expect_settled(page)


def run_one(page: Page, number: int, text: str) -> None:
    """Run one cell, which puts this out."""
    with expect_run(page):
        action(cell(page, number), "run").click()
    expect(output_of(cell(page, number))).to_have_text(text)


def test_one_kernel_that_dies_stops_its_own_cells_and_those_of_the_other_go_on(
    page: Page, several: Site
) -> None:
    page.goto(several.page("dies"))
    press_power(page)
    wait_cell(cell(page, 4), "done")
    expect_told(page, "died and was started again: its variables are lost. The cells of other kernels go on.")
    wait_cell(cell(page, 3), "error")
    expect(cell(page, 3).locator('[data-part="state"]')).to_contain_text("The kernel stopped while")
    expect(cell(page, 5).locator('[data-part="state"]')).to_have_text("Not run, because the kernel stopped")
    expect(output_of(cell(page, 4))).to_have_text("still in Python")
    stale = CONTRACT["attributes"]["stale"]
    expect(cell(page, 2)).to_have_attribute(stale, "")
    for number in (1, 4):
        expect(cell(page, number)).not_to_have_attribute(stale, "")
    run_one(page, 5, "after")


def end_bash(sessions: Sessions, server: LocalServer) -> None:
    """End the kernel for bash behind the page's back."""
    alive = {each["id"] for each in server.call("api/kernels")}
    (own,) = (id for id, name in sessions.kernels.items() if name == "bash" and id in alive)
    server.call(f"api/kernels/{own}", "DELETE")


def test_one_kernel_that_its_server_has_ended_comes_back_and_the_other_keeps_its_variables(
    page: Page, several: Site, sessions: Sessions, polyglot: LocalServer
) -> None:
    run_page(page, several.page("index"))
    end_bash(sessions, polyglot)
    expect_told(page, "")
    with expect_run(page):
        action(status(page), "run-again").click()
    expect(output_of(cell(page, 2))).to_have_text("in Bash")
    run_one(page, 3, "still in Python")
    end_bash(sessions, polyglot)
    expect_told(page, "")
    action(panel(page), "restart").click()
    expect(status(page)).to_contain_text("has been restarted")
    run_one(page, 2, "in Bash")
    assert sorted(sessions.kernels.values()) == ["bash"] * 3 + ["python3"]


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
    for number, text in {1: "the first", 2: "the shell", 5: "False"}.items():
        expect(output_of(cell(page, number))).to_have_text(text)
    # Blocks run in the kernel that they stand behind, unless they are in another language.
    for number, text in {3: "the shell again", 4: "the first of the page", 6: "'the third'"}.items():
        expect(output_of(cell(page, number))).to_contain_text(text)
