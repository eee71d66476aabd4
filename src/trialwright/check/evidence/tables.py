"""Two-by-two tables, and the contrast that stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from trialwright.check.evidence.sentence import NOTES
from trialwright.model.labels import role_of, same, words
from trialwright.model.result import Reading, Result

CONTRASTS = ("odds_ratio", "risk_ratio", "hazard_ratio", "rate_ratio", "risk_difference", "difference")
RATIOS = ("odds_ratio", "risk_ratio", "hazard_ratio", "rate_ratio")

# Characters between two numbers of one statement: a p and its contrast stand side by side ("p = 0.04; OR
# 0.5"), a p follows the counts of the second arm and that arm's name, a ratio may follow its own clause.
# What `read` calls a p that is of subgroups, doses or studies set against each other, and of no contrast beside it.
OF_GROUPS = ("interaction test", "test of heterogeneity", "test of trend")
MOST_ARMS = 40  # figures under one name that are compared with each other
BESIDE, AFTER_COUNTS, NEAR = 25, 80, 200


@dataclass(frozen=True)
class Table:
    """Events of patients in two arms, both with their total. first : the arm that is compared."""

    first: Result
    second: Result

    @property
    def counts(self) -> tuple[int, int, int, int]:
        a, b = self.first, self.second
        assert None not in (a.count, a.total, b.count, b.total)
        return a.count, a.total, b.count, b.total  # type: ignore[return-value]

    @property
    def words(self) -> str:
        """ "35/40 v 37/40"."""
        return "{}/{} v {}/{}".format(*self.counts)

    @property
    def outcome(self) -> str:
        return self.first.endpoint or self.second.endpoint or "the event"

    @property
    def arms(self) -> str:
        """ "A v B"."""
        return " v ".join(self.names)

    @property
    def names(self) -> tuple[str, str]:
        return self.first.arm or "the first", self.second.arm or "the second"

    def turned(self) -> Table:
        return Table(self.second, self.first)


def excludes_none(r: Result) -> bool | None:
    """Whether a contrast's 95 % interval excludes no effect; None without one."""
    if r.measure not in CONTRASTS or r.low is None or r.high is None or r.level != 95.0:
        return None
    none = 1.0 if r.measure in RATIOS else 0.0
    return not r.low.interval[0] <= none <= r.high.interval[1]


def tables(reading: Reading) -> Iterator[Table]:
    """Every pair of arms that report the same outcome at the same time, experimental first where known."""
    usable = [
        r for r in reading.results
        if r.measure == "proportion" and words(r.arm) and r.count is not None and r.total and r.count <= r.total
    ]  # fmt: skip
    alike: dict[tuple[tuple[str, ...], ...], list[Result]] = {}
    for r in usable:
        alike.setdefault(tuple(words(x) for x in (r.endpoint, r.time, r.subgroup, r.trial)), []).append(r)
    for group in alike.values():
        for a, b in combinations(group[:MOST_ARMS], 2):
            if not same(a.arm, b.arm) and not _categories(a, b):
                yield _experimental_first(reading, Table(a, b))
    yield from _of_two_groups(reading)


_OTHERS = re.compile(
    r"(?i)[)\]]?\s(?:[^.;:()\d]{2,80}\s)?(?:and|versus|vs\.?|v|compared\swith|against|but|while|whereas),?\s(?:only\s|in\s|of\s)?$"
)
# "36 % (22/61) and 56 % (35/63), respectively"
_LISTED = re.compile(r"(?i)[)\]]?\s(?:and|versus|vs\.?|v|compared\swith|against)\s")
_IN_ORDER = re.compile(r"(?i)[)\]]?,?\srespectively\b")
_GROUP_WORD = re.compile(
    r"(?i)\b(?:given|on|with|without|receiving|taking|having|in|who|treated|assigned|allocated|randomi[sz]ed|under|after|versus|vs|v)\b"
)


