"""Candidate cut-offs of a continuous marker: one is chosen at the interim from the data, and stage 2 enrols at or above it.

Hypothesis s says that patients at or above cut-off s have no benefit. The closed test of these nested hypotheses combines
the stages of every intersection; stage 2 tests the chosen population alone, so of all intersections that hold it the one
with the largest first-stage p decides, and any rule may choose (docs/methods/adaptive-threshold.md has the proof).
Sources: Jenkins, Stone & Jennison 2011, Pharm Stat 10:347; Brannath et al. 2009, Stat Med 28:1445; Spiessens & Debois 2010,
Contemp Clin Trials 31:647; Simon & Simon 2013, Biostatistics 14:613; Friede, Parsons & Stallard 2012, Stat Med 31:4309.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.designs import combined, options_of, stage_estimate
from trialwright.design.designs.combined import Combination, combination, looks, protocol, sizes
from trialwright.design.designs.decided import EFFICACY, END, FUTILITY, Decided
from trialwright.design.designs.options import Option
from trialwright.design.designs.threshold_choice import RULES, Interim, choose
from trialwright.design.designs.threshold_estimate import estimated
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.kernels import closed_testing, intersection_tests, nested_maximum
from trialwright.model.design import Design

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NAME = "adaptive_threshold"
LABEL = "cut-off chosen at the interim"
WAITS = True
NO_ESTIMATE = (
    "trials that the interim ends have none, and none has one where the interim may end them for success: it would have to hold "
    "given that it did not"
)
CANDIDATES = True  # every value of a plan's `cutoff` is a candidate of one design
_P_TESTS = {
    "simes": intersection_tests.simes,
    "bonferroni": intersection_tests.bonferroni,
    "sidak": intersection_tests.sidak,
}
OPTIONS = (
    Option("candidates", (), "The cut-offs to choose among, rising", low=0.0),
    Option("everyone", True, "Stage 1 enrols everyone, who are a candidate too; otherwise from the first cut-off up"),
    Option("rule", "conditional power", "What chooses at the interim", RULES),
    Option("bound", 0.0, "Least worthwhile effect of the rules `utility` and `smallest`, better counted as positive",
           needs=(("rule", ("utility", "smallest")),)),
    Option("futility", 0.0, "Conditional power of the chosen below which the trial stops", low=0.0, high=1.0),
    Option(
        "intersection",
        "spiessens_debois",
        "Test of no effect in several nested populations; spiessens_debois is by their largest score",
        ("spiessens_debois", *_P_TESTS),
    ),
    *(
        o._replace(default="no_early_efficacy") if o.name == "boundaries" else o
        for o in combined.OPTIONS
    ),
)  # fmt: skip

__all__ = [
    "CANDIDATES",
    "LABEL",
    "NAME",
    "OPTIONS",
    "WAITS",
    "cutoffs",
    "hypotheses",
    "interim_stops",
    "leaves_out",
    "looks",
    "protocol",
    "rejects_all",
    "rules",
    "run",
    "selections",
]


def cutoffs(design: Design) -> tuple[float, ...]:
    """The candidates, or the design's own cut-off as the only one."""
    stated: tuple[float, ...] = options_of(design)["candidates"]
    return stated or (() if design.cutoff is None else (design.cutoff,))


def hypotheses(design: Design) -> tuple[str, ...]:
    """Of each candidate population, the largest first."""
    marker = design.marker or "marker"
    named = tuple(f"{marker} ≥ {c:g}" for c in cutoffs(design))
    return ("everyone", *named) if options_of(design)["everyone"] else named


def selections(design: Design) -> tuple[str, ...]:
    return hypotheses(design)


def interim_stops(design: Design, full: int) -> list[tuple[bool, bool]]:
    o = options_of(design)
    none_will_do = o["futility"] > 0 or o["rule"] in ("utility", "smallest")
    return combined.may_stop(combination(design, full, o), none_will_do)


def rejects_all(design: Design, full: int) -> bool:
    """Only where the interim tests too: the second stage tests the population that was chosen, and no other."""
    return len(hypotheses(design)) == 1 or bool(interim_stops(design, full)[0][0])


def leaves_out(design: Design) -> tuple[float | None, ...]:
    return (None, *cutoffs(design)) if options_of(design)["everyone"] else cutoffs(design)


