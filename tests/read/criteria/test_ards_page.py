"""The eligibility of a real registry-like page, 5 rules that let in and 6 that keep out, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

PAGES = Path(__file__).parents[3] / "../shared/seeds"


@pytest.fixture(scope="module")
def page() -> str:
    found = sorted(PAGES.glob("001*.txt"))
    if not found:
        pytest.skip("needs ../shared/seeds")
    return found[0].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rules(page: str, parse):
    start, end = page.index("Inclusion Criteria:"), page.index("Study details")
    return parse(page[start:end])


def test_five_and_six(rules) -> None:
    assert [c.side for c in rules] == ["inclusion"] * 5 + ["exclusion"] * 6


def test_what_each_rule_becomes(page: str, said) -> None:
    start, end = page.index("Inclusion Criteria:"), page.index("Study details")
    trees = said(page[start:end]).split("\n")
    assert trees[0] == (
        "all(has intensive care admission, has acute respiratory distress syndrome [-48..0], p/f ratio < 200 mm[Hg], "
        "positive end-expiratory pressure >= 5 cmH2O, has intubation, has mechanical ventilation)"
    )
    assert trees[1].startswith('person "Berlin')
    assert trees[2].startswith(
        'any(person "high plasma levels of inflammatory biomarkers", interleukin 6 > 80 pg/ml, '
    )
    assert "c-reactive protein > 250 mg/l, all(has vasopressor, person " in trees[2]
    assert trees[2].endswith("bicarbonate < 18 mMol/L, lactate > 4 mMol/L)")
    assert trees[3].startswith("judge ")
    assert trees[4] == "not(has covid-19)"
    assert trees[5] == "any(has pregnancy, has lactation)"
    assert "has hypersensitivity" in trees[6]
    assert "has tnf inhibitor" in trees[7]
    assert trees[8:] == [
        "neutrophils < 1.5 x 109/L",
        "has malignancy [..0]",
        "creatinine clearance < 60 ml/minute",
    ]


def test_the_defined_name_is_the_heading_of_its_list(rules) -> None:
    assert rules[2].tree.heading.exact.startswith("ARDS-like")
