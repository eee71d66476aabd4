"""Arms that lose different shares of their patients, against closed forms and a simulation that shares no code."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design
from trialwright.design.setting import Setting
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

TRIALS = 4000
CONTROL = {"continuous": {"mean": 0.0, "sd": 1.0}, "binary": {"rate": 0.4}, "time_to_event": {"median": 12.0}}


def a_scenario(endpoint: str = "continuous", level: float = 0.5, **dropouts: float) -> Scenario:
    return Scenario(
        name="s", control=CONTROL[endpoint], effect=EffectCurve(level=level), screened_per_month=20,
        followup_months=12, dropouts=dropouts,
    )  # fmt: skip


def a_design(endpoint: str = "continuous", **stated: object) -> Design:
    usual = {"name": "d", "type": "fixed", "endpoint": endpoint, "better": "higher", "patients": 160}
    return Design.model_validate(usual | stated)


def streams(block: int) -> np.random.Generator:
    return np.random.default_rng([5, block])


@pytest.mark.parametrize(
    ("endpoint", "level"), [("continuous", 0.45), ("binary", 1.0), ("time_to_event", -0.5)]
)
def test_power_agrees_with_its_closed_form(endpoint: str, level: float) -> None:
    d = a_design(endpoint, allocation=2.0, better="lower" if level < 0 else "higher")
    s = a_scenario(endpoint, level, control=0.05, experimental=0.45)
    (found,) = design.evaluate([d], s, Limits(), TRIALS, streams)
    simulated, exact = found.figures["power"], found.figures["power_analytic"].value
    assert simulated.value == pytest.approx(exact, abs=4 * simulated.mcse + 0.01)  # normal laws: to a point
    null = found.figures["type_one_error"]
    assert null.value <= 0.025 + 4 * null.mcse


def test_two_looks_against_a_plain_simulation() -> None:
    """Pocock's bound of two looks, z of known halves, each arm's observed patients binomial in its permuted pairs."""
    d = a_design("continuous", type="group_sequential", options={"boundaries": "pocock"}, test="z")
    s = a_scenario("continuous", 0.4, control=0.3)
    (found,) = design.evaluate([d], s, Limits(), TRIALS, streams)
    rng, bound, n = np.random.default_rng(9), 2.17827, 20_000
    control, arm = rng.binomial(40, 0.7, (n, 2)).cumsum(1), np.array([40, 80])
    noise = rng.standard_normal((n, 2, 2))
    sums = [
        np.cumsum(noise[:, i] * np.sqrt(np.diff(k, prepend=0, axis=-1)), 1)
        for i, k in ((0, control), (1, arm))
    ]
    difference = (sums[1] / arm + 0.4) - sums[0] / control
    shown = (difference / np.sqrt(1 / arm + 1 / control) >= bound).any(1).mean()
    error = np.hypot(found.figures["power"].mcse, np.sqrt(shown * (1 - shown) / n))
    assert found.figures["power"].value == pytest.approx(shown, abs=4 * error)


def test_an_opened_trial_loses_patients_of_the_arm_that_does() -> None:
    s = a_scenario("continuous", 0.4, experimental=0.5)
    opened = design.open_trial(a_design(), s, Limits(), 3, 20, streams)
    lost = [p.arm for p in opened.patients if p.outcome is None]
    assert set(lost) == {next(p.arm for p in opened.patients if p.arm != "control")}
    assert 25 < len(lost) < 55


def test_tallies_are_not_drawn_where_arms_differ() -> None:
    with pytest.raises(DesignError, match="arms lose different shares"):
        Setting(a_design(), a_scenario(control=0.1), Limits(), "statistic").cells  # noqa: B018