def rules(design: Design, full: int) -> list[str]:
    o = options_of(design)
    enters = (
        "everyone"
        if o["everyone"]
        else f"patients with {design.marker or 'marker'} of {cutoffs(design)[0]:g} or more"
    )
    chosen = {
        "conditional power": "the candidate population of the largest conditional power, if all further patients come from it and "
        "its estimate is true",
        "estimate": "the candidate population of the largest estimated effect",
        "utility": f"the candidate population of the largest share of patients times the excess of its estimated effect over "
        f"{o['bound']:g}, or ends the trial where that is negative for each",
        "smallest": f"the largest candidate population whose estimated effect is at least {o['bound']:g}, or ends the trial where "
        "there is none",
    }[o["rule"]]
    tested = {
        **combined.TESTS,
        "spiessens_debois": "the largest of their scores, with their correlation (Spiessens and Debois)",
    }[o["intersection"]]
    told = [
        f"Before the interim {enters} may enter. The interim chooses {chosen}; only patients of the chosen population enter after it.",
        f"No effect in several candidates is tested by {tested}.",
    ]
    if o["futility"] > 0:
        told.append(
            f"The interim ends the trial for futility where conditional power in the chosen population is below {o['futility']:g}."
        )
    if any(efficacy for efficacy, _ in interim_stops(design, full)):
        told.append(
            "The interim ends the trial for efficacy where it rejects the hypothesis of the chosen population."
        )
    return told


def run(design: Design, trials: Trials) -> Decided:
    o = trials.options
    by: Combination = trials.once("combination", lambda: combination(design, trials.full, o))
    estimates = bool(
        np.isinf(by.reach[0])
    )  # an interim that may end for success would need its own correction
    if estimates:
        stage_estimate.expect(trials)
    lowest = np.arange(0 if o["everyone"] else 1, trials.bins)
    first, full = sizes(design, trials.full)
    look = trials.enrol(first, admitted=int(lowest[0]))
    seen = interim(look, lowest, 1.0 if design.better == "higher" else -1.0)
    evidence = by.evidence(adjusted_scores(look, lowest, seen.information, o["intersection"]), 0)
    _tell(trials, look, 0, evidence, by)
    rejected = evidence >= by.reach[0]
    chosen = choose(seen, by, full / first - 1, o)
    _stop_early(trials, look, rejected, chosen, lowest)
    if not len(trials.open):
        return trials.decided()
    rows = trials.open
    chosen, rejected, seen = chosen[rows], rejected[rows], seen.among(rows)
    enters = lowest[chosen]
    look = trials.enrol(full, admitted=enters)
    of = np.arange(len(rows))
    total = evidence[rows, chosen] + by.evidence(look.z(bins=enters, stage=True), 1)
    _tell(trials, look, 1, np.where(chosen[:, None] == np.arange(len(lowest)), total[:, None], np.nan), by)
    rejected[of, chosen] |= total >= by.reach[1]
    if estimates:
        trials.adjust(
            look.rows, *estimated(look, enters, seen, chosen, by, full / first - 1, design.alpha, o)
        )
    trials.stop(look, rejected.any(1), EFFICACY, rejected=rejected, bins=enters)
    trials.stop(look, True, END, bins=enters)
    return trials.decided()


def _tell(trials: Trials, look: TallyLook, stage: int, evidence: Floats, by: Combination) -> None:
    """Keep the evidence (m, populations) of an opened trial; NaN of those not tested."""
    if trials.opened:
        for name, of in zip(hypotheses(trials.design), evidence.T, strict=True):
            by.tell(trials, look, stage, of, name)


def interim(look: TallyLook, lowest: Integers, sign: float) -> Interim:
    """What the first stage shows of each population."""
    found = [look.estimate(bins=int(b)) for b in lowest]
    x = sign * np.stack([f.value for f in found], 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.stack([f.se for f in found], 1) ** -2.0
    known = np.isfinite(x) & np.isfinite(information)
    return Interim(np.where(known, x, -np.inf), np.where(known, information, 0.0), sign)


def adjusted_scores(look: TallyLook, lowest: Integers, information: Floats, test: str) -> Floats:
    """(m, populations) normal scores of the first stage's p-values, adjusted by the closed test."""
    z = np.stack([look.z(bins=int(b), stage=True) for b in lowest], 1)
    if test == "spiessens_debois":
        # Estimated information may rise a little from a population to its subset: they are then as good as one.
        p = nested_maximum.adjusted(z, np.minimum.accumulate(information, axis=1))
    else:
        p = closed_testing.adjusted(_P_TESTS[test](ndtr(-z)))
    return np.asarray(-ndtri(np.minimum(p, 1.0)))


def _stop_early(
    trials: Trials, look: TallyLook, rejected: NDArray[np.bool_], chosen: Integers, lowest: Integers
) -> None:
    of = np.arange(len(chosen))
    done = np.where(chosen < 0, rejected.any(1), rejected[of, np.maximum(chosen, 0)])
    trials.select(look, np.where(done, -1, chosen))
    shown = np.where(chosen < 0, rejected.argmax(1), chosen)
    trials.stop(look, done, EFFICACY, rejected=rejected, bins=lowest[np.maximum(shown, 0)])
    trials.stop(look, chosen < 0, FUTILITY, bins=int(lowest[0]))
