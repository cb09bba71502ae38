"""The servers that the hub of the tests has launched for one repository."""

from __future__ import annotations

import json
import re
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from plan import Plan


@dataclass
class Launched:
    """Counts and ends the servers of the repository ``owner/name``, which is one test's own."""

    hub: Plan
    name: str
    tokens: set[str] = field(default_factory=set)
    """The tokens of the servers that were ended."""

    @property
    def servers(self) -> dict[str, str]:
        """The tokens of the servers that run, by the paths below which they are."""
        found: dict[str, str] = {}
        for user in self._call("hub/api/users", self.hub.hub_token):
            if re.fullmatch(rf"owner-{self.name}-\w+", user["name"]):
                found |= {one["url"]: one["user_options"]["token"] for one in user["servers"].values()}
        return found

    def sessions(self) -> list[str]:
        """The ids of the sessions on the servers that run."""
        listed = [self._call(f"{path[1:]}api/sessions", token) for path, token in self.servers.items()]
        return [session["id"] for one in listed for session in one]

    def cull(self) -> None:
        """End the servers, as a hub does when nobody uses them."""
        for path, token in self.servers.items():
            self.tokens.add(token)
            user = path.strip("/").split("/")[-1]
            self._call(f"hub/api/users/{user}/server", self.hub.hub_token, "DELETE")

    def _call(self, route: str, token: str, method: str = "GET") -> Any:
        headers = {"Authorization": f"token {token}"}
        request = urllib.request.Request(f"{self.hub.hub_url}{route}", headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read() or b"null")
