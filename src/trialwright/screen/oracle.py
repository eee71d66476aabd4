"""The same verdicts, worked out row by row in plain Python: slow, plain, and independent of the Ibis path.

It shares the model, the units and the names of derived concepts with the engine's path, and no other code:
the conformance test requires that both agree on every patient and criterion. `explain` uses it too,
because it can say which rows a verdict rests on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from trialwright.model.units import convert, normalise
from trialwright.screen.engine import engine_call

TOLERANCE = 1e-9  # relative: below any laboratory's last digit
INDEX = ("index", "admission", "randomisation", "randomization", "enrolment", "enrollment", "screening")
Truth = bool | None


@dataclass(frozen=True)
class Row:
    """One fact. raw, unit : as recorded. value : in the concept's unit; None where a measure of it cannot be told.
    hours : None without a time. upper : the row's own upper limit of normal, in the concept's unit. of : word →
    the rows that a formula put together."""

    hours: float | None
    raw: float | None
    unit: str
    value: float | None
    upper: float | None = None
    of: tuple[tuple[str, Row], ...] = ()


Recorded = tuple[float | None, float | None, str, float | None]  # hours, value, unit, upper limit


@dataclass
class Chart:
    """One patient: age in years, sex, and facts by concept as recorded."""

    person_id: str
    age: float | None
    sex: str | None
    recorded: dict[str, list[Recorded]]
    concepts: Concepts
    held: frozenset[str]
    captured: frozenset[str]

    def concept(self, word: str) -> Concept | None:
        return self.concepts.by_name.get(word) or self.concepts.by_word.get(word.lower())

    def known(self, concept: Concept) -> bool:
        """Whether the source could say anything about it."""
        if concept.name in self.held or concept.name in self.captured:
            return True
        if concept.name in ("female", "male"):
            return "sex" in self.held
        needs = INPUTS.get(_formula_of(concept))
        return needs is not None and all((c := self.concept(n)) is not None and self.known(c) for n in needs)

    def rows(self, concept: Concept) -> list[Row]:
        """Its usable facts: events, and values that are present, convertible and plausible."""
        if concept.name not in self.held | self.captured and _formula_of(concept) in FORMULAS:
            found = FORMULAS[_formula_of(concept)](self, concept) if self.known(concept) else []
            return [r for r in found if _plausible(r.value, concept)]
        out = []
        for hours, raw, unit, limit in self._raw(concept):
            if not valued(concept):
                out.append(Row(hours, raw, unit, raw))
            elif raw is not None:
                value, upper = (in_own_unit(x, unit, concept) for x in (raw, limit))
                if value is not None and _plausible(value, concept):
                    out.append(Row(hours, raw, unit, value, upper))
        return out

    def unusable(self, concept: Concept) -> list[tuple[Row, str]]:
        """Its rows that count for nothing, and why."""
        out = []
        for hours, raw, unit, _ in self._raw(concept) if valued(concept) else ():
            value = None if raw is None else in_own_unit(raw, unit, concept)
            if raw is not None and value is None:
                out.append(
                    (Row(hours, raw, unit, None), f"{unit or 'no unit'} does not convert to {concept.unit}")
                )
            elif raw is not None and not _plausible(value, concept):
                out.append((Row(hours, raw, unit, value), "implausible"))
        return out

    def _raw(self, concept: Concept) -> list[Recorded]:
        rows = list(self.recorded.get(concept.name, ()))
        if concept.name == "age" and self.age is not None:
            rows.append((None, self.age, "a", None))
        if concept.name in ("female", "male") and self.sex is not None and "sex" in self.held:
            rows.append((None, float(self.sex == concept.name), "", None))
        return rows

    def in_unit(self, word: str, unit: str) -> list[Row]:
        """Facts of an input with value in the unit that a formula takes."""
        concept = self.concept(word)
        if concept is None:
            return []
        rows = (
            (r, convert(r.value, concept.unit, unit, concept))
            for r in self.rows(concept)
            if r.value is not None
        )
        return [replace(r, value=v) for r, v in rows if v is not None]


def verdicts(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts
) -> dict[str, tuple[Status, ...]]:
    """person_id → per criterion: met where the patient passes it, not met where it shuts the patient out."""
    return {c.person_id: tuple(verdict(k, c) for k in criteria) for c in charts(patients, concepts)}


def charts(patients: PatientTables, concepts: Concepts, person_id: str | None = None) -> list[Chart]:
    """Everybody's chart, or one person's, read into memory."""
    persons, facts = patients.persons, patients.facts
    if person_id is not None:
        persons = persons.filter(persons.person_id == person_id)
        facts = facts.filter(facts.person_id == person_id)
    out = {
        p["person_id"]: Chart(
            p["person_id"], p["age_years"], p["sex"], {}, concepts, patients.held, patients.captured
        )
        for p in engine_call(lambda: persons.to_pyarrow().to_pylist())
    }
    for f in engine_call(lambda: facts.to_pyarrow().to_pylist()):
        if f["person_id"] in out:
            rows = out[f["person_id"]].recorded.setdefault(f["concept"], [])
            rows.append((f["time_hours"], f["value"], f["unit"] or "", f.get("upper")))
    return [out[key] for key in sorted(out)]


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


def valued(concept: Concept) -> bool:
    """Whether its facts are values rather than events."""
    if concept.kind == "demographic":
        return concept.unit != ""
    return concept.kind not in ("condition", "drug", "procedure", "state", "consent")


def inside(row: Row, window: Window | None) -> bool:
    """Whether a fact's time is in the window. A fact without a time is in an unbounded window only."""
    if window is None or (window.start_hours is None and window.end_hours is None):
        return True
    if row.hours is None:
        return False
    after = window.start_hours is None or row.hours >= window.start_hours
    return after and (window.end_hours is None or row.hours <= window.end_hours)


