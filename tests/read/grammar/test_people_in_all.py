"""How many people there are in all and in each arm, in the words that articles of many fields have for it."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.participants import participants
from trialwright.read.grammar.people import SAID
from trialwright.read.grammar.sentences import readable


def people(page, text: str) -> list[tuple[str, int | str | float]]:
    return [(s.field, s.value) for s in grammar(page(text)).stated if s.field in SAID]


def arms(page, text: str) -> list[tuple[str, int | None, str]]:
    return [(a.label, a.size, a.role) for a in grammar(page(text)).arms]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("The children were randomised into four groups of 45 children each. Pain was lower in one of them.", 180),
        ("Patients were divided into two equal groups of 30 patients: group A got zinc, group B placebo.", 60),
        ("Women were assigned to three parallel arms of forty women each, by envelope.", 120),
        # all of them, where that is said too
        ("Two groups of 30 women each took zinc or placebo. A total of 75 women entered the trial.", 75),
        ("The intention-to-treat population (n = 52) was analysed. Zinc was taken by some.", 52),
    ],
)  # fmt: skip
def test_groups_of_so_many_are_all(page, text: str, n: int) -> None:
    found = people(page, text)
    assert [value for _, value in found] == [n]


def test_the_sum_is_told(page) -> None:
    sentences, _ = readable(page("The children were randomised into four groups of 45 children each."))
    told = participants(sentences)
    assert told is not None
    assert "four groups of 45" in told.because.formula


def test_groups_of_some_are_not_everybody(page) -> None:
    text = (
        "248 women were randomised to zinc or placebo. Interviews were held in three groups of 8 women each."
    )
    assert people(page, text) == [("randomised", 248)]


def test_controls_that_were_included_are_a_part(page) -> None:
    text = (
        "We had a total of 80 adults, of which 40 adults had a mesh for hernia and 40 adults who had an "
        "appendix removed were included as controls."
    )
    assert people(page, text) == [("participants", 80)]


def test_one_number_behind_two_groups(page) -> None:
    lead = (
        "Fifty adults were randomly divided into a control group and a zinc group (n = {}). "
        "Cough was rarer in the zinc group than in the control group."
    )
    assert arms(page, lead.format(25)) == [("zinc", 25, "experimental"), ("control", 25, "control")]
    # 28 is no half of them: it is the size of the group that it stands beside
    assert arms(page, lead.format(28)) == [("zinc", 28, "experimental"), ("control", None, "control")]


def test_groups_from_nought(page) -> None:
    text = (
        "The children were randomised into four groups of 45 children each: Group 0 received no zinc, Group 1 zinc 5 mg, "
        "Group 2 zinc 10 mg, Group 3 zinc 20 mg. Vomiting occurred in 12 children of Group 0, 10 of Group 1, 8 of Group 2 and 5 of Group 3."
    )
    assert [(label, size) for label, size, _ in arms(page, text)] == [(f"Group {i}", 45) for i in range(4)]
    counts = [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert counts == [("Group 0", 12), ("Group 1", 10), ("Group 2", 8), ("Group 3", 5)]


def test_doctors_and_their_patients_are_no_arms(page) -> None:
    text = (
        "Practices (doctors, n = 96) and their patients with gout (n = 1830) were included and randomised to two programmes. "
        "50 doctors and 1012 patients were in the advanced programme and 46 doctors and 818 patients in the usual programme."
    )
    assert [(label, size) for label, size, _ in arms(page, text)] == [
        ("advanced programme", 1012),
        ("usual programme", 818),
    ]


def test_those_in_whom_something_was_measured(page) -> None:
    text = "We measured smoke among women from the stove group (52 women) and the open fire control group (66 women)."
    assert [(label, size) for label, size, _ in arms(page, text)] == [
        ("stove", 52),
        ("open fire control", 66),
    ]
    # those in whom it was seen are no sizes
    text = "Smoke was more often found in the stove group (52 women) than in the open fire control group (66 women)."
    assert [size for _, size, _ in arms(page, text)] == [None, None]


def test_what_is_applied_is_the_arm(page) -> None:
    text = "Sixty women were randomised to apply zincal gel or placebo gel. Rash was seen in 60% of women who received zincal."
    assert [label for label, _, _ in arms(page, text)] == ["zincal gel", "placebo gel"]


@pytest.mark.parametrize(
    "groups",
    [
        "three groups as zinc therapy (n = 20), copper therapy (n = 20) and control (n = 20)",
        "three groups as zinc therapy, copper therapy and control (20 each)",
        "three groups: (1) zinc therapy (n = 20), (2) copper therapy (n = 20) and (3) control (n = 20)",
    ],
)
def test_groups_as_they_are_called(page, groups: str) -> None:
    found = arms(page, f"Sixty women were randomly divided into {groups}.")
    assert [(label.removesuffix(" therapy"), size) for label, size, _ in found] == [
        ("zinc", 20),
        ("copper", 20),
        ("control", 20),
    ]


def test_what_divides_is_no_part_of_a_name(page) -> None:
    text = "Women were randomly divided into zinc counting (n = 44) and control (n = 36) groups."
    assert [label for label, _, _ in arms(page, text)] == ["zinc counting", "control"]
