"""Operating characteristics: simulated trials and closed forms, as figures with their errors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from trialwright.design import trials
from trialwright.design.figures import proportion
from trialwright.design.lanes import block
from trialwright.design.population import Population, Split
from trialwright.design.sizing import SMALLEST, recruit
from trialwright.endpoints import endpoint
from trialwright.endpoints.outcome import Outcome
from trialwright.errors import DesignError
from trialwright.model.base import Because
from trialwright.model.design import Design, Figure, Limits, OperatingCharacteristics
from trialwright.model.findings import PowerCurve
from trialwright.model.scenario import Scenario

Floats = NDArray[np.float64]
ASSURANCE_POINTS = 40  # agrees with 80 to 1e-5 where power is a smooth step
RULE = "kernels.simulation.simulate"


def evaluate(
    designs: Sequence[Design],
    scenario: Scenario,
    limits: Limits,
    replicates: int,
    streams: trials.Streams,
    progress: trials.Progress | None = None,
    workers: int | None = None,
) -> tuple[OperatingCharacteristics, ...]:
    """See trialwright.design.evaluate."""
    simulated = _simulated(designs, scenario, limits, replicates, streams, progress, workers)
    return tuple(
        _characteristics(d, scenario, limits, replicates, made)
        for d, made in zip(designs, simulated, strict=True)
    )


def power_curve(
    design: Design,
    scenario: Scenario,
    limits: Limits,
    sizes: Sequence[int],
    replicates: int,
    streams: trials.Streams,
    progress: trials.Progress | None = None,
    workers: int | None = None,
) -> PowerCurve:
    """See trialwright.design.power_curve."""
    of_size = [_resized(design, n) for n in sizes]
    simulated = _simulated(of_size, scenario, limits, replicates, streams, progress, workers)
    return PowerCurve(
        design=design.name,
        scenario=scenario.name,
        cutoff=design.cutoff,
        patients=tuple(sizes),
        power=tuple(proportion(made.rejected, replicates) for made in simulated),
        because=Because(
            rule=RULE, of=(design.id, scenario.id), formula=f"{replicates:,} simulated trials at each size"
        ),
    )


def _resized(design: Design, patients: int) -> Design:
    # Built anew, because a copy would carry the id of the design it was copied from.
    return Design.model_validate(design.model_dump() | {"patients": patients})


def _simulated(
    designs: Sequence[Design],
    scenario: Scenario,
    limits: Limits,
    replicates: int,
    streams: trials.Streams,
    progress: trials.Progress | None,
    workers: int | None,
) -> list[trials.Trials]:
    """Trials of each design, in the order given; one pass for each endpoint."""
    _check(designs, scenario, replicates)
    order = sorted(range(len(designs)), key=lambda i: designs[i].endpoint)
    passes = [list(g) for _, g in groupby(order, key=lambda i: designs[i].endpoint)]
    made: dict[int, trials.Trials] = {}
    for number, members in enumerate(passes):
        given = trials.setting([designs[i] for i in members], scenario, limits)

        def step(done: int, total: int, number: int = number) -> None:
            if progress is not None:
                progress(number * total + done, total * len(passes))

        made |= zip(members, trials.run(given, replicates, streams, step, workers), strict=True)
    return [made[i] for i in range(len(designs))]


def _check(designs: Sequence[Design], scenario: Scenario, replicates: int) -> None:
    if not designs or replicates < 1:
        raise DesignError("There is nothing to simulate.", fix="Give at least one design and one replicate.")
    for d in designs:
        if d.patients < SMALLEST:
            raise DesignError(
                f"The design `{d.name}` has {d.patients} patients.",
                where="design.patients",
                fix=f"Enrol at least {SMALLEST}, two in each arm.",
            )
        marker = scenario.marker.name if scenario.marker else ""
        if d.cutoff is not None and d.marker != marker:
            raise DesignError(
                f"The design `{d.name}` cuts on `{d.marker}`, and the scenario `{scenario.name}` describes "
                f"{f'`{marker}`' if marker else 'no marker'}.",
                where="design.cutoff",
                fix="Use the same marker in both.",
            )


def _characteristics(
    design: Design, scenario: Scenario, limits: Limits, replicates: int, made: trials.Trials
) -> OperatingCharacteristics:
    split = Population(scenario.marker, scenario.effect).checked_split(design.cutoff)
    takes = recruit(scenario, design.cutoff, design.patients)
    figures = {
        "power": proportion(made.rejected, replicates),
        **_analytic(design, scenario, split),
        **_assurance(design, scenario, split),
        "type_one_error": proportion(made.rejected_null, replicates),
        "patients": Figure(value=design.patients),
        "screened": Figure(value=takes.screened[1], low=takes.screened[0], high=takes.screened[2]),
        "months": Figure(value=takes.months[1], low=takes.months[0], high=takes.months[2]),
        "within_limits_probability": proportion(made.within, replicates),
        "effect_enrolled": _averaged(made.effect),
        **_left_out(design, scenario, split, made),
    }
    return OperatingCharacteristics(
        design=design,
        scenario=scenario.name,
        replicates=replicates,
        figures=figures,
        within_limits=design.patients <= limits.patients and takes.within(limits),
        because=Because(
            rule=RULE,
            of=(design.id, scenario.id),
            formula=f"{made.rejected:,} of {replicates:,} simulated trials show a benefit = "
            f"{made.rejected / replicates:.1%}",
        ),
    )


def _analytic(design: Design, scenario: Scenario, split: Split) -> dict[str, Figure]:
    """Power in closed form, where one holds."""
    power = _closed_form(design, scenario, split, split.effect)
    return {} if power is None else {"power_analytic": Figure(value=power)}


def _assurance(design: Design, scenario: Scenario, split: Split) -> dict[str, Figure]:
    """Closed-form power averaged over the level of the effect, normal about its estimate, by Gauss-Hermite
    quadrature. Absent where the level is stated, or no closed form holds over its whole range.
    Source: O'Hagan, Stevens & Campbell 2005, Pharm Stat 4:187."""
    if scenario.level_cv == 0:
        return {}
    x, w = np.polynomial.hermite.hermgauss(ASSURANCE_POINTS)
    times = 1 + np.sqrt(2) * scenario.level_cv * x
    powers = [_closed_form(design, scenario, split, t * split.effect) for t in times]
    if any(p is None for p in powers):
        return {}
    return {"assurance": Figure(value=float(np.dot(w, np.array(powers, dtype=float)) / np.sqrt(np.pi)))}


