"""The common layer: size then power returns, monotone, symmetric; refusals that say what and how."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.design.boundaries import group_sequential
from trialwright.design.rpact import answer, evaluate
from trialwright.design.sizes import (
    counts,
    equivalence,
    exact_rates,
    means,
    ordinal,
    rates,
    sequential,
    slopes,
    survival,
    two_stage,
)
from trialwright.errors import DesignError
from trialwright.kernels.event_probability import Hazard
from trialwright.kernels.random_slopes import Course

DESIGNS = {
    "fixed": sequential.fixed(0.025, 0.1),
    "two-sided": sequential.fixed(0.05, 0.1, 2),
    "three looks": group_sequential(3, 0.025, 0.1, boundaries="lan_demets_of"),
    "futility": group_sequential(3, 0.025, 0.1, boundaries="lan_demets_of", futility_bounds=[0.0, 0.5]),
    "two-sided looks": group_sequential(3, 0.05, 0.1, 2, boundaries="pocock"),
}
COURSE = Course((0.0, 1.0, 2.0), 1.0, 1.0, 0.3, stays=(1.0, 0.9, 0.8))
CONTROL = np.array([0.3, 0.4, 0.2, 0.1])
TESTS = {
    "t": means.mean_test(0.5, 1.2, allocation=2.0),
    "z": means.mean_test(-0.5, 1.2, known_sd=True),
    "one mean": means.mean_test(0.5, 1.2, groups=1),
    "Welch": means.mean_test(0.6, 1.0, sd1=1.5),
    "ratio of means": means.mean_test(1.0, 0.5, null=0.8, ratio=True),
    "paired": means.paired_test(0.4, 1.0, 0.5),
    "crossover": means.crossover_test(0.4, 0.8),
    "difference of rates": rates.rate_test(0.45, 0.3),
    "non-inferior rates": rates.rate_test(0.8, 0.8, null=-0.1),
    "ratio of rates": rates.rate_test(0.2, 0.4, measure="ratio", null=0.9),
    "odds ratio": rates.rate_test(0.5, 0.3, measure="odds ratio"),
    "one rate": rates.one_rate_test(0.4, 0.25),
    "counts": counts.count_test(counts.Counts(0.7, 1.0, 0.5), 1.0),
    "counts, restricted": counts.count_test(
        counts.Counts(0.7, 1.0, 0.5, 2.0), 1.0, null_variance="restricted"
    ),
    "log-rank": survival.log_rank_test(0.7),
    "slopes": slopes.slope_test(0.3, COURSE, same_baseline=True),
    "proportional odds": ordinal.proportional_odds_test(CONTROL, 1.8),
    "win probability": ordinal.win_test(np.array([0.15, 0.35, 0.25, 0.25]), CONTROL),
}


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", TESTS)
def test_the_size_asked_for_has_the_power_asked_for(design, name):
    """With looks the size is the fixed one inflated, so for a test whose power is no function of drift it is near."""
    of, test = DESIGNS[design], TESTS[name]
    found = sequential.sized(of, test)
    assert found.power == pytest.approx(0.9, abs=1e-7)
    near = {1: 1e-6, 2: 1e-5}[of.sided] if of.k == 1 else 0.01  # the far side is not asked for, and is there
    back = sequential.powered(of, test, found.n)
    assert back.power == pytest.approx(0.9, abs=near)
    assert (
        sequential.powered(of, test, found.n * 1.2).power
        > back.power
        > sequential.powered(of, test, found.n * 0.8).power
    )
    assert found.n_fixed <= found.n
    assert found.expected <= found.n + 1e-9
    assert found.n1_rounded + found.n2_rounded >= found.n - 1e-6


@pytest.mark.parametrize("name", TESTS)
def test_an_estimate_on_the_bound_is_on_the_side_of_the_effect(name):
    test = TESTS[name]
    found = sequential.sized(DESIGNS["fixed"], test)
    centre = test.estimate(0.0, found.n)
    assert (found.bounds.critical[0] > centre) == test.upper
    assert test.estimate(1.0, found.n) > centre > test.estimate(-1.0, found.n)


@settings(max_examples=30, deadline=None)
@given(p1=st.floats(0.05, 0.95), p2=st.floats(0.05, 0.95), allocation=st.floats(0.4, 2.5))
def test_swapping_the_groups_of_a_difference_changes_nothing(p1, p2, allocation):
    if abs(p1 - p2) < 0.05:
        return
    one, other = (
        rates.rate_test(p1, p2, allocation=allocation),
        rates.rate_test(p2, p1, allocation=1 / allocation),
    )
    a, b = (rates.sample_size_rates(DESIGNS["three looks"], t) for t in (one, other))
    assert a.n == pytest.approx(b.n, rel=1e-9)
    assert a.n1 == pytest.approx(b.n2, rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(ratio=st.floats(0.4, 0.85), end=st.floats(4, 24), after=st.floats(2, 24), dropout=st.floats(0, 0.03))
def test_what_is_solved_for_is_what_was_given(ratio, end, after, dropout):
    """Patients from a follow-up, that follow-up from those patients, and accrual from its rate."""
    arms = survival.Arms(Hazard((0.06 * ratio,), dropout=dropout), Hazard((0.06,), dropout=dropout))
    of, test = DESIGNS["futility"], survival.log_rank_test(ratio)
    sized = survival.sample_size_survival(of, test, arms, survival.Accrual((0.0, end), (1.0,)), after)
    again = survival.follow_up_survival(of, test, arms, sized.accrual)
    assert again.follow_up == pytest.approx(after, rel=1e-6, abs=1e-7)
    assert again.times == pytest.approx(sized.times, rel=1e-7)
    third = survival.accrual_survival(of, test, arms, (0.0,), sized.accrual.rates, after)
    assert third.accrual.end == pytest.approx(end, rel=1e-6)
    assert sized.events.at_looks == pytest.approx(
        [sized.planned * arms.event_probability(t, sized.accrual) for t in sized.times], rel=1e-9
    )


def test_counts_under_accrual_solve_both_ways():
    of, assumed = DESIGNS["three looks"], counts.Counts(0.7, 1.0, 0.5)
    sized = counts.sample_size_counts_accrual(of, assumed, survival.Accrual((0.0, 12.0), (1.0,)), 6.0)
    again = counts.follow_up_counts(of, assumed, sized.accrual)
    assert again.follow_up == pytest.approx(6.0, rel=1e-8)
    assert counts.power_counts_accrual(of, assumed, sized.accrual, 6.0).information.power == pytest.approx(
        0.9, abs=1e-9
    )
    # Everyone followed for the same time under accrual is the fixed-exposure design.
    waited = counts.sample_size_counts_accrual(
        DESIGNS["fixed"], assumed, survival.Accrual((0.0, 12.0), (1.0,)), 2.0, longest=2.0
    )
    direct = counts.sample_size_counts(DESIGNS["fixed"], counts.count_test(assumed, 2.0))
    assert waited.planned == pytest.approx(direct.n, rel=1e-9)


def test_nbinomial_1_sample_is_east():
    """East 6.5 as gsDesign's tests quote it: 0.05 v 0.2, one-sided 0.025."""
    power = answer("nBinomial1Sample(p0 = 0.05, p1 = 0.2, alpha = 0.025, n = c(25, 28, 35))").fields["Power"]
    assert power == pytest.approx([0.57932569, 0.6851126, 0.72790831], abs=1e-8)
    assert answer("nBinomial1Sample(p0=.2, p1=.4, alpha=.05, beta=.2)").fields["n"] == 35
    assert answer("nBinomial1Sample(p0=.2, p1=.4, alpha=.05, beta=.2, conservative=TRUE)").fields["n"] == 38


