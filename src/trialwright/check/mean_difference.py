"""Is the printed difference that of the printed means, and in which direction?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, figure, shown
from trialwright.check.evidence.p_tests import is_adjusted
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import crosses_sentence
from trialwright.model.check import Check, Figure, Restated
from trialwright.model.labels import role_of, same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "mean_difference"
SOURCE = (
    "Difference in means, first arm less second, over what rounding leaves open: Cochrane Handbook 6.5.1.1"
)

LOOSE = 0.25  # of the difference: an adjusted estimate is seldom further from the crude one


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        means = [r for r in reading.results if r.measure == "mean" and r.value and words(r.arm)]
        for r in reading.results:
            if r.measure == "difference" and r.value and words(r.arm) and words(r.versus):
                first, second = (_of(means, r, label) for label in (r.arm, r.versus))
                if first is not None and second is not None:
                    yield from _one(reading, r, first, second)
            elif r.measure == "risk_difference" and r.value and (pair := _percents(reading, r)):
                yield from _one(reading, r, *pair)


def _percents(reading: Reading, r: Result) -> tuple[Result, Result] | None:
    """The last two percents of the sentence before a difference in points, without counts, of two arms and one outcome."""
    start, _ = sentence_of(reading, r)
    before = [
        x for x in reading.results
        if start <= x.quote.start and x.quote.end <= r.quote.start and x.measure != "size"
    ]  # fmt: skip
    if len(before) != 2 or is_adjusted(r.analysis) or crosses_sentence(reading, before[0], r):
        return None
    first, second = before
    plain = all(
        x.measure == "proportion" and x.value and x.value.relation == "=" and x.count is None and words(x.arm)
        for x in before
    )
    alike = words(first.endpoint) == words(second.endpoint) and words(first.time) == words(second.time)
    if not plain or not alike or same(first.arm, second.arm) or _OTHER.search(_between(reading, second, r)):
        return None
    return (second, first) if words(r.arm) and same(r.arm, second.arm) else (first, second)


def _between(reading: Reading, a: Result, b: Result) -> str:
    return reading.document.text[a.quote.end : b.quote.start]


_OTHER = re.compile(r"(?i);|\b(?:adjust|weighted|stratifi|but|although|among|relative)")


def _of(means: list[Result], r: Result, label: str) -> Result | None:
    """The one mean of this arm in the difference's outcome and time; None where there are none or several."""
    found = [
        m for m in means
        if same(m.arm, label) and words(m.endpoint) == words(r.endpoint) and words(m.time) == words(r.time)
        and m.subgroup == r.subgroup and words(m.trial) == words(r.trial)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _one(reading: Reading, r: Result, first: Result, second: Result) -> Iterator[Check]:
    assert r.value
    assert first.value
    assert second.value
    low = first.value.interval[0] - second.value.interval[1]
    high = first.value.interval[1] - second.value.interval[0]
    crude, printed = first.value.value - second.value.value, r.value.interval
    sum_ = f"{first.value.value:g} - {second.value.value:g} = {figure(crude)}"
    facts: dict[str, float | str] = {"difference": crude}
    named = role_of(reading.trial, r.arm) == "experimental" or role_of(reading.trial, r.versus) == "control"
    unsigned = r.measure == "risk_difference" and not words(r.arm)  # "20% v 26% (a difference of 6 points)"
    if unsigned and crude < 0:
        low, high, crude, sum_ = (
            -high,
            -low,
            -crude,
            f"{second.value.value:g} - {first.value.value:g} = {figure(-crude)}",
        )
    if printed[0] <= high + 1e-9 and low - 1e-9 <= printed[1]:
        yield entry(NAME, reading, [r, first, second], "consistent", f"{sum_}, as printed ({shown(r.value)}).",
            recomputed=facts, formula=sum_)  # fmt: skip
    elif -printed[1] <= high + 1e-9 and low - 1e-9 <= -printed[0]:
        yield entry(
            NAME, reading, [r, first, second], "explained",
            f"{sum_}; {shown(r.value)} is printed, which is {r.versus} less {r.arm}.",
            explanation="the difference is in the other direction", recomputed=facts, formula=sum_,
            # "5.1 v 8.3 days, a difference of 3.2" tells a size
            severity="note" if not named or (r.value.value > 0 and not (first.sd and second.sd)) else "minor", corrected=f"{r.arm} less {r.versus}: {figure(crude)}",
            restated=[_turned(r)],
        )  # fmt: skip
    elif (
        is_adjusted(r.analysis)
        or abs(r.value.value - crude) <= LOOSE * abs(crude)
        or "change" in words(r.endpoint)
    ):
        yield entry(NAME, reading, [r, first, second], "not checkable", f"{sum_}; {shown(r.value)} is printed.",
            explanation="an adjusted estimate may differ from the crude one by this much", recomputed=facts,
            severity="note", formula=sum_)  # fmt: skip
    else:
        yield entry(
            NAME, reading, [r, first, second], "not checkable", f"{sum_}, but {shown(r.value)} is printed.",
            explanation="another time, another set of patients or a misprint", recomputed=facts, severity="minor",
            formula=sum_, corrected=f"{figure(crude)}, if the means are right",
        )  # fmt: skip


def _turned(r: Result) -> Restated:
    """The difference in the other direction, its limits changing places."""
    of: dict[Figure, Printed | None] = {"value": r.value, "low": r.high, "high": r.low}
    return Restated(result=r.id, figures={name: -x.value for name, x in of.items() if x})
