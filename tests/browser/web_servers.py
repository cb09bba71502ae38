"""Web servers that give out sites as the documentation says, the distribution's own.

As a script, fetches their packages where it can. They are unpacked and not installed, because installing one
starts it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from programs import running, wait_for

from sphinx_inpage_exec.preview.processes import free_port

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "deploy"
UNPACKED = ROOT / "build" / "web-servers"
_PACKAGES = ("nginx", "nginx-common", "caddy", "apache2-bin")
_LIBRARIES = ("libapr1", "libapr1t64", "libaprutil1", "libaprutil1t64")
"""Of Apache, which nothing else here needs; of each two, a release of Debian has one."""
_APACHE_MODULES = ("mpm_event", "authz_core", "dir", "mime", "filter", "setenvif", "headers", "deflate")


def main() -> int:
    """Return 0 where the web servers are there afterwards."""
    if all(map(_found, ("nginx", "caddy", "apache2"))):
        return 0
    if not shutil.which("apt-get"):
        print("The tests of deployment need nginx, Caddy and Apache, which apt-get brings on Debian.")
        return 1
    print("Unpacking nginx, Caddy and Apache from the distribution's packages.", flush=True)
    UNPACKED.mkdir(parents=True, exist_ok=True)
    missing = [package for package in _PACKAGES if not _download(package)]
    if missing and os.geteuid() == 0:
        subprocess.run(["apt-get", "--quiet", "--quiet", "update"], check=False)
        missing = [package for package in missing if not _download(package)]
    if missing:
        print(f"apt-get has no {', '.join(missing)}.")
        return 1
    for package in _LIBRARIES:
        _download(package)
    for file in UNPACKED.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", str(file), str(UNPACKED)], check=True)
        file.unlink()
    return 0


def _download(package: str) -> bool:
    command = ["apt-get", "--option", "APT::Sandbox::User=root", "download", package]
    return subprocess.run(command, cwd=UNPACKED, check=False, capture_output=True).returncode == 0


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that a web server can read once it has given up the rights of root."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def nginx(folder: Path, site: Path) -> Iterator[str]:
    """Serve a site with nginx as the documentation says; yield its address, which ends with a slash."""
    port = free_port()
    own = _own(EXAMPLE / "nginx.conf", port, site)
    with _nginx(folder, own, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def nginx_before_jupyter(folder: Path, server: str) -> Iterator[str]:
    """Put nginx before a Jupyter server as the documentation says; yield the address."""
    port = free_port()
    own = _own(EXAMPLE / "nginx-jupyter.conf", port).replace("http://127.0.0.1:8888", server.rstrip("/"))
    with _nginx(folder, own, f"http://127.0.0.1:{port}/api"):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def caddy(folder: Path, site: Path) -> Iterator[str]:
    """Serve a site with Caddy as the documentation says; yield its address."""
    url = f"http://127.0.0.1:{free_port()}"
    own = (EXAMPLE / "Caddyfile").read_text(encoding="utf-8").replace("docs.example.org", url)
    options = "{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1\n}\n"
    config = folder / "Caddyfile"
    config.write_text(options + own.replace("/srv/docs/site", str(site)), encoding="utf-8")
    command = [_program("caddy"), "run", "--config", str(config), "--adapter", "caddyfile"]
    _expect_valid([command[0], "validate", *command[2:]])
    with running("caddy", command, folder, {"HOME": str(folder)}):
        wait_for(f"{url}/", folder)
        yield f"{url}/"


@contextmanager
def apache(folder: Path, site: Path) -> Iterator[str]:
    """Serve a site with Apache and the ``.htaccess`` of the documentation; yield its address."""
    port = free_port()
    shutil.copy(EXAMPLE / "htaccess", site / ".htaccess")
    program = Path(_program("apache2"))
    modules = program.parents[1] / "lib" / "apache2" / "modules"
    types = "/etc/mime.types" if Path("/etc/mime.types").is_file() else "/dev/null"
    config = folder / "apache.conf"
    config.write_text(
        "\n".join(
            [
                *(f"LoadModule {name}_module {modules}/mod_{name}.so" for name in _APACHE_MODULES),
                *(["User nobody", "Group nogroup"] if os.geteuid() == 0 else []),
                f"ServerRoot {folder}",
                f"ServerName 127.0.0.1:{port}",
                f"Listen 127.0.0.1:{port}",
                f"PidFile {folder}/apache.pid",
                f"DefaultRuntimeDir {folder}",
                f"ErrorLog {folder}/apache-error.log",
                f"TypesConfig {types}",
                "AddType text/html .html",
                "AddType text/css .css",
                "AddType application/json .json",
                "DirectoryIndex index.html",
                f"DocumentRoot {site}",
                f"<Directory {site}>",
                "AllowOverride All",
                "Require all granted",
                "</Directory>",
                "",
            ]
        ),
        encoding="utf-8",
    )
    libraries = {
        "LD_LIBRARY_PATH": os.pathsep.join(map(str, (UNPACKED / "usr" / "lib").glob("*-linux-gnu*")))
    }
    with running("apache", [str(program), "-X", "-f", str(config)], folder, libraries):
        wait_for(f"http://127.0.0.1:{port}/", folder)
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def _nginx(folder: Path, own: str, answers: str) -> Iterator[None]:
    types = next(
        file for file in (UNPACKED / "etc/nginx/mime.types", Path("/etc/nginx/mime.types")) if file.is_file()
    )
    shutil.copy(types, folder)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/nginx-error.log;\nevents {{}}\n"
        f"http {{\ninclude mime.types;\ndefault_type application/octet-stream;\naccess_log off;\n"
        f"{temporary}{own}}}\n",
        encoding="utf-8",
    )
    command = [_program("nginx"), "-p", str(folder), "-c", str(config)]
    _expect_valid([*command, "-t", "-q"])
    with running("nginx", command, folder, {}):
        wait_for(answers, folder)
        yield


def _own(file: Path, port: int, site: Path | None = None) -> str:
    """The file of the documentation, with the addresses of a test."""
    text = file.read_text(encoding="utf-8").replace("listen 80;", f"listen 127.0.0.1:{port};")
    text = re.sub(r"server_name .+;", "server_name 127.0.0.1;", text)
    return text.replace("/srv/docs/site", str(site))


def _expect_valid(command: list[str]) -> None:
    """The server's own check of its configuration finds nothing wrong."""
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "[warn]" not in checked.stderr, checked.stderr


def _found(name: str) -> str | None:
    folders = [*(str(UNPACKED / "usr" / each) for each in ("sbin", "bin")), os.environ["PATH"]]
    return shutil.which(name, path=os.pathsep.join([*folders, "/usr/sbin"]))


def _program(name: str) -> str:
    found = _found(name)
    assert found, f"The tests of deployment need {name}; python {Path(__file__).name} fetches it on Debian."
    return found


if __name__ == "__main__":
    sys.exit(main())
