"""From past trials to a prior of the next: hierarchical models by quadrature, mixtures, and what they are worth.

A mixture's own methods update it, make it robust and give its quantiles; see the kernels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from trialwright.errors import EvidenceError
from trialwright.kernels import (
    beta_mixtures,
    binomial_hierarchy,
    normal_hierarchy,
    normal_mixtures,
)
from trialwright.kernels.beta_mixtures import BetaMixture
from trialwright.kernels.normal_mixtures import NormalMixture
from trialwright.pool import given
from trialwright.pool.given import Floats
from trialwright.pool.one_source import (
    commensurate,
    normalised_power_mean,
    normalised_power_rate,
    power_prior_mean,
    power_prior_rate,
)

__all__ = (
    "commensurate", "normalised_power_mean", "normalised_power_rate", "power_prior_mean", "power_prior_rate",
)  # fmt: skip

TAU_PRIORS = tuple(normal_hierarchy.PRIORS)
SIZES = ("elir", "moment", "morita")
Mixture = BetaMixture | NormalMixture


def normal_hierarchy_posterior(
    y: ArrayLike,
    se: ArrayLike,
    mean: float = 0.0,
    sd: float = np.inf,
    tau: str = "half-normal",
    scale: float = 0.5,
) -> normal_hierarchy.Posterior:
    """Normal-normal hierarchical model: `.mu`, `.new` (the MAP prior) and `.theta(...)` are mixtures of normals.

    y, se : (k,) effects and standard errors. mean, sd : of mu's normal prior (inf: flat). tau, scale : prior of the SD
    between trials: "half-normal", "half-cauchy", "exponential". Raises EvidenceError.
    """
    errors = given.numbers("se", se)
    _scales(sd=sd, scale=scale)
    _finite(mean=mean, scale=scale)
    if (errors <= 0).any():
        raise EvidenceError(
            f"The standard error of trial {int(np.argmax(errors <= 0)) + 1} is not positive.", where="se",
            fix="Look at its interval.",
        )  # fmt: skip
    one, two = given.effects(y, np.square(errors))
    prior = normal_hierarchy.PRIORS[given.choice("prior of tau", tau, TAU_PRIORS)]
    return normal_hierarchy.posterior(one, np.sqrt(two), mean, sd, prior, scale)


def map_priors(
    y: ArrayLike, se: ArrayLike, mean: float = 0.0, sd: float = np.inf, tau: str = "half-normal",
    scale: float = 0.5, probabilities: Sequence[float] = (0.025, 0.5, 0.975),
) -> Floats:  # fmt: skip
    """Predictive for a new trial from each of many data sets: y, se (m, k) → (m, 2 + quantiles): mean, sd, quantiles."""
    one, two = np.asarray(y, dtype=np.float64), np.asarray(se, dtype=np.float64)
    if one.ndim != 2 or one.shape != two.shape or not np.all(np.isfinite(one)) or not np.all(two > 0):
        raise EvidenceError(
            "`y` and `se` must be tables of the same shape, finite, with positive standard errors.", where="y",
            fix="Give a row for each data set and a column for each trial.",
        )  # fmt: skip
    _scales(sd=sd, scale=scale)
    _finite(mean=mean, scale=scale)
    prior = normal_hierarchy.PRIORS[given.choice("prior of tau", tau, TAU_PRIORS)]
    return normal_hierarchy.predictive_many(
        one, two, mean, sd, prior, scale, np.asarray(probabilities, dtype=np.float64)
    )


def binomial_hierarchy_posterior(
    x: ArrayLike,
    n: ArrayLike,
    mean: float = 0.0,
    sd: float = 2.0,
    tau: str = "half-normal",
    scale: float = 1.0,
) -> binomial_hierarchy.Posterior:
    """Binomial model with normal log odds: `.new` is the log odds of a new trial, `.rate_quantile` its rate's.

    x of n (k,). Other arguments as above, on the log odds. Raises EvidenceError.
    """
    found = given.counts({"x": x}, {"n": n})
    _scales(sd=sd, scale=scale)
    _finite(mean=mean, scale=scale)
    if np.isinf(sd):
        raise EvidenceError(
            "The prior of mu must be proper.", where="sd", fix="Give a standard deviation, say 2."
        )
    prior = normal_hierarchy.PRIORS[given.choice("prior of tau", tau, TAU_PRIORS)]
    return binomial_hierarchy.posterior(found["x"], found["n"], mean, sd, prior, scale)


class FittedMixture(NamedTuple):
    """mixture, and its Kullback-Leibler divergence in nats from what it stands for."""

    mixture: Mixture
    divergence: float


def fit_normal_mixture(target: NormalMixture, components: int = 0) -> FittedMixture:
    """Few normals for many; components 0 takes the least number, up to 4, whose divergence is below 0.001 nats."""
    for n in _components(components):
        found = normal_mixtures.fit(target, n)
        away = normal_mixtures.divergence(target, found)
        if away < 1e-3:
            break
    return FittedMixture(found, away)


def fit_beta_mixture(target: NormalMixture, components: int = 0) -> FittedMixture:
    """Betas for a rate whose log odds are `target`; components as in fit_normal_mixture()."""
    rates = 1 / (1 + np.exp(-target.quantile((np.arange(500) + 0.5) / 500)))
    weights = np.full(500, 1 / 500)
    log_density = target.log_density(np.log(rates / (1 - rates))) - np.log(rates * (1 - rates))
    for n in _components(components):
        found = beta_mixtures.fit(rates, weights, n)
        away = float(np.mean(log_density - found.log_density(rates)))
        if away < 1e-3:
            break
    return FittedMixture(found, away)


def robust(prior: Mixture, weight: float, mean: float, spread: float = 1.0) -> Mixture:
    """The prior with a vague component of `weight` 0..1, which takes over where new data disagree.

    mean, spread : of that component: a rate with the information of `spread` + 1 patients, or a normal mean and SD.
    Source: Schmidli et al. 2014, Biometrics 70:1023. Raises EvidenceError.
    """
    if not 0 <= weight <= 1:
        raise EvidenceError("The weight lies between 0 and 1.", where="weight", fix="Give, say, 0.2.")
    _scales(spread=spread)
    if not np.isfinite(mean):
        raise EvidenceError("`mean` is no number.", where="mean", fix="Give the vague component's mean.")
    if isinstance(prior, BetaMixture):
        if not 0 < mean < 1:
            raise EvidenceError("A rate lies between 0 and 1.", where="mean", fix="Give, say, 0.5.")
        return prior.robust(weight, mean, spread)
    return normal_mixtures.robust(prior, weight, mean, spread)


def effective_size(prior: Mixture, method: str = "elir", sigma: float = 1.0) -> float:
    """What a prior is worth in patients. method : "elir", "moment", "morita". sigma : outcome SD, for normal means.

    They differ for mixtures, where moment counts the tails and Morita's the peak; ELIR alone is predictively
    consistent (Neuenschwander et al. 2020). Raises EvidenceError.
    """
    given.choice("method", method, SIZES)
    if isinstance(prior, BetaMixture):
        return getattr(beta_mixtures, f"effective_size_{method}")(prior)
    _scales(sigma=sigma)
    return getattr(normal_mixtures, f"effective_size_{method}")(prior, sigma)


def updated(prior: Mixture, *, x: float = 0.0, n: float = 0.0, y: float = 0.0, se: float = 0.0) -> Mixture:
    """After x of n responded (rates), or a mean y with standard error se (normal). Raises EvidenceError."""
    if isinstance(prior, BetaMixture):
        given.counts({"x": [x]}, {"n": [n]})
        return prior.updated(x, n)
    _scales(se=se)
    return normal_mixtures.updated(prior, y, se)


def success_chance_one_arm(
    prior: BetaMixture, n: int, needed: float, above: float, rates: ArrayLike
) -> Floats:
    """Chance, exact, that P(p > above | data of n) > needed, at true rates (m,). Raises EvidenceError."""
    _whole(n=n)
    _share(needed=needed)
    return beta_mixtures.chance_one_arm(
        beta_mixtures.success_one_arm(prior, n, needed, above), _rates("rates", rates)
    )


def success_chance_two_arms(
    first: BetaMixture, n1: int, second: BetaMixture, n2: int, needed: float,
    rates1: ArrayLike, rates2: ArrayLike, delta: float = 0.0,
) -> Floats:  # fmt: skip
    """Chance, exact, that P(p1 - p2 > delta | data) > needed, at pairs of true rates: type I error where they are the
    same, over the drift between the prior's and the true control rate. Raises EvidenceError."""
    _whole(n1=n1, n2=n2)
    _share(needed=needed)
    one, two = _rates("rates1", rates1), _rates("rates2", rates2)
    given.same_length({"rates1": one, "rates2": two})
    return beta_mixtures.chance_two_arms(
        beta_mixtures.success_two_arms(first, n1, second, n2, needed, delta), one, two
    )


