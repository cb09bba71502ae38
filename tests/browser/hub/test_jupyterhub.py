"""A reader's kernel from a user's server on a real JupyterHub, and what is read when there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

import pytest
from playwright.sync_api import Page, expect
from policies import forbidden, policy, watch_policy
from reader import (
    action,
    cell,
    launch_at,
    output_of,
    panel,
    press_and_run,
    press_power,
    run_page,
    status,
    wait_state,
)
from servers import BuildSite, Servers
from sites import SiteServer
from users_hub import Plan, User, new_user, users_hub

NUMBERS = count(1)
SCOPE = "access:servers!user={}"
"""What a token for pages may do, as the documentation says."""


@pytest.fixture(scope="session")
def hub(
    tmp_path_factory: pytest.TempPathFactory, servers: Servers, site_server: SiteServer
) -> Iterator[Plan]:
    """The hub that all tests share, set up as the documentation says."""
    with users_hub(tmp_path_factory.mktemp("hub"), site_server.origin) as plan:
        servers.hosts.update({f"127.0.0.1:{plan.hub_port}", f"hub.test:{plan.hub_port}"})
        servers.tokens.add(plan.hub_token)
        yield plan


@pytest.fixture
def user(hub: Plan) -> User:
    """A user without a server."""
    return new_user(hub, f"user{next(NUMBERS)}")


@pytest.fixture
def alice(user: User) -> User:
    """A user whose server is running."""
    user.start()
    return user


class Reader:
    """Opens pages whose kernel comes from a user's server."""

    def __init__(self, page: Page, build_site: BuildSite, servers: Servers) -> None:
        self.page, self.build_site, self.servers = page, build_site, servers

    def token(self, user: User, scope: str = SCOPE) -> str:
        """Return a token that never may come up on the console."""
        token = user.new_token(scope.format(user.name))
        self.servers.tokens.add(token)
        return token

    def address(
        self, url: str, token: str, page: str = "literal", headers: Mapping[str, str] | None = None
    ) -> str:
        """Return the address of a page that uses a server."""
        jupyter = {"server": {"url": url, "token": token}}
        return self.build_site(confoverrides={"jupyter": jupyter}, headers=headers).page(page)

    def expect_failed(self, url: str, token: str, *sentences: str) -> None:
        """A page that uses this server says so when power is pressed."""
        self.page.goto(self.address(url, token))
        press_power(self.page)
        wait_state(self.page, "failed")
        for sentence in sentences:
            expect(status(self.page)).to_contain_text(sentence)


@pytest.fixture
def reader(page: Page, build_site: BuildSite, servers: Servers) -> Reader:
    return Reader(page, build_site, servers)


def expect_hello(page: Page) -> None:
    expect(output_of(cell(page, 2))).to_contain_text("hello from reStructuredText")


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_page_runs_restarts_and_shuts_down_on_a_server_of_a_user(
    reader: Reader, alice: User, slash: str
) -> None:
    token, page = reader.token(alice), reader.page
    run_page(page, reader.address(alice.url.rstrip("/") + slash, token))
    expect_hello(page)
    action(panel(page), "restart").click()
    expect(status(page)).to_contain_text("has been restarted")
    assert len(alice.sessions(token)) == 1
    action(panel(page), "shutdown").click()
    expect(status(page)).to_contain_text("has been shut down")
    assert alice.sessions(token) == []


def test_a_page_runs_on_a_server_of_a_user_under_the_strictest_policy(reader: Reader, alice: User) -> None:
    headers = policy("servers", alice.url)
    reader.page.goto(reader.address(alice.url, reader.token(alice), headers=headers))
    watch_policy(reader.page)
    press_and_run(reader.page)
    expect_hello(reader.page)
    assert forbidden(reader.page) == []


def test_launch_opens_the_server_of_the_user_without_giving_it_the_page(reader: Reader, alice: User) -> None:
    run_page(reader.page, reader.address(alice.url, reader.token(alice)))
    opened = launch_at(reader.page, f"{alice.url}lab*")
    opened.wait_for_function(
        "location.href !== 'about:blank' && !window.opener && !document.referrer.includes('token')"
    )


