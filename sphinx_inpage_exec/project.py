"""The settings of a project and its pages, read from where authors write them; what is wrong is told once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging
from sphinx.util.matching import compile_matchers

from .diagnostics import WARNING_TYPE, Subtype
from .former_settings import Former
from .launch import Launch, read_launch
from .lite.files import Files, Place, find_files
from .locations import page_problem_location
from .settings import Lite, Problem, Server, Settings, page_settings, project_settings, switched_off
from .settings.report import found
from .sources import (
    IN_BROWSER,
    load_problem,
    page_value,
    project_source,
    says_something,
    secret_problem,
    server_from_environment,
    with_folder,
    with_kernel,
    with_lite,
    with_server,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

_CHOICES = {"inpage_exec_languages": "the name of a language", "inpage_exec_files": "a pattern for files"}


@dataclass(frozen=True)
class Project:
    """What every page starts from: ``preview`` is the server that `inpage-exec serve` runs for the build.

    ``in_browser`` tells that it runs none, and that pages run in the browser.

    ``former`` is what the settings were made from where they are those of another extension.
    ``folder`` is the place of the sources in the project's own repository, ``place`` the one on this machine.

    What can hold a token is not in the `repr`, which Sphinx prints when a handler fails.
    """

    repository: str | None
    folder: str
    place: Place
    settings: Settings = field(repr=False)
    preview: Server | None = field(repr=False)
    former: Former | None = field(repr=False, default=None)
    in_browser: bool = False
    launch: Launch = field(default_factory=Launch)

    def page(self, metadata: Mapping[str, object]) -> Settings:
        """Return the settings of the page with this metadata, with a kernel named."""
        return self._page(metadata) if says_something(metadata) else self._silent_page

    @cached_property
    def _silent_page(self) -> Settings:
        """Those of the pages that say nothing, which are most of a project's."""
        return self._page({})

    def _page(self, metadata: Mapping[str, object]) -> Settings:
        raw = page_value(metadata)
        settings, _ = page_settings(self.settings, raw, self.repository)
        if self.preview and not switched_off(raw):
            settings = with_server(settings, self.preview.url, self.preview.token)
        if self.in_browser and not switched_off(raw):
            settings = with_lite(settings)
        return with_kernel(with_folder(settings, self.repository, self.folder), metadata)

    def page_problems(self, metadata: Mapping[str, object]) -> tuple[Problem, ...]:
        """Return what is wrong with the settings of a page itself."""
        if page_value(metadata) is None:
            return ()
        settings, problems = page_settings(self.settings, page_value(metadata), self.repository)
        if settings.server != self.settings.server:
            problems = (*problems, *self.secrets(settings))
        if settings.lite != self.settings.lite:
            problems = (*problems, *self.files(settings).problems)
        problem = load_problem(settings)
        return (*problems, problem) if problem and problem != load_problem(self.settings) else problems

    def files(self, settings: Settings) -> Files:
        """Return the files that settings name for kernels in the browser."""
        return find_files(settings.lite or Lite(), self.place)

    def secrets(self, settings: Settings) -> tuple[Problem, ...]:
        """Return what to tell of a token that the site would publish; a preview publishes nothing."""
        problem = None if self.preview else secret_problem(settings)
        return (problem,) if problem else ()


def read_project(app: Sphinx) -> Project:
    """Return the project of a build, after warning of what is wrong with its settings."""
    source = project_source(app.config, Path(app.srcdir), Path(app.confdir))
    settings, problems = project_settings(source.raw, source.repository)
    place = Place(Path(app.confdir), Path(app.srcdir), (Path(app.outdir), Path(app.doctreedir)))
    preview = server_from_environment(os.environ)
    in_browser = bool(os.environ.get(IN_BROWSER))
    launch, wrong = read_launch(app.config, settings, source.repository, source.folder)
    project = Project(
        source.repository, source.folder, place, settings, preview, source.former, in_browser, launch
    )
    loading = load_problem(settings)
    others = (*project.secrets(settings), *project.files(settings).problems, *((loading,) if loading else ()))
    for problem in (*source.problems, *problems, *others, *wrong):
        line = source.location(problem.key)
        # Sphinx takes a place without a line for the name of a document.
        _warn(problem, None if line == str(source.file) else line)
    return project


def check_choices(config: Config) -> None:
    """Keep of the settings that choose literal blocks what can be used, and warn of the rest."""
    for name, what in _CHOICES.items():
        values = list(getattr(config, name))
        unfit = [value for value in values if not _chooses(value)]
        for value in unfit:
            message = f"{name} has {found(value)}, but {what} is expected; it is dropped, the rest stands."
            _warn(Problem(Subtype.SETTING, name, message), None)
        if unfit:
            config[name] = [value for value in values if _chooses(value)]


def _chooses(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(list(compile_matchers([value])))
    except re.error:
        return False


def check_page(project: Project, docname: str, metadata: Mapping[str, object], text: str) -> None:
    """Warn of what is wrong with the settings of a page, which was read from ``text``."""
    for problem in project.page_problems(metadata):
        _warn(problem, (docname, page_problem_location(text, problem.key)))


def _warn(problem: Problem, location: str | tuple[str, int | None] | None) -> None:
    subtype = problem.subtype.value
    logger.warning("%s", problem.message, type=WARNING_TYPE, subtype=subtype, location=location)
