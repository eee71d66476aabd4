"""One pass over many trials gives what NumPy gives step by step."""

import numpy as np
import pytest

from trialwright.kernels import bookkeeping


@pytest.fixture
def rng():
    return np.random.default_rng(8)


def test_totals_go_on_in_the_trials_that_go_on(rng):
    rows, before = np.array([1, 3, 4, 7]), rng.random((4, 2, 3, 2))
    going, tally = np.array([3, 7]), rng.random((2, 2, 3, 2))
    assert np.array_equal(bookkeeping.carried(rows, before, going, tally), before[[1, 3]] + tally)


def test_tallies_of_bins(rng):
    tally, chosen = rng.random((6, 3, 2, 2)), np.array([0, 4, 5])
    included, lowest = np.array([True, False, True]), np.array([2, 0, 1])
    one, each = (
        bookkeeping.of_bins(tally, 1, included, chosen),
        bookkeeping.from_bin_up(tally, 1, lowest, chosen),
    )
    assert one == pytest.approx(tally[chosen, :, 1][:, included].sum(1))
    assert each == pytest.approx(
        np.stack([tally[i, low:, 1].sum(0) for i, low in zip(chosen, lowest, strict=True)])
    )


def test_a_trial_ends_once():
    rows, alive = np.array([0, 2, 3]), np.array([True, True, False, True])
    looks, reasons = np.zeros(4, np.int64), np.zeros(4, np.int64)
    places = bookkeeping.end(rows, np.ones(3, bool), alive, looks, reasons, 2, 1)
    assert places.tolist() == [0, 2]
    assert alive.tolist() == [False, True, False, False]
    assert looks.tolist() == [2, 0, 0, 2]
    assert reasons.tolist() == [1, 0, 0, 1]


@pytest.mark.parametrize("values", [np.array([3, 5, 3, -2]), np.array([0.4, 1.26, -0.5, 1.24])])
def test_counts_in_steps(values):
    first, counts, total, squares = bookkeeping.counted(values, 0.5, 1.0)
    at = np.rint(values / 0.5).astype(int)
    assert first == at.min()
    assert counts.tolist() == np.bincount(at - at.min()).tolist()
    assert (total, squares) == pytest.approx(((values - 1).sum(), ((values - 1) ** 2).sum()))


def test_errors_about_the_truth_leave_out_what_has_none():
    value = np.array([1.0, np.nan, 3.0])
    found = bookkeeping.errors(value, value - 1, value + 1, np.array([0.5, 0.0, 1.0]))
    assert found == (2, 2.5, 4.25, 1)
    estimates = np.full((3, 4), np.nan)
    bookkeeping.note(np.array([3, 1]), value[[0, 2]], np.array([0.5, 1.0]), *estimates)
    assert estimates[:, [3, 1]].T.tolist() == [[1, 0.5, 1.5], [3, 2, 4]]


def test_rejections_counted():
    some, every, each = bookkeeping.shown(np.array([[True, False], [True, True], [False, False]]))
    assert (some, every, each.tolist()) == (2, 1, [2, 1])
