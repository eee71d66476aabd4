"""The same verdicts, worked out row by row in plain Python: slow, plain, and independent of the Ibis path.

It shares the model, the units and the names of derived concepts with the engine's path, and no other code:
the conformance test requires that both agree on every patient and criterion. `explain` uses it too,
because it can say which rows a verdict rests on. charts.py holds a patient's rows, formulas.py what is worked out of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from trialwright.model.concept import Concept, Concepts
from trialwright.model.criterion import (
    All,
    AtLeast,
    Comparison,
    Criterion,
    Has,
    NeedsPerson,
    Not,
    Tree,
    Window,
)
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Status
from trialwright.model.units import normalise
from trialwright.screen.charts import TOLERANCE, Chart, Row, charts, in_own_unit, valued

INDEX = ("index", "randomisation", "randomization", "enrolment", "enrollment", "screening")
DAY = 24.0
Truth = bool | None


def verdicts(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts
) -> dict[str, tuple[Status, ...]]:
    """person_id → per criterion: met where the patient passes it, not met where it shuts the patient out."""
    return {c.person_id: tuple(verdict(k, c) for k in criteria) for c in charts(patients, concepts)}


def verdict(criterion: Criterion, chart: Chart) -> Status:
    """Whether a patient passes a criterion."""
    truth = holds(criterion.tree, chart)
    if truth is None:
        return "unknown"
    return "met" if truth == (criterion.side == "inclusion") else "not met"


def holds(tree: Tree, chart: Chart) -> Truth:
    """A tree in Kleene's logic: None is unknown."""
    if isinstance(tree, NeedsPerson):
        return None
    if isinstance(tree, Not):
        inner = holds(tree.of, chart)
        return None if inner is None else not inner
    if isinstance(tree, Has):
        return _has(tree, chart)
    if isinstance(tree, Comparison):
        return _compares(tree, chart)
    of = [holds(t, chart) for t in tree.of]
    if isinstance(tree, All):
        return False if False in of else None if None in of else True
    wanted = tree.count if isinstance(tree, AtLeast) else 1
    if of.count(True) >= wanted:
        return True
    return None if of.count(True) + of.count(None) >= wanted else False


def inside(row: Row, window: Window | None) -> bool:
    """Whether a fact's time is in the window. A fact without a time is in an unbounded window only."""
    if window is None or (window.start_hours is None and window.end_hours is None):
        return True
    if row.hours is None:
        return False
    after = window.start_hours is None or row.hours >= window.start_hours
    return after and (window.end_hours is None or row.hours <= window.end_hours)


def stands(absence: Row, window: Window | None) -> bool:
    """Whether a recorded absence is one of the whole window: one without a time, or of its last day."""
    if absence.hours is None or not inside(absence, window):
        return absence.hours is None
    ends = window is not None and window.start_hours is not None and window.end_hours is not None
    return not ends or absence.hours >= window.end_hours - DAY  # type: ignore[union-attr, operator]


def anchored(window: Window | None, chart: Chart) -> bool:
    """Whether the data say when a window is."""
    if window is None or window.anchor.lower() in INDEX:
        return True
    return window.anchor.lower() == "admission" and chart.admission


def _has(tree: Has, chart: Chart) -> Truth:
    concept = chart.concept(tree.concept)
    if concept is not None and concept.sex and "sex" in chart.held and chart.sex not in (None, concept.sex):
        kinds = [k for k in kinds_of(concept, chart.concepts) if chart.known(k)]
        seen = chart.rows(concept) or [r for k in kinds for r in chart.rows(k) if r.value != 0]
        unrecorded = not (chart.known(concept) or kinds) or (anchored(tree.window, chart) and not seen)
        if unrecorded and not valued(concept):
            return False
    return _occurred(tree, concept, chart)


def _occurred(tree: Has, concept: Concept | None, chart: Chart) -> Truth:
    if concept is None or valued(concept) or not anchored(tree.window, chart):
        return None
    kinds = [k for k in kinds_of(concept, chart.concepts) if chart.known(k) and not valued(k)]
    if not chart.known(concept) and not kinds:
        return None
    rows = chart.rows(concept)
    yes = [r for k in (concept, *kinds) for r in chart.rows(k) if r.value != 0]
    if any(inside(r, tree.window) for r in yes):
        return True
    if any(r.hours is None for r in yes):
        return None  # it happened, and it may have been then
    if any(stands(r, tree.window) for r in rows if r.value == 0):
        return False
    return False if concept.name in chart.captured else None


def kinds_of(concept: Concept, concepts: Concepts) -> list[Concept]:
    """Every concept below it, found by asking each whether one that it is a kind of is below it too."""
    below = [c for c in concepts.by_name.values() if concept.name in c.broader]
    return list({k.name: k for c in below for k in (c, *kinds_of(c, concepts))}.values())


