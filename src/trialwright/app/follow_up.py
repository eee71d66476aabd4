"""When a patient's outcome is known: what a scenario states, or what its endpoint's own parameters say."""

from __future__ import annotations

from collections.abc import Mapping

from trialwright import endpoints
from trialwright.app.plan_file import Plan
from trialwright.errors import DesignError
from trialwright.model.plan import ScenarioSpec

Control = Mapping[str, float | tuple[float, ...]]


def followup_of(plan: Plan, name: str, spec: ScenarioSpec, control: Control) -> float:
    """Months from enrolment to outcome. Not stated, those of the exposure or of the last visit, where the endpoint has such.
    Raises DesignError where fewer are stated."""
    least = least_followup(plan, control)
    if "followup_months" not in spec.model_fields_set:
        return least
    if spec.followup_months < least:
        raise DesignError(
            f"The scenario `{name}` has outcomes {spec.followup_months:g} months after enrolment, and its patients are observed for "
            f"{least:g}.",
            where=plan.where("scenarios", name, "followup_months"),
            fix=f"State {least:g} or more, or leave it out: it is then {least:g}.",
        )
    return spec.followup_months


def is_known(plan: Plan) -> bool:
    """Whether the endpoint says itself when a patient's outcome is known."""
    primary = plan.spec.trial.primary
    return primary is not None and hasattr(endpoints.endpoint(primary.type), "known_after")


def least_followup(plan: Plan, control: Control) -> float:
    """Months that the control parameters take; 0 of an endpoint without such."""
    primary = plan.spec.trial.primary
    return float(endpoints.endpoint(primary.type).known_after(control)) if primary and is_known(plan) else 0.0
