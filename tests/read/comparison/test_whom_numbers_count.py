"""Whom and what numbers are of by the words around them: people and not episodes, those who had something and not those who
were examined, a part of the people with its own sizes, an error that the note of a row's mark names."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from tests.read.comparison.test_table_heads import told

DEALT = "In all, 120 adults were randomly assigned to yoga (n = 60) or stretching (n = 60)."
ARMS = ("yoga", "stretching")
GOUT = (12, 60, 19, 60)


@pytest.mark.parametrize(
    ("sentence", "want"),
    [
        (
            "There were 31 episodes of gout in 12 patients in the yoga group and 44 episodes in 19 patients in the stretching group.",
            GOUT,
        ),
        (
            "There were 31 gout episodes among 12 adults with yoga, and 44 among 19 adults with stretching.",
            GOUT,
        ),
        (
            "The 12 patients with gout in the yoga group had 31 attacks; the 19 in the stretching group had 44 attacks.",
            GOUT,
        ),
        ("Gout was seen in 12 patients in the yoga group and 19 patients in the stretching group.", GOUT),
        (
            "Twelve patients in the yoga group had 16 attacks of proven gout, compared with 19 patients with 24 attacks in the stretching group.",
            GOUT,
        ),
        (
            "Gout occurred in 12 patients (16 attacks) in the yoga group and 19 patients (24 attacks) in the stretching group.",
            GOUT,
        ),
        (
            "Gout: 12 patients with 16 attacks with yoga and 19 patients with 24 attacks with stretching.",
            GOUT,
        ),
        ("Gout was diagnosed 16 times in the yoga group and 24 times in the stretching group.", ()),
        ("There were 31 episodes of gout in the yoga group and 44 in the stretching group.", ()),
        ("There were 31 attacks of gout with yoga and 44 attacks of gout with stretching.", ()),
    ],
)
def test_people_are_counted_and_not_episodes(sentence: str, want: tuple[int, ...]) -> None:
    assert told(article(f"{DEALT} {sentence}"), ARMS, "gout", "binary") == want


@pytest.mark.parametrize(
    ("sentence", "want"),
    [
        ("Gout. At month 6, 51 patients in the yoga group and 49 in the stretching group were examined.", ()),
        (
            "Gout markers were measured in 51 patients in the yoga group and 49 patients in the stretching group.",
            (),
        ),
        (
            "Gout was found in 51 patients in the yoga group and 49 patients in the stretching group.",
            (51, 60, 49, 60),
        ),
    ],
)
def test_those_who_were_examined_are_no_events(sentence: str, want: tuple[int, ...]) -> None:
    assert told(article(f"{DEALT} {sentence}"), ARMS, "gout", "binary") == want


@pytest.mark.parametrize(
    ("sentence", "sizes"),
    [
        (
            "Those still in pain at week 8 (41 in the yoga group and 38 in the stretching group) took a mean of 3.4 (SD 1.1) and 4.2 (SD 1.3) tablets per day, respectively.",
            (41, 38),
        ),
        (
            "Pain lasted in some (41 with yoga and 38 with stretching). In this subgroup the tablets per day were 3.4 (SD 1.1) with yoga and 4.2 (SD 1.3) with stretching.",
            (41, 38),
        ),
        (
            "At week 8 all took a mean of 3.4 (SD 1.1) tablets per day with yoga and 4.2 (SD 1.3) with stretching.",
            (60, 60),
        ),
    ],
)
def test_a_part_of_the_people_has_its_own_sizes(sentence: str, sizes: tuple[int, int]) -> None:
    want = (3.4, 1.1, sizes[0], 4.2, 1.3, sizes[1])
    assert told(article(f"{DEALT} {sentence}"), ARMS, "tablets per day", "continuous") == want


@pytest.mark.parametrize(
    ("mark", "note", "sd"),
    [
        ("^*^", "^*^Mean ± SE. ^†^Mean ± SD.", 3.87),
        ("^†^", "^*^Mean ± SE. ^†^Mean ± SD.", 0.5),
        ("^a^", "^a^Values are mean (SE). ^b^Values are mean (SD).", 3.87),
        ("^b^", "^a^Values are mean (SE). ^b^Values are mean (SD).", 0.5),
        ("", "Values are mean (SE).", 3.87),
        ("", "Values are mean (SD).", 0.5),
    ],
)
def test_the_note_of_a_mark_says_what_a_spread_is(mark: str, note: str, sd: float) -> None:
    text = article(
        DEALT,
        table(
            "Results",
            ("", "Yoga", "Stretching"),
            ("", "Value", "Value"),
            (f"Days to recovery{mark}", "14.2 ± 0.5", "16.8 ± 0.5"),
            note=note,
        ),
    )
    assert told(text, ARMS, "days to recovery", "continuous") == (14.2, sd, 60, 16.8, sd, 60)


@pytest.mark.parametrize(("mark", "want"), [("", (71.2, 9.4, 60, 72.8, 9.9, 60)), ("^a^", ())])
def test_people_missing_by_a_mark_are_missing_in_its_rows_alone(mark: str, want: tuple[float, ...]) -> None:
    rows = (
        (f"Walking distance (m){mark}", "71.2 ± 9.4", "72.8 ± 9.9"),
        ("Other^a^", "1.0 ± 0.4", "1.1 ± 0.5"),
    )
    note = "Mean ± SD. ^a^Missing in 14 patients."
    text = article(
        DEALT,
        table("Baseline", ("", "Yoga (n = 60)", "Stretching (n = 60)"), ("Age", "50 ± 9", "51 ± 8")),
        table("Results", ("", "Yoga", "Stretching"), *rows, note=note),
    )
    assert told(text, ARMS, "walking distance (m)", "continuous") == want


@pytest.mark.parametrize(
    ("defined", "asked", "want"),
    [
        ("the 8-item Hale Care Adherence Scale [HCAS-8]", "care adherence", (6.7, 1.3, 60, 6.2, 1.5, 60)),
        ("the 8-item Hale Care Adherence Scale [HCAS-8]", "sleep quality", ()),
        ("the Patient Health Questionnaire-9 (PHQ-9)", "depressive symptoms", ()),
    ],
)
def test_short_forms_in_square_brackets(defined: str, asked: str, want: tuple[float, ...]) -> None:
    head = ("", "Yoga (n = 60)", "Stretching (n = 60)")
    text = article(
        f"{DEALT} We used {defined}.", table("Scores, mean (SD)", head, ("HCAS-8", "6.7 (1.3)", "6.2 (1.5)"))
    )
    assert told(text, ARMS, asked, "continuous") == want


def test_what_a_questionnaire_measures_is_known_beside_its_full_name() -> None:
    head = ("", "Yoga (n = 60)", "Stretching (n = 60)")
    methods = f"{DEALT} We used the Patient Health Questionnaire-9 (PHQ-9)."
    text = article(methods, table("Scores, mean (SD)", head, ("PHQ-9", "6.7 (1.3)", "6.2 (1.5)")))
    assert told(text, ARMS, "depression", "continuous") == (6.7, 1.3, 60, 6.2, 1.5, 60)
    assert told(text, ARMS, "anxiety", "continuous") == ()