def _anchored(window: Window | None) -> bool:
    return window is None or window.anchor.lower() in INDEX


def _has(tree: Has, chart: Chart) -> Truth:
    concept = chart.concept(tree.concept)
    if concept is not None and concept.sex and "sex" in chart.held and chart.sex not in (None, concept.sex):
        kinds = [k for k in kinds_of(concept, chart.concepts) if chart.known(k)]
        seen = chart.rows(concept) or [r for k in kinds for r in chart.rows(k) if r.value != 0]
        unrecorded = not (chart.known(concept) or kinds) or (_anchored(tree.window) and not seen)
        if unrecorded and not valued(concept):
            return False
    return _occurred(tree, concept, chart)


def _occurred(tree: Has, concept: Concept | None, chart: Chart) -> Truth:
    if concept is None or valued(concept) or not _anchored(tree.window):
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
    if any(r.hours is None or inside(r, tree.window) for r in rows if r.value == 0):
        return False
    return False if concept.name in chart.captured else None


def kinds_of(concept: Concept, concepts: Concepts) -> list[Concept]:
    """Every concept below it, found by asking each whether one that it is a kind of is below it too."""
    below = [c for c in concepts.by_name.values() if concept.name in c.broader]
    return list({k.name: k for c in below for k in (c, *kinds_of(c, concepts))}.values())


def _compares(tree: Comparison, chart: Chart) -> Truth:
    concept, quantity = chart.concept(tree.concept), tree.quantity
    if concept is None or not chart.known(concept) or not _anchored(tree.window):
        return None
    low = _limit_of(quantity.low, tree, concept)
    high = None if quantity.high is None else _limit_of(quantity.high, tree, concept)
    if low is None or (quantity.high is not None and high is None):
        return None
    if tree.occasion == "worst" and not concept.worst:
        return None
    rows = [r for r in compared(tree, chart, concept) if inside(r, tree.window)]
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


def _limit_of(limit: float, tree: Comparison, concept: Concept) -> float | None:
    """A written limit as its comparison needs it."""
    unit = tree.quantity.unit
    if tree.quantity.uln or tree.measure == "times baseline":
        scale = {"": 1.0, "1": 1.0, "%": 0.01}.get(unit.strip())
        return limit if tree.quantity.uln else None if scale is None else limit * scale
    value = in_own_unit(limit, unit, concept)
    zero = in_own_unit(0.0, unit, concept) if tree.measure == "change" else 0.0
    return None if value is None or zero is None else value - zero


def in_own_unit(value: float | None, unit: str, concept: Concept) -> float | None:
    """A value as recorded in the concept's unit; None where it does not convert."""
    meant = concept.unit if concept.bare and not unit.strip() else unit
    return None if value is None else convert(value, meant, concept.unit, concept)


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


def _plausible(value: float | None, concept: Concept) -> bool:
    if value is None or concept.plausible is None:
        return value is not None
    low, high = concept.plausible
    return low - TOLERANCE * abs(low) <= value <= high + TOLERANCE * abs(high)


