"""Numbers beside arms: sizes and counts of events, also in one sentence, in words, and set against each other."""

from __future__ import annotations

import time

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.arm_counts import _NAMED

SET = "Zinc lozenges versus placebo for colds: a randomized trial. Eighty adults were randomly assigned to zinc lozenges or placebo. "
A, B = "zinc lozenges", "placebo"


def sizes(document) -> list[tuple[str, int]]:
    return [(r.arm, r.total) for r in grammar(document).results if r.measure == "size"]


def counts(document) -> list[tuple[str, int, int | None]]:
    return [(r.arm, r.count, r.total) for r in grammar(document).results if r.measure == "proportion"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Forty adults started with zinc lozenges and 38 with placebo.", [(A, 40), (B, 38)]),
        ("On 3 May 2019, 41 adults were allocated to zinc lozenges and 39 to placebo.", [(A, 41), (B, 39)]),
        ("Arms were zinc lozenges (30 minutes a day; 41 adults) and placebo (30 minutes a day; 39 adults).", [(A, 41), (B, 39)]),
        ("The zinc lozenges group, n = 41, 65% urban, met the placebo group, n = 39, 46% urban.", [(A, 41), (B, 39)]),
        ("They were assigned (41, zinc lozenges; 39, placebo).", [(A, 41), (B, 39)]),
        ("There were 40 adults in each group.", [(A, 40), (B, 40)]),
        ("In adults with fever (31 on zinc lozenges and 29 on placebo) the course was short.", [(A, 31), (B, 29)]),
        ("Then 41 (median age, 59 [32-91] years) were assigned to zinc lozenges and 39 (median age, 60 [30-90] years) to placebo.", [(A, 41), (B, 39)]),
        ("Of these, 41 (51.2%) were randomized to zinc lozenges and 39 (48.8%) to placebo.", [(A, 41), (B, 39)]),
        ("Zinc lozenges with tea were given to 41 adults and placebo with tea was given to 39 adults.", [(A, 41), (B, 39)]),
        ("Zinc lozenges were given to 41 adults who had met the placebo group.", []),
        ("Six of the adults had sons; 3 received zinc lozenges and 3 received placebo.", []),
        ("Zinc lozenges were tried before in a large town in women with colds (n = 60).", []),
        # A mean with its SD beside an arm is no size, nor is a number of wards.
        ("Scores fell from 64 (SD 11) to 37 (SD 13) with zinc lozenges and from 66 (SD 12) to 43 (SD 16) with placebo.", []),
        ("Thirty wards were randomised: 16 to zinc lozenges and 14 to placebo.", []),
        ("Thirty wards were randomised: 41 adults to zinc lozenges and 39 adults to placebo.", [(A, 41), (B, 39)]),
        # The number in the trial is nobody's size, nor is the number of groups.
        ("Eighty adults were divided into two groups: zinc lozenges (n = 41) and placebo (n = 39).", [(A, 41), (B, 39)]),
        ("Of the 80 adults in two trials of zinc lozenges, none left.", []),
    ],
)  # fmt: skip
def test_sizes(page, text: str, expected: list) -> None:
    assert sizes(page(SET + text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Four adults in the zinc lozenges group and two in the placebo group were lost.", [(A, 4, None), (B, 2, None)]),
        ("Nine colds were reported--5 in the zinc lozenges group and 4 in the placebo group.", [(A, 5, None), (B, 4, None)]),
        ("Seven events and 3 deaths in the zinc lozenges group and 9 events and 4 deaths in the placebo group occurred.",
            [(A, 7, None), (A, 3, None), (B, 9, None), (B, 4, None)]),
        ("Two adults in each group died.", [(A, 2, None), (B, 2, None)]),
        ("More adults in the placebo group needed rest (21 vs. 8; P = 0.01).", [(B, 21, None), (A, 8, None)]),
        ("Relapse was seen in 4/41 during zinc lozenges and 5/39 during placebo.", [(A, 4, 41), (B, 5, 39)]),
        ("Fever (zinc lozenges: 4/41 = 10%; placebo: 8/39 = 21%) was common.", [(A, 4, 41), (B, 8, 39)]),
        ("Colds were rarer on zinc lozenges (5 cases, 0.3% per year) than on placebo (9 cases, 0.5% per year).", [(A, 5, None), (B, 9, None)]),
        ("There were fewer relapses in the zinc lozenges group (n = 1) than in the placebo group (n = 4).", [(A, 1, None), (B, 4, None)]),
        ("There was one case of grade 3 fever in the zinc lozenges group.", [(A, 1, None)]),
        ("No late relapse was observed in the placebo group.", [(B, 0, None)]),
        ("No significant difference was found in the placebo group.", []),
        ("In the zinc lozenges group, at least one fever occurred.", []),
        # Grades, each seen in so many of the one arm that the sentence opens with.
        ("In the placebo group, mild fever was seen in 6 cases, strong fever in 4 cases and delirium in 2 cases.", [(B, 6, None), (B, 4, None), (B, 2, None)]),
        ("In the placebo group, grades 1, 2 and 3 fever were noted in one case, 9 cases and 7 cases, respectively.", [(B, 1, None), (B, 9, None), (B, 7, None)]),
        ("In 14 patients fever was seen in 6 cases.", []),
        # A number of days is no count of people.
        ("The median number of days was 3 on zinc lozenges and 4 on placebo.", []),
        ("The median time was shorter in the placebo group (21 vs 8; P = 0.01).", []),
        ("Doses of 3 lozenges in 25 fractions for zinc lozenges and 16 fractions for placebo were given.", []),
    ],
)  # fmt: skip
def test_counts(page, text: str, expected: list) -> None:
    assert counts(page(SET + text)) == expected


