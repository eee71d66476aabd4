"""DesignSpec → Designs, and the place in plan.yaml of what goes wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from trialwright.app.plan_file import Plan
from trialwright.errors import DesignError, PlanError
from trialwright.model.base import Because
from trialwright.model.design import Design
from trialwright.model.plan import PrimarySpec
from trialwright.model.scenario import Scenario


def build(plan: Plan, scenario: Scenario) -> tuple[Design, ...]:
    """Every design of the plan, one for each cut-off, sized for the scenario within the limits."""
    primary = plan.spec.trial.primary
    if primary is None:
        raise PlanError(
            "The plan has designs and no primary endpoint.",
            where=plan.where("designs"),
            fix="Add `trial: {primary: {endpoint: ..., type: ..., better: ...}}`.",
        )
    return tuple(
        _design(plan, scenario, primary, name, marker, cutoff)
        for name, spec in plan.spec.designs.items()
        for marker, cutoff in [(m, c) for m, values in spec.cutoff.items() for c in values] or [("", None)]
    )


def _design(
    plan: Plan, scenario: Scenario, primary: PrimarySpec, name: str, marker: str, cutoff: float | None
) -> Design:
    from trialwright.design import size_within

    spec = plan.spec.designs[name]
    if marker and (scenario.marker is None or scenario.marker.name != marker):
        raise PlanError(
            f"The design `{name}` cuts on {marker}, and the scenario `{scenario.name}` does not describe it.",
            where=plan.where("designs", name, "cutoff"),
            fix=f"Let the scenario's effect be `by: {marker}`.",
        )
    with placed(plan, scenario.name, name):
        patients = spec.patients or size_within(scenario, cutoff, plan.spec.limits, spec.allocation)
    several = sum(map(len, spec.cutoff.values())) > 1
    return Design(
        name=f"{name} {marker} ≥ {cutoff:g}" if several else name,
        type=spec.type,
        endpoint=primary.type,
        better=primary.better,
        marker=marker,
        cutoff=cutoff,
        patients=patients,
        allocation=spec.allocation,
        alpha=spec.alpha,
        events=spec.events,
        arms=spec.arms,
        looks=spec.looks,
        pause=spec.pause,
        test=spec.test,
        options=_frozen(spec.options),
        because=Because(
            rule="plan.design" if spec.patients else "design.size_within",
            of=(*plan.resting_on(f"designs.{name}"), *plan.resting_on("limits"), scenario.id),
        ),
    )


def _frozen(options: dict[str, Any]) -> dict[str, Any]:
    """Lists as tuples, as the options of a design are declared."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}


@contextmanager
def placed(plan: Plan, scenario: str, design: str = "") -> Iterator[None]:
    """A design's error told at its place in plan.yaml: "scenario.marker" there is scenarios.NAME.marker."""
    try:
        yield
    except DesignError as error:
        section, *path = error.where.split(".") if error.where else [""]
        named = design or next((n for n in plan.spec.designs if f"`{n}" in error.what), "")
        where = {
            "scenario": ("scenarios", scenario, *path),
            "control": ("scenarios", scenario, "control", *path),
            "design": ("designs", *([named] if named else []), *path),
            "limits": ("limits", *path),
        }.get(section)
        if where is None:
            raise
        raise DesignError(error.what, where=plan.where(*where), fix=error.fix) from None
