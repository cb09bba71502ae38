"""Where the servers of a BinderHub are, for the tests and for the servers' own configuration files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hub_plan import HubPlan, new_secret

from sphinx_inpage_exec.preview.processes import free_port

DOCUMENTED = Path(__file__).parents[3] / "docs" / "examples" / "binderhub"
"""The configuration files that the documentation shows."""


@dataclass(frozen=True)
class Plan(HubPlan):
    """The loopback ports and the secrets of one BinderHub and the JupyterHub that it launches on."""

    binder_port: int = field(default_factory=free_port)
    silent_port: int = field(default_factory=free_port)
    """Where a server that never answers is said to be, and its token."""
    silent_token: str = field(default_factory=new_secret, repr=False)

    @property
    def binder_url(self) -> str:
        """The address of the BinderHub, which has a path, as many have."""
        return f"http://127.0.0.1:{self.binder_port}/services/binder/"

    @property
    def repository(self) -> str:
        """What every launched server has in its root: what would be cloned, where images are built."""
        return self.below("repository")

    @property
    def kernels(self) -> str:
        """Where every launched server finds a kernel beside that for Python."""
        return self.below("jupyter")

    @property
    def silent_url(self) -> str:
        """An address where nothing answers."""
        return f"http://127.0.0.1:{self.silent_port}/"