def test_sizes_and_counts_in_one_sentence(page) -> None:
    text = "Among 80 adults (41 in the zinc lozenges group and 39 in the placebo group), 12 had a relapse (5 on zinc lozenges and 7 on placebo)."
    document = page(SET + text)
    assert sizes(document) == [(A, 41), (B, 39)]
    assert counts(document) == [(A, 5, None), (B, 7, None)]


def test_percent_of_so_many_people_gives_the_total(page) -> None:
    text = (
        "Relapse was seen in 23.2% of 41 adults on zinc lozenges compared with 10% of 39 adults on placebo."
    )
    found = [
        (r.arm, r.value.value, r.total)
        for r in grammar(page(SET + text)).results
        if r.measure == "proportion" and r.value
    ]
    assert found == [(A, 23.2, 41), (B, 10.0, 39)]


NOUGHT = "Boost versus no boost for colds: a randomized trial. Adults were randomly assigned to boost or no boost. "


def test_an_arm_called_no_is_no_count_of_nought(page) -> None:
    text = "Relapse was seen in 27% of adults with no boost versus 16% of adults with boost."
    assert [c for _, c, _ in counts(page(NOUGHT + text))] == [None, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A trial for colds. A total of 80 adults (41 to ZNC + VTC, 39 to ZNC) were randomly assigned.", {"ZNC + VTC": 41, "ZNC": 39}),
        ("A trial for colds. Eighty adults were recruited (TAM 41, ACT 39) in one year.", {"TAM": 41, "ACT": 39}),
    ],
)  # fmt: skip
def test_numbers_that_add_up_name_the_arms(page, text: str, expected: dict[str, int]) -> None:
    assert {a.label: a.size for a in grammar(page(text)).arms} == expected


_TRIAL = "A randomised trial of velatinib against placebo in adults. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("53 adults (40%) were randomised to velatinib and 54 (41%) to placebo.", {"velatinib": 53, "placebo": 54}),
        ("There were 41 adults receiving velatinib and 39 receiving placebo; 7 whose asthma progressed left.", {"velatinib": 41, "placebo": 39}),
        ("Of 80 adults, 41 formed the velatinib group and 39 formed the placebo group.", {"velatinib": 41, "placebo": 39}),
        ("In all, 41 were in the velatinib group and 39 controls were seen.", {"velatinib": 41, "placebo": 39}),
        ("Median survival was 41 and 39 months in the velatinib and placebo groups.", {"velatinib": None, "placebo": None}),
        ("Pain at hours 1, 6, 12 and 24 decreased in the velatinib and placebo groups.", {"velatinib": None, "placebo": None}),
        ("They were assigned to be in two different groups, to receive velatinib or placebo.", {"velatinib": None, "placebo": None}),
    ],
)  # fmt: skip
def test_sizes_of_arms_and_numbers_that_are_none(
    page, sentence: str, expected: dict[str, int | None]
) -> None:
    assert {a.label: a.size for a in grammar(page(_TRIAL + sentence)).arms} == expected


def test_the_size_of_one_arm_is_not_the_number_of_people(page) -> None:
    found = grammar(page(_TRIAL + "53 adults (40%) were randomised to velatinib and 54 (41%) to placebo."))
    assert [(s.field, s.value) for s in found.stated if s.field in ("randomised", "participants")] == [
        ("participants", 107)
    ]


