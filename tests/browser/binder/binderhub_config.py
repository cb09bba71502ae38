"""BinderHub without Docker and Kubernetes.

Only resolving the ref and building the image are stood in for. The HTTP API, the stream of events and its
order, the launch, the server and its kernel are real. A repository's name says how its build goes: see
`BUILDS`.
"""

# mypy: disable-error-code="import-not-found, import-untyped, misc, no-any-return"
from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import binderhub.builder
import docker
import docker.errors
import tornado.httpserver
import tornado.web
from binderhub.repoproviders import FakeProvider
from traitlets.config import get_config

sys.path.insert(0, str(Path(__file__).parent))
from plan import Plan

PLAN = Plan.of_environment()


def log(phase: str, message: str = "", **more: str) -> str:
    """Return a line of a build's log, as repo2docker writes it."""
    return json.dumps({"phase": phase, "message": f"{message}\n", **more})


GOOD = [log("fetching", "Cloning"), log("building", "Step 1/1"), log("pushing", "Pushing the image")]
DROP = log("drop the connection")
RUBBISH = json.dumps({"phase": "building"}, indent=1)
"""JSON over several lines, of which the stream's format keeps only the first."""
UNENDING = "unending"

BUILDS: dict[str, list[list[str]]] = {
    "broken": [[log("failure", "pip install failed")]],
    "broken-once": [[log("failure", "pip install failed")], GOOD],
    "stalls": [[log("building", "Compiling"), UNENDING]],
    "drops-once": [[log("building", "Half of it"), DROP], GOOD],
    "drops": [[DROP]],
    "rubbish-once": [[RUBBISH, *GOOD]],
    "rubbish": [[RUBBISH, RUBBISH, RUBBISH, UNENDING]],
    "unsafe": [[log("ready", url="javascript:alert(1)", token="t"), UNENDING]],
}
"""What the builds of a repository log, one after the other; the last one is repeated."""

built: Counter[str] = Counter()


class OfflineProvider(FakeProvider):
    """Takes every ref for the same commit."""

    name = "GitHub"

    async def get_resolved_ref(self) -> str:
        return "1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b"

    def get_repo_url(self) -> str:
        return f"https://git.invalid/{'/'.join(self.spec.split('/')[:2])}"

    def get_build_slug(self) -> str:
        return "-".join(self.spec.split("/")[:2])


class Build(binderhub.builder.FakeBuild):
    """BinderHub's own stand-in for a build never ends; this one ends as a pod does, by being deleted."""

    def stream_logs(self) -> None:
        name = self.repo_url.rsplit("/", 1)[1]
        attempts = BUILDS.get(name, [GOOD])
        lines = attempts[min(built[name], len(attempts) - 1)]
        built[name] += 1
        for line in lines:
            if line == UNENDING:
                return
            self.progress("log", line)
        self.progress("pod.phasechange", "Deleted")


class Handler(binderhub.builder.BuildHandler):
    """Does to a connection what networks and proxies do: answers instead of the hub, or drops it."""

    def prepare(self) -> None:
        """Answer with a status where a repository is named after it: ``http-429``."""
        if status := re.search(r"/http-(\d{3})/", self.request.path):
            self.set_status(int(status[1]))
            tornado.web.RequestHandler.finish(self)

    async def emit(self, data: object) -> None:
        if data == DROP:
            self.request.connection.stream.close()
            raise tornado.web.Finish
        await super().emit(data)


class Images:
    """No image has been built."""

    def get(self, name: str) -> None:
        raise docker.errors.ImageNotFound(name)


class Kubernetes:
    """Nobody else's server runs."""

    def list_namespaced_pod(self, *_: object, **__: object) -> SimpleNamespace:
        return SimpleNamespace(items=[])


class LoopbackServer(tornado.httpserver.HTTPServer):
    """BinderHub has no setting for the address to listen on, and takes all."""

    def listen(self, port: int, *_: object, **options: Any) -> None:
        super().listen(port, "127.0.0.1", **options)


docker.from_env = lambda **_: SimpleNamespace(images=Images())
binderhub.builder.FakeBuild = Build
sys.modules["binderhub.app"].BuildHandler = Handler  # type: ignore[attr-defined]
sys.modules["binderhub.app"].HTTPServer = LoopbackServer  # type: ignore[attr-defined]
c = get_config()
c.BinderHub.port = PLAN.binder_port
c.BinderHub.base_url = "/services/binder/"
c.BinderHub.use_registry = False
c.BinderHub.builder_required = False
c.BinderHub.repo_providers = {"gh": OfflineProvider}
c.BinderHub.hub_url = PLAN.hub_url
c.BinderHub.hub_api_token = PLAN.hub_token
c.Launcher.retries = 2
c.Launcher.retry_delay = 1
c.BinderHub.tornado_settings = {
    "fake_build": True,
    "kubernetes_client": Kubernetes(),
    "headers": {"Access-Control-Allow-Origin": "*"},
}
