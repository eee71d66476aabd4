"""Designs and scenarios that can still be compared where some points could not be simulated."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design import evaluation, search
from trialwright.design.designs import fixed
from trialwright.design.search.missing import comparable, left_out
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

DESIGNS = [
    Design(name=n, type="fixed", endpoint="continuous", better="higher", patients=40) for n in ("a", "b", "c")
]
SCENARIO = Scenario(
    name="base", control={"mean": 0.0, "sd": 1.0}, effect=EffectCurve(level=0.5), screened_per_month=10.0
)
NONE = np.zeros((1, 3), bool)


def streams(block: int) -> np.random.Generator:
    return np.random.default_rng([7, block])


def test_only_designs_with_figures_in_every_scenario_of_the_choice_are_compared() -> None:
    missing = np.array([[0, 0, 1], [0, 0, 0], [1, 0, 0]], bool)
    assert comparable(missing, NONE, [0, 1]) == ([0, 1], [0, 1])  # the third scenario is not of the choice
    assert comparable(missing, np.array([[0, 1, 0]], bool), [0, 1]).designs == [0]  # no type I error


def test_a_scenario_in_which_no_design_runs_costs_no_design_its_place() -> None:
    missing = np.array([[1, 1, 1], [0, 0, 1]], bool)
    assert comparable(missing, NONE, [0, 1]) == ([0, 1], [1])
    assert comparable(np.ones((2, 3), bool), NONE, [0, 1]) == ([], [])


def test_what_is_told_of_a_design() -> None:
    why = {(4, 2): "late", (1, 2): "early", (1, 0): "early"}
    one, other = left_out(DESIGNS, why, 5, {1: "sd 2", 4: "sd 9"}, [0])
    assert (one.design, one.missing, one.compared) == ("a", 1, True)
    assert (other.design, other.missing, other.scenarios, other.first) == ("c", 2, 5, "sd 2")
    assert (other.why, other.reasons, other.compared) == ("early", 2, False)


@pytest.mark.parametrize("error", [DesignError("no"), ZeroDivisionError("no"), ValueError("no")])
def test_an_error_while_simulating_names_the_design_and_the_scenario(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fixed.run

    def breaking(design, trials):
        if design.name == "b":
            raise error
        return real(design, trials)

    monkeypatch.setattr(fixed, "run", breaking)
    with pytest.raises(DesignError, match=r"^The design `b` under the scenario `base`: .*no"):
        evaluation.evaluate(DESIGNS, SCENARIO, Limits(), 100, streams)
    points = [search.Point(d, SCENARIO) for d in DESIGNS]
    rows = list(search.evaluate(points, Limits(), 100, streams))
    assert [isinstance(r, search.Missing) for r in rows] == [False, True, False]
    assert "no" in rows[1].why
    assert "`base`" not in rows[1].why
