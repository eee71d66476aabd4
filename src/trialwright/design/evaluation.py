"""Designs evaluated under a scenario, all on the same simulated patients."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from trialwright.design import assurance
from trialwright.design.characteristics import RULE, characteristics
from trialwright.design.designs import cutoffs_of, design_type, found, options_of
from trialwright.design.failing import told
from trialwright.design.figures import proportion
from trialwright.design.population import Population
from trialwright.design.running import Engine, Kept, Step, Streams, run
from trialwright.design.scope import refuse_out_of_scope
from trialwright.design.setting import Level, Setting
from trialwright.design.sizing import SMALLEST
from trialwright.design.totals import Totals
from trialwright.endpoints import endpoint
from trialwright.errors import DesignError
from trialwright.model.base import Because
from trialwright.model.design import Design, Figure, Limits, OperatingCharacteristics
from trialwright.model.findings import PowerCurve
from trialwright.model.scenario import Scenario

Progress = Callable[[int, int], None]


def evaluate(
    designs: Sequence[Design],
    scenario: Scenario,
    limits: Limits,
    replicates: int,
    streams: Streams,
    progress: Progress | None = None,
    engine: Engine | None = None,
    level: Level = "patient",
    nulls: bool = True,
    kept: Kept | None = None,
) -> tuple[OperatingCharacteristics, ...]:
    """See trialwright.design.evaluate."""
    check(designs, scenario, replicates)
    settings = [_setting(d, scenario, limits, level) for d in designs]
    # Where no arm has an effect, the trials are their own null.
    affected = [s for s in settings if s.has_effect] if nulls else []
    closed = [_assurance_in_closed_form(s) for s in settings]
    unsure = [
        v.replicates
        for s, a in zip(settings, closed, strict=True)
        for v in (assurance.versions(s, replicates) if a is None else [])
    ]
    step = _counted(progress, replicates * (len(settings) + len(affected)) + sum(unsure))
    totals = run([*settings, *map(_without_effect, affected)], replicates, streams, step, engine, kept)
    of_null = dict(zip(map(id, affected), totals[len(settings) :], strict=True))
    assured = [
        a or assurance.simulated(s, replicates, streams, step, engine, kept)
        for s, a in zip(settings, closed, strict=True)
    ]
    return tuple(
        _characteristics(s, made, of_null.get(id(s), made) if nulls else None, a)
        for s, made, a in zip(settings, totals[: len(settings)], assured, strict=True)
    )


def _setting(design: Design, scenario: Scenario, limits: Limits, level: Level = "patient") -> Setting:
    with told(design.name, scenario.name):
        return Setting(design, scenario, limits, level)


def _without_effect(setting: Setting) -> Setting:
    with told(setting.design.name, setting.scenario.name):
        return setting.without_effect()


def _assurance_in_closed_form(setting: Setting) -> Figure | None:
    with told(setting.design.name, setting.scenario.name):
        return assurance.in_closed_form(setting)


def _characteristics(
    setting: Setting, made: Totals, null: Totals | None, assured: Figure | None
) -> OperatingCharacteristics:
    with told(setting.design.name, setting.scenario.name):
        return characteristics(setting, made, null, assured)


def power_curve(
    design: Design,
    scenario: Scenario,
    limits: Limits,
    sizes: Sequence[int],
    replicates: int,
    streams: Streams,
    progress: Progress | None = None,
    engine: Engine | None = None,
    kept: Kept | None = None,
) -> PowerCurve:
    """See trialwright.design.power_curve."""
    settings = _of_sizes(design, scenario, limits, sizes, replicates)
    step = _counted(progress, replicates * len(settings))
    simulated = run(settings, replicates, streams, step, engine, kept)
    return PowerCurve(
        design=design.name,
        scenario=scenario.name,
        cutoff=design.cutoff,
        patients=tuple(s.design.patients for s in settings),
        power=tuple(proportion(made.any, replicates) for made in simulated),
        because=Because(
            rule=RULE, of=(design.id, scenario.id), formula=f"{replicates:,} simulated trials at each size"
        ),
    )


def _of_sizes(
    design: Design, scenario: Scenario, limits: Limits, sizes: Sequence[int], replicates: int
) -> list[Setting]:
    """The design at those of the sizes that its method supports, which need not be all: the smallest may be too few for a
    look, or for a test's normal scores. Raises DesignError where it supports none."""
    settings, refused = [], None
    for of_size in (_resized(design, n) for n in sizes):
        try:
            check([of_size], scenario, replicates)
            settings.append(_setting(of_size, scenario, limits))
        except DesignError as error:
            refused = error
    if not settings:
        raise refused or DesignError("There is no size to simulate.", fix="Give at least one.")
    return settings


def _resized(design: Design, patients: int) -> Design:
    """The same design of another size; events, where it waits for them, in the same share of its patients."""
    events = None if design.events is None else max(2, round(design.events * patients / design.patients))
    # Built anew, because a copy would carry the id of the design it was copied from.
    return Design.model_validate(design.model_dump() | {"patients": patients, "events": events})


def _counted(progress: Progress | None, of: int) -> Step:
    """Adds up the trials that are done, and tells them."""
    done = 0

    def step(trials: int) -> None:
        nonlocal done
        done += trials
        if progress is not None:
            progress(done, of)

    return step


