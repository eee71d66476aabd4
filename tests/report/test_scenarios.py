"""A scenario's facts name all that its simulation rests on."""

from __future__ import annotations

from trialwright.model.scenario import EffectCurve, Scenario
from trialwright.report.scenarios import scenario_facts


def facts(**stated: object) -> dict[str, str]:
    usual = {
        "name": "s",
        "control": {"probabilities": (0.4, 0.6)},
        "effect": EffectCurve(level=0.3),
        "screened_per_month": 12,
    }
    return dict(scenario_facts(Scenario.model_validate(usual | stated)))


def test_what_differs_by_arm_and_category_is_told() -> None:
    told = facts(
        arms={"high": EffectCurve(level=0.6)},
        responses={"low": (0.25, 0.75)},
        dropout_by_category=(0.2, 0.05),
    )
    assert told["effect of high"] == "0.6 in everyone"
    assert told["responses of low, in place of an effect"] == "25.0 % / 75.0 %"
    assert told["dropout"] == "20.0 % / 5.0 % by category, lowest first"


def test_the_course_of_recruitment_and_drift_are_told() -> None:
    told = facts(ramp_months=6, sites=8, drift=0.1)
    assert told["reach screening per month"] == "12, reached over 6 months as 8 sites open at random"
    assert told["drift of control for every 100 eligible"] == "0.1"
    assert facts()["reach screening per month"] == "12"
    assert "drift of control for every 100 eligible" not in facts()
