"""Effect sizes by name, with what is done about zero cells as arguments.

Conventions of zero cells are arguments and not habits, because conclusions in rare events turn on them: `add` is added
to every cell of the tables that `to` names, and `drop00` leaves out trials without events, or with nothing but events,
in both groups. Names of measures are metafor's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trialwright.errors import EvidenceError
from trialwright.kernels import association, mean_effects, rate_effects, tetrachoric
from trialwright.kernels import effect_sizes as kernel
from trialwright.kernels import further_effects as further
from trialwright.kernels.variance_types import VARIANCES
from trialwright.pool import given
from trialwright.pool.given import Floats

TABLES: dict[str, Callable[..., Any]] = {
    "OR": kernel.log_odds_ratio,
    "RR": kernel.log_risk_ratio,
    "RD": kernel.risk_difference,
    "AS": kernel.arcsine_risk_difference,
    "PETO": kernel.peto_log_odds_ratio,
    "PHI": association.phi,
    "YUQ": association.yule_q,
    "YUY": association.yule_y,
    "PBIT": association.probit_difference,
    "OR2DN": association.standardized_by_normal,
    "OR2DL": association.standardized_by_logistic,
    "OR2D": association.standardized_by_logistic,
    "RTET": tetrachoric.tetrachoric,
}
TWO_RATES: dict[str, Callable[..., Any]] = {
    "IRR": kernel.log_incidence_rate_ratio,
    "IRD": rate_effects.incidence_rate_difference,
    "IRSD": rate_effects.root_incidence_rate_difference,
}
ONE_RATE: dict[str, Callable[..., Any]] = {
    "IR": rate_effects.incidence_rate,
    "IRLN": rate_effects.log_incidence_rate,
    "IRS": rate_effects.root_incidence_rate,
    "IRFT": rate_effects.freeman_tukey_incidence_rate,
}
MEANS: dict[str, Callable[..., Any]] = {
    "MD": kernel.mean_difference,
    "SMD": kernel.standardized_mean_difference,
    "SMDH": mean_effects.standardized_mean_difference_unequal,
    "SMD1": mean_effects.glass_delta,
    "ROM": kernel.log_ratio_of_means,
    "VR": mean_effects.log_variability_ratio,
    "CVR": mean_effects.log_coefficient_of_variation_ratio,
    "SMD1H": further.glass_delta_unequal,
    "RPB": further.point_biserial,
    "D2OR": further.odds_ratio_by_logistic,
    "D2ORL": further.odds_ratio_by_logistic,
    "D2ORN": further.odds_ratio_by_normal,
}
ONE_MEAN: dict[str, Callable[..., Any]] = {
    "MN": mean_effects.one_mean,
    "MNLN": mean_effects.log_mean,
    "SDLN": mean_effects.log_sd,
    "CVLN": mean_effects.log_coefficient_of_variation,
    "SMN": further.standardized_mean,
}
PAIRED: dict[str, Callable[..., Any]] = {
    "MC": mean_effects.mean_change,
    "SMCC": mean_effects.standardized_change,
    "SMCR": mean_effects.standardized_change_by_first,
    "ROMC": mean_effects.log_ratio_of_paired_means,
    "SMCRH": further.standardized_change_unequal,
    "VRC": further.log_variability_ratio_paired,
    "CVRC": further.log_coefficient_of_variation_ratio_paired,
}
PROPORTIONS: dict[str, Callable[..., Any]] = {
    "PR": kernel.proportion,
    "PLN": kernel.log_proportion,
    "PLO": kernel.logit_proportion,
    "PAS": kernel.arcsine_proportion,
    "PFT": kernel.freeman_tukey_proportion,
}
OTHERS: dict[str, Callable[..., Any]] = {
    "HR": kernel.log_hazard_ratio,
    "ZCOR": kernel.fisher_z,
    "COR": kernel.correlation,
    "UCOR": further.unbiased_correlation,
    "PCOR": further.partial_correlation,
    "ZPCOR": further.partial_fisher_z,
}
KERNELS = {**TABLES, **TWO_RATES, **ONE_RATE, **MEANS, **ONE_MEAN, **PAIRED, **PROPORTIONS, **OTHERS}
# Angles and roots of counts, the correlation of a table and Peto's odds ratio have a value where a cell is zero: nothing is
# added to them unless it is asked for.
UNADDED = ("PETO", "AS", "PHI", "PAS", "PFT", "IRSD", "IRS", "IRFT")
COLUMNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(TABLES, ("x1", "n1", "x2", "n2")),
    **dict.fromkeys(TWO_RATES, ("x1", "t1", "x2", "t2")),
    **dict.fromkeys(ONE_RATE, ("x", "t")),
    **dict.fromkeys(MEANS, ("mean1", "sd1", "n1", "mean2", "sd2", "n2")),
    **dict.fromkeys(ONE_MEAN, ("mean", "sd", "n")),
    **dict.fromkeys(PAIRED, ("mean1", "sd1", "mean2", "sd2", "r", "n")),
    **dict.fromkeys(PROPORTIONS, ("x", "n")),
    "HR": ("low", "high"),
    "ZCOR": ("r", "n"),
    "COR": ("r", "n"),
    "UCOR": ("r", "n"),
    "PCOR": ("t", "m", "n"),
    "ZPCOR": ("t", "m", "n"),
}
# Patients that a formula needs: degrees of freedom of an SD, and of a correlation on Fisher's scale.
_LEAST: dict[str, dict[str, float]] = {
    **{key: {"n1": 1.0, "n2": 1.0} for key in MEANS},
    **{key: {"n": 1.0} for key in ONE_MEAN},
    "ZCOR": {"n": 4.0},
    "COR": {"n": 4.0},
    "UCOR": {"n": 4.0},
    **{
        key: {"n1": 2.0, "n2": 2.0}
        for key in MEANS.keys() - {"MD", "SMD", "ROM", "RPB", "D2OR", "D2ORL", "D2ORN"}
    },
    **{key: {"n1": 1.0, "n2": 3.0} for key in ("SMD1", "SMD1H")},
    **{key: {"n": 2.0} for key in ("SDLN", "CVLN", "SMN")},
    **{key: {"n": 3.0} for key in ("SMCC", "SMCR", "SMCRH", "VRC", "CVRC")},
}
TO = ("only0", "all", "if0all", "none")


class Measured(NamedTuple):
    """y, v : (k,) effects and variances of the trials kept. kept : (all trials,) which ones; those left out have no
    effect, as a table without events has none."""

    y: Floats
    v: Floats
    kept: NDArray[np.bool_]


def effect_sizes(
    measure: str, *, add: float | None = None, to: str = "only0", drop00: bool = False, variance: str = "LS",
    **columns: ArrayLike,
) -> Measured:  # fmt: skip
    """Effects of trials on one scale, first group less, or over, the second: logs for ratios.

    measure : a key of COLUMNS, which names the columns it takes (hazard ratios by the limits of their 95 % interval).
    add : added to each cell, and twice to totals. to : "only0", tables with a zero cell; "all"; "if0all", all where any
    has one; "none". Where it is None it is a half, and nothing for UNADDED measures, which need none and are corrected
    only if told to. variance : "LS", that of large samples, or another of kernels.variance_types.
    Raises EvidenceError for an unknown measure or convention, missing columns, and numbers that cannot be.
    """
    given.choice("measure", measure, COLUMNS)
    given.choice("zero-cell convention", to, TO)
    missing = [c for c in COLUMNS[measure] if c not in columns]
    unknown = [c for c in columns if c not in COLUMNS[measure]]
    if missing or unknown:
        raise EvidenceError(
            f"{measure} takes the columns {', '.join(COLUMNS[measure])}.",
            where=", ".join(missing or unknown),
            fix="Give these and no other.",
        )
    if variance != "LS" and (measure, variance) not in VARIANCES:
        known = [v for m, v in VARIANCES if m == measure]
        raise EvidenceError(
            f"{measure} has no variance {variance!r}.",
            where="variance",
            fix=f"Ask for {', '.join(['LS', *known])}.",
        )
    if add is not None and not (np.isfinite(add) and add >= 0):
        raise EvidenceError(f"add = {add:g} is nothing to add to cells.", where="add", fix="Give 0 or more.")
    found = _checked(measure, columns)
    with np.errstate(all="ignore"):
        y, v = _effects(measure, found, (0.0 if measure in UNADDED else 0.5) if add is None else add, to)
    if variance != "LS":
        v = VARIANCES[measure, variance](y, found)
    kept = np.isfinite(y) & np.isfinite(v) & (v > 0)
    if drop00 and measure in (*TABLES, *TWO_RATES):
        kept &= informative(**{k: found[k] for k in COLUMNS[measure]})
    return Measured(np.asarray(y)[kept], np.asarray(v)[kept], kept)


def informative(
    x1: Floats, x2: Floats, n1: Floats | None = None, n2: Floats | None = None, **_: Floats
) -> NDArray[np.bool_]:
    """(k,) trials that are not without events, or with nothing but events, in both groups."""
    full = (x1 == n1) & (x2 == n2) if n1 is not None and n2 is not None else np.zeros(len(x1), dtype=bool)
    return np.asarray(~((x1 == 0) & (x2 == 0)) & ~full)


def _checked(measure: str, columns: dict[str, ArrayLike]) -> dict[str, Floats]:
    names = COLUMNS[measure]
    if measure in TABLES:
        return given.counts({n: columns[n] for n in ("x1", "x2")}, {n: columns[n] for n in ("n1", "n2")})
    if measure in PROPORTIONS:
        return given.counts({"x": columns["x"]}, {"n": columns["n"]})
    if measure in (*TWO_RATES, *ONE_RATE):
        times = [n for n in names if n.startswith("t")]
        return given.rates({n: columns[n] for n in names if n not in times}, {n: columns[n] for n in times})
    found = {n: given.numbers(n, columns[n]) for n in names}
    given.same_length(found)
    if measure == "HR" and (turned := found["low"] >= found["high"]).any():
        at = int(np.argmax(turned))
        raise EvidenceError(
            f"The interval of trial {at + 1} goes from {found['low'][at]:g} to {found['high'][at]:g}.", where="low",
            fix="Give its lower limit as `low` and its upper as `high`.",
        )  # fmt: skip
    positive = {"HR": ("low", "high")}.get(measure, ())
    least = _LEAST.get(measure, {})
    for name, values in found.items():
        if np.any(values < least.get(name, -np.inf)) or (name in positive and np.any(values <= 0)):
            raise EvidenceError(
                f"`{name}` is too small for {measure}.", where=name, fix="Look at the trial's numbers."
            )
        if name.startswith("sd") and np.any(values <= 0):
            raise EvidenceError(
                "A standard deviation is not positive.", where=name, fix="Look at the trial's numbers."
            )
        if name == "r" and np.any(np.abs(values) >= 1):
            raise EvidenceError(
                "A correlation lies between -1 and 1.", where=name, fix="Look at the trial's numbers."
            )
    return found


def _effects(measure: str, found: dict[str, Floats], add: float, to: str) -> tuple[Any, Any]:
    ordered = [found[n] for n in COLUMNS[measure]]
    if measure in TABLES:
        x1, n1, x2, n2 = ordered
        return TABLES[measure](*ordered, _added([x1, n1 - x1, x2, n2 - x2], add, to))
    if measure in TWO_RATES:
        return TWO_RATES[measure](*ordered, _added([ordered[0], ordered[2]], add, to))
    if measure in ONE_RATE:
        return ONE_RATE[measure](*ordered, _added([ordered[0]], add, to))
    if measure in PROPORTIONS:
        x, n = ordered
        return PROPORTIONS[measure](x, n, _added([x, n - x], add, to))
    return KERNELS[measure](*ordered)


def _added(cells: list[Floats], add: float, to: str) -> Floats:
    zero = np.any(np.array(cells) == 0, axis=0)
    where = {
        "only0": zero,
        "all": np.ones_like(zero),
        "if0all": np.full_like(zero, bool(zero.any())),
        "none": np.zeros_like(zero),
    }[to]
    return np.where(where, add, 0.0)
