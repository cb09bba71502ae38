"""Where the servers of a BinderHub are, for the tests and for the servers' own configuration files."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from sphinx_inpage_exec.preview.processes import free_port

_VARIABLE = "INPAGE_EXEC_TEST_BINDER"
_secret = partial(secrets.token_hex, 16)


@dataclass(frozen=True)
class Plan:
    """The loopback ports and the secrets of one BinderHub and the JupyterHub that it launches on."""

    folder: str
    """What they write is below."""
    binder_port: int = field(default_factory=free_port)
    hub_port: int = field(default_factory=free_port)
    hub_api_port: int = field(default_factory=free_port)
    proxy_port: int = field(default_factory=free_port)
    silent_port: int = field(default_factory=free_port)
    """Where a server that never answers is said to be, and its token."""
    silent_token: str = field(default_factory=_secret, repr=False)
    hub_token: str = field(default_factory=_secret, repr=False)
    """With it the BinderHub asks the JupyterHub for servers."""
    proxy_token: str = field(default_factory=_secret, repr=False)

    @property
    def binder_url(self) -> str:
        """The address of the BinderHub, which has a path, as many have."""
        return f"http://127.0.0.1:{self.binder_port}/services/binder/"

    @property
    def hub_url(self) -> str:
        """The address of the JupyterHub and, below it, of the servers that readers get."""
        return f"http://127.0.0.1:{self.hub_port}/"

    @property
    def repository(self) -> str:
        """What every launched server has in its root: what would be cloned, where images are built."""
        return self.below("repository")

    @property
    def silent_url(self) -> str:
        """An address where nothing answers."""
        return f"http://127.0.0.1:{self.silent_port}/"

    def environment(self) -> dict[str, str]:
        """Return the environment in which configuration files find this plan."""
        return {_VARIABLE: json.dumps(asdict(self)), "CONFIGPROXY_AUTH_TOKEN": self.proxy_token}

    @classmethod
    def of_environment(cls) -> Plan:
        """Return the plan that the process was started with."""
        return cls(**json.loads(os.environ[_VARIABLE]))

    def below(self, name: str) -> str:
        """Return the path of a file or folder of the servers."""
        return str(Path(self.folder, name))
