"""Cells of a comparison out of tables: arms as columns, arms as rows, or both arms in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from trialwright.read.comparison.arm_codes import is_other_group
from trialwright.read.comparison.arm_roles import by_role
from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cell_sizes import SIZE_SAID
from trialwright.read.comparison.cells import Cells, Kind
from trialwright.read.comparison.column_kinds import is_own_change, is_test, what, without_measures
from trialwright.read.comparison.counts_apart import with_counts
from trialwright.read.comparison.from_cells import (
    made_of,
    side_from,
    side_of_stack,
)
from trialwright.read.comparison.in_one_cell import both_in, in_one_cell
from trialwright.read.comparison.in_rows import by_row
from trialwright.read.comparison.moments import is_change, moment, parted
from trialwright.read.comparison.opposites import as_asked, in_words_asked, needless
from trialwright.read.comparison.other_measures import other_measure
from trialwright.read.comparison.parts_below import with_parts
from trialwright.read.comparison.quoted import as_like
from trialwright.read.comparison.row_words import (
    apart_likeness,
    as_said,
    is_other_part,
    is_whole,
    outcome_and_time,
    own_time_likeness,
    part_likeness,
    row_likeness,
    set_likeness,
    timed_likeness,
    weights,
)
from trialwright.read.comparison.stacked_rows import is_apart, stacks
from trialwright.read.comparison.table_kinds import head_name, usual
from trialwright.read.comparison.table_parts import Row, Table
from trialwright.read.comparison.tables_by_arm import joint_tables
from trialwright.read.patterns import Pattern

_NUMBER_IN = Pattern(
    r"(?i)\b(?:no\.?|n|numbers?)\s(?:of\s)?(?:people|patients|participants|subjects|children|women)\s(?:in|of)\s(?:the\s)?"
)
_LETTERS = Pattern(r"[A-Z]{1,2}")
_CONTRAST = Pattern(r"(?i)\b(?:vs|versus)\b|\beffect estimate")
# "Yes" and "No" under a question say who has it and who has not.
_SHARE_CELL = Pattern(r"^\d+\s?(?:/\s?\d+\s?)?[(\[]\s?[\d.]+\s?%\s?[)\]]$")
_SHARE_ROW = Pattern(r"(?i)\b(?:n|no\.?|numbers?)\s?[(\[,]\s?%\s?[)\]]?")
_SPREAD_CELL = Pattern(r"^-?[\d.]+\s?(?:±|\+/-)\s?[\d.]+$")
_ANSWER = Pattern(
    r"(?i)\W*(?:(?:yes|present|positive)|(?P<no>no|absent|negative|none))\W*(?:,?\s?n?\s?\(?%\)?)?|\\?(?:\+|(?P<minus>-))"
)
_SPREADS = ("sd", "se", "interval")
_PEOPLE_HEAD = Pattern(
    r"(?i)\b(?:patients|participants|subjects|people|women|men|children|infants|adults|persons|individuals)\b"
)
_EVENTS_HEAD = Pattern(r"(?i)\b(?:events?|episodes?|occurrences|reports|bouts|attacks)\b")


Pair = tuple[str, list[int], list[int]]  # words of a time or part, the columns of one arm, of the other


def in_tables(question: Question, kind: Kind) -> Iterator[Cells]:
    """Every row of every table that speaks of the outcome, as cells, complete or not."""
    weight = weights(question)
    for table in (*question.tables, *joint_tables(question)):
        sides = [_side(question, table, c) for c in range(len(table.columns))]
        sides = _told_apart(question, table, sides)
        if len({TRIED, COMPARED} & set(sides[table.stubs :])) == 1:
            # a head may have a word of one arm ("Treatment satisfaction") where the rows name both
            sides = (
                [""] * len(sides) if _rows_name_both(question, table) else _eliminated(question, table, sides)
            )
        if not any(sides[table.stubs :]):
            sides = by_role(question, [c.words for c in table.columns])
        if TRIED in sides[table.stubs :] and COMPARED in sides[table.stubs :]:
            yield from _by_column(question, table, sides, kind, weight)
        elif any(both_in(question, c.words) for c in table.columns):
            yield from in_one_cell(question, table, kind, weight)
        else:
            yield from by_row(question, table, kind, weight)


def _side(question: Question, table: Table, c: int) -> str:
    """The arm of a column, "" for none: the figures of a test are none's, but those of an arm's own change and of one that
    is called by a letter ("P", placebo) are."""
    column = table.columns[c]
    tested = is_test(column.words) or _CONTRAST.search(column.words)
    if column.n or not tested:
        # letters and roles are names by themselves alone, also where a time stands over or under them
        parts = (
            {side for h in column.head if (side := question.side_of(h))} if len(column.head) > 1 else set()
        )
        return parts.pop() if len(parts) == 1 else question.side_of(column.words)
    if len(column.head) > 1 and is_own_change(table, c):
        return question.side_of(" ".join(column.head[:-1]))
    first = column.head[0] if column.head else ""
    if not _LETTERS.fullmatch(first):
        return ""
    own = [i for i, other in enumerate(table.columns) if other.head[:1] == (first,)]
    texts = [row.cells[i].text for row in table.rows for i in own[-1:] if i in row.cells]
    return question.side_of(first) if usual(texts) in ("mean spread", "count share", "fraction") else ""


def _rows_name_both(question: Question, table: Table) -> bool:
    """Whether the words at the left name each arm, in rows or headings of their own."""
    sides = {question.side_of(words) for row in table.rows for words in row.path}
    return {TRIED, COMPARED} <= sides


def _told_apart(question: Question, table: Table, sides: list[str]) -> list[str]:
    """Where two heads have words of one arm and no head those of the other, the arm is the one that says all its words
    and the other is not; the head that says some of them alone is left for the other arm."""
    heads = {h.head[0] for h, s in zip(table.columns[table.stubs :], sides[table.stubs :], strict=True) if s}
    named = {s for s in sides[table.stubs :] if s}
    if len(named) != 1 or len(heads) != 2:
        return sides
    side = named.pop()
    own = question.own[0 if side == TRIED else 1]
    whole = {h for h in heads if own - question.abbreviated <= question.words(h)}
    return (
        [s if s and table.columns[i].head[0] in whole else "" for i, s in enumerate(sides)]
        if len(whole) == 1
        else sides
    )


def _eliminated(question: Question, table: Table, sides: list[str]) -> list[str]:
    """With one arm known and one other column of values, that column is the other arm."""
    other = COMPARED if TRIED in sides[table.stubs :] else TRIED
    others = [
        i
        for i in range(table.stubs, len(sides))
        if not sides[i] and not is_test(table.columns[i].words) and table.columns[i].words
    ]
    known = [i for i in range(table.stubs, len(sides)) if sides[i]]
    if all(table.columns[i].n for i in known) and any(table.columns[i].n for i in others):
        others = [i for i in others if table.columns[i].n]  # words at the left have a head too ("Time")
    heads = {table.columns[i].head[0] for i in others}
    another = any(is_other_group(question.codes, head) for head in heads)
    if len(heads) == 1 and not another and not re.search(r"(?i)total|all\b|overall", next(iter(heads))):
        return [other if i in others else s for i, s in enumerate(sides)]
    return sides


def _by_column(
    question: Question, table: Table, sides: Sequence[str], kind: Kind, weight: Mapping[str, float]
) -> Iterator[Cells]:
    tried, compared = (_closest(question, table, sides, side) for side in (TRIED, COMPARED))
    pairs = _times(question, table, tried, compared)
    if kind == "continuous":
        yield from _of_stacks(question, table, pairs, weight)
    else:
        pairs = _of_people(pairs)
        table = replace(table, rows=with_counts(table.rows, _sizes(question, table, sides)))
    split = any(len(r.path) > 1 and is_whole(r.path[0]) for r in table.rows)
    for row in with_parts(question, table.rows) if kind == "binary" else table.rows:
        if (kind != "continuous" or not is_apart(row)) and _is_of_kind(row, kind):
            yield from _of_row(question, table, row, pairs, kind, weight, split)


def _sizes(question: Question, table: Table, sides: Sequence[str]) -> dict[int, int]:
    """Column → the people of its arm: those over it, else those that the document says."""
    said = {side: int(n.value) for side, n in question.sizes.items() if n}
    found = {c: table.columns[c].n or said.get(side) for c, side in enumerate(sides) if side}
    return {c: n for c, n in found.items() if n}


def _of_people(pairs: Sequence[Pair]) -> list[Pair]:
    """The columns without those of events, where others have the people with one: "Patients, n (%)" beside "Events, n"."""
    events = [bool(_EVENTS_HEAD.search(below)) and not _PEOPLE_HEAD.search(below) for below, _, _ in pairs]
    people = any(_PEOPLE_HEAD.search(below) for below, _, _ in pairs)
    return [p for p, of_events in zip(pairs, events, strict=True) if not (people and of_events)]


def _of_stacks(
    question: Question, table: Table, pairs: Sequence[Pair], weight: Mapping[str, float]
) -> Iterator[Cells]:
    """Means and their spreads in rows of their own."""
    for stack in stacks(table.rows):
        path, when = outcome_and_time(table, stack.path, timed=any(moment(below) for below, _, _ in pairs))
        for below, left, right in pairs:
            time = " ".join(t for t in (as_said(table, below), when) if t)
            a = side_of_stack(question, table, stack.rows, left, TRIED)
            b = side_of_stack(question, table, stack.rows, right, COMPARED)
            own = row_likeness(question, path, table, weight, time)
            like = as_like(question, own, path, a, b, "continuous")
            if like > 0:
                like += timed_likeness(question, table, time) + part_likeness(question, below)
                like -= other_measure(
                    question, table, stack.rows["mean"], f"{' '.join(stack.path)} {time} {below}"
                )
                yield made_of("continuous", " / ".join(p for p in path if p), time, a, b, like)


def _of_row(
    question: Question,
    table: Table,
    row: Row,
    pairs: Sequence[Pair],
    kind: Kind,
    weight: Mapping[str, float],
    split: bool,
) -> Iterator[Cells]:
    """One row at every time that stands over its columns. split : the table's first headings are parts of the people."""
    answer = _ANSWER.fullmatch(row.path[-1]) if kind == "binary" and len(row.path) > 1 else None
    words = row.path[:-1] if answer else row.path
    apart = words[0] if split and len(words) > 1 else ""
    headed = any(moment(below) for below, _, _ in pairs)
    path, when = outcome_and_time(table, words[1:] if apart else words, row.time, headed)
    path = (apart, *path) if apart else path
    if row.part_of and is_other_part(question, row, path[-1]):
        return
    timed = kind == "continuous" and not any(parted(w)[0] for w in row.path)
    for below, left, right in pairs:
        time = " ".join(t for t in (as_said(table, below), when) if t)
        if timed and below and not moment(below):
            path = (without_measures(below),)  # times at the left, outcomes over the columns
        alike = [in_words_asked(question.outcome, words) for words in path] if kind == "binary" else path
        a = side_from(question, table, row, left, TRIED, kind)
        b = side_from(question, table, row, right, COMPARED, kind)
        like = as_like(question, row_likeness(question, alike, table, weight, time), path, a, b, kind)
        if like > 0:
            like += timed_likeness(question, table, time) + part_likeness(question, below)
            like += own_time_likeness(question, row.path[-1])
            like += (apart_likeness(question, apart) if apart else 0.0) + set_likeness(question, row.path)
            if kind == "binary":
                a, b, loss = as_asked(
                    question.outcome, " ".join(path), a, b, bool(answer and (answer["no"] or answer["minus"]))
                )
                like -= loss + needless(question.outcome, " ".join(path), (r.path[-1] for r in table.rows))
            else:
                told = " ".join((*row.path, *path, time, below, *_heads(table, left)))
                like -= other_measure(question, table, row, told)
            yield made_of(kind, " / ".join(p for p in path if p), time, a, b, like)


