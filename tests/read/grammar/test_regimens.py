"""Regimens: phases, and no dose where none belongs."""

from __future__ import annotations

import pytest

from trialwright.model.trial import DosePhase
from trialwright.read.grammar import grammar


def phases(document, label: str) -> list[tuple[float, str, str, float | None, float | None]]:
    arm = next(a for a in grammar(document).arms if a.label == label)
    return [
        (p.dose, p.dose_unit, p.route, p.every_hours, p.duration_days) for r in arm.regimens for p in r.phases
    ]


def lead(words: str) -> str:
    return f"Patients were randomised to velatinib ({words}) or placebo."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("50 mg orally twice daily for 2 weeks", [(50, "mg", "oral", 12, 14)]),
        ("200 mg/day", [(200, "mg", "", 24, None)]),
        ("2 mg/kg IV every 3 weeks", [(2, "mg/kg", "intravenous", 504, None)]),
        ("40 mg s.c. q12h", [(40, "mg", "subcutaneous", 12, None)]),
        ("40 mg weekly for one year", [(40, "mg", "", 168, 365)]),
        ("40 mg every other day", [(40, "mg", "", 48, None)]),
        ("40 mg daily for up to 14 days", [(40, "mg", "", 24, None)]),
        (
            "80 mg intravenously every 8 h for 2 days then 60 mg subcutaneously twice daily for 5 days",
            [(80, "mg", "intravenous", 8, 2), (60, "mg", "subcutaneous", 12, 5)],
        ),
        (
            "1.2 MIU SC daily for 5 days then weekly for 7 weeks",
            [(1.2, "MIU", "subcutaneous", 24, 5), (1.2, "MIU", "subcutaneous", 168, 49)],
        ),
        ("200 mg IV for 3 days, followed by 100 mg for 1 day", [(200, "mg", "intravenous", None, 3), (100, "mg", "intravenous", None, 1)]),
        # Doses to choose from are not phases of one regimen.
        ("50 mg, 150 mg or 300 mg every 3 months", []),
        ("hsCRP above 2 mg/L", []),
    ],
)  # fmt: skip
def test_phases(page, words: str, expected: list) -> None:
    assert phases(page(lead(words)), "velatinib") == expected


def test_the_control_has_no_dose_of_its_own(page) -> None:
    document = page("Patients were randomised to usual care or velatinib (50 mg daily) plus usual care.")
    assert phases(document, "usual care") == []
    assert phases(document, "velatinib") == [(50, "mg", "", 24, None)]


def test_a_phase_keeps_its_words_and_the_regimen_its_place(page) -> None:
    document = page(lead("50 mg orally twice daily for 2 weeks"))
    regimen = grammar(document).arms[0].regimens[0]
    assert regimen.phases == (
        DosePhase(dose=50, dose_unit="mg", route="oral", every_hours=12, duration_days=14, text="50 mg orally twice daily for 2 weeks"),
    )  # fmt: skip
    assert regimen.quote.exact == document.text[regimen.quote.start : regimen.quote.end]
    assert regimen.quote.exact.startswith("50 mg")


def test_a_range_of_doses_is_no_dose(page) -> None:
    assert phases(page(lead("10-20 mg daily")), "velatinib") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adults were randomised to velatinib 40 mg weekly plus oral aspirin 75 mg or to placebo.", [(40, "mg", "", 168, None)]),
        ("Adults were randomised to velatinib 40 mg weekly or oral sulindac.", [(40, "mg", "", 168, None)]),
        ("Adults were randomised to subcutaneous velatinib 40 mg weekly or oral sulindac.", [(40, "mg", "subcutaneous", 168, None)]),
        ("Adults were randomised to velatinib 40 mg weekly orally or placebo.", [(40, "mg", "oral", 168, None)]),
        ("Adults were randomised to velatinib 40 mg weekly or placebo for 12 weeks.", [(40, "mg", "", 168, 84)]),
        ("Adults were randomised to velatinib 40 mg weekly for 6 weeks or placebo for 12 weeks.", [(40, "mg", "", 168, 42)]),
        ("Adults were randomised to velatinib 40 mg weekly or placebo and followed for 12 weeks.", [(40, "mg", "", 168, None)]),
    ],
)  # fmt: skip
def test_a_route_of_another_drug_is_not_this_one_s_and_a_common_duration_is(page, text, expected):
    assert phases(page(text), "velatinib") == expected


def test_the_dose_in_another_arms_name_is_not_given_to_the_first(page) -> None:
    document = page(
        "We assigned 150 adults to velatinib 60 mg (n = 50), velatinib 180 mg (n = 51) or placebo (n = 49)."
    )
    assert not any(180.0 in (p[0] for p in phases(document, label)) for label in ("velatinib 60 mg",))
