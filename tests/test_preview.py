"""``inpage-exec serve``: real processes, from the first line to nothing being left."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from serving import COMMAND, PAGE, Serving, proc, serving, wait_until, write_project

import sphinx_inpage_exec
from sphinx_inpage_exec.preview.jupyter import Plan, local_server
from sphinx_inpage_exec.preview.processes import (
    FailureError,
    StopSignal,
    free_port,
    port_is_free,
    spawn,
    stop,
)
from sphinx_inpage_exec.preview.serve import DEFAULT_PORT

PORT = free_port()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="module")
def served(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A preview that many tests look at, and none ends."""
    folder = tmp_path_factory.mktemp("served")
    with serving(source, folder, "--port", str(free_port()), "--", "-D", "html_title=Renamed") as running:
        running.wait_for_output("Press Ctrl-C")
        yield running


def kernel_in_a_loop(running: Serving) -> BlockingKernelClient:
    """Start a kernel of the preview's server that never becomes idle again."""
    kernel = running.call("api/kernels", "POST", {"name": "python3"})
    (file,) = running.directory.glob(f"*/runtime/kernel-{kernel['id']}.json")
    client = BlockingKernelClient(connection_file=str(file))
    client.load_connection_file()
    # On a busy machine a late heartbeat would pass for a dead kernel.
    client.start_channels(hb=False)
    client.wait_for_ready(timeout=60)
    client.execute("print('looping', flush=True)\nwhile True: pass")
    while client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
        pass
    return client


def pid_of(running: Serving, module: str) -> int:
    (pid,) = [pid for pid, line in running.left_processes.items() if f"-m {module} " in line]
    return pid


def test_the_page_is_built_against_the_started_server(served: Serving) -> None:
    settings = served.payload()["settings"]
    assert settings["backends"] == ["server"]
    assert settings["server"]["url"].rstrip("/") + "/" == served.server


def test_the_token_of_the_page_opens_the_server(served: Serving) -> None:
    assert served.call("api/kernelspecs")["default"] == "python3"


def test_the_server_works_in_the_source_directory(served: Serving) -> None:
    assert {entry["name"] for entry in served.call("api/contents")["content"]} >= {"conf.py", "index.rst"}


def test_the_output_names_the_site_and_the_page_that_runs(served: Serving) -> None:
    assert f"  {served.site}index.html runs\n" in served.output


def test_options_after_two_dashes_reach_sphinx(served: Serving) -> None:
    assert "Renamed</title>" in served.page()


def test_the_token_is_in_no_command_line_and_not_in_the_output(served: Serving) -> None:
    token = served.token().encode()
    assert len(token) > 40
    assert not [line for line in proc("cmdline").values() if token in line]
    assert token.decode() not in served.output


def test_what_it_writes_is_for_its_owner_only(served: Serving) -> None:
    (folder,) = served.left_files
    assert folder.stat().st_mode & 0o077 == 0


def test_the_token_is_written_into_pages_that_run_and_the_notes_of_jupyter_alone(served: Serving) -> None:
    token, (folder,) = served.token().encode(), served.left_files
    holding = [path for path in folder.rglob("*") if path.is_file() and token in path.read_bytes()]
    assert folder / "html" / "index.html" in holding
    notes = [path for path in holding if path.parent != folder / "html"]
    assert all(path.parent == folder / "runtime" and path.name.startswith("jpserver-") for path in notes)


def test_all_that_is_started_listens_on_loopback_alone(served: Serving) -> None:
    served.call("api/kernels", "POST", {"name": "python3"})

    def listening() -> set[tuple[str, int]]:
        return {address for pid in served.left_processes for address in listening_on(pid)}

    ports = {int(address.rstrip("/").rsplit(":")[-1]) for address in (served.site, served.server)}
    # The kernel has some of its own.
    wait_until(lambda: ports < {port for _, port in listening()})
    assert {host for host, _ in listening()} == {"127.0.0.1"}


def listening_on(pid: int) -> Iterator[tuple[str, int]]:
    """The addresses and ports that a process listens on: https://docs.kernel.org/networking/proc_net_tcp.html."""
    own = {str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()}
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == "0A" and f"socket:[{inode}]" in own:
                host, port = local.split(":")
                yield socket.inet_ntoa(bytes.fromhex(host)[::-1]) if len(host) == 8 else host, int(port, 16)


