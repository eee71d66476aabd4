"""An effect carried to another scale. Each rests on an assumption, which comes back with the number. Raise EvidenceError."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from trialwright.errors import EvidenceError


class Converted(NamedTuple):
    """y, v : on the new scale, v by the delta method. assumption : what makes it right, to be printed beside it."""

    y: float
    v: float
    assumption: str


LOGISTIC = (
    "The outcome behind the cut is logistic with the same spread in both groups (Hasselblad & Hedges 1995)."
)


def log_odds_ratio_to_smd(y: float, v: float) -> Converted:
    """Source: Chinn 2000, Stat Med 19:3127."""
    _effect(y, v)
    return Converted(y * math.sqrt(3) / math.pi, v * 3 / math.pi**2, LOGISTIC)


def smd_to_log_odds_ratio(y: float, v: float) -> Converted:
    """Source: Chinn 2000, Stat Med 19:3127."""
    _effect(y, v)
    return Converted(y * math.pi / math.sqrt(3), v * math.pi**2 / 3, LOGISTIC)


def log_odds_ratio_to_log_risk_ratio(y: float, v: float, control_risk: float) -> Converted:
    """Source: Zhang & Yu 1998, JAMA 280:1690, for an unadjusted odds ratio."""
    _effect(y, v)
    _risk(control_risk)
    spread = 1 - control_risk + control_risk * math.exp(y)
    slope = (1 - control_risk) / spread
    return Converted(y - math.log(spread), slope**2 * v, _at(control_risk))


def log_odds_ratio_to_risk_difference(y: float, v: float, control_risk: float) -> Converted:
    """Of treated less control, as fractions."""
    _effect(y, v)
    _risk(control_risk)
    odds = control_risk / (1 - control_risk) * math.exp(y)
    p = odds / (1 + odds)
    return Converted(p - control_risk, (p * (1 - p)) ** 2 * v, _at(control_risk))


def log_hazard_ratio_to_log_risk_ratio(y: float, v: float, control_risk: float) -> Converted:
    """Risk by the time at which control_risk of controls have had the event."""
    _effect(y, v)
    _risk(control_risk)
    ratio, log_free = math.exp(y), math.log1p(-control_risk)
    risk = -math.expm1(ratio * log_free)
    slope = -ratio * log_free * math.exp(ratio * log_free) / risk
    return Converted(
        math.log(risk / control_risk),
        slope**2 * v,
        f"Hazards are proportional, and {_at(control_risk).lower()}",
    )


def smd_to_win_probability(y: float, v: float) -> Converted:
    """P(treated > control) for one of each."""
    _effect(y, v)
    slope = math.exp(-(y**2) / 4) / math.sqrt(4 * math.pi)
    return Converted(
        float(ndtr(y / math.sqrt(2))), slope**2 * v, "The outcome is normal with the same SD in both groups."
    )


def log_odds_ratio_to_win_probability(y: float, v: float) -> Converted:
    """P(treated higher) + half P(the same), from a proportional-odds effect of many categories.

    Source: the overlap of two logistic laws a shift apart; Agresti & Kateri 2017, Biometrics 73:214.
    """

    _effect(y, v)

    def chance(shift: float) -> float:
        if abs(shift) < 1e-3:
            return 0.5 + shift / 6
        e = math.exp(shift)
        return e * (e - shift - 1) / (e - 1) ** 2

    slope = (chance(y + 1e-3) - chance(y - 1e-3)) / 2e-3
    return Converted(chance(y), slope**2 * v, "Odds are proportional at every cut, and categories are many.")


def smd_to_correlation(y: float, v: float) -> Converted:
    """Point-biserial. Source: Borenstein et al. 2009, ch. 7."""
    _effect(y, v)
    return Converted(y / math.sqrt(y**2 + 4), 16 * v / (y**2 + 4) ** 3, "Both groups are of the same size.")


def _at(risk: float) -> str:
    return f"The control risk is {risk:g} and known, and the odds ratio is not adjusted."


def _effect(y: float, v: float) -> None:
    """Raises EvidenceError for what is no effect with a variance."""
    if not (math.isfinite(y) and 0 <= v < math.inf):
        raise EvidenceError(
            "An effect is a number, and its variance 0 or more.", where="v", fix="Leave the trial out."
        )


def _risk(risk: float) -> None:
    if not (0 < risk < 1 and np.isfinite(risk)):
        raise EvidenceError(
            "The control risk lies between 0 and 1.", where="control_risk", fix="Give a fraction."
        )
