"""Response-adaptive allocation: chances as stated, type I error with and without drift."""

import numpy as np
import pytest
from scipy.special import ndtr

from trialwright import design
from trialwright.design.designs import arm_chances
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario


def streams(block):
    return np.random.default_rng([53, block])


def scenario(effect=0.0, **changes):
    stated = {"control": {"mean": 0.0, "sd": 1.0}, "effect": EffectCurve(level=effect)}
    return Scenario(name="s", screened_per_month=20, **(stated | changes))


def made(**options):
    changes = options.pop("changes", {})
    stated = {"type": "response_adaptive", "endpoint": "continuous", "better": "higher", "patients": 300}
    return Design(**({"name": "d", "options": options} | stated | changes))


def run(a_design, a_scenario, replicates=20_000, level="statistic"):
    return design.evaluate([a_design], a_scenario, Limits(), replicates, streams, level=level, nulls=False)[0]


BINARY = {"control": {"rate": 0.35}}
CASES = [
    ({}, {}),
    ({"power": 1.0}, {}),
    ({"allocate": "neyman"}, {}),
    ({"allocate": "rosenberger", "changes": {"endpoint": "binary"}}, BINARY),
    ({"changes": {"arms": ("a", "b", "c"), "patients": 500}}, {}),
    ({"control": 0.4, "changes": {"arms": ("a", "b"), "patients": 500, "endpoint": "binary"}}, BINARY),
    ({"boundaries": "lan_demets_of"}, {}),
]


@pytest.mark.parametrize(("options", "changes"), CASES)
def test_type_one_error_is_at_most_alpha(options, changes):
    options = options | {"changes": options.get("changes", {}) | {"alpha": 0.05}}
    found = run(made(**options), scenario(**changes)).figures["power"]
    assert found.value - 0.05 < 4 * found.mcse


def test_drift_of_control_biases_the_pooled_test_and_not_the_combination():
    """Better patients come late, when the arm that looked good by chance gets more of them."""
    drifting = scenario(drift=0.4)
    combined, pooled = (
        run(made(evidence=t, power=0.5, changes={"alpha": 0.05}), drifting, 10_000, "patient").figures
        for t in ("combination", "pooled")
    )
    assert abs(combined["power"].value - 0.05) < 4 * combined["power"].mcse
    assert pooled["power"].value > 0.05 + 20 * pooled["power"].mcse
    real = run(made(power=0.5), scenario(0.3, drift=0.4), 4000, "patient").figures
    assert (
        real["bias"].value > 10 * real["bias"].mcse
    )  # of the pooled estimate, which takes early and late as alike


def looked_at(d, s, n=2000):
    setting = Setting(d, s, Limits(), "statistic")
    return setting, Trials(setting, drawn(s, 0, n, streams)).enrol(100)


def test_thall_and_wathen_s_chances_are_a_power_of_the_posterior():
    setting, look = looked_at(made(minimum=0.0), scenario(0.3))
    o = {"allocate": "thall wathen", "power": 0.5, "minimum": 0.0, "control": None}
    found = arm_chances.chances(setting, look, 1 / 3, o)
    estimate = look.estimate()
    p = ndtr(estimate.value / estimate.se)
    assert found[:, 1] == pytest.approx(np.sqrt(p) / (np.sqrt(p) + np.sqrt(1 - p)))
    growing = arm_chances.chances(setting, look, 1 / 3, o | {"power": None})
    assert growing[:, 1] == pytest.approx(p ** (1 / 6) / (p ** (1 / 6) + (1 - p) ** (1 / 6)))


def test_rosenberger_s_chances_are_the_roots_of_the_rates():
    d = made(changes={"endpoint": "binary"})
    setting, look = looked_at(d, scenario(0.5, **BINARY))
    found = arm_chances.chances(
        setting, look, 0.3, {"allocate": "rosenberger", "minimum": 0.0, "control": None}
    )
    counts = [look.tally(a) for a in (0, 1)]
    roots = np.sqrt([(c[:, 1] + 0.5) / (c.sum(1) + 1) for c in counts])
    assert np.allclose(found.T, roots / roots.sum(0))


@pytest.mark.parametrize("control", [None, 0.35])
def test_no_arm_s_chance_is_below_the_minimum_and_control_keeps_its_own(control):
    d = made(changes={"arms": ("a", "b", "c")})
    setting, look = looked_at(d, scenario(0.5))
    o = {"allocate": "thall wathen", "power": 3.0, "minimum": 0.08, "control": control}
    found = arm_chances.chances(setting, look, 0.3, o)
    assert found.sum(1) == pytest.approx(np.ones(len(found)))
    assert found.min() >= 0.08 - 1e-12
    assert control is None or np.all(found[:, 0] == control)


def test_leaning_to_the_better_arm_costs_two_arms_power():
    even = run(made(minimum=0.5 - 1e-9), scenario(0.35)).figures["power"]
    leaning = run(made(power=1.0), scenario(0.35)).figures["power"]
    assert leaning.value < even.value - 4 * even.mcse


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"allocate": "rosenberger"}, "binary endpoint"),
        ({"minimum": 0.5}, "2 arms cannot each have"),
        ({"evidence": "pooled", "combination": "fisher"}, "no stages to combine"),
        ({"futility": (0.0,)}, "5 looks and 1 futility"),
    ],
)
def test_what_makes_no_design_is_refused_with_words(options, words):
    with pytest.raises(DesignError, match=words) as caught:
        run(made(**options), scenario(), 10)
    assert caught.value.fix


def given(effect, replicates=400, **changes):
    s = Scenario(
        name="s", control={"rate": 0.3}, effect=EffectCurve(level=effect), screened_per_month=20, dropout=0.1
    )
    d = Design(
        **(
            {
                "name": "d",
                "type": "response_adaptive",
                "endpoint": "binary",
                "better": "higher",
                "patients": 200,
            }
            | changes
        )
    )
    return (
        design.evaluate([d], s, Limits(), replicates, lambda b: np.random.default_rng([5, b]), nulls=False)[
            0
        ],
        d,
        s,
    )


def test_how_many_patients_each_arm_gets_is_told():
    even, _, _ = given(0.0)
    assert even.given["control"].value + even.given["experimental"].value == pytest.approx(1.0, abs=1e-6)
    assert abs(even.given["experimental"].value - 0.5) < 4 * even.given["experimental"].mcse
    better, _, _ = given(1.0)
    assert better.given["experimental"].value > 0.6
    fixed, _, _ = given(1.0, type="fixed")
    assert fixed.given == {}


def test_the_share_is_the_mean_over_trials_of_what_an_opened_trial_shows():
    found, d, s = given(0.8, replicates=30, arms=("low", "high"))
    shares = []
    for number in range(1, 31):
        one = design.open_trial(d, s, Limits(), number, 30, lambda b: np.random.default_rng([5, b]))
        seen = [p.arm for p in one.patients[: one.looks[-1].patients] if p.outcome is not None]
        shares.append([seen.count(a) / len(seen) for a in ("control", "low", "high")])
    mean, error = np.mean(shares, axis=0), np.std(shares, axis=0) / np.sqrt(30)
    assert [found.given[a].value for a in ("control", "low", "high")] == pytest.approx(mean, abs=1e-4)
    assert [found.given[a].mcse for a in ("control", "low", "high")] == pytest.approx(error, abs=1e-4)
