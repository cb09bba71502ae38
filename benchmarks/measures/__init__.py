"""The registry of measurements, in the order in which they run."""

from __future__ import annotations

from ..model import Measurement
from . import builds, first_output, many_cells, page_load

MEASUREMENTS: tuple[Measurement, ...] = (
    first_output.FIRST_OUTPUT,
    first_output.SLOW_NETWORK,
    first_output.SAVED_SESSION,
    many_cells.ALL_CELLS,
    many_cells.ONE_MORE_RUN,
    many_cells.LONG_OUTPUT,
    page_load.MEASUREMENT,
    builds.BUILDS,
    builds.OVER_PAGES,
    builds.OVER_CELLS,
)
