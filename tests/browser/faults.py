"""What can go wrong between a reader and a kernel, and what the reader gets: read by tests and docs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, as `test` makes it happen."""

    where: str
    what: str
    says: str
    """The sentence that the reader reads, by its key in strings.json."""
    button: str = "retry"
    """What mends it: an action of the status box, ``token`` for its form, nothing where it mends itself."""
    test: str = ""
    """``file::function``; in test_faults.py, which goes by this table, unless it is elsewhere."""
    or_says: str = ""
    """Another sentence, where it depends on what the page hears of first."""


FAULTS: dict[str, Fault] = {
    "answers-403": Fault("Server, at the press", "answers 403", "serverRefusesToken", "token"),
    "answers-404": Fault("Server, at the press", "answers 404 with HTML", "serverAnswered"),
    "answers-429": Fault("Server, at the press", "answers 429", "serverAnswered"),
    "answers-500": Fault("Server, at the press", "answers 500", "serverAnswered"),
    "answers-502": Fault("Server, at the press", "answers 502 with HTML", "serverAnswered"),
    "answers-html": Fault(
        "Server, at the press",
        "lets a page with a sign-in answer, as some networks do",
        "serverStrange",
        "token",
    ),
    "answers-other": Fault(
        "Server, at the press", "speaks another version of the protocol", "serverStrange", "token"
    ),
    "proxy-502": Fault(
        "Server, at the press", "is down behind a proxy that answers 502 to all", "serverStrange", "token"
    ),
    "down": Fault("Server, at the press", "is down", "serverUnreachable"),
    "silent": Fault("Server, at the press", "loses all packets", "serverSilent"),
    "sockets-refused": Fault(
        "Server, at the press", "has a proxy without WebSockets", "serverRefusesSockets"
    ),
    "no-subprotocol": Fault("Server, at the press", "speaks the older WebSocket protocol", "ready", ""),
    "slow": Fault("Server, at the press", "answers each request after 10 s", "ready", ""),
    "tls": Fault("Server, at the press", "fails to agree with the browser on TLS", "serverUnreachableSecure"),
    "mixed": Fault("Server, at the press", "is http, and the page is https", "serverMixed", ""),
    "no-cors": Fault(
        "Server, at the press",
        "forbids the page's origin",
        "serverRefusesOrigin",
        test="test_failures.py::test_a_server_that_forbids_the_pages_origin_is_told_apart",
    ),
    "no-contents": Fault(
        "Server, at the press",
        "has no contents API",
        "ready",
        "",
        test="hub/test_gateway.py::test_a_page_runs_restarts_and_shuts_down_on_a_gateway",
    ),
    "wrong-token": Fault(
        "Server, at the press",
        "refuses the token",
        "serverRefusesToken",
        "token",
        test="test_failures.py::test_a_wrong_token_is_named_and_the_reader_can_give_another",
    ),
    "unknown-kernel": Fault(
        "Kernel, at the press",
        "is not there by its name",
        "kernelUnknown",
        test="test_failures.py::test_an_unknown_kernel_is_named_beside_those_that_there_are",
    ),
    "kernel-refuses": Fault("Kernel, at the press", "refuses to start", "kernelDoesNotStart"),
    "kernel-not-answered": Fault(
        "Server, at the press", "answers all but the request for a kernel", "kernelLate", "cancel"
    ),
    "kernel-late": Fault("Kernel, at the press", "starts after more than 60 s of the page", "ready", ""),
    "kernel-killed": Fault(
        "Kernel",
        "is killed while a cell runs",
        "kernelRestartedItself",
        test="test_failures.py::test_a_kernel_that_is_killed_is_told_and_its_cells_are_settled",
    ),
    "kernel-killed-dragging": Fault(
        "Kernel", "is killed while a widget is dragged", "kernelRestartedItself", "run-again"
    ),
    "kernel-of-several-killed": Fault(
        "Kernel",
        "is one of several, and is killed while its cell runs",
        "oneKernelRestartedItself",
        test="producers/test_several_kernels.py::"
        "test_one_kernel_that_dies_stops_its_own_cells_and_those_of_the_other_go_on",
    ),
    "kernel-hangs": Fault("Kernel", "hangs in C code", "interruptIgnored", "restart"),
    "kernel-floods": Fault("Kernel", "floods the page with output", "cellFailedAlone", ""),
    "kernel-memory": Fault("Kernel", "has no memory left", "cellFailedAlone", ""),
    "kernel-loops": Fault(
        "Kernel",
        "runs for ever",
        "cellFailed",
        "",
        test="test_controls.py::test_interrupt_ends_an_endless_cell_and_the_cells_after_it_are_not_run",
    ),
    "kernel-culled": Fault("Server", "ends the kernel", "kernelDied", "run-again", or_says="connectionGone"),
    "kernel-of-several-culled": Fault(
        "Server",
        "ends one of several kernels",
        "oneKernelDied",
        "run-again",
        test="producers/test_several_kernels.py::"
        "test_one_kernel_that_its_server_has_ended_comes_back_and_the_other_keeps_its_variables",
        or_says="connectionGone",
    ),
    "session-culled": Fault(
        "Server", "ends the session", "kernelDied", "run-again", or_says="connectionGone"
    ),
    "packets": Fault("Server", "loses all packets while a cell runs", "connectionAway"),
    "packets-answer": Fault(
        "Server", "loses all packets, and the answer of a cell with them", "cellMissed", ""
    ),
    "packets-idle": Fault("Server", "loses all packets before a cell is run", "connectionAway"),
    "packets-restart": Fault(
        "Server", "loses all packets while the kernel is restarted", "restartFailed", ""
    ),
    "packets-shutdown": Fault(
        "Server", "loses all packets while the kernel is shut down", "shutDownLater", ""
    ),
    "socket-cut": Fault(
        "Server",
        "loses the WebSocket only",
        "connectionBack",
        "",
        test="test_wire.py::test_a_connection_that_breaks_comes_back_with_the_same_kernel",
    ),
    "answer-lost": Fault(
        "Server",
        "loses the answer of a cell on the way",
        "cellMissed",
        "",
        test="test_wire.py::test_a_cell_whose_answer_was_lost_on_the_way_says_so",
    ),
    "away": Fault(
        "Server",
        "is away for a while, and the cell goes on",
        "connectionAway",
        "",
        test="test_wire.py::test_what_a_cell_put_out_while_its_server_was_away_is_caught_up",
    ),
    "away-retry": Fault(
        "Server",
        "is away for a while, and the reader tries again",
        "connectionAway",
        test="test_wire.py::test_trying_again_reaches_the_same_kernel_where_it_is_there",
    ),
    "started-again": Fault(
        "Server",
        "goes down, and is started again at the same address",
        "connectionGone",
        "run-again",
        test="test_wire.py::"
        "test_a_kernel_that_its_server_has_lost_is_told_and_what_had_run_is_run_again_in_another",
    ),
    "another-token": Fault("Server", "is started again with another token", "serverRefusesToken", "token"),
    "stopped-by-hub": Fault(
        "Server",
        "is stopped by its hub",
        "hubEndedServer",
        test="hub/test_jupyterhub.py::test_a_server_that_is_stopped_while_a_cell_runs_is_told",
    ),
    "offline": Fault("Browser", "is offline, and online again", "connectionBack", ""),
    "frozen": Fault("Browser", "freezes the tab, and the connection breaks meanwhile", "connectionBack", ""),
    "clock-jumps": Fault("Browser", "sleeps for an hour, and the connection breaks", "connectionBack", ""),
    "clock-wrong": Fault("Browser", "has a clock that is wrong by a day", "ready", ""),
    "comes-back": Fault(
        "Browser",
        "keeps the page in its back and forward cache",
        "ready",
        "",
        test="test_without_help.py::test_a_page_that_the_reader_comes_back_to_runs",
    ),
    "twenty-tabs": Fault("Browser", "has the page in 20 tabs, which all run", "ready", ""),
    "private": Fault(
        "Browser",
        "is in private mode, as that of these tests is",
        "ready",
        "",
        test="test_run.py::test_a_press_runs_every_cell_in_order",
    ),
    "requests-blocked": Fault(
        "Browser", "blocks requests to the server, as extensions do", "serverUnreachable"
    ),
    "goes-back": Fault("Browser", "goes to another page while a cell runs, and back", "ready", ""),
    "reload": Fault("Browser", "loads the page anew while a cell runs", "ready", ""),
    "storage-edited": Fault("Browser", "has storage that was edited by hand", "ready", ""),
    "storage-full": Fault(
        "Browser",
        "has no room in its storage",
        "ready",
        "",
        test="test_leftovers.py::"
        "test_a_token_is_known_for_as_long_as_the_page_is_there_where_storage_is_full",
    ),
    "storage-blocked": Fault(
        "Browser",
        "forbids storage",
        "ready",
        "",
        test="test_leftovers.py::"
        "test_a_token_is_known_for_as_long_as_the_page_is_there_where_storage_is_blocked",
    ),
    "tab-crashed": Fault(
        "Browser",
        "crashes",
        "ready",
        "",
        test="test_leftovers.py::test_the_kernel_of_a_page_that_crashed_is_ended_by_the_next",
    ),
    "script-blocked": Fault("Browser", "blocks the page's script", "", ""),
    "chunk-once": Fault(
        "Site",
        "does not give out the engine once",
        "engineMissing",
        test="test_failures.py::test_a_chunk_that_can_not_be_loaded_is_told_and_a_second_press_works",
    ),
    "chunk-never": Fault("Site", "does not give out the engine at all", "engineMissing"),
    "other-build": Fault(
        "Site",
        "gives out a page and a program of different builds",
        "engineOutdated",
        "",
        test="test_failures.py::test_a_page_of_another_build_than_its_program_says_so",
    ),
    "from-file": Fault(
        "Site",
        "is opened from a file",
        "engineFromFile",
        "",
        test="test_failures.py::test_a_page_opened_from_a_file_says_why_it_can_not_run",
    ),
    "lite-missing": Fault(
        "Python in the browser",
        "is missing on the site",
        "liteFileMissing",
        test="lite/test_lite_failures.py::test_a_file_that_is_not_there_or_not_right_is_named",
    ),
    "lite-broken": Fault(
        "Python in the browser",
        "is truncated on the site, or of a wrong hash",
        "liteFileBroken",
        test="lite/test_lite_failures.py::test_a_file_that_is_not_there_or_not_right_is_named",
    ),
    "lite-unreachable": Fault(
        "Python in the browser",
        "can not be loaded",
        "liteFileUnreachable",
        test="lite/test_lite_failures.py::test_a_file_that_is_not_there_or_not_right_is_named",
    ),
    "lite-no-programs": Fault(
        "Python in the browser",
        "is forbidden by the policy of the site",
        "litePolicyForbidsPrograms",
        test="lite/test_lite_failures.py::test_a_policy_that_forbids_it_is_named",
    ),
    "lite-no-wasm": Fault(
        "Python in the browser",
        "finds no WebAssembly",
        "liteNoWebAssembly",
        test="lite/test_lite_failures.py::test_a_browser_without_web_assembly_is_told",
    ),
    "lite-storage": Fault(
        "Python in the browser",
        "finds storage blocked",
        "ready",
        "",
        test="test_lite_storage.py::test_a_browser_without_storage_runs_cells",
    ),
    "lite-cell-memory": Fault(
        "Python in the browser",
        "is filled by a cell",
        "cellFailed",
        "",
        test="lite/test_lite_cells.py::test_a_cell_that_fills_the_memory_ends_in_an_error_or_with_its_kernel",
    ),
    "lite-memory": Fault(
        "Python in the browser",
        "has no memory left",
        "liteOutOfMemory",
        test="lite/test_lite_failures.py::test_a_browser_without_memory_is_told",
    ),
    "lite-died": Fault(
        "Python in the browser",
        "loses its worker",
        "kernelDied",
        test="lite/test_lite_cells.py::test_a_kernel_that_dies_is_told_and_a_new_one_is_offered",
    ),
    "binder-build": Fault(
        "Binder",
        "can not build the environment",
        "binderFailed",
        test="binder/test_binder_failures.py::test_a_build_that_fails_gives_its_reason",
    ),
    "binder-fails": Fault(
        "Binder",
        "fails in any phase",
        "binderFailed",
        test="binder/test_binder_failures.py::test_a_failure_in_any_phase_gives_its_reason",
    ),
    "binder-no-server": Fault(
        "Binder",
        "can not start the server",
        "binderFailed",
        test="binder/test_binder_failures.py::test_a_server_that_does_not_start_is_told_after_the_hub_has_tried_again",
    ),
    "binder-provider": Fault(
        "Binder",
        "does not have the provider",
        "binderFailed",
        test="binder/test_binder_failures.py::test_a_provider_that_the_hub_does_not_have_is_named",
    ),
    "binder-404": Fault(
        "Binder",
        "is not at its address",
        "binderNotFound",
        test="binder/test_binder_failures.py::test_an_address_where_there_is_no_hub_is_told_apart",
    ),
    "binder-not-hub": Fault(
        "Binder",
        "is something else",
        "binderNotHub",
        test="binder/test_binder_failures.py::test_a_status_instead_of_a_stream_has_its_sentence",
    ),
    "binder-403": Fault(
        "Binder",
        "answers 403",
        "binderForbidden",
        test="binder/test_binder_failures.py::test_a_status_instead_of_a_stream_has_its_sentence",
    ),
    "binder-429": Fault(
        "Binder",
        "answers 429",
        "binderBusy",
        test="binder/test_binder_failures.py::test_a_status_instead_of_a_stream_has_its_sentence",
    ),
    "binder-500": Fault(
        "Binder",
        "answers 400, 500 or 503",
        "binderAnswered",
        test="binder/test_binder_failures.py::test_a_status_instead_of_a_stream_has_its_sentence",
    ),
    "binder-limited": Fault(
        "Binder",
        "has too many launches",
        "binderBusy",
        test="binder/test_binder_failures.py::test_too_many_launches_are_told",
    ),
    "binder-full": Fault(
        "Binder",
        "has as many servers as it allows",
        "binderFull",
        test="binder/test_binder_failures.py::test_a_quota_that_is_used_up_is_told",
    ),
    "binder-down": Fault(
        "Binder",
        "is down",
        "binderUnreachable",
        test="binder/test_binder_failures.py::test_a_hub_that_is_down_is_told",
    ),
    "binder-no-cors": Fault(
        "Binder",
        "forbids the page's origin",
        "binderRefusesPages",
        test="binder/test_binder_failures.py::test_a_hub_that_does_not_answer_pages_of_other_sites_is_told_from_one_that_is_down",
    ),
    "binder-breaks": Fault(
        "Binder",
        "breaks off once, in any phase",
        "binderBroke",
        "",
        test="binder/test_binder_failures.py::test_a_stream_that_breaks_off_in_any_phase_is_opened_again",
    ),
    "binder-broke": Fault(
        "Binder",
        "breaks off again and again",
        "binderBrokeOff",
        test="binder/test_binder_failures.py::test_a_stream_that_always_breaks_off_is_given_up",
    ),
    "binder-rubbish": Fault(
        "Binder",
        "sends what can not be read",
        "binderRubbish",
        test="binder/test_binder_failures.py::test_a_stream_of_messages_that_can_not_be_read_is_given_up",
    ),
    "binder-unsafe": Fault(
        "Binder",
        "gives an address that is not one of the web",
        "binderUnsafe",
        test="binder/test_binder_failures.py::test_a_server_at_an_address_that_is_not_of_the_web_is_not_opened",
    ),
    "binder-stalled": Fault(
        "Binder",
        "says nothing any more",
        "binderStalled",
        test="binder/test_binder_waiting.py::"
        "test_a_hub_that_says_nothing_is_told_after_a_minute_and_given_up_in_the_end",
    ),
    "binder-silent": Fault(
        "Binder",
        "starts a server that does not answer",
        "binderServerSilent",
        test="binder/test_binder_failures.py::"
        "test_a_launched_server_that_does_not_answer_is_told_and_its_token_is_nowhere",
    ),
    "binder-saved-gone": Fault(
        "Binder",
        "has ended the server that was kept",
        "ready",
        "",
        test="binder/test_saved_servers.py::test_a_culled_server_is_replaced_without_a_word_of_failure",
    ),
}
