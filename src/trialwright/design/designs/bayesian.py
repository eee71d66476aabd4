"""Looks at the posterior probability that the arm is better: enough of it shows the arm, too little ends the trial.

Model `normal`: the estimate is normal about the effect with its standard error, the prior normal or flat; for any
endpoint, on the scale of its estimate. Under a flat prior the probability of any benefit is 1 less the one-sided p. Model `beta`: beta priors on the two rates of a binary endpoint, the effect
their difference. Type I error is what simulation says: where no threshold is stated it is the one that keeps alpha
under a flat prior over all looks (Pocock's constant bound, since the posterior probability is then Phi of z);
design.thresholds finds one for any other rule.
Sources: Spiegelhalter, Abrams & Myles 2004, chapter 6; Dmitrienko & Wang 2006, Stat Med 25:2178 (predictive probability).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from trialwright.design.boundaries import group_sequential
from trialwright.design.designs import bayesian_estimate, combined, options_of, stage_estimate
from trialwright.design.designs.combined import looks, sizes
from trialwright.design.designs.decided import EFFICACY, END, FUTILITY, Decided
from trialwright.design.designs.options import Option
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.kernels import posterior
from trialwright.model.design import Design

Floats = NDArray[np.float64]

NAME = "bayesian"
LABEL = "Bayesian decision rules"
OPTIONS = (
    Option("model", "normal", "Whose posterior it is", ("normal", "beta")),
    Option(
        "efficacy", None, "Posterior probability of a benefit that shows it, at any look", low=0.5, high=1.0
    ),
    Option("delta", 0.0, "A benefit is an effect larger than this, in the better direction"),
    Option(
        "futility", 0.0, "Posterior probability of a benefit below which a look ends the trial", low=0, high=1
    ),
    Option(
        "predictive",
        0.0,
        "Predictive probability of success at the end below which a look ends it",
        low=0,
        high=1,
    ),
    Option(
        "prior_mean",
        0.0,
        "Of the effect, positive where the arm is better",
        needs=(("model", ("normal",)), ("prior_sd", ())),
    ),
    Option(
        "prior_sd",
        None,
        "Standard deviation of the normal prior; flat where not stated",
        low=1e-9,
        needs=(("model", ("normal",)),),
    ),
    Option(
        "prior_control",
        (1.0, 1.0),
        "Beta prior of the control rate: events, others",
        low=1e-3,
        high=1e6,
        needs=(("model", ("beta",)),),
    ),
    Option(
        "prior_arm",
        (1.0, 1.0),
        "Beta prior of the experimental rate: events, others",
        low=1e-3,
        high=1e6,
        needs=(("model", ("beta",)),),
    ),
    Option(
        "adjusted",
        False,
        "Also the posterior mean and credible interval; under a flat prior, where they are the plain estimate's, those of "
        "stage-wise ordering",
    ),
)

__all__ = ["LABEL", "NAME", "OPTIONS", "interim_stops", "looks", "protocol", "rules", "run"]


def protocol(design: Design, full: int) -> str:
    """Of a stated threshold no error rate is claimed: simulation tells it."""
    o = options_of(design)
    kept = f"{combined.of_alpha(design)} " if o["efficacy"] is None else ""
    above = f"larger than {o['delta']:g}" if o["delta"] else "of any size"
    return (
        f"{kept}A look shows the effect where the posterior probability of a benefit {above} is at least "
        f"{threshold(design, sizes(design, full), o):.5g}."
    )


def rules(design: Design, full: int) -> list[str]:
    o = options_of(design)
    told = [_prior_in_words(o)]
    if len(looks(design)) > 1:
        less = {
            "futility": "posterior probability of such a benefit",
            "predictive": "predictive probability that the last look shows the effect",
        }
        told += [
            f"An interim look ends the trial for futility where the {what} is below {o[name]:g}."
            for name, what in less.items()
            if o[name] > 0
        ]
    return told


def _prior_in_words(o: dict) -> str:
    if o["model"] == "beta":
        control, arm = ("Beta({:g}, {:g})".format(*o[of]) for of in ("prior_control", "prior_arm"))
        return f"The priors of the event rates are {control} under control and {arm} in the experimental arm."
    if o["prior_sd"] is None:
        return "The prior of the effect is flat."
    return (
        f"The prior of the effect is normal with mean {o['prior_mean']:g}, better counted as positive, and standard deviation "
        f"{o['prior_sd']:g}."
    )


def interim_stops(design: Design, full: int) -> list[tuple[bool, bool]]:
    o = options_of(design)
    return [(True, o["futility"] > 0 or o["predictive"] > 0)] * (len(looks(design)) - 1)


def run(design: Design, trials: Trials) -> Decided:
    o, at = trials.options, sizes(design, trials.full)
    check(design, o)
    needed = trials.once("threshold", lambda: threshold(design, at, o))
    for i, size in enumerate(at):
        look = trials.enrol(size)
        benefit = probability(design, look, o)
        trials.tell(look, "posterior probability of a benefit", benefit, needed)
        futile = np.full(len(benefit), i == len(at) - 1)
        if i < len(at) - 1:
            futile |= benefit < o["futility"]
            if o["predictive"] > 0:
                futile |= predictive(design, look, needed, at[-1] / size, o) < o["predictive"]
        if o["adjusted"]:
            adjust(trials, look.among((benefit >= needed) | futile), i, needed, at)
        trials.stop(look, benefit >= needed, EFFICACY, rejected=True)
        if i < len(at) - 1:
            trials.stop(look, futile, FUTILITY)
    trials.stop(look, True, END)
    return trials.decided()


def adjust(trials: Trials, look: TallyLook, stage: int, needed: float, at: list[int]) -> None:
    """Keep the estimates of trials that end at a stage."""
    design, o = trials.design, trials.options
    if o["model"] == "beta":
        found = bayesian_estimate.beta_credible(
            *((t[:, 1] + p[0], t[:, 0] + p[1]) for t, p in _arms(look, o)),
            trials.setting.endpoint.MEASURE == "risk difference",
            design.alpha,
        )
    elif o["prior_sd"] is None:
        table = trials.once(
            "ordering",
            lambda: bayesian_estimate.ordering(at, design.alpha, needed, o["futility"], o["predictive"]),
        )
        return stage_estimate.keep_ordered(trials, look, stage, table, o["delta"])
    else:
        sign = 1.0 if design.better == "higher" else -1.0
        found = bayesian_estimate.credible(*_normal(design, look, o), sign, design.alpha)
    trials.adjust(look.rows, *found)


def _arms(look: TallyLook, o: dict) -> tuple[tuple[Floats, tuple[float, ...]], ...]:
    return (look.tally(0), o["prior_control"]), (look.tally(1), o["prior_arm"])


def threshold(design: Design, at: list[int], o: dict) -> float:
    """The stated one, or the constant bound of alpha over these looks as a probability."""
    if o["efficacy"] is not None:
        return float(o["efficacy"])
    bound = group_sequential(
        alpha=design.alpha, boundaries="pocock", information_rates=np.array(at) / at[-1]
    ).critical_values[0]
    return float(ndtr(bound))


def probability(design: Design, look: TallyLook, o: dict) -> Floats:
    """(m,) posterior probability of a benefit; 0 without data to tell."""
    if o["model"] == "beta":
        control, arm = look.tally(0), look.tally(1)
        if design.better == "lower":  # fewer events are better: more of the others are
            control, arm = control[:, ::-1], arm[:, ::-1]
        return posterior.difference_exceeds(
            *_beta(control, o["prior_control"], design), *_beta(arm, o["prior_arm"], design), o["delta"]
        )
    if o["prior_sd"] is None and o["delta"] == 0:
        return np.asarray(
            ndtr(look.z())
        )  # of a t test it is the t posterior, with the standard deviation unknown
    mean, sd = _normal(design, look, o)
    return np.where(sd > 0, ndtr((mean - o["delta"]) / np.where(sd > 0, sd, 1.0)), 0.0)


def predictive(design: Design, look: TallyLook, needed: float, growth: float, o: dict) -> Floats:
    """(m,) chance, given the data, that the posterior at the end reaches `needed`. growth : the full size over this."""
    mean, sd = _normal(design, look, o)
    information = np.where(sd > 0, look.information(), 0.0)
    final = np.where(sd > 0, 1.0 / (_prior_precision(o) + growth * np.maximum(information, 1e-300)), 1.0)
    return np.where(sd > 0, posterior.predictive_normal(mean, sd**2, final, o["delta"], needed), 0.0)


def _normal(design: Design, look: TallyLook, o: dict) -> tuple[Floats, Floats]:
    """(m,) posterior mean and standard deviation, in the better direction; sd 0 where there is no estimate."""
    value, se = look.estimate()
    known = np.isfinite(value) & np.isfinite(se) & (se > 0)
    sign = 1.0 if design.better == "higher" else -1.0
    information = np.where(known, np.where(known, se, 1.0) ** -2.0, 0.0)
    precision = information + _prior_precision(o)
    weighted = np.where(known, sign * value, 0.0) * information + o["prior_mean"] * _prior_precision(o)
    return weighted / np.where(known, precision, 1.0), np.where(
        known, np.where(known, precision, 1.0) ** -0.5, 0.0
    )


def _prior_precision(o: dict) -> float:
    return 0.0 if o["prior_sd"] is None else float(o["prior_sd"] ** -2.0)


def _beta(tally: Floats, prior: tuple[float, ...], design: Design) -> tuple[Floats, Floats]:
    """Posterior events and others, (m,) each; the prior is of events, whichever is better."""
    events, others = prior if design.better == "higher" else prior[::-1]
    return tally[:, 1] + events, tally[:, 0] + others


def check(design: Design, o: dict) -> None:
    """Raises DesignError where the options do not make a rule."""
    flat = o["prior_sd"] is None and o["model"] == "normal"
    if o["efficacy"] is None and (not flat or o["delta"] != 0):
        raise DesignError(
            f"The design `{design.name}` states no posterior probability that shows a benefit, and its prior is not "
            "flat or its benefit is not just above 0, so none follows from alpha.",
            where="design.efficacy",
            fix="State `efficacy`, e.g. 0.975; design.thresholds.calibrated finds the one for a type I error.",
        )
    if o["model"] == "beta" and design.endpoint != "binary":
        raise DesignError(
            f"The design `{design.name}` has beta priors of rates for a {design.endpoint} endpoint.",
            where="design.model",
            fix="Use `model: normal`.",
        )
    if o["model"] == "beta" and o["predictive"] > 0:
        raise DesignError(
            "The predictive probability is worked out for the normal model alone.",
            where="design.predictive",
            fix="Use `model: normal`, or stop for futility by the posterior probability.",
        )
    for name in ("prior_control", "prior_arm"):
        if len(o[name]) != 2:
            raise DesignError(
                f"`{name}` has {len(o[name])} numbers.", where=f"design.{name}", fix="Give two."
            )
