"""A reader's kernel from a real BinderHub; only resolving refs and building images are stood in for.

A repository's name says how its build goes: see `binderhub_config.py`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from reader import action, cell, launch_at, output_of, status
from repository import DOCS, FILE, PAGE, expect_data, write_repository
from servers import backend_of

from sphinx_inpage_exec.preview.jupyter import LocalServer

if TYPE_CHECKING:
    from launching import Reader

pytest_plugins = ["launching"]

PRODUCERS = Path(__file__).parents[1] / "producers"


@pytest.mark.parametrize("slash", ["", "/"])
def test_phases_are_told_in_order_and_cells_run_on_the_launched_server(reader: Reader, slash: str) -> None:
    reader.press("good", url=reader.hub.binder_url.rstrip("/") + slash)
    reader.expect_ran()
    reader.expect_told(
        "Asking ",
        "Queued. The environment has to be built first, which may take minutes.",
        "Fetching the repository",
        "Building the environment, which may take minutes the first time",
        "Storing the environment",
        "The environment is built",
        "Starting the server",
        "The server is ready",
        f"Connecting to {reader.hub.hub_url}user/",
        "Ready: ",
    )


def test_data_files_beside_a_page_are_found_in_the_repository_and_jupyter_is_launched_on_the_page(
    reader: Reader, tmp_path: Path
) -> None:
    reader.source = write_repository(tmp_path / "repository")
    reader.press("good", PAGE)
    reader.expect_ready()
    expect_data(reader.page)
    launch_at(reader.page, f"*/user/*/lab/tree/{DOCS}/{FILE}*")


def test_all_kernels_of_a_page_run_on_the_one_server_that_was_launched(
    reader: Reader, tmp_path: Path
) -> None:
    reader.source = shutil.copytree(PRODUCERS / "kernels", tmp_path / "kernels")
    reader.press("good", "index")
    reader.expect_ready()
    for number, text in {2: "in Bash", 3: "still in Python", 4: "still in Bash\nfirst\nsecond"}.items():
        expect(output_of(cell(reader.page, number))).to_have_text(text)
    expect(cell(reader.page, 5)).to_contain_text("Not run, because there is no kernel for this cell")
    assert sum(sentence.startswith("Asking ") for sentence in reader.told) == 1


def test_retry_brings_a_kernel_when_the_build_works_by_now(reader: Reader) -> None:
    reader.press("broken-once")
    reader.expect_failed("pip install failed")
    action(status(reader.page), "retry").click()
    reader.expect_ran()


def test_another_backend_is_offered_when_a_launch_fails(reader: Reader, jupyter_server: LocalServer) -> None:
    reader.press("broken", others=backend_of(jupyter_server))
    reader.expect_failed("pip install failed")
    action(status(reader.page), "backend").filter(has_text="Use the Jupyter server instead").click()
    reader.expect_ran()
    expect(reader.log).to_be_hidden()


def test_a_stream_that_breaks_off_once_is_opened_again(reader: Reader) -> None:
    reader.press("drops-once")
    reader.expect_ran()
    reader.expect_told("The connection to ", "Queued", "The server is ready")


def test_a_message_that_can_not_be_read_is_passed_over(reader: Reader) -> None:
    reader.press("rubbish-once")
    reader.expect_ran()