def _of_two_groups(reading: Reading) -> Iterator[Table]:
    """The only two counts of a sentence, of two groups that a document names but does not set out as its arms."""
    arms = reading.trial.arms if reading.trial is not None else ()
    counted = [
        r for r in reading.results
        if r.measure == "proportion" and r.count is not None and r.total and r.count <= r.total and not words(r.arm)
    ]  # fmt: skip
    for a, b in pairwise(counted) if not arms else ():
        if crosses_sentence(reading, a, b) or not _are_of_two_groups(reading.document.text, a, b):
            continue
        alike = same(a.endpoint, b.endpoint) or not (words(a.endpoint) and words(b.endpoint))
        here = [
            r for r in counted if not crosses_sentence(reading, *sorted((a, r), key=lambda x: x.quote.start))
        ]
        if (
            alike
            and len(here) == 2
            and (a.time, a.subgroup) == (b.time, b.subgroup)
            and not _categories(a, b)
        ):
            yield Table(a, b)


def _are_of_two_groups(text: str, a: Result, b: Result) -> bool:
    between = text[a.quote.end : b.quote.start]
    if _OTHERS.fullmatch(between) and _GROUP_WORD.search(between):
        return True
    return _LISTED.fullmatch(between) is not None and _IN_ORDER.match(text, b.quote.end) is not None


def unlinked(reading: Reading) -> Iterator[tuple[Result, Result]]:
    """Two counts of patients side by side in one sentence of a trial of two arms, where which arm's each is was not settled."""
    arms = [a for a in (reading.trial.arms if reading.trial is not None else ()) if a.role != "historical"]
    counted = [
        r for r in reading.results
        if r.measure == "proportion" and r.count is not None and r.total and r.count <= r.total and not r.subgroup
    ]  # fmt: skip
    for a, b in pairwise(counted) if len(arms) == 2 else ():
        alone = (
            not words(a.arm)
            and not words(b.arm)
            and words(a.endpoint) == words(b.endpoint)
            and a.time == b.time
        )
        if alone and _between(reading, a, b) <= BESIDE and not crosses_sentence(reading, a, b):
            yield a, b


_KEPT: list[tuple[Reading, tuple[Table, ...]]] = []  # of the reading that was asked about last


def _kept_tables(reading: Reading) -> tuple[Table, ...]:
    """As `tables`, which every contrast of a reading asks for."""
    for known, its in _KEPT:
        if known is reading:
            return its
    _KEPT[:] = [(reading, found := tuple(tables(reading)))]
    return found


def _categories(a: Result, b: Result) -> bool:
    """Whether two figures may be the two answers of one arm: 13 (39 %) and 20 (61 %) of 33."""
    whole = a.total == b.total and (a.count or 0) + (b.count or 0) == a.total and a.count != b.count
    return whole and a.value is not None and b.value is not None


def table_for(reading: Reading, contrast: Result) -> Table | None:
    """The table a contrast or p-value was computed from, or None where that is not plain.

    The endpoint, time and arms must agree wherever both name them. A p-value must follow its counts
    closely with no other result between; a contrast that names no endpoint must stand near them. Of
    several tables, the nearest in the text. The contrast's own arm comes first where it names one.
    """
    fitting = [t for t in _kept_tables(reading) if _reaches(reading, t, contrast) and _agrees(t, contrast)]
    near = sorted((_gap(t, contrast), i) for i, t in enumerate(fitting))
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    table = fitting[near[0][1]]
    if crosses_sentence(reading, table.first, contrast) and not _tells_the_same(reading, table, contrast):
        return None
    return table.turned() if words(contrast.arm) and same(table.second.arm, contrast.arm) else table


def unnamed_table(reading: Reading, contrast: Result) -> Table | None:
    """Two counts side by side that no name parts, just before a contrast in their sentence: "30/150 v 45/150, odds ratio 0.58".
    Which of them the contrast puts first is not known."""
    before = [r for r in reading.results if r.quote.end <= contrast.quote.start and r.measure != "size"][-2:]
    if len(before) < 2 or any(r.measure != "proportion" or r.count is None or not r.total for r in before):
        return None
    first, second = before
    plain = not words(first.arm) and not words(second.arm) and words(first.endpoint) == words(second.endpoint)
    beside = contrast.quote.start - second.quote.end <= BESIDE and not crosses_sentence(
        reading, first, contrast
    )
    text = reading.document.text[first.quote.end : second.quote.start]
    if (
        not plain
        or not beside
        or not _AGAINST.fullmatch(text)
        or first.time != second.time
        or _categories(first, second)
    ):
        return None
    table = Table(first, second)
    return (
        table
        if all(0 <= x <= n for x, n in zip(table.counts[::2], table.counts[1::2], strict=True))
        else None
    )


