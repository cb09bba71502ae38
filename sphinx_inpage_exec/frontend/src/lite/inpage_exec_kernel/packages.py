"""Packages for the cells: those that they import, and those that they or the author want installed."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterable
from typing import Any

import pyodide_js

from .told import ToldError

_PIP = re.compile(r"^(\s*)[%!]\s*pip\b(.*)$")
_QUIET = {"-q", "-qq", "--quiet"}
_NO_DEPENDENCIES = "--no-deps"
_IGNORED = {"-U", "--upgrade", "--user", "-y", "--yes"}


_UNKNOWN = re.compile(r"Can't fetch metadata for '([^']+)'")
_IMPURE = re.compile(r"Can't find a pure Python 3 wheel for:? '([^']+)'")
_PLATFORM = re.compile(r"Wheel platform '([^']+)' is not compatible|Wheel was built with (.*)$", re.MULTILINE)


class PackageError(ToldError):
    """A package that could not be installed."""


class Packages:
    """Installs packages from the distribution, the site's wheels and, where allowed, an index."""

    def __init__(self, page: Any) -> None:
        self._page = page

    async def load_imported(self, code: str) -> None:
        """Load what ``code`` imports, where the distribution has it and it is not there yet."""
        failures: list[str] = []
        try:
            await pyodide_js.loadPackagesFromImports(
                code, messageCallback=_ignore, errorCallback=failures.append
            )
        except Exception as error:
            failures.append(str(error))
        for failure in failures:
            print(self._page.tell("litePackageFailed", reason=failure), file=sys.stderr)

    async def install(self, requirements: Iterable[str], *, dependencies: bool = True) -> None:
        """Install packages.

        :raises PackageError: with a sentence, if one is not there or not for this platform.
        """
        wanted = list(requirements)
        shipped = [each for each in wanted if self._is_shipped(each)]
        await _load([*shipped, *(["micropip"] if len(shipped) < len(wanted) else [])])
        try:
            await self._resolve([each for each in wanted if each not in shipped], dependencies)
        except Exception as error:
            raise PackageError(self._sentence(str(error))) from None

    def _is_shipped(self, requirement: str) -> bool:
        """Tell whether a requirement is a mere name of the distribution, which needs no resolver."""
        own = {_name_of(url) for url in self._page.wheels}
        return requirement not in own and hasattr(pyodide_js.lockfile.packages, requirement)

    async def _resolve(self, requirements: list[str], dependencies: bool) -> None:
        if not requirements:
            return
        import micropip  # noqa: PLC0415

        if not self._page.index:
            micropip.set_index_urls([])
        constraints = [f"{_name_of(url)} @ {url}" for url in self._page.wheels]
        await micropip.install(requirements, deps=dependencies, constraints=constraints)

    async def prepare(self, requirements: Iterable[str]) -> str:
        """Install what the author wants; return the sentence that says why it failed, or nothing."""
        try:
            await self.install(requirements)
        except PackageError as error:
            return str(error)
        return ""

    async def pip(self, line: str) -> None:
        """Do what ``%pip`` says, as far as it makes sense here.

        :raises PackageError: as `install` does, and for anything but ``install``.
        """
        command, *words = shlex.split(line) or [""]
        options = {word for word in words if word.startswith("-")}
        if command != "install" or options - _QUIET - _IGNORED - {_NO_DEPENDENCIES}:
            raise PackageError(self._page.tell("litePipUnknown", line=line.strip()))
        names = [word for word in words if word not in options]
        await self.install(names, dependencies=_NO_DEPENDENCIES not in options)
        if not options & _QUIET:
            print(self._page.tell("litePipDone", packages=", ".join(names)))

    def _sentence(self, error: str) -> str:
        """Say in the reader's words what micropip says in its own."""
        if found := _UNKNOWN.search(error) or _IMPURE.search(error):
            return str(self._page.tell("litePackageUnknown", package=found[1]))
        if found := _PLATFORM.search(error):
            return str(self._page.tell("litePackagePlatform", platform=found[1] or found[2]))
        return str(self._page.tell("litePackageFailed", reason=error))


def await_pip(lines: list[str]) -> list[str]:
    """Make ``%pip`` wait until it is done, which a magic of IPython can not."""
    return [_PIP.sub(_awaited, line) for line in lines]


def _awaited(found: re.Match[str]) -> str:
    return f"{found[1]}await get_ipython().kernel.packages.pip({found[2].strip()!r})"


def _name_of(wheel: str) -> str:
    return re.sub(r"[-_.]+", "-", wheel.rsplit("/", 1)[-1].split("-", 1)[0]).lower()


async def _load(names: list[str]) -> None:
    if names:
        await pyodide_js.loadPackage(names, messageCallback=_ignore, errorCallback=_ignore)


def _ignore(_message: str) -> None:
    """Pyodide would print to the browser's console."""
