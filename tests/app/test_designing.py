"""A plan's designs and scenarios reach the engine whole, and mistakes in them are told at their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialwright.app import designing, plan_file, scenarios, verbs
from trialwright.app.watch import Silent
from trialwright.errors import DesignError, PlanError, TrialwrightError

PLAN = """\
question: which?
trial:
  primary: {endpoint: score, type: continuous, better: higher}
scenarios:
  first:
    control: {mean: 0, sd: 1}
    effect: {by: PD-L1, curve: step, half: 1, level: 0.6}
    marker: {positive: 0.4, positive_n: 60, sensitivity: 0.9, specificity: 0.95}
    arms: {high: {by: PD-L1, curve: step, half: 1, level: 0.9}}
    screened_per_month: 20
    ramp_months: 6
    drift: 0.1
designs:
  looked at: {type: group_sequential, patients: 120, looks: [0.5, 1], boundaries: pocock, futility: [0.1], pause: true}
  enriched: {type: fixed, patients: 80, cutoff: {PD-L1: 1}}
  high dose: {type: fixed, patients: 90, arms: [high]}
simulate: {replicates: 200}
"""


def built(folder: Path, text: str = PLAN):
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    plan = plan_file.load(folder)
    scenario = scenarios.build(plan, "first", scenarios.Known(pooled={}))
    return scenario, {d.name: d for d in designing.build(plan, scenario)}


def test_what_the_plan_states_is_in_the_design(tmp_path: Path) -> None:
    _, made = built(tmp_path)
    looked_at = made["looked at"]
    assert (looked_at.looks, looked_at.pause) == ((0.5, 1.0), True)
    assert looked_at.options == {"boundaries": "pocock", "futility": (0.1,)}
    assert made["high dose"].arms == ("high",)
    assert made["enriched"].options == {}


def test_what_the_plan_states_is_in_the_scenario(tmp_path: Path) -> None:
    scenario, _ = built(tmp_path)
    assert scenario.marker is not None
    assert (scenario.marker.positive, scenario.marker.positive_n, scenario.marker.values) == (0.4, 60, ())
    assert (scenario.ramp_months, scenario.drift) == (6, 0.1)
    assert scenario.arms["high"].level == 0.9


@pytest.mark.parametrize(
    ("was", "is_", "words", "line"),
    [
        ("boundaries: pocock", "crystal: 1", "no option `crystal`", 14),
        ("futility: [0.1]", "futility: [0.1, 0.2]", "2 looks and 2 futility bounds", 14),
        ("looks: [0.5, 1]", "looks: [0.5, 0.8]", "looks of `looked at`", 14),
        ("looks: [0.5, 1]", "looks: []", "no look in it", 14),
        ("arms: [high]", "arms: [low, high]", "2 experimental arms, and a fixed design compares one", 16),
        ("high: {by", "hihg: {by", "arm of no design", 9),
    ],
)
def test_mistakes_are_told_at_their_place(tmp_path: Path, was: str, is_: str, words: str, line: int) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace(was, is_), encoding="utf-8")
    with pytest.raises(TrialwrightError, match=words) as caught:
        verbs.design(tmp_path)
    assert f"plan.yaml:{line}" in str(caught.value.where) or f"line {line}" in str(caught.value.where)


def test_the_whole_plan_runs(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    found, *_ = verbs.design(tmp_path)
    by_name = {oc.design.name: oc for oc in found}
    assert len(by_name["looked at"].stops) == 2
    assert by_name["enriched"].figures["prevalence"].value == pytest.approx(0.4 * 0.9 + 0.6 * 0.05)


def test_candidate_cut_offs_are_taken_in_the_order_they_are_stated(tmp_path: Path) -> None:
    """Out of order they are refused, as the scope says, and not put in order in silence."""
    text = PLAN.replace(
        "  enriched: {type: fixed, patients: 80, cutoff: {PD-L1: 1}}",
        "  chosen: {type: adaptive_threshold, patients: 80, cutoff: {CRP: [5, 2]}}",
    ).replace("by: PD-L1, curve: step, half: 1", "by: CRP, curve: step, half: 2").replace(
        "marker: {positive: 0.4, positive_n: 60, sensitivity: 0.9, specificity: 0.95}",
        "marker: {quantiles: {0.25: 1, 0.5: 3, 0.75: 6}}",
    )  # fmt: skip
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DesignError, match="candidate cut-offs of `chosen` must rise"):
        verbs.design(tmp_path)


def test_what_things_cost_is_among_the_figures(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        PLAN + "costs: {patient: 1000, month: 500, assay: 40}\n", encoding="utf-8"
    )
    found, *_ = verbs.design(tmp_path)
    cost = {oc.design.name: oc.figures["cost"].value for oc in found}
    assert cost["enriched"] > 80 * 1000 + 80 * 40
    assert cost["high dose"] > 90 * 1000
    (tmp_path / "plan.yaml").write_text(PLAN + "costs: {patient: -1}\n", encoding="utf-8")
    with pytest.raises(PlanError, match="greater than or equal to 0") as caught:
        verbs.design(tmp_path)
    assert "line 18" in str(caught.value.where)


def test_dropout_may_be_stated_by_arm(tmp_path: Path) -> None:
    scenario, _ = built(tmp_path, PLAN.replace("    drift: 0.1", "    dropout: {control: 0.1, high: 0.3}"))
    assert scenario.lost(("high",)) == (0.1, 0.3)
    assert scenario.lost(()) == (0.1, 0.0)
    with pytest.raises(DesignError, match="dropout of `low`, which is an arm of no design"):
        built(tmp_path, PLAN.replace("    drift: 0.1", "    dropout: {low: 0.1}"))


CATEGORIES = """\
question: which?
trial:
  primary: {endpoint: scale, type: ordinal, better: higher}
