"""Numbers near an arm's name that are of no arm, or of the other one: ranges, rates, places, what is held in a bracket."""

from __future__ import annotations

import pytest

from trialwright.model.result import Result
from trialwright.read.grammar import grammar

SET = "We allocated 240 adults with gout to orvelin (n = 120) or placebo (n = 120). "
THREE = "We allocated 300 adults with gout to orvelin, cognitive training (CT) or placebo. "


def read(page, text: str) -> list[Result]:
    return [r for r in grammar(page(text)).results if r.measure in ("proportion", "size")]


def of_arms(page, text: str, behind: str = SET) -> list[tuple[str, str, float]]:
    """(measure, arm, number) of what is said behind the sentence that sets out the arms."""
    return [
        (r.measure, r.arm, r.value.value if r.value and r.count is None else float(r.count or 0))
        for r in read(page, behind + text)
        if r.arm and r.quote.start >= len(behind)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Orvelin is given for flares, which lie between 15 and 35% a month.",
        "With orvelin relapse rates were between 15% and 35%.",
        "Pain was lowest at week 9 on orvelin, and came back to baseline (mean 68 of 100) by week 20.",
        "At month 20 urate had risen by 2.9% with orvelin and fallen by 2.4% with placebo.",
        "The rate of flares was 3.1 cases per 100 adults on orvelin.",
    ],
)
def test_ranges_scales_changes_and_rates_are_of_no_arm(page, text: str) -> None:
    assert of_arms(page, text) == []


def test_two_things_behind_both_names_are_not_theirs(page) -> None:
    text = "We allocated 510 adults to orvelin (n = 340) or placebo (n = 170); tophi were present in 58% and stones in 25%."
    assert {r.arm for r in read(page, text) if r.measure == "proportion"} == {""}


def test_all_of_a_group_is_no_count_of_events(page) -> None:
    text = (
        "The 120 adults in the orvelin group had fewer flares than the 120 in the placebo group (15% v 31%)."
    )
    assert of_arms(page, text)[-2:] == [("proportion", "orvelin", 15), ("proportion", "placebo", 31)]
    assert ("proportion", "orvelin", 120) not in of_arms(page, text)


def test_a_few_beside_a_few_of_the_others_are_no_sizes(page) -> None:
    text = (
        "Men were assigned to a film or a standard dressing. Men in the film group (148) had higher scores than those who had a standard "
        "dressing (156). Seven men in the film group and nine of the others had a second operation by choice."
    )
    assert 7 not in {r.value.value for r in read(page, text) if r.measure == "size" and r.value}


def test_practices_are_no_people(page) -> None:
    text = (
        "Men in 24 practices were randomised to phone calls or letters. There were 590 men in nine phone practices and 610 men in "
        "eight letter practices."
    )
    assert not {r.value.value for r in read(page, text) if r.value and r.arm} & {8, 9}
    assert not {r.count for r in read(page, text) if r.arm} & {8, 9}


def test_a_name_behind_the_number_in_its_bracket_is_the_numbers(page) -> None:
    text = (
        "Adults were allocated to 3 doses (164 men, brief) or 9 doses (158 men, extended) of cefovir. "
        "Healing was 61% for extended and 57% for brief treatment. Pain was rarer in the brief than in the extended group."
    )
    sizes = {r.value.value: r.arm for r in read(page, text) if r.measure == "size" and r.value}
    healing = {r.value.value: r.arm for r in read(page, text) if r.measure == "proportion" and r.value}
    assert sizes[164] == healing[57] != sizes[158] == healing[61]


def test_a_list_before_a_semicolon_has_a_number_for_each_of_three_arms(page) -> None:
    text = (
        "Remission was reached by 26 on orvelin, 18 in CT and 15 on placebo. Dropout was 12 (15%), 11 (14%) and 17 (21%); "
        "nine adults stopped orvelin."
    )
    arms = [arm for _, arm, _ in of_arms(page, text, THREE)][3:]
    assert len(set(arms)) == 3 or not arms


def test_relief_by_is_no_arm(page) -> None:
    text = "Clearance was reached by 44% on orvelin, and on zelimab by 27% (P = 0.04); half-clearance by 69 and 55%. "
    found = read(page, "We allocated 110 adults to orvelin or zelimab. " + text)
    assert {r.arm for r in found if r.value and r.value.value in (69, 55)} == {""}


def test_drug_and_background_is_the_arm_of_the_drug(page) -> None:
    text = (
        "We randomised 390 adults with gout on warfarin (WAR) to QX7 8 mg/kg or matching placebo every 4 weeks. In all 390 adults "
        "received at least one dose: 260 QX7+WAR and 130 WAR plus placebo. Bleeding occurred in 75 (28.8%) QX7+WAR and 6 (4.6%) WAR "
        "patients. By week 20 90.2% of patients on QX7+WAR and 84.1% on WAR were still in the study."
    )
    found = {r.value.value: r.arm for r in read(page, text) if r.value}
    assert {found[v] for v in (260, 28.8, 90.2)} == {"QX7"}
    assert {found[v] for v in (130, 4.6, 84.1)} == {"matching placebo"}


def test_people_of_an_arm_who_died_are_no_arm_and_no_part_dealt_out(page) -> None:
    text = (
        "Adults were randomised to home therapy or attendance at a day hospital. Six months later 11 (8%) adults allocated to home therapy "
        "had died compared with 14 (10%) allocated to attendance."
    )
    found = read(page, text)
    assert [(r.count, r.arm) for r in found] == [(11, "home"), (14, "attendance")]
    assert [r.value.value for r in found if r.value] == [8, 10]


def test_fractions_before_the_names(page) -> None:
    text = "Help was needed by 9/46 adults taking orvelin and 17/41 taking placebo. Deaths were alike (39/113 for orvelin v 36/108 for placebo)."
    found = [(r.count, r.total, r.arm) for r in read(page, SET + text) if r.count is not None]
    assert found == [(9, 46, "orvelin"), (17, 41, "placebo"), (39, 113, "orvelin"), (36, 108, "placebo")]


def test_points_of_a_scale_before_the_names_are_no_fractions(page) -> None:
    text = "Median pain was 1/10 and 3/10 for orvelin and 2/10 and 4/10 for placebo."
    assert of_arms(page, text) == []


BOTH = (
    "We randomised 1018 women: 252 to radiotherapy plus anastrozole (RT+anastrozole), 257 to RT alone, 255 to anastrozole alone and 254 "
    "to no adjuvant treatment. Recurrence was seen in 21 (8.2%) given RT alone and 44 (17.3%) given anastrozole alone. "
)


def test_two_arms_together_are_neither(page) -> None:
    text = "In the two anastrozole arms together fracture was found in 7 women."
    assert 7 not in {r.count for r in read(page, BOTH + text) if r.arm}


def test_some_of_the_people_are_no_count_of_an_arm(page) -> None:
    text = "In the 402 women with large tumours, RT lowered any event from 22% to 9%."
    assert 402 not in {r.count for r in read(page, BOTH + text) if r.arm}


def test_an_amount_a_day_is_no_arm(page) -> None:
    text = "Adults were allocated to a nicotine inhaler, 4-12 cartridges a day (197 subjects) or placebo inhaler (201). "
    found = [(r.arm, r.value.value) for r in read(page, text) if r.measure == "size" and r.value]
    assert found == [("nicotine inhaler", 197), ("placebo inhaler", 201)]
