"""Cells of a comparison out of tables whose rows are of one arm each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from trialwright.read.comparison.arm_roles import by_role
from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cell_sizes import SIZE_SAID
from trialwright.read.comparison.cells import Cells, Kind
from trialwright.read.comparison.column_kinds import (
    are_again,
    are_counts,
    is_own_change,
    is_test,
    what,
    without_measures,
)
from trialwright.read.comparison.from_cells import made_of, side_from
from trialwright.read.comparison.moments import is_change_alone
from trialwright.read.comparison.opposites import as_asked, in_words_asked
from trialwright.read.comparison.other_measures import other_measure
from trialwright.read.comparison.quoted import as_like
from trialwright.read.comparison.row_words import (
    outcome_and_time,
    part_likeness,
    row_likeness,
    set_likeness,
    timed_likeness,
)
from trialwright.read.comparison.table_kinds import head_name, is_p, is_time
from trialwright.read.comparison.table_parts import Row, Table
from trialwright.read.comparison.values import said
from trialwright.read.patterns import Pattern

# What stands over the names of arms at the left and is no outcome
_OF_ARMS = Pattern(
    r"(?i)\W*(?:(?:study|treatment|intervention|experimental)\s)?(?:groups?|arms?|treatments?|interventions?|conditions?|variables?|regimens?|drugs?|vaccines?|therap(?:y|ies)|agents?|medications?|allocation|diets?|methods?|techniques?|study|time|visit)?(?:\s\(?n\)?)?\W*|\W*outcomes?\W*"
)
_IN_BRACKETS = Pattern(r"\s?[(\[][^()\[\]]*[)\]]")
_LEAST_HEADINGS = 3  # under which the same two rows name arms
_ALL = Pattern(r"(?i)\b(?:total|all|overall|both|differences?|p)\b")
# what a column holds that has no figure of an outcome of this kind
_OF_OTHER = {"binary": ("mean sd", "mean", "sd", "se"), "continuous": ("n",)}


def by_row(question: Question, table: Table, kind: Kind, weight: Mapping[str, float]) -> Iterator[Cells]:
    """Rows that name the arms under a heading, or under a caption, that names the outcome."""
    waiting: dict[tuple[str, ...], list[_Named]] = {}
    last: _Named | None = None
    for row in _with_arms(question, table.rows):
        at = [i for i, words in enumerate(row.path) if question.side_of(words)]
        if not at and last and row.path[:-1] == last.row.path[:-1] and is_change_alone(row.path[-1]):
            # "Change from baseline" under the row of an arm
            rest = (*last.rest, row.path[-1])
            waiting.setdefault((*rest, row.time), []).append(_Named(row, last.name, rest))
        last = None
        if at:
            best = max(at, key=lambda i: (round(_fit(question, row.path[i]), 9), i))
            rest = (*row.path[:best], *row.path[best + 1 :])
            last = _Named(row, row.path[best], rest)
            key = (
                SIZE_SAID.sub("", words).strip() for words in rest
            )  # "Week 8 (n = 31)" of one, "(n = 29)" of the other
            waiting.setdefault((*key, row.time), []).append(last)
    _drop_others(question, waiting)
    for rows in _under_one_name(question, waiting):
        found = list(_paired(question, rows))
        # several in rows of the same words are of parts of the people
        for pair in found if len(found) == 1 else ():
            yield from _rows_as_cells(question, table, pair, kind, weight)


def _with_arms(question: Question, rows: Sequence[Row]) -> list[Row]:
    """Rows that have the names of the arms as they are asked for, where they name them by their roles alone, or one of them."""
    names = [words for row in rows for words in row.path]
    if any(question.side_of(words) for words in names) or not question.controlled:
        return _with_other_arm(question, rows)
    sides = by_role(question, names)
    asked = {TRIED: question.intervention, COMPARED: question.comparator}
    named = {words: asked[side] for words, side in zip(names, sides, strict=True) if side}
    return [replace(row, path=tuple(named.get(words, words) for words in row.path)) for row in rows]


def _with_other_arm(question: Question, rows: Sequence[Row]) -> list[Row]:
    """Rows of which those of the other arm have its name as it is asked for, where every heading has the same two rows, one of
    a known arm, and the other's words name none ("VitD group, Non-suppl. group")."""
    under: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        under.setdefault(row.path[:-1], []).append(head_name(row.path[-1]))
    names = {tuple(found) for found in under.values()}
    if len(under) < _LEAST_HEADINGS or len(names) != 1 or len(set(*names)) != 2 or len(*names) != 2:
        return list(rows)
    sides = {name: question.side_of(name) for name in next(iter(names))}
    lacking = [name for name, side in sides.items() if not side and not is_time(name)]
    known = [side for side in sides.values() if side]
    if len(lacking) != 1 or len(known) != 1 or _ALL.search(lacking[0]):
        return list(rows)
    other = question.comparator if known[0] == TRIED else question.intervention
    return [
        replace(row, path=(*row.path[:-1], other)) if head_name(row.path[-1]) == lacking[0] else row
        for row in rows
    ]


