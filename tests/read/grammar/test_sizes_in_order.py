"""Sizes and arms that are told by the order of a list."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.sentences import sentences


def sizes(page, text: str) -> list[tuple[str, int | None]]:
    return [(a.label, a.size) for a in grammar(page(text)).arms]


@pytest.mark.parametrize(
    "text",
    [
        "Of 186 adults, 63, 62 and 61 were assigned to the barley, millet and spelt diets, respectively. Weight fell in 12%, 19% and 25% of the barley, millet and spelt groups, respectively.",
        "Adults were randomised to barley, millet or spelt (n = 63, 62 and 61, respectively). Weight fell in 12% with barley, 19% with millet and 25% with spelt.",
        "Adults were randomised to barley, millet or spelt. In all 63, 62, and 61 adults received barley, millet and spelt, respectively.",
    ],
)  # fmt: skip
def test_as_many_sizes_as_arms(page, text: str) -> None:
    assert sizes(page, text) == [("barley", 63), ("millet", 62), ("spelt", 61)]


def test_two_doses_named_before_two_sizes(page) -> None:
    text = (
        "Adults were randomised to orvelin 30 mg, orvelin 90 mg or placebo. Itching fell more with orvelin 30 and 90 mg "
        "(-4.6 [n = 93] and -5.9 [n = 92]) than with placebo (-1.6 [n = 91])."
    )
    assert sizes(page, text) == [("orvelin 30 mg", 93), ("orvelin 90 mg", 92), ("placebo", 91)]


def test_events_in_order_are_no_sizes(page) -> None:
    text = "Adults were randomised to barley, millet or spelt. In 12, 9 and 7 given barley, millet and spelt, respectively, gout relapsed."
    assert {size for _, size in sizes(page, text)} == {None}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Adults were randomised (1:1) to orvelin or taxomab.", ["orvelin", "taxomab"]),
        ("Adults were randomly assigned (1:1:1, by centre and sex) to orvelin, taxomab, or placebo.", ["orvelin", "taxomab", "placebo"]),
        ("Adults were randomly assigned, in a 2:1:1 ratio, to orvelin, taxomab, or placebo.", ["orvelin", "taxomab", "placebo"]),
        ("Adults were randomised to orvelin 30 mg, 90 mg, or placebo.", ["orvelin 30 mg", "orvelin 90 mg", "placebo"]),
        ("Adults were randomised to orvelin 5, 15 or 45 mg or placebo.", ["orvelin 5 mg", "orvelin 15 mg", "orvelin 45 mg", "placebo"]),
        ("Adults were randomised to orvelin (30 mg or 90 mg) or placebo.", ["orvelin 30 mg", "orvelin 90 mg", "placebo"]),
        ("Forty shops were randomised to hand out leaflets or to serve as controls.", ["hand out leaflets", "controls"]),
        ("Shops were randomised to a control arm, a poster arm or a poster-letter arm. Sales rose in 4% of the control arm, 9% of the poster arm and 8% of the poster-letter arm.", ["control", "poster", "poster-letter"]),
        ("Adults were randomised to the low dose group, 30 mg of orvelin daily, the high dose group, 30 mg twice daily, or the control group, no orvelin. Itching stayed in 9% of the high dose group, 14% of the low dose group and 31% of the control group.", ["low dose", "high dose", "control"]),
    ],
)  # fmt: skip
def test_lists_of_arms(page, text: str, labels: list[str]) -> None:
    assert [a.label for a in grammar(page(text)).arms] == labels


def test_weeks_that_name_a_group_with_another_word_between(page) -> None:
    text = (
        "Adults were randomised to a 3-week regimen (n = 58) or a 6-week regimen (n = 57). Nausea was told by 12 adults (20.7%) in the "
        "3-week AB+C group and 19 adults (33.3%) in the 6-week AB+C group."
    )
    found = grammar(page(text)).results
    assert [(r.arm, r.count) for r in found if r.measure == "proportion"] == [("3-week", 12), ("6-week", 19)]


def test_people_of_an_arm_who_had_something_are_not_its_size(page) -> None:
    text = (
        "Adults were assigned to splints (217 adults) or no splints (219 adults). "
        "Three adults in the splint group and eight in the no splint group had an operation."
    )
    found = grammar(page(text)).results
    assert [a.size for a in grammar(page(text)).arms] == [217, 219]
    assert [r.count for r in found if r.measure == "proportion"] == [3, 8]


def test_those_of_an_arm_among_whom_some_relapsed_are_its_size(page) -> None:
    text = (
        "Adults were randomised to taxomab alone or taxomab plus orvelin. "
        "Among 411 adults who received taxomab plus orvelin, 37 (9.0%) relapsed. Among 408 adults who received taxomab alone, 53 (13.0%) relapsed."
    )
    assert [a.size for a in grammar(page(text)).arms] == [408, 411]
    assert [r.count for r in grammar(page(text)).results if r.measure == "proportion"] == [37, 53]


def test_a_count_of_those_without(page) -> None:
    text = (
        "Adults were randomly assigned to splints (217 adults) or no splints (219 adults). "
        "Twelve adults with splints and 31 without had died."
    )
    found = [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == [("splints", 12), ("no splints", 31)]


def test_schedules_with_their_sizes_in_brackets(page) -> None:
    text = (
        "Women were randomised to zolendon every 8 weeks (412) or every 4 weeks (409). "
        "Fractures were seen in 11% of women on the 4-week schedule and 12% on the 8-week schedule."
    )
    found = grammar(page(text))
    assert [(a.label, a.size) for a in found.arms] == [("every 8 weeks", 412), ("every 4 weeks", 409)]
    assert [r.arm for r in found.results if r.measure == "proportion"] == ["every 4 weeks", "every 8 weeks"]


def test_letters_that_end_a_sentence(page) -> None:
    text = (
        "Patients were randomised to DF or D. At 5 years 48% were alive. The drugs came from Orvel A. Smith."
    )
    assert [s.text.strip()[-2:] for s in sentences(page(text))] == ["D.", "e.", "h."]


def test_saline_is_a_control(page) -> None:
    found = grammar(page("Adults were randomised to orvelin or normal saline.")).arms
    assert [(a.label, a.role) for a in found] == [("orvelin", "experimental"), ("normal saline", "control")]


def test_numbers_in_brackets_behind_what_people_received(page) -> None:
    found = grammar(page("Adults received placebo (1,104) or orvelin (1,112).")).arms
    assert [(a.label, a.size) for a in found] == [("placebo", 1104), ("orvelin", 1112)]


def test_people_with_as_many_lesions(page) -> None:
    text = (
        "Partial lung irradiation (PLI) or whole lung irradiation (WLI). Seventy-four patients with 78 lesions received PLI; 90 patients "
        "with 93 lesions received WLI. Women were 38 with 39 lesions receiving PLI and 35 with 36 lesions receiving WLI."
    )
    found = [(r.arm[:5].lower(), r.total) for r in grammar(page(text)).results if r.measure == "size"]
    assert found[:2] == [("parti", 74), ("whole", 90)]
    assert ("whole", 39) not in found


def test_those_who_finished_in_a_bracket_with_their_shares(page) -> None:
    text = "Of 71 adults randomised to orvelin or placebo, 66 completed the study (35 (53.0%) orvelin and 31 (47.0%) placebo)."
    found = grammar(page(text)).results
    assert [(r.arm, r.total) for r in found if r.measure == "size"] == [("orvelin", 35), ("placebo", 31)]


def test_the_combination_is_an_arm_by_that_name_alone(page) -> None:
    text = (
        "We tried the combination of velukin with the older drug taxomab versus taxomab alone. Adults on the taxomab arm could cross "
        "over to the combination arm. Thirty-five adults were enrolled; 17 received taxomab alone and 18 received the combination."
    )
    found = grammar(page(text)).arms
    assert [(a.role, a.size) for a in found] == [("control", 17), ("experimental", 18)]


def test_randomisation_that_was_to_two_arms(page) -> None:
    found = grammar(page("Randomization (1:1) was to orvelin or plain cream.")).arms
    assert [a.label for a in found] == ["orvelin", "plain cream"]


def test_what_became_of_those_who_are_divided_is_no_arm(page) -> None:
    found = grammar(page("Of 71 adults randomised to orvelin or placebo, 66 completed the study.")).arms
    assert [a.label for a in found] == ["orvelin", "placebo"]


def test_numbers_of_people_dealt_to_arms_by_name(page) -> None:
    text = "Adults were randomised to kelvarone or bexalin. The numbers of adults randomised to kelvarone and bexalin were 67 and 64, respectively. "
    text += "The numbers of falls on kelvarone and bexalin were 9 and 17, respectively."
    assert [(a.label, a.size) for a in grammar(page(text)).arms] == [("kelvarone", 67), ("bexalin", 64)]


def test_two_sizes_in_a_bracket_are_not_both_of_the_arm_before_it(page) -> None:
    document = page(
        "Forty-nine (51 %) of the adults in the swimming group and 38 (40 %) in the control group (n = 97 and 95) reached their target."
    )
    sizes = {a.label: a.size for a in grammar(document).arms}
    assert sizes["control"] in (None, 95)
