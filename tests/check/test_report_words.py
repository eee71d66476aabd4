"""Checks on what is said: words beside a p or two numbers, flow, plan, multiplicity, spin, superscripts, doses."""

import importlib.util
from pathlib import Path

import pytest

from trialwright.check import (
    adverse_events,
    allocation_ratio,
    baseline_table,
    denominators,
    dose_plausible,
    event_hazard,
    flow_sums,
    independent_patients,
    interval_level,
    lost_superscript,
    multiplicity,
    p_value_test,
    sample_size,
    spin,
    words_and_direction,
    words_and_p,
)  # fmt: skip
from trialwright.model.trial import DosePhase, Endpoint, Regimen

_spec = importlib.util.spec_from_file_location(
    "words_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


@pytest.mark.parametrize(
    ("words", "p", "verdict"),
    [
        ("Pain differed significantly", "0.003", "consistent"),
        ("Pain differed significantly", "0.41", "impossible"),
        ("Pain differed significantly", "0.06", "not checkable"),
        ("There was no significant difference in pain", "0.41", "consistent"),
        ("There was no significant difference in pain", "0.001", "impossible"),
        ("There was a trend to significant pain relief", "0.41", None),
        ("Pain fell", "0.41", None),
    ],
)
def test_words_on_significance(words, p, verdict):
    page = e.Page("words", f"All were followed. {words} (p = {p}).")
    found = list(words_and_p.check([e.reading(page, e.p_value(page, p))]))
    assert [c.verdict for c in found] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Relapse was less frequent with active (12 %) than with placebo (25 %).", "consistent"),
        ("Relapse was lower with active (25 %) than with placebo (12 %).", "impossible"),
        ("Relapse was higher with active (12 %) than with placebo (25 %).", "impossible"),
        ("Relapse was not lower with active (25 %) than with placebo (12 %).", None),
        ("Relapse was lower with active (25 %) and placebo (12 %).", None),
    ],
)
def test_words_on_direction(text, verdict):
    page = e.Page("direction", text)
    first, second = ("25", "12") if text.index("25") < text.index("12") else ("12", "25")
    a = e.events(page, f"{first} %", "active", None, None, value=e.printed(first))
    b = e.events(page, f"{second} %", "placebo", None, None, value=e.printed(second))
    assert [c.verdict for c in words_and_direction.check([e.reading(page, a, b)])] == (
        [verdict] if verdict else []
    )


@pytest.mark.parametrize(
    ("text", "arms", "verdict"),
    [
        ("Relapse was lower with active than with placebo (12 % vs 25 %).", "ap", "consistent"),
        ("Relapse was higher with active than with placebo (12 % vs 25 %).", "ap", "impossible"),
        # Linked against the order of the names: the link is more likely wrong than the words.
        ("Relapse was lower with active than with placebo (12 % vs 25 %).", "pa", None),
        # Each number has its own beside it, of which one was not read.
        ("Relapse was lower with active than with placebo (25 % v 61 % and 12 % v 62 %).", "ap", None),
    ],
)
def test_numbers_after_both_names_are_held_against_the_words_only_in_their_order(text, arms, verdict):
    page = e.Page("order", text)
    numbers = sorted(("25", "12"), key=text.index)
    names = {"a": "active", "p": "placebo"}
    made = [
        e.events(page, f"{n} %", names[arm], None, None, value=e.printed(n))
        for n, arm in zip(numbers, arms, strict=True)
    ]
    found = [c.verdict for c in words_and_direction.check([e.reading(page, *made)])]
    assert found == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("count", "percent", "verdict", "severity"),
    [(7, "8.3", "consistent", "none"), (7, "8.2", "impossible", "minor"), (7, "9.9", "not checkable", "minor"), (19, "22.6", "consistent", "none"), (5, "5.9", "explained", "note"),
     (2, "2.3", "explained", "note"), (12, "14.2", "explained", "note"), (30, "3.6", "not checkable", "minor")],
)  # fmt: skip
def test_counts_and_percentages_against_the_arm(count, percent, verdict, severity):
    page = e.Page("arm", f"It occurred in {count} ({percent} %).")
    r = e.events(page, f"{count} ({percent} %)", "active", count, None, value=e.printed(percent))
    (found,) = denominators.check([e.reading(page, r, arms=(("active", "experimental", 84),))])
    assert (found.verdict, found.severity) == (verdict, severity)


