"""Simulated patients follow the laws they are given; looks and cuts are those of the data written out."""

import numpy as np
import pytest
from scipy import stats

from trialwright.kernels import log_rank, simulation, survival_trials
from trialwright.kernels.event_looks import event_looks
from trialwright.kernels.risk_tables import empty, followed, risk_tables, tables_at
from trialwright.kernels.row_order import row_order
from trialwright.kernels.survival_tables import AccrualTable, Cohorts, HazardTable, Patients, Recruiting

LAMBDA = np.log(2) / 12
EVEN = AccrualTable(np.array([0.0]), np.array([20.0]), False)
BLOCKS = 0.0001  # of a Kolmogorov-Smirnov or chi-square test: one false alarm in ten thousand runs of a seed


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


def patients(theta=0.0, group=0):
    return Patients(
        np.atleast_2d(np.asarray(theta, dtype=float)), np.atleast_2d(np.asarray(group, dtype=np.int8))
    )


def recruiting(trials, size, groups=1, places=(2, 2), by_group=False, after=-1.0, admitted=None):
    admitted = np.ones((trials, groups), bool) if admitted is None else admitted
    return Recruiting(
        np.full(trials, size),
        np.broadcast_to(np.asarray(after, dtype=float), trials).copy(),
        admitted,
        np.tile(np.array(places), (trials, 1)),
        by_group,
    )


def keys(trials, seed=1):
    return np.random.default_rng(seed).integers(0, 2**64, trials, dtype=np.uint64)


def enrolled(
    trials=200,
    size=100,
    table=None,
    accrual=EVEN,
    people=None,
    eligible=1.0,
    whom=None,
    seed=1,
    groups=1,
    most=10**6,
):
    table = hazards() if table is None else table
    cohorts = Cohorts.empty(trials, size, groups, len(table.hazard))
    survival_trials.enrol(
        keys(trials, seed),
        np.full(trials, eligible),
        accrual,
        table,
        patients() if people is None else people,
        recruiting(trials, size) if whom is None else whom,
        most,
        cohorts,
    )
    return cohorts


def test_random_numbers_are_those_of_the_other_simulation():
    for key, patient, slot in ((3, 0, 0), (2**63 + 5, 17, 5), (2**64 - 1, 10**6, 7)):
        at = np.uint64(key), patient, np.uint64(slot)
        assert survival_trials.uniform(*at) == simulation.uniform(*at)


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
    cohorts = enrolled(table=table, people=patients(theta))
    treated = cohorts.time[cohorts.arm == 1]
    assert cohorts.event.all()
    assert stats.kstest(treated, lambda t: 1 - survival(t)).pvalue > BLOCKS


def test_the_cured_have_no_event_and_the_others_the_same_law():
    cohorts = enrolled(table=hazards(cured=0.3))
    share, n = (~cohorts.event).mean(), cohorts.event.size
    assert abs(share - 0.3) < 4 * np.sqrt(0.3 * 0.7 / n)
    assert np.isinf(cohorts.time[~cohorts.event]).all()
    assert stats.kstest(cohorts.time[cohorts.event], stats.expon(scale=1 / LAMBDA).cdf).pvalue > BLOCKS


def test_dropout_competes_with_the_event():
    cohorts = enrolled(table=hazards(dropout=0.03))
    share = LAMBDA / (LAMBDA + 0.03)
    assert abs(cohorts.event.mean() - share) < 4 * np.sqrt(share * (1 - share) / cohorts.event.size)
    for happened in (cohorts.event, ~cohorts.event):
        ends = cohorts.time[happened]
        assert stats.kstest(ends, stats.expon(scale=1 / (LAMBDA + 0.03)).cdf).pvalue > BLOCKS


def test_the_hazard_follows_each_patients_own_effect():
    theta = np.where(np.arange(100) % 2, np.log(0.4), 0.0)
    cohorts = enrolled(people=patients(theta[None]))
    treated = cohorts.arm == 1
    for odd, ratio in ((0, 1.0), (1, 0.4)):
        mine = cohorts.time[treated & (cohorts.place % 2 == odd)]
        assert stats.kstest(mine, stats.expon(scale=1 / (ratio * LAMBDA)).cdf).pvalue > BLOCKS


def test_evenly_spaced_arrivals_follow_the_ramp():
    ramp = AccrualTable(np.array([0.0, 6.0, 10.0]), np.array([2.0, 0.0, 10.0]), False)
    entry = enrolled(trials=1, size=22, accrual=ramp).entry[0]
    assert entry[:12] == pytest.approx(np.arange(1, 13) / 2)
    assert entry[12:] == pytest.approx(10 + np.arange(1, 11) / 10)
    for n in (0.5, 11.0, 12.0, 15.0):
        assert survival_trials.expected_by(
            survival_trials.months_until(n, ramp.starts, ramp.per_month), ramp.starts, ramp.per_month
        ) == pytest.approx(n)