def _compares(tree: Comparison, chart: Chart) -> Truth:
    concept, quantity = chart.concept(tree.concept), tree.quantity
    if concept is None or not chart.known(concept) or not anchored(tree.window, chart):
        return None
    low = limit_of(quantity.low, tree, concept)
    high = None if quantity.high is None else limit_of(quantity.high, tree, concept)
    if low is None or (quantity.high is not None and high is None):
        return None
    if tree.occasion == "worst" and not concept.worst:
        return None
    rows = [*compared(tree, chart, concept), *_not_told(tree, chart, concept)]
    rows = [r for r in rows if inside(r, tree.window)]
    values = _of_occasion(rows, tree, concept)
    if _in_completed_years(tree, concept, low, high):
        values = [None if v is None else math.floor(v * (1 + TOLERANCE)) for v in values]
    hits = [None if v is None else _hit(v, tree, low, high) for v in values]
    if not hits:
        return None
    if tree.occasion == "any":
        return True if True in hits else None if None in hits else False
    if tree.occasion == "all":
        return False if False in hits else None if None in hits else True
    return hits[0] if len(set(hits)) == 1 else None


def compared(tree: Comparison, chart: Chart, concept: Concept) -> list[Row]:
    """The rows that a comparison looks at: values, or what it makes of them. The value of a row is then a multiple
    or a change, None where that cannot be told."""
    rows = [r for r in chart.rows(concept) if r.value is not None]
    if tree.quantity.uln:  # a row keeps its raw value beside the multiple
        return [replace(r, value=r.value / r.upper if r.upper and r.upper > 0 else None) for r in rows]  # type: ignore[operator]
    if tree.measure == "value":
        return rows
    dated = [r for r in rows if r.hours is not None]
    start = min((r.hours for r in dated), default=None)
    out = []
    for base in (r for r in dated if r.hours == start):
        for r in (r for r in dated if r.hours != start):
            assert r.value is not None
            assert base.value is not None
            of = (("baseline", base), ("value", r))
            if tree.measure == "change":
                out.append(replace(r, value=r.value - base.value, of=of))
            else:
                out.append(replace(r, value=r.value / base.value if base.value > 0 else None, of=of))
    return out


def _not_told(tree: Comparison, chart: Chart, concept: Concept) -> list[Row]:
    """Its values in units that do not convert: they are on record and cannot be told. A change has a time."""
    rows = [row for row, _ in chart.unusable(concept) if row.value is None]
    changes = tree.measure != "value" and not tree.quantity.uln
    return [row for row in rows if row.hours is not None] if changes else rows


def limit_of(limit: float, tree: Comparison, concept: Concept) -> float | None:
    """A written limit as its comparison needs it."""
    unit = tree.quantity.unit
    if tree.quantity.uln or tree.measure == "times baseline":
        scale = {"": 1.0, "1": 1.0, "%": 0.01}.get(unit.strip())
        return limit if tree.quantity.uln else None if scale is None else limit * scale
    value = in_own_unit(limit, unit, concept)
    zero = in_own_unit(0.0, unit, concept) if tree.measure == "change" else 0.0
    return None if value is None or zero is None else value - zero


def _in_completed_years(tree: Comparison, concept: Concept, low: float, high: float | None) -> bool:
    """Whether a limit is on a whole number of years of age."""
    unit = concept.unit if concept.bare and not tree.quantity.unit.strip() else tree.quantity.unit
    years = (
        concept.name == "age" and normalise(unit) == "a" and tree.measure == "value" and not tree.quantity.uln
    )
    return years and all(float(x).is_integer() for x in (low, high or 0))


def _of_occasion(rows: list[Row], tree: Comparison, concept: Concept) -> list[float | None]:
    """The values that the occasion asks about; more than one where several share the last moment."""
    values = [r.value for r in rows]
    if not values or tree.occasion in ("any", "all"):
        return values
    if tree.occasion in ("mean", "worst"):
        told = [v for v in values if v is not None]
        if len(told) < len(values):
            return [None]
        if tree.occasion == "mean":
            return [sum(told) / len(told)]
        return [min(told) if concept.worst == "low" else max(told)]
    dated = [r for r in rows if r.hours is not None]
    if not dated:
        return values
    pick = max if tree.occasion == "last" else min
    moment = pick(r.hours for r in dated if r.hours is not None)
    return [r.value for r in dated if r.hours == moment]


def _hit(value: float, tree: Comparison, low: float, high: float | None) -> bool:
    below_low = value < low - TOLERANCE * abs(low)
    above_low = value > low + TOLERANCE * abs(low)
    if tree.comparator == "<":
        return below_low
    if tree.comparator == "<=":
        return not above_low
    if tree.comparator == ">":
        return above_low
    if tree.comparator == ">=":
        return not below_low
    top = low if high is None else high
    return not below_low and not value > top + TOLERANCE * abs(top)
