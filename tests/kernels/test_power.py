"""Closed-form power against R and rpact (reference/design_power.R), and against its own invariants."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from trialwright.kernels import power

CASES = json.loads((Path(__file__).parents[1] / "reference" / "design_power.json").read_text())["cases"]
OF = {
    "power.t.test": power.pooled_t_test,
    "getPowerMeans": power.pooled_t_test,
    "getPowerRates": power.pooled_z_test,
}
SHARES = np.array([0.2, 0.5, 0.2, 0.1])


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['id']}-{c['power']:.3f}")
def test_power_is_rs(case):
    # R's pt and pnorm carry about 12 digits here; 1e-7 is the precision rpact promises for power.
    assert OF[case["id"]](**case["args"]) == pytest.approx(case["power"], abs=1e-7)


def test_the_reference_grid_has_not_shrunk():
    assert len(CASES) >= 12
    assert {c["id"] for c in CASES} == set(OF)


def test_welch_nears_student_from_below_where_arms_are_alike():
    """With equal sizes the two statistics are one number, and Welch's has the fewer degrees of freedom."""
    short = [
        power.pooled_t_test(0.5, 1.0, n, n, 0.025) - power.t_test(0.5, 1.0, 1.0, n, n, 0.025)
        for n in (8, 64, 5000)
    ]
    assert short == sorted(short, reverse=True)
    assert 0 < short[1] < 2e-4
    assert abs(short[2]) < 1e-9


@pytest.mark.parametrize(
    ("difference", "variance1", "n0", "n1", "alpha"),
    [(1.5, 1.0, 4, 4, 0.025), (0.0, 1.0, 3, 3, 0.025), (1.2, 2.0, 9, 9, 0.025), (1.0, 4.0, 6, 18, 0.1)],
)
def test_welchs_power_is_that_of_trials_drawn_by_hand_also_in_a_handful(difference, variance1, n0, n1, alpha):
    rng, draws = np.random.default_rng(11), 200_000
    mean = difference + rng.normal(0, math.sqrt(1 / n0 + variance1 / n1), draws)
    v0 = rng.chisquare(n0 - 1, draws) / (n0 - 1) / n0
    v1 = variance1 * rng.chisquare(n1 - 1, draws) / (n1 - 1) / n1
    df = (v0 + v1) ** 2 / (v0**2 / (n0 - 1) + v1**2 / (n1 - 1))
    shown = float((stats.t.sf(mean / np.sqrt(v0 + v1), df) <= alpha).mean())
    error = math.sqrt(shown * (1 - shown) / draws)
    assert abs(power.t_test(difference, 1.0, variance1, n0, n1, alpha) - shown) < 4 * error


def test_whiteheads_own_example():
    """Whitehead 1993, section 3: shares 0.2, 0.5, 0.2, 0.1 from the best category down, log odds ratio
    0.887 for better, 90 % power, 5 % two-sided: 187 patients. Lowest first is the other way round."""
    size = power.whitehead_size(SHARES[::-1], 0.887, 0.025, 0.9)
    assert math.ceil(size) == 187
    assert power.whitehead_power(SHARES[::-1], 0.887, size / 2, size / 2, 0.025) == pytest.approx(0.9)


def test_wilcoxon_power_agrees_with_whitehead_for_one_odds_ratio():
    by_odds = power.whitehead_power(SHARES, 0.4, 300, 300, 0.025)
    by_ranks = power.wilcoxon_test(SHARES, power.shifted(SHARES, 0.4), 300, 300, 0.025)
    # Two approximations of one power: they part by less than 0.5 points at moderate odds ratios.
    assert by_ranks == pytest.approx(by_odds, abs=0.005)


def test_a_shift_multiplies_every_odds():
    moved = power.shifted(SHARES, 0.7)
    higher, was = 1 - np.cumsum(moved)[:-1], 1 - np.cumsum(SHARES)[:-1]
    assert np.log(higher / (1 - higher)) - np.log(was / (1 - was)) == pytest.approx([0.7] * 3)
    assert moved.sum() == pytest.approx(1)


def test_win_probability_counts_ties_as_half():
    assert power.win_probability(SHARES, SHARES) == pytest.approx(0.5)
    assert power.win_probability(np.array([1.0, 0]), np.array([0, 1.0])) == 1


@settings(deadline=None)
@given(
    st.floats(0.05, 0.5),
    st.floats(0.01, 0.4),
    st.integers(20, 400),
    st.floats(1.05, 3),
    st.floats(0.005, 0.1),
)
def test_power_rises_with_effect_size_and_alpha(p0, gain, n, more, alpha):
    for run in (
        lambda d, k, a: power.pooled_z_test(p0, p0 + d, k, k, a),
        lambda d, k, a: power.t_test(d, 1.0, 1.0 + d * d, k, k, a),
        lambda d, k, a: power.wilcoxon_test(SHARES, power.shifted(SHARES, d), k, k, a),
    ):
        base = run(gain, n, alpha)
        assert run(min(gain * more, 0.45), n, alpha) >= base - 1e-9
        assert run(gain, n * more, alpha) >= base - 1e-9
        assert run(gain, n, alpha * more) >= base - 1e-9


@pytest.mark.parametrize("n", [20, 200])
def test_no_effect_leaves_alpha(n):
    assert power.pooled_t_test(0.0, 1.0, n, n, 0.025) == pytest.approx(0.025, abs=1e-9)
    assert power.t_test(0.0, 1.0, 1.0, n, n, 0.025) == pytest.approx(0.025, abs=0.004 / n)
    assert power.pooled_z_test(0.3, 0.3, n, n, 0.025) == pytest.approx(0.025, abs=1e-9)


def test_no_effect_leaves_alpha_for_ranks_in_large_trials():
    assert power.wilcoxon_test(SHARES, SHARES, 5000, 5000, 0.025) == pytest.approx(0.025, abs=1e-4)


def test_certain_events():
    assert power.pooled_z_test(0.0, 1.0, 20, 20, 0.025) == 1.0
    assert power.pooled_z_test(0.0, 0.0, 20, 20, 0.025) == 0.0
