"""Generalised linear models and links: invariants and refusals; what R gives is judged by test_analysis_calls.py."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.analyse import expressions, generalised, logistic, ordinal
from trialwright.analyse.designs import design
from trialwright.errors import AnalysisError
from trialwright.kernels import cumulative_link, links

RNG = np.random.default_rng(8)
N = 60
DATA = {
    "y": RNG.integers(0, 2, N), "n": RNG.poisson(3, N), "x": RNG.standard_normal(N), "months": RNG.uniform(1, 9, N),
    "arm": np.resize(["a", "b", "c"], N), "score": RNG.integers(1, 5, N),
}  # fmt: skip


def test_logit_is_logistic_regression() -> None:
    one = generalised.generalised_linear("y ~ x + arm", DATA).coefficients
    other = logistic.logistic("y ~ x + arm", DATA).coefficients
    assert one.names == other.names
    assert one.estimate == pytest.approx(other.estimate, abs=1e-8)
    assert one.error == pytest.approx(other.error, abs=1e-8)


@pytest.mark.parametrize("link", sorted(links.LINKS))
def test_slope_is_the_derivative_of_the_inverse(link: str) -> None:
    of, eta = links.LINKS[link], np.linspace(0.2, 1.5, 7)
    h = 1e-6
    assert of.slope(eta) == pytest.approx((of.inverse(eta + h) - of.inverse(eta - h)) / (2 * h), rel=1e-6)
    assert of.link(of.inverse(eta)) == pytest.approx(eta)


@pytest.mark.parametrize("link", sorted(cumulative_link.LINKS))
def test_a_latent_distribution_is_consistent(link: str) -> None:
    of, x, h = cumulative_link.LINKS[link], np.linspace(-1.5, 1.5, 7), 1e-6
    assert of.density(x) == pytest.approx((of.below(x + h) - of.below(x - h)) / (2 * h), rel=1e-6)
    assert of.bend(x) == pytest.approx((of.density(x + h) - of.density(x - h)) / (2 * h), rel=1e-5, abs=1e-8)
    assert of.quantile(of.below(x)) == pytest.approx(x)


def test_an_offset_shifts_the_intercept_alone() -> None:
    plain = generalised.generalised_linear("n ~ x", DATA, "poisson")
    held = {**DATA, "two": np.full(N, 2.0)}
    moved = generalised.generalised_linear("n ~ x + offset(two)", held, "poisson")
    assert moved.coefficients.estimate == pytest.approx(plain.coefficients.estimate - [2.0, 0.0])
    assert moved.fit.deviance == pytest.approx(plain.fit.deviance)


def test_an_effect_at_each_threshold_fits_no_worse() -> None:
    alike = ordinal.proportional_odds("score ~ x + arm", DATA)
    apart = ordinal.proportional_odds("score ~ arm", DATA, nominal="~ x")
    assert apart.fit.loglik >= alike.fit.loglik
    assert apart.coefficients.names[:4] == ("1|2.(Intercept)", "2|3.(Intercept)", "3|4.(Intercept)", "1|2.x")


def test_levels_and_arithmetic_within_a_formula() -> None:
    made = design("y ~ relevel(factor(arm), ref='b') + I((months-1)/2)", DATA)
    assert made.names == (
        "(Intercept)", 'relevel(factor(arm), ref = "b")a', 'relevel(factor(arm), ref = "b")c', "I((months - 1)/2)",
    )  # fmt: skip
    assert made.x[:, 3] == pytest.approx((DATA["months"] - 1) / 2)
    assert design("y ~ factor(arm, levels=c('c','a','b'))", DATA).coding.levels == {
        "factor(arm, levels=c('c','a','b'))": ["c", "a", "b"]
    }


@pytest.mark.parametrize(
    ("formula", "family", "link", "said"),
    [
        ("y ~ x", "poisson", "probit", "No link"),
        ("y ~ x", "weibull", "", "No family"),
        ("x ~ months", "Gamma", "", "not positive"),
        ("x ~ months", "poisson", "", "below 0"),
        ("n ~ x", "binomial", "probit", "values"),
        ("y ~ relevel(arm, ref='z')", "binomial", "", "levels a, b, c"),
        ("y ~ factor(arm, levels=c('a','b'))", "binomial", "", "leaves out"),
        ("y ~ I(__import__('os'))", "binomial", "", "not"),
        ("y ~ log(arm)", "binomial", "", "not numbers"),
    ],
)
def test_what_cannot_be_fitted_is_said(formula: str, family: str, link: str, said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        generalised.generalised_linear(formula, DATA, family, link)


def test_an_unknown_link_of_categories_is_said() -> None:
    with pytest.raises(AnalysisError, match="No link"):
        ordinal.proportional_odds("score ~ x", DATA, link="logistic")


def test_arithmetic_that_is_not_understood_is_said() -> None:
    with pytest.raises(AnalysisError, match="not understood"):
        expressions.values("x if y else 2", DATA)
