"""None of so many, two sexes of an arm, a clause behind two arms, doses with a power of ten, a difference in change."""

import pytest

from trialwright.adapters import concepts
from trialwright.read import documents, read

OF = "We randomised 74 adults with gout to corvelin (n = 36) or placebo (n = 38). {}"


def reading(text):
    (document,) = documents(text.encode(), "text.txt")
    return read(document, concepts.load())


def shares(text):
    return [(r.count, r.total, r.arm, r.endpoint) for r in reading(text).results if r.measure == "proportion"]


@pytest.mark.parametrize(
    "words",
    [
        "None of 36 adults in the corvelin group and 5 of 38 in the placebo group relapsed.",
        "None of the 36 adults given corvelin and five of the 38 given placebo relapsed.",
    ],
)
def test_none_of_so_many_is_a_count_of_nothing(words):
    assert [s[:3] for s in shares(OF.format(words))] == [(0, 36, "corvelin"), (5, 38, "placebo")]


@pytest.mark.parametrize(
    "words",
    [
        "If none of the 36 adults in the corvelin group responds, no more are taken in.",
        "None of the two drugs in the corvelin group was new.",
        "One of 36 adults on corvelin relapsed.",
    ],
)
def test_what_people_had_been_and_other_things_are_no_counts_of_nothing(words):
    assert not any(s[0] == 0 for s in shares(OF.format(words)))


@pytest.mark.parametrize(
    ("words", "sizes"),
    [
        ("There were 17 men and 19 women in the corvelin group and 20 men and 18 women in the placebo group.", [36, 38]),
        ("There were 17 women in the corvelin group.", [36, 38]),
    ],
)  # fmt: skip
def test_one_sex_of_two_is_no_size_of_an_arm(words, sizes):
    assert [r.total for r in reading(OF.format(words)).results if r.measure == "size"] == sizes


def test_women_of_two_arms_are_their_sizes():
    text = "Corvelin was compared with placebo in 74 women: 36 women in the corvelin group and 38 women in the placebo group."
    assert [(r.total, r.arm) for r in reading(text).results if r.measure == "size"] == [(36, "corvelin"), (38, "placebo")]  # fmt: skip


def test_a_clause_behind_two_arms_is_no_third():
    found = reading("In 300 adults randomised to corvelin or allopurinol, relief occurred in 120 of 150 with corvelin and 101 of 150 with allopurinol.")  # fmt: skip
    assert [a.label for a in found.trial.arms] == ["corvelin", "allopurinol"]
    assert {r.endpoint for r in found.results if r.measure == "proportion"} == {"relief"}


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("We randomised 40 adults to interferon gamma 2.5 × 10⁶ IU daily or placebo.", ["interferon gamma", "placebo"]),
        ("We randomised 40 adults to interferon gamma 2.5 mg daily or placebo.", ["interferon gamma", "placebo"]),
        ("We randomised 40 adults to factor X or placebo.", ["factor X", "placebo"]),
    ],
)  # fmt: skip
def test_a_dose_with_a_power_of_ten_is_no_part_of_a_name(text, arms):
    assert [a.label for a in reading(text).trial.arms] == arms


@pytest.mark.parametrize(
    ("bracket", "measures"),
    [
        ("difference in change -3.4; 95% CI -5.6 to -1.2; P = 0.003", [("difference", -3.4, -5.6, -1.2)]),
        ("mean difference ± SE -3.4 ± 1.1; 95% CI -5.6 to -1.2", []),
    ],
)
def test_a_difference_in_change_stands_before_a_semicolon(bracket, measures):
    text = OF.format(
        f"The score fell from 31.2 to 22.0 with corvelin and from 30.8 to 25.0 with placebo ({bracket})."
    )
    found = [(r.measure, r.value.value, r.low.value, r.high.value) for r in reading(text).results if r.low]
    assert found == measures
    assert not any(r.measure == "p_value" for r in reading(text).results)


@pytest.mark.parametrize(
    ("words", "arms"),
    [
        ("Pain fell from 6.4 to 3.2 with corvelin and from 6.3 to 4.4 with placebo (P = 0.004).", [("", "")]),
        ("Pain fell from 6.4 to 3.2 with corvelin (P = 0.004) and from 6.3 to 4.4 with placebo (P = 0.03).", [("corvelin", ""), ("placebo", "")]),
        ("Pain fell from 6.4 to 3.2 with corvelin (P = 0.004).", [("corvelin", "")]),
    ],
)  # fmt: skip
def test_one_p_behind_the_changes_of_two_arms_may_compare_them(words, arms):
    found = [r for r in reading(OF.format(words)).results if r.measure == "p_value"]
    assert [(r.arm, r.versus) for r in found] == arms


def test_those_who_are_compared_with_an_arm_are_not_its_size():
    found = reading("Thirty adults with gout received corvelin and were compared with historical controls. Relief was seen in 20 of 30 with corvelin.")  # fmt: skip
    assert [a.size for a in found.trial.arms if a.role == "historical"] == [None]
    two = reading("Thirty adults in the corvelin group were compared with 31 in the placebo group.")
    assert [(a.label, a.size) for a in two.trial.arms] == [("corvelin", 30), ("placebo", 31)]
