from __future__ import annotations

import pytest

from sphinx_inpage_exec.lite.imports import imported_modules, installs_packages


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("import numpy", {"numpy"}),
        ("import numpy as np, os.path", {"numpy", "os"}),
        ("from a.b import c", {"a"}),
        ("from . import c", set()),
        ("def f():\n    import inner", {"inner"}),
        ("try:\n    import fast\nexcept ImportError:\n    import slow", {"slow"}),
        ("try:\n    import fast\nexcept (KeyError, ModuleNotFoundError):\n    pass", set()),
        ("try:\n    import fast\nexcept:\n    pass", set()),
        ("try:\n    import fast\nexcept KeyError:\n    pass", {"fast"}),
        ("try:\n    import fast\nfinally:\n    pass", {"fast"}),
        ("%matplotlib inline\nimport matplotlib", {"matplotlib"}),
        ("!ls\nfiles = !ls\nimport a", {"a"}),
        ("a = %timeit -o 1\nimport b", {"b"}),
        ("import a\na?\n?a", {"a"}),
        ("if x:\n    !ls\nimport a", {"a"}),
        ("%%time\nimport a", {"a"}),
        ("%%bash\nimport a", set()),
        ("import a\nthis is not Python", {"a"}),
        ("text = 'import no'", set()),
        ("# import no", set()),
        ("await x\nimport a", {"a"}),
        ("import a\0", {"a"}),
        ("(" * 10_000, set()),
        ("", set()),
    ],
)
def test_the_imports_of_a_cell_are_read_without_running_it(source: str, modules: set[str]) -> None:
    assert imported_modules(source) == modules


@pytest.mark.parametrize(
    ("source", "installs"),
    [
        ("%pip install a", True),
        ("!pip install a", True),
        ("await micropip.install('a')", True),
        ("await piplite.install('a')", True),
        ("%pip list", False),
        ("pipes = install", False),
    ],
)
def test_a_cell_that_installs_packages_is_known(source: str, installs: bool) -> None:
    assert installs_packages(source) is installs
