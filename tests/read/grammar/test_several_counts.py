"""Counts of several things in one sentence: kinds of response, parts, lists that go on, and arms with a clause of their own."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "Zinc versus placebo for warts. A total of 122 adults were randomised to zinc (n = 60) or placebo (n = 62). "


def _told(page, said: str) -> set[tuple[str, int | None]]:
    return {
        (r.arm[0], r.count)
        for r in grammar(page(DEALT + said)).results
        if r.measure == "proportion" and r.count
    }


def _about(page, said: str) -> dict[int | None, str]:
    return {r.count: r.endpoint for r in grammar(page(DEALT + said)).results if r.measure == "proportion"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("In the zinc group there were 3 complete and 5 partial responses, compared with 4 complete and 8 partial responses in the placebo group.", "z3 z5 p4 p8"),
        ("There were 3 CR and 5 PR with zinc and 4 CR and 8 PR with placebo.", "z3 z5 p4 p8"),
        ("The zinc arm had 8 local and 3 distant recurrences.", "z8 z3"),
        ("Of the 60 zinc patients, 3 had a complete response, 5 a partial response and 12 stable disease.", "z3 z5 z12"),
        ("Eight patients died in the zinc group: three of sepsis, two of stroke and three of cancer.", "z8 z3 z2 z3"),
        ("Burns occurred in five zinc and three placebo patients, rash in two and four, and falls in six and one.", "z5 p3 z2 p4 z6 p1"),
        ("Local recurrences numbered 8 with zinc and 12 with placebo; distant metastases numbered 3 and 5.", "z8 p12 z3 p5"),
        ("The main adverse events were burns (zinc 5, placebo 3) and rash (zinc 2, placebo 4).", "z5 p3 z2 p4"),
        ("One patient in the zinc arm died of sepsis; in the placebo arm, three patients died of cancer.", "z1 p3"),
        ("No patient in the zinc group but three in the placebo group had a stroke.", "p3"),
        ("A stroke was seen in three patients, two of whom were in the zinc group.", "z2"),
        ("There were fewer strokes with zinc (8) than with placebo (12).", "z8 p12"),
        ("Strokes: n = 8 in the zinc group, n = 12 in the placebo group.", "z8 p12"),
    ],
)  # fmt: skip
def test_counts_of_several_things(page, said: str, told: str) -> None:
    assert _told(page, said) == {(t[0], int(t[1:])) for t in told.split()}


def test_each_is_of_its_own_thing(page) -> None:
    about = _about(page, "The zinc arm had 8 local and 3 distant recurrences.")
    assert about == {8: "local recurrences", 3: "distant recurrences"}
    about = _about(page, "Burns occurred in five zinc and three placebo patients, rash in two and four.")
    assert (about[2], about[4]) == ("rash", "rash")


@pytest.mark.parametrize(
    "said",
    [
        "The zinc arm had 8 morning and 3 evening visits.",
        "Median days of rest (zinc 5, placebo 3) were few.",
        "More zinc (8) than iron (12) was found.",
        "There were 30 men and 30 women with zinc.",
    ],
)
def test_numbers_of_other_things(page, said: str) -> None:
    assert _told(page, said) == set()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Relapse of warts (3 v 5) and stroke (1 v 2) were rare.", "z3 p5 z1 p2"),
        ("Withdrawal of consent (8 vs. 13), spread (4 vs. 3) and rash (9 vs. 2) were the main reasons for leaving early.", "z8 p13 z4 p3 z9 p2"),
        ("Red cells were transfused in 15 (of 60) and 41 (of 62).", "z15 p41"),
        ("Clots were noted in 18 patients on zinc, including 11 with deep clots, three with embolism and four with a catheter clot.", "z18 z11 z3 z4"),
    ],
)  # fmt: skip
def test_rows_of_pairs_and_parts(page, said: str, told: str) -> None:
    assert _told(page, said) == {(t[0], int(t[1:])) for t in told.split()}


@pytest.mark.parametrize(
    "said",
    [
        "Pain scores (3 v 5) and sleep scores (1 v 2) were low.",
        "Clots were noted in 18 patients on zinc, including 11 with deep clots and three with embolism.",
    ],
)
def test_rows_of_scores_and_lists_that_are_no_parts(page, said: str) -> None:
    assert {n for _, n in _told(page, said)} <= {18}
