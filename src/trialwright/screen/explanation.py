"""Why one patient passes, fails or stays unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from trialwright.errors import PatientsError
from trialwright.model.base import Frozen
from trialwright.model.concept import Concepts
from trialwright.model.criterion import All, Any, AtLeast, Comparison, Criterion, Has, Not, Tree
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Status
from trialwright.screen.oracle import Chart, charts, holds, inside, verdict


class Fact(Frozen):
    """A fact of the patient. raw, unit : as recorded (raw is None for an event and for a derived value).
    value : in canonical_unit. used : its time is in the window that the words ask about."""

    hours: float | None
    raw: float | None
    unit: str
    value: float | None
    canonical_unit: str
    used: bool


class Part(Frozen):
    """One leaf of a criterion: its words, what it comes to, and the patient's facts on its concept."""

    words: str
    concept: str
    outcome: Literal["holds", "does not hold", "unknown"]
    facts: tuple[Fact, ...]


class Explanation(Frozen):
    """verdict : "met" where the patient passes the criterion."""

    criterion: str
    name: str
    side: Literal["inclusion", "exclusion"]
    words: str
    verdict: Status
    parts: tuple[Part, ...]


def explain(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts, person_id: str
) -> tuple[Explanation, ...]:
    """An Explanation per criterion, in protocol order; see screen.explain."""
    found = charts(patients, concepts, person_id)
    if not found:
        raise PatientsError(
            f"There is no patient {person_id} in {patients.cohort.name}.",
            where=f"patient {person_id}",
            fix="Use an id of the patient table.",
        )
    return tuple(
        Explanation(
            criterion=c.id,
            name=c.name,
            side=c.side,
            words=c.quote.exact,
            verdict=verdict(c, found[0]),
            parts=tuple(_part(leaf, found[0]) for leaf in _leaves(c.tree)),
        )
        for c in criteria
    )


def _leaves(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Not):
        yield from _leaves(tree.of)
    elif isinstance(tree, All | Any | AtLeast):
        for branch in tree.of:
            yield from _leaves(branch)
    else:
        yield tree


def _part(leaf: Tree, chart: Chart) -> Part:
    truth = holds(leaf, chart)
    outcome: Literal["holds", "does not hold", "unknown"] = (
        "unknown" if truth is None else "holds" if truth else "does not hold"
    )
    if not isinstance(leaf, Comparison | Has):
        return Part(words=leaf.quote.exact, concept="", outcome=outcome, facts=())
    concept = chart.concept(leaf.concept)
    rows = [] if concept is None else chart.rows(concept)
    facts = tuple(
        Fact(
            hours=r.hours,
            raw=r.raw,
            unit=r.unit,
            value=r.value,
            canonical_unit=concept.unit if concept else "",
            used=inside(r, leaf.window),
        )
        for r in sorted(rows, key=lambda r: (r.hours is None, r.hours or 0.0))
    )
    return Part(words=leaf.quote.exact, concept=leaf.concept, outcome=outcome, facts=facts)