scenarios:
  first:
    control: {probabilities: [0.4, 0.3, 0.3]}
    effect: {level: 0.3}
    responses: {high: [0.35, 0.15, 0.5]}
    dropout_by_category: [0.2, 0.05, 0.1]
    screened_per_month: 20
    ramp_months: 6
    sites: 5
designs:
  doses: {type: multi_arm, patients: 120, arms: [low, high]}
  blinded: {type: blinded_reestimation, patients: 120, effect: 0.4}
simulate: {replicates: 200}
"""


def test_responses_losses_and_sites_reach_the_scenario(tmp_path: Path) -> None:
    scenario, made = built(tmp_path, CATEGORIES)
    assert scenario.responses == {"high": (0.35, 0.15, 0.5)}
    assert scenario.dropout_by_category == (0.2, 0.05, 0.1)
    assert (scenario.sites, scenario.ramp_months) == (5, 6)
    assert made["blinded"].options == {"effect": 0.4}
    with pytest.raises(DesignError, match="responses of `control`, which is an arm of no design") as caught:
        built(tmp_path, CATEGORIES.replace("{high: [0.35", "{control: [0.35"))
    assert "Control's are under `control`" in caught.value.fix


def test_what_figures_do_not_say_is_told_below_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from trialwright.cli import show_designs

    (tmp_path / "plan.yaml").write_text(CATEGORIES, encoding="utf-8")
    found, chosen, _ = verbs.design(tmp_path)
    show_designs.characteristics(found, chosen)
    said = " ".join(capsys.readouterr().out.split())
    assert "doses: Bias and coverage are of the plain estimate" in said
    assert (
        "blinded: It has no adjusted estimate: the size hangs on data that do not tell the arms apart" in said
    )


def test_what_is_left_of_the_months_when_recruitment_waits_is_what_sizes_a_design(tmp_path: Path) -> None:
    """20 a month for 12 months, of which the last outcome takes 3 and waiting for those of each look 3 more."""
    text = CATEGORIES.replace("screened_per_month: 20", "screened_per_month: 20\n    followup_months: 3")
    text = text.replace("ramp_months: 6\n    sites: 5", "ramp_months: 0") + "limits: {months: 12}\n"
    text = text.replace("patients: 120, arms", "looks: [0.3, 0.6, 1], arms").replace(
        "patients: 120, effect", "effect"
    )
    _, made = built(tmp_path, text)
    assert made["doses"].patients == pytest.approx(20 * (12 - 3 * 3), abs=3)
    assert made["blinded"].patients == pytest.approx(20 * (12 - 3), abs=3)
    found, *_ = verbs.design(tmp_path)
    assert {o.design.name: o.within_limits for o in found}["doses"]
    with pytest.raises(DesignError, match="waits 9 months for the outcomes of its looks") as caught:
        built(tmp_path, text.replace("[0.3, 0.6, 1]", "[0.3, 0.6, 0.8, 1]"))
    assert "line" in caught.value.where


def test_a_mistake_of_the_last_scenario_is_told_before_any_trial(tmp_path: Path) -> None:
    class Heard(Silent):
        def __init__(self) -> None:
            self.stages: list[str] = []

        def stage(self, name: str, detail: str = "", cached: bool = False) -> None:
            self.stages.append(name)

    text = PLAN.replace(
        "designs:\n", "  flat: {effect: {level: 0.4}, arms: {high: {level: 0.6}}}\ndesigns:\n"
    )
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    heard = Heard()
    with pytest.raises(PlanError, match="`flat` does not describe it"):
        verbs.design(tmp_path, watch=heard)
    assert "design" not in heard.stages
