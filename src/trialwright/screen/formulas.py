"""Derived values of one patient, row by row, for the evaluator that checks the engine's (screen/derived)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trialwright.model.concept import Concept
from trialwright.model.units import convert

if TYPE_CHECKING:
    from trialwright.screen.charts import Chart, Row


def _closest(of: Row, among: list[Row], before: float, after: float, *, lasting: bool = False) -> list[Row]:
    """The rows nearest in time, at most so long before or after; all of them when equally near. lasting : as in
    screen/pairing.py, for what a row without a time stands beside."""
    dated = any(r.hours is not None for r in among)
    gaps = []
    for row in among:
        if of.hours is not None and row.hours is not None:
            gap = row.hours - of.hours
        elif (lasting and (of.hours is None or not dated)) or (of.hours is None and row.hours is None):
            gap = 0.0
        else:
            continue
        if -before - 1e-6 <= gap <= after + 1e-6:
            gaps.append((abs(gap), row))
    least = min((g for g, _ in gaps), default=None)
    return [r for g, r in gaps if g == least]


def _worked_out(value: float, unit: str, concept: Concept, **of: Row) -> Row:
    """What a formula gives at the time of its first input."""
    first = next(iter(of.values()))
    worked_out = convert(value, unit, concept.unit, concept)
    return replace(first, raw=None, unit=unit, value=worked_out, upper=None, of=tuple(of.items()))


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
        for weight in _closest(creatinine, weights, before=168, after=168, lasting=True):
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
        for h in _closest(w, heights, before=1e9, after=1e9, lasting=True)
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


def formula_of(concept: Concept) -> str:
    """Which formula gives this concept, found by its name or synonyms, "" for none."""
    spoken = {w.lower() for w in (concept.name, *concept.synonyms)}
    return next((name for name in FORMULAS if name in spoken), "")
