"""Do baseline figures add up, and is a test of them what it says?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations

from trialwright.check.evidence import piped
from trialwright.check.evidence.designs import subject
from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.means import size_of
from trialwright.kernels.rounding import EPSILON, rounds_to, truncates_to
from trialwright.model.check import Check
from trialwright.model.labels import arm_named, same, words
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

# "24 men and 28 women in the drug group", "The drug group had 24 men and 28 women": the size is the arm's
_TWO_SEXES = (
    rf"(?<![\w.,/=-])(?P<a>{_N})\s(?P<s>{_WOMEN}|{_MEN})\s(?:and|,)\s(?P<b>{_N})\s(?P<t>{_WOMEN}|{_MEN})\b"
)
_OF_ARM = (
    re.compile(rf"(?i){_TWO_SEXES}\s(?:in|on|given|receiving)\s(?:the\s)?(?P<x>[^.;:,()\d]{{2,40}}?)(?=\s(?:group|arm)\b|\sand\s|[.,;)])"),
    re.compile(rf"(?i)\b(?:the\s)?(?P<x>(?:[\w-]+\s){{1,3}}?)(?:group|arm)\s(?:had|included|comprised|consisted\sof|contained)\s{_TWO_SEXES}(?!\s(?:with|who|aged))"),
)  # fmt: skip


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        yield from _told(reading)
        yield from _of_arms(reading)
        yield from _parts(reading)
        for rows in piped.shares(reading.document):
            yield from _of_table(reading, rows[:MOST_ROWS])
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
                if n is None or _is_woman(match["s"]) == _is_woman(match["t"]):
                    continue
                sum_ = _int(match["a"]) + _int(match["b"])
                formula = f"{match['a']} + {match['b']} = {sum_}; of {n}"
                made = partial(
                    entry,
                    NAME,
                    reading,
                    [about] if about is not None else [],
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


def _of_arms(reading: Reading) -> Iterator[Check]:
    """Women and men of one arm, against its size."""
    text = reading.document.text
    for start, end in reading.document.own_spans():
        for pattern in _OF_ARM:
            for match in pattern.finditer(text, start, end):
                arm = arm_named(reading.trial, match["x"].strip())
                sum_ = _int(match["a"]) + _int(match["b"])
                both = _is_woman(match["s"]) != _is_woman(match["t"])
                if arm is None or not arm.size or not both:
                    continue
                formula = f"{match['a']} + {match['b']} = {sum_}; in the arm {arm.size} ({arm.label})"
                made = partial(
                    entry, NAME, reading, [arm], formula=formula, quote=reading.document.quote(*match.span())
                )
                if sum_ == arm.size:
                    yield made("consistent", f"{formula}.")
                elif sum_ > arm.size:
                    yield made("impossible", f"{formula}: more than there are.", severity="minor")
                else:
                    yield made(
                        "not checkable",
                        f"{formula}.",
                        severity="note",
                        explanation="sex may not be known for all",
                    )


# "Of 400 adults enrolled, 220 were white, 95 black, 60 Asian and 25 of other race": a list that "other" closes
_LISTED = re.compile(
    rf"(?i)\b(?:of|among)\s(?:the\s|these\s|all\s)?(?P<n>{_N})\s(?:[a-z][\w-]*\s){{0,2}}?{_PEOPLE}[^.;,()]{{0,40}},\s(?P<x>(?:{_N})\s(?:\(\d[\d.]*\s?%\)\s)?(?:were\s|had\s)?[^.;\d]{{3,30}}?(?:,\s(?:and\s)?|\sand\s)(?:(?:{_N})\s[^.;\d]{{3,40}}?(?:,\s(?:and\s)?|\sand\s)){{1,5}}(?:{_N})\s(?:of\s|were\s(?:of\s)?|had\s)?(?:an?\s)?(?:other|another|unknown)\b)"
)
# "performance status was 0 in 44%, 1 in 41% and 2 in 25%"
_GRADED = re.compile(
    r"(?i)\b(?:performance\sstatus|(?:NYHA|ASA|Child-Pugh|functional)\s(?:functional\s)?(?:class|grade|status|score)|(?:tumou?r\s|disease\s)?(?:stage|grade))\s(?:was\s|were\s)?(?P<x>[\w-]{1,5}\sin\s\d[\d.]*\s?%(?:(?:,\s(?:and\s)?|\sand\s)[\w-]{1,5}\sin\s\d[\d.]*\s?%){1,5})"
)
_COUNT = re.compile(rf"(?<![\d.(])(?:{_N})(?=\s)(?!\s?%)")
_PERCENT = re.compile(r"\d[\d.]*(?=\s?%)")


def _parts(reading: Reading) -> Iterator[Check]:
    """Categories of which everybody has one, added up."""
    text = reading.document.text
    for start, end in reading.document.own_spans():
        for match in _LISTED.finditer(text, start, end):
            parts, n = [_int(x) for x in _COUNT.findall(match["x"])], _int(match["n"])
            formula = f"{' + '.join(map(str, parts))} = {sum(parts)}; of {n}"
            if sum(parts) > n:
                yield entry(NAME, reading, [], "impossible", f"{formula}: more than there are.", severity="minor", formula=formula,
                    quote=reading.document.quote(*match.span()))  # fmt: skip
        for match in _GRADED.finditer(text, start, end):
            shares = [float(x) for x in _PERCENT.findall(match["x"])]
            formula = f"{' + '.join(f'{x:g} %' for x in shares)} = {sum(shares):g} %"
            if sum(shares) > 100 + 0.5 * len(shares) + EPSILON:
                yield entry(NAME, reading, [], "impossible", f"{formula}: more than all.", severity="minor", formula=formula,
                    quote=reading.document.quote(*match.span()))  # fmt: skip


MOST_ROWS = 400  # of one table that are held against each other
MISSING = 0.9  # of a column's people: a row may be known for so few


def _of_table(reading: Reading, rows: Sequence[Sequence[piped.Share]]) -> Iterator[Check]:
    """Shares that are not of their column, in a row where another is and in a column where most are; and sexes that are too many."""
    fits = {s: _is_of(s, s.size) for row in rows for s in row}
    for row in rows:
        for s in row:
            column = [fits[x] for r in rows for x in r if x.column == s.column and x is not s]
            sure = any(fits[x] for x in row if x is not s) and sum(column) >= max(2, 0.75 * len(column))
            if fits[s] or not sure or any(_is_of(s, n) for n in range(int(MISSING * s.size), s.size + 1)):
                continue
            exact = 100.0 * s.count / s.size if s.size else 0.0
            formula = f"{s.count}/{s.size} = {exact:.{s.digits + 1}f} %; printed {s.percent:.{s.digits}f} %"
            yield entry(
                NAME, reading, [], "not checkable", f"{s.label}: {formula}.", severity="minor", formula=formula, recomputed={"percent": exact},
                explanation="it is known for another number of patients, or count or percentage is misprinted", quote=reading.document.quote(s.start, s.end),
            )  # fmt: skip
    yield from _sexes(reading, rows)


def _is_of(s: piped.Share, n: int) -> bool:
    exact = 100.0 * s.count / n if n else 0.0
    return rounds_to(exact, s.percent, s.digits) or truncates_to(exact, s.percent, s.digits)


_ROW_OF = (re.compile(r"(?i)\W*(?:females?|women|girls)\b"), re.compile(r"(?i)\W*(?:males?|men|boys)\b"))


def _sexes(reading: Reading, rows: Sequence[Sequence[piped.Share]]) -> Iterator[Check]:
    found = [[row for row in rows if row and pattern.match(row[0].label)] for pattern in _ROW_OF]
    if any(len(x) != 1 for x in found):
        return
    for a in found[0][0]:
        b = next((x for x in found[1][0] if x.column == a.column), None)
        if b is not None and a.count + b.count > a.size:
            formula = f"{a.count} + {b.count} = {a.count + b.count}; of {a.size}"
            yield entry(NAME, reading, [], "impossible", f"{a.label} and {b.label}: {formula}: more than there are.", severity="minor",
                formula=formula, quote=reading.document.quote(min(a.start, b.start), max(a.end, b.end)))  # fmt: skip


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
