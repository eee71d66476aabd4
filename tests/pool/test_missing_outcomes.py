"""Deaths and dropouts, by hand."""

import math

import numpy as np
import pytest

from trialwright.errors import EvidenceError
from trialwright.pool import external
from trialwright.pool.missing_outcomes import delta_adjusted, joint_ranks, joint_wins


def test_the_dead_rank_below_the_living_and_by_their_month():
    nan = math.nan
    assert joint_ranks([5.0, nan, -9.0, nan, 5.0], [nan, 7, nan, 2, nan]).tolist() == [
        4.5,
        2.0,
        3.0,
        1.0,
        4.5,
    ]
    with pytest.raises(EvidenceError, match="negative"):
        joint_ranks([1.0, 2.0], [-1, nan])
    with pytest.raises(EvidenceError, match="finite"):
        joint_ranks([nan, 2.0], [nan, nan])


def test_dropouts_made_worse_until_nothing_is_left():
    treated = np.array([1, 1, 1, 1, 0, 0, 0], dtype=bool)
    outcome = np.array([2.0, 2, 2, 2, 1, 1, 1])
    even = external.balance(np.arange(7.0) % 2, treated, "none")
    dropped = np.array([1, 0, 0, 0, 1, 0, 0], dtype=bool)
    rows, tip = delta_adjusted(outcome, dropped, treated, even, [0, 2, 4])
    assert [r.difference for r in rows] == pytest.approx([1.0, 0.5, 0.0])
    assert tip == pytest.approx(4.0)
    assert delta_adjusted(outcome, ~treated, treated, even, [1])[1] == math.inf
    assert delta_adjusted(-outcome, dropped, treated, even, [1])[1] == 0.0
    with pytest.raises(EvidenceError, match="length"):
        delta_adjusted(outcome, dropped[:3], treated, even, [1])


def test_who_left_before_the_other_died_is_tied_with_them():
    nan = math.nan
    # Treated: alive at 12, left at 3, died at 6. Controls: died at 5, left at 4 with a better outcome than any.
    outcome, died = [1.0, 2.0, nan, nan, 9.0], [nan, nan, 6, 5, nan]
    wins, unknown = joint_wins(outcome, died, [12, 3, nan, nan, 4], [1, 1, 1, 0, 0])
    assert wins.tolist() == [[1, -1], [0, -1], [1, 0]]
    assert unknown == pytest.approx(2 / 6)


def test_all_followed_to_the_end_are_compared_by_joint_rank():
    rng = np.random.default_rng(3)
    outcome, of = rng.normal(size=30), np.arange(30) % 2 == 0
    died = np.where(rng.random(30) < 0.3, rng.uniform(0, 12, 30), np.nan)
    wins, unknown = joint_wins(outcome, died, np.full(30, 12.0), of)
    ranks = joint_ranks(outcome, died)
    assert (wins == np.sign(ranks[of][:, None] - ranks[~of])).all()
    assert unknown == 0


def test_the_living_need_the_month_to_which_they_were_followed():
    with pytest.raises(EvidenceError, match="followed"):
        joint_wins([1.0, 2.0], [math.nan, 3], [math.nan, math.nan], [1, 0])
