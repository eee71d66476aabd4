"""The Emax curve of two arms whose patients take every dose: R's fit of the same, and exact curves found again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from trialwright.kernels import challenge_fit

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "challenge_fit.json").read_text())


def tally(y: np.ndarray, doses: np.ndarray) -> np.ndarray:
    """(1, k) of responses (patients, doses)."""
    n, d = y.shape
    return np.array([[n, *y.sum(0), *(n * doses), (y**2).sum(), (y.sum(1) ** 2).sum() / d]])


def test_the_fit_is_that_of_r() -> None:
    doses = np.array(REFERENCE["doses"])
    arms = [tally(np.array(REFERENCE[a]), doses) for a in ("control", "experimental")]
    value, error = challenge_fit.potency(*arms)
    assert value[0] == pytest.approx(-REFERENCE["theta"], rel=1e-4)
    assert error[0] == pytest.approx(REFERENCE["error"], rel=1e-3)
    t, df = challenge_fit.score_test(*arms)
    assert t[0] == pytest.approx(-REFERENCE["score"], rel=1e-4)
    assert t[0] == pytest.approx(np.sqrt(REFERENCE["gain"]), rel=0.05)  # the likelihood ratio's root, nearby
    assert df[0] == 29


@pytest.mark.parametrize("ratio", [-1.2, 0.0, 0.7])
def test_curves_that_are_exact_are_found_again(ratio: float) -> None:
    """Each patient off the curve by an own level alone, besides noise a thousandth of it."""
    doses, rng = np.array([1.0, 3.0, 9.0, 20.0]), np.random.default_rng(4)
    y = [
        2 + rng.normal(size=(12, 1)) + 5 * doses / (6 * np.exp(s) + doses) + 1e-3 * rng.normal(size=(12, 4))
        for s in (0.0, ratio)
    ]
    value, error = challenge_fit.potency(*(tally(v, doses) for v in y))
    assert value[0] == pytest.approx(-ratio, abs=4 * error[0])
    assert error[0] < 0.01


def test_an_arm_of_one_patient_has_no_fit() -> None:
    doses = np.array([1.0, 3.0, 9.0])
    few = tally(np.ones((1, 3)), doses)
    many = tally(np.random.default_rng(1).normal(size=(8, 3)), doses)
    for of in (challenge_fit.potency, challenge_fit.score_test):
        assert all(np.isnan(x[0]) for x in of(few, many))
