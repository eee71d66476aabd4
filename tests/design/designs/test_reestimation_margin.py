"""Re-estimated sizes: against a margin of non-inferiority, and never below the patients who came while a look was awaited."""

import numpy as np
import pytest

from trialwright import design
from trialwright.design.designs.decided import FUTILITY
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

CONTROL = {"continuous": {"mean": 0.0, "sd": 1.0}, "binary": {"rate": 0.4}}


def streams(block):
    return np.random.default_rng([52, block])


def made(**stated):
    usual = {
        "name": "d",
        "type": "reestimation",
        "endpoint": "continuous",
        "better": "higher",
        "patients": 600,
    }
    return Design(**({"looks": (0.5, 1.0)} | usual | stated))


def a_scenario(d, level=0.0, **stated):
    return Scenario(
        name="s", control=CONTROL[d.endpoint], effect=EffectCurve(level=level), screened_per_month=20.0, **stated
    )  # fmt: skip


def decided(d, s, n=4000):
    setting = Setting(d, s, Limits(), "statistic")
    return setting.kind.run(d, Trials(setting, drawn(s, 0, n, streams))), setting


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize(("endpoint", "margin"), [("continuous", 0.2), ("binary", 0.1)])
def test_alpha_is_kept_at_the_margin(endpoint, margin, better):
    d = made(endpoint=endpoint, margin=margin, better=better, alpha=0.05,
             options={"rule": "conditional power", "decrease": 0.3, "effect": 0.0})  # fmt: skip
    found = design.evaluate([d], a_scenario(d), Limits(), 20_000, streams, level="statistic")[0].figures
    assert abs(found["type_one_error"].value - 0.05) < 4 * found["type_one_error"].mcse
    assert found["power"].value > 0.5


def test_a_margin_is_an_effect_from_there():
    """With a known SD a margin is a shift of z, so all the rest is that of superiority with the margin added."""
    options = {"rule": "conditional power", "effect": 0.0, "adjusted": True, "boundaries": "pocock"}
    d = made(test="z", margin=None, options=options | {"effect": 0.25})
    superior, _ = decided(d, a_scenario(d, 0.25))
    d = made(endpoint="continuous", margin=0.25, options=options)
    inferior, _ = decided(d, a_scenario(d, 0.0))
    assert inferior.rejected.mean() == pytest.approx(superior.rejected.mean(), abs=0.02)
    assert inferior.account.patients.mean() == pytest.approx(superior.account.patients.mean(), rel=0.02)


@pytest.mark.parametrize("kind", ["group_sequential", "reestimation"])
@pytest.mark.parametrize("better", ["higher", "lower"])
def test_the_adjusted_estimate_is_median_unbiased_beside_a_margin(kind, better):
    d = made(type=kind, margin=0.3, better=better, patients=400, looks=(0.3, 0.6, 1.0),
             options={"adjusted": True, "boundaries": "pocock"})  # fmt: skip
    found, _ = decided(d, a_scenario(d), 6000)
    value, low, high = found.adjusted
    assert np.mean(value > 0) == pytest.approx(0.5, abs=4 * 0.5 / 6000**0.5)
    assert np.mean((low <= 0) & (high >= 0)) == pytest.approx(0.95, abs=4 * 0.22 / 6000**0.5)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("reestimation", {"rule": "conditional power", "decrease": 0.05, "futility": 0.02}),
        ("blinded_reestimation", {"effect": 1.5, "decrease": 0.1}),
    ],
)
def test_no_size_is_below_those_already_enrolled(kind, options):
    d = made(type=kind, options=options)
    s = a_scenario(d, 0.6, followup_months=5.0)
    found, setting = decided(d, s)
    look = (first := Trials(setting, drawn(s, 0, 4000, streams))).enrol(150)
    came = first.awaited(look, 150, 300)
    assert 235 < came.mean() < 265  # 20 a month for 5 months
    assert came.max() <= 300
    on = found.look == 1
    assert np.all(found.account.patients[on] >= came[on])
    assert np.any(found.account.patients[on] == came[on])  # for some it is what sets the size
    stopped = ~on & (found.reason == FUTILITY)
    assert np.array_equal(found.account.patients[stopped], came[stopped])


def test_recruitment_that_waits_has_nobody_more():
    d = made(pause=True, options={"rule": "conditional power", "decrease": 0.05})
    s = a_scenario(d, 0.6, followup_months=5.0)
    found, setting = decided(d, s)
    trials = Trials(setting, drawn(s, 0, 4000, streams))
    assert np.all(trials.awaited(trials.enrol(150), 150, 300) == 150)
    assert found.account.patients.min() < 200
