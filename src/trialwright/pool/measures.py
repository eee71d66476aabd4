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
from trialwright.kernels import effect_sizes as kernel
from trialwright.pool import given
from trialwright.pool.given import Floats

TABLES: dict[str, Callable[..., Any]] = {
    "OR": kernel.log_odds_ratio,
    "RR": kernel.log_risk_ratio,
    "RD": kernel.risk_difference,
    "AS": kernel.arcsine_risk_difference,
    "PETO": kernel.peto_log_odds_ratio,
}
MEANS: dict[str, Callable[..., Any]] = {
    "MD": kernel.mean_difference,
    "SMD": kernel.standardized_mean_difference,
    "ROM": kernel.log_ratio_of_means,
}
PROPORTIONS: dict[str, Callable[..., Any]] = {
    "PR": kernel.proportion,
    "PLN": kernel.log_proportion,
    "PLO": kernel.logit_proportion,
    "PAS": kernel.arcsine_proportion,
    "PFT": kernel.freeman_tukey_proportion,
}
COLUMNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(TABLES, ("x1", "n1", "x2", "n2")),
    "IRR": ("x1", "t1", "x2", "t2"),
    **dict.fromkeys(MEANS, ("mean1", "sd1", "n1", "mean2", "sd2", "n2")),
    **dict.fromkeys(PROPORTIONS, ("x", "n")),
    "HR": ("low", "high"),
    "ZCOR": ("r", "n"),
    "COR": ("r", "n"),
}
TO = ("only0", "all", "if0all", "none")


class Measured(NamedTuple):
    """y, v : (k,) effects and variances of the trials kept. kept : (all trials,) which ones; those left out have no
    effect, as a table without events has none."""

    y: Floats
    v: Floats
    kept: NDArray[np.bool_]


def effect_sizes(
    measure: str, *, add: float | None = None, to: str = "only0", drop00: bool = False, **columns: ArrayLike
) -> Measured:
    """Effects of trials on one scale, first group less, or over, the second: logs for ratios.

    measure : a key of COLUMNS, which names the columns it takes (hazard ratios by the limits of their 95 % interval).
    add : added to each cell, and twice to totals. to : "only0", tables with a zero cell; "all"; "if0all", all where any
    has one; "none". Where it is None it is a half, and nothing for Peto's odds ratio, which needs none and is corrected
    only if told to. Arcsine measures take none. Raises EvidenceError for an unknown
    measure or convention, missing columns, and numbers that cannot be.
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
    found = _checked(measure, columns)
    with np.errstate(all="ignore"):
        y, v = _effects(measure, found, (0.0 if measure == "PETO" else 0.5) if add is None else add, to)
    kept = np.isfinite(y) & np.isfinite(v) & (v > 0)
    if drop00 and measure in (*TABLES, "IRR"):
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
    found = {n: given.numbers(n, columns[n]) for n in names}
    given.same_length(found)
    least = {"ZCOR": {"n": 4.0}, "COR": {"n": 4.0}, "IRR": {"x1": 0.0, "x2": 0.0}}.get(measure, {})
    positive = {"IRR": ("t1", "t2"), "HR": ("low", "high")}.get(measure, ())
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
    if measure in ("OR", "RR", "RD", "PETO"):
        x1, n1, x2, n2 = ordered
        return TABLES[measure](*ordered, _added([x1, n1 - x1, x2, n2 - x2], add, to))
    if measure == "IRR":
        return kernel.log_incidence_rate_ratio(*ordered, _added([ordered[0], ordered[2]], add, to))
    if measure in ("PR", "PLN", "PLO"):
        x, n = ordered
        return PROPORTIONS[measure](x, n, _added([x, n - x], add, to))
    plain = {
        **MEANS,
        **PROPORTIONS,
        "AS": kernel.arcsine_risk_difference,
        "HR": kernel.log_hazard_ratio,
        "ZCOR": kernel.fisher_z,
        "COR": kernel.correlation,
    }
    return plain[measure](*ordered)


def _added(cells: list[Floats], add: float, to: str) -> Floats:
    zero = np.any(np.array(cells) == 0, axis=0)
    where = {
        "only0": zero,
        "all": np.ones_like(zero),
        "if0all": np.full_like(zero, bool(zero.any())),
        "none": np.zeros_like(zero),
    }[to]
    return np.where(where, add, 0.0)
