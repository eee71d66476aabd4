"""Are there more patients in a denominator than in its arm?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from trialwright.check.evidence.counted import by_treatment_taken, things
from trialwright.check.evidence.designs import unit_of_analysis
from trialwright.check.evidence.exposed import sizes_of
from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.tables import own
from trialwright.model.check import Check
from trialwright.model.labels import arm_named, words
from trialwright.model.result import Reading, Result
from trialwright.model.trial import Arm

NAME = "total_in_arm"
_MOST = 6  # arms that are added up
SOURCE = "CONSORT 2010, item 16: numbers analysed in each group are those assigned to it, or fewer"


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading, r in own(readings, "proportion"):
        if (
            r.total
            and (r.value is not None or _is_of_people(reading, r))
            and words(r.arm)
            and "solve" not in r.because.rule
        ):
            arm = arm_named(reading.trial, r.arm)
            if arm is not None and arm.size and "solve" not in arm.because.rule:
                yield from _one(reading, r, arm, r.total, arm.size)


# "9 of 112 women", "5/92 patients", "40 of 72 with", but no eyes, cycles or samples, of which a patient has several
_WHO = re.compile(
    r"(?i)\s?[)\]]?\s?(?:(?:[a-z-]+\s){0,2}?(?:patients|participants|subjects|women|men|adults|children|infants|people|individuals|boys|girls)\b"
    r"|(?:in|on|with|given|receiving|who|treated|had|assigned|allocated|randomi[sz]ed)\b)"
)
_ENDS = re.compile(r"\s?(?:[.,;]|\)(?!\s?[×x*/]))")


def _is_of_people(reading: Reading, r: Result) -> bool:
    """Whether "n of N" without a percentage has people behind it, or an arm."""
    text = reading.document.text
    printed = re.search(rf"(?<!\d){r.total}(?!\d)", text[r.quote.start : r.quote.end + 12])
    if r.count is None or printed is None:
        return False
    at = r.quote.start + printed.end()
    slash = "/" in text[r.quote.start : at]
    return _WHO.match(text, at) is not None or (not slash and _ENDS.match(text, at) is not None)


def _one(reading: Reading, r: Result, arm: Arm, total: int, size: int) -> Iterable[Check]:
    if things(reading, r):
        return
    formula = f"{total} {'<=' if total <= size else '>'} {size}"
    text = f"{r.count if r.count is not None else 'An outcome'} of {total} in an arm of {size} ({arm.label})"
    if total <= size:
        yield entry(NAME, reading, [r, arm], "consistent", f"{text}.", formula=formula)
    elif _of_more(reading, total):
        return  # the share of all patients, or of several arms together, beside a name of the arm
    elif unit_of_analysis(reading) is not None:
        yield entry(NAME, reading, [r, arm], "not checkable", f"{text}.", formula=formula,
            explanation="in this design an arm's patients are not its observations")  # fmt: skip
    elif by_treatment_taken(reading, r):
        yield entry(NAME, reading, [r, arm], "not checkable", f"{text}.", formula=formula, severity="minor",
            explanation="some who were assigned to another arm may have received this treatment, or a number is misprinted")  # fmt: skip
    else:
        yield entry(
            NAME, reading, [r, arm], "impossible", f"{text}: more patients than the arm has.", severity="minor", formula=formula,
            also=sizes_of(reading, [arm]),
        )  # fmt: skip


def _of_more(reading: Reading, total: int) -> bool:
    sizes = [a.size or 0 for a in (reading.trial.arms if reading.trial is not None else ())]
    stated = [
        s.value
        for f in ("screened", "randomised", "treated")
        if reading.trial is not None and (s := reading.trial.first(f))
    ]
    return total in stated or total >= sum(sizes) or total in _of_several(sizes)


def _of_several(sizes: Sequence[int]) -> set[int]:
    """The people of two arms or more: those who exercised, however they did."""
    known = [size for size in sizes if size][:_MOST]
    return {sum(some) for k in range(2, len(known) + 1) for some in combinations(known, k)}
