"""No text that an author, a server, a Binder, a kernel, a link or the storage holds runs as code."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import Answer, answering, as_events, as_json
from injection import LISTEN, NOTHING, write_hostile_project
from payloads import ALL, CORPUS, ONE_LINE
from playwright.sync_api import Page, expect
from reader import (
    CONTRACT,
    action,
    cell,
    output_of,
    panel,
    press_power,
    proposal_of,
    run_page,
    status,
    wait_state,
)
from servers import BuildSite, Servers, StartServer, backend_of
from sites import Site

from sphinx_inpage_exec.preview.jupyter import LocalServer
from sphinx_inpage_exec.settings.wording import ENGLISH

LINK = "#inpage-exec-edit="
READABLE = [text for text in ONE_LINE if text in CORPUS]
"""Those that come back as they were written; of the others a page leaves out what controls a terminal."""


@pytest.fixture(scope="session")
def hostile_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile_project(tmp_path_factory.mktemp("hostile") / "source")


@pytest.fixture
def watched_page(page: Page, record_property: Any) -> Iterator[Page]:
    """A page that notes which texts ran; the test fails when one did, or could."""
    page.add_init_script(LISTEN)
    yield page
    found = page.evaluate("found()")
    record_property("payloads", len(CORPUS))
    record_property("executed", len(found["executed"]))
    assert found == NOTHING


def test_a_text_that_is_taken_for_markup_is_found_out(page: Page, site: Site) -> None:
    """What the other tests rely on."""
    page.add_init_script(LISTEN)
    page.goto(site.page("literal"))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=xss(3)>')")
    page.wait_for_function("found().executed.length === 1")
    assert page.evaluate("found()") == {**NOTHING, "executed": [3], "alive": ["img onerror=xss(3)"]}


@pytest.mark.parametrize("name", ["index", "literal"])
def test_no_text_of_the_author_runs_when_a_page_is_opened(
    watched_page: Page, name: str, build_site: BuildSite, hostile_source: Path
) -> None:
    site = build_site(hostile_source, confoverrides={"jupyter": True})
    watched_page.goto(site.page(name), wait_until="networkidle")
    expect(watched_page.locator("html")).to_have_attribute("data-inpage-exec", "idle")


def test_no_text_that_a_kernel_prints_shows_or_fails_with_runs(
    watched_page: Page, build_site: BuildSite, hostile_source: Path, jupyter_server: LocalServer
) -> None:
    site = build_site(hostile_source, confoverrides={"jupyter": backend_of(jupyter_server)})
    run_page(watched_page, site.page("index"))
    for text in READABLE:
        expect(output_of(cell(watched_page, CORPUS.index(text) + 1))).to_contain_text(text)


def test_no_name_of_a_kernel_that_is_missing_runs(
    watched_page: Page, build_site: BuildSite, hostile_source: Path, jupyter_server: LocalServer
) -> None:
    jupyter = {**backend_of(jupyter_server), "kernelName": ALL}
    site = build_site(hostile_source, confoverrides={"jupyter": jupyter})
    watched_page.goto(site.page("literal"))
    press_power(watched_page)
    wait_state(watched_page, "failed")
    expect(status(watched_page)).to_contain_text(ALL)


def test_no_name_that_a_server_gives_its_kernel_runs(
    watched_page: Page,
    build_site: BuildSite,
    hostile_source: Path,
    own_jupyter_server: StartServer,
    tmp_path: Path,
) -> None:
    server = own_jupyter_server(home=home_with_kernel(tmp_path, "hostile", ALL))
    jupyter = {**backend_of(server), "kernelName": "hostile"}
    site = build_site(hostile_source, confoverrides={"jupyter": jupyter})
    run_page(watched_page, site.page("literal"))
    expect(status(watched_page)).to_contain_text(ALL)


def test_no_text_in_place_of_ours_runs(
    watched_page: Page, build_site: BuildSite, jupyter_server: LocalServer
) -> None:
    texts = {name: ONE_LINE[number % len(ONE_LINE)] for number, name in enumerate(ENGLISH)}
    jupyter = {**backend_of(jupyter_server), "texts": texts}
    site = build_site(confoverrides={"jupyter": jupyter})
    watched_page.goto(site.page("errors"))
    expect(watched_page.locator(".inpage-exec-power")).to_have_text(texts["power"])
    run_page(watched_page, site.page("errors"))
    for name in ("clear", "reset", "restart"):
        action(panel(watched_page), name).click()
    wait_state(watched_page, "ready")
    action(panel(watched_page), "shutdown").click()
    wait_state(watched_page, "idle")


def test_no_answer_of_a_server_runs(
    watched_page: Page, build_site: BuildSite, hostile_source: Path, servers: Servers
) -> None:
    """Its reasons, in JSON and in the line of the status, and the names of its kernels."""
    spoken = " ".join(text for text in ONE_LINE if text.isascii())
    specs = {"kernelspecs": {text: {"spec": {"display_name": text}} for text in CORPUS}}
    answers = [
        ({"POST": as_json({"message": ALL}, 500)}, ALL),
        ({"POST": Answer(500, spoken)}, spoken),
        ({"POST": Answer(500), "GET": as_json(specs)}, READABLE[0]),
    ]
    current = answers[0][0]
    with answering(lambda method, _: current.get(method, Answer(404))) as server:
        servers.hosts.add(server.host)
        # A name that every object of JavaScript has.
        jupyter = {"server": {"url": server.url}, "kernelName": "toString"}
        site = build_site(hostile_source, confoverrides={"jupyter": jupyter})
        watched_page.goto(site.page("literal"))
        press_power(watched_page)
        expect(status(watched_page)).to_contain_text(answers[0][1])
        for current, said in answers[1:]:  # noqa: B007
            action(status(watched_page), "retry").click()
            expect(status(watched_page)).to_contain_text(said)
        wait_state(watched_page, "failed")


def test_no_event_of_a_binder_runs(
    watched_page: Page, build_site: BuildSite, hostile_source: Path, servers: Servers
) -> None:
    """The page shows the end of a long reason, so there is a stream for each few of them."""
    told = [{"phase": text, "message": f"{text}\n", "imageName": text} for text in CORPUS]
    failed = [
        {"phase": "failed", "message": " ".join(ONE_LINE[at : at + 4])} for at in range(0, len(ONE_LINE), 4)
    ]
    strange: list[object] = [{"__proto__": {"executed": 1}, "phase": "x"}, [ALL], ALL, {"phase": [ALL]}]
    streams = iter([as_events(*strange[:2], *told, failed[0]), *map(as_events, failed[1:])])
    with answering(lambda _, path: next(streams) if path.startswith("/build/") else Answer(404)) as hub:
        servers.hosts.add(hub.host)
        binder = {"url": hub.url, "repo": "owner/name"}
        site = build_site(hostile_source, confoverrides={"jupyter": {"binder": binder}})
        watched_page.goto(site.page("literal"))
        press_power(watched_page)
        for number, event in enumerate(failed):
            expect(status(watched_page)).to_contain_text(event["message"])
            wait_state(watched_page, "failed")
            if number == 0:
                for text in READABLE:
                    expect(status(watched_page).locator(".inpage-exec-log")).to_contain_text(text)
            if number < len(failed) - 1:
                action(status(watched_page), "retry").click()


def test_nothing_in_storage_runs(
    watched_page: Page, build_site: BuildSite, hostile_source: Path, jupyter_server: LocalServer
) -> None:
    """Edits are shown before they are taken; notes of sessions and tokens are never shown."""
    page = watched_page
    jupyter = {**backend_of(jupyter_server), "runOnConnect": False}
    site = build_site(hostile_source, confoverrides={"jupyter": jupyter})
    page.goto(site.page("index"))
    path = page.evaluate("location.pathname").replace("index.html", "")
    edits = {f"edit:{path}#x:cell-{number}": {"code": text} for number, text in enumerate(CORPUS, 1)}
    odd = {f"edit:{path}#{text}:{text}": {"code": text} for text in CORPUS}
    notes = {f"session:{jupyter_server.url}#{text}": {"id": text, "presence": "gone"} for text in CORPUS}
    keep(page, {name: json.dumps(value) for name, value in {**edits, **odd, **notes}.items()})
    keep(page, {f"edit:{path}#{text}": text for text in CORPUS}, stamped=False)
    press_power(page)
    wait_state(page, "ready")
    expect(proposal_of(page)).to_have_count(len(CORPUS))
    for text in READABLE:
        expect(proposal_of(cell(page, CORPUS.index(text) + 1)).locator("pre")).to_have_text(text)
    page.evaluate("document.querySelectorAll('[data-action=accept]').forEach((button) => button.click())")
    expect(proposal_of(page)).to_have_count(0)
    expect(cell(page, 1)).to_contain_text(CORPUS[0])


def test_no_token_in_storage_runs_or_is_told(
    watched_page: Page, build_site: BuildSite, hostile_source: Path, jupyter_server: LocalServer
) -> None:
    page = watched_page
    jupyter = {"server": {"url": jupyter_server.url}}
    site = build_site(hostile_source, confoverrides={"jupyter": jupyter})
    page.goto(site.page("literal"))
    name = f"inpage-exec-token:{jupyter_server.url}"
    page.evaluate("([name, token]) => sessionStorage.setItem(name, token)", [name, ALL])
    press_power(page)
    wait_state(page, "failed")
    expect(status(page).locator("form")).to_be_visible()
    assert CORPUS[0] not in status(page).inner_text()


def test_nothing_in_the_fragment_of_an_address_runs(
    watched_page: Page, build_site: BuildSite, hostile_source: Path
) -> None:
    site = build_site(hostile_source, confoverrides={"jupyter": True})
    watched_page.goto(site.page("index"))
    odd = [link(id=text, digest=text, code=text) for text in CORPUS]
    odd += [f"{LINK}{text}" for text in CORPUS] + [f"#{text}" for text in CORPUS]
    odd += [encoded('{"__proto__": {"executed": 1}, "id": "cell-1", "digest": "x", "code": "1"}')]
    watched_page.evaluate("(all) => all.forEach((one) => { location.hash = one; })", odd)
    for text in READABLE:
        watched_page.evaluate("(one) => { location.hash = one; }", link(id="cell-1", digest="x", code=text))
        expect(proposal_of(watched_page).locator("pre")).to_have_text(text)
    expect(watched_page.locator("html")).to_have_attribute("data-inpage-exec", "idle")


NAMED = """
{names}

