"""Which kernel a page asks for, for each of its cells."""

from __future__ import annotations

from typing import Any

import pytest
from building import Build, Built, ipynb
from docutils import nodes

from sphinx_inpage_exec.nodes import KERNEL, Cell


def cell(language: str = "", **options: str) -> str:
    lines = "".join(f"   :{name}: {value}\n" for name, value in options.items())
    return f".. code-cell:: {language}\n{lines}\n   1\n\n"


def asked(built: Built) -> list[dict[str, Any] | str]:
    """The kernel of each cell: the name of the page's own, or what another is asked for by."""
    payload = built.payload()
    kernels = {each.pop("id"): each for each in payload.get("kernels", [])}
    own = payload["settings"]["kernelName"]
    assert {one["kernel"] for one in payload["cells"] if "kernel" in one} == set(kernels)
    return [kernels[one["kernel"]] if "kernel" in one else own for one in payload["cells"]]


PAGES: dict[str, tuple[str, str, list[dict[str, str] | str]]] = {
    "one language": ("", cell() + cell("ipython3"), ["python", "python"]),
    "another language": ("", cell() + cell("sh"), ["python", {"language": "bash"}]),
    "only another language": ("", cell("r"), [{"language": "r"}]),
    "a named kernel": ("", cell() + cell("sh", kernel="bash"), ["python", {"name": "bash"}]),
    "one named kernel for all": ("", cell(kernel="mine") + cell(kernel="mine"), ["mine", "mine"]),
    "the page's own by name": ("mine", cell(kernel="mine") + cell("r"), ["mine", {"language": "r"}]),
    "any Python by its usual name": ("", cell(kernel="python3") + cell(), ["python", "python"]),
    "a named kernel and its language": (
        "",
        cell() + cell("r", kernel="ir") + cell("r"),
        ["python", {"name": "ir"}, {"name": "ir"}],
    ),
    "a page of another language": ("ir", cell("r") + cell(), ["ir", {"language": "python"}]),
    "a name that tells no language": ("lab-2", cell("julia") + cell(), ["lab-2", {"language": "python"}]),
    "text without a language": ("", cell() + cell("none"), ["python", "python"]),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_cell_runs_in_the_kernel_that_it_names_or_that_speaks_its_language(build: Build, name: str) -> None:
    own, source, expected = PAGES[name]
    jupyter = {"server": {"url": "http://localhost:1"}, **({"kernelName": own} if own else {})}
    assert asked(build({"index.rst": source}, jupyter=jupyter, strict=True)) == expected


def test_cells_of_a_notebook_run_in_its_kernel_whatever_its_name(build: Build) -> None:
    kernelspec = {"name": "lab", "display_name": "Lab", "language": "R"}
    notebook = ipynb({"source": "x <- 1"}, {"source": "x"}, kernelspec=kernelspec)
    built = build({"index.ipynb": notebook}, extensions=("myst_nb",), jupyter=True)
    assert asked(built) == ["lab", "lab"]


def test_the_kernel_that_a_notebook_names_speaks_the_language_that_it_says(build: Build) -> None:
    kernelspec = {"name": "python3", "display_name": "Mine", "language": "mine"}
    notebook = ipynb({"source": "x"}, kernelspec=kernelspec)
    built = build({"index.ipynb": notebook}, extensions=("myst_nb",), jupyter=True)
    assert "kernels" not in built.payload()
    assert built.payload()["settings"]["kernelName"] == "python3"


def test_a_notebook_in_another_language_than_the_project_asks_for_that(build: Build) -> None:
    kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    notebook = ipynb({"source": "x <- 1"}, kernelspec=kernelspec)
    jupyter = {"binder": True, "kernelName": "python3"}
    built = build({"index.ipynb": notebook}, extensions=("myst_nb",), jupyter=jupyter)
    assert asked(built) == [{"language": "r"}]


BEHIND = """\
.. jupyter-kernel:: python3

.. jupyter-execute::

   x = 1

.. code-block:: python
   :class: thebe

   x

::

   not a cell

.. rst-class:: thebe

::

   x

.. code-block:: bash
   :class: thebe

   echo

>>> x
1
"""


def test_blocks_behind_a_kernel_of_jupyter_sphinx_run_in_it_unless_they_are_in_another_language(
    build: Build,
) -> None:
    before = ".. code-block:: python\n   :class: thebe\n\n   x\n\n"
    options = {"extensions": ("jupyter_sphinx",), "jupyter": True, "inpage_exec_doctests": True}
    built = build({"index.rst": before + BEHIND}, **options)
    behind = {"name": "python3"}
    assert asked(built) == ["python", behind, behind, behind, {"language": "bash"}, behind]
    found = [node for node in built.app.env.get_doctree("index").findall(nodes.Element) if KERNEL in node]
    assert {type(node) for node in found} == {Cell}


def test_a_page_of_singlehtml_has_the_kernels_of_all_its_documents(build: Build) -> None:
    sources = {"index.rst": f".. toctree::\n\n   b\n\n{cell()}", "b.rst": f"B\n=\n\n{cell('r')}{cell()}"}
    built = build(sources, "singlehtml", jupyter=True)
    assert asked(built) == [{"language": "r"}, "python", "python"]
