"""Which test of the printed counts gives the printed p?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence import p_tests
from trialwright.check.evidence.designs import not_parallel
from trialwright.check.evidence.ledger import entry, is_least, listed, p_bounds, p_said, p_words, shown
from trialwright.check.evidence.said_tests import is_said_one_sided, why_other_p
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import Table, contrast_for, is_beside, table_for
from trialwright.kernels.intervals import two_sided_p
from trialwright.kernels.printed_statistics import log_rank_from_counts
from trialwright.model.check import Check, Severity
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "p_value_test"
SOURCE = "Tests of two proportions, each with its own source in kernels/two_by_two.py; Fagerland et al. 2017, ch. 4; log-rank from counts at equal follow-up: Peto et al. 1977, Br J Cancer 35:1"

OF_OTHERS = ("mean", "median", "difference", "hazard_ratio", "size")
OF_COUNTS = ("chi2", "z")  # statistics that may be those of counts
FAR = 3.0  # a p outside every test's range by this factor is not one more test away


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for result in reading.results:
            p = result.value if result.measure == "p_value" else result.p
            # A p that belongs to a mean or a hazard is not one of a two-by-two table.
            if p is None or result.measure in OF_OTHERS or _of_means(result):
                continue
            table = table_for(reading, result)
            if table is not None and _is_log_rank(reading, result):
                yield from _by_log_rank(reading, [result, table.first, table.second], p, table)
            elif table is not None:
                yield from _one(reading, result, p, table)


_LOG_RANK = re.compile(r"(?i)\blog-?\s?rank\b|\bMantel[- –]Cox\b")
_NOT_PLAIN = re.compile(r"(?i)(?<!un)adjust|stratif|weighted|\bCox\sregression")
_NEAR, _RARE = 3.0, 0.25  # factor on p that timing may make; risk below which timing hardly matters


def _is_log_rank(reading: Reading, result: Result) -> bool:
    if _LOG_RANK.search(result.analysis) is None:
        return False
    return _NOT_PLAIN.search(reading.document.text, *sentence_of(reading, result)) is None


def _by_log_rank(reading: Reading, of: list[Result], p: Printed, table: Table) -> Iterator[Check]:
    """A log-rank p against that of the events' numbers, in arms that were followed alike."""
    x1, n1, x2, n2 = table.counts
    z = log_rank_from_counts(*table.counts)
    if math.isnan(z):
        return
    got, bounds, why = two_sided_p(z), p_bounds(p), not_parallel(reading)
    near = bounds[0] / _NEAR <= got <= _NEAR * bounds[1]
    rare = max(x1 / n1, x2 / n2) <= _RARE
    told = f"p {shown(p)}" if p.relation != "=" else f"p = {shown(p)}"
    yield entry(
        NAME, reading, of, "consistent" if near else "not checkable",
        f"{told} for {table.words} ({table.outcome}) by a log-rank test: in arms that were followed alike these events give about {p_words(got)}.",
        explanation="" if near else why or ("one arm may have been followed for a shorter time, or a number is misprinted" if rare else "when the events came may make this difference"),
        recomputed={"log-rank of the counts": got, "z of the counts": z}, severity="none" if near or why else "minor" if rare else "note",
        formula=f"({x1} - {x1 + x2} x {n1}/{n1 + n2}) / sqrt({x1 + x2} x {n1} x {n2} / {n1 + n2}²) = {z:.3f}",
    )  # fmt: skip


def _names_boschloo(reading: Reading, result: Result) -> bool:
    text = reading.document.text
    return "oschloo" in text and "oschloo" in text[slice(*sentence_of(reading, result))]


def _of_means(result: Result) -> bool:
    """Whether a printed statistic is a t, an F or a correlation, whose p no two-by-two table gives."""
    return result.measure == "statistic" and not result.analysis.startswith(OF_COUNTS)


