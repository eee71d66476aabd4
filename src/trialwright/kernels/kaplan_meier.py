"""Survival in one group: the Kaplan-Meier curve, its median, survival at a time, and mean survival up to a time.

Sources: Kaplan & Meier 1958, JASA 53:457; Greenwood 1926; Brookmeyer & Crowley 1982, Biometrics 38:29 (median);
Royston & Parmar 2013, BMC Med Res Methodol 13:152 (restricted mean).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Curve(NamedTuple):
    """time : (k,) distinct event times, ascending. survival : just after each. hazard_variance : Greenwood's sum, the
    variance of log survival. at_risk, deaths : (k,). last : the longest follow-up. patients : of the group; times : (patients,) their
    follow-up; weights, starts : theirs, where they have any."""

    time: Floats
    survival: Floats
    hazard_variance: Floats
    at_risk: Floats
    deaths: Floats
    last: float
    patients: int
    times: Floats
    weights: Floats | None = None
    starts: Floats | None = None

    def risk_at(self, t: float) -> float:
        """Patients at risk at t, or the sum of their weights: followed until then or longer, and since before it."""
        return float(_at_risk(np.array([t]), self.times, self.weights, self.starts)[0])


def _at_risk(at: Floats, time: Floats, weight: Floats | None, start: Floats | None) -> Floats:
    """Those with start < at <= time."""
    w = np.ones(len(time)) if weight is None else weight

    def followed(until: Floats) -> Floats:
        order = np.argsort(until)
        total = np.concatenate([[0.0], np.cumsum(w[order])])
        return np.asarray(total[-1] - total[np.searchsorted(until[order], at, side="left")])

    return followed(time) if start is None else followed(time) - followed(start)


def curve(time: Floats, event: Bools, weight: Floats | None = None, start: Floats | None = None) -> Curve:
    """time : (n,) >= 0; event : False where follow-up was censored; those censored at an event's time were at risk.

    weight : (n,) how many patients each row stands for, which Greenwood's variance takes as so many. start : (n,) the time
    after which each is at risk, from the first where None.
    """
    times = np.unique(time[event])
    at_risk = _at_risk(times, time, weight, start)
    counted = np.ones(len(time)) if weight is None else weight
    deaths = np.array([np.sum(counted[event & (time == t)]) for t in times], dtype=np.float64)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(deaths / (at_risk * (at_risk - deaths)))
    survival = np.asarray(np.cumprod(1 - deaths / at_risk), dtype=np.float64)
    return Curve(
        times,
        survival,
        np.asarray(greenwood, dtype=np.float64),
        at_risk,
        deaths,
        float(time.max()),
        len(time),
        time,
        weight,
        start,
    )


def log_log_limits(survival: Floats, hazard_variance: Floats, level: float = 95.0) -> tuple[Floats, Floats]:
    """Limits on the log(-log S) scale; nan where S is 1 or 0. Source: Kalbfleisch & Prentice 2002, section 1.4."""
    z = float(norm.ppf(0.5 + level / 200.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = z * np.sqrt(hazard_variance) / -np.log(survival)
        inside = (survival > 0) & (survival < 1)
        low = np.where(inside, survival ** np.exp(spread), np.nan)
        high = np.where(inside, survival ** np.exp(-spread), np.nan)
    return low, high


def limits(
    survival: Floats, hazard_variance: Floats, level: float = 95.0, scale: str = "log-log"
) -> tuple[Floats, Floats]:
    """Limits on a scale: "log-log", "log" (no more than 1), "plain" (within 0 and 1), "logit" or "arcsin"; nan where S is 0."""
    if scale == "log-log":
        return log_log_limits(survival, hazard_variance, level)
    if scale in ("logit", "arcsin"):
        return _transformed(survival, hazard_variance, level, scale)
    z = float(norm.ppf(0.5 + level / 200.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        half = z * np.sqrt(hazard_variance)
        low, high = (
            (survival * np.exp(-half), survival * np.exp(half))
            if scale == "log"
            else (survival - half * survival, survival + half * survival)
        )
    return np.asarray(np.maximum(low, 0.0)), np.asarray(np.minimum(high, 1.0))


def _transformed(
    survival: Floats, hazard_variance: Floats, level: float, scale: str
) -> tuple[Floats, Floats]:
    """Limits on the scale of log(S / (1 - S)), or of asin(sqrt(S)), by the delta method."""
    z = float(norm.ppf(0.5 + level / 200.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        half = z * np.sqrt(hazard_variance)
        if scale == "logit":
            middle, half = np.log(survival / (1 - survival)), half / (1 - survival)
            low, high = (1 / (1 + np.exp(-(middle + side * half))) for side in (-1, 1))
        else:
            middle, half = np.arcsin(np.sqrt(survival)), half / 2 * np.sqrt(survival / (1 - survival))
            ends = (np.clip(middle + side * half, 0, np.pi / 2) for side in (-1, 1))
            low, high = (np.sin(end) ** 2 for end in ends)
    inside = (survival > 0) & (survival < 1)
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def survival_at(
    of: Curve, t: float, level: float = 95.0, scale: str = "log-log"
) -> tuple[float, float, float]:
    """S(t) with limits on a scale; nan past the last follow-up of a curve that is not 0 there. Before the first event
    it is 1 and has no limits: "100 % (100 to 100 %)" of ten patients would be no finding."""
    k = int(np.searchsorted(of.time, t, side="right")) - 1
    if k < 0:
        return 1.0, math.nan, math.nan
    if t > of.last and of.survival[-1] > 0:
        return math.nan, math.nan, math.nan
    low, high = limits(of.survival[[k]], of.hazard_variance[[k]], level, scale)
    return float(of.survival[k]), float(low[0]), float(high[0])


def error_at(of: Curve, t: float) -> float:
    """Greenwood's standard error of S(t); nan past the last follow-up of a curve that is not 0 there."""
    k = int(np.searchsorted(of.time, t, side="right")) - 1
    if k < 0:
        return 0.0
    if (t > of.last and of.survival[-1] > 0) or of.survival[k] <= 0:
        return math.nan
    return float(of.survival[k] * np.sqrt(of.hazard_variance[k]))


