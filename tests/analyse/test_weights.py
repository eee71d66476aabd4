"""Sides of tests, weights as counts, offsets as known effects, late entry: against the same data written out; and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from trialwright.analyse import linear, rates, survival
from trialwright.errors import AnalysisError, EvidenceError
from trialwright.pool import models


def _rows() -> dict[str, Any]:
    rng = np.random.default_rng(11)
    n = 40
    return {
        "time": rng.permutation(n) + 1.0, "status": rng.integers(0, 2, n), "arm": rng.integers(0, 2, n),
        "w": rng.integers(1, 4, n), "begin": np.zeros(n), "y": rng.normal(size=n),
    }  # fmt: skip


def test_weights_of_a_breslow_model_are_counts() -> None:
    d = _rows()
    many = {k: np.repeat(v, d["w"]) for k, v in d.items()}
    one = survival.cox("~ arm", d, ties="breslow", weights="w")
    other = survival.cox("~ arm", many, ties="breslow")
    assert one.coefficients.estimate == pytest.approx(other.coefficients.estimate, abs=1e-9)
    assert one.coefficients.error == pytest.approx(other.coefficients.error, abs=1e-9)


def test_a_follow_up_cut_in_two_tells_the_same() -> None:
    d = _rows()
    late = d["time"] > 15
    cut = {
        "begin": np.concatenate([d["begin"], np.full(late.sum(), 15.0)]),
        "time": np.concatenate([np.minimum(d["time"], 15), d["time"][late]]),
        "status": np.concatenate([np.where(late, 0, d["status"]), d["status"][late]]),
        "arm": np.concatenate([d["arm"], d["arm"][late]]),
    }
    one, whole = survival.cox("~ arm", cut, start="begin"), survival.cox("~ arm", d)
    assert one.coefficients.estimate == pytest.approx(whole.coefficients.estimate, abs=1e-9)
    assert one.fit.loglik == pytest.approx(whole.fit.loglik, abs=1e-9)


def test_an_offset_takes_its_share_of_the_effect() -> None:
    d = _rows()
    plain, known = survival.cox("~ arm", d), survival.cox("~ arm + offset(0.3*arm)", d)
    assert known.coefficients.estimate == pytest.approx(plain.coefficients.estimate - 0.3, abs=1e-8)


def test_weights_of_least_squares_are_inverse_variances() -> None:
    d = _rows()
    many = {k: np.repeat(v, d["w"]) for k, v in d.items()}
    one, other = linear.ancova("y ~ arm", d, weights="w"), linear.ancova("y ~ arm", many)
    assert one.coefficients.estimate == pytest.approx(other.coefficients.estimate, abs=1e-12)
    assert one.fit.rss == pytest.approx(other.fit.rss)


def test_what_is_refused() -> None:
    d = _rows()
    with pytest.raises(AnalysisError, match="not positive"):
        linear.ancova("y ~ arm", {**d, "w": d["w"] - 1}, weights="w")
    with pytest.raises(AnalysisError, match="not before the end"):
        survival.cox("~ arm", {**d, "begin": d["time"]}, start="begin")
    with pytest.raises(AnalysisError, match="Exact ties"):
        survival.cox("~ arm", d, ties="exact", weights="w")
    with pytest.raises(AnalysisError, match="not offered"):
        survival.cox("~ arm", d, weights="w").proportionality()
    with pytest.raises(EvidenceError, match="no variance"):
        models.meta_analysis([0.1, 0.2], [0.1, 0.1], tau2=-1)
    with pytest.raises(EvidenceError, match="not positive"):
        models.meta_analysis([0.1, 0.2], [0.1, 0.1], weights=[0, 1])


def test_sides_of_a_common_odds_ratio() -> None:
    tables = [[[11, 9], [5, 14]], [[20, 15], [8, 21]]]
    both, more, less = (rates.stratified_exact(tables, side=s) for s in ("two-sided", "greater", "less"))
    assert more.p < both.p < 1 < less.p + more.p
    wide = rates.stratified_exact(tables, 90)
    assert (more.low, less.high) == pytest.approx((wide.low, wide.high))
    assert rates.stratified(tables, side="greater").p == pytest.approx(rates.stratified(tables).p / 2)
    with pytest.raises(AnalysisError, match="No side"):
        rates.stratified(tables, side="upper")  # type: ignore[arg-type]