def _fit(question: Question, words: str) -> float:
    """How well words at the left name their arm: an outcome may have a word of one ("Calcium" of calcium acetate)."""
    return question.fit(SIZE_SAID.sub("", words), question.side_of(words))


def _drop_others(question: Question, waiting: Mapping[tuple[str, ...], list[_Named]]) -> None:
    """Leaves out the rows of arms that have words of one that is asked for, where the table has a row that says it better
    and so names more arms than two."""
    rows = [r for found in waiting.values() for r in found]
    names = {head_name(r.name): question.side_of(r.name) for r in rows}
    if len(names) <= 2:
        return
    for side in (TRIED, COMPARED):
        fits = {name: question.fit(name, side) for name, s in names.items() if s == side}
        others = {name for name, fit in fits.items() if fit < max(fits.values()) - 1e-9}
        for found in waiting.values():
            found[:] = [r for r in found if head_name(r.name) not in others]


def _under_one_name(
    question: Question, waiting: Mapping[tuple[str, ...], list[_Named]]
) -> Iterator[list[_Named]]:
    """Rows of the same words; of those that have one arm alone, the rows whose words differ by what stands in brackets
    ("Sway (mm)" of one arm, "Sway" of the other)."""
    left: dict[tuple[str, ...], list[_Named]] = {}
    for key, rows in waiting.items():
        if len({question.side_of(r.name) for r in rows}) > 1:
            yield rows
        else:
            left.setdefault(tuple(_IN_BRACKETS.sub("", w).strip().lower() for w in key), []).extend(rows)
    yield from left.values()


class _Named(NamedTuple):
    """A row of one arm. name : the words of the arm. rest : the other words beside the row."""

    row: Row
    name: str
    rest: tuple[str, ...]


def _paired(question: Question, rows: Sequence[_Named]) -> Iterator[dict[str, _Named]]:
    """The rows of both arms, time after time; of several arms with a word of one, the row that says it best."""
    best = {
        side: max((question.fit(r.name, side) for r in rows if question.side_of(r.name) == side), default=0.0)
        for side in (TRIED, COMPARED)
    }
    meant = [r for r in rows if question.fit(r.name, s := question.side_of(r.name)) >= best[s] - 1e-9]
    if len({head_name(r.name) for r in meant}) > 2:
        return  # two doses of what is asked for are no one arm
    pair: dict[str, _Named] = {}
    for row in meant:
        pair[question.side_of(row.name)] = row
        if len(pair) == 2:
            yield pair
            pair = {}


