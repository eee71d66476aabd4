"""Minimax regret on made-up operating characteristics, where the right answer is plain."""

import numpy as np
import pytest

from trialwright import design
from trialwright.errors import DesignError
from trialwright.model.design import Broken, Design, Figure, Limits, OperatingCharacteristics
from trialwright.model.scenario import EffectCurve, Scenario


def made(name, scenario, power, cutoff=None, within=True, patients=100, type_one=0.025, mcse=0.003, **more):
    a_design = Design(
        name=name,
        type="fixed",
        endpoint="continuous",
        better="higher",
        marker="m" if cutoff else "",
        cutoff=cutoff,
        patients=patients,
    )
    figures = {
        "power": Figure(value=power, mcse=mcse),
        "type_one_error": Figure(value=type_one, mcse=0.0015),
        "patients": Figure(value=patients),
        "screened": Figure(value=500),
        "months": Figure(value=30.0),
        "shut_out": Figure(value=0.2 if cutoff else 0.0),
    } | {name: Figure(value=value) for name, value in more.items()}
    return OperatingCharacteristics(
        design=a_design, scenario=scenario, replicates=10_000, figures=figures, within_limits=within
    )


def test_the_least_worst_loss_wins():
    found = design.recommend(
        [
            made("all", "flat", 0.90),
            made("cut 3", "flat", 0.80, 3.0),
            made("cut 9", "flat", 0.50, 9.0),
            made("all", "steep", 0.60),
            made("cut 3", "steep", 0.85, 3.0),
            made("cut 9", "steep", 0.92, 9.0),
        ]
    )
    assert (found.design, found.cutoff) == ("cut 3", 3.0)
    assert found.regret == pytest.approx({"flat": 0.10, "steep": 0.07})
    assert "10.0 points" in found.reasons[0]
    assert any("`flat` were known" in c and "`all`" in c for c in found.cautions)
    assert any("`steep` were known" in c and "`cut 9`" in c for c in found.cautions)
    assert len(found.because.of) == 6


def with_margin(oc, margin):
    return oc.model_copy(update={"design": oc.design.model_copy(update={"margin": margin})})


def test_power_for_showing_less_is_not_compared():
    plain, other = made("plain", "s", 0.85), made("other", "s", 0.95)
    assert design.recommend([plain, other]).design == "other"
    found = design.recommend([plain, with_margin(other, 0.1)])
    assert found.design == "plain"
    assert found.regret == {"s": 0.0}
    assert any(
        "`other` is not compared, since it shows less: not worse by 0.1, not better than control; its power for that is 95.0 %."
        in c
        for c in found.cautions
    )
    assert not any("breaks a limit" in c for c in found.cautions)


def test_of_margins_alone_the_smallest_shows_most():
    wide, narrow = with_margin(made("wide", "s", 0.95), 0.2), with_margin(made("narrow", "s", 0.85), 0.1)
    assert design.recommend([wide, narrow]).design == "narrow"
    beyond = narrow.model_copy(update={"within_limits": False})
    assert design.recommend([wide, beyond]).design == "wide"


def test_designs_that_error_cannot_tell_apart_go_to_the_least_restrictive():
    found = design.recommend([made("cut 3", "s", 0.906, 3.0), made("all", "s", 0.900)])
    assert found.design == "all"
    assert any("does not tell" in r for r in found.reasons)
    clear = design.recommend([made("cut 3", "s", 0.92, 3.0), made("all", "s", 0.900)])
    assert clear.design == "cut 3"


def test_of_two_alike_the_smaller_is_taken():
    found = design.recommend([made("big", "s", 0.9, patients=300), made("small", "s", 0.9, patients=200)])
    assert found.design == "small"


def test_a_design_that_breaks_a_limit_anywhere_is_left_out_and_named():
    found = design.recommend(
        [
            made("all", "a", 0.99),
            made("all", "b", 0.99, within=False),
            made("cut", "a", 0.85, 3.0),
            made("cut", "b", 0.85, 3.0),
        ]
    )
    assert found.design == "cut"
    assert any("breaks a limit" in c and "`all`" in c for c in found.cautions)


def test_nothing_within_the_limits_recommends_nothing_and_says_why():
    found = design.recommend([made("all", "a", 0.99, within=False)])
    assert found.design == ""
    assert "breaks the limits under `a`" in found.reasons[0]


