"""An emulated trial under all rules and none, as published by its program.

Reference: TrialPathfinder 0.1 (Liu et al. 2021, Nature 592:629), tutorial notebook: HR 0.63 with N = 223 under all
rules, 0.77 with N = 4000 under none. The third decimals 0.628 and 0.774 are those of the project's requirements.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "patients" / "trialpathfinder"


@pytest.fixture(scope="module")
def emulation() -> object:
    sys.path.insert(0, str(ROOT))
    try:
        from benchmarks.eligibility import trialpathfinder
    finally:
        sys.path.remove(str(ROOT))
    return trialpathfinder


@pytest.mark.skipif(not DATA.is_dir(), reason="the patients are not bundled")
def test_hazard_ratios_under_all_rules_and_none(emulation) -> None:  # type: ignore[no-untyped-def]
    found = emulation.measure(DATA)
    assert (found["n_all"], found["n_none"]) == (223, 4000)
    assert found["hr_all"] == pytest.approx(0.628, abs=5e-4)
    assert found["hr_none"] == pytest.approx(0.774, abs=5e-4)


def test_the_hazard_ratio_of_a_trial_small_enough_to_solve_by_hand(emulation) -> None:  # type: ignore[no-untyped-def]
    # Deaths at 1 (control), 2 (treated), 3 (control), treated alone left: with h = exp(beta) the likelihood is
    # 1/(2+2h) * h/(1+2h) * 1/(1+h), greatest where 1 = 2h/(1+h) + 2h/(1+2h), that is 4h^2 + h - 1 = 0.
    days = np.array([1.0, 2.0, 3.0, 4.0])
    died = np.array([True, True, True, False])
    treated = np.array([False, True, False, True])
    found = emulation.hazard_ratio(days, died, treated, np.ones(4))
    assert found == pytest.approx((17**0.5 - 1) / 8, rel=1e-6)


def test_weights_are_one_where_covariates_say_nothing(emulation) -> None:  # type: ignore[no-untyped-def]
    treated = np.array([True, False] * 50)
    weights = emulation.stabilised_weights(np.repeat([[0.0], [1.0]], 50, axis=0), treated)
    np.testing.assert_allclose(weights, 1.0, rtol=1e-4)
