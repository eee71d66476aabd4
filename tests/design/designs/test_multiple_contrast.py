"""The multiple contrast test: power of one contrast in closed form, type I error of several, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from trialwright import design
from trialwright.design.designs.multiple_contrast import contrasts_of
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