def test_recruitment_that_ends_is_reported():
    ends = AccrualTable(np.array([0.0, 5.0]), np.array([4.0, 0.0]), False)
    table = hazards()
    cohorts = Cohorts.empty(3, 30, 1, 2)
    short = survival_trials.enrol(
        keys(3), np.ones(3), ends, table, patients(), recruiting(3, 30), 10**6, cohorts
    )
    assert short == 3
    assert cohorts.enrolled.tolist() == [20, 20, 20]
    assert np.isinf(cohorts.entry[:, 20:]).all()


@pytest.mark.parametrize("eligible", [1.0, 0.3, 0.001])
def test_poisson_arrivals_and_those_who_fail(eligible):
    accrual = AccrualTable(np.array([0.0]), np.array([20.0]), True)
    cohorts = enrolled(trials=400, size=50, accrual=accrual, eligible=eligible)
    gaps = np.diff(cohorts.entry, axis=1, prepend=0.0).ravel()
    assert stats.kstest(gaps, stats.expon(scale=1 / (20 * eligible)).cdf).pvalue > BLOCKS
    failed = (np.diff(cohorts.screened, axis=1, prepend=0) - 1).ravel()
    mean = (1 - eligible) / eligible
    assert abs(failed.mean() - mean) <= 4 * np.sqrt(mean / eligible / failed.size)
    if eligible < 1:
        # Between two who pass, those who fail are Poisson in the time between.
        excess = (failed - gaps * 20 * (1 - eligible)) / np.sqrt(gaps * 20 * (1 - eligible))
        assert abs(excess.mean()) < 4 / np.sqrt(failed.size)
        assert abs(excess.var() - 1) < 0.1
        assert abs(np.corrcoef(excess, gaps)[0, 1]) < 4 / np.sqrt(failed.size)


def test_evenly_spaced_screening_fails_geometrically():
    cohorts = enrolled(trials=400, size=50, eligible=0.3)
    assert cohorts.entry == pytest.approx(cohorts.screened / 20)
    failed = (np.diff(cohorts.screened, axis=1, prepend=0) - 1).ravel()
    assert abs(failed.mean() - 0.7 / 0.3) < 4 * np.sqrt(0.7 / 0.09 / failed.size)


@pytest.mark.parametrize("places", [(2, 2), (2, 4), (1, 1, 2), (3, 0, 3)])
def test_each_block_holds_its_places_in_any_order(places):
    arms = len(places)
    block = sum(places)
    cohorts = enrolled(
        trials=600, size=2 * block, table=hazards(arms=arms), whom=recruiting(600, 2 * block, places=places)
    )
    for start in (0, block):
        within = cohorts.arm[:, start : start + block]
        assert all((within == a).sum(1).tolist() == [places[a]] * 600 for a in range(arms))
        for i in range(block):
            seen = np.bincount(within[:, i], minlength=arms)
            kept = np.array(places) > 0
            assert stats.chisquare(seen[kept], 600 * np.array(places)[kept] / block).pvalue > BLOCKS


def test_blocks_run_within_groups_when_asked():
    group = np.arange(200) % 3
    whom = recruiting(50, 120, groups=3, by_group=True)
    cohorts = enrolled(trials=50, size=120, people=patients(group=group), whom=whom, groups=3)
    for g in range(3):
        mine = cohorts.arm[cohorts.group == g].reshape(50, 40)
        assert (mine.reshape(50, 10, 4).sum(2) == 2).all()


def test_a_patient_is_the_same_under_every_design():
    small, large = enrolled(size=60), enrolled(size=100)
    assert np.array_equal(small.time, large.time[:, :60])
    assert np.array_equal(small.entry, large.entry[:, :60])
    some = enrolled(
        size=50,
        people=patients(group=np.arange(200) % 2),
        groups=2,
        whom=recruiting(200, 50, 2, admitted=np.tile([False, True], (200, 1))),
    )
    assert (some.place % 2 == 1).all()
    control = enrolled(people=patients(np.log(0.5)))
    same = control.arm[:, some.place[0]] == some.arm
    mine = np.where(some.arm == 0, some.time, np.nan)
    theirs = np.where(control.arm == 0, control.time, np.nan)[:, some.place[0]]
    both = same & np.isfinite(mine)
    assert both.sum() > 1000
    assert np.array_equal(mine[both], theirs[both])