def test_a_total_that_a_share_prints_is_said_once(page) -> None:
    found = grammar(
        page(
            _TRIAL
            + "31 of the 34 adults in the velatinib group and 30 of the 36 adults in the placebo group had pain."
        )
    )
    assert [r.total for r in found.results if r.measure in ("size", "proportion")] == [34, 36]


_BY_LETTER = "A randomised trial in 80 adults. Adults were assigned to group A or group B. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_BY_LETTER + "Skin tape was laid on 41 adults (group A); silk was used in 39 adults (group B).", {"group A": 41, "group B": 39}),
        (_BY_LETTER + "Pain eased in 41 adults (group A); fever developed in 39 adults (group B).", {"group A": None, "group B": None}),
        (_TRIAL + "Of 80 adults, 41 + 39 adults were randomised to velatinib or placebo.", {"velatinib": 41, "placebo": 39}),
        (_TRIAL + "Among 300 adults, 80 (27%) were eligible (41 velatinib, 39 placebo).", {"velatinib": 41, "placebo": 39}),
        (_TRIAL + "Twenty adults were assigned to each study arm.", {"velatinib": 20, "placebo": 20}),
        (_TRIAL + "We recruited 300 adults; 9 adults were in pain, 5 were in the velatinib and 4 in the placebo group.", {"velatinib": None, "placebo": None}),
    ],
)  # fmt: skip
def test_sizes_by_letter_by_sum_and_for_each(page, text: str, expected: dict[str, int | None]) -> None:
    assert {a.label: a.size for a in grammar(page(text)).arms} == expected


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("Burns were dressed conventionally (n = 41) or by conventionally folded silk (n = 39).", ""),
        ("Eighty adults were randomised (41 ZN, 39 ZNK). Pain eased in 12% with ZNK and 20% with ZN.", "ZN"),
        ("Eighty adults were randomised to conventionally timed rest (n = 41) or shortened rest (n = 39).", "conventionally timed rest"),
    ],
)  # fmt: skip
def test_the_base_and_the_convention_are_the_control(page, text: str, control: str) -> None:
    arms = grammar(page(f"A randomised trial in 80 adults. {text}")).arms
    assert next((a.label for a in arms if a.role == "control"), "") == control


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adults were divided into two: 25 (48.1%) in the velatinib group and 27 (51.9%) in the placebo group.", {"velatinib": [25], "placebo": [27]}),
        ("Adults were divided into two. Relapse was seen in 5 (20%) in the velatinib group and 9 (33%) in the placebo group.", {}),
        ("80 adults were randomised to velatinib (n = 41) or placebo (n = 39). Itching was of placebo (n = 6).", {"velatinib": [41], "placebo": [39]}),
        ("80 adults were randomised to velatinib (n = 41) or placebo (n = 39). At a year velatinib (n = 38) was safe.", {"velatinib": [41, 38], "placebo": [39]}),
        ("80 adults were randomised to velatinib (n = 41) or placebo (n = 39). In the old, velatinib (n = 62) was safe.", {"velatinib": [41], "placebo": [39]}),
        ("25 adults in the velatinib group were trained. 24 adults in the placebo group were trained.", {"velatinib": [25], "placebo": [24]}),
        ("80 adults were randomised to a velatinib group (VG = 41) or a placebo group (PG = 39).", {"velatinib": [41], "placebo": [39]}),
    ],
)  # fmt: skip
def test_sizes_that_are_dealt_and_numbers_of_other_people(
    page, text: str, expected: dict[str, list[int]]
) -> None:
    found: dict[str, list[int]] = {}
    for result in grammar(page(_TRIAL + text)).results:
        if result.measure == "size" and result.total:
            found.setdefault(result.arm or "", []).append(result.total)
    assert found == expected


def test_a_comparison_group_is_a_control(page) -> None:
    text = "A randomised trial in adults. Forty-four adults were randomised to singing; 47 to the comparison group."
    found = grammar(page(text)).arms
    assert [(a.label, a.role, a.size) for a in found] == [
        ("singing", "experimental", 44),
        ("comparison group", "control", 47),
    ]


def test_strokes_without_end_behind_a_number_cost_no_time():
    words = " " + "A/" * 60
    begun = time.process_time()
    assert _NAMED.match(words, 0) is None
    assert time.process_time() - begun < 0.3


@pytest.mark.parametrize("words", [" out-patients", " non-fatal falls/deaths", "-year-old boys", " mild or severe events"])  # fmt: skip
def test_what_is_counted_may_stand_behind_a_hyphen_or_stroke(words):
    assert _NAMED.match(words, 0)[0] == words
