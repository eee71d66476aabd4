"""Two numbers that a reader may compare, R's and ours, come with the reason why they differ; the reason is computed."""

import numpy as np
import pytest

from trialwright import design as engine
from trialwright.app.simulating import Streams
from trialwright.design.rpact import answer
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

LIMITS = Limits(patients=20_000)
POWER = "rpact, power"


def told(design: dict, scenario: dict, trials: int = 200):
    d = Design(**{"name": "d", "type": "group_sequential", "better": "lower", "patients": 360, "looks": (0.5, 1.0)} | design)  # fmt: skip
    s = Scenario(**{"name": "s", "screened_per_month": 24.0} | scenario)
    (found,) = engine.evaluate([d], s, LIMITS, trials, Streams(5), nulls=False)
    return found.figures, engine.state([found], s, LIMITS, Streams(5))


def answered(said, field):
    return float(np.ravel(answer(said.calls[POWER]).fields[field])[0])


RATE = {"control": {"rate": 0.45}, "effect": EffectCurve(level=-0.65)}
TIME = {"control": {"median": 14}, "followup_months": 5}


def test_patients_whose_outcomes_are_awaited_are_all_that_r_leaves_out():
    """Where recruitment pauses, or outcomes are known at once, R's expected number is the simulated one; else it is less."""
    binary = {"endpoint": "binary"}
    for design, scenario in (
        (binary | {"pause": True}, {"followup_months": 4}),
        (binary, {"followup_months": 0}),
    ):
        figures, said = told(design, RATE | scenario, 10_000)
        theirs = answered(said, "expectedNumberOfSubjects")
        assert abs(figures["patients"].value - theirs) < 4 * figures["patients"].mcse + 0.5
        assert "on average" not in said.remarks[POWER]
    figures, said = told(binary, RATE | {"followup_months": 4}, 10_000)
    ended = (360 - theirs) / 180  # share of trials that the look at 180 ends
    assert figures["patients"].value - theirs == pytest.approx(
        ended * 24 * 4, abs=1.5
    )  # 24 a month come for 4 months
    assert (
        f"it expects {theirs:,.1f} patients on average, without those enrolled while the outcomes of a look are awaited, who are "
        f"among the {figures['patients'].value:,.1f} of the simulated trials"
    ) in said.remarks[POWER]


def test_patients_without_an_outcome_are_named_beside_those_awaited():
    _, said = told({"endpoint": "binary"}, RATE | {"followup_months": 4, "dropout": 0.1})
    assert "awaited and those without an outcome, who are among" in said.remarks[POWER]
    _, one = told({"endpoint": "binary", "type": "fixed", "looks": ()}, RATE | {"followup_months": 4})
    assert "on average" not in one.remarks[POWER]


def test_the_two_formulas_of_a_survival_power_are_named_with_why_they_differ():
    d = {"endpoint": "time_to_event", "type": "fixed", "looks": (), "patients": 380, "events": 190}
    figures, said = told(d, TIME | {"effect": EffectCurve(level=-0.45)})
    ours, theirs = figures["power_analytic"].value, answered(said, "overallReject")
    assert f"answers {100 * theirs:.1f} %, by Schoenfeld's formula; the closed form reported beside the simulation has {100 * ours:.1f} %" in said.remarks[POWER]  # fmt: skip
    assert "agree only for small effects" in said.remarks[POWER]


def test_of_small_effects_the_two_formulas_agree_as_is_said():
    apart = []
    for level, patients, events in ((-0.5, 320, 160), (-0.1, 8000, 4000)):
        d = {
            "endpoint": "time_to_event",
            "type": "fixed",
            "looks": (),
            "patients": patients,
            "events": events,
        }
        s = TIME | {"effect": EffectCurve(level=level), "screened_per_month": patients / 20}
        figures, said = told(d, s, 50)
        theirs = answered(said, "overallReject")
        apart.append(abs(figures["power_analytic"].value - theirs))
    assert apart[0] > 0.004
    assert apart[1] == pytest.approx(0.0, abs=0.0015)
