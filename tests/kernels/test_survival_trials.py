"""Simulated patients follow the laws they are given; looks and cuts are those of the data written out."""

import numpy as np
import pytest
from scipy import stats

from trialwright.kernels import log_rank, survival_trials
from trialwright.kernels.event_looks import event_looks
from trialwright.kernels.exponential import minus_log
from trialwright.kernels.log_rank_at import hazard_ratios_at, scores_at
from trialwright.kernels.risk_tables import empty, followed, risk_tables, tables_at
from trialwright.kernels.row_order import row_order
from trialwright.kernels.survival_tables import Cohorts, HazardTable, Recruiting
from trialwright.kernels.tables import CONSTANT, STEP, CurveTable, EntryTable, MarkerTable

LAMBDA = np.log(2) / 12
RATE = 20.0  # screened a month
FALSE_ALARM = 0.0001  # of a Kolmogorov-Smirnov or chi-square test: one in ten thousand seeds
ALIKE = MarkerTable(False, np.array([0.5]), np.array([0.0]), 0.0, 0.0, 0.0)
EVENLY = MarkerTable(False, np.array([0.0, 1.0]), np.array([0.0, 3.0]), 0.0, 0.0, 0.0)  # ln of it, uniform


def hazards(control=(LAMBDA,), starts=(0.0,), sensitivity=None, arms=2, shape=1.0, cured=0.0, dropout=0.0):
    hazard = np.tile(np.array(control), (arms, 1))
    if sensitivity is None:
        sensitivity = np.ones_like(hazard)
        sensitivity[0] = 0
    return HazardTable(
        np.array(starts),
        hazard,
        np.array(sensitivity, dtype=float),
        shape,
        np.full(arms, cured),
        np.full(arms, dropout),
    )


def curve(theta=0.0, arms=2, step_at=None):
    """A log hazard ratio for every experimental arm, of all or of those from a marker value on."""
    level = np.full(arms, float(theta))
    level[0] = 0.0
    kind = np.full(arms, CONSTANT if step_at is None else STEP)
    half = np.full(arms, float(step_at or 0.0))
    none = np.zeros((arms, 1))
    return CurveTable(kind, level, np.exp(half), half, np.zeros(arms), none, none, np.ones(arms, np.int64))


def entry(places=(2, 2), cutoffs=()):
    return EntryTable(np.array(cutoffs, dtype=float), np.array(places), np.empty((0, 0), np.int8))


def recruiting(rows, size, after=-1.0, admitted=~0, arms=~0, at_random=False):
    rows = np.arange(rows) if np.ndim(rows) == 0 else rows
    n = len(rows)
    word = np.uint64(2**64 - 1)
    return Recruiting(
        rows,
        np.full(n, size),
        np.broadcast_to(np.asarray(after, dtype=float), n).copy(),
        np.full(n, word if admitted == ~0 else np.uint64(admitted)),
        np.full(n, np.uint64(3) if arms == ~0 else np.uint64(arms)),
        np.empty((0, 0)),
        at_random,
    )


def keys(trials, seed=1):
    return np.random.default_rng(seed).integers(0, 2**64, trials, dtype=np.uint64)


def enrolled(
    trials=200,
    size=100,
    table=None,
    theta=0.0,
    eligible=1.0,
    whom=None,
    seed=1,
    marker=ALIKE,
    step_at=None,
    allocation=None,
    into=None,
):
    table = hazards() if table is None else table
    arms = len(table.hazard)
    cohorts = Cohorts.empty(trials, size) if into is None else into
    whom = recruiting(trials, size, arms=2**arms - 1) if whom is None else whom
    short = survival_trials.enrol(
        keys(trials, seed),
        np.full(trials, eligible),
        np.zeros(trials),
        whom,
        marker,
        curve(theta, arms, step_at),
        entry([2] * arms) if allocation is None else allocation,
        table,
        10**6,
        cohorts,
    )
    assert short == 0
    cohorts.entry[:] = cohorts.clock / RATE
    return cohorts


