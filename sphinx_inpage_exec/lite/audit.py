"""``inpage-exec lite``: whether a local copy of the Pyodide distribution has what kernels may ask of it."""

from __future__ import annotations

from pathlib import Path

from ..preview.processes import FailureError
from .distribution import faults, from_distribution
from .runtime import installed_runtime


def audit(folder: Path, packages: list[str]) -> str:
    """Return what there is to say of a copy that has all packages, or those named with all they depend on.

    :raises FailureError: with a line for each package that is missing, damaged or of another version.
    """
    runtime = installed_runtime()
    if runtime is None:
        raise FailureError("This installation has no runtime for the browser; install it from a wheel.")
    if not folder.is_dir():
        raise FailureError(
            f"There is no directory {folder}; name the one that holds a copy of the distribution."
        )
    unknown = sorted(set(packages) - runtime.packages.keys())
    if unknown:
        raise FailureError(f"Pyodide {runtime.version} has no package {', '.join(unknown)}.")
    wanted = from_distribution(runtime, packages or runtime.packages)
    found = list(faults(folder, wanted))
    if found:
        lines = "\n  ".join(found)
        raise FailureError(
            f"{folder} lacks {len(found)} of the {len(wanted)} files that are asked for. "
            f"Take them from the full distribution of Pyodide {runtime.version}:\n  {lines}"
        )
    return f"{folder} has all {len(wanted)} files, as Pyodide {runtime.version} needs them."