def quantile(
    of: Curve, share: float = 0.5, level: float = 95.0, scale: str = "log-log"
) -> tuple[float, float, float]:
    """When survival falls to 1 - share, with limits on a scale; inf where it does not. A curve flat there, until its
    next event or the end of follow-up: its middle."""
    low, high = limits(of.survival, of.hazard_variance, level, scale)
    # A curve at 0 has no limits of its own: the lower has fallen as far, of the upper nothing is known.
    low = np.where(of.survival <= 0, 0.0, low)
    return tuple(_falls(of, x, 1 - share) for x in (of.survival, low, high))  # type: ignore[return-value]


def _falls(of: Curve, values: Floats, to: float) -> float:
    with np.errstate(invalid="ignore"):
        reached = np.flatnonzero(values <= to + 1e-12)
    if len(reached) == 0:
        return math.inf
    k = int(reached[0])
    if abs(values[k] - to) <= 1e-12:
        return 0.5 * (float(of.time[k]) + (float(of.time[k + 1]) if k + 1 < len(values) else of.last))
    return float(of.time[k])


def restricted_mean(of: Curve, until: float) -> tuple[float, float]:
    """Mean survival up to `until` and its standard error; nan where the curve stops above 0 before `until`."""
    if until > of.last and (len(of.survival) == 0 or of.survival[-1] > 0):
        return math.nan, math.nan
    inside = of.time < until
    times = np.concatenate([[0.0], of.time[inside], [until]])
    steps = np.concatenate([[1.0], of.survival[inside]])
    areas = steps * np.diff(times)
    beyond = np.cumsum(areas[::-1])[::-1][1:]  # area from each event time on
    d, n = of.deaths[inside], of.at_risk[inside]
    parts = np.divide(d, n * (n - d), out=np.zeros_like(d), where=n > d)
    return float(areas.sum()), math.sqrt(float(np.sum(beyond**2 * parts)))
