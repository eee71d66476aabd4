"""Operating characteristics: what simulated trials come to and closed forms say, as figures with their errors."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.design.closed_form import closed_form
from trialwright.design.designs import (
    hypotheses_of,
    interim_stops_of,
    looks_of,
    most_patients,
    rejects_all,
    selectable_of,
    selections_of,
)
from trialwright.design.estimand import bias_from
from trialwright.design.figures import proportion
from trialwright.design.notes import notes
from trialwright.design.population import Split
from trialwright.design.setting import Setting
from trialwright.design.sizing import recruit
from trialwright.design.sources import source_of
from trialwright.design.totals import SHARES, DoseErrors, Errors, Totals
from trialwright.model.base import Because
from trialwright.model.design import Broken, Figure, OperatingCharacteristics, Stop
from trialwright.model.scenario import CONTROL, EXPERIMENTAL

Floats = NDArray[np.float64]
Figures = dict[str, Figure]

RULE = "design.evaluate"


def characteristics(
    setting: Setting, made: Totals, null: Totals | None, assured: Figure | None = None
) -> OperatingCharacteristics:
    """null : the same design without any effect, where that was asked for. assured : its assurance, where there is one."""
    design, scenario, n = setting.design, setting.scenario, made.n
    split = setting.populations[0].checked_split(design.cutoff)
    figures = {
        "power": proportion(made.any, n),
        **_analytic(setting, split),
        **({} if assured is None else {"assurance": assured}),
        **({} if null is None else {"type_one_error": proportion(null.any, n)}),
        **_conjunctive(setting, made),
        **_size(setting, made),
        **({} if made.cost is None else {"cost": made.cost.averaged()}),
        "within_limits_probability": proportion(made.within, n),
        **_estimation(made),
        **({} if made.dose is None else _dose(made.dose, made.n)),
        **_population(setting, split, made),
    }
    broken = _broken(setting, figures)
    return OperatingCharacteristics(
        design=design,
        scenario=scenario.name,
        replicates=n,
        figures=figures,
        within_limits=not broken,
        broken=broken,
        most_patients=most_patients(design),
        no_effect=_no_effect(setting),
        hypotheses=_hypotheses(setting, made),
        stops=_stops(setting, made),
        selected=_selected(setting, made),
        given=_given(setting, made),
        effect_scale=setting.endpoint.EFFECT,
        measure=setting.endpoint.MEASURE,
        bias_from=bias_from(setting) if "bias" in figures else "",
        notes=notes(setting, made, null),
        because=Because(
            rule=RULE,
            of=(design.id, scenario.id),
            formula=f"{made.any:,} of {n:,} simulated trials show a benefit = {made.any / n:.1%}",
        ),
    )


def _one_size(setting: Setting) -> bool:
    """Whether every trial enrols the same number from the same population, so that closed forms say how long."""
    tally = getattr(setting.endpoint, "SOURCE", "tally") == "tally"
    return getattr(setting.kind, "ONE_SIZE", False) and tally and setting.scenario.sites == 0


def _size(setting: Setting, made: Totals) -> Figures:
    design = setting.design
    if _one_size(setting):
        takes = recruit(setting.scenario, design.cutoff, design.patients)
        return {
            "patients": Figure(value=design.patients),
            "screened": Figure(value=takes.screened[1], low=takes.screened[0], high=takes.screened[2]),
            "months": Figure(value=takes.months[1], low=takes.months[0], high=takes.months[2]),
            **_means(made),
        }
    events = {} if made.events is None else {"events": made.events.averaged()}
    return {
        "patients": made.patients.averaged(),
        "screened": made.screened.median(),
        "months": made.months.median(),
        **_means(made),
        **events,
    }


def _means(made: Totals) -> Figures:
    """What is screened and how long it takes on average: where trials may stop early, far from the median trial's."""
    return {"screened_mean": made.screened.expected(), "months_mean": made.months.expected()}