def _one(reading: Reading, result: Result, p: Printed, table: Table) -> Iterator[Check]:
    both, single = p_tests.two_sided(table.counts), p_tests.one_sided(table.counts)
    facts: dict[str, float | str] = {**both, **single}
    fits = p_tests.that_give(p, both)
    named = p_tests.named_in(result.analysis, list(both))
    if _names_boschloo(reading, result) and (exact := p_tests.boschloo(table.counts)):
        facts |= exact
        named = list(exact)
        fits = [f for f in exact if p_tests.that_give(p, exact)] or fits
    of = [result, table.first, table.second]
    head = f"p = {shown(p)} for {table.words} ({table.outcome})"
    if p.relation in ("<", ">", "<=", ">="):
        if fits or is_beside(reading, table, result):
            yield _bound(reading, of, p, table, both, single, facts)
    elif fits:
        yield _found(reading, of, p, table, fits, named, facts, head)
    elif is_least(p) and max(both.values()) < p.value:
        yield entry(
            NAME, reading, of, "explained", f"{head}; every test gives less ({p_words(max(both.values()))} at most).", recomputed=facts,
            explanation="the least p that is printed stands for anything below it", severity="note",
            formula=f"Fisher's exact test of {table.words} = {both[p_tests.FISHER]:.2g}",
        )  # fmt: skip
    elif one := p_tests.that_give(p, single):
        yield _one_sided(reading, of, p, table, one, both, facts, head)
    elif is_beside(reading, table, result) and (rare := p_tests.unconditional(p, table.counts)):
        facts |= rare
        yield _found(reading, of, p, table, list(rare), named, facts, head)
    elif is_beside(reading, table, result) and not _may_be_of_more(reading, result):
        # Further away, counts that do not give the p may simply not be its counts.
        yield _none(reading, of, p, table, both, facts, head)


def _may_be_of_more(reading: Reading, p: Result) -> bool:
    """Whether a p that names no arm may be of other arms of a trial that has more than two, or of all of them."""
    arms = [a for a in reading.trial.arms if a.role != "historical"] if reading.trial is not None else []
    return len(arms) > 2 and not (p.arm or p.versus)


def _found(
    reading: Reading, of: list[Result], p: Printed, table: Table, fits: list[str], named: list[str] | None,
    facts: dict[str, float | str], head: str,
) -> Check:  # fmt: skip
    which = ", ".join(f"{f} ({p_words(float(facts[f]))})" for f in fits)
    text = f"{head} is {which}."
    severity: Severity = "none"
    contrast = contrast_for(reading, of[0])
    apart = _wald_apart(contrast, fits, facts)
    if apart:
        text, severity = f"{text} {apart}", "note"
    as_named = named is not None and bool(set(named) & set(fits))
    if named is not None and not as_named:
        severity = "minor"
        said = (
            ", ".join(f"{t} gives {p_words(float(facts[t]))}" for t in named)
            or "the named test does not exist here"
        )
        text = f"{text} The text names another test: {said}."
    return entry(
        NAME, reading, of, "consistent" if as_named else "explained", text,
        explanation="" if as_named else listed(fits), recomputed={**facts, "test": listed(fits)}, severity=severity,
        formula=f"{fits[0]} of {table.words} = {float(facts[fits[0]]):.6f}",
        also=[contrast] if contrast is not None and contrast is not of[0] else [],
    )  # fmt: skip


def _wald_apart(contrast: Result | None, fits: list[str], facts: dict[str, float | str]) -> str:
    """A sentence where a ratio's interval, symmetric on the log scale, goes with another p than this one."""
    if contrast is None or contrast.measure not in ("odds_ratio", "risk_ratio"):
        return ""
    wald = p_tests.WALD if contrast.measure == "odds_ratio" else "a Wald test of the log risk ratio"
    if wald in fits or wald not in facts:
        return ""
    return f"A Wald interval for these counts goes with {p_said(float(facts[wald]))}: p and interval come from different tests."


