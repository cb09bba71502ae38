"""Look for pages that make the build raise, for as long as you like: ``python tests/fuzz_longer.py md 600``.

It needs ``pip install atheris``. Inputs that reach new code are kept in ``tests/corpus`` for the next run.
Not among the checks: tests/test_bad_input.py has a fixed choice of the same inputs.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sphinx_inpage_exec"]):
    import sphinx_inpage_exec.phases  # noqa: F401

from fuzzing import damaged_notebooks, one_page, text_pages
from hypothesis import HealthCheck, given, settings

KINDS = {
    "myst_nb": (("myst_nb",), ".ipynb", damaged_notebooks()),
    "nbsphinx": (("nbsphinx",), ".ipynb", damaged_notebooks()),
    "md": (("myst_nb",), ".md", text_pages("md")),
    "rst": (("sphinx.ext.doctest",), ".rst", text_pages("rst")),
}


def main(kind: str, seconds: int) -> None:
    """Try pages of one kind until the time is over, or one makes our code raise."""
    extensions, suffix, pages = KINDS[kind]
    warnings.simplefilter("ignore")
    corpus = Path(__file__).parent / "corpus" / kind
    corpus.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, one_page(Path(folder) / "project", *extensions) as page:

        @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
        @given(pages)
        def attempt(content: bytes) -> None:
            page.build(suffix, content)

        limits = ["-len_control=0", f"-max_total_time={seconds}", "-max_len=4096", "-timeout=60"]
        atheris.Setup([sys.argv[0], *limits, str(corpus)], attempt.hypothesis.fuzz_one_input)  # type: ignore[attr-defined]
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
