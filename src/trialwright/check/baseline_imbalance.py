"""How large is the difference between arms at baseline, beside the effect and beside chance?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from trialwright.check.evidence.designs import not_parallel, stated_design
from trialwright.check.evidence.exposed import says
from trialwright.check.evidence.ledger import entry, figure, p_words
from trialwright.check.evidence.means import Means, means, p_range
from trialwright.check.evidence.p_tests import is_adjusted
from trialwright.check.evidence.sentence import sentence_of
from trialwright.kernels.printed_statistics import welch
from trialwright.model.check import Check, Severity
from trialwright.model.labels import at_baseline, contains, role_of, same, words
from trialwright.model.result import Reading, Result

NAME = "baseline_imbalance"
SOURCE = (
    "Altman 1985, The Statistician 34:125; Vickers & Altman 2001, BMJ 323:1123, on adjusting for baseline; Carlisle 2017, Anaesthesia "
    "72:944, on differences that random allocation would not give"
)

SMALL, LARGE = 0.1, 0.5  # of the effect
CHANCE = 1e-4  # two-sided p: an abstract tells of few figures at baseline
APART = 0.3  # standard deviations: less does no harm, however many patients show it
ALIKE, UNLIKE = (
    0.3,
    0.6,
)  # of the mean: the most that the SD is of what adults have of age or pressure, and of anything
PLAUSIBLE = 0.001  # p of the spreads taken as standard errors, from which on they may be that


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for first, second in _baseline_pairs(reading):
            effect = _effect(reading, first, second)
            if effect is not None:
                yield _one(reading, first, second, effect)
        if _is_randomised(reading):
            yield from _by_chance(reading)


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


def _is_randomised(reading: Reading) -> bool:
    trial = reading.trial
    said = trial is not None and (trial.first("randomised") or stated_design(reading, "random"))
    return said is not None and said is not False and not says(reading, _NOT_RANDOM)


_NOT_RANDOM = (
    r"\bnon-?random|\bnot randomi[sz]ed|\bmatched\b|\bhistorical|\bretrospective|\bcase-control|\bpost hoc"
)
_BEFORE = re.compile(
    r"(?i)\b(?:baseline|before\s(?:the\s)?(?:treatment|intervention|study|trial|therapy)|at\s(?:study\s|trial\s)?(?:entry|enrol+ment|inclusion|randomi[sz]ation)|pre-?(?:treatment|test|intervention))\b"
)
_AFTER = re.compile(r"(?i)\b(?:chang|after|later|follow|end of|post|increas|decreas|rose|fell)\w*\b|\bto\b")


def _by_chance(reading: Reading) -> Iterator[Check]:
    """Means of two arms before treatment that lie further apart than random allocation would put them."""
    for pair in means(reading):
        if _is_before(reading, pair.first) and _is_before(reading, pair.second):
            yield from _unlikely(reading, pair)
    yield from _unlinked(reading)


def _is_before(reading: Reading, r: Result) -> bool:
    """Whether a mean is of the time before treatment: the age of those taken in, or by what its sentence says up to it."""
    if r.subgroup:
        return False
    if words(r.time) == ("baseline",):
        return True
    start, _ = sentence_of(reading, r)
    said = reading.document.text[start : r.quote.start]
    if words(r.endpoint) == ("age",):
        return not _AFTER.search(said)
    named = _BEFORE.search(said)
    return named is not None and not _AFTER.search(_BEFORE.sub("", said)) and not _later(r)


def _later(r: Result) -> bool:
    return bool(r.time) and words(r.time) != ("baseline",)


def _unlinked(reading: Reading) -> Iterator[Check]:
    """Two means at baseline side by side that no name parts, in a trial of two arms: whichever is whose."""
    arms = [a for a in reading.trial.arms if a.size] if reading.trial is not None else []
    if len(arms) != 2 or len(reading.trial.arms if reading.trial is not None else ()) != 2:
        return
    loose = [
        r for r in reading.results
        if r.measure == "mean" and r.value and r.sd and not words(r.arm) and words(r.endpoint) and _is_before(reading, r)
    ]  # fmt: skip
    for a, b in pairwise(loose):
        between = reading.document.text[a.quote.end : b.quote.start]
        if words(a.endpoint) == words(b.endpoint) and _SIDE_BY_SIDE.fullmatch(between) and len(loose) == 2:
            # Whichever mean is whose: the assignment that makes the difference less of a surprise.
            ways = [Means(a, b, (x.size or 0, y.size or 0), (x, y)) for x, y in (arms, arms[::-1])]
            yield from _unlikely(reading, max(ways, key=_surprise))


_SIDE_BY_SIDE = re.compile(r"(?i)\s?(?:[a-z/]+\s)?(?:and|versus|vs\.?|v\.?|compared\s(?:with|to))\s")


def _surprise(pair: Means) -> float:
    """The largest p that the printed means can give; 1 where they give none."""
    found = p_range(pair, welch)
    return 1.0 if found is None else found[1]


def _unlikely(reading: Reading, pair: Means) -> Iterator[Check]:
    found, as_errors = p_range(pair, welch), p_range(pair, welch, as_errors=True)
    a, b = pair.first, pair.second
    if found is None or a.value is None or b.value is None or a.sd is None or b.sd is None:
        return
    spread = max(a.sd.value, b.sd.value)
    if found[1] >= CHANCE or abs(a.value.value - b.value.value) < APART * spread or min(pair.sizes) < 2:
        return
    said = _SAID_SD.search(reading.document.text[slice(*sentence_of(reading, a))]) is not None
    errors = not said and as_errors is not None and as_errors[1] >= PLAUSIBLE and _may_be_errors(pair)
    other = not_parallel(reading)
    severity: Severity = "none" if other else "note" if errors else "minor"
    yield entry(
        NAME, reading, [a, b], "not checkable",
        f"At baseline {pair.words} ({a.endpoint or 'the outcome'}): random allocation gives such a difference with p {p_words(found[1])}.",
        explanation=other or (f"the numbers after ± may be standard errors, or {_WHY}" if errors else _WHY),
        severity=severity, recomputed={"p": found[1]}, formula=f"Welch's t test of {pair.words}: p = {found[1]:.3g}", also=pair.sources,
    )  # fmt: skip


def _may_be_errors(pair: Means) -> bool:
    """Whether the spreads, were they standard errors, would be of people as unlike as people are."""
    for r, n in zip((pair.first, pair.second), pair.sizes, strict=True):
        assert r.value
        assert r.sd
        most = ALIKE if set(words(r.endpoint)) & _BODY else UNLIKE
        if r.sd.value * n**0.5 > most * abs(r.value.value):
            return False
    return True


_BODY = frozenset({"age", "pressure", "weight", "height", "bmi", "temperature", "mass"})
_WHY = "the allocation was not random or was undone, the figures are of others than those randomised, or a number is misprinted"
_SAID_SD = re.compile(r"\bSDs?\b|(?i:standard deviation)")


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
