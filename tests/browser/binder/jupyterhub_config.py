"""JupyterHub for a BinderHub as the documentation sets it up, with a process for each reader."""

# mypy: disable-error-code="import-not-found, import-untyped, misc, no-any-return"
from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from jupyterhub.spawner import SimpleLocalProcessSpawner
from traitlets.config import get_config
from traitlets.config.loader import PyFileConfigLoader

sys.path.extend(str(folder) for folder in Path(__file__).parents[:2])
from plan import DOCUMENTED, Plan

PLAN = Plan.of_environment()


class BinderLikeSpawner(SimpleLocalProcessSpawner):
    """Starts a plain Jupyter server with the token that BinderHub made, as Binder's spawner does."""

    async def start(self) -> Any:
        """Start a server, unless the repository is ``no-server``; ``slow-server`` never comes up."""
        if self.user_options["repo_url"].endswith("/slow-server"):
            await asyncio.Event().wait()
        if self.user_options["repo_url"].endswith("/no-server"):
            raise RuntimeError("There is no room for another server.")
        return await super().start()

    def get_args(self) -> list[str]:
        return [
            "--ip=127.0.0.1",
            f"--port={self.port}",
            f"--ServerApp.base_url={self.server.base_url}",
            f"--ServerApp.root_dir={PLAN.repository}",
            "--ServerApp.trust_xheaders=True",
            "--allow-root",
            "--no-browser",
            *self.args,
        ]

    def get_env(self) -> dict[str, Any]:
        own = {"JUPYTER_TOKEN": self.user_options["token"], "JUPYTER_PATH": PLAN.kernels}
        return {**super().get_env(), **own}


c = get_config()
PLAN.configure(c)
c.merge(PyFileConfigLoader(str(DOCUMENTED / "jupyterhub_config.py")).load_config())
c.JupyterHub.spawner_class = BinderLikeSpawner
c.JupyterHub.authenticator_class = "null"
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}
c.JupyterHub.services = [{"name": "binder", "admin": True, "api_token": PLAN.hub_token}]
c.Spawner.cmd = [str(Path(sys.executable).with_name("jupyter-server"))]
