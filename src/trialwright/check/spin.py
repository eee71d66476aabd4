"""Is a benefit concluded although the primary result is not significant?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, p_bounds, shown
from trialwright.check.evidence.tables import CONTRASTS, RATIOS
from trialwright.model.check import Check
from trialwright.model.labels import at_baseline, contains, words
from trialwright.model.result import Claim, Reading, Result

NAME = "spin"
SOURCE = "Boutron et al. 2010, JAMA 303:2058: a conclusion that leaves a nonsignificant primary outcome out"

ALPHA = 0.05


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        primary = _primary(reading)
        claims = [c for c in reading.claims if c.kind in ("benefit", "subgroup")]
        if primary is not None and claims:
            yield from _one(reading, primary, claims)


def _primary(reading: Reading) -> Result | None:
    """The result of the primary endpoint that a test or an interval goes with."""
    labels = [
        e.label
        for e in (reading.trial.endpoints if reading.trial is not None else ())
        if e.role == "primary" and words(e.label)
    ]
    for r in reading.results:
        if (
            (_p(r) is not None or _excludes(r) is not None)
            and not r.subgroup
            and not at_baseline(reading.document, r)
            and any(contains(r.endpoint, x) or contains(x, r.endpoint) for x in labels)
        ):
            return r
    return None


def _p(r: Result):  # type: ignore[no-untyped-def]
    return r.value if r.measure == "p_value" else r.p


def _excludes(r: Result) -> bool | None:
    """Whether a contrast's 95 % interval excludes no effect; None without one."""
    if r.measure not in CONTRASTS or r.low is None or r.high is None or r.level != 95.0:
        return None
    none = 1.0 if r.measure in RATIOS else 0.0
    return not r.low.interval[0] <= none <= r.high.interval[1]


def _one(reading: Reading, r: Result, claims: list[Claim]) -> Iterator[Check]:
    p = _p(r)
    significant = _excludes(r) if p is None else p_bounds(p)[1] <= ALPHA
    unclear = p is not None and p_bounds(p)[0] < ALPHA < p_bounds(p)[1]
    told = (
        f"p {shown(p) if p.relation != '=' else '= ' + shown(p)}"
        if p is not None
        else f"{shown(r.value)} ({shown(r.low)} to {shown(r.high)})"
    )
    formula = f"primary outcome {r.endpoint}: {told}"
    if significant or unclear:
        yield entry(
            NAME,
            reading,
            [r, *claims],
            "consistent",
            f"A benefit is concluded; the primary outcome, {r.endpoint}, has {told}.",
            formula=formula,
        )
        return
    on_primary = [
        c
        for c in claims
        if words(c.about) and (contains(c.about, r.endpoint) or contains(r.endpoint, c.about))
    ]
    yield entry(
        NAME, reading, [*claims, r], "not checkable", f"A benefit is concluded, and the primary outcome, {r.endpoint}, has {told}.",
        explanation="the benefit is claimed for that outcome" if on_primary else "the conclusion rests on another outcome or group",
        severity="major" if on_primary else "minor", formula=formula, corrected=f"No effect on the primary outcome was shown: {told}.",
    )  # fmt: skip
