"""What trials cost, against expectations that are sums of known means."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design
from trialwright.design.search import Point, evaluate
from trialwright.model.design import Costs, Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

TRIALS = 4000
COSTS = Costs(screened=20, patient=1000, month=5000, assay=75)
LIMITS = Limits(costs=COSTS)
MARKER = Marker(name="m", probabilities=(0.0, 1.0), values=(1.0, np.e))


def a_scenario(endpoint: str = "continuous") -> Scenario:
    control = {"continuous": {"mean": 0.0, "sd": 1.0}, "time_to_event": {"median": 12.0}}[endpoint]
    return Scenario(
        name="s", control=control, effect=EffectCurve(), marker=MARKER, screened_per_month=40, eligible=0.5,
        followup_months=6,
    )  # fmt: skip


def a_design(**stated: object) -> Design:
    usual = {"name": "d", "type": "fixed", "endpoint": "continuous", "better": "higher", "patients": 100}
    return Design.model_validate(usual | stated)


def streams(block: int) -> np.random.Generator:
    return np.random.default_rng([11, block])


def cost_of(d: Design, s: Scenario) -> object:
    (found,) = design.evaluate([d], s, LIMITS, TRIALS, streams, nulls=False)
    return found.figures["cost"]


def test_no_costs_no_figure() -> None:
    (found,) = design.evaluate([a_design()], a_scenario(), Limits(), 200, streams, nulls=False)
    assert "cost" not in found.figures


def test_a_trial_of_everybody_measures_no_marker() -> None:
    cost = cost_of(a_design(), a_scenario())
    expected = 100 * 1000 + 200 * 20 + (100 / 20 + 6) * 5000
    assert cost.value == pytest.approx(expected, abs=4 * cost.mcse)
    assert 0 < cost.mcse < 100
    # 90 % of trials: the spread of the 100th arrival, in months and in screened patients.
    spread = 1.645 * np.sqrt(100) / 20 * 5000
    assert cost.low == pytest.approx(expected - spread, rel=0.02)
    assert cost.high == pytest.approx(expected + spread, rel=0.02)


@pytest.mark.parametrize("level", ["patient", "statistic"])
def test_a_cut_off_costs_an_assay_of_every_eligible_patient(level: str) -> None:
    """Half of the eligible pass: log m is uniform on 0 to 1, cut at a half."""
    d, s = a_design(marker="m", cutoff=float(np.exp(0.5))), a_scenario()
    (row,) = evaluate([Point(d, s)], LIMITS, TRIALS, streams, level=level)
    expected = 100 * 1000 + 200 * 75 + 400 * 20 + (100 / 10 + 6) * 5000
    assert row.cost == pytest.approx(expected, abs=4 * row.cost_mcse)


def test_events_are_waited_for_at_the_price_of_their_months() -> None:
    d = a_design(endpoint="time_to_event", better="lower", marker="m", cutoff=float(np.exp(0.5)), events=60)
    (found,) = design.evaluate([d], a_scenario("time_to_event"), LIMITS, 1000, streams, nulls=False)
    f = found.figures
    assays = (f["cost"].value - 1000 * f["patients"].value) / 75
    # Months and screened are told by their medians: close to their means.
    rest = 20 * f["screened"].value + 5000 * f["months"].value
    assert assays - rest / 75 == pytest.approx(2 * f["patients"].value, rel=0.1)
