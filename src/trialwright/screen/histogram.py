"""The one question to the engine: how many patients share each pattern of masks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import Any

import ibis
import ibis.expr.types as ir

from trialwright.model.screening import GroupCells, LackingCell, MaskCell
from trialwright.screen.bound import Bound, Leaf, Unknown, lacking, leaves
from trialwright.screen.engine import Columns, answer
from trialwright.screen.facts import Facts
from trialwright.screen.groups import level_of
from trialwright.screen.kleene import Masks, branches, masks
from trialwright.screen.leaves import codes, column, masks_of, split
from trialwright.screen.lookup import INF
from trialwright.screen.pricing import collapsed
from trialwright.screen.survey import new_unit

BITS = 60  # of a signed 64-bit integer that a mask column uses
Reasons = dict[str, list[Leaf]]


@dataclass(frozen=True)
class Judged:
    """table : one row a person with the leaves' codes. masks : per criterion, an exclusion failing where its
    tree is met. of_leaf : the masks of one leaf. counted : concept → the column of implausible values."""

    table: ir.Table
    masks: tuple[Masks, ...]
    of_leaf: Callable[[Leaf], Masks]
    counted: Mapping[str, str]


@dataclass(frozen=True)
class Histogram:
    """cells : by pattern. lacking : by items lacked, of those whom nothing excludes. missing : per criterion, what
    → patients lacking it, whatever the others say. rarest : patients in the smallest pattern of masks and items, 0 of none;
    rarest_in_groups : within groups. implausible : concept → values, of those that Judged counts."""

    cells: tuple[MaskCell, ...]
    items: tuple[str, ...]
    lacking: tuple[LackingCell, ...]
    missing: list[dict[str, int]]
    groups: tuple[GroupCells, ...]
    rarest: int
    rarest_in_groups: int
    implausible: Mapping[str, int]


def judge(
    persons: ir.Table,
    facts: Facts,
    trees: Sequence[Bound],
    exclusions: Sequence[bool],
    keep: Sequence[str] = (),
) -> Judged:
    """Every person against every tree."""
    leaf_list = tuple(dict.fromkeys(leaf for tree in trees for leaf in leaves(tree)))
    of_facts = split(facts, leaf_list)
    table = codes(persons, facts, of_facts, keep)
    known = {leaf: i for i, leaf in enumerate(leaf_list) if not isinstance(leaf, Unknown)}

    def of_leaf(leaf: Leaf) -> Masks:
        return masks_of(leaf, table[column(known[leaf])] if leaf in known else None)

    found = (masks(tree, of_leaf) for tree in trees)
    sided = tuple(m.negated if out else m for m, out in zip(found, exclusions, strict=True))
    return Judged(table, sided, of_leaf, of_facts.counted)


def histogram(judged: Judged, trees: Sequence[Bound], by: Sequence[str], levels: Sequence[str]) -> Histogram:
    """Counts of all patterns. by : names of the groupings; levels : the columns of judged.table that hold them."""
    several = [(i, what) for i, tree in enumerate(trees) for what in _several(tree)]
    rows = answer(_query(judged, trees, several, levels))
    patients = rows["patients"]
    fails, unknown, lacks = (
        _wide(rows, side, size, len(patients))
        for side, size in (("fails", len(trees)), ("unknown", len(trees)), ("lacks", len(several)))
    )
    cells = [
        MaskCell(fails=f, unknown=u, patients=n) for f, u, n in zip(fails, unknown, patients, strict=True)
    ]
    sums = {pair: sum(rows[f"lack_{j}"]) for j, pair in enumerate(several)}
    missing = [_missing(i, tree, cells, sums) for i, tree in enumerate(trees)]
    items = tuple(dict.fromkeys(what for tree in trees for what in reasons(tree)))
    groups = tuple(_grouped(name, rows[level], cells) for name, level in zip(by, levels, strict=True))
    open_cells = _lacking(cells, lacks, trees, several, items)
    by_group = tuple(g for of in groups for g in of)
    patterns: Counter[tuple[int, int, int]] = Counter()
    for cell, lack in zip(cells, lacks, strict=True):
        patterns[cell.fails, cell.unknown, lack] += cell.patients
    rarest = min(patterns.values(), default=0)
    return Histogram(
        collapsed(cells),
        items,
        open_cells,
        missing,
        by_group,
        rarest,
        min(patients, default=0),
        {name: _whole(name, rows[off]) for name, off in judged.counted.items()},
    )


def _whole(name: str, parts: Sequence[float | None]) -> int:
    """How many values are implausible. Raises PatientsError where some are in a unit that was not on record."""
    total = sum(part or 0 for part in parts)
    if total == INF:
        raise new_unit(name, "a unit")
    return round(total)


def reasons(tree: Bound) -> Reasons:
    """What a patient may lack for this criterion → the leaves that lack it."""
    out: Reasons = {}
    for leaf in leaves(tree):
        out.setdefault(lacking(leaf), []).append(leaf)
    return out


def _several(tree: Bound) -> Reasons:
    """The reasons of a tree that has more than one: of any other, unknown says all."""
    found = reasons(tree)
    return found if len(found) > 1 else {}


def _query(
    judged: Judged, trees: Sequence[Bound], several: list[tuple[int, str]], levels: Sequence[str]
) -> ir.Table:
    flags = {f"fails_{i}": m.fails for i, m in enumerate(judged.masks)}
    flags |= {f"unknown_{i}": m.unknown for i, m in enumerate(judged.masks)}
    for j, (i, what) in enumerate(several):
        some = reduce(or_, (judged.of_leaf(leaf).unknown for leaf in reasons(trees[i])[what]))
        flags[f"lack_{j}"] = judged.masks[i].unknown & some
        needed = [needs for leaf, needs in _needed(trees[i], judged.of_leaf) if lacking(leaf) == what]
        flags[f"lacks_{j}"] = reduce(or_, needed, ibis.literal(False))
    off = tuple(judged.counted.values())
    person = judged.table.select("person_id", *off, **flags, **{name: judged.table[name] for name in levels})
    words = {
        name: word
        for side, size in (("fails", len(trees)), ("unknown", len(trees)))
        for name, word in _words(person, side, size)
    }
    if several:
        excluded = reduce(or_, (person[f"fails_{i}"] for i in range(len(trees))))
        words |= {name: excluded.ifelse(0, word) for name, word in _words(person, "lacks", len(several))}
    lack = {f"lack_{j}": person[f"lack_{j}"].cast("int64") for j in range(len(several))}
    packed = person.select(*off, **words, **lack, **{name: person[name] for name in levels})
    sums = {name: packed[name].sum() for name in (*lack, *off)}
    return packed.group_by([*words, *levels]).agg(patients=packed.count(), **sums)


def _needed(
    tree: Bound, of_leaf: Callable[[Leaf], Masks], above: ir.BooleanValue | None = None
) -> Iterator[tuple[Leaf, ir.BooleanValue]]:
    """Each leaf with the patients for whom it is unknown and so is everything above it, up to the criterion: one
    below a node that is settled anyway need not be known."""
    unknown = masks(tree, of_leaf).unknown
    here = unknown if above is None else above & unknown
    below = branches(tree)
    if below is None:
        yield tree, here  # type: ignore[misc]
    for branch in below or ():
        yield from _needed(branch, of_leaf, here)


def _words(person: ir.Table, side: str, size: int) -> Iterator[tuple[str, ir.IntegerValue]]:
    """Flags side_0, side_1, ... as the bits of integer columns, 60 to each."""
    for word in range(-(-size // BITS) or 1):
        bits = range(word * BITS, min(size, (word + 1) * BITS))
        parts = (person[f"{side}_{i}"].ifelse(1 << (i - word * BITS), 0).cast("int64") for i in bits)
        yield f"{side}_word_{word}", reduce(add, parts, ibis.literal(0, "int64"))


def _wide(rows: Columns, side: str, size: int, n: int) -> list[int]:
    """The masks again from their words, one a row; no word where there was no bit."""
    words = [rows[f"{side}_word_{w}"] for w in range(-(-size // BITS) or 1) if f"{side}_word_{w}" in rows]
    return [sum(word[k] << (w * BITS) for w, word in enumerate(words)) for k in range(n)]


def _missing(i: int, tree: Bound, cells: list[MaskCell], sums: dict[tuple[int, str], int]) -> dict[str, int]:
    names = list(reasons(tree))
    if len(names) > 1:
        return {what: sums[i, what] for what in names}
    return {what: sum(c.patients for c in cells if c.unknown >> i & 1) for what in names}


def _lacking(
    cells: list[MaskCell],
    lacks: list[int],
    trees: Sequence[Bound],
    several: list[tuple[int, str]],
    items: Sequence[str],
) -> tuple[LackingCell, ...]:
    """By items lacked, of the patients whom no criterion excludes."""
    at = {what: 1 << j for j, what in enumerate(items)}
    alone = {
        1 << i: at[next(iter(found))] for i, tree in enumerate(trees) if len(found := reasons(tree)) == 1
    }
    joint = {1 << j: at[what] for j, (_, what) in enumerate(several)}
    sums: Counter[int] = Counter()
    for cell, lack in zip(cells, lacks, strict=True):
        if not cell.fails:
            found = reduce(or_, (item for bit, item in alone.items() if cell.unknown & bit), 0)
            sums[reduce(or_, (item for bit, item in joint.items() if lack & bit), found)] += cell.patients
    return tuple(LackingCell(items=mask, patients=n) for mask, n in sorted(sums.items()))


def _grouped(name: str, levels: list[Any], cells: list[MaskCell]) -> tuple[GroupCells, ...]:
    """The cells of each level of one column; the levels in their order."""
    of: dict[str, list[MaskCell]] = defaultdict(list)
    for level, cell in zip(levels, cells, strict=True):
        of[level_of(level)].append(cell)
    return tuple(GroupCells(by=name, level=level, cells=collapsed(of[level])) for level in sorted(of))
