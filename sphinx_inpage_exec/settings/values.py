"""The kinds of value that keys take: each reads one raw value, or says what it expected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, urlsplit

from ..lazy import lazy_module
from .report import UnfitError, did_you_mean
from .suggest import nearest
from .text import UnreadableTextError, parse

if TYPE_CHECKING:
    from packaging import requirements
else:
    requirements = lazy_module("packaging.requirements")

_MANY = 3

_TRUE_FALSE = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


@dataclass(frozen=True)
class Kind:
    """A kind of value: its name in the documentation, what a warning says is expected, and its reader.

    ``read`` returns the normal form, and returns it unchanged when it reads that again; it raises
    :class:`UnfitError` for everything else.
    """

    name: str
    expected: str
    read: Callable[[object], object]
    secret: bool = False


def boolean_text(value: object) -> bool | None:
    """Return the boolean that a text stands for in ``-D`` or YAML; None for anything else."""
    return _TRUE_FALSE.get(value.strip().lower()) if isinstance(value, str) else None


def as_object(value: object) -> object:
    """Return what a raw value means if it is text: a boolean, or what the YAML or JSON says.

    :raises UnreadableTextError: for text that is neither.
    """
    if not isinstance(value, str):
        return value
    switch = boolean_text(value)
    return parse(value) if switch is None else switch


def as_mapping(value: object) -> Mapping[str, object]:
    """Return a mapping, or the mapping that a text stands for; an empty one for everything else."""
    try:
        value = as_object(value)
    except UnreadableTextError:
        return {}
    return value if isinstance(value, dict) else {}


def _boolean(value: object) -> bool:
    switch = value if isinstance(value, bool) else boolean_text(value)
    if switch is None:
        raise UnfitError
    return switch


def _text(value: object) -> str:
    """Read a text that may be empty; control characters and halves of a surrogate pair are refused."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise UnfitError(hint="put a number in quotes")
    if not isinstance(value, str) or any(
        unicodedata.category(char) in ("Cc", "Cs") for char in value.strip()
    ):
        raise UnfitError
    return value.strip()


def _some_text(value: object) -> str:
    text = _text(value)
    if not text:
        raise UnfitError
    return text


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        try:
            value = parse(value) if value.strip().startswith("[") else [value]
        except UnreadableTextError as error:
            raise UnfitError from error
    if not isinstance(value, list | tuple):
        raise UnfitError
    return tuple(_some_text(item) for item in value)


def _folder(value: object) -> str:
    """Read a folder below a root, which is the empty text; ``./docs/`` is ``docs``."""
    text = _text(value)
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if ".." in parts or "\\" in text:
        raise UnfitError
    return "/".join(parts)


def _requirements(value: object) -> tuple[str, ...]:
    """Read requirements as pip takes them: https://packaging.python.org/en/latest/specifications/dependency-specifiers/."""
    texts = _texts(value)
    for text in texts:
        try:
            requirements.Requirement(text)
        except requirements.InvalidRequirement as error:
            hint = f"{text!r} is none"
            if text.endswith(".whl"):
                hint = f"{text!r} is a file; name it in jupyter.lite.wheels"
            raise UnfitError(hint=hint) from error
    return texts


def split_url(value: object) -> SplitResult:
    """Read an http or https URL that a browser can fetch: with a host, without a user name or white space."""
    text = _some_text(value)
    parts = _split(text)
    if parts is None:
        raise UnfitError(hint=did_you_mean(_with_scheme(text)))
    return parts._replace(netloc=parts.netloc.lower())


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        host, valid = parts.hostname or "", parts.username is None and parts.port != 0
    except ValueError:
        return None
    valid = valid and parts.scheme in ("http", "https") and not re.search(r"[\s\\<>\"]", text)
    return parts if valid and re.fullmatch(r"[\w.:-]*\w[\w.:-]*", host) else None


def _with_scheme(text: str) -> str | None:
    bare = re.split(r"[?#]", text.lstrip("/"), maxsplit=1)[0]
    local = re.match(r"(localhost|127\.)", bare) is not None
    parts = _split(f"{'http' if local else 'https'}://{bare}") if "://" not in text else None
    return parts.geturl() if parts and (local or "." in (parts.hostname or "")) else None


def _plain_url(value: object) -> SplitResult:
    parts = split_url(value)
    if parts.query or parts.fragment:
        raise UnfitError(hint="leave out what follows the ? or #")
    return parts._replace(path=parts.path.rstrip("/"))


def _directory_url(value: object) -> str:
    return f"{_plain_url(value).geturl()}/"


def _base_url(value: object) -> str:
    return _plain_url(value).geturl()


def _web_url(value: object) -> str:
    return split_url(value).geturl()


def _url_or_path(value: object) -> str:
    text = _some_text(value)
    return _web_url(text) if re.match(r"[A-Za-z][\w+.-]*:|//", text) else text


def _texts_by_name(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise UnfitError
    return tuple(sorted(value.items()))


def choice(*words: str) -> Kind:
    """Return the kind of a text that is one of these."""
    return Kind("one of " + _listed(words), _either(words), lambda value: _one_of(value, words))


def choices(words: tuple[str, ...]) -> Kind:
    """Return the kind of a list of texts that are among these, each once."""

    def read(value: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_one_of(item, words) for item in _texts(value)))

    return Kind("list of strings", f"a list of {_either(words)}", read)


def _one_of(value: object, words: tuple[str, ...]) -> str:
    text = _some_text(value)
    if text not in words:
        meant = did_you_mean(nearest(text, words))
        raise UnfitError(hint=f"{text!r} is none; {meant}" if meant else f"{text!r} is none")
    return text


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(repr(word) for word in words) if len(words) < _MANY else _listed(words)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def split_token(value: object) -> tuple[object, str | None]:
    """Take the token out of a server's URL, as Jupyter prints it: ``http://localhost:8888/lab?token=...``.

    Returns the value as it is, and None, when it is not such a URL. The page of Jupyter that the URL
    names, ``/lab`` or ``/tree``, is not part of the server's address and goes with the token.
    """
    try:
        parts = split_url(value)
    except UnfitError:
        return value, None
    query = dict(parse_qsl(parts.query))
    token = query.pop("token", None)
    if token is None or query:
        return value, None
    path = re.sub(r"/(lab|tree)/*$", "", parts.path)
    return parts._replace(path=path, query="").geturl(), token


BOOLEAN = Kind("boolean", "true or false", _boolean)
TEXT = Kind("string", "a text that is not empty and has no control characters", _some_text)
TEXT_OR_EMPTY = Kind("string", "a text without control characters", _text)
SECRET = Kind("string", "a text without control characters", _text, secret=True)
FOLDER = Kind("folder", "a folder below the root, with slashes and without '..',", _folder)
REQUIREMENTS = Kind("list of strings", "a list of requirements such as 'numpy>=2'", _requirements)
TEXTS = Kind("list of strings", "a list of texts", _texts)
DIRECTORY_URL = Kind("URL", "an http or https URL with a host", _directory_url)
BASE_URL = Kind("URL", "an http or https URL with a host", _base_url)
WEB_URL = Kind("URL", "an http or https URL with a host", _web_url)
WORDING = Kind("mapping", "a mapping from names of texts to texts", _texts_by_name)
URL_OR_PATH = Kind("URL or path", "an http or https URL, or a folder of the project", _url_or_path)
