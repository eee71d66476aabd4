"""What an estimate's bias is measured from, and the scales of effects: said in words beside the figures."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design
from trialwright.cli import show_designs
from trialwright.design.estimand import bias_from
from trialwright.design.setting import Setting
from trialwright.model.design import Design, Limits, OperatingCharacteristics
from trialwright.model.scenario import EffectCurve, Marker, Scenario


def a_design(**stated) -> Design:
    usual = {"name": "d", "type": "fixed", "endpoint": "time_to_event", "better": "lower", "patients": 300}
    return Design(**(usual | stated))


def a_scenario(**stated) -> Scenario:
    usual = {
        "name": "s",
        "control": {"median": 12.0},
        "effect": EffectCurve(level=-0.4),
        "followup_months": 12.0,
    }
    return Scenario(**(usual | {"screened_per_month": 20.0} | stated))


def words(d: Design, s: Scenario) -> str:
    return bias_from(Setting(d, s, Limits()))


def test_one_ratio_of_hazards_is_the_stated_one() -> None:
    assert words(a_design(events=200), a_scenario()) == (
        "log hazard ratio −0.4 that a very large trial of the same patients would find"
    )


def test_without_an_effect_it_is_0_and_not_what_rounding_leaves() -> None:
    d = a_design(endpoint="ordinal")
    s = a_scenario(
        control={"probabilities": (0.1, 0.17, 0.23, 0.19, 0.31)}, effect=EffectCurve(), followup_months=0.0
    )
    assert abs(Setting(d, s, Limits()).truth(1, (True,))) > 0.0  # in this case there is a rest
    assert words(d, s) == "log common odds ratio 0 that a very large trial of the same patients would find"


def test_an_average_ratio_says_until_when() -> None:
    late = a_scenario(control={"median": 12.0, "delay": 4.0})
    said = words(a_design(events=200), late)
    value = Setting(a_design(events=200), late, Limits()).truth(1, (True,))
    assert -0.4 < value < -0.2
    assert f"log hazard ratio −{-value:.4g} that" in said
    assert "months to its expected last look: the ratio of hazards is not one number here" in said


def test_a_step_at_the_cut_off_is_one_ratio_among_those_it_enrols() -> None:
    marker = Marker(name="m", probabilities=(0.1, 0.5, 0.9), values=(1.0, 3.0, 9.0))
    stepped = a_scenario(marker=marker, effect=EffectCurve(curve="step", level=-0.4, half=3.0))
    assert "is not one number" not in words(a_design(events=150, marker="m", cutoff=3.0), stepped)
    assert "is not one number" in words(a_design(events=150), stepped)


@pytest.mark.parametrize(
    ("stated", "of"),
    [
        ({"arms": ("low", "high"), "type": "multi_arm", "looks": (0.5, 1.0)}, "of the arm that a trial ends with"),
        ({"marker": "m", "cutoff": 1.0, "type": "enrichment", "looks": (0.5, 1.0)}, "of the population that a trial"),
    ],
)  # fmt: skip
def test_of_a_choice_it_is_what_the_trial_ends_with(stated, of) -> None:
    s = a_scenario(control={"rate": 0.3}, marker=Marker(name="m", positive=0.4))
    assert of in words(a_design(endpoint="binary", better="higher", **stated), s)


def test_the_terminal_the_table_and_the_files_name_the_scales(capsys: pytest.CaptureFixture[str]) -> None:
    d = a_design(endpoint="binary", better="higher", test="risk_difference")
    s = a_scenario(control={"rate": 0.3}, effect=EffectCurve(level=0.6))
    (found,) = design.evaluate([d], s, Limits(), 100, np.random.default_rng)
    assert (found.scale_of("effect_enrolled"), found.scale_of("bias")) == (
        "log odds ratio",
        "risk difference",
    )
    assert found.scale_of("coverage") == ""
    show_designs._table([found])
    said = capsys.readouterr().out
    assert "Effect, enrolled: log odds ratio" in said
    assert "Bias: risk difference" in said
    assert "Bias and coverage: from the risk difference 0.13" in said
    (row,) = design.table([found]).to_dict("records")
    assert (row["effect scale"], row["scale of estimates"]) == ("log odds ratio", "risk difference")


def test_characteristics_of_before_have_none() -> None:
    bare = OperatingCharacteristics(design=a_design(), scenario="s", replicates=1, figures={})
    assert bare.scale_of("bias") == ""


def test_without_benefit_a_choice_of_population_shuts_nobody_out_of_a_share_of_it() -> None:
    d = a_design(
        endpoint="binary", better="higher", type="enrichment", marker="m", cutoff=1.0, looks=(0.5, 1.0)
    )
    for level, told in ((0.0, False), (0.5, True)):
        s = a_scenario(
            control={"rate": 0.3}, marker=Marker(name="m", positive=0.4), effect=EffectCurve(level=level)
        )
        (found,) = design.evaluate([d], s, Limits(), 100, np.random.default_rng, nulls=False)
        assert ("shut_out" in found.figures) is told
