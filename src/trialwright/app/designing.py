"""DesignSpec → Designs, and the place in plan.yaml of what goes wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from trialwright.app.plan_file import Plan
from trialwright.errors import DesignError, PlanError
from trialwright.model.base import Because
from trialwright.model.design import Design, Limits
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
        _design(plan, scenario, primary, name, marker, cut)
        for name in plan.spec.designs
        for marker, cut in _cuts(plan, name)
    )


class Cut(NamedTuple):
    """What makes the subgroup of one design. value : its cut-off. candidates : of which it chooses one. of_several : the
    same entry of the plan makes other designs too."""

    value: float | None = None
    candidates: tuple[float, ...] = ()
    of_several: bool = False


def _cuts(plan: Plan, name: str) -> list[tuple[str, Cut]]:
    """(marker, cut) of each design that an entry of the plan makes. An entry that chooses its population and states no
    cut-off takes those of the plan's other designs."""
    from trialwright.design.designs import design_type

    spec, specs = plan.spec.designs[name], plan.spec.designs.values()
    with placed(plan, "", name):
        kind = design_type(spec.type)
    stated = {m: values for m, values in spec.cutoff.items() if values}
    if not stated and "candidates" in spec.options:
        return [("", Cut(candidates=_frozen(spec.options)["candidates"]))]
    if not stated and hasattr(kind, "cutoffs"):
        markers = dict.fromkeys(m for other in specs for m in other.cutoff)
        stated = {m: tuple(sorted({c for other in specs for c in other.cutoff.get(m, ())})) for m in markers}
    if getattr(kind, "CANDIDATES", False):
        return [(m, Cut(candidates=tuple(v))) for m, v in stated.items()] or [("", Cut())]
    several = sum(map(len, stated.values())) > 1
    return [(m, Cut(c, of_several=several)) for m, values in stated.items() for c in values] or [("", Cut())]


def _design(plan: Plan, scenario: Scenario, primary: PrimarySpec, name: str, marker: str, cut: Cut) -> Design:
    spec, cutoff = plan.spec.designs[name], cut.value
    if cut.candidates and not marker and scenario.marker is not None:
        marker = scenario.marker.name
    if marker and (scenario.marker is None or scenario.marker.name != marker):
        raise PlanError(
            f"The design `{name}` cuts on {marker}, and the scenario `{scenario.name}` does not describe it.",
            where=plan.where("designs", name, "cutoff"),
            fix=f"Let the scenario's effect be `by: {marker}`.",
        )
    with placed(plan, scenario.name, name):
        patients = spec.patients or _afforded(plan, scenario, name, cut)
    return Design(
        name=f"{name} {marker} ≥ {cutoff:g}" if cut.of_several else name,
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
        fallback=spec.fallback,
        margin=spec.margin,
        options=_frozen(spec.options | ({"candidates": cut.candidates} if cut.candidates else {})),
        because=Because(
            rule="plan.design" if spec.patients else "design.size_within",
            of=(*plan.resting_on(f"designs.{name}"), *plan.resting_on("limits"), scenario.id),
        ),
    )


def _afforded(plan: Plan, scenario: Scenario, name: str, cut: Cut) -> int:
    """As many patients as the limits afford where recruitment waits for the outcomes of every look that it waits for; of a
    design that may go on in a subgroup alone, where it does so in the smallest: a share f in everybody and the rest
    there take f / N + (1 - f) / n of the time of N and of n patients."""
    from trialwright.design import size_within
    from trialwright.design.designs import design_type
    from trialwright.design.entry import ratio

    spec, limits = plan.spec.designs[name], plan.spec.limits
    kind = design_type(spec.type)
    if limits.months is not None and (spec.pause or getattr(kind, "WAITS", False)):
        limits = _after_waiting(
            limits, scenario, name, len(kind.looks(spec)) if hasattr(kind, "looks") else 1
        )

    def afforded(cutoff: float | None) -> int:
        return size_within(scenario, cutoff, limits, spec.allocation)

    if not hasattr(kind, "cutoffs"):
        return afforded(cut.value)
    smallest = max(cut.candidates, default=cut.value)
    if smallest is None or not hasattr(kind, "selections"):
        return afforded(None)
    first = spec.looks[0] if spec.looks else 0.5
    fewest = afforded(smallest)
    patients = int(1 / (first / afforded(None) + (1 - first) / fewest) + 1e-9)
    split = sum(ratio(spec.allocation))
    return max(patients - patients % split, fewest)


def _after_waiting(limits: Limits, scenario: Scenario, name: str, looks: int) -> Limits:
    """The limits with the months that are left to recruit and to follow the last patient."""
    waited = scenario.followup_months * (looks - 1)
    assert limits.months is not None
    if limits.months - waited <= scenario.followup_months:
        raise DesignError(
            f"The design `{name}` waits {waited:g} months for the outcomes of its looks, and {scenario.followup_months:g} more for "
            f"those of its last patients, of {limits.months:g}.",
            where="design.looks",
            fix="Take fewer looks, or allow more months.",
        )
    return limits.model_copy(update={"months": limits.months - waited})


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
            "simulate": ("simulate", *path),
        }.get(section)
        if where is None:
            raise
        raise DesignError(error.what, where=plan.where(*where), fix=error.fix) from None
