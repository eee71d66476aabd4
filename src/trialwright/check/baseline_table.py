"""Do baseline figures add up, and is a test of them what it says?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.means import size_of
from trialwright.kernels.rounding import EPSILON
from trialwright.model.check import Check
from trialwright.model.labels import same, words
from trialwright.model.result import Reading, Result

NAME = "baseline_table"
SOURCE = "Categories that exclude one another add up to the arm: Carlisle 2017, Anaesthesia 72:944; Bolland et al. 2019, Neurology 92:e1 on reported frequencies"

_SEX = (
    # A registry's row has its measure's name before it: "Sex: Female, Male, Female".
    re.compile(
        r"(?i)^(?:(?:sex|gender)[^,]*,(?: male,)? ?)?(?:female|women|girls|female sex|sex female|female patients)$"
    ),
    re.compile(
        r"(?i)^(?:(?:sex|gender)[^,]*,(?: male,)? ?)?(?:male|men|boys|male sex|sex male|male patients)$"
    ),
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        counted = [
            r for r in reading.results if r.measure == "proportion" and any(p.match(r.endpoint) for p in _SEX)
        ]
        for a, b in combinations(counted, 2):
            female, male = (a, b) if _SEX[0].match(a.endpoint) else (b, a)
            paired = _SEX[0].match(female.endpoint) and _SEX[1].match(male.endpoint)
            if (
                paired
                and words(a.arm) == words(b.arm)
                and a.subgroup == b.subgroup
                and (not words(a.arm) or same(a.arm, b.arm))
            ):
                yield from _one(reading, female, male)


def _one(reading: Reading, female: Result, male: Result) -> Iterator[Check]:
    arm = f" ({female.arm})" if female.arm else ""
    if female.count is not None and male.count is not None:
        size = size_of(reading, female) or size_of(reading, male)
        n = female.count + male.count
        if size is None:
            return
        formula = f"{female.count} + {male.count} = {n}; in the arm {size[0]}"
        also = [size[1]] if size[1] not in (female, male) else []
        if n == size[0]:
            yield entry(
                NAME, reading, [female, male], "consistent", f"{formula}{arm}.", formula=formula, also=also
            )
        elif n > size[0]:
            yield entry(
                NAME,
                reading,
                [female, male],
                "impossible",
                f"{formula}{arm}: more than there are.",
                formula=formula,
                severity="minor",
                also=also,
            )
        else:
            yield entry(NAME, reading, [female, male], "not checkable", f"{formula}{arm}.", formula=formula, severity="note", also=also,
                explanation="sex may not be known for all")  # fmt: skip
    elif female.value and male.value and female.value.relation == male.value.relation == "=":
        low = female.value.interval[0] + male.value.interval[0]
        sum_ = female.value.value + male.value.value
        formula = f"{female.value.value:g} % + {male.value.value:g} % = {sum_:g} %"
        if low > 100 + EPSILON:
            yield entry(
                NAME,
                reading,
                [female, male],
                "impossible",
                f"{formula}{arm}: more than all.",
                formula=formula,
                severity="minor",
            )
        else:
            yield entry(NAME, reading, [female, male], "consistent", f"{formula}{arm}.", formula=formula)
