"""A linear model whose errors' variance differs by group, as by arm: likelihood in place of Welch's test, with covariates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.analyse.columns import Levels
from trialwright.analyse.estimates import Estimates, Note
from trialwright.analyse.formula import Formula, parse
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.analyse.repeated import check_varies, search_notes
from trialwright.kernels import mmrm as mmrm_kernel
from trialwright.kernels import variance_groups

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class VariancesAnalysis:
    """coefficients : on n - p degrees of freedom. deviations : standard deviation of the errors of each group."""

    coefficients: Estimates
    prepared: Prepared
    fit: mmrm_kernel.MMRMFit
    groups: tuple[Any, ...]
    deviations: Floats
    notes: tuple[Note, ...]


def unequal_variances(
    formula: str | Formula,
    data: Mapping[str, Any],
    by: str | None,
    levels: Levels | None = None,
    reml: bool = True,
    level: float = 95.0,
) -> VariancesAnalysis:
    """A linear model of independent errors whose variance is each group's own, `by` a column; None: of one variance. By
    (restricted) maximum likelihood. Raises AnalysisError."""
    form = parse(formula) if isinstance(formula, str) else formula
    made = prepare(form, data, levels, (by,) if by else ())
    y = made.numbers(form.response)
    check_varies(made, y)
    group, groups = made.codes(by, (levels or {}).get(by)) if by else (np.zeros(len(y), np.int64), ["all"])
    of = variance_groups.Scaled(variance_groups.OneVariance(), 1, len(groups))
    fitted = mmrm_kernel.fit(made.x, y, group, np.arange(len(y)), of, reml, len(groups))
    b = Estimates(
        made.design.names, fitted.b, np.sqrt(np.diag(fitted.covariance)),
        np.full(len(fitted.b), float(len(y) - len(fitted.b))), level,
    )  # fmt: skip
    notes = search_notes(made, fitted.converged, fitted.note)
    return VariancesAnalysis(b, made, fitted, tuple(groups), np.sqrt(np.diag(fitted.v)), notes)
