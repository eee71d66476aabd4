"""How many patients the limits afford."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from trialwright import design
from trialwright.design.sizing import recruit
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

CRP = Marker(name="hsCRP", probabilities=(0.0, 0.5, 1.0), values=(0.5, 3.0, 40.0), within_sd=0.3)


def scenario(**changes):
    stated = {
        "name": "s",
        "control": {"rate": 0.3},
        "effect": EffectCurve(level=0.5),
        "marker": CRP,
        "screened_per_month": 12,
        "eligible": 0.6,
        "followup_months": 2,
    }
    return Scenario(**(stated | changes))


@pytest.mark.parametrize("eligible_n", [0, 80])
@pytest.mark.parametrize("cutoff", [None, 3.0])
def test_the_size_is_the_largest_that_fits(cutoff, eligible_n):
    limits = Limits(patients=500, months=30, screened=320)
    n = design.size_within(scenario(eligible_n=eligible_n), cutoff, limits)
    fits, over = (recruit(scenario(eligible_n=eligible_n), cutoff, k) for k in (n, n + 1))
    assert fits.within(limits)
    assert not over.within(limits)


def test_without_limits_of_time_the_patients_are_the_limit():
    assert design.size_within(scenario(), None, Limits(patients=123)) == 123
    assert design.size_within(scenario(), None, Limits(patients=50, months=1000)) == 50


@pytest.mark.parametrize(("allocation", "size"), [(1.0, 122), (2.0, 123), (3.0, 120), (1.5, 120), (0.5, 123)])
def test_a_size_that_is_worked_out_splits_exactly(allocation, size):
    assert design.size_within(scenario(), None, Limits(patients=123), allocation) == size


def test_the_least_trial_stays_whatever_the_allocation():
    assert design.size_within(scenario(), None, Limits(patients=4), 1.5) == 4


def test_the_median_is_the_median_of_drawn_trials():
    """Uncertain eligibility and a sampled marker, drawn by hand: Beta, Dirichlet, Poisson process."""
    rng = np.random.default_rng(4)
    values = np.exp(rng.normal(1.0, 1.0, 60))
    sample = Marker(name="hsCRP", values=tuple(values.tolist()), within_sd=0.3)
    takes = recruit(scenario(marker=sample, eligible_n=50), 3.0, 80)
    draws = 20_000
    weights = rng.dirichlet(np.ones(60), draws)
    p = weights @ ndtr(np.log(values / 3.0) / 0.3)
    entry = p * rng.beta(30.5, 20.5, draws)
    screened = 80 + rng.negative_binomial(80, entry)
    months = 2 + rng.gamma(screened) / 12
    assert takes.screened == pytest.approx(np.quantile(screened, [0.05, 0.5, 0.95]), rel=0.012)
    assert takes.months == pytest.approx(np.quantile(months, [0.05, 0.5, 0.95]), rel=0.012)


def test_consent_is_a_known_share_of_an_uncertain_one():
    """Drawn by hand. Were consent taken as estimated in the same patients, the range would be far too wide."""
    rng, draws = np.random.default_rng(6), 40_000
    takes = recruit(scenario(marker=None, eligible=0.9, eligible_n=60, consent=0.3), None, 400)
    screened = 400 + rng.negative_binomial(400, 0.3 * rng.beta(54.5, 6.5, draws))
    assert takes.screened == pytest.approx(np.quantile(screened, [0.05, 0.5, 0.95]), rel=0.01)
    trials = {"name": "d", "type": "fixed", "endpoint": "binary", "better": "higher", "patients": 40}
    some = scenario(marker=None, eligible=0.9, eligible_n=60, consent=0.3, screened_per_month=1)
    found = design.evaluate(
        [Design(**trials)], some, Limits(months=150), 4000, lambda b: np.random.default_rng([3, b])
    )[0].figures
    entered = 40 + rng.negative_binomial(40, 0.3 * rng.beta(54.5, 6.5, draws))
    kept = float((2 + rng.gamma(entered) <= 150).mean())
    assert found["within_limits_probability"].value == pytest.approx(kept, abs=0.03)


@settings(max_examples=15, deadline=None)
@given(st.floats(8, 60), st.floats(1.1, 3.0), st.floats(0.8, 8.0))
def test_more_time_affords_more_and_a_higher_cutoff_fewer(months, times, cutoff):
    afforded = design.size_within(scenario(), cutoff, Limits(patients=5000, months=months))
    assert design.size_within(scenario(), cutoff, Limits(patients=5000, months=months * times)) >= afforded
    assert design.size_within(scenario(), cutoff * times, Limits(patients=5000, months=months * 4)) <= (
        design.size_within(scenario(), cutoff, Limits(patients=5000, months=months * 4))
    )


@pytest.mark.parametrize("limits", [Limits(patients=400, months=2.1), Limits(patients=3), Limits(screened=4)])
def test_limits_that_leave_no_trial_are_refused_with_what_it_takes(limits):
    with pytest.raises(DesignError, match="leave no room") as caught:
        design.size_within(scenario(), 3.0, limits)
    assert "months" in str(caught.value)


def test_a_cutoff_outside_the_data_is_refused_with_their_range():
    with pytest.raises(DesignError, match=r"from 0\.5 to 40"):
        design.size_within(scenario(), 50.0, Limits())
