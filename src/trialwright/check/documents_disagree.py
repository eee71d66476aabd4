"""Do two places, or two documents of one trial, give the same number?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from trialwright.check.evidence.documents import is_news, kind, of_one_trial
from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.same_figure import abstract_end, pairs
from trialwright.kernels.rounding import EPSILON
from trialwright.model.check import Check
from trialwright.model.document import Document
from trialwright.model.labels import same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result
from trialwright.model.trial import Arm, Stated

NAME = "documents_disagree"
SOURCE = "Comparison of the same figure within rounding: Pitkin et al. 1999, JAMA 281:1110 (abstract v text); Hartung et al. 2014, Ann Intern Med 160:477 (registry v paper)"

SIZES = ("randomised", "screened", "treated", "completed", "analysed")
_TABLED = "read.tabled"
FIELDS = ("measure", "arm", "versus", "endpoint", "time", "subgroup", "unit", "trial")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        yield from _within(reading)
    for group in of_one_trial(readings):
        for a, b in combinations(group, 2):
            if not is_news(a) and not is_news(b):  # `news_source` speaks of those
                yield from _sizes(a, b)
                yield from _results(a, b)


def _key(r: Result, across: bool = False) -> tuple[object, ...]:
    fields = [f for f in FIELDS if not (across and f in ("trial", "unit"))]
    return tuple(words(getattr(r, f)) if f != "measure" else r.measure for f in fields)


def _comparable(r: Result) -> bool:
    """Whether arm, outcome and time are all named, so that another number under the same names is the same one."""
    named = words(r.endpoint) and words(r.time) and words(r.arm)
    return bool(
        named
        and r.measure not in ("p_value", "relative_change", "size", "statistic")
        and (r.value or r.count is not None)
    )


def _within(reading: Reading) -> Iterator[Check]:
    """Places of one document in different sections or a table, under the same names."""
    seen: dict[tuple[object, ...], Result] = {}
    for r in reading.results:
        if not _comparable(r):
            continue
        first = seen.setdefault(_key(r), r)
        if first is not r and _section(reading.document, first) != _section(reading.document, r):
            yield from _compared(reading, r, reading, first)
    end = abstract_end(reading)
    if end is not None:
        abstract = [r for r in reading.results if r.quote.start < end]
        text = [r for r in reading.results if r.quote.start >= end]
        for r, other in pairs(text, abstract, reading, reading):
            if not (_comparable(r) and seen.get(_key(r)) is other):
                yield from _compared(reading, r, reading, other, "in the abstract")
    body = [r for r in reading.results if end is None or r.quote.start >= end]
    yield from _text_and_tables(reading, body, seen)


def _text_and_tables(
    reading: Reading, body: Sequence[Result], seen: dict[tuple[object, ...], Result]
) -> Iterator[Check]:
    """Figures of the text beside the same ones of its tables, where both have them for two arms: a lone one may be of all patients."""
    tables = [r for r in body if r.because.rule == _TABLED]
    if not tables:
        return
    text = [r for r in body if r.because.rule != _TABLED]
    matched = list(pairs(text, tables, reading, reading))
    for r, other in matched:
        arms = {
            tuple(words(x.arm))
            for x, _ in matched
            if x.measure == r.measure and words(x.endpoint) == words(r.endpoint)
        }
        if len(arms) > 1 and not (_comparable(r) and seen.get(_key(r)) is other):
            yield from _compared(reading, r, reading, other, "in a table")


def _section(document: Document, r: Result) -> str:
    return next((f"{b.section}/{b.role}" for b in document.blocks if b.start <= r.quote.start < b.end), "")


def _results(a: Reading, b: Reading) -> Iterator[Check]:
    theirs = {_key(r, across=True): r for r in reversed(a.results) if _comparable(r)}
    for r in b.results:
        other = theirs.get(_key(r, across=True)) if _comparable(r) else None
        if other is not None:
            yield from _compared(b, r, a, other)
    for r, other in pairs(b.results, a.results, b, a):
        if not (_comparable(r) and theirs.get(_key(r, across=True)) is other):
            yield from _compared(b, r, a, other)


def _compared(reading: Reading, r: Result, where: Reading, other: Result, place: str = "") -> Iterator[Check]:
    what = f"{r.endpoint}, {r.arm}" + (f", {r.time}" if r.time else "")
    place = place or (
        f"in the {kind(where)} {where.document.name}" if where is not reading else "elsewhere in the document"
    )
    formula = f"{_told(r)} | {_told(other)}"
    if _agree(r, other):
        yield entry(
            NAME,
            reading,
            [r],
            "consistent",
            f"{what}: {_told(r)} here and {_told(other)} {place}.",
            formula=formula,
            also=[other],
        )
    else:
        yield entry(
            NAME, reading, [r], "not checkable", f"{what}: {_told(r)} here, {_told(other)} {place}.", severity="minor", formula=formula,
            explanation="the two places differ by more than rounding; they may be of different sets of patients", also=[other],
        )  # fmt: skip


def _agree(a: Result, b: Result) -> bool:
    """Counts of people as they are: 41 of 60 is not 40 of 60, though 68 % and 67 % both may be 67.5 %."""
    if a.count is not None and b.count is not None and a.total and b.total:
        return (a.count, a.total) == (b.count, b.total)
    values = [x for r in (a, b) if (x := _value(r)) is not None]
    return (len(values) < 2 or _overlap(*values)) and _limits_agree(a, b)


def _limits_agree(a: Result, b: Result) -> bool:
    """Where both print an interval of one level."""
    limits = [(a.low, b.low), (a.high, b.high)] if a.level == b.level else []
    return all(x is None or y is None or _overlap(x.interval, y.interval) for x, y in limits)


def _value(r: Result) -> tuple[float, float] | None:
    if r.value is not None:
        return r.value.interval if r.value.relation == "=" else None
    if r.count is not None and r.total:
        return 100.0 * r.count / r.total, 100.0 * r.count / r.total
    return None


def _overlap(a: tuple[float, float], b: tuple[float, float]) -> bool:
    slack = EPSILON * max(1.0, abs(a[0]), abs(b[0]))
    return a[0] <= b[1] + slack and b[0] <= a[1] + slack


def _told(r: Result) -> str:
    counts = (
        f"{r.count}/{r.total}"
        if r.count is not None and r.total
        else str(r.count)
        if r.count is not None
        else ""
    )
    value = shown(r.value) if isinstance(r.value, Printed) else ""
    if value and r.low is not None and r.high is not None:
        value += f" ({shown(r.low)} to {shown(r.high)})"
    return f"{counts} ({value})" if counts and value else counts or value


def _sizes(a: Reading, b: Reading) -> Iterator[Check]:
    assert a.trial
    assert b.trial
    for field in SIZES:
        one, two = a.trial.first(field), b.trial.first(field)
        if one is not None and two is not None:
            yield _counts(b, two, a, one, f"{two.label or field}", int(two.value), int(one.value))
    for arm in b.trial.arms:
        known = next((x for x in a.trial.arms if same(x.label, arm.label) and x.size), None)
        if known is not None and arm.size:
            yield _counts(b, arm, a, known, f"the size of {arm.label}", arm.size, known.size or 0)


def _counts(
    reading: Reading, here: Stated | Arm, where: Reading, there: Stated | Arm, what: str, n: int, m: int
) -> Check:
    formula = f"{n} | {m}"
    if n == m:
        return entry(
            NAME,
            reading,
            [here],
            "consistent",
            f"{what}: {n} here and in the {kind(where)} {where.document.name}.",
            formula=formula,
            also=[there],
        )
    return entry(
        NAME, reading, [here], "not checkable", f"{what}: {n} here, {m} in the {kind(where)} {where.document.name}.", severity="minor", formula=formula,
        explanation="enrolled, randomised and analysed may be counted under one word", also=[there],
    )  # fmt: skip
