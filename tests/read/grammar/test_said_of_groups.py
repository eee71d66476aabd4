"""Lengths of time that count nobody, fractions of groups, sizes before amounts, pairs behind a semicolon, and names of groups by
their way, their noun, or by being observed."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import Grammar, grammar

DEALT = "A total of 180 adults were randomised to honey (n = 88) or syrup (n = 92). "


def shares(found: Grammar) -> list[tuple[str, int | None, int | None, float | None]]:
    return [(r.arm, r.count, r.total, r.value.value if r.value else None) for r in found.results if r.measure == "proportion"]  # fmt: skip


def sizes(found: Grammar) -> list[tuple[str, int | None]]:
    return [(r.arm, r.total) for r in found.results if r.measure == "size"]


@pytest.mark.parametrize(
    "span", ["Six weeks after treatment", "Twelve to fifteen months later", "Two or three days on"]
)
def test_a_length_of_time_counts_nobody(page, span: str) -> None:
    said = f"{span} thirty syrup adults (33%) but only eight honey adults (9%) were ill."
    assert shares(grammar(page(DEALT + said))) == [("syrup", 30, 92, 33.0), ("honey", 8, 88, 9.0)]


@pytest.mark.parametrize(
    ("said", "percents"),
    [
        ("Pain was found in 8 of 80 of the honey group and 16 of 90 of the syrup group.", (None, None)),
        ("Pain was found in 8 of the 80 evaluable adults of the honey group (10%) and in 18 of the 90 of the syrup group (20%).", (10.0, 20.0)),
    ],
)  # fmt: skip
def test_so_many_of_those_of_a_group(page, said: str, percents: tuple[float | None, ...]) -> None:
    found = shares(grammar(page(DEALT + said)))
    assert [(arm, total) for arm, _, total, _ in found] == [("honey", 80), ("syrup", 90)]
    assert tuple(p for *_, p in found) == percents


@pytest.mark.parametrize(
    ("dealt", "told"),
    [
        ("41 adults were assigned to 40 mg of zinc and 39 to 50 mg of zinc.", [("40 mg", 41), ("50 mg", 39)]),
        ("98 adults were randomised to six or three cycles of zinc: 50 to six cycles and 48 to three cycles.", [("6-cycle", 50), ("3-cycle", 48)]),
        ("80 adults were randomised to 50 mg or 60 mg. In the pilot zinc was raised in 12 to 50 mg and in 14 to 60 mg.", []),
    ],
)  # fmt: skip
def test_so_many_to_an_amount(page, dealt: str, told: list[tuple[str, int]]) -> None:
    assert sizes(grammar(page(dealt))) == told


@pytest.mark.parametrize(
    ("behind", "arms"),
    [
        ("30 (34%) and 41 (45%) have died", ["honey", "syrup"]),
        ("30 (34%) and 41 (45%) adults relapsed", ["honey", "syrup"]),
        ("30 (34%) and 41 (45%) had mild and severe pain", ["", ""]),
    ],
)
def test_a_pair_that_opens_the_clause_behind(page, behind: str, arms: list[str]) -> None:
    said = f"Colds were seen in 44 honey adults and 53 syrup adults; {behind}."
    assert [arm for arm, *_, percent in shares(grammar(page(DEALT + said))) if percent] == arms


@pytest.mark.parametrize(
    ("dealt", "said", "arms"),
    [
        ("oral honey (n = 88) or topical syrup (n = 92)", "Fever came in 5% of the oral group and 9% of the topical group.", ["honey", "topical syrup"]),
        ("oral honey (n = 88) or syrup (n = 92)", "Fever came in 5% of the oral group and 9% of the topical group.", ["", ""]),
        ("supervised exercise (88) or no exercise (92)", "Falls were seen in 5% of women given exercise and 9% of those given no exercise.", ["supervised exercise", "no exercise"]),
        ("zinc (n = 88) or observation (n = 92)", "Relapse was seen in 9 treated patients and 14 observed patients.", ["zinc", "observation"]),
        ("zinc (n = 88) or placebo (n = 92)", "Relapse was seen in 9 of the observed patients.", []),
    ],
)  # fmt: skip
def test_other_names_of_groups(page, dealt: str, said: str, arms: list[str]) -> None:
    assert [
        arm for arm, *_ in shares(grammar(page(f"180 adults were randomised to {dealt}. {said}")))
    ] == arms
