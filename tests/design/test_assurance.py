"""Assurance: power averaged over how uncertain the effect is, in closed form or simulated."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtr

from trialwright.design import assurance, evaluate, recommend
from trialwright.design.setting import Setting
from trialwright.model.design import Design, Limits, OperatingCharacteristics
from trialwright.model.scenario import EffectCurve, Marker, Scenario


def run(
    patients: int = 200, level_cv: float = 0.0, better: str = "higher", level: float = 0.4
) -> OperatingCharacteristics:
    scenario = Scenario(
        name="s",
        control={"mean": 0.0, "sd": 1.0},
        effect=EffectCurve(level=level),
        screened_per_month=50,
        level_cv=level_cv,
    )
    design = Design(name="d", type="fixed", endpoint="continuous", better=better, patients=patients)
    (found,) = evaluate((design,), scenario, Limits(), 1000, lambda k: np.random.default_rng(k))
    return found


def test_a_stated_level_has_no_assurance() -> None:
    assert "assurance" not in run().figures


def test_it_is_the_textbook_formula_in_a_large_trial() -> None:
    """O'Hagan, Stevens & Campbell 2005, eq. 3: Phi((mean - 1.96 se) / sqrt(se^2 + prior variance))."""
    n, mean, cv = 2000, 0.1, 0.5
    se = math.sqrt(4 / n)
    expected = ndtr((mean - 1.959964 * se) / math.hypot(se, cv * mean))
    found = run(n, cv, level=mean).figures["assurance"].value
    assert found == pytest.approx(expected, abs=1e-3)  # Welch at 2,000 patients against the normal


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_it_lies_between_power_and_an_even_chance(better: str) -> None:
    sign = 1 if better == "higher" else -1
    sure, unsure, lost = (run(400, cv, better, sign * 0.4).figures for cv in (1e-6, 0.4, 3.0))
    assert sure["assurance"].value == pytest.approx(sure["power_analytic"].value, abs=1e-6)
    assert lost["assurance"].value < unsure["assurance"].value < sure["power_analytic"].value
    drift = 0.4 * math.sqrt(100)  # 4 standard errors
    expected = ndtr((drift - 1.959964) / math.hypot(1, 3 * drift))
    assert lost["assurance"].value == pytest.approx(expected, abs=2e-3)


def test_an_effect_that_nothing_is_known_of_has_none() -> None:
    """Where power leaps from 0 to 1 between two effects of the average, the average is not known."""
    assert "assurance" not in run(400, 50.0).figures


@pytest.mark.parametrize("middle", [0.0, 0.25, -0.6])
@pytest.mark.parametrize("least", [0.0, 0.45])
def test_effects_that_lie_far_apart_are_told_wherever_power_rises(middle: float, least: float) -> None:
    """Also where one lies in the middle of the rise, and of a design that shows something whatever the effect."""
    z, weight = assurance._rule(0.5)
    for sd in np.geomspace(0.01, 3, 40):
        power = least + (1 - least) * ndtr((z - middle) / sd)
        exact = least + (1 - least) * ndtr(-middle / math.hypot(1, sd))
        assert assurance._too_steep(power) or abs(weight @ power - exact) < 1.1e-4
    assert not assurance._too_steep(ndtr((z - middle) / 0.4))


def test_the_recommendation_says_both() -> None:
    (reason,) = [r for r in recommend([run(200, 0.4)]).reasons if r.startswith("Under")]
    assert "if the effect is as pooled" in reason
    assert "averaged over how uncertain the pooled effect is" in reason


def test_effects_never_met_do_not_take_it_away() -> None:
    """Of rates, no closed form holds where an arm expects fewer than five events: 8 SD from the effect that is planned for."""
    scenario = Scenario(
        name="s",
        control={"rate": 0.35},
        effect=EffectCurve(level=-0.6),
        screened_per_month=50,
        level_cv=0.4,
    )
    design = Design(name="d", type="fixed", endpoint="binary", better="lower", patients=360)
    (found,) = evaluate((design,), scenario, Limits(), 1000, lambda k: np.random.default_rng(k), nulls=False)
    assert found.figures["assurance"].value == pytest.approx(shown_of_rates(0.4), abs=0.006)
    wide = scenario.model_copy(update={"level_cv": 3.0})
    (far,) = evaluate((design,), wide, Limits(), 20_000, lambda k: np.random.default_rng(k), nulls=False)
    assert assurance.in_closed_form(Setting(design, wide, Limits())) is None
    assert far.figures["assurance"].value == pytest.approx(shown_of_rates(3.0), abs=0.02)