def test_conditional_power_of_gsdesign():
    """East 6.5: 0.308644 and 0.3306859; and a bound met already is certain to be met at no further look's cost."""
    x = "gsDesign(k=2, test.type=1, n.fix=800, timing=.5)"
    shown = evaluate(f"condPower(z1=1.151764990571, n2=403, z2=z2NC, x={x})$CP")
    assert shown == pytest.approx(0.308644, abs=1e-3)
    shown = evaluate(
        "sum(gsCP(gsDesign(k=3,test.type=2,n.fix=800), i=1, zi=.943317, theta=.05733214)$upper$prob)"
    )
    assert shown == pytest.approx(0.3306859, abs=1e-7)


REFUSED = {
    "the wrong side": lambda: means.sample_size_means(DESIGNS["fixed"], means.mean_test(-0.5, upper=True)),
    "no SD": lambda: means.mean_test(0.5, 0.0),
    "no patients": lambda: means.power_means(DESIGNS["fixed"], means.mean_test(0.5), 1.5),
    "no probability": lambda: rates.rate_test(1.2, 0.3),
    "no exact size for equal rates": lambda: exact_rates.exact_rate_size(0.3, 0.3),
    "a size past any search": lambda: exact_rates.exact_rate_size(0.5000001, 0.5),
    "two stages for next to no difference": lambda: two_stage.simon(0.3, 0.3000001),
    "an exact size for equal rates by R's call": lambda: answer("getSampleSizeRates(groups=1, pi1=.5, thetaH0=.5, normalApproximation=FALSE)"),
    "a margin of Boschloo's test": lambda: exact_rates.exact_rates(20, 20, 0.6, 0.6, null=-0.1),
    "an unknown ordering": lambda: exact_rates.exact_rates(20, 20, 0.6, 0.3, ordering="chance"),  # type: ignore[arg-type]
    "odds against no ratio": lambda: rates.rate_test(0.3, 0.2, measure="odds ratio", null=math.inf),
    "too few patients ever": lambda: survival.power_survival(
        DESIGNS["fixed"], survival.log_rank_test(0.7),
        survival.Arms(Hazard((0.05,), dropout=0.2), Hazard((0.05,), dropout=0.2)), survival.Accrual((0.0, 12.0), (10.0,)), 100,
    ),
    "Freedman's non-inferiority": lambda: survival.log_rank_test(0.9, null=1.2, formula="Freedman"),
    "probabilities that do not add up": lambda: ordinal.win_test(np.array([0.5, 0.4]), np.array([0.5, 0.5])),
    "one visit": lambda: slopes.slope_test(0.1, Course((0.0,), 1.0)),
    "outside the margins": lambda: equivalence.sample_size_equivalence(equivalence.equivalence_test(0.3, -0.2, 0.2, 1.0)),
    "p1 below p0": lambda: two_stage.simon(0.3, 0.1),
    "rates of nothing": lambda: counts.Counts(0.0, 1.0),
    "an unknown argument": lambda: answer("getSampleSizeMeans(alternativ=.5)"),
    "patients and follow-up": lambda: answer("getSampleSizeSurvival(maxNumberOfSubjects=100, followUpTime=3)"),
    "futility that leaves no power": lambda: sequential.inflation(
        group_sequential(2, 0.025, 0.1, boundaries="pocock", futility_bounds=[60.0])
    ),
}  # fmt: skip


