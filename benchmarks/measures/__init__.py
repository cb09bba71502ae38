"""The registry of measurements, in the order in which they run."""

from __future__ import annotations

from ..model import Measurement
from . import builds, first_output, lite, many_cells, page_load, sizes

MEASUREMENTS: tuple[Measurement, ...] = (
    first_output.FIRST_OUTPUT,
    first_output.SLOW_NETWORK,
    first_output.SAVED_SESSION,
    many_cells.ALL_CELLS,
    many_cells.ONE_MORE_RUN,
    many_cells.LONG_OUTPUT,
    many_cells.OVER_CELLS,
    many_cells.OVER_LINES,
    lite.LITE,
    page_load.MEASUREMENT,
    sizes.SIZES,
    builds.BUILDS,
    builds.OVER_PAGES,
    builds.OVER_CELLS,
)