def test_an_arm_without_a_size_shares_one_number():
    page = e.Page("shared", "8 (66.7 %), 11 (91.7 %), 5 (40.0 %).")
    of = [
        e.events(page, w, "active", c, None, value=e.printed(v), endpoint=w)
        for w, c, v in (("8 (66.7 %)", 8, "66.7"), ("11 (91.7 %)", 11, "91.7"), ("5 (40.0 %)", 5, "40.0"))
    ]
    (two,) = denominators.check([e.reading(page, *of[:2])])
    assert (two.verdict, two.recomputed["totals that fit"]) == ("consistent", "12")
    (three,) = denominators.check([e.reading(page, *of)])
    assert three.verdict == "not checkable"


@pytest.mark.parametrize(
    ("completed", "withdrew", "verdict"),
    [(50, 10, "consistent"), (55, 10, "impossible"), (45, 10, "not checkable"), (65, 1, "impossible")],
)
def test_flow_adds_up(completed, withdrew, verdict):
    page = e.Page("flow", f"Of 60 randomised, {completed} completed and {withdrew} withdrew.")
    made = e.with_stated(
        e.reading(page),
        e.stated(page, "randomised", 60),
        e.stated(page, "completed", completed),
        e.stated(page, "withdrew", withdrew),
    )
    (found,) = flow_sums.check([made])
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("ratio", "sizes", "verdict"),
    [("1:1", (50, 52), "consistent"), ("2:1", (68, 33), "consistent"), ("2:1", (60, 62), "not checkable")],
)
def test_allocation(ratio, sizes, verdict):
    page = e.Page("allocation", f"Allocation was {ratio}.")
    made = e.reading(page, arms=(("active", "experimental", sizes[0]), ("placebo", "control", sizes[1])))
    (found,) = allocation_ratio.check([e.with_stated(made, e.stated(page, "allocation", ratio))])
    assert found.verdict == verdict


@pytest.mark.parametrize(("sizes", "verdict"), [((84, 40), "consistent"), ((40, 84), "not checkable")])
def test_an_allocation_whose_arms_are_named_in_order(sizes, verdict):
    page = e.Page("allocation", "Allocation was in a 2:1 ratio to active or placebo.")
    made = e.reading(page, arms=(("active", "experimental", sizes[0]), ("placebo", "control", sizes[1])))
    (found,) = allocation_ratio.check([e.with_stated(made, e.stated(page, "allocation", "2:1"))])
    assert found.verdict == verdict
    assert "= <" not in found.finding


@pytest.mark.parametrize(
    ("women", "verdict"), [(25, "consistent"), (26, "impossible"), (20, "not checkable")]
)
def test_women_and_men_of_a_record_s_baseline_add_up(women, verdict):
    page = e.Page("record", f"Female | active: {women}. Male | active: 35.")
    made = e.reading(
        page, e.events(page, f"active: {women}", "active", women, 60, endpoint="Sex: Female, Male, Female"),
        e.events(page, "active: 35", "active", 35, 60, endpoint="Sex: Female, Male, Male"),
    )  # fmt: skip
    (found,) = baseline_table.check([made])
    assert found.verdict == verdict


def planned(text="The plan.", arms=("active", "placebo"), **said):
    page = e.Page("plan", text)
    facts = [e.stated(page, "planned " + f.replace("_", " "), v, "plan") for f, v in said.items()]
    made = e.reading(page, arms=tuple((arm, "experimental", None) for arm in arms))
    return list(sample_size.check([e.with_stated(made, *facts)]))


def test_a_sample_size_is_recomputed():
    """63 per arm for half an SD at 80 %, 2-sided 5 %: 64 by Student's t (Julious 2010, table 3.1)."""
    (found,) = planned(power=80, difference=10, sd=20, size_per_arm=64)
    assert found.verdict == "consistent"
    assert found.recomputed["two means"] == 128
    (found,) = planned(power=80, difference=10, sd=20, size_per_arm=40)
    assert (found.verdict, found.severity) == ("not checkable", "minor")
    # Fleiss: 10 % v 20 % at 80 %: 199 without and 219 with the correction, per arm.
    (found,) = planned(power=80, rates="10 to 20", size_per_arm=219)
    assert (found.verdict, found.recomputed["two rates"], found.recomputed["with continuity correction"]) == (
        "consistent",
        398,
        438,
    )
    # Schoenfeld: 247 events for 0.7 at 80 %.
    (found,) = planned(power=80, hazard_ratio=0.7, events=247)
    assert (found.verdict, found.recomputed["Schoenfeld"]) == ("consistent", 247)
    assert planned(power=80, difference=10, size=100) == []


