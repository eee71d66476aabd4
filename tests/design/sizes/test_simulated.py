"""Each analytic answer against trials drawn by hand: within 4 Monte Carlo errors, seeded."""

import math

import numpy as np
import pytest
from scipy import stats

from trialwright.design.boundaries import group_sequential
from trialwright.design.sizes import (
    counts,
    equivalence,
    exact_rates,
    means,
    ordinal,
    rates,
    slopes,
    survival,
    two_stage,
)
from trialwright.design.sizes.sequential import fixed
from trialwright.kernels.event_probability import Hazard, dropout_hazard
from trialwright.kernels.random_slopes import Course, covariance
from trialwright.kernels.restricted_rates import gap, null_variance

FIXED = fixed(0.025, 0.2)


def share(draws, probability):
    """What a share of `draws` equals where each has this probability: within 4 Monte Carlo errors."""
    error = math.sqrt(max(probability * (1 - probability), 1e-4) / draws)
    return pytest.approx(probability, rel=0, abs=4 * error)


def summaries(rng, draws, n, mean, sd):
    """Means and variances of `draws` samples of n normal values."""
    return rng.normal(mean, sd / math.sqrt(n), draws), sd**2 * rng.chisquare(n - 1, draws) / (n - 1)


@pytest.mark.parametrize(("n1", "n2"), [(12, 12), (8, 16)])
def test_students_t(n1, n2):
    rng, draws = np.random.default_rng(1), 100_000
    m1, v1 = summaries(rng, draws, n1, 1.0, 1.2)
    m2, v2 = summaries(rng, draws, n2, 0.0, 1.2)
    pooled = ((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2)
    t = (m1 - m2 - 0.1) / np.sqrt(pooled * (1 / n1 + 1 / n2))
    shown = np.mean(t > stats.t.ppf(0.975, n1 + n2 - 2))
    test = means.mean_test(1.0, 1.2, null=0.1, allocation=n1 / n2)
    assert float(shown) == share(draws, means.power_means(FIXED, test, n1 + n2).power)


def test_welchs_t():
    rng, draws = np.random.default_rng(2), 100_000
    m1, v1 = summaries(rng, draws, 10, 1.5, 2.0)
    m2, v2 = summaries(rng, draws, 20, 0.0, 1.0)
    a, b = v1 / 10, v2 / 20
    df = (a + b) ** 2 / (a**2 / 9 + b**2 / 19)
    shown = np.mean((m1 - m2) / np.sqrt(a + b) > stats.t.ppf(0.975, df))
    test = means.mean_test(1.5, 1.0, sd1=2.0, allocation=0.5)
    assert float(shown) == share(draws, means.power_means(FIXED, test, 30).power)


def test_a_ratio_of_means():
    rng, draws, n1, n2 = np.random.default_rng(3), 100_000, 30, 24
    m1, v1 = summaries(rng, draws, n1, 1.0, 0.5)
    m2, v2 = summaries(rng, draws, n2, 1.0, 0.5)
    pooled = ((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2)
    t = (m1 - 0.8 * m2) / np.sqrt(pooled * (1 / n1 + 0.64 / n2))
    shown = np.mean(t > stats.t.ppf(0.975, n1 + n2 - 2))
    test = means.mean_test(1.0, 0.5, null=0.8, ratio=True, allocation=n1 / n2)
    assert float(shown) == share(draws, means.power_means(FIXED, test, n1 + n2).power)


def test_pairs_and_crossover():
    rng, draws, n = np.random.default_rng(4), 40_000, 16
    person = rng.normal(0, 1, (draws, n, 1))
    values = person * math.sqrt(0.6) + rng.normal(0, math.sqrt(0.4), (draws, n, 2)) + np.array([0.7, 0.0])
    difference = values[..., 0] - values[..., 1]
    t = difference.mean(1) / difference.std(1, ddof=1) * math.sqrt(n)
    paired = means.power_means(FIXED, means.paired_test(0.7, 1.0, 0.6), n).power
    assert float(np.mean(t > stats.t.ppf(0.975, n - 1))) == share(draws, paired)
    # A 2 x 2 crossover removes a period effect: half differences of each sequence, n - 2 degrees of freedom.
    period = rng.normal(0, math.sqrt(0.4), (draws, n, 2)) + np.array([0.0, 5.0])
    period[:, : n // 2, 0] += 0.7
    period[:, n // 2 :, 1] += 0.7
    half = (period[..., 0] - period[..., 1]) / 2
    first, second = half[:, : n // 2], half[:, n // 2 :]
    pooled = (first.var(1, ddof=1) + second.var(1, ddof=1)) / 2
    t = (first.mean(1) - second.mean(1)) / np.sqrt(pooled * 4 / n)
    shown = means.power_means(FIXED, means.crossover_test(0.7, math.sqrt(0.4)), n).power
    assert float(np.mean(t > stats.t.ppf(0.975, n - 2))) == share(draws, shown)


def test_tost():
    rng, draws, n = np.random.default_rng(5), 100_000, 30
    test = equivalence.equivalence_test(0.05, -0.5, 0.5, 0.8, crossover=True)
    m, v = rng.normal(0.05, 0.8 * math.sqrt(2 / n), draws), 0.64 * rng.chisquare(n - 2, draws) / (n - 2)
    margin = stats.t.ppf(0.95, n - 2) * np.sqrt(v * 2 / n)
    shown = np.mean((m - margin > -0.5) & (m + margin < 0.5))
    assert float(shown) == share(draws, equivalence.power_equivalence(test, n).power)


def test_looks_at_means_by_patients():
    """Three looks with futility bounds obeyed, known SD: the stages' probabilities are exact."""
    rng, draws = np.random.default_rng(6), 60_000
    design = group_sequential(3, boundaries="lan_demets_of", futility_bounds=[0.0, 0.3])
    found = means.power_means(design, means.mean_test(0.4, 1.0, known_sd=True), 180)
    sums = np.cumsum(rng.normal(0.4, math.sqrt(2 / 30), (draws, 3)), axis=1) / np.arange(1, 4)
    z = sums * np.sqrt(30 * np.arange(1, 4) / 2)
    going = np.ones(draws, bool)
    for look in range(3):
        reject = going & (z[:, look] >= design.critical_values[look])
        assert float(reject.mean()) == share(draws, found.stages.reject[look])
        going &= ~reject
        if look < 2:
            stop = going & (z[:, look] <= design.futility_bounds[look])
            assert float(stop.mean()) == share(draws, found.stages.futility[look])
            going &= ~stop


@pytest.mark.parametrize(
    ("measure", "p1", "p2", "null", "n1", "n2"),
    [
        ("difference", 0.8, 0.8, -0.1, 340, 340),
        ("difference", 0.45, 0.3, 0.0, 200, 250),
        ("ratio", 0.45, 0.4, 0.8, 250, 250),
        ("odds ratio", 0.5, 0.35, 1.0, 200, 200),
    ],
)
def test_score_tests_of_two_rates(measure, p1, p2, null, n1, n2):
    rng, draws = np.random.default_rng(7), 20_000
    seen1, seen2 = rng.binomial(n1, p1, draws) / n1, rng.binomial(n2, p2, draws) / n2
    n, share1 = n1 + n2, n1 / (n1 + n2)
    spread = null_variance(seen1, seen2, share1, null, measure)
    shown = np.mean(gap(seen1, seen2, null, measure) * math.sqrt(n) > stats.norm.ppf(0.975) * np.sqrt(spread))
    test = rates.rate_test(p1, p2, measure=measure, null=null, allocation=n1 / n2)
    assert float(shown) == share(draws, rates.power_rates(FIXED, test, n).power)


def test_exact_tests_of_rates():
    rng, draws = np.random.default_rng(8), 100_000
    one = exact_rates.exact_rate(35, 0.4, 0.2, 0.05)
    assert float(np.mean(rng.binomial(35, 0.4, draws) >= one.critical)) == share(draws, one.power)
    two = exact_rates.exact_rates(15, 20, 0.7, 0.3, 0.025)
    x, y = rng.binomial(15, 0.7, 400), rng.binomial(20, 0.3, 400)
    tables = {(a, b) for a, b in zip(x, y, strict=True)}
    rejects = {
        t: stats.boschloo_exact([[t[0], t[1]], [15 - t[0], 20 - t[1]]], alternative="greater", n=64).pvalue
        <= 0.025
        for t in tables
    }
    assert float(np.mean([rejects[t] for t in zip(x, y, strict=True)])) == share(400, two.power)


def test_simons_two_stages():
    rng, draws = np.random.default_rng(9), 200_000
    design = two_stage.simon(0.1, 0.3).optimal
    for p, power, expected in (
        (0.1, design.level, design.expected_null),
        (0.3, design.power, design.expected_alternative),
    ):
        first = rng.binomial(design.n1, p, draws)
        goes = first > design.r1
        total = first + rng.binomial(design.n - design.n1, p, draws)
        assert float(np.mean(goes & (total > design.r))) == share(draws, power)
        n = np.where(goes, design.n, design.n1)
        assert abs(n.mean() - expected) < 4 * n.std() / math.sqrt(draws)


def drawn_survival(rng, draws, n, rate, starts, hazards, dropout, accrual):
    """Entry, time to event and time to dropout (draws, n) of one arm."""
    total = rng.exponential(1, (draws, n)) / rate
    passed = np.concatenate([[0], np.cumsum(hazards[:-1] * np.diff(starts))])
    piece = np.searchsorted(passed, total, side="right") - 1
    event = starts[piece] + (total - passed[piece]) / hazards[piece]
    bounds, rates = accrual.steps
    at = np.concatenate([[0], np.cumsum(rates * np.diff(bounds))])
    entry = np.interp(rng.uniform(0, at[-1], (draws, n)), at, bounds)
    return entry, event, rng.exponential(1 / dropout, (draws, n))


def log_rank(time, event, arm):
    """The log-rank z of one trial, arm 1 against 0, without ties."""
    order = np.argsort(time)
    event, arm = event[order], arm[order]
    left = np.arange(len(arm), 0, -1)
    share = np.cumsum(arm[::-1])[::-1] / left
    return np.sum((arm - share)[event]) / math.sqrt(np.sum((share * (1 - share))[event]))


def test_survival_under_ramp_accrual_steps_and_dropout():
    rng, draws, n = np.random.default_rng(10), 1500, 300
    starts, hazards, dropout = (
        np.array([0.0, 6.0, 12.0]),
        np.array([0.05, 0.04, 0.02]),
        dropout_hazard(0.05, 12),
    )
    accrual = survival.Accrual((0.0, 6.0, 18.0), (20.0, 40.0))
    arms = survival.Arms(
        Hazard(tuple(0.7 * hazards), tuple(starts), dropout=dropout),
        Hazard(tuple(hazards), tuple(starts), dropout=dropout),
    )
    test = survival.log_rank_test(0.7, upper=False)
    found = survival.power_survival(FIXED, test, arms, accrual, 250)
    drawn = [drawn_survival(rng, draws, n, ratio, starts, hazards, dropout, accrual) for ratio in (0.7, 1.0)]
    entry, event, leave = (np.concatenate(parts, axis=1) for parts in zip(*drawn, strict=True))
    seen = (event < leave) & (entry + event <= found.study_duration)
    events = seen.sum(1)
    assert abs(events.mean() - 250) < 4 * events.std() / math.sqrt(draws)
    arm = np.repeat([1.0, 0.0], n)
    rejected = 0
    for i in range(draws):  # each trial is looked at when it has its 250 events
        calendar = np.sort((entry[i] + event[i])[event[i] < leave[i]])
        now = calendar[249] if len(calendar) >= 250 else np.inf
        inside = entry[i] < now
        follow = np.minimum(np.minimum(event[i], leave[i]), now - entry[i])
        rejected += log_rank(
            follow[inside], (event[i] <= follow + 1e-9)[inside], arm[inside]
        ) < -stats.norm.ppf(0.975)
    assert float(rejected / draws) == share(draws, found.events.power)


def test_negative_binomial_counts():
    rng, draws, n, k, t = np.random.default_rng(11), 20_000, 284, 0.5, 1.0
    of = counts.Counts(0.7, 1.0, k)
    seen = [rng.negative_binomial(n / k, 1 / (1 + k * rate * t), draws) / (n * t) for rate in (0.7, 1.0)]
    variance = sum((1 + k * rate * t) / (n * rate * t) for rate in seen)
    shown = np.mean(np.log(seen[0] / seen[1]) < -stats.norm.ppf(0.975) * np.sqrt(variance))
    assert float(shown) == share(draws, counts.power_counts(FIXED, counts.count_test(of, t), 2 * n).power)


def test_information_of_counts_under_accrual():
    """The variance of the weighted log rates, everyone followed to the same day."""
    rng, draws, k = np.random.default_rng(12), 4000, 0.4
    of, accrual = counts.Counts(0.7, 1.0, k), survival.Accrual((0.0, 12.0), (40.0,))
    exposure = 18 - (np.arange(240) + 0.5) / 20
    estimates = []
    for rate in (0.7, 1.0):
        mean = rate * exposure
        y = rng.poisson(mean * rng.gamma(1 / k, k, (draws, 240)))
        weight = 1 / (1 + k * mean)  # the score's, at the truth
        estimates.append(np.log((y * weight).sum(1) / (exposure * weight).sum()))
    variance = np.var(estimates[0] - estimates[1])
    assert 1 / of.information(18.0, accrual) == pytest.approx(variance, rel=4 * math.sqrt(2 / draws))


def test_slopes_with_dropout():
    rng, draws, n = np.random.default_rng(13), 2000, 60
    course = Course((0.0, 1.0, 2.0, 3.0), 1.0, 1.2, 0.4, 0.3, (1.0, 0.9, 0.8, 0.6))
    times, v = np.array(course.visits), covariance(course)
    root = np.linalg.cholesky(v)
    y = rng.normal(size=(2, draws, n, 4)) @ root.T
    y[0] += 0.25 * times
    leaves = rng.random((2, draws, n))
    slope = np.zeros((2, draws))
    information, score = np.zeros((2, draws, 2, 2)), np.zeros((2, draws, 2))
    for seen, last in ((1, 0.1), (2, 0.1), (3, 0.2), (4, 0.6)):
        x = np.column_stack([np.ones(seen), times[:seen]])
        half = np.linalg.solve(v[:seen, :seen], x).T
        low = 1 - sum(share for s, share in ((1, 0.1), (2, 0.1), (3, 0.2), (4, 0.6)) if s >= seen)
        mine = (leaves >= low) & (leaves < low + last)
        information += mine.sum(-1)[..., None, None] * (half @ x)
        score += np.einsum("adp,adps,qs->adq", mine, y[..., :seen], half, optimize=True)
    slope = np.linalg.solve(information, score[..., None])[..., 1, 0]
    test = slopes.slope_test(0.25, course)
    se = math.sqrt(test.variance / (2 * n))
    assert np.var(slope[0] - slope[1]) == pytest.approx(se**2, rel=4 * math.sqrt(2 / draws))
    shown = np.mean((slope[0] - slope[1]) > stats.norm.ppf(0.975) * se)
    assert float(shown) == share(draws, slopes.power_slopes(FIXED, test, 2 * n).power)


@pytest.mark.parametrize("odds", [1.0, 2.0])
def test_ordinal_outcomes_by_wilcoxon(odds):
    rng, draws, n = np.random.default_rng(14), 20_000, 100
    p2 = np.array([0.2, 0.5, 0.2, 0.1])
    p1 = np.array([0.15, 0.35, 0.25, 0.25]) if odds > 1 else p2
    one, two = rng.multinomial(n, p1, draws), rng.multinomial(n, p2, draws)
    below = np.cumsum(two, 1) - two
    wins = np.sum(one * (below + two / 2), 1) / n**2
    ties = 1 - np.sum(((one + two) / (2 * n)) ** 3, 1)
    spread = (2 * n) ** 2 / (2 * n - 1) * ties / (12 * n**2)
    shown = np.mean((wins - 0.5) > stats.norm.ppf(0.975) * np.sqrt(spread))
    assert float(shown) == share(draws, ordinal.power_ordinal(FIXED, ordinal.win_test(p1, p2), 2 * n).power)
    if odds > 1:
        return
    # Under proportional odds Whitehead's formula and the Wilcoxon test have nearly the same power.
    po = ordinal.proportional_odds_test(p2, 2.0)
    win = ordinal.win_test(ordinal.power.shifted(p2, math.log(2.0)), p2)
    sizes = [ordinal.sample_size_ordinal(FIXED, t).n for t in (po, win)]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.03)


def test_looks_at_equivalence():
    rng, draws = np.random.default_rng(15), 100_000
    design = group_sequential(3, 0.05, 0.2, boundaries="lan_demets_of")
    test = equivalence.equivalence_test(0.05, -0.4, 0.4, 1.0)
    found = equivalence.sample_size_equivalence_looks(design, test)
    assert found.power == pytest.approx(0.8, abs=1e-9)
    per, going = found.n / 6, np.ones(draws, bool)  # of an arm and look
    estimate = np.cumsum(rng.normal(0.05, math.sqrt(2 / per), (draws, 3)), axis=1) / np.arange(1, 4)
    for look in range(3):
        margin = design.critical_values[look] * math.sqrt(2 / (per * (look + 1)))
        passed = going & (estimate[:, look] - margin > -0.4) & (estimate[:, look] + margin < 0.4)
        assert float(passed.mean()) == share(draws, found.reject[look])
        going &= ~passed
    # On a margin the claim is false, and made no more often than alpha.
    edge = equivalence.equivalence_test(0.4, -0.4, 0.4, 1.0)
    assert equivalence.power_equivalence_looks(design, edge, found.n).power <= 0.05 + 1e-9


def test_exact_looks_at_one_rate():
    rng, draws = np.random.default_rng(16), 200_000
    design = group_sequential(3, 0.025, 0.2, boundaries="lan_demets_of", futility_bounds=[0.0, 0.5])
    found = exact_rates.exact_spending_looks(design, 60, 0.4, 0.2)
    assert found.level <= 0.025
    for p, shown in ((0.2, found.level), (0.4, found.power)):
        responses = np.cumsum(rng.binomial(np.diff([0, *found.n]), p, (draws, 3)), axis=1)
        going, rejected, patients = np.ones(draws, bool), np.zeros(draws, bool), np.zeros(draws)
        for look in range(3):
            up, down = responses[:, look] >= found.reject[look], responses[:, look] <= found.stop[look]
            rejected |= going & up
            patients[going] = found.n[look]
            going &= ~(up | down)
        assert not going.any()
        assert float(rejected.mean()) == share(draws, shown)
        expected = found.expected if p == 0.4 else found.expected_null
        assert abs(patients.mean() - expected) < 4 * patients.std() / math.sqrt(draws)


def test_two_exact_looks_are_simons():
    simon = two_stage.simon(0.1, 0.3).optimal
    looks = exact_rates.exact_looks(
        [simon.n1, simon.n], [simon.r1, simon.r], [simon.n1 + 1, simon.r + 1], 0.3, 0.1
    )
    assert looks.level == pytest.approx(simon.level, abs=1e-12)
    assert looks.power == pytest.approx(simon.power, abs=1e-12)
    assert looks.expected_null == pytest.approx(simon.expected_null, abs=1e-9)
