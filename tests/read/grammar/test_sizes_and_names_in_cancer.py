"""Names in brackets, other words for radiotherapy, comparisons in the passive, and sizes told sentence by sentence."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import Grammar, grammar


def sizes(found: Grammar) -> dict[str, int]:
    return {r.arm: int(r.value.value) for r in found.results if r.measure == "size" and r.value}


def percents(found: Grammar) -> list[tuple[str, float]]:
    return [(r.arm, r.value.value) for r in found.results if r.unit == "%" and r.value]


def test_sizes_at_the_heads_of_their_sentences(page) -> None:
    text = (
        "Thirty-eight women were randomized before surgery. Sixteen women who were assigned to the yoga group did yoga twice a week. Twenty-two "
        "women in the control group were told that they should stretch. Pain fell in the yoga group and rose in the control group."
    )
    assert sizes(grammar(page(text))) == {"yoga": 16, "control": 22}


def test_numbers_at_the_heads_of_sentences_that_are_not_all_people(page) -> None:
    text = "Sixty women were randomised to yoga or control. Nine women assigned to the yoga group left. Eleven women in the control group moved away."
    assert not sizes(grammar(page(text)))


def test_so_many_were_treated_on_each_arm(page) -> None:
    text = "Women were randomly assigned to capecitabine or eribulin. Sixty-one women were treated on each arm. The response rate was 28% with eribulin."
    assert sizes(grammar(page(text))) == {"capecitabine": 61, "eribulin": 61}


@pytest.mark.parametrize("told", ["Two cycles were given on each arm.", "Women had 12 visits on each arm."])
def test_what_was_given_on_each_arm_is_no_size(page, told: str) -> None:
    assert not sizes(grammar(page(f"Women were randomly assigned to capecitabine or eribulin. {told}")))


def test_those_who_are_dealt_are_not_counted_twice(page) -> None:
    text = (
        "Adults were randomised to lanreotide or supportive care. Thirty-one adults were enrolled, 16 of these treated with lanreotide and the other "
        "15 were put in a control group."
    )
    found = grammar(page(text))
    assert sizes(found) == {"lanreotide": 16, "supportive care": 15}
    assert not [r for r in found.results if r.count is not None]


def test_some_of_those_just_counted(page) -> None:
    text = "Adults were randomised to zinc or copper. Nine adults on zinc died, six of whom had fever."
    assert [r.count for r in grammar(page(text)).results if r.count is not None] == [9, 6]


def test_a_square_metre_is_no_size(page) -> None:
    text = (
        "Women were dealt out at random, either to capecitabine (Cap arm: 950 mg/m(2) twice a day) or to eribulin (E arm: 1.2 mg/m(2) weekly). "
        "Sixty-one women were treated on each arm."
    )
    assert set(sizes(grammar(page(text))).values()) == {61}


def test_groups_that_are_named_in_brackets(page) -> None:
    text = (
        "In this trial 310 women were randomized to receive either 20 ml ropivacaine (block group) or saline (control group). Pain was reported in "
        "61 of 148 (41.2%) and 70 of 144 (48.6%) women in the block and control groups, respectively."
    )
    found = grammar(page(text))
    assert percents(found) == [(found.arms[0].label, 41.2), (found.arms[1].label, 48.6)]


def test_groups_that_are_called_by_their_brackets_and_by_what_they_get(page) -> None:
    text = (
        "We randomized 310 women to receive a nerve block with either 0.4 ml/kg 0.5% ropivacaine (nerve group) or saline (control group). Overall, "
        "148 women received ropivacaine, and 144 received saline. Pain came in 41% of the nerve group and 49% of the control group. Less was taken "
        "in the nerve group."
    )
    assert list(sizes(grammar(page(text))).values()) == [148, 144]


def test_other_words_in_brackets_are_no_names(page) -> None:
    text = "Women were randomised to either ropivacaine (short needle) or saline (long needle). Pain was seen in 31% of women with a short needle before."
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["ropivacaine", "saline"]
    assert percents(found) == [("", 31)]


def test_radiotherapy_by_another_word(page) -> None:
    text = (
        "Women were assigned to whole-breast irradiation (n = 412) or no irradiation (n = 420). Relapse was seen in 7.5% in the group without "
        "radiotherapy and 1.2% in the group with radiotherapy."
    )
    assert percents(grammar(page(text))) == [("no irradiation", 7.5), ("whole-breast irradiation", 1.2)]


def test_radiotherapy_is_no_name_of_other_arms(page) -> None:
    text = (
        "Women were randomly assigned to tamoxifen or no chemotherapy. Relapse was seen in 11% of those without radiotherapy and 6% of those with "
        "radiotherapy."
    )
    assert {arm for arm, _ in percents(grammar(page(text)))} == {""}


def test_a_comparison_in_the_passive(page) -> None:
    text = (
        "The efficacy of tropisetron in preventing sickness was compared with that of a combination of antiemetics, including metoclopramide. "
        "It was a randomized cross-over trial in 96 women. Tropisetron was better than the combination; complete response rates were "
        "61 and 43%, respectively. At the end, 52% of patients preferred tropisetron and 27% preferred the combination."
    )
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["tropisetron", "combination of antiemetics"]
    assert percents(found) == [
        ("tropisetron", 61), ("combination of antiemetics", 43), ("tropisetron", 52), ("combination of antiemetics", 27),
    ]  # fmt: skip


def test_a_title_with_a_versus_compares_no_other_two(page) -> None:
    text = (
        "A randomized trial comparing combined with alternating treatment by cytostatic drugs and megestrol in breast cancer. The "
        "overall response rate was 71% in the combined arm."
    )
    assert "cytostatic drugs" not in {a.label for a in grammar(page(text)).arms}


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("entered in the trial", 211),
        ("registered in this study", 211),
        ("entered in the register of deaths", None),
    ],
)
def test_those_who_entered_the_trial(page, told: str, number: int | None) -> None:
    found = grammar(page(f"Two hundred eleven patients {told} between 1981 and 1988 are available."))
    assert next((s.value for s in found.stated if s.field == "recruited"), None) == number
