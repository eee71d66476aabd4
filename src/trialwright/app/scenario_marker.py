"""The marker of a scenario, from stated quantiles or from the plan's patients."""

from __future__ import annotations

from trialwright.app.known import Known
from trialwright.app.plan_file import Plan
from trialwright.errors import DesignError
from trialwright.model.plan import MarkerSpec, ScenarioSpec
from trialwright.model.scenario import Marker
from trialwright.model.screening import Screening

FEWEST_VALUES = 44  # of a marker: fewer say too little of a cut-off, and the report could not summarise them


def measured_marker(plan: Plan, name: str, spec: ScenarioSpec, known: Known, of: list[str]) -> Marker | None:
    """The marker as one visit measures it, from stated quantiles or from the plan's patients."""
    if not spec.effect.by:
        return None
    stated = spec.marker or MarkerSpec()
    where = plan.where("scenarios", name, "marker")
    if stated.positive is not None:
        return Marker(
            name=spec.effect.by,
            positive=stated.positive,
            positive_n=stated.positive_n,
            sensitivity=stated.sensitivity,
            specificity=stated.specificity,
        )
    if stated.quantiles:
        return of_quantiles(spec.effect.by, stated, where)
    if spec.effect.by not in known.samples or known.screening is None:
        raise DesignError(
            f"Nothing says how {spec.effect.by} is distributed.{_said_of(spec.effect.by, known.screening)}",
            where=where,
            fix=f"Add `marker: {{quantiles: ...}}`, or `patients:` that hold {spec.effect.by}, with a unit, in at "
            f"least {FEWEST_VALUES} patients (docs/patients.md).",
        )
    of.append(known.screening.id)
    return _marker(spec.effect.by, stated, (), known.samples[spec.effect.by])


def _said_of(marker: str, screening: Screening | None) -> str:
    """What screening had to say of a marker that it could not use."""
    warnings = screening.warnings if screening else ()
    said = [w for w in warnings if marker.lower() in w.lower()]
    return " " + " ".join(said) if said else ""


def of_quantiles(name: str, stated: MarkerSpec, where: str) -> Marker:
    """A marker known by its quantiles alone."""
    knots = sorted(stated.quantiles.items())
    values = [v for _, v in knots]
    if not all(0 <= p <= 1 for p, _ in knots) or min(values) <= 0 or values != sorted(values):
        raise DesignError(
            f"Quantiles of {name} must be above 0 and rise with their probability, which is between 0 and 1.",
            where=where,
            fix="Write e.g. {0.25: 1.0, 0.5: 2.2, 0.75: 6.0}.",
        )
    return _marker(name, stated, tuple(p for p, _ in knots), tuple(values))


def _marker(
    name: str, stated: MarkerSpec, probabilities: tuple[float, ...], values: tuple[float, ...]
) -> Marker:
    return Marker(
        name=name,
        unit=stated.unit,
        probabilities=probabilities,
        values=values,
        within_sd=stated.within_sd,
        assay_cv=stated.assay_cv,
    )
