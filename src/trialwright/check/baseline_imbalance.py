"""How large is the difference between arms at baseline, beside the effect?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from trialwright.check.evidence.ledger import entry, figure
from trialwright.check.evidence.p_tests import is_adjusted
from trialwright.model.check import Check, Severity
from trialwright.model.labels import at_baseline, contains, role_of, same, words
from trialwright.model.result import Reading, Result

NAME = "baseline_imbalance"
SOURCE = (
    "Altman 1985, The Statistician 34:125; Vickers & Altman 2001, BMJ 323:1123, on adjusting for baseline"
)

SMALL, LARGE = 0.1, 0.5  # of the effect


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for first, second in _baseline_pairs(reading):
            effect = _effect(reading, first, second)
            if effect is not None:
                yield _one(reading, first, second, effect)


def _baseline_pairs(reading: Reading) -> Iterator[tuple[Result, Result]]:
    """Means of one outcome in two arms at baseline, experimental first."""
    means = [
        r for r in reading.results
        if r.measure == "mean" and r.value is not None and words(r.arm) and at_baseline(reading.document, r)
    ]  # fmt: skip
    for a, b in combinations(means, 2):
        if words(a.endpoint) and words(a.endpoint) == words(b.endpoint) and not same(a.arm, b.arm):
            control_first = role_of(reading.trial, a.arm) == "control" != role_of(reading.trial, b.arm)
            yield (b, a) if control_first else (a, b)


def _effect(reading: Reading, first: Result, second: Result) -> Result | None:
    """The difference between the same arms in the same outcome after treatment, in everyone."""
    return next(
        (
            r for r in reading.results
            if r.measure == "difference" and r.value is not None and r.value.value != 0 and not r.subgroup
            and same(r.arm, first.arm) and same(r.versus, second.arm) and not at_baseline(reading.document, r)
            and (contains(r.endpoint, first.endpoint) or contains(first.endpoint, r.endpoint))
        ),
        None,
    )  # fmt: skip


def _one(reading: Reading, first: Result, second: Result, effect: Result) -> Check:
    assert first.value is not None
    assert second.value is not None
    assert effect.value is not None
    gap = first.value.value - second.value.value
    share = abs(gap) / abs(effect.value.value)
    same_way = gap * effect.value.value > 0
    adjusted = is_adjusted(effect.analysis) or "ancova" in effect.analysis.lower()
    text = (
        f"At baseline {first.endpoint} differs by {figure(gap)} ({first.arm} {first.value.value:g}, {second.arm} "
        f"{second.value.value:g}), {share:.0%} of the effect {effect.value.value:g} and in {'the same' if same_way else 'the other'} direction"
    )
    small = share < SMALL
    severity: Severity = (
        "none" if small else "note" if adjusted or not same_way else "major" if share >= LARGE else "minor"
    )
    return entry(
        NAME, reading, [first, second, effect],
        "consistent" if small else "explained" if adjusted else "not checkable",
        f"{text}; the estimate is adjusted." if adjusted else f"{text}." if small
        else f"{text}; whether the estimate is adjusted for it is not said beside it.",
        explanation="the analysis adjusts for baseline" if adjusted and not small else "",
        recomputed={"difference at baseline": gap, "share of the effect": share}, severity=severity,
        formula=f"|{first.value.value:g} - {second.value.value:g}| / |{effect.value.value:g}| = {share:.3f}",
    )  # fmt: skip
