"""The choice among designs, in cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.search import Powers, choose, held, turns


def powers(power: list[list[float]], mcse: float = 0.001, within: list[list[bool]] | None = None) -> Powers:
    table = np.array(power)
    kept = np.ones(table.shape, bool) if within is None else np.array(within)
    return Powers(table, np.full(table.shape, mcse), kept, np.full(table.shape[1], 0.025))


NUMBERED = [np.arange(3.0)]


def test_least_worst_regret() -> None:
    # Regrets: first 0.00, 0.30; second 0.10, 0.05; third 0.40, 0.00.
    found = choose(powers([[0.9, 0.8, 0.5], [0.5, 0.75, 0.8]]), "regret", NUMBERED)
    assert found.chosen == 1
    assert found.criterion == pytest.approx([0.30, 0.10, 0.40])
    assert found.tied.tolist() == [False, True, False]


def test_most_power_on_average() -> None:
    # Means: 0.75, 0.71, 0.60, worst regrets: 0.15, 0.13, 0.45; the rules differ.
    table = powers([[0.95, 0.82, 0.50], [0.55, 0.60, 0.70]])
    assert choose(table, "assurance", NUMBERED).chosen == 0
    assert choose(table, "regret", NUMBERED).chosen == 1


def test_a_design_outside_the_limits_in_any_scenario_is_not_chosen_and_sets_no_standard() -> None:
    within = [[True, True, True], [False, True, True]]
    found = choose(powers([[0.9, 0.8, 0.79], [0.9, 0.6, 0.7]], within=within), "regret", NUMBERED)
    assert found.chosen == 2  # regrets 0.00, 0.10 against 0.01, 0.00
    assert np.isnan(found.criterion[0])
    assert found.criterion[1:] == pytest.approx([0.10, 0.01])


def test_none_within_the_limits() -> None:
    found = choose(powers([[0.9, 0.8, 0.7]], within=[[False] * 3]), "assurance", NUMBERED)
    assert found.chosen == -1


def test_error_that_does_not_tell_designs_apart_leaves_it_to_the_order() -> None:
    table = powers([[0.900, 0.895, 0.700]], mcse=0.004)
    assert choose(table, "regret", [np.array([400.0, 200.0, 100.0])]).chosen == 1
    assert (
        choose(table._replace(mcse=np.full((1, 3), 1e-4)), "regret", [np.array([400.0, 200.0, 100.0])]).chosen
        == 0
    )


def test_power_beyond_enough_counts_for_no_more() -> None:
    table, sizes = powers([[0.99, 0.92, 0.85]]), [np.array([400.0, 200.0, 100.0])]
    assert choose(table, "regret", sizes).chosen == 0
    assert choose(table, "regret", sizes, enough=0.9).chosen == 1
    assert choose(table, "regret", sizes, enough=0.8).chosen == 2


def test_a_scenario_with_nothing_to_show_is_no_reason() -> None:
    # By the second scenario alone, whose powers are type I errors, the second design would be better.
    found = choose(powers([[0.9, 0.6, 0.6], [0.026, 0.028, 0.025]], mcse=0.002), "regret", NUMBERED)
    assert found.criterion == pytest.approx([0.0, 0.3, 0.3])


def test_an_average_over_draws_has_the_error_of_the_draws() -> None:
    # The difference of the first two over draws: 0.4, 0.0: mean 0.2, sd 0.283, so its error is 0.2.
    table = powers([[0.8, 0.4, 0.0], [0.4, 0.4, 0.0]], mcse=1e-9)._replace(drawn=True)
    found = choose(table, "assurance", NUMBERED)
    assert found.error[1] == pytest.approx(0.2)
    assert found.tied.tolist() == [True, True, False]


def test_where_the_choice_turns() -> None:
    # Lead of the first over the second: 0.10, 0.04, -0.02, so between 2 and 3 at 2 + 0.04 / 0.06.
    table = powers([[0.90, 0.80, 0.1], [0.84, 0.80, 0.1], [0.78, 0.80, 0.1]])
    (turn,) = turns([1.0, 2.0, 3.0], table, 0, NUMBERED)
    assert (turn.low, turn.high, turn.to, turn.above) == (2.0, 3.0, 1, True)
    assert turn.at == pytest.approx(2 + 2 / 3)


def test_a_lead_within_error_is_no_turn() -> None:
    table = powers([[0.90, 0.80, 0.1], [0.799, 0.80, 0.1]], mcse=0.005)
    assert turns([1.0, 2.0], table, 0, NUMBERED) == []
    assert held(table.among([1]), 0, NUMBERED) == (True, 0)


def test_a_limit_that_breaks_turns_the_choice_half_way() -> None:
    within = [[True, True, True], [False, True, True]]
    (turn,) = turns([1.0, 2.0], powers([[0.9, 0.8, 0.1], [0.9, 0.8, 0.1]], within=within), 0, NUMBERED)
    assert (turn.at, turn.to, turn.above) == (1.5, 1, True)
