"""How a number is distributed over trials: its mean and median with their Monte Carlo errors."""

import numpy as np
import pytest

from trialwright import design
from trialwright.design.histogram import Histogram
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario


def test_the_errors_are_the_spread_over_runs():
    rng = np.random.default_rng(3)
    runs = [Histogram.of(rng.gamma(4.0, 5.0, 2000), 1 / 128, 20.0) for _ in range(400)]
    for of in (Histogram.median, Histogram.expected):
        found = [of(r) for r in runs]
        told = np.mean([f.mcse for f in found])
        assert told == pytest.approx(np.std([f.value for f in found]), rel=0.12)


def test_what_does_not_vary_has_no_error():
    same = Histogram.of(np.full(500, 300.0), 1.0, 300.0)
    assert same.median().mcse == same.expected().mcse == 0
    assert same.median().value == same.expected().value == 300


def test_a_design_that_may_stop_tells_the_mean_beside_the_median():
    """Where half the trials stop half way, the median trial says little of what is screened on average."""
    scenario = Scenario(
        name="s",
        control={"mean": 0.0, "sd": 1.0},
        effect=EffectCurve(level=0.5),
        screened_per_month=20,
        eligible=0.5,
    )
    stops = Design(
        name="d",
        type="group_sequential",
        endpoint="continuous",
        better="higher",
        patients=200,
        looks=(0.5, 1.0),
    )
    fixed = stops.model_copy(update={"type": "fixed", "looks": ()})
    found, once = design.evaluate(
        [stops, fixed], scenario, Limits(), 4000, lambda b: np.random.default_rng([4, b]), nulls=False
    )
    screened, months = found.figures["screened_mean"], found.figures["months_mean"]
    expected = 2 * found.figures["patients"].value
    assert screened.value == pytest.approx(expected, abs=4 * screened.mcse)
    assert months.value == pytest.approx(expected / 20, abs=4 * months.mcse)
    assert found.figures["screened"].mcse is not None
    assert screened.mcse > 2 * once.figures["screened_mean"].mcse
    assert once.figures["months_mean"].value == pytest.approx(20.0, abs=4 * once.figures["months_mean"].mcse)
    assert once.figures["months"].mcse is None  # in closed form


@pytest.mark.parametrize("values", [[1.0, 1e9], [1.0, np.nan], [0.0, np.inf]])
def test_what_no_calendar_holds_is_told(values):
    with pytest.raises(DesignError, match="no calendar holds"):
        Histogram.of(np.array(values), 1 / 128, 0.0)


def test_an_effect_beyond_every_rate_is_one(recwarn):
    """The odds of an effect of 1,000 are past what a number holds, and its rate is 1."""
    scenario = Scenario(
        name="s", control={"rate": 0.4}, effect=EffectCurve(level=1000.0), screened_per_month=20
    )
    d = Design(name="d", type="fixed", endpoint="binary", better="higher", patients=80)
    streams = lambda b: np.random.default_rng([4, b])  # noqa: E731
    (found,) = design.evaluate([d], scenario, Limits(), 200, streams, nulls=False)
    assert found.figures["power"].value == 1
    assert "pi1 = 1," in design.state([found], scenario, Limits(), streams).calls["rpact, simulated"]
    assert not recwarn.list
