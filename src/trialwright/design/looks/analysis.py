"""Everything a sequential design says of one comparison at its present look."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from trialwright.design.looks.comparison import Comparison
from trialwright.design.looks.conditional import conditional_power, conditional_rejection_probability
from trialwright.design.looks.decisions import accepted_at, actions, first_stop
from trialwright.design.looks.evidence import Floats
from trialwright.design.looks.final import Final, final_drifts, final_p_value
from trialwright.design.looks.fisher import fisher_final_p, fisher_rejections
from trialwright.design.looks.repeated import repeated_interval, repeated_p_value


def repeated_intervals(c: Comparison) -> tuple[Floats, Floats]:
    """Lower and upper limits at each look so far: (stages,) each."""
    looks = range(1, c.stage + 1)
    ends = np.array([repeated_interval(c.design, *c.both_ways, look, c.evidence.upper) for look in looks])
    return ends[:, 0], ends[:, 1]


def repeated_p_values(c: Comparison) -> Floats:
    """At each look so far: (stages,)."""
    return np.array([repeated_p_value(c.design, float(s), i) for i, s in enumerate(c.path, start=1)])


def decided(c: Comparison) -> list[str]:
    """The action at each look so far."""
    return actions(c.design, c.path, c.evidence.stagewise(c.theta0).p)


def final_p(c: Comparison) -> tuple[int | None, float]:
    """The look at which the trial has stopped and the stage-wise p-value, NaN while it goes on."""
    look = first_stop(c.design, decided(c))
    if look is None:
        return None, float("nan")
    if c.design.kind == "fisher":
        if look > 1 and c.design.k > 2:
            return None, float("nan")
        return look, fisher_final_p(c.design, c.evidence.stagewise(c.theta0).p[:look], look)
    return look, final_p_value(c.design, float(c.path[look - 1]), look)


def final_interval(c: Comparison) -> tuple[int | None, Final]:
    """The look of stopping, and interval and median-unbiased estimate on the scale of theta, else NaN.

    Fisher's product has an interval at its first look only.
    """
    look = first_stop(c.design, decided(c))
    nothing = Final(float("nan"), float("nan"), float("nan"))
    if look is None:
        return None, nothing
    if look == 1:
        reach = float(ndtri(1 - c.design.alpha / c.design.sided))
        low, high = c.evidence.interval_at(reach, 1)
        return look, Final(low, float(c.evidence.effects[0]), high)
    if c.design.kind == "fisher":
        return look, nothing
    ends = [c.evidence.effect_at(c.theta0, d, look) for d in final_scores(c, look)]
    return look, Final(min(ends[0], ends[2]), ends[1], max(ends[0], ends[2]))


def final_scores(c: Comparison, look: int) -> Final:
    """The final interval and estimate as the expected z of all data at this look, from the second on.

    In the direction of the alternative; the other direction mirrors the interval.
    """
    brought = c.evidence.information[:look]
    drifts = final_drifts(c.design, float(c.path[look - 1]), look, brought)
    sign = 1.0 if c.evidence.upper else -1.0
    if c.design.kind == "inverse normal":  # its z adds up stages, not patients
        sign *= float(np.sqrt(c.evidence.total_information[look - 1] / brought.sum()))
    return Final(*(sign * d for d in drifts))


def conditional_rejection_probabilities(c: Comparison) -> Floats:
    """At each look so far before the last: (stages,), NaN at the last; 0 from where the trial has been given up."""
    found = np.array([_rejection_probability(c, look) for look in range(1, c.stage + 1)])
    accepted = accepted_at(c.design, decided(c))
    if accepted is not None:
        found[accepted - 1 :] = 0.0
    return found


def _rejection_probability(c: Comparison, look: int) -> float:
    at = float(c.path[look - 1])
    if look == c.design.k:
        return float("nan")
    if c.design.kind != "fisher":
        return conditional_rejection_probability(c.design, at, look)
    if at <= c.design.critical_values[look - 1]:
        return 1.0
    return float(fisher_rejections(c.design, at, look, np.zeros(c.design.k - look), binding_only=True).sum())


def power_to_come(c: Comparison, means: Floats) -> Floats:
    """P(rejected by each later look) given the data: (k - stage,). means : expected z of each later stage."""
    at = float(c.path[-1])
    if c.design.kind == "fisher":
        return np.cumsum(fisher_rejections(c.design, at, c.stage, means))
    return conditional_power(c.design, at, c.stage, means)