@pytest.mark.parametrize(
    ("table", "theta", "survival"),
    [
        (hazards(), np.log(0.7), lambda t: np.exp(-0.7 * LAMBDA * t)),
        (
            hazards((0.10, 0.02, 0.05), (0.0, 4.0, 9.0)),
            0.0,
            lambda t: np.exp(
                -(0.1 * np.clip(t, 0, 4) + 0.02 * np.clip(t - 4, 0, 5) + 0.05 * np.clip(t - 9, 0, None))
            ),
        ),
        (
            hazards((0.05, 0.05), (0.0, 6.0), [[0, 0], [0, 1]]),
            np.log(0.5),
            lambda t: np.exp(-0.05 * (np.clip(t, 0, 6) + 0.5 * np.clip(t - 6, 0, None))),
        ),
        (
            hazards((0.05, 0.05), (0.0, 6.0), [[0, 0], [-1, 1]]),
            np.log(0.5),
            lambda t: np.exp(-0.05 * (2 * np.clip(t, 0, 6) + 0.5 * np.clip(t - 6, 0, None))),
        ),
        (hazards((0.02,), shape=1.6), np.log(0.8), lambda t: np.exp(-0.8 * 0.02 * t**1.6)),
    ],
    ids=["proportional", "piecewise", "delayed", "crossing", "weibull"],
)
def test_event_times_follow_the_stated_survival(table, theta, survival):
    cohorts = enrolled(table=table, theta=theta)
    treated = cohorts.time[cohorts.arm == 1]
    assert cohorts.event.all()
    assert stats.kstest(treated, lambda t: 1 - survival(t)).pvalue > FALSE_ALARM


def test_the_cured_have_no_event_and_the_others_the_same_law():
    cohorts = enrolled(table=hazards(cured=0.3))
    share, n = (~cohorts.event).mean(), cohorts.event.size
    assert abs(share - 0.3) < 4 * np.sqrt(0.3 * 0.7 / n)
    assert np.isinf(cohorts.time[~cohorts.event]).all()
    assert stats.kstest(cohorts.time[cohorts.event], stats.expon(scale=1 / LAMBDA).cdf).pvalue > FALSE_ALARM


def test_dropout_competes_with_the_event():
    cohorts = enrolled(table=hazards(dropout=0.03))
    share = LAMBDA / (LAMBDA + 0.03)
    assert abs(cohorts.event.mean() - share) < 4 * np.sqrt(share * (1 - share) / cohorts.event.size)
    for happened in (cohorts.event, ~cohorts.event):
        ends = cohorts.time[happened]
        assert stats.kstest(ends, stats.expon(scale=1 / (LAMBDA + 0.03)).cdf).pvalue > FALSE_ALARM


def test_the_hazard_follows_each_patients_own_effect():
    cohorts = enrolled(theta=np.log(0.4), marker=EVENLY, step_at=1.5)
    treated = cohorts.arm == 1
    assert abs((cohorts.effect < 0).mean() - 0.5) < 4 * np.sqrt(0.25 / cohorts.effect.size)
    assert set(np.unique(cohorts.effect)) == {0.0, np.log(0.4)}
    for acts, ratio in ((False, 1.0), (True, 0.4)):
        mine = cohorts.time[treated & ((cohorts.effect < 0) == acts)]
        assert stats.kstest(mine, stats.expon(scale=1 / (ratio * LAMBDA)).cdf).pvalue > FALSE_ALARM


def test_the_calendar_of_arrivals_follows_the_ramp():
    starts, rates = np.array([0.0, 6.0, 10.0]), np.array([2.0, 0.0, 10.0])
    months = survival_trials.months_until(np.arange(1, 23), starts, rates)
    assert months[:12] == pytest.approx(np.arange(1, 13) / 2)
    assert months[12:] == pytest.approx(10 + np.arange(1, 11) / 10)
    ends = survival_trials.months_until(
        np.array([19.0, 20.0, 20.5]), np.array([0.0, 5.0]), np.array([4.0, 0.0])
    )
    assert ends.tolist() == [4.75, 5.0, np.inf]


def test_a_trial_that_hardly_anybody_may_enter_is_given_up():
    cohorts = Cohorts.empty(3, 30)
    short = survival_trials.enrol(
        keys(3),
        np.ones(3),
        np.zeros(3),
        recruiting(3, 30, admitted=4),
        EVENLY,
        curve(),
        entry(cutoffs=(1.0, 2.9)),
        hazards(),
        200,
        cohorts,
    )
    assert short == 3
    assert (cohorts.enrolled < 30).all()
    assert all(np.isinf(cohorts.clock[r, n:]).all() for r, n in enumerate(cohorts.enrolled))


