"""Pairs that were given to the arms the wrong way round, or to one of them, in plain abstracts."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DRUGS = "Women were randomly assigned to zelimab (n = 136) or orvelin (n = 138). "
MESH = "Men were randomised to light mesh (162 men) or heavy mesh (159 men). "


def percents(page, text: str) -> dict[float, str]:
    return {
        r.value.value: r.arm for r in grammar(page(text)).results if r.measure == "proportion" and r.value
    }


def test_each_clause_has_the_pair_of_the_arm_it_speaks_of(page) -> None:
    text = "Fever (31% v 11%) and fatigue (9% v 4%) were more common with zelimab, whereas vomiting was more frequent with orvelin (14% v 6%)."
    assert percents(page, DRUGS + text) == {
        31: "zelimab",
        11: "orvelin",
        9: "zelimab",
        4: "orvelin",
        14: "orvelin",
        6: "zelimab",
    }


def test_a_pair_behind_two_counts_has_their_order(page) -> None:
    text = "Recurrence was detected in 6 men in the light group and in 3 men in the heavy group (3.7% vs 1.9%; p = 0.50)."
    assert percents(page, MESH + text) == {3.7: "light mesh", 1.9: "heavy mesh"}


def test_a_pair_is_not_both_of_the_last_of_two_names(page) -> None:
    text = (
        "Children were given zinc for 3 days (549 children) or zinc for 5 days (547 children). The cure rates with three days and five days "
        "of treatment were 88.4% and 87.9%, respectively. It failed in 58 (10.6%) in the three day group and 55 (10.1%) in the five day group."
    )
    found = percents(page, text)
    assert not found[88.4] == found[87.9] != ""


def test_those_without_are_not_those_with(page) -> None:
    text = (
        "Adults were allocated to patch plus counselling (n = 212), patch alone (n = 210) or brief advice (n = 212). Full use was reported by "
        "101 (47.6%) adults with counselling and 77 (36.7%) without."
    )
    assert percents(page, text) == {47.6: "patch plus counselling", 36.7: ""}


def test_an_arm_is_not_called_by_what_it_goes_without(page) -> None:
    text = (
        "Adults were randomised to wound closure without drain (48 adults) or closure with two suction drains (48 adults). Seroma occurred in "
        "11/46 adults (23.9%) in the no-drain group and in 16/48 (33.3%) in the drain group. Infection was seen in 3 (6.5%) and 7 (14.6%) "
        "adults, respectively."
    )
    assert percents(page, text) == {
        23.9: "wound closure without drain",
        33.3: "suction drains",
        6.5: "wound closure without drain",
        14.6: "suction drains",
    }


def test_a_name_behind_people_is_of_their_number(page) -> None:
    text = (
        "Adults were allocated to patch plus counselling (n = 212), patch alone (n = 210) or brief advice (n = 212). Abstinence was 22% in the "
        "patch plus counselling group, 16% in the patch group and 8% in the brief advice group. Use of the patch for eight weeks was reported "
        "by 101 (47.6%) participants with counselling and 77 (36.7%) without."
    )
    found = percents(page, text)
    assert (found[47.6], found[36.7]) == ("patch plus counselling", "")


def test_arms_that_were_assigned_without_to(page) -> None:
    text = (
        "Women were randomly assigned placebo, pregabalin 150 mg/day or pregabalin 600 mg/day by mouth. Relief was reported by 41% of women on "
        "600 mg, 25% on 150 mg and 18% on placebo."
    )
    assert percents(page, text) == {41: "pregabalin 600 mg/day", 25: "pregabalin 150 mg/day", 18: "placebo"}


def test_without_before_with(page) -> None:
    text = "Women were randomised to zelimab or no zelimab. Osteoporosis had developed in 5.7% without and in 0.6% with zelimab."
    assert percents(page, text) == {5.7: "no zelimab", 0.6: "zelimab"}


def test_a_bracket_behind_two_fractions_has_their_order(page) -> None:
    text = (
        "Women were randomised to orvelin solution by mouth (n = 286) or vaginal orvelin (n = 290). Fever was seen in 14% of the vaginal and 9% "
        "of the oral group. Birth was achieved in 112/286 women after oral and 101/290 after vaginal orvelin (39.2% vs 34.8%)."
    )
    found = percents(page, text)
    assert found[34.8] == found[14] != found[39.2]


def test_what_was_seen_elsewhere_or_in_all_is_of_no_arm(page) -> None:
    text = "Bone loss in uncontrolled series was seen in 61% of women on zelimab. Heart failure was seen in seven in the whole study (2.2%)."
    assert set(percents(page, DRUGS + text).values()) == {""}


def test_all_people_are_no_count_and_scores_are_no_sizes(page) -> None:
    text = (
        "Between 1981 and 1986, 244 women with positive nodes were entered into a randomised trial comparing tamoxifen, 20 mg daily, given "
        "alone (121 women) or together with six cycles of cyclophosphamide (123 women). Scores below 7 were assigned in six women in the "
        "tamoxifen group and two in the cyclophosphamide group."
    )
    found = grammar(page(text)).results
    assert 244 not in {r.count for r in found}
    assert not {2, 6} & {r.value.value for r in found if r.measure == "size" and r.value}


@pytest.mark.parametrize(
    "behind",
    [
        "on bexalin",
        "in the bexalin group",
        "assigned to bexalin",
        "of those assigned to bexalin",
        "among adults on bexalin",
        "of women given bexalin",
    ],
)
@pytest.mark.parametrize("against", [" compared with", ", compared with", " versus"])
def test_the_bracket_of_a_percent_closes_no_pair(page, behind: str, against: str) -> None:
    text = f"Adults were randomised to kelvarone or bexalin. Falls were seen in 31 of 124 (25.0%){against} 14 of 122 (11.5%) {behind}."
    found = [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == [("kelvarone", 31), ("bexalin", 14)]


def test_a_pair_in_brackets_is_first_of_the_arm_behind_it(page) -> None:
    text = "Adults were randomised to kelvarone or bexalin. Falls were fewer (14 of 122 [11.5%] versus 31 of 124 [25.0%]) on bexalin."
    found = [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == [("bexalin", 14), ("kelvarone", 31)]
