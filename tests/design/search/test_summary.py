"""What is said of a search whose rows are made up, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.search import Row
from trialwright.design.search.summary import Alone, Searched, summary
from trialwright.model.design import Design, Limits
from trialwright.model.search import Search

DESIGNS = [
    Design(name=n, type="fixed", endpoint="binary", better="higher", patients=p)
    for n, p in (("large", 300), ("small", 100), ("slow", 300))
]
# Two scenarios for the choice, then one assumption alone at 1, 2 and 3.
POWER = [[0.90, 0.80, 0.95], [0.80, 0.60, 0.95], [0.90, 0.80, 0.9], [0.84, 0.80, 0.9], [0.78, 0.80, 0.9]]
MONTHS = [20.0, 8.0, 40.0]
NULLS = [
    [0.024, 0.026, 0.031],
    [0.025, 0.025, 0.026],
]  # power of each design under two scenarios without effect


def row(power: float, patients: float, months: float, within: bool) -> list[float]:
    return [
        *Row(
            power,
            0.002,
            patients,
            0.0,
            2 * patients,
            1.0,
            months,
            0.1,
            0.0,
            0.0,
            float(within),
            0.0,
            12 * patients + 100 * months,
            11.0,
            within,
        )
    ]


def searched(power: list[list[float]] = POWER, longest: float = 30) -> Search:
    rows = [
        [row(p, d.patients, m, m < longest) for p, d, m in zip(line, DESIGNS, MONTHS, strict=True)]
        for line in power
    ]
    return summary(
        Searched(
            rows=np.array(rows, float),
            designs=DESIGNS,
            together=(0, 1),
            alone={"dropout": Alone(2.0, [1.0, 2.0, 3.0], [2, 3, 4])},
            scenario="base",
            drawn=False,
            trials=1000,
            level="patient",
            rule="regret",
            priced=True,
            limits=Limits(months=longest),
            null_rows=np.array([[row(p, 1, 1, True) for p in line] for line in NULLS], float),
        )
    )


def test_figures_are_averages_over_the_scenarios_of_the_choice() -> None:
    large = searched().designs[0].figures
    assert large["power"].value == pytest.approx(0.85)
    assert large["least_power"].value == 0.8
    assert large["cost"].value == pytest.approx(12 * 300 + 2000)
    assert large["cost"].mcse == pytest.approx(11)  # scenarios share their patients: errors may add up


def test_the_type_one_error_is_the_largest_over_the_nulls() -> None:
    assert [d.figures["type_one_error"].value for d in searched().designs] == [0.025, 0.026, 0.031]


def test_the_choice_is_among_designs_within_the_limits() -> None:
    found = searched().recommendation
    assert found.design == "large"
    assert found.adequate
    assert "gives up at most 0.0 points of power in any of 2 scenarios; `small` 20.0." in found.reasons[0]
    assert any("breaks a limit in some scenario: `slow`." in c for c in found.cautions)


def test_where_none_keeps_the_limits_the_nearest_is_named_with_what_it_takes() -> None:
    found = searched(longest=5).recommendation
    assert found.design == ""
    small = DESIGNS[1]
    assert found.reasons[1].startswith(
        f"`{small.name}` comes nearest: it keeps them in 0 of 2 scenarios, and takes up to "
    )
    assert (
        f"{small.patients} patients (within the limit of 400, the default), {2 * small.patients} screened, "
        in found.reasons[1]
    )
    assert f"{MONTHS[1]:.1f} months (over the limit of 5)" in found.reasons[1]


def test_designs_that_show_less_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    margins = [DESIGNS[0].model_copy(update={"margin": 0.1}), *DESIGNS[1:]]
    monkeypatch.setattr(__name__ + ".DESIGNS", margins)
    found = searched()
    assert found.recommendation.design == "small"
    assert [d.within_limits for d in found.designs] == [True, True, False]
    assert found.designs[0].criterion is None
    assert found.designs[0].rank == 0
    said = "Not compared, since they show less than that treatment is better than control: `large` (not worse by 0.1)."
    assert said in found.recommendation.cautions


def test_where_it_turns_is_said() -> None:
    found = searched()
    (one,) = found.sensitivities
    assert [v.holds for v in one.values] == [True, True, False]
    (turn,) = one.turns
    assert (turn.low, turn.high, turn.to) == (2.0, 3.0, "small")
    assert turn.at == pytest.approx(2 + 2 / 3)
    assert one.swing == pytest.approx(0.12)
    said = (
        "`dropout` alone turns the choice at about 2.67 (between 2 and 3): above it `small` would be chosen."
    )
    assert said in found.recommendation.cautions


def test_none_adequate_is_said_of_every_design_within_the_limits() -> None:
    low = [[p - 0.3 for p in line] for line in POWER]
    found = searched(low).recommendation
    assert not found.adequate
    assert (
        "No design within the limits has an average power of 80 %; the highest is 55.0 %." in found.cautions
    )