@pytest.mark.parametrize("eligible", [1.0, 0.3, 0.001])
def test_poisson_arrivals_and_those_who_fail(eligible):
    cohorts = enrolled(trials=400, size=50, eligible=eligible, whom=recruiting(400, 50, at_random=True))
    gaps = np.diff(cohorts.clock, axis=1, prepend=0.0).ravel()
    assert stats.kstest(gaps, stats.expon(scale=1 / eligible).cdf).pvalue > FALSE_ALARM
    failed = (np.diff(cohorts.screened, axis=1, prepend=0) - 1).ravel()
    mean = (1 - eligible) / eligible
    assert abs(failed.mean() - mean) <= 4 * np.sqrt(mean / eligible / failed.size)
    if eligible < 1:
        # Between two who pass, those who fail are Poisson in the time between.
        excess = (failed - gaps * (1 - eligible)) / np.sqrt(gaps * (1 - eligible))
        assert abs(excess.mean()) < 4 / np.sqrt(failed.size)
        assert abs(excess.var() - 1) < 0.1
        assert abs(np.corrcoef(excess, gaps)[0, 1]) < 4 / np.sqrt(failed.size)


def test_evenly_spaced_screening_fails_geometrically():
    cohorts = enrolled(trials=400, size=50, eligible=0.3)
    assert cohorts.clock == pytest.approx(cohorts.screened)
    failed = (np.diff(cohorts.screened, axis=1, prepend=0) - 1).ravel()
    assert abs(failed.mean() - 0.7 / 0.3) < 4 * np.sqrt(0.7 / 0.09 / failed.size)


@pytest.mark.parametrize("places", [(2, 2), (2, 4), (1, 1, 2)])
def test_each_block_holds_its_places_in_any_order(places):
    arms, block = len(places), sum(places)
    cohorts = enrolled(trials=600, size=2 * block, table=hazards(arms=arms), allocation=entry(places))
    for start in (0, block):
        within = cohorts.arm[:, start : start + block]
        assert all((within == a).sum(1).tolist() == [places[a]] * 600 for a in range(arms))
        for i in range(block):
            seen = np.bincount(within[:, i], minlength=arms)
            assert stats.chisquare(seen, 600 * np.array(places) / block).pvalue > FALSE_ALARM


def test_a_closed_arm_gets_nobody_and_the_others_keep_their_ratio():
    whom = recruiting(50, 80, arms=0b101)
    cohorts = enrolled(50, 80, hazards(arms=3), whom=whom, allocation=entry((1, 1, 1)))
    assert set(np.unique(cohorts.arm)) == {0, 2}
    assert ((cohorts.arm.reshape(50, 40, 2) == 0).sum(2) == 1).all()


def test_arms_follow_their_shares_where_those_are_given():
    shares = np.tile([0.2, 0.5, 0.3], (200, 1))
    whom = recruiting(200, 100, arms=7)._replace(shares=shares)
    cohorts = enrolled(table=hazards(arms=3), whom=whom, allocation=entry((1, 1, 1)))
    seen = np.bincount(cohorts.arm.ravel(), minlength=3)
    assert stats.chisquare(seen, 20_000 * shares[0]).pvalue > FALSE_ALARM


def test_a_patient_is_the_same_under_every_design():
    small, large = enrolled(size=60), enrolled(size=100)
    assert np.array_equal(small.time, large.time[:, :60])
    assert np.array_equal(small.clock, large.clock[:, :60])
    everyone = enrolled(marker=EVENLY, allocation=entry(cutoffs=(1.5,)))
    some = enrolled(
        size=40, marker=EVENLY, allocation=entry(cutoffs=(1.5,)), whom=recruiting(200, 40, admitted=2)
    )
    assert (some.group == 1).all()
    assert not some.misplaced.any()
    for r in range(20):
        seen = np.isin(some.patient[r], everyone.patient[r])
        at = some.patient[r][seen]  # the trial for everyone has its patients without a gap
        assert (everyone.group[r, at] == 1).all()
        same = everyone.arm[r, at] == some.arm[r][seen]
        assert np.array_equal(everyone.time[r, at][same], some.time[r][seen][same])


