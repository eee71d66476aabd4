"""Can this many events have such a hazard ratio, interval and log-rank p?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.designs import not_parallel
from trialwright.check.evidence.events import Events, events_for
from trialwright.check.evidence.ledger import entry, figure, p_bounds, p_words, shown
from trialwright.check.evidence.p_tests import is_adjusted
from trialwright.check.evidence.tables import p_for
from trialwright.kernels.intervals import standard_error, two_sided_p
from trialwright.kernels.printed_statistics import log_rank_from_counts
from trialwright.model.check import Check, Figure, Restated
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "event_hazard"
SOURCE = (
    "Variance of a log hazard ratio is at least 1/e1 + 1/e2: Parmar et al. 1998, Stat Med 17:2815; log-rank from counts at equal "
    "follow-up: Peto et al. 1977, Br J Cancer 35:1; ratio of cumulative hazards -ln(1 - x/n) under proportional hazards: Collett 2015, "
    "Modelling Survival Data in Medical Research, 3rd ed., eq. 3.2"
)

TIGHT = 0.9  # of the least standard error; covariates and weights take no more than this off it
EXCHANGED = 2.0  # least standard errors between the logs of the inverse and of the risk ratio
RARE = 0.6  # risk: where fewer have had the event in both arms, when they had it moves the ratio little
FAR, FAR_ADJUSTED = (
    2.0,
    3.0,
)  # least standard errors between the logs of the hazard ratio and of the counts' own
LEAST_FAR = 1.35  # ratio of the two ratios
WRONG_WAY = 1.25  # ratio of risks on the other side of 1 by this much, with as many events, contradicts a hazard ratio


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for r in reading.results:
            if r.measure == "hazard_ratio" and r.value is not None and r.value.value > 0:
                table = events_for(reading, r)
                if table is not None and min(table.counts[0], table.counts[2]) > 0:
                    yield from _one(reading, r, table)


def _one(reading: Reading, r: Result, table: Events) -> Iterator[Check]:
    assert r.value
    x1, n1, x2, n2 = table.counts
    least = math.sqrt(1 / x1 + 1 / x2)
    risks = math.log((x1 / n1) / (x2 / n2))
    z = log_rank_from_counts(x1, n1, x2, n2)
    facts: dict[str, float | str] = {"least SE": least, "log risk ratio": risks, "z of the counts": z}
    formula = f"sqrt(1/{x1} + 1/{x2}) = {least:.3f}; ln(({x1}/{n1}) / ({x2}/{n2})) = {risks:.3f}; log-rank of the counts about z = {z:.2f}"
    of, why = [r, table.first, table.second], not_parallel(reading)
    if r.low is not None and r.high is not None and r.level and 0 < r.low.interval[0] < r.high.value:
        widest = standard_error(math.log(r.low.interval[0]), math.log(r.high.interval[1]), r.level)
        if widest < TIGHT * least:
            yield entry(
                NAME, reading, of, "not checkable" if why else "impossible",
                f"An interval of {shown(r.low)} to {shown(r.high)} is narrower than {x1} and {x2} events allow: its standard error is {figure(widest)}, the least is {figure(least)}.",
                explanation=why, recomputed=facts, severity="none" if why else "minor", formula=formula, also=table.sources,
            )  # fmt: skip
            return
    ln = math.log(r.value.value)
    if risks * ln < 0 and min(abs(risks), abs(ln)) > math.log(WRONG_WAY) and abs(risks - ln) > 3 * least:
        yield _wrong_way(reading, r, of, table, why, facts, formula)
        return
    if _is_far(r, table, least):
        yield _far(reading, r, of, table, why, facts)
        return
    yield entry(NAME, reading, of, "consistent", f"A hazard ratio of {shown(r.value)} is plausible with {table.words}{_log_rank(reading, r, z)}.",
        recomputed=facts, formula=formula)  # fmt: skip


def _hazards(table: Events) -> float:
    """Log ratio of the cumulative hazards of the arms, followed alike; of arms in which not everybody had the event."""
    x1, n1, x2, n2 = table.counts
    return math.log(math.log1p(-x1 / n1) / math.log1p(-x2 / n2))


def _is_far(r: Result, table: Events, least: float) -> bool:
    """Whether the counts, of events that few had, give a quite different ratio, in either order where that is not known."""
    assert r.value
    x1, n1, x2, n2 = table.counts
    if max(x1 / n1, x2 / n2) > RARE:
        return False
    ends = [math.log(x) for x in r.value.interval if x > 0]
    own = _hazards(table)
    gap = min(abs(end - turned) for end in ends for turned in ((own,) if table.placed else (own, -own)))
    enough = FAR_ADJUSTED if is_adjusted(r.analysis) else FAR
    return gap > max(enough * least, math.log(LEAST_FAR))


def _far(
    reading: Reading, r: Result, of: list[Result], table: Events, why: str, facts: dict[str, float | str]
) -> Check:
    x1, n1, x2, n2 = table.counts
    own = math.exp(_hazards(table))
    return entry(
        NAME, reading, of, "not checkable",
        f"A hazard ratio of {shown(r.value)} with {table.words} ({table.outcome}): arms that were followed alike have one near {figure(own)}.",
        explanation=why or "the ratio may be of another time, outcome or set of patients than the counts, or a number is misprinted",
        recomputed={**facts, "hazard ratio of the counts": own}, severity="none" if why else "minor", also=table.sources,
        formula=f"ln(1 - {x1}/{n1}) / ln(1 - {x2}/{n2}) = {figure(own)}",
    )  # fmt: skip


def _wrong_way(
    reading: Reading,
    r: Result,
    of: list[Result],
    table: Events,
    why: str,
    facts: dict[str, float | str],
    formula: str,
) -> Check:
    """A ratio on the other side of 1 than the risks: that of the other arm to this one, where its inverse is near the risks'."""
    assert r.value
    least, risks = float(facts["least SE"]), float(facts["log risk ratio"])
    exchanged = not why and abs(risks + math.log(r.value.value)) <= EXCHANGED * least
    return entry(
        NAME, reading, of, "explained" if exchanged else "not checkable",
        f"A hazard ratio of {shown(r.value)} with {table.words} ({table.outcome}): the risks lie the other way ({math.exp(risks):.2f}).",
        # Arms that were followed for unequal times can have fewer events at a higher hazard.
        explanation="the arms of the hazard ratio may be exchanged" if exchanged else why or "one arm may have been followed for a shorter time",
        recomputed=facts if why else {**facts, "direction": "unclear"}, formula=formula, also=table.sources,
        severity="none" if why else "major" if exchanged and table.placed else "minor",
        corrected=f"{1 / r.value.value:.2f}, if the arms were exchanged" if exchanged else "", restated=[_inverse(r)] if exchanged else [],
    )  # fmt: skip


def _inverse(r: Result) -> Restated:
    """The hazard ratio of the second arm to the first, its limits changing places."""
    of: dict[Figure, Printed | None] = {"value": r.value, "low": r.high, "high": r.low}
    return Restated(result=r.id, figures={name: 1 / x.value for name, x in of.items() if x and x.value > 0})


def _log_rank(reading: Reading, r: Result, z: float) -> str:
    carrier = p_for(reading, r)
    p = None if carrier is None else carrier.p if carrier is r else carrier.value
    if p is None:
        return ""
    got = two_sided_p(z)
    near = p_bounds(p)[0] / 3 <= got <= 3 * p_bounds(p)[1]
    return f"; log-rank from the counts alone p is about {p_words(got)}" + (
        "" if near else f", {shown(p)} is printed"
    )
