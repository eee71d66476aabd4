"""A design in protocol words, and R's call for it only where R would simulate the same."""

import numpy as np
import pytest

from trialwright import design as engine
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

BASE = Scenario(name="base", control={"rate": 0.4}, effect=EffectCurve(level=-0.7), screened_per_month=20)


def streams(block):
    return np.random.default_rng([9, block])


def stated(scenario=BASE, **changes):
    d = Design(
        **(
            {
                "name": "d",
                "type": "group_sequential",
                "endpoint": "binary",
                "better": "lower",
                "patients": 310,
            }
            | changes
        )
    )
    return engine.state(
        engine.evaluate([d], scenario, Limits(), 200, streams, nulls=False), scenario, Limits(), streams
    )


def test_the_words_say_the_size_the_looks_and_what_the_power_rests_on():
    said = " ".join(stated(looks=(0.5, 1.0), allocation=1.0).protocol)
    for words in (
        "At most 310 patients",
        "1 : 1",
        "2 looks",
        "2.963",
        "scenario base",
        "200 simulated trials",
    ):
        assert words in said


def test_a_path_is_the_trial_that_is_opened():
    d = Design(name="d", type="group_sequential", endpoint="binary", better="lower", patients=310)
    for path in stated().paths:
        one = engine.open_trial(d, BASE, Limits(), path.number, 200, streams)
        assert path.z == pytest.approx([look.statistics[0].z for look in one.looks])
        assert path.shown == (one.reason == "efficacy")


@pytest.mark.parametrize(
    "changes",
    [
        {"scenario": BASE.model_copy(update={"dropout": 0.1})},
        {"scenario": BASE.model_copy(update={"drift": 0.1})},
        {"margin": 0.1},
    ],
)
def test_no_call_is_given_where_r_would_simulate_something_else(changes):
    assert "rpact, simulated" in stated().calls
    assert "rpact, simulated" not in stated(**changes).calls


def test_a_type_without_boundaries_states_its_rules():
    said = stated(type="multi_arm", arms=("low", "high"), looks=(0.5, 1.0), patients=450)
    assert any(p.startswith("Its rules: ") and "dunnett" in p for p in said.protocol)
    assert said.calls == {}
    assert said.information == ()
