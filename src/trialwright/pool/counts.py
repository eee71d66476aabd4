"""Random-effects models of counts themselves: rare events without corrections, and proportions.

By name: "UM.FS", both groups binomial and each trial's level a parameter; "UM.RS", levels random (Laplace); "CM.EL", given
each trial's events, exact; "CM.AL", given them and rare; proportions of one group, logistic-normal.
"""

from __future__ import annotations

import math
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

from trialwright.errors import EvidenceError
from trialwright.kernels import binomial_models, binomial_random_trials, count_regression
from trialwright.kernels.binomial_models import Fit
from trialwright.kernels.binomial_normal import BINOMIAL, POISSON, Law
from trialwright.kernels.mixed_effects import critical, reference
from trialwright.pool import given
from trialwright.pool.given import Floats
from trialwright.pool.measures import informative

MODELS = {
    "UM.FS": binomial_models.fixed_trials,
    "UM.RS": binomial_random_trials.random_trials,
    "CM.EL": binomial_models.conditional_exact,
    "CM.AL": binomial_models.conditional_approximate,
}

RATES = {
    "CM.EL": binomial_models.conditional_approximate,
    "UM.FS": partial(binomial_models.fixed_trials, law=POISSON),
    "UM.RS": partial(binomial_random_trials.random_trials, law=POISSON),
}


class CountsFit(NamedTuple):
    """effect, a log odds ratio or log odds, with se, two-sided p and 95 % interval; tau2; homogeneity by likelihood ratio
    and by Wald as (statistic, p). trials : that carry information."""

    effect: float
    se: float
    p: float
    low: float
    high: float
    tau2: float
    likelihood_ratio: tuple[float, float]
    wald: tuple[float, float]
    trials: int
    df: float = math.inf


def odds_ratio_model(
    x1: ArrayLike,
    n1: ArrayLike,
    x2: ArrayLike,
    n2: ArrayLike,
    model: str = "CM.EL",
    method: str = "ml",
    test: str = "z",
) -> CountsFit:
    """The mean log odds ratio and its variance between trials, by maximum likelihood of the counts.

    method : "ml", or "common" for one odds ratio of all trials. test : "z", or "t" on trials less one degrees of freedom.
    Trials without events, or with nothing but events, in both groups say nothing of an odds ratio and are passed over.
    Raises EvidenceError, also where fewer than two trials are left.
    """
    given.choice("model", model, MODELS)
    _check(method, test)
    found = given.counts({"x1": x1, "x2": x2}, {"n1": n1, "n2": n2})
    use = informative(**found)
    if use.sum() < 2:
        raise EvidenceError(
            "Fewer than two trials have events.", where="x1", fix="Use a common-effect method."
        )
    if not 0 < found["x1"].sum() < found["n1"].sum() or not 0 < found["x2"].sum() < found["n2"].sum():
        raise EvidenceError(
            "One group has no event, or nothing but events.", where="x1", fix="Show the counts."
        )
    columns = [found[c][use] for c in ("x1", "n1", "x2", "n2")]
    return _shown(MODELS[model](*columns, alike=method == "common"), int(use.sum()), test)


def rate_ratio_model(
    x1: ArrayLike,
    t1: ArrayLike,
    x2: ArrayLike,
    t2: ArrayLike,
    method: str = "ml",
    test: str = "z",
    model: str = "CM.EL",
) -> CountsFit:
    """The mean log ratio of incidence rates, by maximum likelihood of the events.

    x1, x2 : events; t1, t2 : person-time. model : "CM.EL", given each trial's events, of which those of the first group
    are binomial; "UM.FS" and "UM.RS", both groups Poisson, each trial's level a parameter or random. method, test : as of
    odds_ratio_model. Trials without events say nothing of a ratio and are passed over. Raises EvidenceError. Source:
    Stijnen, Hamza & Ozdemir 2010, Stat Med 29:3046, section 3.3.
    """
    given.choice("model", model, RATES)
    _check(method, test)
    found = given.rates({"x1": x1, "x2": x2}, {"t1": t1, "t2": t2})
    use = found["x1"] + found["x2"] > 0
    if use.sum() < 2 or not found["x1"].sum() > 0 or not found["x2"].sum() > 0:
        raise EvidenceError(
            "Fewer than two trials have events, or a group has none.", where="x1", fix="Show the counts."
        )
    columns = [found[c][use] for c in ("x1", "t1", "x2", "t2")]
    return _shown(RATES[model](*columns, alike=method == "common"), int(use.sum()), test)


