"""One simulated trial of a plan, opened: the plan's scenario and design worked out, nothing else simulated."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from trialwright.app import designing, evidence, plan_file, simulating, stages
from trialwright.app.plan_file import Plan
from trialwright.app.store import Store
from trialwright.app.watch import Silent, Watcher
from trialwright.errors import DesignError, PlanError
from trialwright.model.design import Design
from trialwright.model.opened import OpenedTrial
from trialwright.model.scenario import Scenario

T = TypeVar("T")

CACHE = ".trialwright/cache"


def store_of(path: Path) -> Store:
    """Where finished work of a plan folder is kept; nowhere for a plan that is a file alone."""
    return Store(None if path.is_file() else path / CACHE)


def with_designs(path: Path) -> Plan:
    """A plan that has designs and scenarios. Raises PlanError for one that has not."""
    one = plan_file.load_alone(path)
    if not (one.spec.designs and one.spec.scenarios):
        raise PlanError(
            "The plan has no designs to evaluate, or no scenarios to evaluate them in.",
            where=one.where("designs") if one.spec.designs else one.document.name,
            fix="`trialwright init` writes both.",
        )
    return one


def open_trial(
    path: Path,
    number: int,
    design: str | None = None,
    scenario: str | None = None,
    watch: Watcher | None = None,
) -> OpenedTrial:
    """Trial `number` of the plan's run of a design under a scenario; the first of each where not named."""
    plan = with_designs(path)
    store = store_of(path)
    scenarios = _scenarios(plan, store, watch or Silent())
    of = _named(scenario, {s.name: s for s in scenarios}, "scenario")
    chosen = _named(design, {d.name: d for d in stages.designs(plan, of, store)}, "design")
    return _opened(plan, of, chosen, number)


def refuse_unknown_design(plan: Plan, name: str, store: Store) -> None:
    """Raises DesignError, before anything is simulated, for a name that none of the plan's designs has."""
    first = _scenarios(plan, store, Silent())[0]
    _named(name, {d.name: d for d in stages.designs(plan, first, store)}, "design")


def _opened(plan: Plan, scenario: Scenario, design: Design, number: int) -> OpenedTrial:
    from trialwright.design import open_trial as run

    simulate = plan.spec.simulate
    with designing.placed(plan, scenario.name, design.name):
        return run(
            design,
            scenario,
            plan.spec.affordable,
            number,
            simulate.replicates,
            simulating.Streams(simulate.seed),
        )


def _scenarios(plan: Plan, store: Store, watch: Watcher) -> tuple[Scenario, ...]:
    dictionary = stages.concepts(plan, store)
    readings = stages.read(stages.document_paths(plan), dictionary, store, watch, [])
    pools = evidence.pool(plan, readings, stages.check(readings, store, watch), store, watch)
    screened = stages.screen(plan, stages.criteria(plan, dictionary, store), dictionary, store, watch)
    return stages.scenarios(plan, pools, screened, store)


def _named(name: str | None, among: dict[str, T], kind: str) -> T:
    if name is None:
        return next(iter(among.values()))
    if name not in among:
        raise DesignError(f"The plan has no {kind} `{name}`.", fix=f"It has: {_listed(among)}.")
    return among[name]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{n}`" for n in names)
