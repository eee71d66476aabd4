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


def sizes(read) -> dict[str, int | None]:
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


def test_a_name_begins_after_the_word_that_joins_it(page) -> None:
    text = (
        "Open versus key-hole repair. Adults were randomly assigned to undergo open repair (149 patients) or key-hole repair (by two surgeons) followed by "
        "a mesh to the lower abdominal wall (152 patients). Nine adults in the group that underwent key-hole repair had a relapse."
    )
    assert sizes(grammar(page(text))) == {"open repair": 149, "key-hole repair": 152}


def test_groups_called_in_brackets_behind_their_people(page) -> None:
    text = (
        "Fifty adults were given iron. Twenty-eight patients (ZNC group) had 7 g/day of zinc and 22 patients (CPR group) had 90 mg/day of copper. "
        "This study employed a randomized design. Cramps were rarer with zinc."
    )
    assert sizes(grammar(page(text))) == {"ZNC": 28, "CPR": 22}


def test_local_control_is_an_outcome(page) -> None:
    text = "Prone ablation of the thyroid: 5-year results. Ninety percent of patients were treated prone. Prone ablation results in excellent local control."  # fmt: skip
    assert not any(a.label == "control" for a in grammar(page(text)).arms)


def test_arms_are_those_that_numbers_are_given_of(page) -> None:
    text = (
        "Copper versus iron in gout. Pain fell in 12% with diet and 20% with walking. All 40 on diet ate less, and walking took 30 minutes. "
        "On 3 days a week diet and walking were checked."
    )
    assert {a.label for a in grammar(page(text)).arms} == {"diet", "walking"}


def test_a_third_arm_beside_a_number_of_its_own(page) -> None:
    text = (
        "This randomized trial compared reading therapy (RDT), plain walking therapy (PWT), and brief singing therapy (BST). Response rates were 35% for RDT, "
        "50% for PWT and 31% for BST."
    )
    read = grammar(page(text))
    assert len(read.arms) == 3
    assert len({r.arm for r in read.results if r.unit == "%"} - {""}) == 3


def test_letters_whose_numbers_add_up(page) -> None:
    text = (
        "Participants received plain (P) zinc or a dose fitted to need (F). 177 patients were randomized (F, 90; P, 87). "
        "Compliance was 61.4% and 59% in the P and F arms, respectively."
    )
    read = grammar(page(text))
    assert sizes(read) == {"arm f": 90, "arm p": 87}
    assert [r.arm for r in read.results if r.unit == "%"] == ["arm p", "arm f"]


def test_kinds_of_people_are_no_arms(page) -> None:
    text = (
        "Adults with node-positive (NP) or node-negative (NN) disease were vaccinated or served as controls. 121 patients were enrolled (NP, 61; NN, 60). "
        "Relapse came in 8% of the vaccinated and 14% of the controls."
    )
    assert not any("node" in a.label for a in grammar(page(text)).arms)


def test_people_dealt_out_with_their_share_had_nothing(page) -> None:
    text = (
        "Adults were randomised to a phone call or no call. 531 adults (33.2%) were randomly assigned to the call group and 1069 (66.8%) to the no call group. "
        "Falls: 12 deaths in the call group versus 40 in the no call group."
    )
    read = grammar(page(text))
    assert not any(
        r.count == 531 or (r.value and r.value.value == 33.2)
        for r in read.results
        if r.measure == "proportion"
    )


def test_events_in_a_bracket_are_no_people(page) -> None:
    text = (
        "Late velatinib in asthma. Adults were randomly assigned to velatinib or placebo. Survival was better "
        "(71% [95% CI 61-78; n=26 events] with velatinib, vs 56% [46-65; n=41 events] with placebo)."
    )
    assert sizes(grammar(page(text))) == {"velatinib": None, "placebo": None}


def test_an_interval_stands_between_two_numbers_of_a_pair(page) -> None:
    text = (
        "Adults were randomised to velatinib or placebo. Detection was more frequent in the velatinib group than in the placebo group "
        "(81.1%, 95% CI 77.2-85.0 vs 67.0%, 60.3-73.7; p=0.0004), whereas cost was lower (77.7%, 77.3-78.0 vs 81.4%, 81.1-81.7; p<0.0001)."
    )
    arms = {r.value.value: r.arm for r in grammar(page(text)).results if r.unit == "%"}
    assert arms == {81.1: "velatinib", 67.0: "placebo", 77.7: "velatinib", 81.4: "placebo"}


def test_no_part_of_an_arm_is_larger_than_it(page) -> None:
    text = (
        "Of 825 eligible adults 820 were randomly assigned to receive velatinib 60 mg (n=411) or placebo (n=409). The lower number of falls in the velatinib group (42) than "
        "in the placebo group (76) was alike in adults with strong bones (n=472, HR 0.44) and in those with weak bones (n=348, HR 0.57)."
    )
    assert grammar(page(text)).arms[0].size == 411


def test_two_sides_of_versus_are_not_one_arm(page) -> None:
    text = "A comparison of zinc given in a trial versus routine copper. Fever was seen in 8 % of adults given zinc on-trial vs. 14 % of those given zinc off-trial."
    arms = [r.arm for r in grammar(page(text)).results if r.unit == "%"]
    assert arms[0] == "" or arms[0] != arms[1]


def test_codes_in_square_brackets_and_of_a_part(page) -> None:
    text = (
        "Do phone calls affect sleep? Sixty adults were randomly assigned (31 intervention [INT], 29 usual care [UC]). "
        "Most slept: 87% INT versus 61% UC adults slept well."
    )
    read = grammar(page(text))
    roles = {a.label: a.role for a in read.arms}
    assert [roles[r.arm] for r in read.results if r.unit == "%"] == ["experimental", "control"]
    assert not any(a.label.startswith("Do ") for a in read.arms)


def test_a_pair_beyond_other_numbers_takes_no_arm_from_one_before(page) -> None:
    text = (
        "Adults were randomised to velatinib or placebo. Falls did not differ between the velatinib group (366 events, 81%) "
        "and those who had placebo (334 events, 79%), and neither did broken bones (52 vs 51 [30% in each group])."
    )
    arms = {
        r.value.value: r.arm
        for r in grammar(page(text)).results
        if r.unit == "%" and r.value and r.value.value > 70
    }
    assert arms == {81: "velatinib", 79: "placebo"}


FOUR = (
    "Cough was studied after three sprays. 100 adults were allocated into 4 groups by spray (Group W, water; Group Z, zinc 40 mg; Group C, copper 5 mg; "
    "Group F, iron 1 mg). We first compared zinc with iron. "
)


def test_three_letters_or_more_that_one_sentence_tells_numbers_of_are_the_arms(page) -> None:
    text = FOUR + "Cough was rarer in group Z (24%), group C (32%), and group F (0%), than group W (88%)."
    arms = {r.value.value: r.arm.lower() for r in grammar(page(text)).results if r.unit == "%"}
    assert arms == {24: "group z", 32: "group c", 0: "group f", 88: "group w"}


def test_a_letter_that_no_arm_has_is_of_none_of_them(page) -> None:
    text = (
        "Adults were randomised to zinc (group Z, n = 50) or iron (group F, n = 51). Cough was seen in 24% in group Z and in 32% in group C. "
        "Fever was seen in 9 of 50 (18%) in group C."
    )
    arms = {r.value.value: r.arm for r in grammar(page(text)).results if r.unit == "%"}
    assert arms[24] == "zinc"
    assert arms[32] == arms[18] == ""
