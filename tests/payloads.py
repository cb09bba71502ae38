"""Texts that try to run as code, and the places that hold texts of others: read by tests and docs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

CLASSES: dict[str, list[str]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
"""The texts by what they rely on. ``(N)`` in them stands for their number."""

CORPUS = [
    text.replace("(N)", f"({number})") for number, text in enumerate(chain.from_iterable(CLASSES.values()))
]
"""Each calls ``xss`` with its number where it is taken for anything but text."""

ONE_LINE = [" ".join("".join(c if c.isprintable() else " " for c in text).split()) for text in CORPUS]
"""Without what ends a line or controls a terminal, which some places do not take."""

ALL = " ".join(ONE_LINE)


@dataclass(frozen=True)
class Place:
    """A place that somebody fills with a text, and the test (``file::function``) that tries all of them."""

    who: str
    what: str
    test: str


_BUILT = "test_hostile_texts.py::test_"
_OPENED = "browser/test_injection.py::test_"

PLACES = [
    Place(
        "Author",
        "settings of a project and of its pages",
        _BUILT + "no_setting_of_a_page_is_alive",
    ),
    Place(
        "Author",
        "arguments and options of directives",
        _BUILT + "nothing_of_a_page_in_restructuredtext_is_alive",
    ),
    Place(
        "Author",
        "code, tags, names and stored outputs of notebooks",
        _BUILT + "nothing_of_a_notebook_is_alive",
    ),
    Place(
        "Author",
        "front matter of notebooks",
        _BUILT + "nothing_of_a_notebook_is_alive",
    ),
    Place(
        "Author",
        "names of pages",
        _BUILT + "no_name_of_a_page_or_file_is_alive",
    ),
    Place(
        "Author",
        "names of files for cells",
        _BUILT + "no_name_of_a_page_or_file_is_alive",
    ),
    Place(
        "Author",
        "repositories and links",
        _BUILT + "no_link_of_the_project_is_alive",
    ),
    Place(
        "Author",
        "a page when it is opened",
        _OPENED + "no_text_of_the_author_runs_when_a_page_is_opened",
    ),
    Place(
        "Author",
        "texts in place of ours",
        _OPENED + "no_text_in_place_of_ours_runs",
    ),
    Place(
        "Author",
        "names that pages look for",
        _OPENED + "a_page_runs_whatever_its_elements_are_called",
    ),
    Place(
        "Kernel",
        "what it prints, shows and fails with",
        _OPENED + "no_text_that_a_kernel_prints_shows_or_fails_with_runs",
    ),
    Place(
        "Server",
        "the name of a kernel that is missing",
        _OPENED + "no_name_of_a_kernel_that_is_missing_runs",
    ),
    Place(
        "Server",
        "the name that it displays for a kernel",
        _OPENED + "no_name_that_a_server_gives_its_kernel_runs",
    ),
    Place(
        "Server",
        "its answers: reasons, and lists of kernels",
        _OPENED + "no_answer_of_a_server_runs",
    ),
    Place(
        "Binder",
        "phases, log lines and reasons",
        _OPENED + "no_event_of_a_binder_runs",
    ),
    Place(
        "Browser",
        "edits, sessions and tokens in storage",
        _OPENED + "nothing_in_storage_runs",
    ),
    Place(
        "Link",
        "the fragment of the address",
        _OPENED + "nothing_in_the_fragment_of_an_address_runs",
    ),
]
