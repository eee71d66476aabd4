"""A number behind the name of each arm, groups by numbers that are no counts, and names with an article that befall nobody."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import Grammar, grammar

DEALT = "A total of 102 adults were randomised to honey or syrup. "


def sizes(found: Grammar) -> list[tuple[str, int | None]]:
    return sorted((r.arm, r.total) for r in found.results if r.measure == "size")


def counts(found: Grammar) -> list[tuple[str, int]]:
    return [(r.arm, r.count) for r in found.results if r.count is not None]


@pytest.mark.parametrize(
    "dealt",
    [
        "A total of 102 adults were enrolled and randomised: honey in 50 and syrup in 52.",
        "Adults (n = 102) were randomised to honey or syrup; 50 had the former and 52 the latter.",
        "Randomisation was to honey (arm A, 50) or syrup (arm B, 52).",
        "A randomised trial. Group 1 consisted of 50 adults who received honey and group 2 of 52 who received syrup.",
    ],
)
def test_so_many_in_each_arm(page, dealt: str) -> None:
    found = grammar(
        page(
            f"Honey or syrup for coughs. {dealt} Relapse was seen in 11 adults with honey and 17 with syrup."
        )
    )
    assert sizes(found) == [("honey", 50), ("syrup", 52)]
    assert counts(found) == [("honey", 11), ("syrup", 17)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Relapse was seen with honey in 11 adults and with syrup in 17.", [("honey", 11), ("syrup", 17)]),
        ("Caries was found with honey in 11 adults and with bread in 17.", []),
        ("In the honey group 4 of 20 adults relapsed.", [("honey", 4)]),
        ("In the honey group 31 adults and in the syrup group 29 had relapsed.", [("honey", 31), ("syrup", 29)]),
        ("In the honey group 31 adults have relapsed and in the syrup group 29.", [("honey", 31), ("syrup", 29)]),
        ("On honey 31 adults relapsed, on syrup 29.", [("honey", 31), ("syrup", 29)]),
        ("In the honey group 31 adults were men and in the syrup group 29.", []),
        ("In the honey group 31 weeks passed and in the syrup group 29.", []),
        ("In the honey group, 48 were analysed, and in the syrup group 49.", []),
        ("At baseline 31 adults in the honey group and in the syrup group 29 had caries.", []),
        ("Sleep was good with honey in March and with syrup in May.", []),
    ],
)  # fmt: skip
def test_counts_behind_the_names(page, said: str, told: list[tuple[str, int]]) -> None:
    assert counts(grammar(page(DEALT + said))) == told


@pytest.mark.parametrize(
    ("had", "printed"),
    [
        ("50 adults received an exercise programme and 52 an information leaflet.", [("exercise programme", 50), ("information leaflet", 52)]),
        ("50 adults received an exercise programme and 52 had an early relapse.", []),
    ],
)  # fmt: skip
def test_names_with_an_article(page, had: str, printed: list[tuple[str, int]]) -> None:
    text = f"Exercise programme or information leaflet. In this randomised study {had}"
    assert sizes(grammar(page(text))) == printed
