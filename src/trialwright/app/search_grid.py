"""The plan's `search:` → its designs and scenarios: every combination, draws from priors, and one assumption at a time."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from trialwright.app import designing, scenarios
from trialwright.app.known import Known
from trialwright.app.plan_file import Plan
from trialwright.errors import PlanError
from trialwright.model.design import Design
from trialwright.model.plan import DesignSpec, PriorSpec, ScenarioSpec, SearchSpec
from trialwright.model.scenario import Scenario

if TYPE_CHECKING:
    import numpy as np

    from trialwright.design.search.summary import Alone

PRIOR_SHOWN = (0.05, 0.25, 0.5, 0.75, 0.95)  # quantiles of a prior that stand for its range


@dataclasses.dataclass(frozen=True)
class Grid:
    """designs × scenarios. varied : of each scenario, what it has in place of the plan's value, by path. together : the
    scenarios that the choice is over; alone : those that change one assumption. base : id of the scenario as stated. nulls : the scenario as stated and those that
    change one assumption, one of each that differ in anything but the effect: designs are run under them without it."""

    designs: tuple[Design, ...]
    scenarios: tuple[Scenario, ...]
    varied: tuple[Mapping[str, float], ...]
    together: tuple[int, ...]
    alone: Mapping[str, Alone]
    drawn: bool
    base: str
    nulls: tuple[Scenario, ...] = ()


def grid(plan: Plan, known: Known, rng: np.random.Generator) -> Grid:
    """rng : of the draws from priors. Raises PlanError or DesignError at the place in plan.yaml."""
    from trialwright.design.search.summary import Alone

    search = _stated(plan)
    name = search.scenario or next(iter(plan.spec.scenarios))
    base = scenarios.build(plan, name, known)
    varied: list[Mapping[str, float]] = list(_combined(search, rng))
    together = tuple(range(len(varied)))
    alone = {}
    for path, range_ in search.vary.items():
        stated = _value_at(plan, name, path)
        values = set(_shown(range_)) | ({stated} if stated is not None else set())
        first = len(varied)
        varied += [{path: v} for v in sorted(values)]
        alone[path] = Alone(stated, sorted(values), range(first, len(varied)))
    made = tuple(scenarios.build(_with(plan, name, one), name, known) if one else base for one in varied)
    drawn = any(isinstance(r, PriorSpec) for r in search.vary.values())
    nulls = _apart_from_effect([base, *(made[i] for one in alone.values() for i in one.scenarios)])
    return Grid(_designs(plan, search, base), made, tuple(varied), together, alone, drawn, base.id, nulls)


def _apart_from_effect(of: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """The first of those that are one but for the effect and what they rest on."""
    first: dict[str, Scenario] = {}
    for s in of:
        first.setdefault(s.model_dump_json(exclude={"id", "because", "effect", "arms", "level_cv"}), s)
    return tuple(first.values())


def _stated(plan: Plan) -> SearchSpec:
    search = plan.spec.search
    if search is None or not (plan.spec.designs and plan.spec.scenarios):
        raise PlanError(
            "The plan states no search, or no designs and scenarios to search among.",
            where=plan.where("search"),
            fix="Add `search: {patients: [...], vary: {...}}`; docs/plan.md has its keys.",
        )
    if search.scenario and search.scenario not in plan.spec.scenarios:
        raise _unknown(plan, "scenario", search.scenario, plan.spec.scenarios, "scenario")
    for i, name in enumerate(search.designs):
        if name not in plan.spec.designs:
            raise _unknown(plan, "design", name, plan.spec.designs, "designs", i)
    return search


def _unknown(plan: Plan, kind: str, name: str, known: Iterable[str], *path: str | int) -> PlanError:
    return PlanError(
        f"The plan has no {kind} `{name}`.",
        where=plan.where("search", *path),
        fix=f"It has: {', '.join(f'`{k}`' for k in known)}.",
    )


def _designs(plan: Plan, search: SearchSpec, base: Scenario) -> tuple[Design, ...]:
    """Sized under the scenario as stated, where nothing states a size: what we would do does not follow what is true."""
    specs = plan.spec.designs
    if not any(specs[n].cutoff for n in search.designs or specs) and search.cutoff:
        raise PlanError(
            "The search states cut-offs, and none of its designs has one.",
            where=plan.where("search", "cutoff"),
            fix="Give a design `cutoff: {MARKER: VALUE}`; the search puts its own values there.",
        )
    out: list[Design] = []
    for size in dict.fromkeys(search.patients) or (None,):
        chosen = {n: _resized(specs[n], search, size) for n in search.designs or specs}
        with_these = _replaced(plan, designs=chosen)
        for d in designing.build(with_these, base):
            named = f"{d.name}, {d.patients} patients" if size else d.name
            out.append(d.model_copy(update={"name": named}))
    return tuple(out)


def _resized(spec: DesignSpec, search: SearchSpec, size: int | None) -> DesignSpec:
    update: dict[str, Any] = {"patients": size} if size else {}
    if spec.cutoff and search.cutoff:
        update["cutoff"] = search.cutoff
    return spec.model_copy(update=update)


def _combined(search: SearchSpec, rng: np.random.Generator) -> Iterable[dict[str, float]]:
    """Every combination of the stated values, each with every draw from the priors."""
    lists = {p: r for p, r in search.vary.items() if not isinstance(r, PriorSpec)}
    priors = {p: r for p, r in search.vary.items() if isinstance(r, PriorSpec)}
    draws: list[dict[str, float]] = [{}]
    if priors:
        share = rng.random((search.draws, len(priors)))
        draws = [
            {p: _quantile(prior, float(u)) for (p, prior), u in zip(priors.items(), row, strict=True)}
            for row in share
        ]
    for draw in draws:
        for values in itertools.product(*map(dict.fromkeys, lists.values())):
            yield draw | dict(zip(lists, values, strict=True))


def _quantile(prior: PriorSpec, p: float) -> float:
    from scipy.special import betaincinv, ndtri

    if prior.uniform:
        return prior.uniform[0] + p * (prior.uniform[1] - prior.uniform[0])
    if prior.normal:
        return float(prior.normal[0] + prior.normal[1] * ndtri(p))
    if prior.log_normal:
        return float(prior.log_normal[0] * math.exp(prior.log_normal[1] * ndtri(p)))
    assert prior.beta is not None
    return float(betaincinv(*prior.beta, p))


def _shown(range_: PriorSpec | Sequence[float]) -> list[float]:
    return [_quantile(range_, p) for p in PRIOR_SHOWN] if isinstance(range_, PriorSpec) else list(range_)


def _with(plan: Plan, name: str, varied: Mapping[str, float]) -> Plan:
    """The plan with other values in one scenario."""
    data = plan.spec.scenarios[name].model_dump()
    for path, value in varied.items():
        parent = _parent(plan, data, path)
        parent[path.rsplit(".", 1)[-1]] = value
    try:
        spec = ScenarioSpec.model_validate(data)
    except ValidationError as error:
        problem = error.errors()[0]
        # A value that may be of several kinds is named with the kind behind its path.
        place = ".".join(map(str, problem["loc"])) + "."
        path = next((p for p in varied if place.startswith(f"{p}.")), next(iter(varied)))
        raise PlanError(
            f"`{path}` cannot be {varied[path]:g}: {problem['msg'][0].lower()}{problem['msg'][1:]}.",
            where=_place(plan, path, varied[path]),
            fix="Let every value of the search, and every draw of a prior, be one that the scenario could state.",
        ) from None
    return _replaced(plan, scenarios=plan.spec.scenarios | {name: spec})


def _place(plan: Plan, path: str, value: float) -> str:
    assert plan.spec.search is not None
    range_ = plan.spec.search.vary[path]
    at = () if isinstance(range_, PriorSpec) or value not in range_ else (range_.index(value),)
    return plan.where("search", "vary", path, *at)


def _parent(plan: Plan, data: dict[str, Any], path: str) -> dict[str, Any]:
    """The mapping that holds the last key of a path. Raises PlanError for a path that is no number's."""
    *above, last = path.split(".")
    at: Any = data
    for key in above:
        at = at.get(key) if isinstance(at, dict) else None
    held = at.get(last, "") if isinstance(at, dict) else ""
    if not isinstance(at, dict) or isinstance(held, str | bool | dict | tuple | list):
        raise PlanError(
            f"`{path}` is not a number of the scenario.",
            where=plan.where("search", "vary", path),
            fix=f"Use one of: {', '.join(f'`{p}`' for p in _paths(data))}.",
        )
    return at


def _paths(data: Mapping[str, Any], above: str = "") -> list[str]:
    """Every path of a number."""
    out = []
    for key, value in data.items():
        if isinstance(value, dict):
            out += _paths(value, f"{above}{key}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            out.append(f"{above}{key}")
    return out


def _value_at(plan: Plan, name: str, path: str) -> float | None:
    """What the plan states there, or its default."""
    data = plan.spec.scenarios[name].model_dump()
    held = _parent(plan, data, path)[path.rsplit(".", 1)[-1]]
    return None if held is None else float(held)


def _replaced(plan: Plan, **sections: Any) -> Plan:
    return dataclasses.replace(plan, spec=plan.spec.model_copy(update=sections))