def _broken(setting: Setting, figures: Figures) -> tuple[Broken, ...]:
    """The limits of screening and time that the median trial goes past, and that of patients that the largest does."""
    limits = setting.limits
    takes = (
        ("patients", limits.patients, most_patients(setting.design)),
        ("screened", limits.screened, figures["screened"].value),
        ("months", limits.months, figures["months"].value),
    )
    return tuple(
        Broken(limit=limit, allowed=allowed, needed=needed)
        for limit, allowed, needed in takes
        if allowed is not None and not needed <= allowed
    )


def _conjunctive(setting: Setting, made: Totals) -> Figures:
    design = setting.design
    several = len(hypotheses_of(design)) > 1
    may = several and (made.all > 0 or rejects_all(design, _full(setting)))
    return {"power_all": proportion(made.all, made.n)} if may else {}


def _full(setting: Setting) -> int:
    """The largest size, in patients or events."""
    return int(source_of(setting.endpoint).full(setting))


def _hypotheses(setting: Setting, made: Totals) -> Figures:
    names = hypotheses_of(setting.design)
    if len(names) == 1:
        return {}
    return {h: proportion(int(k), made.n) for h, k in zip(names, made.each, strict=True)}


def _stops(setting: Setting, made: Totals) -> tuple[Stop, ...]:
    """A share for each rule that the design has at a look: where it has none, there is nothing to count. A trial without
    data may yet end by a rule that none states, and is told."""
    at = looks_of(setting.design)
    if len(at) == 1:
        return ()
    may = [(*early, False) for early in interim_stops_of(setting.design, _full(setting))]
    shares = [
        [proportion(int(k), made.n) if rule or k > 0 else None for k, rule in zip(row, rules, strict=True)]
        for row, rules in zip(made.stops, [*may, (True, False, True)], strict=True)
    ]
    return tuple(
        Stop(at=f, efficacy=row[0], futility=row[1], end=row[2]) for f, row in zip(at, shares, strict=True)
    )


def _selected(setting: Setting, made: Totals) -> Figures:
    may = selectable_of(setting.design)
    return {
        s: proportion(int(k), made.n)
        for s, k in zip(selections_of(setting.design), made.selected, strict=False)
        if s in may or k > 0
    }


def _given(setting: Setting, made: Totals) -> Figures:
    """The mean over trials of each arm's share of their patients."""
    if made.given is None:
        return {}
    mean, square = made.given / made.n / np.array([[SHARES], [SHARES**2]])
    error = np.sqrt(np.maximum(square - mean**2, 0.0) / made.n)
    arms = (CONTROL, *(setting.design.arms or (EXPERIMENTAL,)))
    return {a: Figure(value=float(m), mcse=float(e)) for a, m, e in zip(arms, mean, error, strict=True)}


def _estimation(made: Totals) -> Figures:
    """Bias, root mean squared error and coverage of the estimate at the trial's end, and of the design's own."""
    figures = {}
    for errors, name in ((made.naive, ""), (made.adjusted, "_adjusted")):
        if errors is not None and errors.n > 1:
            figures |= _of_errors(errors, name)
    return figures


def _of_errors(errors: Errors, name: str) -> Figures:
    n, mean_square = errors.n, errors.squares / errors.n
    bias = errors.total / n
    variance = max(0.0, mean_square - bias**2)
    return {
        f"bias{name}": Figure(value=bias, mcse=math.sqrt(variance / n)),
        f"rmse{name}": Figure(value=math.sqrt(mean_square), mcse=math.sqrt(mean_square / (2 * n))),
        f"coverage{name}": proportion(errors.held, n),
    }


def _dose(errors: DoseErrors, trials: int) -> Figures:
    """How often a dose is found, and how far it is from the true one where there is one."""
    figures = {"dose_found": proportion(errors.found, trials)}
    if errors.n > 0:
        figures["coverage_dose"] = proportion(errors.held, errors.n)
    if errors.squares > 0 and errors.found > 1:
        n, mean_square = errors.found, errors.squares / errors.found
        bias = errors.total / n
        figures["bias_dose"] = Figure(value=bias, mcse=math.sqrt(max(0.0, mean_square - bias**2) / n))
        figures["rmse_dose"] = Figure(value=math.sqrt(mean_square), mcse=math.sqrt(mean_square / (2 * n)))
    return figures


