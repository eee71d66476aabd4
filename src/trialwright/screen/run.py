"""The screening itself: bind, ask the engine once for the histogram of mask cells, count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from operator import or_

import ibis
import numpy as np
import numpy.typing as npt

from trialwright.errors import CriterionError, PatientsError
from trialwright.model.base import Because
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Screening, Status
from trialwright.screen import masks as cellwise
from trialwright.screen.bound import (
    AS_RECORDED,
    VALUE,
    Bound,
    Leaf,
    Present,
    Unknown,
    Value,
    fact_name,
    leaves,
)
from trialwright.screen.engine import answer, records
from trialwright.screen.facts import (
    Facts,
    available,
    canonical,
    has_upper,
    inputs_not_held,
)
from trialwright.screen.groups import with_levels
from trialwright.screen.histogram import Judged, histogram, judge
from trialwright.screen.leaves import split
from trialwright.screen.passes import Source, bind
from trialwright.screen.persons import plausible_persons

Progress = Callable[[int, int], None]
STEPS = 3
# What a query with a column for each of them, and the search for counts that give a small one away, still answer in
# seconds. The longest protocols have about a hundred criteria.
MOST_CRITERIA, MOST_COMPARISONS = 500, 2_000


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
    by: Sequence[str] = (),
) -> Screening:
    """Screening of a cohort; see screen.screen."""
    step = progress or (lambda done, total: None)
    bound = bindings(patients, criteria, concepts)
    step(0, STEPS)
    facts = canonical(patients, concepts, *measured(bound.leaf_list))
    step(1, STEPS)
    persons, levels = with_levels(plausible_persons(patients, concepts), by)
    with ThreadPoolExecutor(1) as aside:
        of_facts = split(facts, bound.leaf_list)
        # Answered while the other question is written, which counts the rest.
        apart = aside.submit(facts.implausible, of_facts.reach, of_facts.counted)
        judged = judge(persons, facts, bound.trees, _exclusions(criteria), levels)
        found = histogram(judged, bound.trees, by, levels)
    left_out = facts.told({**apart.result(), **found.implausible})
    step(2, STEPS)
    step(STEPS, STEPS)
    return Screening(
        because=Because(rule="screen.screen", of=(patients.cohort.id, *(c.id for c in criteria))),
        cohort=patients.cohort,
        counts=cellwise.counts(criteria, found.cells, found.missing),
        funnel=cellwise.funnel(criteria, found.cells),
        cells=found.cells,
        **cellwise.totals(found.cells)._asdict(),
        not_in_data=bound.not_in_data,
        warnings=(*patients.warnings, *bound.warnings, *left_out),
        items=found.items,
        lacking=found.lacking,
        groups=found.groups,
        rarest=found.rarest,
        rarest_in_groups=found.rarest_in_groups,
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
    names, measures = measured(bound.leaf_list)
    facts = canonical(patients, concepts, {*names, concept.name}, measures)
    judged = judge_all(patients, facts, bound, criteria)
    excluded = reduce(or_, (m.fails for m in judged.masks), ibis.literal(False))
    kept = judged.table.filter(~excluded).select(kept_id=judged.table.person_id)
    name = fact_name(concept.name, AS_RECORDED) if concept.name in facts.untold else concept.name
    rows = facts.rows({name})
    rows = rows.filter(rows.concept == name)
    rows = rows if concept.name in facts.untold else rows.filter(rows.value.notnull())
    rows = rows.inner_join(kept, rows.person_id == kept.kept_id)
    moment = ibis.coalesce(rows.time_hours, float("-inf"))
    last = rows.mutate(moment=moment, latest=moment.max().over(group_by=rows.person_id))
    last = last.filter(last.moment == last.latest)
    if concept.name in facts.untold:  # whose last value cannot be told has none
        blank = last.value.isnull().any().over(group_by=last.person_id)
        last = last.mutate(blank=blank).filter(~ibis._.blank)
    last = last.group_by("person_id")
    # Sorted before it is averaged, so that the same rows give the same bits in any order.
    found = answer(last.agg(values=ibis._.value.collect()).order_by("person_id"))
    return np.array([np.mean(sorted(v)) for v in found["values"]], dtype=np.float64)


def verdicts(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts
) -> dict[str, tuple[Status, ...]]:
    """person_id → per criterion, "met" where the patient passes it. Brings every patient here: for small cohorts."""
    bound = bindings(patients, criteria, concepts)
    facts = canonical(patients, concepts, *measured(bound.leaf_list))
    judged = judge_all(patients, facts, bound, criteria)
    columns = {
        f"status_{i}": ibis.cases((m.fails, "not met"), (m.unknown, "unknown"), else_="met")
        for i, m in enumerate(judged.masks)
    }
    table = judged.table.select("person_id", **columns).order_by("person_id")
    return {row["person_id"]: tuple(row[name] for name in columns) for row in records(table)}


def examples(patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts) -> dict[Status, str]:
    """The first person_id of those who meet all criteria, of those for whom one is unknown and none is not met, and of
    those who do not meet one; without a status that nobody has."""
    bound = bindings(patients, criteria, concepts)
    facts = canonical(patients, concepts, *measured(bound.leaf_list))
    judged = judge_all(patients, facts, bound, criteria)
    fails = reduce(or_, (m.fails for m in judged.masks), ibis.literal(False))
    unknown = reduce(or_, (m.unknown for m in judged.masks), ibis.literal(False))
    status = ibis.cases((fails, "not met"), (unknown, "unknown"), else_="met")
    each = judged.table.select("person_id", status=status)
    found = answer(each.group_by("status").agg(first=each.person_id.min()))
    rows = dict(zip(found["status"], found["first"], strict=True))
    return {s: rows[s] for s in ("met", "unknown", "not met") if s in rows}


def bindings(patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts) -> Bindings:
    """Every criterion bound to what the source holds. Raises CriterionError for more than can be screened at once."""
    _refuse_too_many(len(criteria), MOST_CRITERIA, "criteria")
    source = Source(
        concepts,
        available(patients, concepts),
        patients.captured,
        has_upper(patients),
        patients.cohort.may_be_admission,
        patients.undated,
    )
    trees = tuple(bind(c, source) for c in criteria)
    distinct = tuple(dict.fromkeys(leaf for tree in trees for leaf in leaves(tree)))
    _refuse_too_many(len(distinct), MOST_COMPARISONS, "comparisons and conditions in them")
    missing: list[str] = []
    for name in source.not_held:
        missing += inputs_not_held(name, patients, concepts) or (name,)
    return Bindings(trees, distinct, tuple(dict.fromkeys(missing)), tuple(source.warnings))


def _refuse_too_many(n: int, most: int, what: str) -> None:
    if n > most:
        raise CriterionError(
            f"{n:,} {what} are more than can be screened at once: at most {most:,}.",
            where="criteria",
            fix="Screen with those that matter, or with parts of the list one after another.",
        )


def judge_all(
    patients: PatientTables, facts: Facts, bound: Bindings, criteria: Sequence[Criterion]
) -> Judged:
    return judge(patients.persons, facts, bound.trees, _exclusions(criteria))


def _exclusions(criteria: Sequence[Criterion]) -> list[bool]:
    return [c.side == "exclusion" for c in criteria]


def measured(leaf_list: Sequence[Leaf]) -> tuple[set[str], set[tuple[str, str]]]:
    """The concepts that leaves ask for, and the measures of them other than their value."""
    measures = {(v.concept, v.measure) for v in leaf_list if isinstance(v, Value) and v.measure != VALUE}
    kinds = {kind for leaf in leaf_list if isinstance(leaf, Present) for kind in leaf.kinds}
    return {leaf.concept for leaf in leaf_list if not isinstance(leaf, Unknown)} | kinds, measures
