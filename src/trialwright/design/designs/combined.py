"""Combination tests over looks: what evidence each stage adds, and how much rejects.

Weights are planned before the first look, so a later stage may recruit and test whatever earlier data say.
Sources: Lehmacher & Wassmer 1999, Biometrics 55:1286 (inverse normal); Bauer & Köhne 1994, Biometrics 50:1029 (Fisher).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr, ndtri

from trialwright.design.boundaries import SequentialDesign, fisher, group_sequential
from trialwright.design.designs import hypotheses_of, options_of
from trialwright.design.designs.options import Option
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.model.design import Design

Floats = NDArray[np.float64]
HALVES = (0.5, 1.0)

INVERSE_NORMAL = (("combination", ("inverse normal",)),)
OF_GAMMA = ("boundaries", ("kim_demets", "hwang_shih_decani"))
OF_DELTA = ("boundaries", ("wang_tsiatis",))

# Tests of an intersection that any design may ask for, in a protocol's words.
TESTS = {"simes": "Simes' test", "bonferroni": "Bonferroni's test", "sidak": "Sidak's test"}
OPTIONS = (
    Option("combination", "inverse normal", "How stages are combined", ("inverse normal", "fisher")),
    Option(
        "boundaries",
        "lan_demets_of",
        "Efficacy boundaries of the inverse normal test: a name of design.boundaries; no_early_efficacy keeps alpha "
        "for the last look",
        needs=INVERSE_NORMAL,
    ),
    Option(
        "gamma",
        None,
        "Parameter of kim_demets and hwang_shih_decani spending",
        needs=(*INVERSE_NORMAL, OF_GAMMA),
    ),
    Option("delta", None, "Parameter of wang_tsiatis boundaries", needs=(*INVERSE_NORMAL, OF_DELTA)),
    Option(
        "fisher_method",
        "equal_alpha",
        "How the levels of Fisher's test share alpha",
        ("equal_alpha", "full_alpha"),
        needs=(("combination", ("fisher",)),),
    ),
)


@dataclass(frozen=True, eq=False)
class Combination:
    """weights, reach : (looks,). A hypothesis falls at look k when the evidence of stages 0..k adds to reach[k]."""

    weights: Floats
    reach: Floats
    fisher: bool

    def evidence(self, z: Floats, stage: int) -> Floats:
        """What a stage with these standard normal scores adds: w z, or w times -ln p of Fisher's product."""
        if self.fisher:
            return np.asarray(-self.weights[stage] * log_ndtr(-z))
        return np.asarray(self.weights[stage] * z)

    def shown(self, evidence: Floats, stage: int) -> tuple[Floats, float]:
        """Evidence (...) of the stages up to one and what it must reach there, as a protocol states them: a standard normal
        score, or the product of p-values, which must be as small."""
        if self.fisher:
            return np.exp(-evidence), math.exp(-self.reach[stage])
        root = math.sqrt(float((self.weights[: stage + 1] ** 2).sum()))
        return evidence / root, float(self.reach[stage]) / root

    def tell(self, trials: Trials, look: TallyLook, stage: int, evidence: Floats, of: str = "") -> None:
        """Keep the evidence (m,) of an opened trial. of : the hypothesis, where there are several."""
        if trials.opened:
            what = "product of its stages' p-values" if self.fisher else "z of its stages combined"
            said = f"no effect in {of}: {what}" if of else what
            trials.tell(look, said, *self.shown(evidence, stage), at_most=self.fisher)

    def reached(self) -> str:
        """The bound of each look that may show an effect, as `shown` has it: "2.963 at look 1 and 1.969 at look 2"."""
        bounds = [self.shown(np.zeros(()), k)[1] for k in range(len(self.reach))]
        told = [
            (f"{b:.4g}" if self.fisher else f"{b:.3f}", k + 1)
            for k, b in enumerate(bounds)
            if 0 < b < math.inf
        ]
        return listed([f"{b} at look {k}" if len(bounds) > 1 else b for b, k in told])

    def in_words(self) -> str:
        """What is combined, and with what a null hypothesis falls at each look."""
        reached = self.reached()
        weights = listed([f"{w:.4g}" for w in self.weights])
        if self.fisher:
            to = "" if np.ptp(self.weights) == 0 else f", raised to {weights},"
            return (
                f"A null hypothesis falls when the product of its stages' p-values{to} is at most {reached}."
            )
        if len(self.reach) == 1:
            return f"A null hypothesis falls when its score is at least {reached}."
        return (
            f"Stages are combined by the inverse normal method, their scores weighted by {weights} whatever their sizes: a "
            f"null hypothesis falls when the weighted sum over the root of the squared weights is at least {reached}."
        )

    def conditional_power(self, z: Floats, expected: Floats) -> Floats:
        """Chance to reject one hypothesis at the second look of two, whose score is then normal about `expected`.
        z : of the first stage."""
        return np.asarray(ndtr(expected - self.needed(self.evidence(z, 0), 1)))

    def needed(self, evidence: Floats, stage: int) -> Floats:
        """The score of this stage, from 0, with which a hypothesis falls there; evidence : of the stages before."""
        missing = (self.reach[stage] - evidence) / self.weights[stage]
        if not self.fisher:
            return np.asarray(missing)
        return np.asarray(-ndtri(np.exp(np.minimum(-missing, 0.0))))


