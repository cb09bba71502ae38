"""The translations of the texts that readers see.

``python catalogs.py`` takes over what is new in the texts, and tells what waits for a translation;
``python catalogs.py --compile`` writes what Sphinx reads, as building the package does.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1]
DOMAIN = "sphinx_inpage_exec"
# Without dates, so that the same texts are the same bytes.
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def messages() -> Iterator[str]:
    """Yield all texts that readers see, in English, in an order of their own."""
    yield from json.loads((PACKAGE / "strings.json").read_text(encoding="utf-8")).values()
    for _, _, message, _, _ in extract_from_dir(PACKAGE / "templates", [("**.html", "jinja2")]):
        yield str(message)
    for module in ("exercises.py", "folding.py"):
        for _, message, _, _ in extract_from_file("python", PACKAGE / module, keywords={"translate": None}):
            yield str(message)


def files() -> list[Path]:
    """The catalogs of all languages."""
    return sorted(PACKAGE.glob(f"locales/*/LC_MESSAGES/{DOMAIN}.po"))


def read(file: Path) -> Catalog:
    """Read a catalog; its language is the name of its folder."""
    with file.open("rb") as stream:
        catalog = read_po(stream, locale=_language(file), domain=DOMAIN)
    catalog.creation_date = catalog.revision_date = EPOCH
    return catalog


def waiting(catalog: Catalog) -> list[str]:
    """The texts that a catalog does not translate."""
    return [each for each in messages() if not (catalog.get(each) and catalog[each].string)]


def refresh(file: Path) -> list[str]:
    """Add what is new to a catalog, drop what is gone, and return the texts that wait for a translation."""
    old = read(file)
    new = Catalog(locale=old.locale, domain=DOMAIN)
    for message in messages():
        new.add(message, old[message].string if message in old else "")
    with file.open("wb") as stream:
        stream.write(HEADER.format(language=_language(file)).encode())
        write_po(stream, new, width=0, no_location=True, omit_header=True)
    return waiting(new)


def compile_all(catalogs: Iterable[Path]) -> None:
    """Write the compiled catalog beside each of these."""
    for file in catalogs:
        with file.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, read(file))


def _language(file: Path) -> str:
    return file.parents[1].name


def main() -> None:
    """Bring the catalogs up to date, or compile them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compile", action="store_true", help="write the .mo files, and nothing else")
    if parser.parse_args().compile:
        return compile_all(files())
    for file in files():
        print(f"{_language(file)}: {len(missing := refresh(file))} texts wait for a translation")
        for message in missing:
            print(f"    {message}")


if __name__ == "__main__":
    main()
