"""Where R's mmrm ends its search: its figures are those of parameters that are near the optimum, not at it.

Its documentation (mmrm_control) names the convention: all parameters begin at 0, L-BFGS-B by R's optim, which ends where the
log likelihood's relative change is below 1e7 times the machine's precision, whatever the gradient.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]

MEMORY, FACTOR, STEPS = 5, 1e7, 100  # R's optim: lmm, factr, maxit


def stopped(objective: Callable[[Floats], tuple[float, Floats]], size: int) -> Floats | None:
    """(size,) parameters; None where the search fails. objective : half the deviance and its gradient, inf where there is
    none."""
    options = {"maxcor": MEMORY, "ftol": FACTOR * np.finfo(float).eps, "gtol": 0.0, "maxiter": STEPS}
    found = minimize(objective, np.zeros(size), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x, dtype=np.float64) if found.success and np.isfinite(found.fun) else None
