"""A real Jupyter Kernel Gateway, on loopback."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from programs import running, wait_for

from sphinx_inpage_exec.preview.processes import free_port

DOCUMENTED = Path(__file__).parents[3] / "docs" / "examples" / "gateway" / "jupyter_kernel_gateway_config.py"
"""The configuration that the documentation shows."""
SITE = "https://docs.example.org"
"""The site that this configuration names."""


@dataclass(frozen=True)
class Gateway:
    """A kernel gateway; ``url`` ends with a slash."""

    port: int = field(default_factory=free_port)
    token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def kernel_gateway(folder: Path, origin: str) -> Iterator[Gateway]:
    """Run a gateway for pages of ``origin``; it is ended on leaving, whatever happens."""
    gateway = Gateway()
    config = folder / DOCUMENTED.name
    config.write_text(DOCUMENTED.read_text().replace(SITE, origin))
    command = [sys.executable, "-m", "kernel_gateway", f"--config={config}"]
    command += ["--KernelGatewayApp.ip=127.0.0.1", f"--KernelGatewayApp.port={gateway.port}"]
    with running("gateway", command, folder, {"KG_AUTH_TOKEN": gateway.token}):
        wait_for(f"{gateway.url}api?token={gateway.token}", folder)
        yield gateway
