"""Do baseline figures add up, and is a test of them what it says?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations

from trialwright.check.evidence.designs import subject
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


_PEOPLE = r"(?:patients|participants|subjects|adults|children|volunteers|individuals|people|students|infants|cases|outpatients|residents|adolescents)"
_WOMEN, _MEN = r"(?:women|females?|girls)", r"(?:men|males?|boys)"
_N = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
# "64 patients (40 men, 24 women", "Sixty adults (38 females and 22 males)"
_IN_BRACKETS = re.compile(
    rf"(?i)(?:(?<![\w.,/=-])(?P<n>{_N})\s(?:[a-z][\w-]*\s){{0,3}}?)?\b{_PEOPLE}\s?[(\[]\s?(?P<a>{_N})\s(?:were\s)?(?P<s>{_WOMEN}|{_MEN})(?:\s?,\s?|\s?/\s?|\sand\s|,\sand\s)(?P<b>{_N})\s(?P<t>{_WOMEN}|{_MEN})\b(?=\s?[)\];,])"
)
# "Of the 120 participants randomised, 70 were men and 50 were women"
_OF_ALL = re.compile(
    rf"(?i)\bof\s(?:the\s|these\s|all\s)?(?P<n>{_N})\s(?:[a-z][\w-]*\s){{0,2}}?{_PEOPLE}(?:\s(?:who\swere\s)?(?:randomi[sz]ed|enrolled|included|recruited|studied))?,\s(?P<a>{_N})\s(?:were\s)?(?P<s>{_WOMEN}|{_MEN})\s?(?:,|and|,\sand)\s(?P<b>{_N})\s(?:were\s)?(?P<t>{_WOMEN}|{_MEN})\b"
)
# "The drug group (n = 40) comprised 25 men and 15 women"
_COMPRISED = re.compile(
    rf"(?i)\(n\s?=\s?(?P<n>{_N})\)\s(?:comprised|consisted\sof|included|contained)\s(?P<a>{_N})\s(?P<s>{_WOMEN}|{_MEN})\s(?:and|,)\s(?P<b>{_N})\s(?P<t>{_WOMEN}|{_MEN})\b(?!\s(?:with|who|aged))"
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        yield from _told(reading)
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


def _told(reading: Reading) -> Iterator[Check]:
    """Women and men told beside the number of all of them."""
    text, about = reading.document.text, subject(reading)
    for start, end in reading.document.own_spans():
        for pattern in (_IN_BRACKETS, _OF_ALL, _COMPRISED):
            for match in pattern.finditer(text, start, end):
                n = _int(match["n"]) if match["n"] else _before(reading, match.start())
                if about is None or n is None or _is_woman(match["s"]) == _is_woman(match["t"]):
                    continue
                sum_ = _int(match["a"]) + _int(match["b"])
                formula = f"{match['a']} + {match['b']} = {sum_}; of {n}"
                made = partial(
                    entry,
                    NAME,
                    reading,
                    [about],
                    formula=formula,
                    quote=reading.document.quote(*match.span()),
                )
                if sum_ == n:
                    yield made("consistent", f"{formula}.")
                elif sum_ > n:
                    yield made("impossible", f"{formula}: more than there are.", severity="minor")
                else:
                    yield made(
                        "not checkable",
                        f"{formula}.",
                        severity="note",
                        explanation="sex may not be known for all",
                    )


def _int(text: str) -> int:
    return int(text.replace(",", ""))


def _is_woman(word: str) -> bool:
    return word.lower() in ("women", "female", "females", "girls")


def _before(reading: Reading, at: int) -> int | None:
    """The number of people told in words that ends just before `at`: "Sixty adults (38 ..."."""
    stated = reading.trial.stated if reading.trial is not None else ()
    found = [
        s.value
        for s in stated
        if s.unit == "patients" and s.quote.start <= at < s.quote.end + 25 and at - s.quote.start < 60
    ]
    return found[0] if len(set(found)) == 1 and isinstance(found[0], int) else None


def _one(reading: Reading, female: Result, male: Result) -> Iterator[Check]:
    if female.count is not None and male.count is not None:
        yield from _of_counts(reading, female, male, female.count + male.count)
    elif female.value and male.value and female.value.relation == male.value.relation == "=":
        sum_ = female.value.value + male.value.value
        formula = f"{female.value.value:g} % + {male.value.value:g} % = {sum_:g} %"
        told = formula + _of_arm(female)
        if female.value.interval[0] + male.value.interval[0] > 100 + EPSILON:
            yield entry(NAME, reading, [female, male], "impossible", f"{told}: more than all.", formula=formula, severity="minor")  # fmt: skip
        else:
            yield entry(NAME, reading, [female, male], "consistent", f"{told}.", formula=formula)


def _of_arm(result: Result) -> str:
    return f" ({result.arm})" if result.arm else ""


def _of_counts(reading: Reading, female: Result, male: Result, n: int) -> Iterator[Check]:
    """n : both counts together, held against the size of the arm where that is known."""
    size = size_of(reading, female) or size_of(reading, male)
    if size is None:
        return
    formula = f"{female.count} + {male.count} = {n}; in the arm {size[0]}"
    told, both = formula + _of_arm(female), [female, male]
    also = [size[1]] if size[1] not in (female, male) else []
    if n == size[0]:
        yield entry(NAME, reading, both, "consistent", f"{told}.", formula=formula, also=also)
    elif n > size[0]:
        yield entry(NAME, reading, both, "impossible", f"{told}: more than there are.", formula=formula, severity="minor", also=also)  # fmt: skip
    else:
        yield entry(NAME, reading, both, "not checkable", f"{told}.", formula=formula, severity="note", also=also,
            explanation="sex may not be known for all")  # fmt: skip