def _closed_form(design: Design, scenario: Scenario, split: Split, effect: Floats) -> float | None:
    """Power for the mixture of effects that enters, with the expected number analysed."""
    kind = endpoint(design.endpoint)
    outcome: Outcome = kind.latent(scenario.control)
    shift = outcome.shifted_by(effect)
    if design.better == "lower":
        outcome, shift = _mirrored(outcome), -shift
    experimental, control = block(design.allocation)
    analysed = design.patients * (1 - scenario.dropout)
    n1 = analysed * experimental / (experimental + control)
    if min(n1, analysed - n1) < 2:
        return None
    power = kind.power(outcome, shift, split.enrolled_weight, analysed - n1, n1, design.alpha)
    return None if power is None else min(1.0, max(0.0, power))


def _mirrored(outcome: Outcome) -> Outcome:
    """The outcome counted downwards, so that lower becomes higher; both latent laws are symmetric."""
    return outcome._replace(cuts=tuple(-c for c in reversed(outcome.cuts)), shift=None)


def _left_out(design: Design, scenario: Scenario, split: Split, made: trials.Trials) -> dict[str, Figure]:
    """Who the cut-off leaves out and lets in by mistake: exact integrals over the eligible population."""
    if design.cutoff is None:
        return {"prevalence": Figure(value=1.0), "shut_out": Figure(value=0.0)}
    weight = split.nodes.weight
    out = weight * (1 - split.enters)
    usually_above = weight * ~split.below
    figures = {"prevalence": Figure(value=split.prevalence), "below_cutoff": _averaged(made.below)}
    if out.sum() > 0:
        figures["effect_excluded"] = Figure(value=float((out * split.effect).sum() / out.sum()))
    if usually_above.sum() > 0:
        missed = float((usually_above * (1 - split.enters)).sum() / usually_above.sum())
        figures["missed"] = Figure(value=missed)
    benefit = _benefit(design, scenario, split)
    if (weight * benefit).sum() > 0:
        figures["shut_out"] = Figure(value=float((out * benefit).sum() / (weight * benefit).sum()))
    return figures


def _benefit(design: Design, scenario: Scenario, split: Split) -> Floats:
    """What treatment does for each patient in the better direction, on the latent scale; harm is 0."""
    outcome: Outcome = endpoint(design.endpoint).latent(scenario.control)
    sign = 1.0 if design.better == "higher" else -1.0
    return np.maximum(0.0, sign * outcome.shifted_by(split.effect))


def _averaged(values: Floats) -> Figure:
    """Mean over trials with its Monte Carlo error and the range of 90 % of trials."""
    low, high = np.quantile(values, [0.05, 0.95])
    mcse = float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else None
    return Figure(value=float(values.mean()), mcse=mcse, low=float(low), high=float(high))