def test_a_change_of_a_source_comes_into_the_page(served: Serving, source: Path) -> None:
    page = source / "index.rst"
    page.write_text(f"{page.read_text()}\nA new paragraph.\n")
    wait_until(lambda: "A new paragraph." in served.page())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_leaves_no_process_port_or_file_even_with_a_busy_kernel(
    source: Path, tmp_path: Path, number: signal.Signals
) -> None:
    with serving(source, tmp_path, "--port", str(free_port())) as running:
        ports = [int(address.rstrip("/").rsplit(":")[-1]) for address in (running.site, running.server)]
        with closing_channels(kernel_in_a_loop(running)):
            assert any("ipykernel" in line for line in running.left_processes.values())
            assert running.end(number) == 0
        assert "Stopped everything that was started." in running.output
        assert running.left_files == []
        assert all(port_is_free(port) for port in ports)
        wait_until(lambda: running.left_processes == {})


def test_a_stop_during_the_first_build_ends_everything(tmp_path: Path) -> None:
    source = write_project(
        tmp_path / "source", "import signal, sys\nprint('reading', file=sys.stderr)\nsignal.pause()"
    )
    with serving(source, tmp_path, "--port", str(free_port())) as running:
        running.wait_for_output("reading")
        assert running.end(signal.SIGINT) == 0
        assert running.left_files == [] and running.left_processes == {}


def test_many_pages_that_run_are_counted_instead_of_listed(tmp_path: Path) -> None:
    source = write_project(tmp_path / "source")
    for number in range(11):
        (source / f"page{number:02}.rst").write_text(f":orphan:\n\n{PAGE}")
    with serving(source, tmp_path, "--port", str(free_port())) as running:
        assert f"{running.site}page08.html runs\n  and 2 more\n" in running.output


def closing_channels(client: BlockingKernelClient) -> closing[Any]:
    class Channels:
        close = staticmethod(client.stop_channels)

    return closing(Channels())


@pytest.mark.parametrize(
    ("module", "sentence"),
    [
        ("jupyter_server", "The Jupyter server ended by itself, so no page can run any more"),
        ("sphinx_autobuild", "sphinx-autobuild ended by itself"),
    ],
)
def test_a_part_that_dies_ends_everything_with_a_sentence(
    source: Path, tmp_path: Path, module: str, sentence: str
) -> None:
    with serving(source, tmp_path, "--port", str(free_port())) as running:
        running.wait_for_output("Press Ctrl-C")
        subprocess.run(["kill", "-KILL", str(pid_of(running, module))], check=True)
        wait_until(lambda: running.process.poll() is not None)
        assert running.process.returncode == 1
        assert sentence in running.output
        assert running.left_files == [] and running.left_processes == {}


def test_the_browser_is_opened_at_the_site(source: Path, tmp_path: Path) -> None:
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n')
    program.chmod(0o700)
    arguments = ("--open", "--port", str(free_port()))
    with serving(source, tmp_path / "run", *arguments, environment={"BROWSER": f"{program} %s"}) as running:
        assert running.site
        opened = tmp_path / "opened"
        wait_until(lambda: opened.is_file() and opened.read_text() == f"{running.site}\n")


def test_a_project_without_cells_is_served_and_told_about(tmp_path: Path) -> None:
    source = write_project(tmp_path / "source", page="Plain\n=====\n")
    with serving(source, tmp_path, "--port", str(free_port())) as running:
        assert "Plain" in running.page()
        assert f"No page can run: `inpage-exec check {source}` tells" in running.output


@pytest.mark.parametrize(
    ("conf", "sentence"),
    [
        ("", 'add this line to it:\n    extensions.append("sphinx_inpage_exec")\n'),
        ("raise ValueError('broken')", "Sphinx could not build"),
        ('extensions = ["no_such_extension"]', "Sphinx could not build"),
    ],
)
def test_a_project_that_can_not_run_ends_with_a_sentence(tmp_path: Path, conf: str, sentence: str) -> None:
    source = write_project(tmp_path / "source", conf or "extensions = []")
    with serving(source, tmp_path, "--port", str(free_port())) as running:
        wait_until(lambda: running.process.poll() is not None)
        assert running.process.returncode == 1
        assert sentence in running.output
        assert running.left_files == [] and running.left_processes == {}


