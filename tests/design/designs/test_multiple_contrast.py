"""The multiple contrast test: power of one contrast in closed form, type I error of several, what is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import stats

from trialwright import design
from trialwright.design.designs.multiple_contrast import contrasts_of
from trialwright.design.running import batch
from trialwright.design.setting import Setting
from trialwright.design.totals import Totals
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

ARMS, DOSES, TRIALS = ("low", "middle", "high"), (1.0, 2.0, 4.0), 4000
CONTROL = {"continuous": {"mean": 0.0, "sd": 1.0}, "binary": {"rate": 0.4}}


def a_design(endpoint: str = "continuous", **stated: object) -> Design:
    usual = {
        "name": "d",
        "type": "multiple_contrast",
        "endpoint": endpoint,
        "better": "higher",
        "patients": 120,
        "arms": ARMS,
    }
    return Design.model_validate(usual | stated)


def a_scenario(levels: tuple[float, ...], endpoint: str = "continuous", **stated: object) -> Scenario:
    arms = {a: EffectCurve(level=x) for a, x in zip(ARMS, levels, strict=True)}
    return Scenario(
        name="s", control=CONTROL[endpoint], effect=EffectCurve(), arms=arms, screened_per_month=20, **stated
    )  # fmt: skip


def evaluated(d: Design, s: Scenario) -> dict:
    (found,) = design.evaluate([d], s, Limits(), TRIALS, lambda b: np.random.default_rng([3, b]))
    return found.figures


def test_one_contrast_has_the_noncentral_t_power() -> None:
    """A straight line tested by its own contrast: t with 116 degrees of freedom about its noncentrality."""
    means = np.array([0.0, 0.15, 0.3, 0.6])
    d = a_design(options={"doses": DOSES})
    contrast, _ = contrasts_of(d)
    away = contrast[0] @ means / np.sqrt((contrast[0] ** 2).sum() / 30)
    exact = stats.nct.sf(stats.t.isf(0.025, 116), 116, away)
    power = evaluated(d, a_scenario(tuple(means[1:])))["power"]
    assert power.value == pytest.approx(exact, abs=4 * power.mcse)


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize(
    ("endpoint", "more"), [("continuous", {}), ("continuous", {"dropout": 0.3}), ("binary", {})]
)
def test_the_type_one_error_is_nominal(endpoint: str, more: dict, better: str) -> None:
    options = {"doses": DOSES, "emax": (0.5, 2.0), "exponential": (1.0,)}
    d = a_design(
        endpoint, better=better, options=options, alpha=0.05, patients=400 if endpoint == "binary" else 80
    )
    share = evaluated(d, a_scenario((0.0, 0.0, 0.0), endpoint, **more))["type_one_error"]
    assert share.value == pytest.approx(0.05, abs=4 * share.mcse)


def test_a_shape_among_the_candidates_gains_power_over_a_line() -> None:
    s = a_scenario((0.5, 0.55, 0.6))
    line = evaluated(a_design(options={"doses": DOSES}), s)["power"].value
    several = evaluated(a_design(options={"doses": DOSES, "emax": (0.2,)}), s)["power"].value
    assert several > line + 0.05


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"doses": (1.0, 2.0)}, "3 experimental arms, and its doses are 1, 2"),
        ({"doses": (2.0, 1.0, 4.0)}, "its doses are 2, 1, 4"),
        ({"linear": False}, "0 candidate shapes"),
    ],
)
def test_what_is_no_test_is_refused(options: dict, words: str) -> None:
    with pytest.raises(DesignError, match=words):
        evaluated(a_design(options=options), a_scenario((0.0, 0.0, 0.0)))


def emax_scenario(endpoint: str = "continuous", top: float = 0.9) -> Scenario:
    return a_scenario(tuple(top * d / (1.0 + d) for d in DOSES), endpoint)


@pytest.mark.parametrize(
    ("endpoint", "better"), [("continuous", "higher"), ("continuous", "lower"), ("binary", "higher")]
)
def test_the_curve_covers_the_effect_and_the_dose_with_a_target_effect(endpoint: str, better: str) -> None:
    """Under an Emax curve whose effect is 0.5 at dose 1.25: profile intervals of level 95 %."""
    sign = 1.0 if better == "higher" else -1.0
    d = a_design(
        endpoint,
        better=better,
        patients=600 if endpoint == "continuous" else 2400,
        options={"doses": DOSES, "emax": (1.0,), "fit": True, "target": 0.5},
    )
    found = evaluated(d, emax_scenario(endpoint, sign * 0.9))
    assert found["coverage_dose"].value == pytest.approx(0.95, abs=0.02)
    assert found["coverage_adjusted"].value == pytest.approx(0.95, abs=0.02)
    assert abs(found["bias_adjusted"].value) < abs(found["bias"].value)
    assert found["rmse_adjusted"].value < found["rmse"].value
    assert 0.5 < found["dose_found"].value < found["power"].value
    assert abs(found["bias_dose"].value) < found["rmse_dose"].value < 1


def test_no_dose_is_found_where_none_has_the_effect_more_often_than_the_interval_errs() -> None:
    d = a_design(patients=400, options={"doses": DOSES, "emax": (1.0,), "fit": True, "target": 0.9})
    found = evaluated(d, emax_scenario(top=0.9))
    assert found["coverage_dose"].value > 0.95
    assert "bias_dose" not in found


def test_doses_found_are_in_no_block_lost() -> None:
    d = a_design(options={"doses": DOSES, "fit": True, "target": 0.4})
    of_all, s = evaluated(d, emax_scenario()), Setting(d, emax_scenario(), Limits())
    parts = [batch(s, b, 1000, lambda b: np.random.default_rng([3, b])) for b in range(4)]
    told = [Totals.restored(json.loads(json.dumps(p.plain()))) for p in parts]
    assert [t.dose for t in told] == [p.dose for p in parts]
    assert sum(t.dose.found for t in told if t.dose) / 4000 == of_all["dose_found"].value


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"arms": ("low",), "options": {"fit": True}}, "one dose"),
        ({"endpoint": "ordinal", "options": {"fit": True}}, "No Emax curve is fitted to a ordinal endpoint"),
        ({"options": {"target": 0.5}}, "`target` says nothing"),
    ],
)
def test_where_there_is_no_curve_to_fit_it_is_refused(changes: dict, words: str) -> None:
    control = {"ordinal": {"probabilities": (0.3, 0.3, 0.4)}}.get(
        changes.get("endpoint", ""), CONTROL["continuous"]
    )
    s = Scenario(name="s", control=control, effect=EffectCurve(), screened_per_month=20)
    with pytest.raises(DesignError, match=words):
        evaluated(a_design(**changes), s)