def _rows_as_cells(
    question: Question, table: Table, pair: Mapping[str, _Named], kind: Kind, weight: Mapping[str, float]
) -> Iterator[Cells]:
    tried, compared = pair[TRIED], pair[COMPARED]
    columns = [
        i
        for i in range(table.stubs, len(table.columns))
        if (not is_test(table.columns[i].words) or is_own_change(table, i))
        and not any(is_p(h) for h in table.columns[i].head[-1:])
        and {i} & {*tried.row.cells, *compared.row.cells}
    ]
    if kind == "binary":
        columns = _without_bare(
            _without_sizes(table, columns, tried.row, compared.row), tried.row, compared.row
        )
    corner = (
        []
        if tried.rest
        else [c.words for c in table.columns[: table.stubs] if not _OF_ARMS.fullmatch(c.words)]
    )
    for name, cs in _units(table, columns, kind):
        heads = table.columns[cs[0]].head if len(cs) == 1 else (name,)
        words = [w for w in (*corner, *tried.rest, *map(without_measures, heads)) if w]
        path, time = outcome_and_time(table, words, tried.row.time)
        a = side_from(question, table, tried.row, cs, TRIED, kind)
        b = side_from(question, table, compared.row, cs, COMPARED, kind)
        alike = [in_words_asked(question.outcome, words) for words in path] if kind == "binary" else path
        like = as_like(question, row_likeness(question, alike, table, weight, name), path, a, b, kind)
        below = " ".join(table.columns[cs[0]].head[1:]) if len(cs) == 1 else ""
        if like > 0:
            like += timed_likeness(question, table, time)
            like += part_likeness(question, without_measures(below)) + set_likeness(question, tried.rest)
            if kind == "binary":
                a, b, loss = as_asked(question.outcome, " ".join(path), a, b)
                like -= loss
            else:
                told = " ".join(
                    (*corner, *path, *tried.rest, time, name, *(table.columns[c].words for c in cs))
                )
                like -= other_measure(question, table, tried.row, told)
            yield made_of(kind, " / ".join(p for p in path if p), time, a, b, like)


def _without_sizes(table: Table, columns: Sequence[int], *rows: Row) -> list[int]:
    """The columns without those of the arms' sizes, where others hold shares of them, or counts with their percent."""
    kinds = {c: what(table.columns[c].head[-1]) if table.columns[c].head else "" for c in columns}
    sizes = [c for c in columns if kinds[c] == "n" and not are_counts(table, c)]
    rest = [c for c in columns if c not in sizes]
    if "share" in kinds.values():
        return rest
    told = [[said(row.cells[c].text) for row in rows if c in row.cells] for c in rest]
    counted = any(
        len(cells) == len(rows)
        and any(t.percent or t.total for t in cells)
        and all(t.count is not None and (t.percent or t.total or not t.count) for t in cells)
        for cells in told
    )
    alone = [c for c in sizes if len(table.columns[c].head) == 1 and (counted or are_again(table, c))]
    return [c for c in columns if c not in alone] if rest else list(columns)


def _without_bare(columns: Sequence[int], *rows: Row) -> list[int]:
    """The columns without those of bare numbers, where another has fractions in every row: the numbers are of something
    else ("Clusters" beside "n/N")."""
    told = {c: [said(row.cells[c].text) for row in rows if c in row.cells] for c in columns}
    if not any(len(cells) == len(rows) and all(t.total for t in cells) for cells in told.values()):
        return list(columns)
    return [
        c
        for c, cells in told.items()
        if not all(t.count is not None and not t.total and not t.percent for t in cells)
    ]


def _units(table: Table, columns: Sequence[int], kind: Kind) -> list[tuple[str, list[int]]]:
    """(what is measured, its columns): each column for itself, or those that hold the mean, SD and n of one thing."""
    groups: dict[str, list[int]] = {}
    for c in columns:
        head = table.columns[c].head
        groups.setdefault(head[0] if len(head) > 1 else "", []).append(c)
    out: list[tuple[str, list[int]]] = []
    for name, cs in groups.items():
        lasts = [what(table.columns[c].head[-1] if table.columns[c].head else "") for c in cs]
        if kind == "continuous" and set(lasts) == {"n"}:
            continue  # sizes are no figures of an outcome
        if name and all(lasts) and len(set(lasts)) == len(lasts):
            out.append((name, cs))
        else:
            own = [c for c, last in zip(cs, lasts, strict=True) if last not in _OF_OTHER[kind]]
            out += [(table.columns[c].words, [c]) for c in own]
    joint = " ".join(table.columns[c].words for c in columns)
    kinds = [what(table.columns[c].words) for c in columns]
    if kinds.count("mean") == kinds.count("sd") == 1 and len(columns) <= 4 and "" in groups:
        return [(joint, list(columns))]
    return out
