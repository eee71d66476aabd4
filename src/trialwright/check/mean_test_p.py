"""Which test of the printed means gives the printed p?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, p_bounds, p_words, shown
from trialwright.check.evidence.means import (
    Means,
    Range,
    means,
    means_with_errors,
    overlap,
    p_beside,
    p_range,
)
from trialwright.check.evidence.said_tests import why_other_p
from trialwright.check.evidence.sentence import sentence_of
from trialwright.kernels.intervals import z_value
from trialwright.kernels.printed_statistics import student, welch
from trialwright.model.check import Check, Severity
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "mean_test_p"
SOURCE = "Student 1908, Biometrika 6:1; Welch 1947, Biometrika 34:28, over what rounding leaves open; Carlisle 2017, Anaesthesia 72:944"

TESTS = (("Student's t test", student), ("Welch's t test", welch))
# Between the z of the p and that of the means: a rank test or a change score is seldom so far away. A t test that is
# named leaves nothing but rounding.
FAR, NAMED = 1.5, 1e-6
# A rank test loses little (Hodges & Lehmann 1956: at most 14 % of the patients), and adjusting for baseline gains: a p on the other side of 0.05
# that is weaker than the means' by as much as this is neither's.
WEAKER = 0.75


_SURVIVAL = re.compile(r"(?i)survival|\bDFS\b|\bPFS\b|\bOS\b|\btime to\b|event-free")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for pair in (*means(reading), *means_with_errors(reading)):
            found = p_beside(reading, pair)
            if found is not None and not (pair.of_errors and _of_a_model(reading, pair)):
                yield from _one(reading, pair, *found)


# Standard errors of a model's means share what is left over by it
_MODEL = re.compile(
    r"(?i)(?<!un)\badjust|least[- ]squares?|\bLSM?\b|\bLS[- ]means?|marginal|predicted|estimated mean|\bmixed\b|\bmodel|\bregression|weighted|imput|geometric|Kaplan|survival"
)


def _of_a_model(reading: Reading, pair: Means) -> bool:
    text = reading.document.text
    return any(_MODEL.search(text, *sentence_of(reading, r)) for r in (pair.first, pair.second))


def _one(reading: Reading, pair: Means, carrier: Result, p: Printed) -> Iterator[Check]:
    ranges = {name: got for name, test in TESTS if (got := p_range(pair, test)) is not None}
    if not ranges:
        return
    fits = [name for name, r in ranges.items() if overlap(p, r)]
    halves = [name for name, (low, high) in ranges.items() if overlap(p, (low / 2, high / 2))]
    facts: dict[str, float | str] = {
        f"{name} {end}": r[i] for name, r in ranges.items() for i, end in enumerate(("least", "most"))
    }
    told = f"p {shown(p)}" if p.relation != "=" else f"p = {shown(p)}"
    head = f"{pair.words} ({pair.first.endpoint or 'the outcome'}): {', '.join(f'{n} gives {_words(r)}' for n, r in ranges.items())}"
    formula = f"{next(iter(ranges))} of {pair.words}: p = {_words(next(iter(ranges.values())))}"
    of = [carrier, pair.first, pair.second]
    if fits:
        yield entry(NAME, reading, of, "consistent", f"{head}; {told} is printed.", recomputed={**facts, "test": fits[0]},
            formula=formula, also=pair.sources)  # fmt: skip
    elif halves and not why_other_p(reading, carrier):
        # Half of a t test is no evidence of a one-sided p where the words name another test.
        hidden = p.value < 0.05 <= 2 * p.value
        yield entry(
            NAME, reading, of, "explained", f"{head}; {told} is half of that.", explanation="the p-value is one-sided",
            recomputed=facts, corrected=f"p = {_words(ranges[halves[0]])} (two-sided, {halves[0]})",
            severity="major" if hidden else "minor", formula=formula, also=pair.sources,
        )  # fmt: skip
    elif not any(
        (r := p_range(pair, test, as_errors=True)) is not None and overlap(p, r) for _, test in TESTS
    ):
        # Where the spreads taken as standard errors give the p, `sd_or_se` says so.
        yield _none(reading, of, pair, p, ranges, head, told, facts, formula)


def _none(
    reading: Reading, of: list[Result], pair: Means, p: Printed, ranges: dict[str, Range], head: str, told: str,
    facts: dict[str, float | str], formula: str,
) -> Check:  # fmt: skip
    other = why_other_p(reading, of[0])
    if not other and _SURVIVAL.search(reading.document.text, *sentence_of(reading, pair.second)):
        other = "times to an event are compared by other tests, and their means come with standard errors"
    # A t test that is named leaves no room for another, but for a paired one.
    said = of[0].analysis.lower().replace("unpaired", "")
    named = re.search(r"t[ -]tests?\b|welch", said) and "paired" not in said
    apart = min(_apart(p, r) for r in ranges.values())
    weaker = p_bounds(p)[0] > 0.05 > max(r[1] for r in ranges.values()) and apart > WEAKER
    far = weaker or apart > (NAMED if named else FAR)
    crosses = any((p.value < 0.05) != (x < 0.05) for x in (min(r[0] for r in ranges.values()),))
    severity: Severity = "none" if other else "major" if far and crosses else "minor" if far else "note"
    return entry(
        NAME, reading, of, "impossible" if far and not other else "not checkable", f"{head}, not {told}.",
        explanation=other or ("" if far else "a rank test, an adjusted analysis or changes from baseline might give it"),
        recomputed=facts, severity=severity, formula=formula, also=pair.sources,
    )  # fmt: skip


def _apart(p: Printed, allowed: Range) -> float:
    a, b = sorted(map(_z, p_bounds(p))), sorted(map(_z, allowed))
    return max(0.0, a[0] - b[1], b[0] - a[1])


def _z(p: float) -> float:
    return z_value(100.0 * (1.0 - p)) if 1e-15 < p < 1 else (0.0 if p >= 1 else 8.0)


def _words(r: Range) -> str:
    low, high = p_words(r[0]), p_words(r[1])
    return low if low == high else f"{low} to {high}"