def _components(asked: int) -> Sequence[int]:
    """How many to try. Raises EvidenceError."""
    if asked < 0 or asked != int(asked):
        raise EvidenceError(
            "Components are counted.",
            where="components",
            fix="Give 1 or more, or 0 to have the least number that will do.",
        )
    return [asked] if asked else range(1, 5)


def _share(**values: float) -> None:
    for name, value in values.items():
        if not 0 <= value <= 1:
            raise EvidenceError(
                f"`{name}` is a probability.", where=name, fix="Give a fraction between 0 and 1."
            )


def _scales(**values: float) -> None:
    for name, value in values.items():
        if not value > 0:
            raise EvidenceError(f"`{name}` must be positive.", where=name, fix="Give a positive number.")


def _finite(**values: float) -> None:
    for name, value in values.items():
        if not np.isfinite(value):
            raise EvidenceError(f"`{name}` = {value:g} is no number.", where=name, fix="Give a finite one.")


def _whole(**values: int) -> None:
    for name, value in values.items():
        if value < 1 or value != int(value):
            raise EvidenceError(
                f"`{name}` must be a whole number of patients.", where=name, fix="Give 1 or more."
            )


def _rates(name: str, values: ArrayLike) -> Floats:
    found = given.numbers(name, values)
    if np.any((found < 0) | (found > 1)):
        raise EvidenceError("A rate lies between 0 and 1.", where=name, fix="Give fractions and not percent.")
    return found
