"""A real JupyterHub with servers of its users, on loopback."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub_plan import HubPlan, jupyterhub

from sphinx_inpage_exec.preview.processes import StopSignal

HERE = Path(__file__).parent
DOCUMENTED = HERE.parents[2] / "docs" / "examples" / "jupyterhub" / "jupyterhub_config.py"
"""The configuration that the documentation shows."""
SITE = "https://docs.example.org"
"""The site that this configuration names."""
_START_SECONDS = 60.0


@dataclass(frozen=True)
class Plan(HubPlan):
    """The ports and secrets of one JupyterHub, and what its servers allow."""

    origin: str = ""
    """The origin whose pages may use the servers."""
    documented: bool = True
    """Whether the servers take a token in a URL, as the documentation says that they should."""


@dataclass(frozen=True)
class User:
    """A user of the hub, who may have a server."""

    plan: Plan
    name: str

    @property
    def url(self) -> str:
        """The address of the user's server."""
        return f"{self.plan.hub_url}user/{self.name}/"

    def start(self) -> None:
        """Start the user's server, and wait until it answers."""
        self._call("/server", "POST")
        assert StopSignal().wait_for(self._has_server, _START_SECONDS), f"{self.name} has no server"

    def stop(self) -> None:
        """Stop the user's server, as the hub's administrator or a culler does."""
        self._call("/server", "DELETE")

    def new_token(self, *scopes: str) -> str:
        """Return a token that may do what these scopes allow."""
        return str(self._call("/tokens", "POST", {"note": "pages", "scopes": scopes})["token"])

    def sessions(self, token: str) -> Any:
        """Return the sessions of the user's server."""
        return _call(f"{self.url}api/sessions", token)

    def _has_server(self) -> bool:
        return bool(self._call("")["servers"].get("", {}).get("ready"))

    def _call(self, path: str, method: str = "GET", body: object = None) -> Any:
        return _call(f"{self.plan.hub_url}hub/api/users/{self.name}{path}", self.plan.hub_token, method, body)


@contextmanager
def users_hub(folder: Path, origin: str, **allows: Any) -> Iterator[Plan]:
    """Run a JupyterHub whose servers allow pages of ``origin``; keywords are fields of `Plan`."""
    plan = Plan(str(folder), origin=origin, **allows)
    with jupyterhub(plan, HERE / "hub_config.py"):
        yield plan


def new_user(plan: Plan, name: str) -> User:
    """Return a new user of the hub, without a server."""
    _call(f"{plan.hub_url}hub/api/users/{name}", plan.hub_token, "POST")
    return User(plan, name)


def _call(url: str, token: str, method: str = "GET", body: object = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, {"Authorization": f"token {token}"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.loads(response.read() or b"null")
