"""How many people each of the two arms has: by the heads and rows of tables, else by the text."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, zip_longest

from trialwright.read.comparison.arm_words import COMPARED, TRIED, Arms
from trialwright.read.comparison.cells import Number, number
from trialwright.read.comparison.column_kinds import are_counts
from trialwright.read.comparison.counts_apart import is_over_share
from trialwright.read.comparison.measured_sizes import Found, at_times, of_those_measured
from trialwright.read.comparison.moments import Moment
from trialwright.read.comparison.said_sizes import (
    each_said,
    is_counted_in_each,
    is_crossed,
    of_fractions,
    paired_sizes,
    said_of_each,
    said_sizes,
)
from trialwright.read.comparison.table_kinds import is_statistic, people_in
from trialwright.read.comparison.table_parts import Row, Table
from trialwright.read.grammar.arm_sizes import arm_sizes
from trialwright.read.grammar.arms import find_arms
from trialwright.read.grammar.lexis import shadow
from trialwright.read.patterns import Pattern

# "in 9 patients (30 %)": a count with its share is a part of an arm, unless people are dealt out
_WITH_SHARE = Pattern(r"\s(?:[a-z]+\s)?[(\[]\s?\d[\d.]*\s?%")
_DEALT = Pattern(r"(?i)\b(?:assign|allocat|randomi[sz])")
_SIZE = Pattern(r"(?i)\bn\W{0,5}=\W{0,4}(?P<n>\d[\d,]*)")
_SIZES_HEAD = Pattern(r"(?i)n\.?|no\.?")
_AND = Pattern(r"(?i)^[\s),]*(?:and|or|versus|vs\.?)\s")
_UNDER = 40  # characters of white space between a table and the words under it
_IN_NAME = Pattern(r"[A-Za-z]-$")
_BEHIND = 80  # characters behind a number
_FEW = 5  # people
_LESS = 0.3  # by which a head may say less of an arm than another over its columns
_MOST_UNEQUAL = 5.0  # times that one arm may be larger than the other
_REACH = 6000  # characters: about the length of a long table


def sizes(arms: Arms) -> dict[str, Number]:
    """Arm → its size: as most heads and rows of tables print it, else as the text says first, else what the other arm
    leaves of those randomised. Arms whose size is not told are left out."""
    found: dict[str, list[Number]] = {TRIED: [], COMPARED: []}
    for side, size in _in_tables(arms):
        found[side].append(size)
    found = _without_parts(found)
    printed = {side for side, numbers in found.items() if numbers}
    spoken = spoken_sizes(arms)
    if len(printed) == 1 and _of_one_sentence(arms, spoken):
        # the people of one arm in a table and those of the other in words may be of other sets
        found, printed = {TRIED: [], COMPARED: []}, set()
    for side, size in of_those_measured(arms, spoken) or spoken:
        if side not in printed:
            found[side].append(size)
    if not any(found.values()):
        each = said_of_each(arms)
        return {TRIED: each, COMPARED: each} if each else of_fractions(arms)
    if not all(found.values()) and (each := said_of_each(arms)) and not is_crossed(arms):
        return {TRIED: each, COMPARED: each}
    known = {side: _most(numbers) for side, numbers in found.items() if numbers}
    if len(known) == 1 and is_crossed(arms):
        return dict.fromkeys((TRIED, COMPARED), next(iter(known.values())))
    return _with_rest(arms, known)


def spoken_sizes(arms: Arms) -> list[Found]:
    """(arm, size) as sentences give them; of a sentence that deals both out by its "respectively" what it says so alone."""
    paired = list(paired_sizes(arms))
    whole = [(sentence.start, sentence.start + len(sentence.text)) for sentence, _ in paired]
    others = [
        (side, n)
        for side, n in (*_in_sentences(arms), *said_sizes(arms))
        if not any(begin <= n.quote.start < end for begin, end in whole)
    ]
    return _believed(_dealt_to(arms, [*(found for _, sizes in paired for found in sizes.items()), *others]))


def _dealt_to(arms: Arms, spoken: Sequence[Found]) -> list[Found]:
    """Sizes without the number of all, and without others of an arm that a sentence deals people to by its name ("31 to leaflets
    and 97 to swimming")."""
    spoken = [(side, n) for side, n in spoken if n.value != arms.total or n.derived]
    names = {
        e.label: "|".join(re.escape(n) for n in sorted(e.names, key=len, reverse=True)) for e in arms.entries
    }
    text = arms.document.text
    dealt = {
        (side, n.value): n.quote.start
        for side, n in spoken
        if re.match(
            rf"(?i)\s(?:were\s\w+\s)?to\s(?:the\s|an?\s)?(?:{names[side]})\b",
            text[n.quote.end : n.quote.end + _BEHIND],
        )
    }
    starts = [sentence.start for sentence in arms.sentences]
    told = {(side, bisect(starts, at)) for (side, _), at in dealt.items()}
    return [
        (side, n)
        for side, n in spoken
        if (side, n.value) in dealt or (side, bisect(starts, n.quote.start)) not in told
    ]


def _believed(spoken: Sequence[Found]) -> list[Found]:
    """Sizes without those of a few people, where the arm has another ("two of group A left") or the other arm has many more
    ("two periods with A"), and without the numbers of names ("menaquinone-7")."""
    spoken = [(side, n) for side, n in spoken if not _IN_NAME.search(n.quote.prefix)]
    if not spoken:
        return []
    most = {side: max(n.value for s, n in spoken if s == side) for side, _ in spoken}
    all_told = max(most.values())
    return [
        (side, n)
        for side, n in spoken
        if n.value >= _FEW or (most[side] < _FEW and all_told <= _MOST_UNEQUAL * n.value)
    ]


def sizes_at_times(arms: Arms) -> list[tuple[Moment, dict[str, Number]]]:
    """(time, arm → how many of it were seen at that time), as sentences tell it."""
    return at_times(arms, [*_in_tables(arms), *_in_sentences(arms), *said_sizes(arms)])


def told_sizes(arms: Arms) -> dict[str, list[Number]]:
    """Arm → every size that a table or a sentence gives it: of those randomised, analysed, or measured at a time."""
    found: dict[str, list[Number]] = {TRIED: [], COMPARED: []}
    for side, size in (*_in_tables(arms), *_in_sentences(arms), *said_sizes(arms)):
        found[side].append(size)
    return found


def _without_parts(found: Mapping[str, list[Number]]) -> dict[str, list[Number]]:
    """The sizes without those of two parts of the people (children and adolescents), where the sum of both is printed
    for both arms too."""
    values = {side: {n.value for n in numbers} for side, numbers in found.items()}
    parts = {
        side: {x for a, b in combinations(sorted(told), 2) if a + b in told for x in (a, b)}
        for side, told in values.items()
    }
    if not all(parts.values()):
        return dict(found)
    return {side: [n for n in numbers if n.value not in parts[side]] for side, numbers in found.items()}


def _of_one_sentence(arms: Arms, spoken: Sequence[Found]) -> bool:
    """Whether one sentence gives the sizes of both arms."""
    for sentence in arms.sentences:
        end = sentence.start + len(sentence.text)
        if {side for side, n in spoken if sentence.start <= n.quote.start < end} == {TRIED, COMPARED}:
            return True
    return False


def _in_tables(arms: Arms) -> Iterator[Found]:
    for table in arms.tables:
        yield from _in_heads(arms, table)
        for row, below in zip_longest(table.rows, table.rows[1:]):
            if not (below and is_over_share(row, below)):
                yield from _in_row(arms, table, row)


def _in_heads(arms: Arms, table: Table) -> Iterator[Found]:
    """The sizes over the columns of the arms; of two heads with one, that which names neither arm is the other's."""
    sized = [c for c in table.columns if c.n and c.place]
    sides = [arms.side_of(c.words) for c in sized]
    named = {side for side in sides if side}
    if len({c.head for c in sized}) == 2 == len(sized) and len(named) == 1 and "" in sides:
        other = COMPARED if TRIED in named else TRIED
        sides = [side or other for side in sides]
    fits = [arms.fit(c.words, side) if side else 0.0 for c, side in zip(sized, sides, strict=True)]
    most = {s: max(f for f, x in zip(fits, sides, strict=True) if x == s) for s in named}
    for column, side, fit in zip(sized, sides, fits, strict=True):
        if side and column.n and column.place and fit >= most.get(side, 0.0) - _LESS:
            yield side, number(arms.document, column.n, column.place)


def _in_row(arms: Arms, table: Table, row: Row) -> Iterator[Found]:
    """The sizes in a row of one arm with a column of sizes, and in a row of sizes with a column for each arm."""
    side = arms.side_of(row.path[-1])
    for c, cell in row.cells.items() if side else ():
        head = table.columns[c].head
        sized = bool(head) and _SIZES_HEAD.fullmatch(head[-1]) and not are_counts(table, c)
        sized = sized and not any(is_statistic(h) for h in head)
        if sized and cell.text.isdigit():
            yield side, number(arms.document, int(cell.text), (cell.start, cell.end))
    for c, cell in row.cells.items():
        n = people_in(row.path[-1], cell.text)
        if n is not None and (side := arms.side_of(table.columns[c].words)):
            yield side, number(arms.document, n, (cell.start, cell.end))


def _in_sentences(arms: Arms) -> Iterator[Found]:
    for size in arm_sizes(arms.sentences, arms.names, arms.total):
        text = size.sentence.text
        part = _WITH_SHARE.match(text, size.end) and not _DEALT.search(text)
        if size.label in (TRIED, COMPARED) and not part and not is_counted_in_each(text, size.end):
            place = (size.sentence.start + size.start, size.sentence.start + size.end)
            yield size.label, number(arms.document, size.size, place)


def _with_rest(arms: Arms, known: dict[str, Number]) -> dict[str, Number]:
    """The size of the other arm of two, where one is printed and so is the number randomised."""
    if len(known) != 1 or not arms.total:
        return known
    ((side, one),) = known.items()
    rest = arms.total - int(one.value)
    named = [e for e in find_arms(arms.sentences, arms.short) if e.role != "historical"]
    if len(named) != 2 or not 0.5 <= rest / max(1.0, one.value) <= 2.0:
        return known
    why = f"{arms.total} randomised - {int(one.value)} in the other arm = {rest}"
    other = TRIED if side == COMPARED else COMPARED
    return {**known, other: one.model_copy(update={"value": float(rest), "derived": why})}


def size_before(arms: Arms, n: int, end: int) -> Number | None:
    """The size n where it is printed last before an offset of the text; None where it is not printed near it."""
    first = max(0, end - _REACH)
    found = [m for m in _SIZE.finditer(arms.document.text, first, end) if m["n"].replace(",", "") == str(n)]
    return number(arms.document, n, found[-1].span()) if found else None


def captioned(arms: Arms, table: Table) -> Mapping[str, Number]:
    """The sizes of both arms that a table's caption, else the words under it, give beside their names; {} where neither
    gives both."""
    first = min((c.start for row in table.rows for c in row.cells.values()), default=0)
    last = max((c.end for row in table.rows for c in row.cells.values()), default=0)
    below = last + len(table.note) + _UNDER
    over, under = table.caption, last + len(table.caption) + _UNDER
    return (
        _beside_names(arms, over, first)
        or _beside_names(arms, table.note, below, last)
        or _beside_names(arms, over, under, last)
    )


def _beside_names(arms: Arms, words: str, end: int, begin: int = 0) -> Mapping[str, Number]:
    """Arm → the size behind its name in words that the text holds between two places; {} where not both have one, or one
    has two that differ."""
    found: dict[str, list[tuple[float, Number]]] = {TRIED: [], COMPARED: []}
    last = 0
    for match in _SIZE.finditer(words):
        told = _AND.sub("", re.split(r"[;.]", words[last : match.start()])[-1])
        name = re.split(r"[(:,]", told.rstrip(" (:,"))[-1]
        side = arms.side_of(name) or arms.side_of(told)
        size = size_before(arms, int(match["n"].replace(",", "")), end)
        last = match.end()
        if side and size and size.quote.start >= begin:
            found[side].append((arms.fit(name, side), size))
    named = {side: _best_named(sizes) for side, sizes in found.items()}
    if any(len({n.value for n in sizes}) != 1 for sizes in named.values()):
        return {}
    return {side: sizes[0] for side, sizes in named.items()}


def _best_named(sizes: Sequence[tuple[float, Number]]) -> list[Number]:
    """Those of sizes whose names say most of the arm: that of "Yoga" beside that of "Intervention"."""
    most = max((fit for fit, _ in sizes), default=0.0)
    return [size for fit, size in sizes if fit == most]


def noted(arms: Arms, table: Table) -> Number | None:
    """The size of every arm that the words under a table give ("43 patients in each group")."""
    end = max((c.end for row in table.rows for c in row.cells.values()), default=0)
    return (
        each_said(arms, shadow(arms.document.text)[end : end + len(table.note) + _UNDER], end)
        if table.note
        else None
    )


def _most(numbers: Sequence[Number]) -> Number:
    """The value that is printed most often, and of those the first."""
    values = [n.value for n in numbers]
    return max(numbers, key=lambda n: (values.count(n.value), -numbers.index(n)))