def check(designs: Sequence[Design], scenario: Scenario, replicates: int) -> None:
    if not designs or replicates < 1:
        raise DesignError("There is nothing to simulate.", fix="Give at least one design and one replicate.")
    _check_arms(designs, scenario)
    _check_losses(designs, scenario)
    if scenario.sites and scenario.ramp_months == 0:
        raise DesignError(
            f"The scenario `{scenario.name}` has {scenario.sites} sites that open at random within no time.",
            where="scenario.sites",
            fix="State `ramp_months`, within which they open, or leave `sites` out.",
        )
    for d in designs:
        if d.patients < SMALLEST:
            raise DesignError(
                f"The design `{d.name}` has {d.patients} patients.",
                where="design.patients",
                fix=f"Enrol at least {SMALLEST}, two in each arm.",
            )
        design_type(d.type)
        refuse_out_of_scope(d, scenario)
        options_of(d)
        _check_test(d)
        _check_looks(d)
        _check_counted(d)
        if len(d.arms) > 1 and not getattr(design_type(d.type), "SEVERAL_ARMS", False):
            raise DesignError(
                f"The design `{d.name}` has {len(d.arms)} experimental arms, and a {d.type} design compares one.",
                where="design.arms",
                fix=f"Use a type for several: {', '.join(_for_several()) or 'there is none yet'}.",
            )
        marker = scenario.marker.name if scenario.marker else ""
        if (d.cutoff is not None or (d.marker and cutoffs_of(d))) and d.marker != marker:
            raise DesignError(
                f"The design `{d.name}` cuts on `{d.marker}`, and the scenario `{scenario.name}` describes "
                f"{f'`{marker}`' if marker else 'no marker'}.",
                where="design.cutoff",
                fix="Use the same marker in both.",
            )
        for cutoff in cutoffs_of(d):
            Population(scenario.marker, scenario.effect).checked_split(cutoff)


def _check_test(design: Design) -> None:
    kind = endpoint(design.endpoint, design.test, design.margin, design.fallback)
    if design.margin is not None and not getattr(design_type(design.type), "MARGIN", False):
        raise DesignError(
            f"The design `{design.name}` has a margin, and a {design.type} design does not test against one.",
            where="design.margin",
            fix=f"Use {', '.join(sorted(n for n, k in found().items() if getattr(k, 'MARGIN', False)))}.",
        )
    if hasattr(kind, "weights_of"):
        kind.weights_of(design.test)


def _for_several() -> list[str]:
    return sorted(name for name, kind in found().items() if getattr(kind, "SEVERAL_ARMS", False))


def _check_losses(designs: Sequence[Design], scenario: Scenario) -> None:
    stated = scenario.dropout_by_category
    if not stated:
        return
    if scenario.dropout or scenario.dropouts:
        raise DesignError(
            f"The scenario `{scenario.name}` states dropout both by category and not.",
            where="scenario.dropout_by_category",
            fix="State one of the two.",
        )
    for d in designs:
        kind = endpoint(d.endpoint, d.test, d.margin, d.fallback)
        categories = len(kind.latent(scenario.control).cuts) + 1 if getattr(kind, "CATEGORICAL", False) else 0
        if len(stated) != categories:
            raise DesignError(
                f"The scenario `{scenario.name}` states the dropout of {len(stated)} categories, and the {d.endpoint} endpoint "
                f"has {categories or 'none'}.",
                where="scenario.dropout_by_category",
                fix="State one share for each category, lowest first, or `dropout`.",
            )


def _check_looks(design: Design) -> None:
    at = design.looks
    if at and (at[-1] != 1 or at[0] <= 0 or any(b <= a for a, b in itertools.pairwise(at))):
        raise DesignError(
            f"The looks of `{design.name}` are {', '.join(f'{f:g}' for f in at)}.",
            where="design.looks",
            fix="State information fractions above 0 that rise to 1, e.g. [0.5, 1].",
        )


def _check_counted(design: Design) -> None:
    """What a design counts to, and what its arms are called."""
    if design.events is not None and getattr(endpoint(design.endpoint), "SOURCE", "tally") == "tally":
        raise DesignError(
            f"The design `{design.name}` waits for {design.events} events, and a {design.endpoint} outcome is known of every "
            "patient after the same time.",
            where="design.events",
            fix="State `patients` alone, or use a time_to_event endpoint.",
        )
    names = ("control", *design.arms)
    if twice := [a for a in design.arms if names.count(a) > 1]:
        raise DesignError(
            f"Two arms of the design `{design.name}` are called `{twice[0]}`.",
            where="design.arms",
            fix="Give each experimental arm a name of its own; `control` is the arm that they are compared with.",
        )


def _check_arms(designs: Sequence[Design], scenario: Scenario) -> None:
    known = {arm for d in designs for arm in d.arms}
    if known and (unknown := [a for a in scenario.arms if a not in known]):
        raise DesignError(
            f"The scenario `{scenario.name}` states what `{unknown[0]}` does, which is an arm of no design.",
            where="scenario.arms",
            fix=f"The arms of the designs are: {', '.join(sorted(known))}.",
        )
