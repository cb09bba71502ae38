"""Where a JupyterHub and its proxy are, for the tests and for the configuration files of what they start."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self

from programs import install_proxy, running, wait_for

from sphinx_inpage_exec.preview.processes import free_port

_VARIABLE = "INPAGE_EXEC_TEST_HUB"
new_secret = partial(secrets.token_hex, 16)


@dataclass(frozen=True)
class HubPlan:
    """The loopback ports and the secrets of one JupyterHub."""

    folder: str
    """What they write is below."""
    hub_port: int = field(default_factory=free_port)
    hub_api_port: int = field(default_factory=free_port)
    proxy_port: int = field(default_factory=free_port)
    hub_token: str = field(default_factory=new_secret, repr=False)
    """With it a service may do everything on the JupyterHub."""
    proxy_token: str = field(default_factory=new_secret, repr=False)

    @property
    def hub_url(self) -> str:
        """The address of the JupyterHub and, below it, of the servers of its users."""
        return f"http://127.0.0.1:{self.hub_port}/"

    def environment(self) -> dict[str, str]:
        """Return the environment in which configuration files find this plan."""
        return {_VARIABLE: json.dumps(asdict(self)), "CONFIGPROXY_AUTH_TOKEN": self.proxy_token}

    @classmethod
    def of_environment(cls) -> Self:
        """Return the plan that the process was started with."""
        return cls(**json.loads(os.environ[_VARIABLE]))

    def below(self, name: str) -> str:
        """Return the path of a file or folder of the servers."""
        return str(Path(self.folder, name))

    def configure(self, c: Any) -> None:
        """Put into a configuration what a JupyterHub needs to run for a test, and nothing that is tested."""
        c.JupyterHub.bind_url = self.hub_url
        c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{self.hub_api_port}"
        c.JupyterHub.db_url = f"sqlite:///{self.below('hub.sqlite')}"
        c.JupyterHub.cookie_secret_file = self.below("cookie_secret")
        c.ConfigurableHTTPProxy.should_start = False
        c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{self.proxy_port}"
        c.SimpleLocalProcessSpawner.home_dir_template = self.below("home/{username}")
        # In the group of the hub's own process, with which they end whatever happens to the hub.
        c.LocalProcessSpawner.popen_kwargs = {"start_new_session": False}


@contextmanager
def jupyterhub(plan: HubPlan, config: Path) -> Iterator[None]:
    """Run a JupyterHub with its proxy; both are ended on leaving, whatever happens."""
    folder = Path(plan.folder)
    commands = {
        "proxy": [
            *install_proxy(folder),
            *("--ip=127.0.0.1", f"--port={plan.hub_port}"),
            *("--api-ip=127.0.0.1", f"--api-port={plan.proxy_port}"),
            f"--default-target=http://127.0.0.1:{plan.hub_api_port}",
        ],
        "jupyterhub": [sys.executable, "-m", "jupyterhub", "-f", str(config)],
    }
    with ExitStack() as stack:
        for name, command in commands.items():
            stack.enter_context(running(name, command, folder, plan.environment()))
        wait_for(f"{plan.hub_url}hub/api/", folder)
        yield