_AGAINST = re.compile(r"(?i)[)\]]?\s?(?:patients\s|women\s)?(?:vs?\.?|versus|and|compared\swith)\s")


def _tells_the_same(reading: Reading, table: Table, contrast: Result) -> bool:
    """Whether the shares of both arms in the contrast's own sentence are those of the table's counts; True where it has none.

    "56% v 38% (P = 0.01). Among carriers it was seen in 10 of 16 and 9 of 17" has the p of other people.
    """
    own = {
        words(r.arm): r.value
        for r in reading.results
        if r.measure == "proportion" and r.value is not None and words(r.arm) and not crosses_sentence(reading, r, contrast)
    }  # fmt: skip
    if len(own) < 2:
        return True
    shares = (
        (100 * (r.count or 0) / (r.total or 1), value)
        for r in (table.first, table.second)
        if (value := own.get(words(r.arm)))
    )
    return all(abs(share - value.value) <= 0.6 * 10.0**-value.decimals for share, value in shares)


def is_beside(reading: Reading, table: Table, contrast: Result, reach: int = NEAR) -> bool:
    """Whether a number stands in the same paragraph as the counts, at most `reach` characters away."""
    return min(_between(reading, r, contrast) for r in (table.first, table.second)) <= reach


_CLOSED = re.compile(r"\s?\)\s?;\s(?:and\s)?the\s(?:mean\s|adjusted\s)?difference\b")


def p_for(reading: Reading, contrast: Result) -> Result | None:
    """The Result that carries a contrast's p: itself, or a p-value beside it on the same comparison."""
    if contrast.p is not None:
        return contrast
    beside = [
        r for r in reading.results
        if r.measure == "p_value" and r.value is not None and r.analysis not in OF_GROUPS and _alike(r, contrast)
        and not (words(r.arm) and not words(r.versus) and words(contrast.versus))  # of a change in one arm
        and not _CLOSED.match(reading.document.text, r.quote.end)  # "not with heat (p = 0.4); the difference was"
        and _between(reading, r, contrast) <= BESIDE and not crosses_sentence(reading, r, contrast)
    ]  # fmt: skip
    return min(beside, key=lambda r: _between(reading, r, contrast), default=None)


def contrast_for(reading: Reading, p: Result) -> Result | None:
    """The contrast with an interval whose p this p-value Result is, or None."""
    if p.measure != "p_value":
        return p if p.low is not None else None
    return next(
        (
            r
            for r in reading.results
            if r.measure in CONTRASTS and r.low is not None and p_for(reading, r) is p
        ),
        None,
    )


def arm_sizes(reading: Reading, contrast: Result, table: Table | None) -> tuple[int, int] | None:
    """Sizes of the two arms of a contrast: from its table, else as the trial's arms print them."""
    if table is not None:
        return table.counts[1], table.counts[3]
    sizes = [
        a.size for label in (contrast.arm, contrast.versus) if words(label)
        for a in (reading.trial.arms if reading.trial is not None else ()) if same(a.label, label) and a.size
    ]  # fmt: skip
    return (sizes[0], sizes[1]) if len(sizes) == 2 else None


def _experimental_first(reading: Reading, table: Table) -> Table:
    roles = [role_of(reading.trial, r.arm) for r in (table.first, table.second)]
    swap = roles[0] in ("control", "historical") and roles[1] not in ("control", "historical")
    return table.turned() if swap else table


def _agrees(table: Table, contrast: Result) -> bool:
    for field in ("endpoint", "time"):
        mine, theirs = words(getattr(contrast, field)), words(getattr(table.first, field))
        if mine and theirs and not (set(mine) <= set(theirs) or set(theirs) <= set(mine)):
            return False
    if words(contrast.subgroup) != words(table.first.subgroup) or words(contrast.trial) != words(
        table.first.trial
    ):
        return False
    arms = (table.first.arm, table.second.arm)
    return all(
        not words(label) or any(same(label, a) for a in arms) for label in (contrast.arm, contrast.versus)
    )


