"""JupyterHub as the documentation sets it up, with the accounts and the addresses of a test."""

# mypy: disable-error-code="import-not-found, import-untyped"
from __future__ import annotations

import sys
from pathlib import Path

from traitlets.config import get_config
from traitlets.config.loader import PyFileConfigLoader

sys.path.extend(str(folder) for folder in Path(__file__).parents[:2])
from users_hub import DOCUMENTED, SITE, Plan

PLAN = Plan.of_environment()

c = get_config()
PLAN.configure(c)
c.merge(PyFileConfigLoader(str(DOCUMENTED)).load_config())
c.Spawner.args = [argument.replace(SITE, PLAN.origin) for argument in c.Spawner.args] + ["--allow-root"]
c.Spawner.environment = c.Spawner.environment if PLAN.documented else {}
c.Spawner.cmd = [str(Path(sys.executable).with_name("jupyterhub-singleuser"))]
c.Spawner.ip = "127.0.0.1"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.services = [{"name": "test", "admin": True, "api_token": PLAN.hub_token}]
