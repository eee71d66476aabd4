"""Assurance: closed-form power averaged over how uncertain the effect is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtr

from trialwright.design import evaluate, recommend
from trialwright.model.design import Design, Limits, OperatingCharacteristics
from trialwright.model.scenario import EffectCurve, Scenario


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
    sure, unsure, lost = (run(400, cv, better, sign * 0.4).figures for cv in (1e-6, 0.4, 50.0))
    assert sure["assurance"].value == pytest.approx(sure["power_analytic"].value, abs=1e-6)
    assert lost["assurance"].value < unsure["assurance"].value < sure["power_analytic"].value
    assert lost["assurance"].value == pytest.approx(0.5, abs=0.05)


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
    rng = np.random.default_rng(5)
    odds = 0.35 / 0.65 * np.exp(-0.6 * (1 + 0.4 * rng.standard_normal(100_000)))
    arms = rng.binomial(180, 0.35, 100_000), rng.binomial(180, odds / (1 + odds))
    pooled = (arms[0] + arms[1]) / 360
    shown = (arms[0] - arms[1]) / 180 / np.sqrt(pooled * (1 - pooled) / 90) >= 1.959964
    assert found.figures["assurance"].value == pytest.approx(shown.mean(), abs=0.006)
    wide = scenario.model_copy(update={"level_cv": 3.0})
    (lost,) = evaluate((design,), wide, Limits(), 1000, lambda k: np.random.default_rng(k), nulls=False)
    assert "assurance" not in lost.figures