def beyond(name, scenario, **needed):
    """Limits are 300 patients, 24 months and 900 screened."""
    allowed = {"patients": 300, "months": 24, "screened": 900}
    broken = tuple(Broken(limit=k, allowed=allowed[k], needed=v) for k, v in needed.items())
    return made(name, scenario, 0.9, within=not broken).model_copy(update={"broken": broken})


def test_where_none_keeps_the_limits_each_broken_one_is_named_with_what_would_do():
    of = [
        beyond("wide", "a", patients=360, months=25.04),
        beyond("wide", "b", patients=360, months=27.31),
        beyond("lean", "a"),
        beyond("lean", "b", months=25.52),
        beyond("screens", "a", screened=1300.4),
        beyond("screens", "b", screened=1250.0),
    ]
    found = design.recommend(of, Limits(months=24, screened=900))
    wide, lean, screens, near = found.reasons
    assert "breaks the limits under `a`, `b`" in wide
    assert (
        "360 patients, 60 more than the limit of 300 (the default, since no limit of them is stated)" in wide
    )
    assert "27.3 months in the median trial under `b`, 3.3 more than the limit of 24" in wide
    assert "breaks the limits under `b`: 25.5 months" in lean
    assert "1,300 patients screened in the median trial under `a`, 400 more than the limit of 900" in screens
    assert near == "`lean` comes nearest: it goes past a limit by 6.3 % at most."
    assert found.cautions[0] == "With `limits: {months: 25.6}` `lean` would keep them in every scenario."
    assert "recruit faster" in found.cautions[1]
    stated = design.recommend(of, Limits(patients=300, months=24, screened=900))
    assert not any("default" in r for r in stated.reasons)


def test_of_two_as_near_the_one_that_breaks_fewer_limits_is_nearest():
    found = design.recommend([beyond("both", "a", patients=330, months=25), beyond("one", "a", patients=330)])
    assert found.reasons[-1].startswith("`one` comes nearest")
    assert "give it at most 300 `patients`" in found.cautions[1]


def test_a_design_that_is_left_out_is_named_with_the_limit_it_breaks():
    found = design.recommend([made("fits", "a", 0.9), beyond("long", "a", months=30.0)])
    assert "Not considered, because it breaks a limit: `long` (30.0 months of at most 24)." in found.cautions


def test_the_limit_that_is_broken_is_told_by_the_evaluation():
    s = Scenario(name="s", control={"rate": 0.4}, effect=EffectCurve(level=-0.5), screened_per_month=20)
    d = Design(name="d", type="fixed", endpoint="binary", better="lower", patients=480)
    (found,) = design.evaluate([d], s, Limits(months=12), 100, np.random.default_rng)
    patients, months = found.broken
    assert (patients.limit, patients.allowed, patients.needed) == ("patients", 400, 480)
    assert (months.limit, months.allowed, months.needed) == ("months", 12, found.figures["months"].value)
    assert not found.within_limits
    assert (
        "80 more than the limit of 400 (the default"
        in design.recommend([found], Limits(months=12)).reasons[0]
    )


def test_power_that_is_nowhere_adequate_is_said():
    found = design.recommend([made("all", "a", 0.5), made("cut", "a", 0.7, 2.0)])
    assert found.design == "cut"
    assert "No design within the limits is adequate" in found.cautions[0]
    assert found.cautions[0].endswith(" %, below 80 %.")  # what adequate is
    assert "70.0 %" in found.cautions[0]


def test_a_scenario_without_effect_costs_no_regret():
    """Showing nothing where there is nothing is not a loss of power."""
    found = design.recommend(
        [
            made("all", "some", 0.90),
            made("cut", "some", 0.80, 2.0),
            made("all", "none", 0.024),
            made("cut", "none", 0.027, 2.0),
        ]
    )
    assert found.design == "all"
    assert found.regret["none"] == 0
    assert not any("`none`" in c for c in found.cautions)


def test_when_no_scenario_has_an_effect_that_is_said():
    assert "nothing to find" in design.recommend([made("all", "none", 0.026)]).cautions[0]


def test_a_type_one_error_off_its_level_is_a_caution():
    assert any(
        "type I error is 3.50 %" in c
        for c in design.recommend([made("all", "a", 0.9, type_one=0.035)]).cautions
    )
    assert not any("type I" in c for c in design.recommend([made("all", "a", 0.9, type_one=0.027)]).cautions)


