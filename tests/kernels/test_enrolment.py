"""What the loop over patients counts: blocks, bins, categories, samples, dropout, and that a wave goes on where it was."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from trialwright.design.entry import arrangements, places
from trialwright.design.population import curve_table
from trialwright.kernels import accrual, tables
from trialwright.kernels.enrolment import enrol
from trialwright.kernels.enrolment_plain import enrol_binary, enrol_normal
from trialwright.kernels.observation import width
from trialwright.kernels.statistic_level import CellTable, enrol_tallies
from trialwright.kernels.statistic_plain import enrol_normal_tallies
from trialwright.model.design import Design
from trialwright.model.scenario import EffectCurve

NONE = np.empty(0)
CONSTANT = curve_table((EffectCurve(level=0.5),))
ALIKE = tables.MarkerTable(False, np.array([0.5]), np.zeros(1), 0.0, 0.0, 0.0)
LOGNORMAL = tables.MarkerTable(False, np.array([0.25, 0.75]), np.array([-1.0, 1.0]), 0.0, 1.4826, 1.4826)
NOBODY_LOST = np.zeros(4)
NORMAL = tables.OutcomeTable(tables.NORMAL, 2.0, NONE[None], NONE, NONE, NOBODY_LOST)
THREE = tables.OutcomeTable(tables.CATEGORIES, 1.0, np.log([[0.2 / 0.8, 0.7 / 0.3]]), NONE, NONE, NOBODY_LOST)
WITH_BASELINE = NORMAL._replace(kind=tables.COVARIATE, rho=-0.6)
PARTLY_SEEN = NORMAL._replace(
    kind=tables.WEIGHTED,
    seen=np.array([0.3, 0.5, 1.0]),
    sds=np.array([3.0, 2.0, 1.5]),
    weights=np.array([0.5, 1.0, 1.3]),
)
TWO = THREE._replace(cuts=np.array([[0.85]]))


def entry(cutoffs=(), of_block=(2, 2)):
    return tables.EntryTable(np.log(np.array(cutoffs, float)), np.array(of_block), arrangements(of_block))


def course(trials=200, seed=1, prevalence=0.0):
    keys = np.random.default_rng(seed).integers(0, 2**64, trials, dtype=np.uint64)
    return tables.CourseTable(keys, *np.zeros((3, trials), np.int64), np.full(trials, prevalence))


def instructions(rows, target, lowest=0, arms=0b1111, shares=()):
    m = len(rows)
    admitted = np.full(m, (2**64 - 1) ^ (2**lowest - 1), np.uint64)
    adaptive = np.tile(np.array(shares, float), (m, 1)) if len(shares) else np.empty((0, 0))
    return tables.InstructionTable(rows, np.full(m, target), admitted, np.full(m, arms, np.uint64), adaptive)


def empty(m, bins, arms, outcome):
    return tables.WaveTable(np.zeros((m, bins, arms, width(outcome))), np.zeros(m), np.zeros(m, np.int64))


def run(
    target=40,
    at=None,
    marker=LOGNORMAL,
    curve=CONSTANT,
    outcome=NORMAL,
    of=None,
    rows=None,
    most=10**6,
    **given,
):
    at = course() if at is None else at
    of = entry() if of is None else of
    rows = np.arange(len(at.keys)) if rows is None else rows
    wave = empty(len(rows), len(of.log_cutoffs) + 1, len(curve.kind), outcome)
    gone = enrol(at, instructions(rows, target, **given), marker, curve, outcome, of, most, wave)
    return wave, at, gone


def test_blocks_hold_the_allocation_ratio():
    wave, _, _ = run(60, of=entry(of_block=(2, 4)))
    assert np.all(wave.tally[:, 0, :, 0] == [20, 40])


def test_every_order_of_a_block_is_equally_likely():
    first = [tuple(run(1, course(6000), of=entry())[0].tally[:, 0, :, 0].sum(0))]
    assert first[0][0] == pytest.approx(3000, abs=4 * np.sqrt(1500))
    assert len(arrangements((2, 2))) == 6


@pytest.mark.parametrize("of_block", [(20, 18), (2, 2, 2, 2), (1,) * 8])
def test_blocks_of_many_orders_keep_the_ratio_too(of_block):
    arms = len(of_block)
    curve = curve_table((EffectCurve(),) * (arms - 1))
    outcome = NORMAL._replace(dropout=np.zeros(arms))
    wave, _, _ = run(
        sum(of_block) * 2, curve=curve, outcome=outcome, of=entry(of_block=of_block), arms=2**arms - 1
    )
    assert np.all(wave.tally[:, 0, :, 0] == 2 * np.array(of_block))


def test_a_closed_arm_is_passed_over_and_the_others_keep_their_ratio():
    curve = curve_table((EffectCurve(), EffectCurve()))
    wave, at, _ = run(40, curve=curve, of=entry(of_block=(2, 2, 2)), arms=0b101)
    assert np.all(wave.tally[:, 0, :, 0] == [20, 0, 20])
    assert np.all(at.enrolled == 40)


def test_shares_that_adapt_are_the_chances_of_the_arms():
    wave, _, _ = run(100, course(500), shares=(0.2, 0.8))
    n = wave.tally[:, 0, :, 0].sum(0)
    assert n[1] / n.sum() == pytest.approx(0.8, abs=4 * 0.4 / np.sqrt(n.sum()))


def test_two_waves_are_one():
    whole, _, _ = run(60, of=entry((1.5,)))
    first, at, _ = run(20, of=entry((1.5,)))
    some = np.arange(0, 200, 3)
    second, _, _ = run(60, at, of=entry((1.5,)), rows=some)
    assert np.array_equal((first.tally[some] + second.tally)[..., 0], whole.tally[some][..., 0])
    assert first.tally[some] + second.tally == pytest.approx(whole.tally[some], rel=1e-12, abs=1e-9)


def test_a_restricted_trial_enrols_the_same_patients_that_everyones_trial_meets():
    everyone, at, _ = run(300, of=entry((1.5,)))
    restricted, _, _ = run(40, of=entry((1.5,)), lowest=1)
    assert np.all(restricted.tally[:, 0] == 0)
    assert np.all(at.patient == 300)
    assert everyone.tally[:, 1, :, 0].sum(1).min() > 40


def test_without_noise_nobody_usually_below_gets_in():
    assert run(50, of=entry((2.0,)), lowest=1)[0].misplaced.sum() == 0
    noisy = LOGNORMAL._replace(noise_sd=0.5)
    assert run(50, marker=noisy, of=entry((2.0,)), lowest=1)[0].misplaced.mean() > 1


def test_dropout_leaves_the_enrolled_but_not_the_analysed():
    wave, at, _ = run(200, course(400), outcome=NORMAL._replace(dropout=np.full(4, 0.25)))
    analysed = wave.tally[:, 0, :, 0].sum(1)
    assert np.all(at.enrolled == 200)
    assert analysed.mean() == pytest.approx(150, abs=4 * np.sqrt(200 * 0.25 * 0.75 / 400))


def test_categories_have_their_probabilities_and_odds_ratio():
    wave, _, _ = run(400, course(500), outcome=THREE)
    control, treated = wave.tally.sum((0, 1))
    n = control.sum()
    assert control / n == pytest.approx([0.2, 0.5, 0.3], abs=4 * np.sqrt(0.25 / n))
    higher = np.array([treated[1:].sum() / treated[0], treated[2] / treated[:2].sum()])
    assert np.log(higher) == pytest.approx(0.5 - THREE.cuts[0], abs=4 * 2.5 / np.sqrt(n))


def test_a_baseline_correlates_as_stated_and_knows_nothing_of_the_arm():
    outcome = NORMAL._replace(kind=tables.COVARIATE, rho=0.6)
    n, y, yy, x, xx, xy = run(400, course(300), outcome=outcome)[0].tally.sum((0, 1)).T
    spread = np.sqrt((yy / n - (y / n) ** 2) * (xx / n - (x / n) ** 2))
    assert (xy / n - x * y / n**2) / spread == pytest.approx([0.6, 0.6], abs=4 * 0.64 / np.sqrt(n[0]))
    assert y[1] / n[1] - y[0] / n[0] == pytest.approx(0.5, abs=4 * 2 * np.sqrt(2 / n[0]))
    assert x / n == pytest.approx([0, 0], abs=4 * 2 / np.sqrt(n[0]))


def test_counts_have_the_negative_binomials_moments():
    outcome = NORMAL._replace(kind=tables.COUNT, mean=2.0, dispersion=0.7)
    n, total, squares = run(400, course(500), outcome=outcome)[0].tally.sum((0, 1)).T
    mean = np.array([2.0, 2.0 * np.exp(0.5)])
    variance = mean + 0.7 * mean**2
    assert total / n == pytest.approx(mean, abs=4.5 * np.sqrt(variance[1] / n[0]))
    assert squares / n - (total / n) ** 2 == pytest.approx(variance, rel=0.05)


def test_weighted_values_have_their_levels_law():
    """A quarter seen little: weight 1 and SD 3; the others weight 2 and SD 1."""
    levels = {"seen": np.array([0.25, 1.0]), "sds": np.array([3.0, 1.0]), "weights": np.array([1.0, 2.0])}
    outcome = NORMAL._replace(kind=tables.WEIGHTED, **levels)
    n, w, wy, ww, wwy, wwyy = run(400, course(400), outcome=outcome)[0].tally.sum((0, 1)).T
    error = 4 / np.sqrt(n[0])
    assert w / n == pytest.approx([1.75, 1.75], abs=error)
    assert ww / n == pytest.approx([3.25, 3.25], abs=3 * error)
    assert wy / n == pytest.approx([0, 1.75 * 0.5], abs=3 * error)
    assert wwy / n == pytest.approx([0, 3.25 * 0.5], abs=5 * error)
    expected = 0.25 * 9 + 0.75 * 4
    assert wwyy / n == pytest.approx([expected, expected + 3.25 * 0.25], abs=12 * error)


def test_drift_raises_later_patients():
    still, drifting = (
        run(100, outcome=NORMAL._replace(drift=d))[0].tally[:, 0, :, 1].sum() for d in (0, 3.0)
    )
    assert drifting - still == pytest.approx(200 * 3.0 * sum(range(100)) / 100)


def test_a_sample_gives_each_trial_its_own_population():
    """Draws under Bayesian-bootstrap weights: the share above a cut-off is Beta(30, 70) over trials, so its
    variance is 0.21 / 101 plus binomial noise."""
    sample = tables.MarkerTable(True, NONE, np.log(np.array([1.0] * 70 + [9.0] * 30)), 0.0, 0.0, 0.0)
    _, at, _ = run(300, course(3000), marker=sample, of=entry((5.0,)), lowest=1)
    share = 300 / at.patient
    assert share.mean() == pytest.approx(0.3, abs=0.01)
    assert share.var() == pytest.approx(0.21 / 101 + 0.3**2 * 0.7 / 300, rel=0.15)


def test_a_test_for_a_binary_marker_errs_as_stated():
    marker = tables.MarkerTable(False, NONE, np.log([0.5, 1.0]), 0.0, 0.0, 0.0, True, 0.9, 0.8)
    wave, at, _ = run(200, course(500, prevalence=0.3), marker=marker, of=entry((1.0,)), lowest=1)
    entering = 0.3 * 0.9 + 0.7 * 0.2
    n = at.patient.sum()
    assert at.enrolled.sum() / n == pytest.approx(entering, abs=4 * 0.5 / np.sqrt(n))
    assert wave.misplaced.sum() / 100_000 == pytest.approx(0.7 * 0.2 / entering, abs=4 * 0.5 / np.sqrt(1e5))


def test_a_population_that_cannot_fill_a_trial_is_given_up():
    assert run(10, course(5), of=entry((1e9,)), lowest=1, most=500)[2] == 5


def test_shift_follows_its_table():
    bent = NORMAL._replace(shift_effect=np.array([0.0, 1.0]), shift_value=np.array([0.0, 8.0]))
    straight, curved = (run(40, outcome=o)[0].tally[:, 0] for o in (NORMAL, bent))
    assert (curved - straight)[:, 1, 1] == pytest.approx(3.5 * straight[:, 1, 0])
    assert np.array_equal(curved[:, 0], straight[:, 0])


@pytest.mark.parametrize(("plain", "outcome"), [(enrol_binary, TWO), (enrol_normal, NORMAL)])
@pytest.mark.parametrize("of_block", [(2, 2), (2, 4), (2, 2, 2)])
def test_the_plain_loops_give_the_same_bytes(plain, outcome, of_block):
    arms = len(of_block)
    shifts = np.array([0.0, 0.5, -0.3])[:arms]
    curve = curve_table(tuple(EffectCurve(level=s) for s in shifts[1:]))
    slow, fast = course(), course()
    for target in (7, 7, 31, 400):
        rows = np.arange(0, 200, 1 if target < 31 else 3)
        given = instructions(rows, target, arms=2**arms - 1)
        a, b = (empty(len(rows), 1, arms, outcome) for _ in range(2))
        enrol(slow, given, ALIKE, curve, outcome, entry(of_block=of_block), 10**6, a)
        plain(fast, given, outcome, shifts, entry(of_block=of_block), b)
        assert np.array_equal(a.tally, b.tally)
    assert all(np.array_equal(x, y) for x, y in zip(slow, fast, strict=True))


def moments(tallies):
    flat = tallies.reshape(len(tallies), -1)
    return flat.mean(0), np.cov(flat.T), len(tallies)


@pytest.mark.parametrize("shares", [(), (0.3, 0.7)])
@pytest.mark.parametrize("outcome", [THREE, NORMAL, WITH_BASELINE, PARTLY_SEEN])
@pytest.mark.parametrize("lowest", [0, 1])
def test_tallies_drawn_at_once_have_the_law_of_patients_counted(outcome, lowest, shares):
    """Means and covariances of every cell over two waves of awkward sizes, with dropout and two bins."""
    outcome = outcome._replace(dropout=np.full(4, 0.15))
    curve = curve_table((EffectCurve(curve="step", level=0.8, half=1.0),))
    above, shift = 0.5, np.array([[0.0, 0.0], [0.0, 0.8]])
    k = outcome.cuts.shape[1] + 1 if outcome.kind == tables.CATEGORIES else 0
    edges = 1 / (1 + np.exp(shift[..., None] - outcome.cuts[0]))
    walls = np.concatenate([np.zeros((2, 2, 1)), edges, np.ones((2, 2, 1))], axis=2)
    cells = CellTable(
        np.array([1 - above, above]),
        np.diff(walls, axis=2) if k else np.zeros((2, 2, 0)),
        shift,
        shift[:, 1],
        2.0,
        0.15,
        outcome.kind,
        outcome.rho,
        outcome.seen,
        outcome.sds,
        outcome.weights,
    )
    of, n = (
        entry((1.0,)),
        14_000 if outcome.kind == tables.WEIGHTED else 6000,
    )  # fourth moments of few patients
    slow, fast = course(n, seed=3), course(n, seed=4)
    made = []
    for at in (slow, fast):
        waves = [empty(n, 2, 2, outcome) for _ in range(2)]
        for target, wave in zip((13, 47), waves, strict=True):
            given = instructions(np.arange(n), target, lowest, 0b11, shares)
            if at is slow:
                enrol(at, given, LOGNORMAL, curve, outcome, of, 10**6, wave)
            else:
                enrol_tallies(at, given, cells, of, wave)
        assert np.all(at.enrolled == 47)
        made.append(np.concatenate([waves[0].tally, waves[1].tally], axis=1))
    (mean, covariance, _), (mean2, covariance2, _) = map(moments, made)
    error = np.sqrt(2 * np.diag(covariance) / n) + 1e-9
    assert np.abs((mean - mean2) / error).max() < 4.5
    scale = np.sqrt(np.outer(np.diag(covariance), np.diag(covariance))) + 1e-9
    assert np.abs((covariance - covariance2) / scale).max() < 0.13
    passed = slow.patient.mean(), fast.patient.mean()
    assert passed[0] == pytest.approx(passed[1], abs=4 * np.sqrt(2 * 47 * 2 / n) + 1e-9)
    assert slow.patient.var() == pytest.approx(fast.patient.var(), rel=0.12)


@pytest.mark.parametrize("of_block", [(2, 2), (2, 4), (2, 2, 2)])
def test_the_plain_loop_over_normal_tallies_gives_the_same_bytes(of_block):
    arms = len(of_block)
    shifts = np.array([0.0, 0.5, -0.3])[:arms]
    cells = CellTable(np.ones(1), np.zeros((1, arms, 0)), shifts[None], np.zeros(1), 2.0, 0.0)
    slow, fast, of = course(), course(), entry(of_block=of_block)
    for target in (1, 1, 5, 6, 131, 400):
        rows = np.arange(0, 200, 1 if target < 6 else 3)
        given = instructions(rows, target, arms=2**arms - 1)
        a, b = (empty(len(rows), 1, arms, NORMAL) for _ in range(2))
        enrol_tallies(slow, given, cells, of, a)
        enrol_normal_tallies(fast, given, shifts, 2.0, False, of, b)
        assert np.array_equal(a.tally, b.tally)
    assert all(np.array_equal(x, y) for x, y in zip(slow, fast, strict=True))


def test_arrivals_and_screen_failures_are_a_thinned_poisson_process():
    """Waiting for 20 eligible at 30 % takes Gamma(20) / 0.3; screened is negative binomial."""
    n, keys = 20_000, course(20_000).keys
    clock, screened = np.zeros(n), np.zeros(n, np.int64)
    accrual.advance(keys, np.full(n, 0.3), np.full(n, 20), clock, screened)
    assert clock.mean() == pytest.approx(20 / 0.3, abs=4 * np.sqrt(20 / 0.09 / n))
    assert clock.var() == pytest.approx(20 / 0.09, rel=0.06)
    assert screened.mean() == pytest.approx(20 / 0.3, abs=4 * np.sqrt(20 * 0.7 / 0.09 / n))
    assert screened.var() == pytest.approx(20 * 0.7 / 0.09, rel=0.06)
    # Given the clock, those screened wait one unit each on average: the correlation of a mixed Poisson.
    assert np.cov(clock, screened)[0, 1] == pytest.approx(0.7 * 20 / 0.09, rel=0.08)


@pytest.mark.parametrize("eligible", [1.0, 0.3])
def test_waits_are_exponential_independent_and_screening_geometric(eligible):
    """Of every patient on either side of a span's end, though they are parted from its sum."""
    keys, n = course(400).keys, accrual.SPAN + 64
    clocks = np.array([accrual.clocks(k, eligible, n) for k in keys])
    waits = np.diff(clocks, axis=1, prepend=0.0) * eligible
    assert kstest(waits.ravel(), "expon").pvalue > 1e-3
    assert kstest(waits[:, accrual.SPAN], "expon").pvalue > 1e-3
    assert kstest(clocks[:, 299] * eligible, "gamma", (300,)).pvalue > 1e-3
    for lag in (1, 2, 7):
        assert abs(np.corrcoef(waits[:, :-lag].ravel(), waits[:, lag:].ravel())[0, 1]) < 4 / np.sqrt(400 * n)
    seen = np.array([[accrual.reached(k, eligible, j)[1] for j in range(250, 261)] for k in keys])
    gaps = np.diff(seen, axis=1).ravel()
    assert gaps.min() >= 1
    assert gaps.mean() == pytest.approx(
        1 / eligible, abs=4 * np.sqrt((1 - eligible) / eligible**2 / gaps.size) + 1e-12
    )
    assert np.mean(gaps == 1) == pytest.approx(
        eligible, abs=4 * np.sqrt(eligible * (1 - eligible) / gaps.size) + 1e-12
    )