def _heads(table: Table, columns: Sequence[int]) -> list[str]:
    """What stands over columns, and over the words at the left."""
    return [*(c.words for c in table.columns[: table.stubs]), *(table.columns[c].words for c in columns)]


def _is_of_kind(row: Row, kind: Kind) -> bool:
    """Whether the figures of a row may be of the kind: no counts with their percents among means, no spreads among counts."""
    if kind == "continuous" and _SHARE_ROW.search(row.path[-1]):
        return False
    of_other = _SPREAD_CELL if kind == "binary" else _SHARE_CELL
    return not any(of_other.search(cell.text) for cell in row.cells.values())


def _closest(question: Question, table: Table, sides: Sequence[str], side: str) -> list[int]:
    """The columns of an arm; of several arms with a word of it, those whose head says it best."""
    found = [i for i, s in enumerate(sides) if s == side and i >= table.stubs]
    fits = [
        (
            round(max(question.fit(_arm_alone(h), side) for h in table.columns[i].head or ("",)), 9),
            question.share(table.columns[i].words, side),
        )
        for i in found
    ]
    return [i for i, fit in zip(found, fits, strict=True) if fit == max(fits)]


def _times(question: Question, table: Table, tried: Sequence[int], compared: Sequence[int]) -> list[Pair]:
    """(words of the time or part, columns of one arm, of the other): columns of each arm, apart by what else their
    heads say, above the arm or below it, or beside it where both arms have the same times so."""
    beside_arms = [{_time_beside(question, table, c) for c in columns} for columns in (tried, compared)]
    timed = beside_arms[0] == beside_arms[1] and "" not in beside_arms[0]
    left, right = (_by_time(question, table, columns, timed) for columns in (tried, compared))
    if set(left) == set(right):
        return [(time, left[time], right[time]) for time in left]
    if asked := [t for t in left if t in right and _is_asked(question, t)]:
        return [(time, left[time], right[time]) for time in asked]  # one arm has columns that the other lacks
    return [("", list(tried), list(compared))] if left and right and len(tried) == len(compared) else []