def proportion_model(x: ArrayLike, n: ArrayLike, method: str = "ml", test: str = "z") -> CountsFit:
    """The mean log odds of a proportion and its variance between trials, by maximum likelihood. Raises EvidenceError."""
    _check(method, test)
    found = given.counts({"x": x}, {"n": n})
    if len(found["x"]) < 2 or not 0 < found["x"].sum() < found["n"].sum():
        raise EvidenceError(
            "Two trials, with events and without, are needed.", where="x", fix="Show the counts."
        )
    fit = binomial_models.log_odds(found["x"], found["n"], method == "common")
    return _shown(fit, len(found["x"]), test)


class CountsRegression(NamedTuple):
    """beta (p,) with covariance (p, p), df of its reference t, inf for the normal; tau2; homogeneity of what is left by
    likelihood ratio as (statistic, p); trials that carry information, as rows of those given."""

    beta: Floats
    covariance: Floats
    df: float
    tau2: float
    likelihood_ratio: tuple[float, float]
    used: NDArray[np.bool_]


REGRESSIONS = ("proportion", "rate", "odds-ratio", "rate-ratio")


def counts_regression(
    of: str, moderators: ArrayLike | None = None, method: str = "ml", test: str = "z", **columns: ArrayLike
) -> CountsRegression:
    """Coefficients of moderators by maximum likelihood of the counts: of a "proportion" (x, n; log odds) or a "rate" (x, t;
    its log), of an "odds-ratio" (x1, n1, x2, n2) or a "rate-ratio" (x1, t1, x2, t2) given each trial's events, the former
    where events are rare. moderators : (k, p) design. method, test : as of odds_ratio_model, t on trials less p.
    Raises EvidenceError."""
    given.choice("model of counts", of, REGRESSIONS)
    _check(method, test)
    x, n, offset, law = _counted(of, columns)
    use = (n > 0) & np.isfinite(offset)
    design = given.design(moderators, len(x))[use]
    if (
        use.sum() <= design.shape[1]
        or not x[use].sum() > 0
        or np.linalg.matrix_rank(design) < design.shape[1]
    ):
        raise EvidenceError(
            "Too few trials have events for this model.", where="x", fix="Leave moderators out."
        )
    fit = count_regression.regression(x[use], n[use], design, offset[use], law, method == "common")
    df = math.inf if test == "z" else float(use.sum() - design.shape[1])
    ratio = (fit.ratio, float(chi2.sf(fit.ratio, fit.ratio_df)))
    return CountsRegression(fit.beta, fit.covariance, df, fit.tau2, ratio, use)


def _counted(of: str, columns: dict[str, ArrayLike]) -> tuple[Floats, Floats, Floats, Law]:
    """Events x of n with an offset and their law. Raises EvidenceError."""
    if of == "proportion":
        found = given.counts({"x": columns["x"]}, {"n": columns["n"]})
        return found["x"], found["n"], np.zeros(len(found["x"])), BINOMIAL
    if of == "rate":
        found = given.rates({"x": columns["x"]}, {"t": columns["t"]})
        return found["x"], found["t"], np.zeros(len(found["x"])), POISSON
    check, total = (given.counts, "n") if of == "odds-ratio" else (given.rates, "t")
    found = check(
        {k: columns[k] for k in ("x1", "x2")}, {f"{total}{i}": columns[f"{total}{i}"] for i in (1, 2)}
    )
    offset = np.log(found[f"{total}1"] / found[f"{total}2"])
    return found["x1"], found["x1"] + found["x2"], offset, BINOMIAL


def _check(method: str, test: str) -> None:
    given.choice("method", method, ("ml", "common"))
    given.choice("test", test, ("z", "t"))


def _shown(fit: Fit, trials: int, test: str) -> CountsFit:
    df = math.inf if test == "z" else trials - 1.0
    half = critical(df) * fit.se
    return CountsFit(
        fit.effect, fit.se, float(2 * reference(df).sf(abs(fit.effect / fit.se))), fit.effect - half,
        fit.effect + half, fit.tau2, (fit.ratio, float(chi2.sf(fit.ratio, fit.ratio_df))),
        (fit.wald, float(chi2.sf(fit.wald, fit.wald_df)) if fit.wald_df else math.nan), trials, df,
    )  # fmt: skip