def test_enrolling_in_steps_is_enrolling_at_once():
    given = {"eligible": 0.7, "marker": EVENLY, "theta": -0.4, "step_at": 1.0}
    whole = enrolled(whom=recruiting(200, 100, at_random=True), **given)
    parts = Cohorts.empty(200, 100)
    for size in (17, 18, 60, 100):
        enrolled(whom=recruiting(200, size, at_random=True), into=parts, **given)
        assert (parts.enrolled == size).all()
    for one, other in zip(whole, parts, strict=True):
        assert np.array_equal(one, other)


def test_after_an_adaptation_only_those_open_enter_and_the_rest_stay():
    given = {"marker": EVENLY, "theta": -0.4, "allocation": entry(cutoffs=(1.5,))}
    cohorts = enrolled(**given)
    before = Cohorts(*(x.copy() for x in cohorts))
    changed = np.arange(200) % 4 > 0
    rows = np.flatnonzero(changed)
    survival_trials.take_back(rows, np.full(len(rows), 2.52), cohorts)
    assert (cohorts.enrolled == np.where(changed, 50, 100)).all()
    enrolled(whom=recruiting(rows, 100, after=2.52 * RATE, admitted=2), into=cohorts, **given)
    assert np.array_equal(cohorts.time[~changed], before.time[~changed])
    assert np.array_equal(cohorts.time[:, :50], before.time[:, :50])
    assert (cohorts.group[changed, 50:] == 1).all()
    assert (np.diff(cohorts.entry[changed], axis=1) > 0).all()
    # Half of those who come may enter, so the second half of the trial takes about twice as long.
    last = cohorts.entry[changed, -1]
    assert abs(last.mean() - (2.5 + 5.0)) < 4 * last.std() / np.sqrt(len(last))


@pytest.mark.parametrize("spread", ["exponential", "heavy", "ties", "some infinite"])
def test_rows_are_put_in_order(spread):
    rng = np.random.default_rng(2)
    values = {
        "exponential": rng.exponential(12, (50, 200)),
        "heavy": np.exp(rng.normal(0, 8, (50, 200))),
        "ties": rng.integers(0, 6, (50, 200)).astype(float),
        "some infinite": np.where(rng.random((50, 200)) < 0.4, np.inf, rng.random((50, 200))),
    }[spread]
    order = np.empty(values.shape, np.int32)
    row_order(values, np.arange(50), order)
    assert np.array_equal(np.take_along_axis(values, order.astype(np.int64), 1), np.sort(values, 1))
    assert np.array_equal(np.sort(order, 1), np.tile(np.arange(200), (50, 1)))


@pytest.mark.parametrize("accrual", [20.0, 0.5], ids=["events spread", "events apart"])
def test_a_look_is_at_the_event_it_waits_for(accrual):
    cohorts = enrolled(
        60,
        300,
        hazards(arms=3, dropout=0.02),
        np.log(0.7),
        marker=EVENLY,
        allocation=entry((1, 1, 1), (1.0, 2.0)),
    )
    cohorts.entry[:] = cohorts.clock / accrual
    counted, arms = np.tile([True, False, True], (60, 1)), np.tile([True, True, False], (60, 1))
    events = np.tile([1, 25, 80, 10_000], (60, 1))
    looks = event_looks(cohorts, np.arange(60), events, counted, arms)
    ours = cohorts.event & (cohorts.group != 1) & (cohorts.arm != 2)
    calendar = np.sort(np.where(ours, cohorts.entry + cohorts.time, np.inf), axis=1)
    assert np.array_equal(looks[:, :3], calendar[:, [0, 24, 79]])
    assert np.isinf(looks[:, 3]).all()


def cut_by_hand(cohorts, r, cut, groups, arm, stratified):
    """The data set that a trial has at `cut`, and its table by the functions for data sets."""
    here = (
        (cohorts.entry[r] <= cut)
        & np.isin(cohorts.group[r], groups)
        & ((cohorts.arm[r] == arm) | (cohorts.arm[r] == 0))
    )
    entry, time = cohorts.entry[r][here], cohorts.time[r][here]
    seen = entry + time <= cut
    event = cohorts.event[r][here] & seen
    return risk_tables(
        np.where(seen, time, cut - entry),
        event,
        cohorts.arm[r][here] == arm,
        cohorts.group[r][here] if stratified else None,
    )


