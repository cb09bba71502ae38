"""One page on its way to the browser: its cells settled, its payload, templates and assets added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup

from .assets import SCRIPT, STYLE
from .contract import VERSION, CellData, GluedData, Payload, encode
from .folding import fold_hidden
from .kernels import Kernels, kernels_of
from .libraries import Libraries
from .lite.reading import python_sources
from .lite.site import LiteSite
from .nodes import BAR_PLACE, EXPECTED, VALUES, Cell, PowerBar
from .project import Project
from .settings import Settings
from .settings.wording import POWER
from .sources import DEFAULT_KERNEL, spoken_language
from .strings import Translations, translations
from .tags import normal_tags, switched
from .transforms import cells_of, settle_page, values_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


_PAYLOAD = "\0payload\0"
"""Stands where the payload comes; no template and no text of a page can hold it."""


_FOR_THE_BUILD = ("powerButton", "texts")
"""Keys of the settings that are in the page itself."""


@dataclass(frozen=True)
class Pages:
    """The pages of a build that browsers open; its methods handle the events of Sphinx."""

    project: Project
    templates: Environment
    lite: LiteSite
    libraries: Libraries

    # The same on every page of a build, so made once.

    @cached_property
    def _power(self) -> Callable[[str], str]:
        """The power bar, for the author's text on the button or none."""
        template = self.templates.get_template("inpage_exec/power.html")
        return lru_cache(maxsize=8)(lambda text: template.render(text=text))

    @cached_property
    def _page_parts(self) -> str:
        return self.templates.get_template("inpage_exec/page.html").render(payload=Markup(_PAYLOAD))

    @cached_property
    def translations(self) -> Translations:
        """The texts of the browser's half."""
        return translations()

    @cached_property
    def _settings(self) -> Callable[[BuildEnvironment, str], Settings]:
        """The settings of a page, which are asked for several times while it is written."""
        return lru_cache(maxsize=8)(lambda env, docname: self.project.page(env.metadata.get(docname, {})))

    @cached_property
    def _shown(self) -> Callable[[Settings], Mapping[str, object]]:
        """What a page tells the browser of settings; most pages have the same."""
        return lru_cache(maxsize=8)(_shown)

    def settle(self, app: Sphinx, document: nodes.document, docname: str) -> None:
        """Handle ``doctree-resolved``."""
        has_place = any(document.findall(PowerBar))

        def bar_of(cells: list[Cell]) -> nodes.Node | None:
            own, settings = self._page(app.env, docname, cells)
            links = self._links(Path(app.env.doc2path(own, base=False)).as_posix())
            return self._bar(settings, links, has_place=has_place)

        cells = settle_page(document, lambda name: self._settings(app.env, name).enabled, bar_of)
        for cell in cells:
            default = self._settings(app.env, cell["docname"]).fold_hidden
            cell["folded"] = switched(cell["tags"], "fold-hidden", default=default)
            fold_hidden(cell)
        # Here, and not when the page is written, because that can be in another process.
        if cells and (lite := self._page(app.env, docname, cells)[1].lite):
            self.lite.ship(lite, python_sources(cells))

    def add(
        self,
        app: Sphinx,
        pagename: str,
        template: str,
        context: dict[str, Any],
        document: nodes.document | None,
    ) -> None:
        """Handle ``html-page-context``; a page without cells gets nothing, unless every page gets all."""
        cells = cells_of(document) if document else []
        if document and cells:
            payload = encode(self._payload(app.env, pagename, cells, _glued(values_of(document, cells))))
            body = _with_bar(context["body"], document)
            context["body"] = body + self._page_parts.replace(_PAYLOAD, payload)
        if cells or app.registry.html_assets_policy == "always":
            app.add_js_file(SCRIPT, loading_method="defer")
            app.add_css_file(STYLE)

    def _links(self, path: str) -> str:
        """The links that open a page elsewhere; empty where there are none."""
        links = self.project.launch.links(path)
        return self.templates.get_template("inpage_exec/launch.html").render(links=links) if links else ""

    def _bar(self, settings: Settings, links: str, *, has_place: bool) -> nodes.Node | None:
        """The power bar of a page: empty where only a touch starts it, None where nothing does."""
        if has_place or settings.power_button == "top":
            return PowerBar(html=self._power(dict(settings.texts).get(POWER, "")) + links)
        if settings.start_on_touch or settings.connect_on_load:
            return PowerBar(html=f"{BAR_PLACE}\n{links}")
        return None

    def _payload(
        self, env: BuildEnvironment, pagename: str, cells: list[Cell], glued: list[GluedData]
    ) -> Payload:
        docname, settings = self._page(env, pagename, cells)
        path = Path(env.doc2path(docname, base=False)).as_posix()
        raw = dict(self._shown(settings))
        if settings.lite:
            raw["lite"] = self.lite.data(settings.lite, path, python_sources(cells))
        if self.libraries.urls:
            raw["widgets"] = dict(self.libraries.urls)
        own = {name: text for name, text in settings.texts if name != POWER}
        own_kernel = settings.kernel_name or DEFAULT_KERNEL
        kernels = kernels_of(cells, own_kernel, spoken_language(env.metadata.get(docname, {}), own_kernel))
        payload = Payload(
            version=VERSION,
            docname=docname,
            path=path,
            settings={**raw, "kernelName": kernels.own},
            cells=[_data(cell, kernels) for cell in cells],
            strings={**self.translations.early, **own},
        )
        if kernels.others:
            payload["kernels"] = list(kernels.others)
        if glued:
            payload["glued"] = glued
        if url := self.translations.url:
            payload["translations"] = url
        return payload

    def _page(self, env: BuildEnvironment, pagename: str, cells: list[Cell]) -> tuple[str, Settings]:
        """A page of singlehtml has the settings of its first document, or of the first that can run."""
        candidates = (pagename, cells[0]["docname"])
        docname = next(name for name in candidates if self._settings(env, name).enabled)
        return docname, self._settings(env, docname)


def _with_bar(body: str, document: nodes.document) -> str:
    """Put the bar in its place; where somebody has rewritten that, at the top."""
    bar = next((str(each["html"]) for each in document.findall(PowerBar)), "")
    return body.replace(BAR_PLACE, bar, 1) if BAR_PLACE in body else bar + body


def _shown(settings: Settings) -> Mapping[str, object]:
    raw = {"backends": list(settings.backends), **settings.to_raw()}
    return {key: value for key, value in raw.items() if key not in _FOR_THE_BUILD}


def _data(cell: Cell, kernels: Kernels) -> CellData:
    data = CellData(
        id=cell["cell_id"],
        source=cell["source"],
        language=cell["language"],
        tags=normal_tags(cell["tags"]),
        visible=cell["visible"],
    )
    if cell.get("checked_id"):
        data["checks"] = cell["checked_id"]
    if EXPECTED in cell:
        data["expected"] = cell[EXPECTED]
    if cell["cell_id"] in kernels.ids:
        data["kernel"] = kernels.ids[cell["cell_id"]]
    if VALUES in cell:
        data["values"] = cell[VALUES]
    return data


def _glued(values: Iterable[nodes.Element]) -> list[GluedData]:
    """Return the values that show what cells glue."""
    glued = []
    for value in values:
        request = value["request"]
        if "value_id" in value and "key" in request:
            data = GluedData(id=value["value_id"], key=request["key"])
            if "format" in request:
                data["format"] = request["format"]
            glued.append(data)
    return glued
