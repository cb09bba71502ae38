"""Pages whose kernel comes from the BinderHub of the tests: a plugin of pytest for the modules here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hubs import binder_hub
from plan import Plan
from playwright.sync_api import Locator, Page, expect
from reader import action, cell, output_of, press_power, status, told, wait_state, watch_status
from servers import BuildSite, Servers


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory, servers: Servers) -> Iterator[Plan]:
    """The BinderHub that all tests share."""
    with binder_hub(tmp_path_factory.mktemp("binder")) as plan:
        ports = (plan.binder_port, plan.hub_port, plan.silent_port)
        servers.hosts.update(f"127.0.0.1:{port}" for port in ports)
        servers.tokens.update({plan.hub_token, plan.silent_token})
        yield plan


class Reader:
    """Opens pages whose kernel comes from a repository on the hub."""

    def __init__(self, page: Page, build_site: BuildSite, hub: Plan, source: Path) -> None:
        self.page, self.build_site, self.hub, self.source = page, build_site, hub, source
        self.headers: Mapping[str, str] = {}

    def in_tab(self) -> Reader:
        """The same reader in another tab."""
        return Reader(self.page.context.new_page(), self.build_site, self.hub, self.source)

    def open(
        self, name: str, page: str = "literal", others: Mapping[str, object] | None = None, **binder: str
    ) -> None:
        """Open a page of the repository ``owner/name``; ``others`` are further settings and backends."""
        value = {"url": self.hub.binder_url, "repo": f"owner/{name}", **binder}
        jupyter = {"binder": value, **(others or {})}
        site = self.build_site(self.source, confoverrides={"jupyter": jupyter}, headers=self.headers)
        self.page.goto(site.page(page))
        watch_status(self.page)

    def press(
        self, name: str, page: str = "literal", others: Mapping[str, object] | None = None, **binder: str
    ) -> None:
        """Open a page, and press power."""
        self.open(name, page, others, **binder)
        press_power(self.page)

    def expect_ready(self) -> None:
        """A server has been launched, and what could run has run."""
        wait_state(self.page, "ready", timeout=90_000)

    def expect_ran(self) -> None:
        """The cells have run, on a server that the hub launched."""
        self.expect_ready()
        expect(output_of(cell(self.page, 2))).to_contain_text("hello from reStructuredText")

    def expect_failed(self, sentence: str) -> None:
        """The page says so, offers to try again, and is done with the hub."""
        wait_state(self.page, "failed")
        expect(status(self.page)).to_contain_text(sentence)
        expect(action(status(self.page), "retry")).to_be_visible()
        expect(action(status(self.page), "cancel")).to_be_hidden()

    def expect_told(self, *sentences: str) -> None:
        """These beginnings came up in the status box, in this order."""
        shown = iter(self.told)
        missing = [one for one in sentences if not any(text.startswith(one) for text in shown)]
        assert not missing, f"{missing} did not come up, or not in this order, in {self.told}"

    @property
    def log(self) -> Locator:
        """The log of the build."""
        return status(self.page).locator(".inpage-exec-log")

    @property
    def told(self) -> list[str]:
        return told(self.page)


@pytest.fixture
def reader(page: Page, build_site: BuildSite, hub: Plan, site_source: Path) -> Reader:
    return Reader(page, build_site, hub, site_source)