def looks(design: Design) -> tuple[float, ...]:
    """Information fractions; a half and the whole where the design states none."""
    return design.looks or HALVES


def sizes(design: Design, full: int) -> list[int]:
    """The size at each look, rounded up."""
    return [math.ceil(f * full - 1e-9) for f in looks(design)]


def combination(design: Design, full: int, options: dict) -> Combination:
    """By the design's options, at the information fractions that whole patients (or events) make."""
    return at_sizes(design, sizes(design, full), options)


def at_sizes(design: Design, at: list[int], options: dict) -> Combination:
    """The same where `at` (looks,) are the planned sizes."""
    rates = np.array(at) / at[-1]
    if options["combination"] == "fisher":
        return of_bounds(fisher(alpha=design.alpha, method=options["fisher_method"], information_rates=rates))
    return of_bounds(
        group_sequential(
            alpha=design.alpha,
            boundaries=options["boundaries"],
            information_rates=rates,
            gamma=options["gamma"],
            delta=options["delta"],
        )
    )


def may_stop(by: Combination, futility: Sequence[bool] | bool) -> list[tuple[bool, bool]]:
    """What `interim_stops` of a type that combines stages gives. futility : whether each look before the last, or any of
    them, may end a trial for it."""
    early = np.isfinite(by.reach[:-1])
    each = np.broadcast_to(np.asarray(futility), early.shape)
    return [(bool(e), bool(f)) for e, f in zip(early, each, strict=True)]


def protocol(design: Design, full: int) -> str:
    """What a protocol states of how stages are combined: the `protocol` of types that do."""
    return stated(design, combination(design, full, options_of(design)))


def stated(design: Design, by: Combination) -> str:
    """The same of a combination, with the closed test where there are several hypotheses."""
    return f"{of_alpha(design)} {by.in_words()}{closure(design)}"


def closure(design: Design) -> str:
    """The closed test, where there are several hypotheses; with a space before."""
    if len(hypotheses_of(design)) < 2:
        return ""
    return " A hypothesis is rejected when every intersection of hypotheses that holds it falls too."


def of_alpha(design: Design) -> str:
    return f"The one-sided type I error rate of the whole trial is {design.alpha:g}."


def listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def of_bounds(made: SequentialDesign) -> Combination:
    """Of a design's exact bounds; stages weigh by the root of their share of its information."""
    if made.kind == "fisher":
        assert made.weights is not None
        return Combination(made.weights, -np.log(made.critical_values), True)
    weights = np.sqrt(np.diff(made.information_rates, prepend=0.0))
    return Combination(weights, made.critical_values * np.sqrt(made.information_rates), False)
