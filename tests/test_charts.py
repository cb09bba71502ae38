"""The values for Helm charts that the documentation shows, as far as they can be looked at here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
BINDERHUB = EXAMPLES / "binderhub" / "values.yaml"
SCALE = EXAMPLES / "scale" / "binderhub.yaml"

# The charts refuse any other name: values.schema.yaml of https://github.com/jupyterhub/zero-to-jupyterhub-k8s
ALLOWED = {
    "": {"config", "jupyterhub"},
    "config": {"BinderHub"},
    "config.BinderHub": {"cors_allow_origin", "image_prefix", "per_repo_quota", "use_registry"},
    "jupyterhub": {"cull", "hub", "scheduling", "singleuser"},
    "jupyterhub.cull": {"enabled", "every", "maxAge", "timeout"},
    "jupyterhub.hub": {"activeServerLimit", "concurrentSpawnLimit", "config", "db"},
    "jupyterhub.hub.config": {"BinderSpawner"},
    "jupyterhub.hub.config.BinderSpawner": {"args", "cors_allow_origin"},
    "jupyterhub.hub.db": {"type", "url"},
    "jupyterhub.scheduling": {"podPriority", "userPlaceholder", "userScheduler"},
    "jupyterhub.scheduling.podPriority": {"enabled"},
    "jupyterhub.scheduling.userPlaceholder": {"enabled", "replicas"},
    "jupyterhub.scheduling.userScheduler": {"enabled"},
    "jupyterhub.singleuser": {"cpu", "memory"},
    "jupyterhub.singleuser.cpu": {"guarantee", "limit"},
    "jupyterhub.singleuser.memory": {"guarantee", "limit"},
}


@pytest.mark.parametrize("file", [BINDERHUB, SCALE], ids=["binderhub", "scale"])
def test_the_values_have_only_names_that_the_charts_know(file: Path) -> None:
    assert unknown(read(file)) == []


def test_servers_of_the_chart_get_the_arguments_that_the_tests_of_a_real_hub_run_with() -> None:
    spawner = read(BINDERHUB)["jupyterhub"]["hub"]["config"]["BinderSpawner"]
    # The chart makes this one of cors_allow_origin.
    origin = f"--ServerApp.allow_origin={spawner['cors_allow_origin']}"
    assert [origin, *spawner["args"]] == arguments(EXAMPLES / "binderhub" / "jupyterhub_config.py")


def read(file: Path) -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return values


def unknown(values: Mapping[str, Any], path: str = "") -> list[str]:
    found = [f"{path}.{name}" for name in values.keys() - ALLOWED[path]]
    for name, value in values.items():
        if isinstance(value, dict) and name in ALLOWED[path]:
            found += unknown(value, f"{path}.{name}".lstrip("."))
    return found


def arguments(config: Path) -> list[str]:
    """The arguments that a configuration of JupyterHub gives to its servers."""
    settings = SimpleNamespace(Spawner=SimpleNamespace())
    exec(config.read_text(encoding="utf-8"), {"get_config": lambda: settings})
    found: list[str] = settings.Spawner.args
    return found