def test_enrolling_in_steps_is_enrolling_at_once():
    accrual = AccrualTable(np.array([0.0, 2.0]), np.array([5.0, 20.0]), True)
    whole = enrolled(accrual=accrual, eligible=0.7)
    parts = Cohorts.empty(200, 100, 1, 2)
    for size in (17, 18, 60, 100):
        survival_trials.enrol(
            keys(200), np.full(200, 0.7), accrual, hazards(), patients(), recruiting(200, size), 10**6, parts
        )
        assert (parts.enrolled == size).all()
    for one, other in zip(whole, parts, strict=True):
        assert one == pytest.approx(other, rel=1e-12)


def test_after_an_adaptation_only_those_open_enter_and_the_rest_stay():
    people = patients(np.log(0.6), np.arange(400) % 2)
    both = recruiting(200, 100, 2)
    cohorts = enrolled(people=people, whom=both, groups=2)
    before = Cohorts(*(x.copy() for x in cohorts))
    cut = np.where(np.arange(200) % 4 == 0, 99.0, 2.52)  # a quarter of trials have enrolled everyone by then
    survival_trials.take_back(cut, cohorts)
    assert set(cohorts.enrolled) == {50, 100}
    changed = cohorts.enrolled == 50
    admitted = np.ones((200, 2), bool)
    admitted[changed, 0] = False
    survival_trials.enrol(
        keys(200),
        np.ones(200),
        EVEN,
        hazards(),
        people,
        recruiting(200, 100, 2, after=cut, admitted=admitted),
        10**6,
        cohorts,
    )
    assert np.array_equal(cohorts.time[~changed], before.time[~changed])
    assert np.array_equal(cohorts.time[:, :50], before.time[:, :50])
    later = cohorts.group[changed, 50:]
    assert (later == 1).all()
    assert (np.diff(cohorts.entry[changed], axis=1) > 0).all()
    # Half of those who come may enter, so the second half of the trial takes twice as long.
    assert cohorts.entry[changed, -1] == pytest.approx(2.5 + 5.0, abs=0.1)


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
    row_order(values, order)
    assert np.array_equal(np.take_along_axis(values, order.astype(np.int64), 1), np.sort(values, 1))
    assert np.array_equal(np.sort(order, 1), np.tile(np.arange(200), (50, 1)))


@pytest.mark.parametrize("accrual", [20.0, 0.5], ids=["events spread", "events apart"])
def test_a_look_is_at_the_event_it_waits_for(accrual):
    group = np.arange(300) % 3
    cohorts = enrolled(
        trials=60,
        size=300,
        accrual=AccrualTable(np.array([0.0]), np.array([accrual]), False),
        table=hazards(arms=3, dropout=0.02),
        people=patients(np.log(0.7), group),
        whom=recruiting(60, 300, 3, places=(1, 1, 1)),
        groups=3,
    )
    counted, arms = np.tile([True, False, True], (60, 1)), np.tile([True, True, False], (60, 1))
    events = np.tile([1, 25, 80, 10_000], (60, 1))
    looks = event_looks(cohorts, events, counted, arms)
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
        trials=30,
        size=150,
        table=hazards(arms=3, dropout=0.03, cured=0.1),
        people=patients(np.log(0.6), np.arange(200) % 3),
        whom=recruiting(30, 150, 3, places=(1, 1, 1)),
        groups=3,
    )
    counted = np.tile([True, True, False], (30, 1))
    room = empty(30, 150)
    for cut in (0.01, 3.0, 9.0, 40.0, 500.0):
        made = tables_at(cohorts, followed(cohorts), np.full(30, cut), counted, 2, stratified, room)
        for r in range(30):
            want = cut_by_hand(cohorts, r, cut, (0, 1), 2, stratified)
            n = want.rows[0]
            assert made.rows[r] == n
            assert np.array_equal(made.time[r, :n], want.time[0, :n])
            assert np.array_equal(made.counts[r, :n], want.counts[0, :n])
            assert np.array_equal(made.stratum[r, :n], want.stratum[0, :n])
            assert np.array_equal(made.enrolled[r], want.enrolled[0])


def test_a_cut_after_the_last_event_sees_all_and_the_cured_stay_at_risk():
    cohorts = enrolled(trials=5, size=80, table=hazards(cured=0.4))
    everyone = np.ones((5, 1), bool)
    made = tables_at(cohorts, followed(cohorts), np.full(5, np.inf), everyone, 1, False, empty(5, 80))
    assert (log_rank.events(made).sum(1) == cohorts.event.sum(1)).all()
    last = made.counts[np.arange(5), made.rows - 1]
    assert (last[:, :2].sum(1) == 1 + (~cohorts.event).sum(1)).all()