def _closest(of: Row, among: list[Row], before: float, after: float) -> list[Row]:
    """The rows nearest in time, at most so long before or after; all of them when equally near."""
    gaps = [(0.0 if of.hours is None or r.hours is None else r.hours - of.hours, r) for r in among]
    gaps = [(abs(g), r) for g, r in gaps if -before - 1e-6 <= g <= after + 1e-6]
    least = min((g for g, _ in gaps), default=None)
    return [r for g, r in gaps if g == least]


def _worked_out(value: float, unit: str, concept: Concept, **of: Row) -> Row:
    """What a formula gives at the time of its first input."""
    first = next(iter(of.values()))
    return Row(first.hours, None, unit, convert(value, unit, concept.unit, concept), of=tuple(of.items()))


def _pf_ratio(chart: Chart, concept: Concept) -> list[Row]:
    settings = chart.in_unit("fio2", "1")
    return [
        _worked_out((p.value or 0) / f.value, "mm[Hg]", concept, pao2=p, fio2=f)
        for p in chart.in_unit("pao2", "mm[Hg]")
        for f in _closest(p, settings, before=4, after=0)
        if f.value
    ]


def _cockcroft_gault(chart: Chart, concept: Concept) -> list[Row]:
    ages = [r.value for r in chart.rows(age) if r.value is not None] if (age := chart.concept("age")) else []
    if not ages or ages[0] >= 140 or chart.sex not in ("female", "male"):
        return []
    weights = chart.in_unit("weight", "kg")
    out = []
    for creatinine in chart.in_unit("creatinine", "mg/dL"):
        for weight in _closest(creatinine, weights, before=168, after=168):
            if creatinine.value and creatinine.value > 0 and weight.value is not None:
                clearance = (140 - ages[0]) * weight.value / (72 * creatinine.value)
                clearance *= 0.85 if chart.sex == "female" else 1.0
                out.append(_worked_out(clearance, "mL/min", concept, creatinine=creatinine, weight=weight))
    return out


def _bmi(chart: Chart, concept: Concept) -> list[Row]:
    heights = chart.in_unit("height", "m")
    return [
        _worked_out((w.value or 0) / h.value**2, "kg/m2", concept, weight=w, height=h)
        for w in chart.in_unit("weight", "kg")
        for h in _closest(w, heights, before=1e9, after=1e9)
        if h.value and h.value > 0
    ]


def _ckd_epi_2021(chart: Chart, concept: Concept) -> list[Row]:
    ages = [r.value for r in chart.rows(age) if r.value is not None] if (age := chart.concept("age")) else []
    if not ages or ages[0] < 18 or chart.sex not in ("female", "male"):
        return []
    kappa, alpha, factor = (0.7, -0.241, 1.012) if chart.sex == "female" else (0.9, -0.302, 1.0)
    out = []
    for creatinine in chart.in_unit("creatinine", "mg/dL"):
        if creatinine.value and creatinine.value > 0:
            share = creatinine.value / kappa
            rate = 142 * min(share, 1.0) ** alpha * max(share, 1.0) ** -1.2 * 0.9938 ** ages[0] * factor
            out.append(_worked_out(rate, "mL/min/{1.73_m2}", concept, creatinine=creatinine))
    return out


def _nlr(chart: Chart, concept: Concept) -> list[Row]:
    lymphocytes = chart.in_unit("lymphocytes", "10*9/L")
    return [
        _worked_out((n.value or 0) / x.value, "1", concept, neutrophils=n, lymphocytes=x)
        for n in chart.in_unit("neutrophils", "10*9/L")
        for x in _closest(n, lymphocytes, before=1, after=1)
        if x.value and x.value > 0
    ]


FORMULAS = {
    "pao2/fio2": _pf_ratio,
    "creatinine clearance": _cockcroft_gault,
    "bmi": _bmi,
    "egfr": _ckd_epi_2021,
    "nlr": _nlr,
}
INPUTS = {
    "pao2/fio2": ("pao2", "fio2"),
    "creatinine clearance": ("creatinine", "weight", "age", "sex"),
    "bmi": ("weight", "height"),
    "egfr": ("creatinine", "age", "sex"),
    "nlr": ("neutrophils", "lymphocytes"),
}


def _formula_of(concept: Concept) -> str:
    """Which formula gives this concept, found by its name or synonyms, "" for none."""
    spoken = {w.lower() for w in (concept.name, *concept.synonyms)}
    return next((name for name in FORMULAS if name in spoken), "")
