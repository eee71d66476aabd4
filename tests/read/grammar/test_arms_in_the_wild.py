"""Arms that documents set out in less plain ways, and the numbers that follow."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = [
    # What each is stands in brackets, and outweighs that the one name holds the other.
    ("Adults were randomly assigned to primary zinc prevention during the first two weeks only (experimental arm) or to primary zinc prevention throughout the winter (standard arm).", ["experimental", "control"]),
    # A short form stands for what is added.
    ("Iron versus iron plus zinc and copper in anaemia. Women were randomised to receive iron (FE) or Z and C plus iron (ZCF). Ninety women were recruited (iron 44, ZCF 46).", ["control", "experimental"]),
    # Letters of what is given.
    ("Of 75 patients, 50 were randomized to K + P and 25 to K + P+zin. Fever was seen in 12 % of the K + P arm and in 16 % of the K + P+zin arm.", ["control", "experimental"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "roles"), ARMS)
def test_which_is_tried(page, text: str, roles: list[str]) -> None:
    assert [a.role for a in grammar(page(text)).arms] == roles


def sizes(read) -> dict[str, int]:
    return {a.label: a.size for a in read.arms}


def test_people_who_had_a_treatment_where_these_are_all(page) -> None:
    text = "In this part of a randomised trial (n = 57) 31 patients had drainage with suction, 26 patients had drainage with plain tubes serving as controls."
    assert sizes(grammar(page(text))) == {"drainage with suction": 31, "drainage with plain tubes": 26}


def test_people_who_had_a_symptom_are_no_arms(page) -> None:
    text = "In a randomised trial of 90 adults, 31 patients had fever, 26 patients had cough."
    assert not any(a.label in ("fever", "cough") for a in grammar(page(text)).arms)


def test_a_description_follows_the_name(page) -> None:
    text = (
        "The trial randomly assigned 900 adults at 12 US clinical centers to a walking programme with goals of an hour a day in a group "
        "of ten and a rise in stairs, hills, and parks (40%; n = 360) or to a usual activity comparison (60%; n = 540). "
        "In the walking group weight fell. Fewer deaths occurred in the walking group (18 deaths [0.031% per year] v 41 deaths [0.047% per year])."
    )
    read = grammar(page(text))
    assert sizes(read) == {"walking programme": 360, "usual activity comparison": 540}
    counts = {r.count: r.arm for r in read.results if r.measure == "proportion" and r.count}
    assert counts == {18: "walking programme", 41: "usual activity comparison"}
    dealt = [r for r in read.results if r.value and r.value.value in (40, 60)]
    assert dealt
    assert all(r.arm == "" for r in dealt)


def test_the_rest_of_a_phrase_is_no_group(page) -> None:
    text = (
        "We studied the later course of the arm swelling in women wearing sleeves or not. Two of 30 women in the sleeve group (SG) "
        "and 5 of 29 of the control group had swelling. Strength was better in the SG."
    )
    assert {a.label for a in grammar(page(text)).arms} == {"sleeve", "control"}


def test_past_controls_with_sizes_are_compared(page) -> None:
    text = (
        "Sliding hooks in hip fracture. Stay was compared between patients who underwent hip surgery with the two new sliding hooks (n = 412) and "
        "historical controls who underwent conventional nailing (n = 388). Reoperation (1.2% versus 4.9%) differed between the sliding and "
        "conventional groups, respectively."
    )
    read = grammar(page(text))
    assert sorted(a.size for a in read.arms) == [388, 412]
    assert [r.arm for r in read.results if r.unit == "%"] == [a.label for a in read.arms]


def test_pts_are_patients(page) -> None:
    read = grammar(page("80 pts were randomised to velatinib and 78 pts to placebo. Fever occurred in 9 pts on velatinib and 20 pts on placebo."))  # fmt: skip
    assert sizes(read) == {"velatinib": 80, "placebo": 78}


def test_schedules_of_one_drug_outweigh_a_group_that_is_hardly_named(page) -> None:
    text = (
        "Patients were randomized to receive 5 mg of velatinib every 3 or every 9 weeks for 1 year. 120 patients received velatinib every 3 weeks, "
        "118 patients received velatinib every 9 weeks and 7 patients received placebo. Relapse occurred in 22 patients (18.3%) in the every 3 weeks "
        "group and 25 patients (21.2%) in the every 9 weeks group. Fever was seen in 40% in the every 3 weeks group and in 37% in the every 9 weeks group. "
        "Rash was rare: 2% in the every 3 weeks group and 3% in the every 9 weeks group."
    )
    read = grammar(page(text))
    assert {a.label for a in read.arms} == {"3-week", "9-week"}
    arms = {r.count: r.arm for r in read.results if r.count in (22, 25)}
    assert arms == {22: "3-week", 25: "9-week"}


def test_an_aside_does_not_own_the_next_number(page) -> None:
    text = (
        "Patients were randomised to velatinib (n = 90) or placebo (n = 90). In the velatinib group, whose members slept longer compared with the "
        "placebo group, a change of dose was made in 11 of 60 (18 %) patients."
    )
    shares = [r for r in grammar(page(text)).results if r.count == 11]
    assert [r.arm for r in shares] != ["placebo"]
    assert len(shares) == 1


def test_three_arms_keep_the_order_that_most_sentences_have(page) -> None:
    text = (
        "Adults were randomised to zinc (n = 50), copper (n = 51) or iron (n = 52). Relapse was 12% with zinc, 15% with copper and 18% with iron. "
        "Iron was less costly than copper, and copper less than zinc. Zinc was liked better than copper. Survival in the three groups was 91%, 92% and 93%, respectively."
    )
    arms = {r.value.value: r.arm for r in grammar(page(text)).results if r.value and r.value.value > 90}
    assert arms == {91: "zinc", 92: "copper", 93: "iron"}


def test_orders_that_disagree_settle_nothing(page) -> None:
    text = (
        "Adults were randomised to zinc (n = 50), copper (n = 51) or iron (n = 52). Relapse was 12% with zinc, 15% with copper and 18% with iron. "
        "Iron was less costly than copper, and copper less than zinc. Survival in the three groups was 91%, 92% and 93%, respectively."
    )
    assert [r.arm for r in grammar(page(text)).results if r.value and r.value.value > 90] == ["", "", ""]


def test_a_code_and_its_negation(page) -> None:
    text = (
        "Wound closure with or without a suction drain. Adults were randomised to receive closure with a suction drain (Dr) or without (no-Dr). "
        "Of 205 adults, 101 no-Dr and 99 Dr patients were analysed. Fever occurred in 12% Dr patients but only 4% no-Dr patients had a leak."
    )
    read = grammar(page(text))
    tried, control = (
        next(a.label for a in read.arms if a.role == role) for role in ("experimental", "control")
    )
    assert {r.value.value: r.arm for r in read.results if r.unit == "%"} == {12: tried, 4: control}