def test_a_size_of_three_arms_is_not_held_to_that_of_two():
    """R 4.2.2, power.t.test(delta = 10, sd = 20, power = 0.8): 63.8 an arm."""
    (found,) = planned(arms=("high", "low", "placebo"), power=80, difference=10, sd=20, size=195)
    assert found.verdict == "consistent"
    assert "130 patients in two of 3 arms" in found.finding
    (found,) = planned(power=80, difference=10, sd=20, size=195)
    assert found.verdict == "not checkable"


def test_a_crossover_needs_fewer_than_arms_side_by_side():
    (found,) = planned("The plan of a crossover trial.", power=80, difference=10, sd=20, size=34)
    assert (found.verdict, found.severity) == ("not checkable", "note")
    assert "each patient received both treatments" in found.explanation


def test_holm():
    page = e.Page("many", "0.01 0.02 0.03 0.6.")
    ps = [e.p_value(page, p, endpoint=p) for p in ("0.01", "0.02", "0.03", "0.6")]
    (found,) = multiplicity.check([e.reading(page, *ps)])
    # 0.015 > 0.05/4: the largest that 0.01 can have been.
    assert (found.recomputed["significant"], found.recomputed["after Holm"]) == (3, 0)
    assert "0 to 3 remain" in found.finding
    assert list(multiplicity.check([e.reading(page, *ps[:3])])) == []
    more = e.Page("many", "0.010 0.020 0.030 0.60.")
    ps = [e.p_value(more, p, endpoint=p) for p in ("0.010", "0.020", "0.030", "0.60")]
    (found,) = multiplicity.check([e.reading(more, *ps)])
    assert "1 remain after" in found.finding


def test_a_p_at_baseline_is_not_the_primary_result():
    page = e.Page(
        "spin", "At baseline relapse did not differ, p = 0.45. Relapse, p = 0.003. Active reduced relapse."
    )
    ps = [e.p_value(page, "0.45", time="baseline"), e.p_value(page, "0.003")]
    made = e.with_claims(
        e.reading(page, *ps), e.claim(page, "benefit", "Active reduced relapse", about="relapse")
    )
    primary = (Endpoint(label="relapse", role="primary", quote=page.quote("relapse")),)
    (found,) = spin.check(
        [made.model_copy(update={"trial": made.trial.model_copy(update={"endpoints": primary})})]
    )
    assert (found.verdict, found.severity) == ("consistent", "none")


@pytest.mark.parametrize(
    ("p", "about", "severity"),
    [("0.01", "relapse", "none"), ("0.4", "relapse", "major"), ("0.4", "fatigue", "minor")],
)
def test_a_benefit_after_a_primary_outcome_that_failed(p, about, severity):
    page = e.Page("spin", f"Relapse, p = {p}. Active reduced {about}.")
    made = e.with_claims(
        e.reading(page, e.p_value(page, p)), e.claim(page, "benefit", f"Active reduced {about}", about=about)
    )
    primary = (Endpoint(label="relapse", role="primary", quote=page.quote("Relapse")),)
    (found,) = spin.check(
        [made.model_copy(update={"trial": made.trial.model_copy(update={"endpoints": primary})})]
    )
    assert found.severity == severity


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1.5 × 106 IU daily", "1.5 × 10⁶ IU"),
        ("platelets 150 × 109/L", "150 × 10⁹/L"),
        ("2 x 1010 vg", "2 × 10¹⁰ vg"),
        ("platelets of 100 109/L", "100 × 10⁹/L"),
        ("a field of 10 × 106 patients", None),
        ("1.5 × 10⁶ IU", None),
        ("1.5 × 10^6 IU", None),
    ],
)
def test_lost_superscripts(text, right):
    page = e.Page("power", f"They had {text}.")
    assert [c.corrected for c in lost_superscript.check([e.reading(page)])] == ([right] if right else [])


