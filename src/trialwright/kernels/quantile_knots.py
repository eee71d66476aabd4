"""A sample as a few quantiles, coarse enough that no knot stands for a handful of patients."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def quantile_knots(
    values: npt.NDArray[np.float64], smallest_cell: int = 11, most: int = 101
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Knots (probabilities, values) of a piecewise quantile function, each cell holding at least
    `smallest_cell` patients.

    values : (n,) finite, > 0, n >= 2 * smallest_cell, which the caller checks. Inner knots are medians-
    unbiased quantiles; each end is the geometric mean of its outermost `smallest_cell` values, so
    that no single patient's extreme is printed. Returns two arrays of one length, probabilities
    from 0 to 1 inclusive, values not decreasing.
    Source: quantile definition 8 of Hyndman & Fan 1996, Am Stat 50:361.
    """
    ordered = np.sort(values)
    cells = int(min(most - 1, len(ordered) // smallest_cell))
    probabilities = np.linspace(0.0, 1.0, cells + 1)
    knots = np.quantile(ordered, probabilities, method="median_unbiased")
    knots[0] = np.exp(np.mean(np.log(ordered[:smallest_cell])))
    knots[-1] = np.exp(np.mean(np.log(ordered[-smallest_cell:])))
    return probabilities, np.maximum.accumulate(knots)
