"""Which of a source's results a number of the news is, or should be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.check.evidence.exposed import sentence_spans
from trialwright.check.evidence.ledger import p_bounds
from trialwright.check.evidence.number_words import number_in, spelled
from trialwright.check.evidence.outcome_names import alike, outcome_words
from trialwright.check.evidence.tables import RATIOS
from trialwright.model.labels import contains, is_control, same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NEAR = 1.2  # "a year" and 13 months
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}
_DURATION = re.compile(rf"\b(\d+(?:\.\d+)?|{spelled(0, 12)})[\s-](hour|day|week|month|year)s?\b")
OF_ARMS = ("proportion", "mean", "median")


def arm_in(news: Reading, r: Result, source: Reading) -> str:
    """The source's label of a news result's arm: under the same name, else the one arm that is left of those of its sentence; "" where
    that is not plain."""
    labels = [a.label for a in (source.trial.arms if source.trial is not None else ())]
    near = [x for x in labels if words(r.arm) and (contains(r.arm, x) or contains(x, r.arm))]
    # "Zinc" is not "zinc with iron" where both are arms.
    mine = next((x for x in near if same(x, r.arm)), near[0] if len(near) == 1 else "")
    if len(near) > 1 and not mine:
        return ""
    if mine or is_control(r.arm):
        return mine or next((x for x in labels if is_control(x)), "")
    span = next(((a, b) for a, b in sentence_spans(news) if a <= r.quote.start < b), None)
    said = news.document.text[slice(*span)] if span else ""
    named = [x for x in labels if contains(said, x)]
    taken = {
        x
        for o in news.results
        if span and o is not r and span[0] <= o.quote.start < span[1]
        for x in labels
        if words(o.arm) and contains(o.arm, x)
    }
    left = [x for x in named if x not in taken]
    return left[0] if len(left) == 1 else ""


def days(time: str) -> float | None:
    """How long "two hours", "12 months", "one year" are, in days; None for any other time or several."""
    found = _DURATION.findall(time.lower())
    if len(found) != 1:
        return None
    number, unit = found[0]
    return float(number if number[0].isdigit() else number_in(number)) * _DAYS[unit]


def at_one_time(a: str, b: str) -> bool:
    """Whether two times are one, as far as they are told: within a fifth of one another."""
    one, two = days(a), days(b)
    if one is None or two is None:
        return not words(a) or not words(b) or words(a) == words(b)
    return max(one, two) <= NEAR * min(one, two)


def meant(
    news: Reading, r: Result, source: Reading, elsewhere: bool = False, of_any_arm: bool = False
) -> list[Result]:
    """The source's results of that measure, arm, outcome and time. An outcome that the news leaves unnamed is the source's only one.

    elsewhere : those of another time. of_any_arm : where it is not plain which arm the news means, those of any.
    """
    arm = arm_in(news, r, source)
    mine = [
        x
        for x in source.results
        if x.measure == r.measure and (x.value is not None or (x.count is not None and x.total))
    ]
    out = []
    for x in mine:
        named = alike(r.endpoint, x.endpoint) if outcome_words(r.endpoint) else _is_alone(r, x, mine)
        placed = same(arm, x.arm) or not words(x.arm) or r.measure not in OF_ARMS or (of_any_arm and not arm)
        if named and placed and at_one_time(r.time, x.time) != elsewhere:
            out.append(x)
    return out


def _is_alone(r: Result, x: Result, mine: Sequence[Result]) -> bool:
    """Whether a source has results of one measure for one outcome only: what the news gives without a name can be no other. Where it
    names none either, it is one number: of an arm that both name, or a ratio."""
    named = {outcome_words(o.endpoint) for o in mine} - {frozenset()}
    if named:
        return len(named) == 1
    of_one = (bool(words(r.arm)) and bool(words(x.arm))) or x.measure not in OF_ARMS
    return of_one and sum(words(o.arm) == words(x.arm) for o in mine) == 1


def is_called_the_same(r: Result, x: Result) -> bool:
    """Whether an outcome has no word more in one place than in the other ("response" is not "complete response"), or is unnamed."""
    return not outcome_words(r.endpoint) or outcome_words(r.endpoint) == outcome_words(x.endpoint)


def fits(r: Result, x: Result) -> bool:
    """Whether the news's number is the source's, rounded, or what its counts give."""
    if r.measure == "p_value" and r.value is not None and x.value is not None:
        return _p_fits(r.value, x.value)
    if r.value is None:
        return r.count == x.count and (not x.total or r.total in (x.total, None))
    if x.value is not None and covers(r.value, x.value):
        return True
    exact = 100.0 * x.count / x.total if x.count is not None and x.total else None
    return exact is not None and abs(r.value.value - exact) <= slack(r.value) + 1e-9


def _p_fits(told: Printed, given: Printed) -> bool:
    """Whether a p is no smaller than the source allows: "p < 0.05" of a source's 0.03 is right, "p < 0.001" is not."""
    low, high = p_bounds(given)
    return (
        p_bounds(told)[1] >= low - 1e-9
        and (told.relation not in (">", ">=") or p_bounds(told)[0] <= high + 1e-9)
        if told.relation != "="
        else p_bounds(told)[0] <= high + 1e-9 and low <= p_bounds(told)[1] + 1e-9
    )


def reductions(given: Sequence[Result], outcome: str) -> list[tuple[float, float, Result]]:
    """(percent, how far rounding leaves it open, the result it is of) of every relative change that the source's ratios or shares of
    an outcome give."""
    mine = [x for x in given if not outcome_words(outcome) or alike(x.endpoint, outcome)]
    out = []
    for x in mine:
        if x.measure in RATIOS and x.value:
            half = 50 * 10.0**-x.value.decimals
            out.append((abs(100 * (1 - x.value.value)), half, x))
            if x.value.value > 1:  # with the arms turned: 1.50 on placebo is a third less on the drug
                out.append((100 * (1 - 1 / x.value.value), half, x))
        elif x.measure in ("relative_change", "risk_difference") and x.value:
            out.append((abs(x.value.value), 0.5 * 10.0**-x.value.decimals, x))
    shares = [(share, x) for x in mine if x.measure == "proportion" and (share := share_of(x)) is not None]
    for i, (a, x) in enumerate(shares):
        for b, y in shares[i + 1 :]:
            if words(x.endpoint) != words(y.endpoint) and not alike(x.endpoint, y.endpoint):
                continue
            out += [(100 * abs(a - b) / base, 3.0, x) for base in (a, b) if base > 0]
            out.append((abs(a - b), 1.0, x))
    return out


def share_of(r: Result) -> float | None:
    """A percentage: of counts where they are printed."""
    if r.count is not None and r.total:
        return 100.0 * r.count / r.total
    return r.value.value if r.value is not None else None


def covers(rough: Printed, fine: Printed) -> bool:
    """Whether the news's rounder number is the source's."""
    return abs(rough.value - fine.value) <= slack(rough) + 0.5 * 10.0**-fine.decimals + 1e-9


def slack(rough: Printed) -> float:
    return (1.0 if rough.relation == "~" else 0.5) * 10.0**-rough.decimals