@pytest.mark.parametrize("refused", REFUSED)
def test_refusals_say_what_and_how(refused):
    with pytest.raises(DesignError) as error:
        REFUSED[refused]()
    assert error.value.what
    assert error.value.fix


def test_the_exact_size_is_the_first_or_the_lasting_one():
    first = exact_rates.exact_rate_size(0.4, 0.2, 0.05, 0.8)
    lasting = exact_rates.exact_rate_size(0.4, 0.2, 0.05, 0.8, lasting=True)
    assert (first.n, lasting.n) == (35, 38)
    assert min(first.power, lasting.power) >= 0.8
    assert first.level <= 0.05


def test_a_margin_is_tested_in_either_direction():
    """Not worse by 15 % is the same of successes as of failures, and the score's own size is near the normal one."""
    successes = exact_rates.exact_rates(40, 30, 0.85, 0.8, ordering="score", null=-0.15)
    failures = exact_rates.exact_rates(40, 30, 0.15, 0.2, ordering="score", null=0.15)
    assert successes.power == pytest.approx(failures.power, abs=1e-12)
    assert successes.level <= 0.025
    sized = exact_rates.exact_rates_size(0.9, 0.9, ordering="score", null=-0.2)
    normal = rates.sample_size_rates(sequential.fixed(0.025, 0.2), rates.rate_test(0.9, 0.9, null=-0.2))
    assert sized.power >= 0.8
    assert sized.n2 == pytest.approx(normal.n2, rel=0.2)


def test_boschloos_size_lies_between_the_z_tests_and_fishers():
    boschloo = exact_rates.exact_rates_size(0.6, 0.2, 0.025, 0.8)
    fisher = exact_rates.exact_rates_size(0.6, 0.2, 0.025, 0.8, ordering="fisher")
    assert boschloo.n2 <= fisher.n2
    assert boschloo.power >= 0.8
    assert math.isclose(
        exact_rates.exact_rates(15, 15, 0.2, 0.6).power, exact_rates.exact_rates(15, 15, 0.8, 0.4).power
    )
