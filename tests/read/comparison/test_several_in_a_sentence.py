"""Sentences that tell of several outcomes, of arms by letters or short forms, and of outcomes that share a word; figures of our own."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_words_asked import numbers
from trialwright import read

NAMED = "We randomised 170 adults to early feeding (n = 90) or to late feeding (n = 80)."
LETTERS = "We randomised 170 adults to early feeding (group A, n = 90) or to late feeding (group B, n = 80)."
SHORT = "We randomised 170 adults to feeding support (FS, n = 90) or to no feeding support (NFS, n = 80)."
ASKED = ("early feeding", "late feeding")
SUPPORT = ("feeding support", "no feeding support")


def asked(
    methods: str, results: str, outcome: str, kind: str = "binary", arms: tuple[str, str] = ASKED
) -> tuple[float, ...]:
    document = read.documents(f"# Methods {methods} # Results  {results}\n".encode(), "trial.md")[0]
    return numbers(
        read.cells(document, outcome=outcome, intervention=arms[0], comparator=arms[1], kind=kind)  # type: ignore[arg-type]
    )


SUBJECTS = (
    "48 patients vomited and 10 died with early feeding, while 37 vomited and 13 died with late feeding."
)
SHARES = "With late feeding, 40 (50.0%) vomited and 8 (10.0%) died; with early feeding, 18 (20.0%) and 9 (10.0%), respectively."


@pytest.mark.parametrize(
    ("results", "outcome", "expected"),
    [
        (SUBJECTS, "vomiting", (48, 90, 37, 80)),
        (SUBJECTS, "death", (10, 90, 13, 80)),
        (SHARES, "vomiting", (18, 90, 40, 80)),
        (SHARES, "death", (9, 90, 8, 80)),
    ],
)
def test_each_count_is_of_the_words_behind_it(
    results: str, outcome: str, expected: tuple[float, ...]
) -> None:
    assert asked(NAMED, results, outcome) == expected


def test_letters_in_brackets_name_the_arms_of_later_sentences() -> None:
    results = "The mean pain score in group B was 63.5 ± 6.2, compared to 67.1 ± 5.0 in group A."
    assert asked(LETTERS, results, "pain score", "continuous") == (67.1, 5.0, 90, 63.5, 6.2, 80)


def test_a_short_form_of_one_arm_is_no_name_of_the_other() -> None:
    results = "The mean (SD) pain score in the FS and NFS groups was 38.4 (6.9) and 67.2 (2.6), respectively."
    assert asked(SHORT, results, "pain score", "continuous", SUPPORT) == (38.4, 6.9, 90, 67.2, 2.6, 80)


def test_no_difference_opens_on_the_levels_of_the_arms() -> None:
    results = "There was no difference in weight gain (30.5 ± 6.7 g with early feeding, 34.0 ± 8.3 g with late feeding)."
    assert asked(NAMED, results, "weight gain", "continuous") == (30.5, 6.7, 90, 34.0, 8.3, 80)
    # a difference is still none of the arms' own
    results = "The difference in weight gain (3.5 ± 6.7 g) was small; it was 34.0 ± 8.3 g with late feeding."
    assert asked(NAMED, results, "weight gain", "continuous") == ()


PRESSURE = (
    "Systolic blood pressure was 120.4 ± 9.1 mmHg with early feeding and 118.5 ± 8.3 mmHg with late feeding."
)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("blood loss", ()), ("systolic blood pressure", (120.4, 9.1, 90, 118.5, 8.3, 80)), ("blood pressure", (120.4, 9.1, 90, 118.5, 8.3, 80))],
)  # fmt: skip
def test_an_outcome_that_shares_a_word_is_another(outcome: str, expected: tuple[float, ...]) -> None:
    assert asked(NAMED, PRESSURE, outcome, "continuous") == expected


def test_a_unit_ends_a_sentence() -> None:
    results = (
        "Children fed early walked a mean distance of 14.1 (SD 6.0) m, and those fed late of 16.3 (SD 7.5) m. "
        "The mean (SD) hospital stay with early feeding and late feeding was 4.9 (1.6) and 5.3 (1.9) days, respectively."
    )
    assert asked(NAMED, results, "hospital stay", "continuous") == (4.9, 1.6, 90, 5.3, 1.9, 80)


BETTER = (
    "At one year, 61.1% (n = 55/90) and 56.2% (n = 45/80) of children fed early and late, respectively, were at least improved, "
    "and 4.4% (n = 4/90) and 2.5% (n = 2/80), respectively, were very much improved."
)
SLIGHT = "More children had severe cramps at entry, as fewer of them had slight cramps (3/90, 3.3%, with early feeding and 12/80, 15.0%, with late feeding)."


@pytest.mark.parametrize(
    ("results", "outcome", "expected"),
    [
        (BETTER, "at least improved", (55, 90, 45, 80)),
        (SLIGHT, "slight cramps", (3, 90, 12, 80)),
        (SLIGHT, "severe cramps", ()),
    ],
)
def test_the_grade_nearest_to_the_numbers_is_theirs(
    results: str, outcome: str, expected: tuple[float, ...]
) -> None:
    assert asked(NAMED, results, outcome) == expected


def test_a_percent_behind_the_name_of_its_arm_is_of_the_count_before_it() -> None:
    results = "Nine patients (10.0 %) died with early feeding, 20 patients with late feeding (25.0 %)."
    assert asked(NAMED, results, "death") == (9, 90, 20, 80)


STAGES = "Children fed early had lower pain scores in the first phase (early, 3 ± 2 v late, 6 ± 4; P < 0.001) and second phase (early, 4 ± 3 v late, 8 ± 2; P < 0.001)."
FOLLOWED = "During 3.2 years at the median (range 0.5--4.1), 33 children (36.7%) relapsed and 14 (15.6%) died with early feeding, while 39 children (48.8%) relapsed and 24 (30.0%) died with late feeding."
RELAPSE = "The rate of remission with or without early feeding was 61.1% (55/90) and 56.2% (45/80), respectively (P = 0.52). eGFR fell in 7 (4.1%) of all: 5 (5.6%) with early feeding and 2 (2.5%) with late feeding."


@pytest.mark.parametrize(
    ("results", "outcome", "kind", "expected"),
    [
        (STAGES, "pain in the first phase", "continuous", (3, 2, 90, 6, 4, 80)),
        (STAGES, "pain in the second phase", "continuous", (4, 3, 90, 8, 2, 80)),
        (FOLLOWED, "death", "binary", (14, 90, 24, 80)),
        (FOLLOWED, "relapse", "binary", (33, 90, 39, 80)),
        (RELAPSE, "remission", "binary", ()),
        (RELAPSE, "fall of eGFR", "binary", (5, 90, 2, 80)),
    ],
)
def test_numbers_are_of_their_own_part_of_a_sentence(
    results: str, outcome: str, kind: str, expected: tuple[float, ...]
) -> None:
    assert asked(NAMED, results, outcome, kind) == expected


def test_of_two_sizes_a_percent_is_of_the_one_that_it_is_rounded_of() -> None:
    results = "Of those fed early, 84 were seen (early feeding, n = 84; late feeding, n = 80). One child (1.1%) with early feeding and 5 (6.2%) with late feeding had a rash."
    assert asked(NAMED, results, "rash")[:2] == (1, 90)
