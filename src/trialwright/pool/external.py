"""Comparisons with controls that were not randomised: how strong a hidden cause must be to explain them."""

from __future__ import annotations

import math
from typing import NamedTuple

from trialwright.errors import EvidenceError


class EValue(NamedTuple):
    """point : of the risk ratio. limit : of the confidence limit closest to 1, 1 where the interval holds 1."""

    point: float
    limit: float


def e_value(risk_ratio: float, limit: float) -> EValue:
    """The least association, as a risk ratio, that an unmeasured confounder would need with both treatment and outcome
    to explain the effect away. limit : the confidence limit closest to 1.

    Odds and hazard ratios of common outcomes are first made risk ratios by their square root. Raises EvidenceError for
    ratios that are not positive. Source: VanderWeele & Ding 2017, Ann Intern Med 167:268.
    """
    if not (risk_ratio > 0 and limit > 0 and math.isfinite(risk_ratio) and math.isfinite(limit)):
        raise EvidenceError(
            "A risk ratio must be positive.", where="risk_ratio", fix="Give ratios and not their logs."
        )
    crossed = (limit - 1) * (risk_ratio - 1) <= 0
    return EValue(_bound(risk_ratio), 1.0 if crossed else _bound(limit))


def _bound(ratio: float) -> float:
    above = max(ratio, 1 / ratio)
    return above + math.sqrt(above * (above - 1))
