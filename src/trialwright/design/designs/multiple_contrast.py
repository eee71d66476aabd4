"""Several doses and control, one look: is there any dose response? Contrasts that suit candidate shapes, the largest tested.

The normal endpoint's contrasts of means have a multivariate t law with the pooled variance, which the critical value is
exact for; of other endpoints the scores of each dose against control are combined, and their law is normal. `fit` adds the
Emax curve through the arms (designs.emax_estimate).
Source: Bretz, Pinheiro & Branson 2005, Biometrics 61:738 (the test of MCP-Mod).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs import combined, emax_estimate, options_of
from trialwright.design.designs.arms import stop_by_arm
from trialwright.design.designs.decided import EFFICACY, END, Decided
from trialwright.design.designs.options import Option
from trialwright.design.entry import ratio
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.kernels import contrast_tests, tables
from trialwright.model.design import Design

Floats = NDArray[np.float64]

NAME = "multiple_contrast"
LABEL = "dose response, multiple contrast test"
SEVERAL_ARMS = True
ONE_SIZE = True
MOST = 12  # contrasts
OPTIONS = (
    Option("doses", (), "Dose of each experimental arm, rising; 1, 2, 3, ... where not stated", low=1e-9),
    Option("linear", True, "A response in proportion to the dose is a candidate"),
    Option("log_linear", False, "One in proportion to ln(1 + dose) is"),
    Option("emax", (), "ED50 of each candidate dose / (ED50 + dose)", low=1e-9),
    Option("exponential", (), "delta of each candidate exp(dose / delta) - 1", low=1e-3),
    Option(
        "fit",
        False,
        "Also an Emax curve through the arms: the effect of the dose of record by it, with its interval",
    ),
    Option(
        "target",
        None,
        "Effect over control, above 0 in the better direction, whose dose the curve is asked for",
        low=1e-9,
        needs=(("fit", (True,)),),
    ),
)

__all__ = ["LABEL", "NAME", "OPTIONS", "SEVERAL_ARMS", "protocol", "rules", "run"]


def protocol(design: Design, full: int) -> str:
    o = options_of(design)
    doses = combined.listed([f"{d:g}" for d in doses_of(design)])
    shapes = [
        *(["in proportion to the dose"] if o["linear"] else []),
        *(["in proportion to ln(1 + dose)"] if o["log_linear"] else []),
        *(f"dose / ({half:g} + dose)" for half in o["emax"]),
        *(f"exp(dose / {d:g}) - 1" for d in o["exponential"]),
    ]
    contrasts, n = contrasts_of(design)
    critical = contrast_tests.critical_value(contrast_tests.correlation(contrasts, n), design.alpha)
    law = (
        f"critical value of their joint law, {critical:.3f} where the variance is known or patients are many"
    )
    return (
        f"{combined.of_alpha(design)} The doses are {doses}; candidate shapes of the response are {combined.listed(shapes)}. A dose "
        f"response is shown where the largest of the contrasts that suit them best is at least the {law}."
    )


def rules(design: Design, full: int) -> list[str]:
    o = options_of(design)
    if not o["fit"]:
        return []
    target = (
        ""
        if o["target"] is None
        else f", which also gives the dose whose effect over control is {o['target']:g}"
    )
    return [f"An Emax curve is fitted through all arms{target}."]


def run(design: Design, trials: Trials) -> Decided:
    contrasts, n = contrasts_of(design)
    if trials.options["fit"]:
        emax_estimate.check(trials)
    look = trials.enrol(trials.full)
    outcome, counted = trials.setting.outcome, not hasattr(trials.setting.endpoint, "SOURCE")
    if counted and outcome.kind == tables.NORMAL and not outcome.known:
        found, df = _of_means(look, contrasts, design.better)
        curve = trials.once("critical values", lambda: _by_df(contrasts, n, design.alpha, trials.full))
        critical = curve(df)
    else:
        found = _of_scores(look, contrasts, n)
        critical = trials.once(
            "critical value",
            lambda: contrast_tests.critical_value(contrast_tests.correlation(contrasts, n), design.alpha),
        )
    z = np.stack([look.z(a + 1) for a in range(trials.arms - 1)], 1)
    trials.tell(look, "largest contrast", found.max(1), critical)
    shown, every = (found.max(1) >= critical)[:, None], np.ones(z.shape, bool)
    if trials.options["fit"]:
        emax_estimate.keep(trials, look, np.append(0.0, doses_of(design)), z.argmax(1), shown[:, 0])
    stop_by_arm(trials, look, shown[:, 0], EFFICACY, shown, every, z)
    stop_by_arm(trials, look, ~shown[:, 0], END, shown, every, z)
    return trials.decided()


def contrasts_of(design: Design) -> tuple[Floats, Floats]:
    """(contrasts, groups) and the sizes (groups,) they are the best for, any multiple; control first. Raises DesignError."""
    o, arms = options_of(design), max(1, len(design.arms))
    doses = doses_of(design)
    if len(doses) != arms or np.any(np.diff(doses) <= 0):
        raise DesignError(
            f"The design `{design.name}` has {arms} experimental arms, and its doses are "
            f"{', '.join(f'{d:g}' for d in doses)}.",
            where="design.doses",
            fix="State one dose above 0 for each of `arms`, in their order, rising.",
        )
    at = np.append(0.0, doses)
    shapes = [at] * o["linear"] + [np.log1p(at)] * o["log_linear"]
    shapes += [at / (half + at) for half in o["emax"]]
    shapes += [np.expm1((at - at.max()) / d) - np.expm1(-at.max() / d) for d in o["exponential"]]
    if not 1 <= len(shapes) <= MOST:
        raise DesignError(
            f"The design `{design.name}` has {len(shapes)} candidate shapes.",
            where="design.linear",
            fix=f"State from one to {MOST}: `linear`, `log_linear`, `emax: [...]`, `exponential: [...]`.",
        )
    experimental, control = ratio(design.allocation)
    n = np.array([control, *[experimental] * arms], float)
    return _distinct(np.array([contrast_tests.optimal_contrast(s, n) for s in shapes]), n), n


def doses_of(design: Design) -> Floats:
    """Of the experimental arms, as stated or 1, 2, 3, ..."""
    return np.array(options_of(design)["doses"] or range(1, max(1, len(design.arms)) + 1), float)


def _distinct(contrasts: Floats, n: Floats) -> Floats:
    """Without those that are another's double, as all are with one dose."""
    together = contrast_tests.correlation(contrasts, n)
    kept: list[int] = []
    for i in range(len(contrasts)):
        if all(together[i, j] < 1 - 1e-9 for j in kept):
            kept.append(i)
    return contrasts[kept]