# over or under the name of an arm: its letter, or that there are figures below
_NO_PART = Pattern(
    r"(?i)\(?(?:groups?|arm|cohort)\s(?:[A-Z]|[IV]{1,3}|\d)\)?|\W*(?:values?|data|results?)\W*"
)
_NO_TIME = re.compile(
    r"(?i)\b(?:means?|m|sd|se|sem|n|no|or|and|median|iqr|range|ci)\b|\b95 ?%|[-–](?!\d+[ -](?:hours?|days?|weeks?|months?|years?)\b)|[^\w –-]"
)


def _by_time(question: Question, table: Table, columns: Sequence[int], timed: bool) -> dict[str, list[int]]:
    """Columns of one arm by the words of their time or part. timed : times stand beside the arms' names."""
    out: dict[str, list[int]] = {}
    arms: dict[str, set[str]] = {}
    last = ""
    for c in columns:
        head = table.columns[c].head
        named = _naming(question, head)
        others = tuple(h for i, h in enumerate(head) if i != named and not _NO_PART.fullmatch(h))
        others = (*others, _time_beside(question, table, c)) if timed else others
        below = SIZE_SAID.sub(" ", " ".join(others))
        time = _NO_TIME.sub("", below)
        beside = (
            c - 1 in columns and what(below) in _SPREADS and not is_test(below) and not is_change(below)
        )  # the spread of the mean in the column before
        last = last if beside else " ".join(time.split())
        out.setdefault(last, []).append(c)
        arm = _arm_alone(head[named]) if head else ""
        arms.setdefault(last, set()).add(head_name(parted(arm)[0] if timed else arm))
    if len(out) > 1 and all(
        what(h[-1]) == "n" for c in out.get("", ()) for h in [table.columns[c].head] if h
    ):
        sizes = out.pop("", [])  # of the arm at all times
        out = {time: [*sizes, *cs] for time, cs in out.items()}
    # Two doses of what is asked for are no one arm.
    return {time: cs for time, cs in out.items() if len(arms[time]) == 1}


def _is_asked(question: Question, words: str) -> bool:
    """Whether the words over columns are a part or a time that the question names."""
    told = moment(words)
    if told and question.moment:
        return told.named and question.moment.named and told.is_same(question.moment)
    return bool(words) and question.words(words) <= question.wanted


def _time_beside(question: Question, table: Table, c: int) -> str:
    """The time that stands beside an arm in one head ("Yoga 3 months"), "" where none does."""
    head = table.columns[c].head
    return parted(_arm_alone(head[_naming(question, head)]))[1] if head else ""


def _arm_alone(head: str) -> str:
    """A head without what its column holds: "No. of people in control group", "Control group, mean (SD)"."""
    return without_measures(SIZE_SAID.sub("", _NUMBER_IN.sub("", head))).strip(" ,;:()") or head


def _naming(question: Question, head: Sequence[str]) -> int:
    """Which of the heads of a column names its arm: of several, the one that says it best."""
    named = [i for i, h in enumerate(head) if question.side_of(h)]
    return max(named, key=lambda i: question.fit(head[i], question.side_of(head[i])), default=0)