def shown_of_rates(cv: float) -> float:
    """Share of trials that show a benefit, each with its own effect: 180 patients an arm, score test of rates."""
    rng = np.random.default_rng(5)
    odds = 0.35 / 0.65 * np.exp(-0.6 * (1 + cv * rng.standard_normal(100_000)))
    arms = rng.binomial(180, 0.35, 100_000), rng.binomial(180, odds / (1 + odds))
    pooled = (arms[0] + arms[1]) / 360
    return float(((arms[0] - arms[1]) / 180 / np.sqrt(pooled * (1 - pooled) / 90) >= 1.959964).mean())


def streams(block: int) -> np.random.Generator:
    return np.random.default_rng([3, block])


def uncertain(**stated) -> Scenario:
    usual = {
        "name": "s",
        "control": {"mean": 0.0, "sd": 1.0},
        "effect": EffectCurve(level=0.35),
        "screened_per_month": 50,
        "level_cv": 0.4,
    }
    return Scenario(**(usual | stated))


def test_simulated_it_is_what_the_closed_form_says() -> None:
    d = Design(
        name="d",
        type="group_sequential",
        endpoint="continuous",
        better="higher",
        patients=260,
        looks=(0.5, 1.0),
    )
    setting = Setting(d, uncertain(), Limits())
    closed = assurance.in_closed_form(setting)
    done: list[int] = []
    made = assurance.simulated(setting, 40_000, streams, done.append, None, None)
    assert closed is not None
    assert made is not None
    assert sum(done) == sum(v.replicates for v in assurance.versions(setting, 40_000))
    assert 0 < made.mcse < 1.1 * math.sqrt(closed.value * (1 - closed.value) / 40_000)
    assert abs(made.value - closed.value) < 4 * made.mcse


def test_a_design_without_a_closed_form_has_it_with_its_error() -> None:
    """As power averaged over effects drawn one by one, in trials of their own."""
    d = Design(
        name="d", type="enrichment", endpoint="binary", better="higher", patients=240, looks=(0.5, 1.0),
        marker="m", cutoff=1.0,
    )  # fmt: skip
    s = uncertain(
        control={"rate": 0.3},
        effect=EffectCurve(curve="step", level=0.9),
        marker=Marker(name="m", positive=0.5),
    )
    (found,) = evaluate((d,), s, Limits(), 8000, streams)
    told = found.figures["assurance"]
    draws = 0.9 * (1 + 0.4 * np.random.default_rng(8).standard_normal(40))
    draws = (
        0.9 + (draws - draws.mean()) * 0.36 / draws.std()
    )  # the law's own mean and SD, so that few will do
    of_each = [
        evaluate(
            (d,), s.model_copy(update={"effect": EffectCurve(curve="step", level=float(level)), "level_cv": 0.0}),
            Limits(), 1000, lambda b, i=i: np.random.default_rng([9, i, b]), nulls=False,
        )[0].figures["power"].value
        for i, level in enumerate(draws)
    ]  # fmt: skip
    assert told.mcse is not None
    assert 0.002 < told.mcse < 0.006
    assert told.value == pytest.approx(np.mean(of_each), abs=0.025)
    assert found.figures["power"].value - told.value > 0.02
    (reason,) = [r for r in recommend([found]).reasons if r.startswith("Under")]
    assert f"{100 * told.value:.1f} % (Monte Carlo error {100 * told.mcse:.2g}) averaged over" in reason


def test_an_arm_with_an_effect_of_its_own_keeps_it() -> None:
    d = Design(
        name="d", type="multi_arm", endpoint="continuous", better="higher", patients=300, arms=("low", "high")
    )
    of = assurance.versions(Setting(d, uncertain(arms={"low": EffectCurve(level=0.1)}), Limits()), 1000)
    levels = np.array([[e.level for e in v.setting.effects] for v in of])
    assert set(levels[:, 0]) == {0.1}
    assert np.ptp(levels[:, 1]) > 0.5
    assert len({v.first for v in of}) == len(of)