@pytest.mark.parametrize(
    ("dose", "unit", "route", "verdict", "severity"),
    [(100, "mg", "subcutaneous", "consistent", "none"), (100, "g", "", "not checkable", "minor"), (100, "mg", "oral", "not checkable", "minor"), (100, "mg", "inhaled", "not checkable", "note"), (2, "mg/kg", "", None, None)],
)  # fmt: skip
def test_doses(dose, unit, route, verdict, severity):
    page = e.Page("dose", "A dose of anakinra.")
    made = e.reading(page, arms=(("anakinra", "experimental", None),))
    regimen = Regimen(
        drug="anakinra", phases=(DosePhase(dose=dose, dose_unit=unit, route=route),), quote=page.quote("dose")
    )
    arm = made.trial.arms[0].model_copy(update={"regimens": (regimen,)})
    made = made.model_copy(update={"trial": made.trial.model_copy(update={"arms": (arm,)})})
    assert [(c.verdict, c.severity) for c in dose_plausible.check([made])] == (
        [(verdict, severity)] if verdict else []
    )


@pytest.mark.parametrize(
    ("ratio", "low", "high", "verdict"),
    [
        ("0.55", "0.27", "1.12", "consistent"),
        ("0.55", "0.54", "0.56", "impossible"),
        ("3.40", "1.60", "7.20", "explained"),
        ("30.0", "1.60", "560", "not checkable"),
    ],
)
def test_hazard_ratios_and_events(ratio, low, high, verdict):
    reading = e.two_arms(
        12,
        100,
        30,
        100,
        lambda p: e.contrast(p, "hazard_ratio", ratio, low, high),
        text=f"HR {ratio} ({low} to {high}).",
    )
    (found,) = event_hazard.check([reading])
    assert found.verdict == verdict
    # No pool takes a ratio whose direction its own counts contradict.
    assert (found.recomputed.get("direction") == "unclear") == (float(ratio) > 1)
    assert ("exchanged" in found.explanation, bool(found.restated)) == (verdict == "explained",) * 2


def test_the_level_of_an_interval():
    page = e.Page("level", "HR 0.77 (0.64 to 0.93), p = 0.02.")
    r = e.contrast(page, "hazard_ratio", "0.77", "0.64", "0.93", p="0.02", level=None)
    (found,) = interval_level.check([e.reading(page, r)])
    assert found.recomputed["levels that fit"] == "90"
    (found,) = interval_level.check([e.reading(page, r.model_copy(update={"level": 95.0}))])
    assert (found.verdict, found.explanation) == ("not checkable", "the interval may be of level 90 %")


def test_harms_nest_and_sexes_add_up():
    page = e.Page("harms", "Adverse events in 9, serious in 12; women 14, men 17.")
    harms = [
        e.events(page, "9", "active", 9, 30, endpoint="adverse events"),
        e.events(page, "12", "active", 12, 30, endpoint="serious adverse events"),
    ]
    assert [c.verdict for c in adverse_events.check([e.reading(page, *harms)])] == ["not checkable"]
    sexes = [
        e.events(page, "14", "active", 14, 30, endpoint="women"),
        e.events(page, "17", "active", 17, 30, endpoint="men"),
    ]
    assert [c.verdict for c in baseline_table.check([e.reading(page, *sexes)])] == ["impossible"]


@pytest.mark.parametrize(
    "said",
    [
        "In a cluster-randomised trial.",
        "Forty villages were randomised.",
        "A randomised crossover trial.",
        "A split-mouth trial.",
    ],
)
def test_designs_silence_two_by_two_alarms(said):
    plain = e.two_arms(10, 50, 25, 50, lambda p: e.p_value(p, "0.9"), text="p = 0.9.")
    assert [c.verdict for c in p_value_test.check([plain])] == ["impossible"]
    assert list(independent_patients.check([plain])) == []
    made = e.two_arms(10, 50, 25, 50, lambda p: e.p_value(p, "0.9"), text=f"p = 0.9. {said}")
    assert [c.verdict for c in p_value_test.check([made])] == ["not checkable"]
    assert [c.verdict for c in independent_patients.check([made])] == ["not checkable"]


def test_boschloo_is_tried_where_nothing_else_fits():
    """scipy 1.x boschloo_exact of 8/12 v 1/12, two-sided: 0.0033 (Pearson 0.0034 and Fisher 0.0094 apart at four digits)."""
    made = e.two_arms(8, 12, 1, 12, lambda p: e.p_value(p, "0.0033"), text="p = 0.0033.")
    (found,) = p_value_test.check([made])
    assert "Boschloo" in found.finding