def test_uneven_comparisons_are_refused():
    with pytest.raises(DesignError, match="not evaluated under"):
        design.recommend([made("all", "a", 0.9), made("all", "b", 0.9), made("cut", "a", 0.9, 2.0)])
    with pytest.raises(DesignError, match="evaluated twice"):
        design.recommend([made("all", "a", 0.9), made("all", "a", 0.8)])
    with pytest.raises(DesignError, match="no designs"):
        design.recommend([])


def test_a_design_that_is_nowhere_adequate_is_not_advised():
    assert not design.recommend([made("all", "a", 0.5), made("cut", "a", 0.7, 2.0)]).adequate
    assert design.recommend([made("all", "a", 0.5), made("cut", "a", 0.81, 2.0)]).adequate
    assert not design.recommend([made("all", "none", 0.026)]).adequate


def test_an_effect_that_cannot_be_shown_is_not_called_no_effect():
    found = design.recommend([made("all", "small", 0.031, mcse=0.006, effect_enrolled=0.02)])
    assert found.nothing_shown == ("small",)
    said = " ".join((*found.reasons, *found.cautions))
    assert "no benefit to show" not in said
    assert "nothing to find" not in said
    assert "where there is none" in said
    none = design.recommend([made("all", "none", 0.026, effect_enrolled=0.0)])
    assert "no benefit to show" in none.reasons[-1]


def test_the_limit_of_screening_is_named_where_it_is_what_breaks():
    (reason,) = design.recommend([made("all", "a", 0.99, within=False)]).reasons
    assert "up to 500 screened" in reason


def test_the_chance_to_keep_the_limits_stands_beside_the_median():
    found = design.recommend([made("all", "a", 0.9, within_limits_probability=0.51)])
    assert "51 % of trials keep the limits" in found.reasons[-1]


@pytest.mark.parametrize(("power", "printed"), [(0.9995, "99.95 %"), (1.0, "100.0 %"), (0.8166, "81.7 %")])
def test_power_is_not_rounded_up_to_certainty(power, printed):
    assert f"power {printed}" in design.recommend([made("all", "a", power)]).reasons[-1]


def test_of_two_alike_and_as_large_the_shorter_is_taken():
    found = design.recommend([made("long", "s", 0.9, months=40.0), made("short", "s", 0.9, months=24.0)])
    assert found.design == "short"


def test_whom_an_interim_choice_leaves_out_counts_as_a_cut_off_does():
    """The design that chooses states no cut-off of its own, and lets in 60 % in the end."""
    chooses = made("chooses", "s", 0.9, prevalence=0.6)
    assert design.recommend([chooses, made("cut", "s", 0.9, 3.0, prevalence=0.7)]).design == "cut"
    assert design.recommend([chooses, made("cut", "s", 0.9, 3.0, prevalence=0.5)]).design == "chooses"


def test_an_effect_the_wrong_way_round_is_named():
    harmful = [made("all", s, 0.001, effect_enrolled=e) for s, e in (("s", -0.4), ("null", 0.0))]
    said = " ".join(design.recommend(harmful).cautions)
    assert "Under `s` the effect is -0.4, and higher is better: treatment does harm." in said
    weak = [made("all", "s", 0.026, effect_enrolled=0.01)]
    assert "does harm" not in " ".join(design.recommend(weak).cautions)


def streams(block):
    return np.random.default_rng([4, block])


def several(low, high):
    s = Scenario(
        name="s", control={"mean": 0.0, "sd": 1.0}, effect=EffectCurve(), screened_per_month=20,
        arms={"low": EffectCurve(level=low), "high": EffectCurve(level=high)},
    )  # fmt: skip
    d = Design(
        name="d", type="multi_arm", endpoint="continuous", better="higher", patients=300, arms=("low", "high")
    )
    return design.evaluate([d], s, Limits(), 200, streams, nulls=True)


def test_arms_that_differ_have_no_one_effect_and_a_first_arm_without_effect_is_no_null():
    (found,) = several(0.0, 0.6)
    assert "effect_enrolled" not in found.figures
    assert found.no_effect is False
    assert "no benefit to show" not in " ".join(design.recommend([found]).reasons)
    (same,) = several(0.6, 0.6)
    assert same.figures["effect_enrolled"].value == pytest.approx(0.6)
    (null,) = several(0.0, 0.0)
    assert null.no_effect is True