@settings(deadline=None)
@given(seed=st.integers(0, 2**63), patient=st.integers(0, 1500), eligible=st.sampled_from([0.02, 0.7, 1.0]))
def test_who_has_come_by_a_clock_is_the_inverse_of_when(seed, patient, eligible):
    key = np.uint64(seed)
    clock, screened = accrual.reached(key, eligible, patient)
    next_one, then = accrual.reached(key, eligible, patient + 1)
    assert next_one > clock
    assert accrual.come(key, eligible, clock, 10**6) == (patient, screened)
    halfway = accrual.come(key, eligible, 0.5 * (clock + next_one), 10**6)
    assert halfway[0] == patient
    assert screened <= halfway[1] < then


@pytest.mark.parametrize("told_apart", [True, False])
def test_who_comes_while_outcomes_are_awaited_comes_by_then_and_no_more_than_there_is_room_for(told_apart):
    n, keys = 4000, course(4000).keys
    patient, eligible = np.full(n, 40), np.full(n, 0.5)
    clock, screened = np.zeros(n), np.zeros(n, np.int64)
    accrual.advance(keys, eligible, patient, clock, screened)
    for admitted, room, expected in ((1.0, 1000, 30.0), (0.25, 1000, 7.5), (1.0, 5, 5.0), (1.0, 0, 0.0)):
        more, seen, assayed = np.zeros((3, n), np.int64)
        of = accrual.Waiting(np.full(n, admitted), patient, clock, screened, clock + 60.0, np.full(n, room))
        accrual.meanwhile(keys, eligible, of, told_apart, more, seen, assayed)
        assert more.max() <= room
        assert more.mean() == pytest.approx(expected, abs=0.35)
        assert np.all(more <= assayed)
        assert np.all(assayed <= seen)
        if room > 5:
            assert more.var() == pytest.approx(expected, rel=0.12)  # a Poisson number
            assert assayed.mean() == pytest.approx(30.0, abs=0.35)
            assert seen.mean() == pytest.approx(60.0, abs=0.5)


def test_a_clock_of_waves_is_that_of_patients_in_law():
    n, keys = 20_000, course(20_000).keys
    clock, screened, since = np.zeros(n), np.zeros(n, np.int64), np.zeros(n, np.int64)
    for until in (8, 20):
        at = np.full(n, until)
        accrual.advance_wave(keys, np.full(n, 0.3), since, at, clock, screened)
        since = at
    assert clock.mean() == pytest.approx(20 / 0.3, abs=4 * np.sqrt(20 / 0.09 / n))
    assert clock.var() == pytest.approx(20 / 0.09, rel=0.06)
    assert screened.mean() == pytest.approx(20 / 0.3, abs=4 * np.sqrt(20 * 0.7 / 0.09 / n))
    assert np.cov(clock, screened)[0, 1] == pytest.approx(0.7 * 20 / 0.09, rel=0.08)


def test_places_of_designs():
    made = {"name": "d", "type": "fixed", "endpoint": "binary", "better": "higher", "patients": 40}
    assert places(Design(**made, allocation=1.5)) == (4, 6)
    assert places(Design(**made, arms=("a", "b", "c"))) == (2, 2, 2, 2)
    assert places(Design(**made, arms=tuple("abcdefg"))) == (1,) * 8
