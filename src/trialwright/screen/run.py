"""The screening itself: bind, ask the engine once for the histogram of mask cells, count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from trialwright.errors import CriterionError, PatientsError
from trialwright.model.base import Because
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.patients import PatientTables
from trialwright.model.screening import MaskCell, Screening, Status
from trialwright.screen import masks as cellwise
from trialwright.screen.bound import Bound, Leaf, Unknown, lacking, leaves
from trialwright.screen.facts import Facts, available, canonical, engine_call, inputs_not_held
from trialwright.screen.kleene import Masks, masks
from trialwright.screen.leaves import codes, column, masks_of
from trialwright.screen.passes import Source, bind

Progress = Callable[[int, int], None]
CRITERIA_PER_WORD = 60  # bits of a signed 64-bit integer that a mask column uses
STEPS = 3


@dataclass(frozen=True)
class Bindings:
    """Criteria bound to a source, and what binding found. leaf_list : every distinct leaf, in order."""

    trees: tuple[Bound, ...]
    leaf_list: tuple[Leaf, ...]
    not_in_data: tuple[str, ...]
    warnings: tuple[str, ...]


def screen(
    patients: PatientTables,
    criteria: Sequence[Criterion],
    concepts: Concepts,
    progress: Progress | None = None,
) -> Screening:
    """Screening of a cohort; see screen.screen."""
    step = progress or (lambda done, total: None)
    bound = bindings(patients, criteria, concepts)
    step(0, STEPS)
    facts = canonical(patients, concepts, _measured(bound.leaf_list))
    step(1, STEPS)
    rows = _histogram(patients, facts, criteria, bound)
    step(2, STEPS)
    cells = _cells(rows, len(criteria))
    missing = [
        {what: sum(rows[f"lack_{i}_{j}"]) for j, what in enumerate(_reasons(tree))}
        for i, tree in enumerate(bound.trees)
    ]
    step(STEPS, STEPS)
    return Screening(
        because=Because(rule="screen.screen", of=(patients.cohort.id, *(c.id for c in criteria))),
        cohort=patients.cohort,
        counts=cellwise.counts(criteria, cells, missing),
        funnel=cellwise.funnel(criteria, cells),
        cells=cells,
        **cellwise.totals(cells)._asdict(),
        not_in_data=bound.not_in_data,
        warnings=(*bound.warnings, *facts.warnings),
    )


def marker_values(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts, marker: str
) -> npt.NDArray[np.float64]:
    """Last marker value of each patient not excluded; see screen.marker_values.

    Values recorded at the same last moment are averaged.
    """
    concept = concepts.by_name.get(marker) or concepts.by_word.get(marker.lower())
    if concept is None:
        raise CriterionError(
            f"The marker {marker} is not in the dictionary of concepts.",
            where=f"marker {marker}",
            fix="Use a name or synonym of the dictionary, or add the concept to the plan's own file.",
        )
    if concept.name not in available(patients, concepts):
        raise PatientsError(
            f"The patients of {patients.cohort.name} have no {concept.name}.",
            where=f"marker {marker}",
            fix=f"Name the column that holds {concept.name}, or state the marker's quantiles in the scenario.",
        )
    bound = bindings(patients, criteria, concepts)
    facts = canonical(patients, concepts, {*_measured(bound.leaf_list), concept.name})
    judged = _judge(patients, facts, bound, criteria)
    excluded = reduce(or_, (m.fails for m in judged.masks), ibis.literal(False))
    kept = judged.table.filter(~excluded).select(kept_id=judged.table.person_id)
    rows = facts.table.filter(facts.table.concept == concept.name, facts.table.value.notnull())
    rows = rows.inner_join(kept, rows.person_id == kept.kept_id)
    moment = ibis.coalesce(rows.time_hours, float("-inf"))
    last = rows.mutate(moment=moment, latest=moment.max().over(group_by=rows.person_id))
    last = last.filter(last.moment == last.latest).group_by("person_id")
    # Sorted before it is averaged, so that the same rows give the same bits in any order.
    table = engine_call(lambda: last.agg(values=ibis._.value.collect()).order_by("person_id").to_pyarrow())
    return np.array([np.mean(sorted(v)) for v in table["values"].to_pylist()], dtype=np.float64)


def verdicts(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts
) -> dict[str, tuple[Status, ...]]:
    """person_id → per criterion, "met" where the patient passes it. Brings every patient here: for small cohorts."""
    bound = bindings(patients, criteria, concepts)
    facts = canonical(patients, concepts, _measured(bound.leaf_list))
    judged = _judge(patients, facts, bound, criteria)
    columns = {
        f"status_{i}": ibis.cases((m.fails, "not met"), (m.unknown, "unknown"), else_="met")
        for i, m in enumerate(judged.masks)
    }
    table = judged.table.select("person_id", **columns).order_by("person_id")
    rows = engine_call(lambda: table.to_pyarrow().to_pylist())
    return {row["person_id"]: tuple(row[name] for name in columns) for row in rows}


def bindings(patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts) -> Bindings:
    """Every criterion bound to what the source holds."""
    source = Source(concepts, available(patients, concepts), patients.captured)
    trees = tuple(bind(c, source) for c in criteria)
    distinct = tuple(dict.fromkeys(leaf for tree in trees for leaf in leaves(tree)))
    missing: list[str] = []
    for name in source.not_held:
        missing += inputs_not_held(name, patients, concepts) or (name,)
    return Bindings(trees, distinct, tuple(dict.fromkeys(missing)), tuple(source.warnings))


@dataclass(frozen=True)
class Judged:
    """table : one row a person with the leaves' codes. masks : per criterion, an exclusion failing where its
    tree is met. leaf_unknown : per leaf."""

    table: ir.Table
    masks: tuple[Masks, ...]
    leaf_unknown: dict[Leaf, ir.BooleanValue]


def _judge(patients: PatientTables, facts: Facts, bound: Bindings, criteria: Sequence[Criterion]) -> Judged:
    table = codes(patients.persons, facts.table, bound.leaf_list)
    known = {leaf: i for i, leaf in enumerate(bound.leaf_list) if not isinstance(leaf, Unknown)}

    def of_leaf(leaf: Leaf) -> Masks:
        return masks_of(leaf, table[column(known[leaf])] if leaf in known else None)

    out = []
    for tree, criterion in zip(bound.trees, criteria, strict=True):
        found = masks(tree, of_leaf)
        out.append(found.negated if criterion.side == "exclusion" else found)
    return Judged(table, tuple(out), {leaf: of_leaf(leaf).unknown for leaf in bound.leaf_list})


def _histogram(
    patients: PatientTables, facts: Facts, criteria: Sequence[Criterion], bound: Bindings
) -> dict[str, list[Any]]:
    """One query: patients per pattern of masks and, within it, how many lack what for which criterion."""
    judged = _judge(patients, facts, bound, criteria)
    flags = {f"fails_{i}": m.fails for i, m in enumerate(judged.masks)}
    flags |= {f"unknown_{i}": m.unknown for i, m in enumerate(judged.masks)}
    for i, (tree, found) in enumerate(zip(bound.trees, judged.masks, strict=True)):
        for j, group in enumerate(_reasons(tree).values()):
            some = reduce(or_, (judged.leaf_unknown[leaf] for leaf in group))
            flags[f"lack_{i}_{j}"] = found.unknown & some
    person = judged.table.select("person_id", **flags)
    words = {
        f"{side}_word_{w}": _word(person, side, w, len(criteria))
        for side in ("fails", "unknown")
        for w in range(_words(len(criteria)))
    }
    lack = [name for name in flags if name.startswith("lack_")]
    packed = person.select(**words, **{name: person[name].cast("int64") for name in lack})
    sums = {name: packed[name].sum() for name in lack}
    table = packed.group_by(list(words)).agg(patients=packed.count(), **sums)
    return engine_call(lambda: table.to_pyarrow().to_pydict())


def _words(criteria: int) -> int:
    return max(1, -(-criteria // CRITERIA_PER_WORD))


def _word(person: ir.Table, side: str, word: int, criteria: int) -> ir.IntegerValue:
    """Bits of up to 60 criteria as one integer column."""
    first = word * CRITERIA_PER_WORD
    bits = range(first, min(criteria, first + CRITERIA_PER_WORD))
    parts = (person[f"{side}_{i}"].ifelse(1 << (i - first), 0).cast("int64") for i in bits)
    return reduce(add, parts, ibis.literal(0, "int64"))


def _cells(rows: dict[str, list[Any]], criteria: int) -> tuple[MaskCell, ...]:
    cells = []
    for k, patients in enumerate(rows["patients"]):
        fails, unknown = (
            sum(rows[f"{side}_word_{w}"][k] << (w * CRITERIA_PER_WORD) for w in range(_words(criteria)))
            for side in ("fails", "unknown")
        )
        cells.append(MaskCell(fails=fails, unknown=unknown, patients=patients))
    return tuple(sorted(cells, key=lambda c: (c.fails, c.unknown)))


def _reasons(tree: Bound) -> dict[str, list[Leaf]]:
    """What a patient may lack for this criterion → the leaves that lack it."""
    out: dict[str, list[Leaf]] = {}
    for leaf in leaves(tree):
        out.setdefault(lacking(leaf), []).append(leaf)
    return out


def _measured(leaf_list: Sequence[Leaf]) -> set[str]:
    return {leaf.concept for leaf in leaf_list if not isinstance(leaf, Unknown)}
