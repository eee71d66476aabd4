"""Estimates by stage-wise ordering in simulated trials: median-unbiased, and their intervals cover."""

import numpy as np
import pytest

from trialwright import design
from trialwright.design.designs.stagewise_table import StagewiseTable
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.kernels.stagewise import stagewise_drift
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

LOWER, UPPER, RATES = np.array([0.0, 0.5, -np.inf]), np.array([3.7, 2.5, 1.99]), np.array([1, 2, 3]) / 3


@pytest.mark.parametrize("look", [0, 1, 2])
@pytest.mark.parametrize("z", [-4.3, -0.2, 2.13, 5.7, 8.0])
def test_the_table_is_the_kernel(look, z):
    found = StagewiseTable(LOWER, UPPER, RATES, 0.025).drifts(np.array([z]), look)[:, 0]
    rates = RATES[: look + 1]
    exact = [
        stagewise_drift(z, LOWER[:look], UPPER[:look], rates, np.sqrt(rates), p) for p in (0.5, 0.025, 0.975)
    ]
    assert found == pytest.approx(exact, abs=0.01)
    assert found[1] < found[0] < found[2]


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("options", [{}, {"boundaries": "pocock", "futility": (0.3,)}])
@pytest.mark.parametrize("effect", [0.0, 0.25])
def test_half_of_the_estimates_lie_above_the_truth_and_95_percent_of_the_intervals_hold_it(
    better, options, effect
):
    level = effect if better == "higher" else -effect
    s = Scenario(
        name="s",
        control={"mean": 0.0, "sd": 1.0},
        effect=EffectCurve(level=level),
        screened_per_month=20,
    )
    d = Design(
        name="d",
        type="group_sequential",
        endpoint="continuous",
        better=better,
        patients=400,
        looks=(0.5, 1.0),
        options=options | {"adjusted": True},
    )

    def streams(block):
        return np.random.default_rng([91, block])

    setting = Setting(d, s, Limits(), "statistic")
    found = setting.kind.run(d, Trials(setting, drawn(s, 0, 20_000, streams)))
    assert found.adjusted is not None
    above = (found.adjusted.value > level).mean()
    assert abs(above - 0.5) < 4 * np.sqrt(0.25 / 20_000)
    (oc,) = design.evaluate([d], s, Limits(), 20_000, streams, level="statistic", nulls=False)
    figures = oc.figures
    assert abs(figures["coverage_adjusted"].value - 0.95) < 4 * figures["coverage_adjusted"].mcse
    assert abs(figures["bias_adjusted"].value) <= abs(figures["bias"].value) + 4 * figures["bias"].mcse
