"""Which handler runs at which phase of a build. One :class:`Project` goes from each phase to the next."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from .assets import SCRIPT, add_static_files, fingerprint, lacks_script, templates
from .cells import jupyter_sphinx, myst_values
from .diagnostics import WARNING_TYPE, Subtype
from .directives import add_shared_directives
from .first_cell import first_cell_metadata
from .former_settings import add_former_settings, take_over
from .libraries import read_libraries
from .lite.reading import check_cells
from .lite.site import LiteSite
from .old_spellings import page_metadata, tell
from .page import Pages
from .project import Project, check_choices, check_page, read_project
from .transforms import RemoveTraces, produce_cells
from .unfinished import Mark

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

NOT_WRITTEN = (
    "%s can not be written: %s. Without it and what follows, pages can not run in the browser. "
    "Make room, or let the build write there, and build again."
)

_TEXT = "inpage_exec_text"


def start(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: read the project's settings, and register what depends on them."""
    add_former_settings(app)
    check_choices(config)
    project = read_project(app)
    if project.settings.enabled:
        take_over(config)
    version = app.extensions[__package__].version
    files = project.files(project.settings)
    targets = [shipment.target for shipment in (*files.wheels, *files.contents)]
    config.inpage_exec_fingerprint = fingerprint(
        version,
        project.repository,
        project.folder,
        project.settings,
        project.preview,
        targets,
        project.in_browser,
    )
    add_shared_directives(app)
    jupyter_sphinx.add_transform(app)
    myst_values.keep_requests(app)
    app.connect("source-read", _remember_text, priority=900)
    app.connect("doctree-read", partial(_on_document, project), priority=600)
    app.connect("builder-inited", partial(_on_builder, project))
    app.connect("env-check-consistency", lambda app, env: tell(env, project.former))


def writes_pages(builder: Builder) -> bool:
    """Whether what comes out are pages for a browser: not a book, a help file, or fragments for a program."""
    if not isinstance(builder, StandaloneHTMLBuilder) or isinstance(builder, SerializingHTMLBuilder):
        return False
    return not builder.embedded


def _remember_text(app: Sphinx, docname: str, source: list[str]) -> None:
    """Keep the text that is parsed until the document is read; Sphinx forgets it with the document."""
    app.env.temp_data[_TEXT] = source[0]


def _on_document(project: Project, app: Sphinx, document: nodes.document) -> None:
    """Here, because the metadata of a page is complete only now, in every source format."""
    env = app.env
    text = str(env.temp_data.get(_TEXT, ""))
    if str(env.doc2path(env.docname)).endswith(".ipynb"):
        _add_metadata(env, first_cell_metadata(text))
    metadata = env.metadata.get(env.docname, {})
    check_page(project, env.docname, metadata, text)
    cells = produce_cells(env, document, text)
    if project.page(metadata).enabled:
        _add_metadata(env, page_metadata(document, cells, metadata))
    # An entry that is not there is not made by looking at it: it would be seen in what comes out.
    lite = project.page(env.metadata.get(env.docname, {})).lite
    if cells and lite:
        check_cells(env, cells, lite, project.place)


def _add_metadata(env: BuildEnvironment, metadata: Mapping[str, object]) -> None:
    # Only then, because the entry itself is to be seen in what comes out.
    if metadata:
        env.metadata[env.docname].update(metadata)


def _on_finish(pages: Pages, mark: Mark, app: Sphinx, exception: Exception | None) -> None:
    if exception is not None:
        return
    try:
        pages.lite.write()
        pages.translations.write(pages.lite.folder)
        pages.libraries.write(pages.lite.folder)
    except OSError as error:
        file, reason = error.filename2 or error.filename or pages.lite.folder, error.strerror or error
        logger.warning(NOT_WRITTEN, file, reason, type=WARNING_TYPE, subtype=Subtype.LITE.value)
        return
    # Pages that were written without it do not name it as those of a clean build do.
    if not lacks_script(app):
        mark.remove()


def _on_builder(project: Project, app: Sphinx) -> None:
    if not writes_pages(app.builder):
        app.add_post_transform(RemoveTraces)
        return
    site = LiteSite(project.place, Path(app.outdir, "_static", SCRIPT).parent)
    pages = Pages(project, templates(app), site, read_libraries(app))
    app.connect("doctree-resolved", pages.settle)
    # Late, because others take the text of a page here, for feeds.
    app.connect("html-page-context", pages.add, priority=900)
    mark = Mark(app)
    app.connect("env-get-updated", mark.pages)
    # Late, because others write files as well.
    app.connect("build-finished", partial(_on_finish, pages, mark), priority=900)
    add_static_files(app)
