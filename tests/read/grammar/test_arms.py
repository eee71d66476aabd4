"""Arms: one label each, whatever the document calls them next."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

PAIRS = [
    ("Patients were randomised 1:1 to receive either usual care (UC) or velatinib (50 mg) in addition to UC.", {"usual care": "control", "velatinib": "experimental"}),
    ("We compared velatinib (n = 20) with placebo (n = 21).", {"velatinib": "experimental", "placebo": "control"}),
    ("Sixty adults were assigned to velatinib or placebo.", {"velatinib": "experimental", "placebo": "control"}),
    ("The trial assigned 20 patients to velatinib and 21 patients to standard care.", {"velatinib": "experimental", "standard care": "control"}),
    ("Relapse was rarer in the velatinib group than in the placebo group.", {"velatinib": "experimental", "placebo": "control"}),
    ("Of those given velatinib 3% relapsed, versus 5% of those given placebo.", {"velatinib": "experimental", "placebo": "control"}),
    ("In this single-arm study 12 women with asthma were treated with velatinib. A historical cohort of 30 women served as controls.", {"velatinib": "experimental", "historical cohort": "historical"}),
    ("Weekly patch eases asthma at night. Of the children 44% slept through, compared with 31% on placebo.", {"patch": "experimental", "placebo": "control"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_arms_and_their_roles(page, text: str, expected: dict[str, str]) -> None:
    assert {a.label: a.role for a in grammar(page(text)).arms} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Larger randomized outcome trials to confirm benefit and to refine entry are needed.",
        "Velatinib blocks a receptor that is abundant in asthma.",
        "Outcomes were compared between younger and older groups of patients with asthma.",
        "",
    ],
)
def test_no_arm_is_made_up(page, text: str) -> None:
    assert grammar(page(text)).arms == ()


def test_short_forms_and_dose_words_name_the_same_arm(page) -> None:
    text = (
        "Patients were randomised to low-dose velatinib (VEL) or standard of care (SOC). Relapse occurred in 4/20 (20%) of the "
        "VEL group and 8/20 (40%) of the SOC group. Fever occurred in 1/20 (5%) of the velatinib group and 2/20 (10%) of the control group."
    )
    read = grammar(page(text))
    assert [a.label for a in read.arms] == ["low-dose velatinib", "standard of care"]
    shares = [r for r in read.results if r.measure == "proportion"]
    assert [(r.arm, r.count, r.total, r.endpoint) for r in shares] == [
        ("low-dose velatinib", 4, 20, "Relapse"),
        ("standard of care", 8, 20, "Relapse"),
        ("low-dose velatinib", 1, 20, "Fever"),
        ("standard of care", 2, 20, "Fever"),
    ]


def test_two_doses_of_one_drug_are_two_arms(page) -> None:
    read = grammar(page("Patients were randomised to low-dose velatinib or high-dose velatinib."))
    assert [(a.label, a.role) for a in read.arms] == [("low-dose velatinib", ""), ("high-dose velatinib", "")]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("We compared velatinib (n = 20) with placebo (n = 21).", [20, 21]),
        ("Women were assigned to undergo surgery (349 patients) or radiotherapy (352 patients).", [349, 352]),
        ("The trial assigned 20 patients to velatinib and 21 to placebo.", [20, 21]),
        ("The trial randomised 60 patients to velatinib or placebo.", [None, None]),
        # Events beside an arm are not its size, and no arm is as large as the trial.
        ("Patients were randomised to velatinib or placebo. There were 9 in the velatinib group and 4 in the placebo group.", [None, None]),
        ("Patients were randomised to velatinib or placebo. Deaths (33 for velatinib, 36 for placebo) were few.", [None, None]),
        ("We randomly assigned 80 adults to oral velatinib 20 mg daily or placebo.", [None, None]),
        ("Velatinib was compared with placebo (84 velatinib, 55 placebo).", [84, 55]),
        ("Patients were randomised to velatinib or placebo. Relapse was seen in 20% (n = 4) of the velatinib group.", [None, None]),
        ("We compared velatinib (n = 20) with placebo (n = 21). Analysed were velatinib (n = 19) compared with placebo (n = 21).", [None, 21]),
    ],
)  # fmt: skip
def test_sizes_are_printed_or_absent(page, text: str, sizes: list[int | None]) -> None:
    assert [a.size for a in grammar(page(text)).arms] == sizes


def test_what_became_of_people_is_no_arm(page) -> None:
    text = (
        "Seventy adults were randomised to receive velatinib or cetuxine. The warts of others had either shrank (21 adults) or "
        "enlarged (14 adults)."
    )
    assert [a.label for a in grammar(page(text)).arms] == ["velatinib", "cetuxine"]
