"""``inpage-exec explain``: why each value of a page is what it is. Tokens are masked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sphinx.application import Sphinx

from .check import masked, read_source, tokens
from .locations import page_problem_location
from .preview.processes import FailureError
from .project import Project, read_project
from .settings import Settings
from .settings.model import SECTIONS, keys_of
from .settings.reading import ROOT, Said, read
from .settings.report import Report
from .settings.suggest import nearest
from .sources import OLD_KERNEL, ProjectSource, page_kernel, page_value, project_source
from .tags import BUTTONS, SWITCHES, buttons_of, normal_tags
from .transforms import cells_of

_DEFAULT = "the default"


@dataclass(frozen=True)
class Value:
    """A value of a page by the key of the schema, and who says so."""

    key: str
    value: object
    origin: str


@dataclass(frozen=True)
class Explanation:
    """The values of one document, and those that its cells have for themselves."""

    docname: str
    values: tuple[Value, ...]
    cells: tuple[Value, ...]

    def to_json(self) -> str:
        """One JSON document with the names of the fields."""
        return json.dumps(asdict(self), indent=2)

    def to_text(self) -> str:
        """Plain lines for a person."""
        rows = [(f"{one.key}: {json.dumps(one.value)}", one.origin) for one in (*self.values, *self.cells)]
        width = max(len(left) for left, _ in rows)
        return "\n".join([self.docname, *(f"  {left.ljust(width)}  {origin}" for left, origin in rows)])


def explain(source: Path, page: str, overrides: Mapping[str, str] | None = None) -> Explanation:
    """Read the project in ``source`` without running any of it, and explain one page.

    ``page`` is the name of a document, or its file; ``overrides`` go before what conf.py says. Raises
    `FailureError` for a page that is not there, and where the project can not be read or does not load the
    extension.
    """
    overrides = overrides or {}
    with read_source(source, overrides) as reading:
        app = reading.app
        if __package__ not in app.extensions:
            addition = f'extensions.append("{__package__}")'
            raise FailureError(f"{source} does not load the extension; add {addition} to its conf.py")
        docname = _docname(app, page)
        explained = Page(app, docname, overrides)
        return Explanation(docname, tuple(explained.values()), tuple(explained.cells()))


def _docname(app: Sphinx, page: str) -> str:
    """Return the document that a name, or a file from here or from the source directory, stands for."""
    for file in (Path(page).resolve(), Path(app.srcdir, page)):
        name = app.env.path2doc(str(file))
        if file.is_file() and name in app.env.found_docs:
            return name
    if page in app.env.found_docs:
        return page
    meant = nearest(page, app.env.found_docs)
    hint = f"; did you mean {meant!r}?" if meant else "; `inpage-exec check` lists all of them"
    raise FailureError(f"{app.srcdir} has no page {page!r}{hint}")


class Page:
    """A document, and what its project, the command line and it say."""

    def __init__(self, app: Sphinx, docname: str, overrides: Mapping[str, str]) -> None:
        self.app, self.docname, self.overrides = app, docname, overrides
        self.project: Project = read_project(app)
        self.source: ProjectSource = project_source(app.config, Path(app.srcdir), Path(app.confdir))
        self.metadata = app.env.metadata.get(docname, {})
        self.raw = page_value(self.metadata)
        self.settings = self.project.page(self.metadata)
        self.said = read(self.raw, Report())
        self.said_before = read(self.source.raw, Report())
        self.secrets = tokens(self.settings, self.project.settings)

    def values(self) -> Iterator[Value]:
        """Every value of the page, in the order of the schema."""
        yield Value("backends", list(self.settings.backends), self._backends())
        for name in self.settings.backends:
            backend = getattr(self.settings, name)
            for key, declared in keys_of(SECTIONS[name].keys).items():
                yield self._value(f"{name}.{key}", getattr(backend, declared.field))
        for key, declared in keys_of(Settings).items():
            if key != "texts":
                yield self._value(key, getattr(self.settings, declared.field))
        own = dict(self.said.values.get("texts", ()))
        for text_name, text in self.settings.texts:
            key = f"texts.{text_name}"
            yield Value(key, text, self._on_page(key) if text_name in own else self._in_project(key))

    def cells(self) -> Iterator[Value]:
        """What the tags of cells say instead of the page."""
        for number, cell in enumerate(cells_of(self.app.env.get_doctree(self.docname)), start=1):
            for name, opposite in SWITCHES.items():
                for tag in {name, opposite}.intersection(normal_tags(cell["tags"])):
                    yield Value(f"cell {number}, {name}", tag == name, f"its tag {tag}")
            buttons = buttons_of(cell["tags"])
            if buttons is not None:
                named = ", ".join(tag for tag in normal_tags(cell["tags"]) if tag in BUTTONS)
                yield Value(f"cell {number}, cell-buttons", buttons, f"its tags {named}")

    def _value(self, key: str, value: object) -> Value:
        shown = json.loads(masked(json.dumps(value), self.secrets))
        return Value(key, shown, self._origin(key, value))

    def _backends(self) -> str:
        if self.said.switch is False or self.said.backends:
            return self._on_page(self._first(self.said))
        if self.project.settings.backends or self.said.switch is None:
            said = self.said_before.switch is not None or self.said_before.backends
            return self._in_project(self._first(self.said_before)) if said else _DEFAULT
        return f"{self._on_page('')}, which switches it on"

    def _first(self, said: Said) -> str:
        """Return the backend that decides: the one in use, else the first that is named; empty for none."""
        used = [name for name in self.settings.backends if name in said.backends]
        return next(iter((*used, *said.backends)), "")

    def _origin(self, key: str, value: object) -> str:
        if _says(self.said, key):
            return self._on_page(key)
        if _says(self.said_before, key) and value == _value_of(self.project.settings, key):
            return self._in_project(key)
        if key == "kernelName" and value == page_kernel(self.metadata):
            return f"{OLD_KERNEL if OLD_KERNEL in self.metadata else 'the kernelspec'} of the page"
        if key == "binder.repo" and self.source.repository and value == self.source.repository:
            return f"the project's own repository, {self.source.repository_from}"
        if key == "binder.folder" and value is not None:
            return "the place of the sources in the project's own repository"
        return _DEFAULT

    def _on_page(self, key: str) -> str:
        file = Path(self.app.env.doc2path(self.docname))
        line = page_problem_location(file.read_text(encoding="utf-8"), f"jupyter.{key}".rstrip("."))
        return f"the page, {self._relative(file)}{f':{line}' if line else ''}"

    def _in_project(self, key: str) -> str:
        if override := self._override(f"{ROOT}.{key}".rstrip(".")):
            return f"-D {override} on the command line"
        if self.source.former:
            return f"{self.source.former.name} in {self._relative(self.source.file)}"
        return self._relative(Path(self.source.location(f"jupyter.{key}".rstrip("."))))

    def _override(self, key: str) -> str | None:
        """Return the override that says a key: its own, one of what it is in, or one that alone names it."""
        own = [name for name in self.overrides if f"{key}.".startswith(f"{name}.")]
        raw, backend = self.source.raw, key.removeprefix(f"{ROOT}.")
        if isinstance(raw, Mapping) and backend in SECTIONS and backend not in raw:
            own += [name for name in self.overrides if name.startswith(f"{key}.")]
        return max(own, key=len, default=None)

    def _relative(self, file: Path) -> str:
        for folder in (self.app.confdir, self.app.srcdir):
            if file.is_relative_to(folder):
                return file.relative_to(folder).as_posix()
        return str(file)


def _says(said: Said, key: str) -> bool:
    section, _, inner = key.rpartition(".")
    keys = {name: keys or {} for name, keys in said.backends.items()}
    found = keys.get(section, {}) if section else said.values  # type: ignore[call-overload]
    declared = keys_of(SECTIONS[section].keys if section else Settings)  # type: ignore[index]
    return declared[inner].field in found


def _value_of(settings: Settings, key: str) -> object:
    section, _, inner = key.rpartition(".")
    holder = getattr(settings, section) if section else settings
    declared = keys_of(SECTIONS[section].keys if section else Settings)  # type: ignore[index]
    return getattr(holder, declared[inner].field, None)