def _of_means(look: TallyLook, contrasts: Floats, better: str) -> tuple[Floats, Floats]:
    """(m, contrasts) t statistics, -inf without data, and (m,) their degrees of freedom."""
    n, total, squares = np.moveaxis(
        np.stack([look.tally(a) for a in range(contrasts.shape[1])], 1)[..., :3], -1, 0
    )
    df = n.sum(1) - n.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        means = total / n
        variance = (squares - total * means).sum(1) / df
        sign = 1.0 if better == "higher" else -1.0
        found = contrast_tests.statistics(contrasts, sign * means, n, np.sqrt(variance))
    return np.where(np.isfinite(found), found, -np.inf), np.maximum(df, 1.0)


def _by_df(contrasts: Floats, n: Floats, alpha: float, patients: int) -> Callable[[Floats], Floats]:
    """Critical value by degrees of freedom: a parabola in their inverse through three exact ones, for those that patients
    who drop out leave."""
    of, most = contrast_tests.correlation(contrasts, n), float(patients - len(n))
    at = np.unique(np.maximum(1.0, [most, 0.5 * most, 0.25 * most]))
    values = [contrast_tests.critical_value(of, alpha, float(df)) for df in at]
    curve = np.polynomial.Polynomial.fit(1 / at, values, len(at) - 1)
    return lambda df: np.asarray(curve(1 / df))


def _of_scores(look: TallyLook, contrasts: Floats, n: Floats) -> Floats:
    """(m, contrasts) standard normal, from the scores of each dose against control: a score is the difference of two means
    over its error, so that a contrast of means is a sum of scores."""
    weight = contrasts[:, 1:] * np.sqrt(1 / n[1:] + 1 / n[0])
    z = np.stack([look.z(a + 1) for a in range(weight.shape[1])], 1)
    spread = np.sqrt((contrasts**2 / n).sum(1))
    with np.errstate(invalid="ignore"):
        found = np.asarray(z @ weight.T / spread)
    return np.where(np.isnan(found), -math.inf, found)
