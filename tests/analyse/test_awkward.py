"""Data on which a method may go wrong without saying so: columns of another size, curves that end, gaps."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.analyse import logistic, ordinal, slopes, survival
from trialwright.errors import AnalysisError
from trialwright.kernels import kaplan_meier, serial_effects
from trialwright.pool.measures import effect_sizes


def test_profile_limits_do_not_turn_on_where_a_covariate_is_centred() -> None:
    rng = np.random.default_rng(3)
    age = rng.normal(60, 10, 70).round()
    data = {"y": rng.binomial(1, 0.3, 70), "trt": np.tile([0, 1], 35), "age": age, "centred": age - 60}
    for shape in ("{0} + I({0}^2)", "{0}*trt"):
        far = logistic.logistic(f"y ~ {shape.format('age')}", data)
        near = logistic.logistic(f"y ~ {shape.format('centred')}", data)
        for limits in ("profile", "printed_profile"):
            last = getattr(far, limits)()[-1]
            assert np.isfinite(last).all()
            assert last == pytest.approx(getattr(near, limits)()[-1], rel=1e-4)


@pytest.mark.parametrize(
    ("scale", "low", "high"),
    [
        ("log", 0.58265480, 1.0),
        ("plain", 0.53513431, 1.0),
        ("log-log", 0.273122850, 0.9747124),
    ],
)
def test_limits_of_a_curve_on_each_scale(scale: str, low: float, high: float) -> None:
    # R 4.2.2, survival 3.5-3: survfit(Surv(1:6, rep(1, 6)) ~ 1, conf.type = scale), the first time.
    curve = kaplan_meier.curve(np.arange(1.0, 7.0), np.ones(6, bool))
    assert kaplan_meier.survival_at(curve, 1.0, scale=scale)[1:] == pytest.approx((low, high), abs=1e-7)
    assert kaplan_meier.quantile(curve, 0.9, scale=scale)[2] == np.inf  # nothing is known above a curve at 0


def test_a_curve_that_stays_at_a_half_has_its_median_in_the_middle() -> None:
    # R 4.2.2, survival 3.5-3: quantile(survfit(Surv(c(1, 2, 3, 9), c(1, 1, 0, 0)) ~ 1), 0.5).
    curve = kaplan_meier.curve(np.array([1.0, 2.0, 3.0, 9.0]), np.array([True, True, False, False]))
    assert kaplan_meier.quantile(curve)[0] == 5.5


def test_an_unknown_scale_of_limits_is_refused() -> None:
    data = {"time": [1, 2, 3, 4], "status": [1, 1, 1, 1], "arm": ["a", "b", "a", "b"]}
    with pytest.raises(AnalysisError, match="cloglog"):
        survival.survival("arm", data, limits="cloglog")


def test_thresholds_keep_their_names_where_a_category_is_missing() -> None:
    data = {"who": [1, 2, 3, 1, 2, 3, None, 2], "arm": [0, 1, 0, 1, 0, 1, 1, 0]}
    assert ordinal.proportional_odds("factor(who) ~ arm", data).coefficients.names[:2] == ("1|2", "2|3")


def test_peto_takes_a_correction_only_where_it_is_told_to() -> None:
    table = {"x1": [0, 3], "n1": [20, 30], "x2": [4, 5], "n2": [21, 29]}
    plain = effect_sizes("PETO", **table)
    assert effect_sizes("PETO", add=0.0, **table).y == pytest.approx(plain.y)
    # metafor 3.8-1: escalc("PETO", ai = 0, n1i = 20, ci = 4, n2i = 21), add = 1/2, to = "only0".
    assert effect_sizes("PETO", add=0.5, **table).y[0] == pytest.approx(-1.71794258373, abs=1e-8)


@pytest.mark.parametrize("continuous", [False, True])
def test_derivatives_of_errors_along_time(continuous: bool) -> None:
    times = np.array([0.0, 1.0, 3.0, 4.0])
    form = serial_effects.RandomAndSerial(
        np.column_stack([np.ones(4), times]), np.abs(times[:, None] - times), continuous
    )
    at = np.array([0.7, -0.2, 0.4, 0.1, -0.6])
    v, first, second = form.derivatives(at)
    for k, h in enumerate(1e-6 * np.eye(5)):
        above, below = form.derivatives(at + h), form.derivatives(at - h)
        assert first[k] == pytest.approx((above[0] - below[0]) / 2e-6, abs=1e-7)
        assert second[k] == pytest.approx((above[1] - below[1]) / 2e-6, abs=1e-7)
    assert np.linalg.eigvalsh(v).min() > 0


@pytest.mark.parametrize(
    ("errors", "words"),
    [("ar1(t | other)", "by other"), ("ar1(half | id)", "whole steps"), ("sp_exp(twice | id)", "one time")],
)
def test_errors_along_time_that_cannot_be(errors: str, words: str) -> None:
    data = {
        "y": np.arange(8.0) % 3, "t": np.tile([0, 1, 2, 3], 2), "half": np.tile([0, 0.5, 1, 1.5], 2),
        "twice": np.tile([0, 0, 1, 2], 2), "id": np.repeat([1, 2], 4), "other": np.repeat([1, 2], 4),
    }  # fmt: skip
    with pytest.raises(AnalysisError, match=words):
        slopes.random_slopes(f"y ~ t + (1 | id) + {errors}", data)
