"""Response-adaptive allocation: at each look the arms' chances for the next patients follow the data so far.

The first look ends the burn-in, in permuted blocks. `evidence: combination` weighs the stages' own tests as planned: within
a stage the chances are fixed, so each is valid given the past and a control outcome that drifts from stage to stage
does no harm. `evidence: pooled` is the usual test of everybody at the end: it takes early and late patients as alike, so
under drift its type I error is not alpha, and it is here to show by how much.
Sources: Thall & Wathen 2007, Eur J Cancer 43:859; Rosenberger et al. 2001, Biometrics 57:909; Villar, Bowden & Wason 2018, Pharm Stat 17:182 (drift).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from trialwright.design.designs import arm_chances, combined, options_of, stage_estimate
from trialwright.design.designs.arms import (
    ClosedTest,
    futility_bounds,
    futility_rule,
    intersection_option,
    intersection_rule,
    names,
    of_record,
    stop_by_arm,
)
from trialwright.design.designs.combined import Combination, at_sizes
from trialwright.design.designs.decided import EFFICACY, END, FUTILITY, Decided
from trialwright.design.designs.options import Option
from trialwright.design.designs.stage_estimate import WeightedEstimate
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design

Floats = NDArray[np.float64]

NAME = "response_adaptive"
LABEL = "response-adaptive allocation"
SEVERAL_ARMS = True
WAITS = True
FIFTHS = (0.2, 0.4, 0.6, 0.8, 1.0)
OPTIONS = (
    Option(
        "allocate",
        "thall wathen",
        "Chances follow a power of P(arm is best); the root of each rate, for fewest failures; or each spread",
        arm_chances.ALLOCATIONS,
    ),
    Option(
        "power",
        None,
        "Of P(arm is best); else the share of patients enrolled, halved",
        low=0.0,
        high=10.0,
        needs=(("allocate", ("thall wathen",)),),
    ),
    Option("minimum", 0.1, "Least chance of any arm", low=0.0, high=0.5),
    Option("control", None, "Chance that control keeps whatever comes of it", low=0.01, high=0.95),
    Option("evidence", "combination", "Of each arm against control", ("combination", "pooled")),
    intersection_option("simes", ("simes", "bonferroni", "sidak", "hierarchical")),
    Option("futility", (), "z of all data below which every arm must be for a look to end the trial"),
    Option(
        "adjusted",
        False,
        "Also the estimate and interval by the stages' fixed weights: median-unbiased; of several arms the interval holds "
        "whichever is of record; only where no look may end the trial",
    ),
    *(o._replace(default="no_early_efficacy") if o.name == "boundaries" else o for o in combined.OPTIONS),
)

__all__ = [
    "LABEL",
    "NAME",
    "OPTIONS",
    "SEVERAL_ARMS",
    "WAITS",
    "allocated",
    "hypotheses",
    "interim_stops",
    "looks",
    "protocol",
    "rules",
    "run",
]


def looks(design: Design) -> tuple[float, ...]:
    """Information fractions; five equal steps where the design states none."""
    return design.looks or FIFTHS


def hypotheses(design: Design) -> tuple[str, ...]:
    return names(design)


def interim_stops(design: Design, full: int) -> list[tuple[bool, bool]]:
    o, at = options_of(design), [math.ceil(f * full - 1e-9) for f in looks(design)]
    lowest = futility_bounds(design, len(at) - 1, o["futility"])
    return combined.may_stop(at_sizes(design, at, o), [bool(np.isfinite(z)) for z in lowest])


def protocol(design: Design, full: int) -> str:
    o = options_of(design)
    by = at_sizes(design, [math.ceil(f * full - 1e-9) for f in looks(design)], o)
    if o["evidence"] == "combination":
        return combined.stated(design, by)
    return (
        f"The data of all stages are pooled: a null hypothesis falls when the score of all patients so far is at least "
        f"{by.reached()}.{combined.closure(design)} The one-sided level of these bounds is {design.alpha:g}, which "
        "pooled data keep only as long as the outcome under control does not drift."
    )


def allocated(design: Design) -> str:
    at = looks(design)
    if len(at) == 1:
        return "in permuted blocks"
    return (
        f"in permuted blocks until the first look ({100 * at[0]:.4g} % of the planned information); from then on each patient's "
        "arm is drawn at random, with the arms' chances of the last look"
    )


def rules(design: Design, full: int) -> list[str]:
    o = options_of(design)
    tests = intersection_rule(design, o["intersection"])
    if len(looks(design)) == 1:
        return tests
    told = [
        *arm_chances.rules(o),
        *tests,
        *futility_rule(o["futility"], "A look ends the trial for futility where every arm's"),
    ]
    if any(efficacy for efficacy, _ in interim_stops(design, full)):
        told.append("A look that shows any arm to be better ends the trial.")
    return told


def run(design: Design, trials: Trials) -> Decided:
    o = trials.options
    arm_chances.check(trials.setting, o)
    at = [math.ceil(f * trials.full - 1e-9) for f in looks(design)]
    lowest = futility_bounds(design, len(at) - 1, o["futility"])
    by = trials.once("combination", lambda: at_sizes(design, at, o))
    test = ClosedTest(trials, by, o["intersection"])
    weighted = _weighted(trials, by) if o["adjusted"] else []
    shares: Floats | None = None
    for stage, size in enumerate(at):
        look = trials.enrol(size, shares=shares)
        z = np.stack([look.z(a + 1) for a in range(test.arms)], 1)
        trials.give(
            look.rows,
            np.stack([arm_chances.patients(trials.setting, look, a) for a in range(test.arms + 1)], 1),
        )
        every = np.ones(z.shape, bool)
        for arm, of in enumerate(weighted, 1):
            of.add(look, stage, arm, few=arm_chances.few(trials.setting, look, arm))
        if o["evidence"] == "pooled":
            pooled = math.sqrt(size / at[-1]) * test.scores(z)
            test.tell(look, stage, pooled)
            shown = test.fall(look, pooled >= by.reach[stage])
        else:
            shown = test.take(look, stage, arm_chances.stage_z(trials.setting, look, test.arms))
        stop_by_arm(trials, look, shown.any(1), EFFICACY, shown, every, z)
        if stage < len(at) - 1:
            stop_by_arm(trials, look, (z < lowest[stage]).all(1), FUTILITY, shown, every, z)
            if not len(trials.open):
                return trials.decided()
            shares = arm_chances.chances(trials.setting, look, size / trials.full, o)[
                np.searchsorted(look.rows, trials.open)
            ]
    for arm, of in enumerate(weighted):
        mine = of_record(shown, every, z) == arm
        of.keep(trials, look.among(mine), float(ndtri(1 - design.alpha / test.arms)))
    stop_by_arm(trials, look, np.ones(len(look.rows), bool), END, shown, every, z)
    return trials.decided()


def _weighted(trials: Trials, by: Combination) -> list[WeightedEstimate]:
    """One for each arm. Raises DesignError where a look may end the trial, which the weights do not allow for: how much
    information a stage brings hangs on its chances, so that bounds have no fixed place on the scale of an effect."""
    stage_estimate.begin(trials)
    o = trials.options
    if o["evidence"] == "pooled" or by.fisher or o["futility"] or not np.isinf(by.reach[:-1]).all():
        raise DesignError(
            f"The design `{trials.design.name}` has no adjusted estimate: a look may end it, or its stages are not "
            "weighted by the inverse normal.",
            where="design.adjusted",
            fix="Leave out `futility`, `boundaries`, `combination` and `evidence: pooled`, or `adjusted`.",
        )
    return [WeightedEstimate(by.weights, trials.n) for _ in range(trials.arms - 1)]
