"""Covariances of each group's own, continuous times, uncorrelated random effects, robust errors: derivatives and invariants."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from trialwright.analyse import repeated, slopes, survival
from trialwright.errors import AnalysisError
from trialwright.kernels.covariance_structures import Grouped, Spatial, structure


def _course() -> dict[str, Any]:
    rng = np.random.default_rng(4)
    who = np.repeat(np.arange(24), 3)
    t = np.tile([0.0, 1.0, 3.0], 24)
    arm = np.where(who % 2 == 0, "a", "b")
    y = 10 + rng.normal(0, 2, 24)[who] + t * (1 + rng.normal(0, 0.5, 24)[who]) + rng.normal(0, 1, 72)
    return {"id": who, "t": t, "arm": arm, "y": y}


@pytest.mark.parametrize(
    "of",
    [
        Spatial(np.array([0.0, 1.0, 2.5])),
        Grouped(structure("ar1h", 2), 2, 2),
        Grouped(structure("us", 2), 2, 2),
    ],
)
def test_derivatives_are_those_of_v(of: Any) -> None:
    theta = np.random.default_rng(1).normal(
        0.2, 0.3, len(of.start(np.ones(4 if isinstance(of, Grouped) else 3)))
    )
    _, first, second = of.derivatives(theta)
    for k in range(len(theta)):
        h = np.eye(len(theta))[k] * 1e-6
        up, down = of.derivatives(theta + h), of.derivatives(theta - h)
        assert first[k] == pytest.approx((up[0] - down[0]) / 2e-6, abs=1e-7)
        assert second[k] == pytest.approx((up[1] - down[1]) / 2e-6, abs=1e-7)


def test_a_covariance_of_each_arm_fits_no_worse_and_names_the_arms() -> None:
    shared = repeated.mmrm("y ~ arm * factor(t) + us(t | id)", _course())
    own = repeated.mmrm("y ~ arm * factor(t) + us(t | arm / id)", _course(), method="Kenward-Roger")
    assert own.fit.deviance < shared.fit.deviance
    assert list(own.covariances) == ["a", "b"]
    assert list(shared.covariances) == [""]
    assert all(v.shape == (3, 3) for v in own.covariances.values())


def test_without_second_derivatives_nothing_is_added_where_nothing_is_missing() -> None:
    """Then each visit alone is an exact two-sample t test; with them, errors come out smaller than they are."""
    d = _course()
    fits = {
        m: repeated.mmrm("y ~ arm * factor(t) + us(t | id)", d, method=m).differences("arm")
        for m in repeated.METHODS
    }
    a, b = (d["y"][(d["t"] == 0) & (d["arm"] == x)] for x in "ab")
    exact = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2 * (1 / len(a) + 1 / len(b)))
    assert fits["Kenward-Roger-Linear"].error[0] == pytest.approx(
        exact, rel=1e-6
    )  # the search ends within 1e-10 of the least deviance
    assert fits["Kenward-Roger-Linear"].df[0] == pytest.approx(22, rel=1e-5)
    assert fits["Kenward-Roger"].error[0] < exact


def test_a_method_of_degrees_of_freedom_that_there_is_not_is_said() -> None:
    with pytest.raises(AnalysisError, match="Kenward-Roger-Linear"):
        repeated.mmrm("y ~ arm + us(t | id)", _course(), method="Kenward")


def test_at_even_times_continuous_autoregression_is_the_usual_one() -> None:
    d = _course()
    d["t"] = np.tile([1.0, 2.0, 3.0], 24)
    one = repeated.mmrm("y ~ arm + t + sp_exp(t | id)", d)
    other = repeated.mmrm("y ~ arm + t + ar1(t | id)", d)
    assert one.fit.deviance == pytest.approx(other.fit.deviance, abs=1e-8)
    assert one.coefficients.df == pytest.approx(other.coefficients.df, rel=1e-5)


def test_uncorrelated_effects_fit_no_better_and_keep_their_degrees_of_freedom() -> None:
    apart = slopes.random_slopes("y ~ t * arm + (t || id)", _course())
    together = slopes.random_slopes("y ~ t * arm + (t | id)", _course())
    assert apart.fit.deviance >= together.fit.deviance - 1e-8
    assert apart.correlations[0, 1] == 0
    assert np.isfinite(apart.coefficients.df).all()


def test_a_subject_in_two_arms_and_words_as_times_are_said() -> None:
    d = _course()
    with pytest.raises(AnalysisError, match="several values of arm"):
        repeated.mmrm("y ~ t + us(t | arm / id)", {**d, "arm": np.resize(["a", "b"], 72)})
    with pytest.raises(AnalysisError, match="numbers"):
        repeated.mmrm("y ~ arm + sp_exp(w | id)", {**d, "w": np.tile(["x", "y", "z"], 24)})


def test_a_weight_counts_its_row_that_often_when_rows_are_one_cluster() -> None:
    rng = np.random.default_rng(2)
    n = 40
    d = {
        "time": rng.permutation(n) + 1.0, "status": rng.integers(0, 2, n), "x": rng.normal(size=n),
        "w": rng.integers(1, 4, n), "id": np.arange(n),
    }  # fmt: skip
    many = {k: np.repeat(v, d["w"]) for k, v in d.items()}
    one = survival.cox("~ x", d, ties="breslow", weights="w").robust()
    other = survival.cox("~ x", many, ties="breslow", also=("id",)).robust("id")
    assert one.error == pytest.approx(other.error, rel=1e-9)
