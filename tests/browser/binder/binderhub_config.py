"""BinderHub as the documentation sets it up, without Docker and Kubernetes.

Only resolving the ref and building the image are stood in for. The HTTP API, the stream of events and its
order, the launch, the server and its kernel are real. A repository's name says how its build goes: see
`BUILDS`.
"""

# mypy: disable-error-code="import-not-found, import-untyped, misc, no-any-return"
from __future__ import annotations

import asyncio
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
from traitlets.config.loader import PyFileConfigLoader

sys.path.extend(str(folder) for folder in Path(__file__).parents[:2])
from plan import DOCUMENTED, Plan

PLAN = Plan.of_environment()


def log(phase: str, message: str = "", **more: str) -> str:
    """Return a line of a build's log, as repo2docker writes it."""
    return json.dumps({"phase": phase, "message": f"{message}\n", **more})


GOOD = [log("fetching", "Cloning"), log("building", "Step 1/1"), log("pushing", "Pushing the image")]
CHATTY = [
    *(log("building", f"line {number}") for number in range(2_500)),
    log("building", "\x1b[31mred\x1b[0m <img src=x onerror=alert(1)>"),
    *(json.dumps({"phase": "building", "message": f"{done} %\r"}) for done in (10, 50, 100)),
    log("failure", "that was all"),
]
DROP = log("drop the connection")
RUBBISH = json.dumps({"phase": "building"}, indent=1)
"""JSON over several lines, of which the stream's format keeps only the first."""
UNENDING = "unending"
PHASES = ("fetching", "building", "pushing", "built", "launching")

BUILDS: dict[str, list[list[str]]] = {
    "broken": [[log("failure", "pip install failed")]],
    "broken-once": [[log("failure", "pip install failed")], GOOD],
    "chatty": [CHATTY],
    "stalls": [[log("building", "Compiling"), UNENDING]],
    "stalls-once": [[log("building", "Compiling"), UNENDING], GOOD],
    "stalls-waiting": [[UNENDING]],
    **{f"stalls-{phase}": [[log(phase, "Slowly"), UNENDING]] for phase in ("fetching", "pushing")},
    "drops-once": [[log("building", "Half of it"), DROP], GOOD],
    "drops": [[DROP]],
    **{f"breaks-{phase}": [[log(phase), log("failure", "broke")]] for phase in PHASES},
    **{f"drops-{phase}": [[log(phase), DROP], [log("failure", "asked again")]] for phase in PHASES},
    "rubbish-once": [[RUBBISH, *GOOD]],
    "rubbish": [[RUBBISH, RUBBISH, RUBBISH, UNENDING]],
    "unsafe": [[log("ready", url="javascript:alert(1)", token=PLAN.silent_token), UNENDING]],
    "silent": [[*GOOD, log("ready", url=PLAN.silent_url, token=PLAN.silent_token), UNENDING]],
}
"""What the builds of a repository log, one after the other; the last one is repeated.

What comes after ``--`` in the name of a repository makes it another one with the same builds.
"""

built: Counter[str] = Counter()
crowded: set[str] = set()
"""The image of the repository that has as many servers as the quota allows."""


class OfflineProvider(FakeProvider):
    """Takes every ref for the same commit."""

    name = "GitHub"

    async def get_resolved_ref(self) -> str:
        return "1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b"

    def get_repo_url(self) -> str:
        return f"https://git.invalid/{'/'.join(self.spec.split('/')[:2])}"

    def is_banned(self) -> bool:
        """Take a repository that is not banned for one that is launched too often."""
        if self.spec.startswith("owner/limited/"):
            raise tornado.web.HTTPError(429, "Rate limit exceeded.")
        return super().is_banned()

    def get_build_slug(self) -> str:
        return "-".join(self.spec.split("/")[:2])


class Build(binderhub.builder.FakeBuild):
    """BinderHub's own stand-in for a build never ends; this one ends as a pod does, by being deleted."""

    def stream_logs(self) -> None:
        name = self.repo_url.rsplit("/", 1)[1]
        if name == "crowded":
            crowded.add(self.image_name)
        attempts = BUILDS.get(name.split("--")[0], [GOOD])
        lines = attempts[min(built[name], len(attempts) - 1)]
        built[name] += 1
        for line in lines:
            if line == UNENDING:
                return
            self.progress("log", line)
        self.progress("pod.phasechange", "Deleted")


class Handler(binderhub.builder.BuildHandler):
    """Does to a connection what networks and proxies do: answers instead of the hub, or drops it."""

    async def prepare(self) -> None:
        """Answer with a status where a repository is named after it (``http-429``), to nobody, or never."""
        if "/no-cors/" in self.request.path:
            self.clear_header("Access-Control-Allow-Origin")
        if "/no-answer/" in self.request.path:
            await asyncio.Event().wait()
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
    """Other readers' servers run only of one repository."""

    def list_namespaced_pod(self, *_: object, **__: object) -> SimpleNamespace:
        containers = [SimpleNamespace(image=image) for image in crowded]
        return SimpleNamespace(items=[SimpleNamespace(spec=SimpleNamespace(containers=containers))])


class LoopbackServer(tornado.httpserver.HTTPServer):
    """BinderHub has no setting for the address to listen on, and takes all."""

    def listen(self, port: int, *_: object, **options: Any) -> None:
        super().listen(port, "127.0.0.1", **options)


docker.from_env = lambda **_: SimpleNamespace(images=Images())
binderhub.builder.FakeBuild = Build
sys.modules["binderhub.app"].BuildHandler = Handler  # type: ignore[attr-defined]
sys.modules["binderhub.app"].HTTPServer = LoopbackServer  # type: ignore[attr-defined]
c = get_config()
c.merge(PyFileConfigLoader(str(DOCUMENTED / "binderhub_config.py")).load_config())
c.BinderHub.port = PLAN.binder_port
c.BinderHub.base_url = "/services/binder/"
c.BinderHub.use_registry = False
c.BinderHub.builder_required = False
c.BinderHub.repo_providers = {"gh": OfflineProvider}
c.BinderHub.per_repo_quota = 1
c.BinderHub.hub_url = PLAN.hub_url
c.BinderHub.hub_api_token = PLAN.hub_token
c.Launcher.retries = 2
c.Launcher.retry_delay = 1
c.BinderHub.tornado_settings.update({"fake_build": True, "kubernetes_client": Kubernetes()})
