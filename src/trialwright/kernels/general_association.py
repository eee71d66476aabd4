"""Association of a row and a column of more than two categories over strata: Cochran-Mantel-Haenszel, generalised."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

Floats = NDArray[np.float64]


class Association(NamedTuple):
    """chi_squared on df, and its p: of no association in any stratum; nan where the tables cannot tell."""

    chi_squared: float
    df: int
    p: float


def general_association(tables: Floats) -> Association:
    """tables : (k, rows, columns) counts. Strata with fewer than two subjects are left out.

    Cells but those of the last row and column against their expectations with all margins fixed, and their multiple
    hypergeometric covariance. Source: Birch 1965, J R Stat Soc B 27:111; Landis, Heyman & Koch 1978, Int Stat Rev 46:237.
    """
    used = tables[tables.sum((1, 2)) > 1].astype(np.float64)
    rows, columns = tables.shape[1] - 1, tables.shape[2] - 1
    df = rows * columns
    gap, covariance = np.zeros(df), np.zeros((df, df))
    for table in used:
        n, row, column = table.sum(), table.sum(1)[:-1], table.sum(0)[:-1]
        gap += (table[:-1, :-1] - np.outer(row, column) / n).ravel()
        spread = [np.diag(m) * n - np.outer(m, m) for m in (row, column)]
        covariance += np.kron(*spread) / (n**2 * (n - 1))
    if df == 0 or np.linalg.matrix_rank(covariance) < df:
        return Association(math.nan, df, math.nan)
    statistic = float(gap @ np.linalg.solve(covariance, gap))
    return Association(statistic, df, float(chi2.sf(statistic, df)))
