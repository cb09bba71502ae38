"""What the documentation lists is what the code declares."""

from __future__ import annotations

import dataclasses

from schema import EVERYTHING, valid

from sphinx_inpage_exec.diagnostics import WARNING_TYPE, Subtype
from sphinx_inpage_exec.settings import reference


def test_the_reference_has_a_row_for_every_key_with_every_default() -> None:
    rows = {row.key: row for row in reference()}
    top = [key for key in rows if "." not in key]
    assert top == ["jupyter", "binder", "server", "lite", *list(valid(EVERYTHING).to_raw())[3:]]
    for backend in ("binder", "server", "lite"):
        nested = valid(EVERYTHING).to_raw()[backend]
        assert isinstance(nested, dict)
        assert [key for key in rows if key.startswith(f"{backend}.")] == [
            f"{backend}.{key}" for key in nested
        ]
    assert rows["binder.url"].default == "https://mybinder.org/"
    assert rows["disableSessionSaving"].default == "false"
    assert all(all(dataclasses.astuple(row)) for row in rows.values())


def test_every_kind_of_warning_documents_itself() -> None:
    assert all(kind.help.endswith(".") for kind in Subtype)
    assert len({kind.value for kind in Subtype}) == len(Subtype)
    assert Subtype.SETTING.full_name == f"{WARNING_TYPE}.setting"