def _reaches(reading: Reading, table: Table, contrast: Result) -> bool:
    if contrast.measure == "p_value":
        return _follows(reading, table, contrast)
    named = words(contrast.endpoint) and words(table.first.endpoint)
    return bool(named) or is_beside(reading, table, contrast)


def _follows(reading: Reading, table: Table, p: Result) -> bool:
    return follows(reading, table.first, table.second, p)


def p_after(reading: Reading, first: Result, second: Result) -> Result | None:
    """The p-value printed right after two arms' figures, or None."""
    return next(
        (
            r for r in reading.results
            if r.measure == "p_value" and r.value is not None and follows(reading, first, second, r)
        ),
        None,
    )  # fmt: skip


# "p < 0.001 for both versus baseline": each arm against its own beginning
_FROM_BASELINE = re.compile(
    r"(?i)[\s,;]*(?:for\s(?:both|each|all)\s?(?:groups|arms)?\s?)?(?:\(?(?:v|vs|versus)\.?|compared\s(?:with|to)|against|from)\s(?:the\s)?(?:baseline|pre-?treatment)\b"
)


def follows(reading: Reading, first: Result, second: Result, p: Result) -> bool:
    """Whether a p-value comes right after two arms' figures, with nothing else reported in between."""
    if (words(p.arm) and not words(p.versus)) or p.analysis in OF_GROUPS:
        return False  # of one arm, before against after; or of subgroups or doses
    last = max(first.quote.end, second.quote.end)
    later = first if first.quote.end == last else second
    if not 0 <= p.quote.start - last <= AFTER_COUNTS or crosses_sentence(reading, later, p):
        return False
    earlier = second if later is first else first
    named = words(p.arm) and words(p.versus)  # "(p = 0.03 for B v C)"
    if any(
        r.measure == first.measure
        and r.quote.end <= later.quote.start
        and (earlier.quote.end <= r.quote.start or (not named and _of_a_third_arm(reading, r, first, second)))
        for r in reading.results
    ):
        return False  # other arms' or times' figures stand between: which of them the p compares is not plain
    if _FROM_BASELINE.match(reading.document.text, p.quote.end):
        return False
    mine = {first.id, second.id, p.id}
    return not any(
        r.id not in mine and last <= r.quote.start and r.quote.end <= p.quote.start and r.measure != "size"
        and not (named and _of_a_third_arm(reading, r, first, second))
        for r in reading.results
    )  # fmt: skip


def _gap(table: Table, contrast: Result) -> int:
    return sum(abs(r.quote.start - contrast.quote.start) for r in (table.first, table.second))


def _alike(p: Result, contrast: Result) -> bool:
    for field in ("endpoint", "time", "arm", "versus"):
        a, b = words(getattr(p, field)), words(getattr(contrast, field))
        if a and b and a != b:
            return False
    return words(p.subgroup) == words(contrast.subgroup) and words(p.trial) == words(contrast.trial)


def _between(reading: Reading, a: Result, b: Result) -> int:
    """Characters between two quotes, 0 where they overlap; beyond reach where a blank line lies between."""
    first, second = sorted((a.quote, b.quote), key=lambda q: (q.start, q.end))
    apart = re.search(r"\n\s*\n", reading.document.text[first.start : second.start])
    return 10**9 if apart else max(0, second.start - first.end)


def _of_a_third_arm(reading: Reading, r: Result, first: Result, second: Result) -> bool:
    """Whether a figure beside those of two arms is another arm's of the same outcome and sentence: "A 7, B 8 and C 16 (p = 0.01)"."""
    others = all(words(r.arm) and not same(r.arm, x.arm) for x in (first, second))
    alike = same(r.endpoint, first.endpoint) or not (words(r.endpoint) or words(first.endpoint))
    return others and alike and not crosses_sentence(reading, r, first)


def crosses_sentence(reading: Reading, a: Result, b: Result) -> bool:
    first, second = sorted((a.quote, b.quote), key=lambda q: (q.start, q.end))
    return (
        re.search(rf"[.!?]{NOTES}\s+[A-Z]", reading.document.text[first.end : second.start + 1]) is not None
    )


def own(readings: Sequence[Reading], *measures: str) -> Iterator[tuple[Reading, Result]]:
    """(reading, result) for the results of these measures."""
    for reading in readings:
        for result in reading.results:
            if result.measure in measures:
                yield reading, result