.. raw:: html

   <img name="currentScript" src="data:image/png;base64,"><img name="{payload}" src="data:image/png;base64,">

.. code-cell:: python

   print("ran")
"""


def test_a_page_runs_whatever_its_elements_are_called(
    page: Page, build_site: BuildSite, tmp_path: Path, jupyter_server: LocalServer
) -> None:
    """Headings get their text as their id, and named images stand in for properties of the document."""
    names = [*CONTRACT["ids"].values(), *CONTRACT["classes"].values(), "cell-1"]
    (tmp_path / "conf.py").write_text('extensions = ["sphinx_inpage_exec"]\n')
    headings = "\n".join(f"{name}\n{'=' * len(name)}\n\nText.\n" for name in names)
    text = NAMED.format(names=headings, payload=CONTRACT["ids"]["payload"])
    (tmp_path / "index.rst").write_text(text)
    site = build_site(tmp_path, confoverrides={"jupyter": backend_of(jupyter_server)})
    run_page(page, site.page("index"))
    expect(output_of(cell(page, 1))).to_have_text("ran")
    expect(action(panel(page), "run-all")).to_be_visible()


def keep(page: Page, entries: dict[str, str], *, stamped: bool = True) -> None:
    """Write entries as a page of ours would, or as they are."""
    page.evaluate(
        """([entries, stamped]) => {
          for (const [name, text] of entries) {
            const stamp = { version: 1, time: Date.now() };
            const value = stamped ? JSON.stringify({ ...JSON.parse(text), ...stamp }) : text;
            localStorage.setItem(`inpage-exec-${name}`, value);
          }
        }""",
        [list(entries.items()), stamped],
    )


def link(**linked: str) -> str:
    """The fragment of a link with code."""
    return encoded(json.dumps(linked))


def encoded(text: str) -> str:
    return LINK + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def home_with_kernel(home: Path, name: str, display_name: str) -> Path:
    """Give a server's home a Python kernel under another name."""
    folder = home / "data" / "kernels" / name
    folder.mkdir(parents=True)
    argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": display_name, "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    return home