def _one_sided(
    reading: Reading, of: list[Result], p: Printed, table: Table, fits: list[str], both: dict[str, float],
    facts: dict[str, float | str], head: str,
) -> Check:  # fmt: skip
    whole = p_tests.COUNTERPART[fits[0]]
    two = both[whole]
    declared = is_said_one_sided(reading, of[0])
    hidden = not declared and p.value < 0.05 <= two
    # Half of a test that does not hold for such data is no evidence that this p is one-sided.
    why = "" if declared else why_other_p(reading, *of)
    return entry(
        NAME, reading, of, "consistent" if declared else "not checkable" if why else "explained",
        f"{head} is {listed(fits)}; two-sided, {whole} gives {p_words(two)}.",
        explanation="" if declared else why or "the p-value is one-sided", recomputed={**facts, "test": listed(fits)},
        corrected="" if declared or why else f"{p_said(two)} (two-sided, {whole})",
        severity="none" if declared or why else "major" if hidden else "minor",
        formula=f"{fits[0]} of {table.words} = {float(facts[fits[0]]):.6f}",
    )  # fmt: skip


def _none(
    reading: Reading, of: list[Result], p: Printed, table: Table, both: dict[str, float],
    facts: dict[str, float | str], head: str,
) -> Check:  # fmt: skip
    lowest, highest = min(both.values()), max(both.values())
    text = f"{head} is none of {len(facts)} tests tried; two-sided they give {p_words(lowest)} to {p_words(highest)}."
    bounds = p_bounds(p)
    far = bounds[1] < min(float(v) for v in facts.values()) / FAR or _odds(bounds[0]) > FAR * _odds(highest)
    adjusted = why_other_p(reading, *of)
    # A test of the crude table that is named leaves no room for another analysis.
    named = p_tests.named_in(of[0].analysis, list(both))
    far = far or bool(named)
    crosses = (p.value < 0.05) != (both[p_tests.FISHER] < 0.05)
    return entry(
        NAME, reading, of, "impossible" if far and not adjusted else "not checkable", text,
        explanation=adjusted or "" if adjusted or far else "an adjusted or stratified analysis might give it",
        recomputed=facts, severity="none" if adjusted else "major" if far and crosses else "minor",
        formula=f"Fisher's exact test of {table.words} = {both[p_tests.FISHER]:.6f}",
    )  # fmt: skip


def _bound(
    reading: Reading, of: list[Result], p: Printed, table: Table, both: dict[str, float], single: dict[str, float],
    facts: dict[str, float | str],
) -> Check:  # fmt: skip
    fits = p_tests.that_give(p, both)
    usual = p_words(both[p_tests.FISHER])
    head = f"p {shown(p)} for {table.words} ({table.outcome}): Fisher's exact test gives {usual}"
    formula = f"Fisher's exact test of {table.words} = {both[p_tests.FISHER]:.6f}"
    if fits:
        return entry(
            NAME, reading, of, "consistent", f"{head}; {len(fits)} of {len(both)} tests agree.", recomputed=facts, formula=formula,
        )  # fmt: skip
    halves = p_tests.that_give(p, single)
    if halves and is_said_one_sided(reading, of[0]):
        return entry(
            NAME, reading, of, "consistent", f"{head}; one-sided, as it is said, {halves[0]} agrees.", recomputed=facts, formula=formula,
        )  # fmt: skip
    adjusted = why_other_p(reading, *of)
    if halves and not adjusted:
        hidden = p.value <= 0.05 <= min(both.values())
        return entry(
            NAME, reading, of, "explained", f"{head}; none of the two-sided tests agrees, but {halves[0]} does.",
            explanation="the p-value may be one-sided", recomputed=facts, corrected=f"p = {usual} (two-sided, Fisher's exact test)",
            severity="major" if hidden else "minor", formula=formula,
        )  # fmt: skip
    return entry(
        NAME, reading, of, "not checkable" if adjusted else "impossible", f"{head}; none of the two-sided tests agrees.",
        explanation=adjusted, recomputed=facts, corrected="" if adjusted else f"p = {usual} (Fisher's exact test)",
        severity="none" if adjusted else "major", formula=formula,
    )  # fmt: skip


def _odds(p: float) -> float:
    return p / (1.0 - p) if p < 1.0 else math.inf
