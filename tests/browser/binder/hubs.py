"""A real BinderHub over a real JupyterHub, on loopback, started and ended with the tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub_plan import jupyterhub
from kernel_specs import write_bash
from plan import Plan
from programs import running, wait_for
from repository import write_repository

HERE = Path(__file__).parent


@contextmanager
def binder_hub(folder: Path) -> Iterator[Plan]:
    """Run BinderHub, JupyterHub and its proxy; each is ended on leaving, whatever happens."""
    plan = Plan(str(folder))
    write_repository(Path(plan.repository))
    write_bash(Path(plan.kernels))
    command = [sys.executable, "-m", "binderhub", "-f", str(HERE / "binderhub_config.py")]
    with (
        jupyterhub(plan, HERE / "jupyterhub_config.py"),
        running("binderhub", command, folder, plan.environment()),
    ):
        wait_for(plan.binder_url, folder)
        yield plan