def test_a_server_that_is_stopped_is_told_and_retry_works_when_it_runs(reader: Reader, user: User) -> None:
    sentence = f"No server is running at {user.url}. Start it at {user.plan.hub_url}hub/home, then try again."
    reader.expect_failed(user.url, reader.token(user), sentence)
    user.start()
    action(status(reader.page), "retry").click()
    wait_state(reader.page, "ready")
    expect_hello(reader.page)


def test_a_server_that_is_stopped_while_a_cell_runs_is_told(reader: Reader, alice: User) -> None:
    page = reader.page
    page.goto(reader.address(alice.url, reader.token(alice), "slow"))
    press_power(page)
    expect(output_of(cell(page, 2))).to_contain_text("endless", timeout=60_000)
    alice.stop()
    wait_state(page, "failed")
    expect(status(page)).to_contain_text("was stopped, and the kernel with it. A JupyterHub stops servers")
    expect(page.locator('[data-state="running"], [data-state="queued"]')).to_have_count(0)


def test_a_wrong_token_is_told_and_the_reader_gives_another(reader: Reader, alice: User) -> None:
    reader.expect_failed(alice.url, "wrong", f"The server at {alice.url} refused the token: it is wrong")
    status(reader.page).locator("input").fill(reader.token(alice))
    reader.page.keyboard.press("Enter")
    wait_state(reader.page, "ready")
    expect_hello(reader.page)


def test_a_token_that_may_not_use_servers_is_told(reader: Reader, alice: User) -> None:
    token = reader.token(alice, "read:users!user={}")
    reader.expect_failed(alice.url, token, "or it may not use this server", "with the scope access:servers")


def test_a_token_is_asked_for(reader: Reader, alice: User) -> None:
    reader.expect_failed(alice.url, "", "asks for a token", f"{alice.plan.hub_url}hub/token")


@pytest.mark.parametrize("path", ["", "hub", "hub/home", "hub/user-redirect/lab", "user"])
def test_the_address_of_a_hub_is_told_from_the_one_of_a_server(reader: Reader, hub: Plan, path: str) -> None:
    sentence = f"is the address of a JupyterHub, not of a server on it. {{}}{hub.hub_url}user/NAME/"
    sentence = sentence.format("Tell the author of this site to name the address of a server, such as ")
    reader.expect_failed(f"{hub.hub_url}{path}", "any", sentence)


@pytest.fixture(scope="session")
def strict_hub(
    tmp_path_factory: pytest.TempPathFactory, servers: Servers, site_server: SiteServer
) -> Iterator[Plan]:
    """A hub whose servers take no token in a URL, except of browsers that say it is for a WebSocket."""
    folder = tmp_path_factory.mktemp("strict-hub")
    with users_hub(folder, site_server.origin, documented=False) as plan:
        servers.hosts.update({f"127.0.0.1:{plan.hub_port}", f"hub.test:{plan.hub_port}"})
        yield plan


def test_sockets_that_are_refused_are_told_with_the_line_that_mends_it(
    reader: Reader, strict_hub: Plan
) -> None:
    """Browsers say what a request is for to hosts that they trust, as over https, and not to this one.

    The token is not watched: a browser itself prints the address of a socket that a living server refuses.
    """
    bob = new_user(strict_hub, "bob")
    bob.start()
    untrusted = bob.url.replace("127.0.0.1", "hub.test")
    reader.expect_failed(
        untrusted,
        bob.new_token(SCOPE.format("bob")),
        "refuses the connection to the kernel",
        "JUPYTERHUB_ALLOW_TOKEN_IN_URL=1",
    )


def test_a_server_that_forbids_the_page_is_told_from_one_that_is_stopped(
    reader: Reader, alice: User, site_server: SiteServer
) -> None:
    address = reader.address(alice.url, reader.token(alice))
    other = f"http://localhost:{site_server.port}"
    reader.servers.hosts.add(f"localhost:{site_server.port}")
    reader.page.goto(address.replace(site_server.origin, other))
    press_power(reader.page)
    wait_state(reader.page, "failed")
    expect(status(reader.page)).to_contain_text(f"--ServerApp.allow_origin={other}")