def test_a_taken_port_is_named(source: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(source, tmp_path, "--port", str(port)) as running:
            wait_until(lambda: running.process.poll() is not None)
            assert running.process.returncode == 1
            assert f"Port {port} is taken; name another one" in running.output


def test_a_missing_package_is_named_with_the_command_that_brings_it(source: Path, tmp_path: Path) -> None:
    hidden = ("sphinx_autobuild", "sphinx_inpage_exec")
    (tmp_path / "sphinx_inpage_exec").symlink_to(Path(sphinx_inpage_exec.__file__).parent)
    for folder in {Path(entry) for entry in sys.path if entry.endswith("site-packages")}:
        for entry in folder.iterdir():
            if entry.name not in hidden:
                (tmp_path / entry.name).symlink_to(entry)
    run = subprocess.run(
        [sys.executable, "-S", *COMMAND[1:], "serve", str(source)],
        env={"PYTHONPATH": str(tmp_path)},
        timeout=60,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert run.returncode == 1
    assert "This needs sphinx-autobuild, which" in run.stderr
    assert "pip install 'sphinx-inpage-exec[live]'" in run.stderr


def test_pages_run_in_the_browser_where_there_is_no_jupyter_server(source: Path, tmp_path: Path) -> None:
    # Python takes a module that is None for one that is not installed.
    hide = 'import sys\nsys.modules["jupyter_server"] = None\n'
    (tmp_path / "sitecustomize.py").write_text(hide, encoding="utf-8")
    environment = {"PYTHONPATH": str(tmp_path)}
    port = str(free_port())
    with serving(source, tmp_path / "served", "--port", port, environment=environment) as running:
        running.wait_for_output("Press Ctrl-C")
        assert "because jupyter-server is not installed here" in running.output
        settings = running.payload()["settings"]
        assert settings["backends"] == ["lite"]
        runtime = f"{running.site}_static/inpage_exec/{settings['lite']['runtime']}"
        for name, expected in (("pyodide.asm.wasm", "application/wasm"), ("pyodide.mjs", "text/javascript")):
            with urllib.request.urlopen(runtime + name, timeout=20) as response:
                assert response.headers.get_content_type() == expected
        assert running.end(signal.SIGINT) == 0
        assert running.left_processes == {}


def test_kernels_of_the_user_are_found_and_the_configuration_of_the_user_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = tmp_path / "data" / "kernels" / "of-the-user" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text('{"argv": ["true"], "display_name": "Mine", "language": "python"}')
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "jupyter_server_config.py").write_text("raise SystemExit('read')")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    with local_server(Plan(tmp_path, PORT, tmp_path / "home"), StopSignal()) as server:
        assert {"of-the-user", "python3"} <= set(server.call("api/kernelspecs")["kernelspecs"])


def test_a_server_that_can_not_start_says_why_without_its_token(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        plan = Plan(tmp_path, PORT, tmp_path / "home", port=taken.getsockname()[1])
        started = local_server(plan, StopSignal())
        with pytest.raises(FailureError, match="ended while it was starting") as raised, started:
            pass
    assert str(plan.port) in str(raised.value) and plan.token not in str(raised.value)


def test_a_process_that_does_not_want_to_go_is_killed_with_its_children(tmp_path: Path) -> None:
    script = (
        "import signal, subprocess, sys\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        "print(child.pid, flush=True)\n"
        "while True: signal.pause()\n"
    )
    told = tmp_path / "pid"
    with told.open("wb") as output:
        process = spawn([sys.executable, "-c", script], output=output)
    wait_until(lambda: told.read_text().endswith("\n"))
    stop(process, seconds=0.5)
    child = int(told.read_text())
    assert process.returncode == -signal.SIGKILL
    wait_until(lambda: not proc("cmdline").get(child))


def test_a_port_that_is_taken_is_not_chosen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not port_is_free(port)
        assert free_port(port) != port
    assert free_port(port) == port
    assert not port_is_free(70000)
    assert free_port(DEFAULT_PORT) > 0