@pytest.mark.parametrize("stratified", [False, True])
def test_the_table_at_a_cut_is_that_of_the_data_at_the_cut(stratified):
    cohorts = enrolled(
        30,
        150,
        hazards(arms=3, dropout=0.03, cured=0.1),
        np.log(0.6),
        marker=EVENLY,
        allocation=entry((1, 1, 1), (1.0, 2.0)),
    )
    counted = np.tile([True, True, False], (30, 1))
    room = empty(30, 150)
    for cut in (0.01, 3.0, 9.0, 40.0, 500.0):
        made = tables_at(
            cohorts, followed(cohorts), np.arange(30), np.full(30, cut), counted, 2, stratified, room
        )
        for r in range(30):
            want = cut_by_hand(cohorts, r, cut, (0, 1), 2, stratified)
            n = want.rows[0]
            assert made.rows[r] == n
            assert np.array_equal(made.time[r, :n], want.time[0, :n])
            assert np.array_equal(made.counts[r, :n], want.counts[0, :n])
            assert np.array_equal(made.stratum[r, :n], want.stratum[0, :n])
            assert np.array_equal(made.enrolled[r], want.enrolled[0])


def at_look(function, cohorts, cut, counted):
    n = len(cohorts.time)
    one, two, tied = np.empty(n), np.empty(n), np.empty(n, bool)
    function(cohorts, followed(cohorts), np.arange(n), np.full(n, cut), counted, 2, one, two, tied)
    return one, two, tied


def test_what_a_look_shows_is_what_its_table_shows():
    cohorts = enrolled(
        40,
        150,
        hazards(arms=3, dropout=0.03, cured=0.1),
        np.log(0.6),
        marker=EVENLY,
        allocation=entry((1, 1, 1), (1.0, 2.0)),
    )
    cohorts.time[:10] = np.ceil(cohorts.time[:10])  # these trials have ties
    counted = np.tile([True, True, False], (40, 1))
    for cut in (0.01, 0.7, 3.0, 9.0, 40.0, 500.0, np.inf):
        made = tables_at(
            cohorts, followed(cohorts), np.arange(40), np.full(40, cut), counted, 2, False, empty(40, 150)
        )
        score, covariance = log_rank.scores(made)
        estimate, error = log_rank.cox(made)
        lost = ~np.isfinite(estimate)
        estimate[lost] = error[lost] = np.nan
        u, v, tied = at_look(scores_at, cohorts, cut, counted)
        assert not tied[10:].any()
        assert cut < 9 or tied[:10].all()
        assert np.allclose(u[~tied], score[~tied, 0], rtol=0, atol=1e-11)
        assert np.allclose(v[~tied], covariance[~tied, 0, 0], rtol=1e-12, atol=1e-13)
        beta, se, also = at_look(hazard_ratios_at, cohorts, cut, counted)
        assert np.array_equal(also, tied)
        assert np.allclose(beta[~tied], estimate[~tied], rtol=0, atol=1e-9, equal_nan=True)
        assert np.allclose(se[~tied], error[~tied], rtol=1e-8, equal_nan=True)


def test_the_logarithm_is_numpys():
    u = np.concatenate([np.random.default_rng(5).random(2000), [1.0, 2.0**-54, 1 - 2.0**-53, 0.5, 0.5**0.5]])
    ours = np.array([minus_log(x) for x in u])
    assert np.allclose(ours, -np.log(u), rtol=4e-16, atol=0)


def test_a_cut_after_the_last_event_sees_all_and_the_cured_stay_at_risk():
    cohorts = enrolled(trials=5, size=80, table=hazards(cured=0.4))
    everyone = np.ones((5, 1), bool)
    made = tables_at(
        cohorts, followed(cohorts), np.arange(5), np.full(5, np.inf), everyone, 1, False, empty(5, 80)
    )
    assert (log_rank.events(made).sum(1) == cohorts.event.sum(1)).all()
    last = made.counts[np.arange(5), made.rows - 1]
    assert (last[:, :2].sum(1) == 1 + (~cohorts.event).sum(1)).all()
