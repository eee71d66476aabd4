"""An effect from what each arm reports: events of patients, or mean, SD and size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from trialwright.model.base import Because
from trialwright.model.check import Check
from trialwright.model.labels import same, words
from trialwright.model.pooled import Effect, Scale
from trialwright.model.result import Reading, Result
from trialwright.pool.candidate import Candidate, Refused
from trialwright.pool.direction import sign
from trialwright.pool.moments import has_spread, moments
from trialwright.pool.on_scale import ADDED, MADE


def from_arms(
    reading: Reading,
    results: Sequence[Result],
    scale: Scale,
    trial: str,
    checks: Sequence[Check],
    empty: bool = False,
) -> list[Candidate]:
    """Effects from every pair of arm-level results that report the same thing at the same time.

    empty : keep a trial without events, or with nothing but events, in both arms. Raises the first Refused where pairs
    exist and none can be used.
    """
    usable = [r for r in results if _has_arm_data(r, scale)]
    found, refused = list[Candidate](), list[Refused]()
    for a, b in combinations(usable, 2):
        way = sign(reading, a.arm, b.arm)
        if way == 0 or not _same_outcome(a, b):
            continue
        first, second = (a, b) if way == 1 else (b, a)
        try:
            found.append(_effect(reading, first, second, scale, trial, checks, empty))
        except Refused as why:
            refused.append(why)
    if refused and not found:
        raise refused[0]
    return found


def _has_arm_data(r: Result, scale: Scale) -> bool:
    if not words(r.arm) or r.versus:
        return False
    if r.measure != MADE[scale].arms:
        return False
    return has_counts(r) if r.measure == "proportion" else r.value is not None and has_spread(r)


def why_no_pair(results: Sequence[Result], scale: Scale) -> str:
    """Why no pair of arms gives an effect, where pairs were not refused for a reason of their own."""
    arms = [r for r in results if r.measure == MADE[scale].arms and words(r.arm) and not r.versus]
    if len(arms) < 2 or any(_has_arm_data(r, scale) for r in arms):
        return "its arms cannot be paired as experimental and control"
    if MADE[scale].arms == "proportion":
        return "no count of patients out of a number of patients is printed or known"
    return "its means are printed without an SD, a standard error or limits that are known to be theirs"


def has_counts(r: Result) -> bool:
    return r.count is not None and bool(r.total) and r.count <= (r.total or 0)


def _same_outcome(a: Result, b: Result) -> bool:
    return (
        words(a.endpoint) == words(b.endpoint)
        and words(a.time) == words(b.time)
        and words(a.unit) == words(b.unit)
        and not same(a.arm, b.arm)
    )


def _effect(
    reading: Reading,
    first: Result,
    second: Result,
    scale: Scale,
    trial: str,
    checks: Sequence[Check],
    empty: bool,
) -> Candidate:
    refuse_figures(checks, first, second)
    if MADE[scale].arms == "proportion":
        y, v, n, formula = _binary(first, second, scale, empty)
    else:
        y, v, n, formula = _means(reading, first, second, scale)
    # A check on the printed contrast of the same two arms belongs to the story of this number.
    about = [c.id for c in checks if {first.id, second.id} <= set(c.subjects) and c.name == "ratio_interval"]
    effect = Effect(
        trial=trial,
        label=trial or reading.document.name,
        scale=scale,
        y=y,
        v=v,
        n=n,
        endpoint=first.endpoint,
        time=first.time,
        because=Because(rule="pool.arm_level", of=(first.id, second.id, *about), formula=formula),
    )
    return Candidate(effect=effect, reading=reading, results=(first, second), kind="arms")


def refuse_figures(checks: Sequence[Check], *of: Result) -> None:
    """Raises Refused for figures that a check found impossible, or not to be of independent patients (Cochrane Handbook, chapter 23).

    One arm of those who took both treatments is still one group of patients; clusters are not.
    """
    ids = {r.id for r in of}
    for check in checks:
        if not ids & set(check.subjects):
            continue
        if check.verdict == "impossible" and check.name == "percent_count":
            raise Refused(f"the check {check.name} found its counts impossible: {check.finding}")
        clusters = check.recomputed.get("design") == "cluster"
        if check.name == "independent_patients" and (clusters or len(of) > 1):
            serves = "a printed contrast with its interval would serve"
            raise Refused(f"its patients are not independent ({serves}): {check.finding}")


def _binary(
    first: Result, second: Result, scale: Scale, empty: bool
) -> tuple[float, float, tuple[int, int], str]:
    x1, n1, x2, n2 = (first.count or 0), (first.total or 0), (second.count or 0), (second.total or 0)
    told_apart = (x1, x2) not in ((0, 0), (n1, n2))
    if not told_apart and (not empty or not MADE[scale].zeros):  # without 1/2 added it has no variance
        raise Refused(
            "no patient, or every patient, of both arms had the outcome: the arms cannot be told apart"
        )
    zero = MADE[scale].zeros and min(x1, n1 - x1, x2, n2 - x2) == 0
    of = MADE[scale].of
    assert of is not None
    y, v = of(x1, n1, x2, n2, ADDED if zero else 0.0)
    added = f", {ADDED} added to each cell because one is zero" if zero else ""
    shown = f"{first.arm} {x1}/{n1} v {second.arm} {x2}/{n2}{added}: y = {y:.4g}, v = {v:.4g}"
    return y, v, (n1, n2), shown


def _means(
    reading: Reading, first: Result, second: Result, scale: Scale
) -> tuple[float, float, tuple[int, int], str]:
    one, two = moments(reading, first), moments(reading, second)
    (m1, s1, n1), (m2, s2, n2) = (x[:3] for x in (one, two))
    if scale == "log_ratio_of_means" and min(m1, m2) <= 0 <= max(m1, m2):
        raise Refused("means of opposite sign, or of zero, have no ratio")
    if scale == "standardised_mean_difference" and n1 + n2 < 4:
        raise Refused("its arms are too small for a standardised difference")
    of = MADE[scale].of
    assert of is not None
    y, v = (float(x) for x in of(m1, s1, n1, m2, s2, n2))
    if not (math.isfinite(y) and v > 0):
        raise Refused("its means and standard deviations give no finite effect")
    derived = "".join(f"; {x.derived}" for x in dict.fromkeys((one, two)) if x.derived)
    told = f"{first.arm} {m1:g} (SD {s1:.4g}, n = {n1}) v {second.arm} {m2:g} (SD {s2:.4g}, n = {n2})"
    if scale == "mean_difference":
        told = f"y = {m1:g} - {m2:g} = {y:.4g}; v = {s1:.4g}^2/{n1} + {s2:.4g}^2/{n2} = {v:.4g}"
        return y, v, (n1, n2), told + derived
    return y, v, (n1, n2), f"{told}: y = {y:.4g}, v = {v:.4g}{derived}"