def _analytic(setting: Setting, split: Split) -> Figures:
    """Power in closed form, where one holds."""
    power = closed_form(setting, split)
    return {} if power is None else {"power_analytic": Figure(value=power)}


def _no_effect(setting: Setting) -> bool:
    return not setting.scenario.responses and all(
        e.level == e.slope == 0 and not any(effect for _, effect in e.at) for e in setting.effects
    )


def _population(setting: Setting, split: Split, made: Totals) -> Figures:
    """Whom the design enrols, and whom its cut-off leaves out or lets in by mistake: exact integrals over the
    eligible population where they need no simulation."""
    followed = setting.level == "patient"  # a wave's tallies do not tell whose usual value is where
    one = len(set(setting.effects)) == 1  # arms that differ have no one effect
    enrolled = {"effect_enrolled": made.effect.averaged()} if followed and one else {}
    if setting.chooses_population:  # no one share is enrolled: `selected` says how often which
        return enrolled | _by_choice(setting, split, made)
    if setting.design.cutoff is None or hasattr(setting.kind, "cutoffs"):
        return enrolled | _by_choice(setting, split, made)
    weight = split.nodes.weight
    out = weight * (1 - split.enters)
    usually_above = weight * ~split.below
    figures = enrolled | {"prevalence": Figure(value=split.prevalence)}
    if followed:
        figures["below_cutoff"] = made.misplaced.averaged()
    if out.sum() > 0:
        figures["effect_excluded"] = Figure(value=float((out * split.effect).sum() / out.sum()))
    if usually_above.sum() > 0:
        missed = float((usually_above * (1 - split.enters)).sum() / usually_above.sum())
        figures["missed"] = Figure(value=missed)
    if (lost := _benefit_below(setting, split)) is not None:
        figures["shut_out"] = Figure(value=lost)
    return figures


def _benefit_below(setting: Setting, split: Split) -> float | None:
    """Share of all the benefit that falls to patients whom a cut-off leaves out; None where there is no benefit."""
    gain = split.nodes.weight * _benefit(setting, split)
    return float((gain * (1 - split.enters)).sum() / gain.sum()) if gain.sum() > 0 else None


def _by_choice(setting: Setting, split: Split, made: Totals) -> Figures:
    """Of a design without a cut-off of its own: the means over trials of whom their choice lets in in the end, and of the
    benefit that it leaves outside. A trial that makes no choice leaves out whom its first stage did."""
    if not hasattr(setting.kind, "leaves_out"):  # everyone enters, whatever a marker says
        told = setting.populations[0].marker is not None and _benefit_below(setting, split) is not None
        return {"shut_out": Figure(value=0.0)} if told else {}
    at = setting.kind.leaves_out(setting.design)
    splits = [None if c is None else setting.populations[0].checked_split(c) for c in (*at, at[0])]
    enters = np.array([1.0 if s is None else s.prevalence for s in splits])
    lost = [0.0 if s is None else _benefit_below(setting, s) for s in splits]
    known = [v for v in lost if v is not None]
    # Where there is no benefit, nobody is shut out of a share of it: as with a cut-off of the design's own.
    shut_out = {"shut_out": _over_choices(np.array(known), made)} if len(known) == len(lost) else {}
    return {"prevalence": _over_choices(enters, made), **shut_out}


def _over_choices(of: Floats, made: Totals) -> Figure:
    """Mean over trials of what goes with their choice. of : (selections + 1,), the last of trials without one."""
    if np.ptp(of) == 0:
        return Figure(value=float(of[0]))
    share = (made.selected + 0.5) / (made.n + 1)
    share = share / share.sum()
    spread = max(0.0, float(share @ of**2 - (share @ of) ** 2))
    return Figure(value=float(made.selected @ of) / made.n, mcse=math.sqrt(spread / made.n))


def _benefit(setting: Setting, split: Split) -> Floats:
    """What treatment does for each patient in the better direction, on the latent scale; harm is 0."""
    sign = 1.0 if setting.design.better == "higher" else -1.0
    return np.maximum(0.0, sign * setting.outcome.shifted_by(split.effect))
