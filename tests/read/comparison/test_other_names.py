"""Names that share their words with what is asked for and are of something else, of a part of it or of more than it."""

from __future__ import annotations

import pytest

from trialwright import read

MET = "Of 126 adults, 62 were allotted to pelorin and 64 to placebo."
SENTENCES = (
    "{} occurred in 8 of 62 in the pelorin group and 18 of 64 in the placebo group.",
    "In the pelorin group 8 adults (12.9%) had {}, compared with 18 (28.1%) in the placebo group.",
)
TABLE = """Outcomes are in Table 2.

Table 2. Outcomes.

| Outcome, n (%) | Pelorin (n = 62) | Placebo (n = 64) |
|---|---|---|
| {} | 8 (12.9) | 18 (28.1) |
| Hoarseness | 11 (17.7) | 13 (20.3) |
"""
FORMS = (*SENTENCES, TABLE)
EVENTS = [8, 62, 18, 64]
# fmt: off
ALTERED = (  # and not the same as the outcome alone, whichever of both is asked for
    "fatal {}", "non-fatal {}", "major {}", "minor {}", "severe {}", "mild {}", "serious {}", "asymptomatic {}", "grade 3 {}", "suspected {}", "drug-related {}", "previous {}",
    "withdrawal due to {}", "discontinuation because of {}", "death from {}", "history of {}", "fear of {}", "knowledge of {}", "prevention of {}", "{} prophylaxis",
    "treatment for {}", "medication for {}", "hospitalisation for {}", "visit for {}", "resolution of {}", "relief of {}", "improvement in {}", "worsening of {}", "absence of {}",
    "{} requiring hospital admission", "{} or death", "death or {}",
)
OTHERS = ("late {}", "early {}", "{}-free survival", "all other {}", "{} with the exception of hernia", "persistent {}", "chronic {}", "superficial {}", "{} leading to withdrawal")  # told, where the outcome alone is asked for
SAME = ("any {}", "all {}", "{} of any cause", "incidence of {}", "occurrence of {}", "at least one {}", "one or more {}", "{} (any)", "overall {}", "recurrent {}", "postoperative {}")
BOTH_PARTS = ("fatal or non-fatal {}", "major or minor {}", "mild, moderate or severe {}")  # told, where the outcome is asked for
# fmt: on


def _told(form: str, told: str, asked: str) -> list[float]:
    text = (
        f"# Abstract\n\n{MET}\n\n# Results\n\n{form.format(told[0].upper() + told[1:])} Costs were alike.\n"
    )
    cells = read.cells(
        read.documents(text.encode(), "article.md")[0],
        outcome=asked,
        intervention="pelorin",
        comparator="placebo",
        kind="binary",
    )
    sides = (cells.intervention, cells.comparator)
    return [n.value for s in sides for n in (s.events, s.n) if n] if cells.complete else []


@pytest.mark.parametrize("outcome", ["stroke", "adverse events", "wound infection"])
@pytest.mark.parametrize("name", SAME)
def test_a_word_that_says_how_people_were_counted_alters_nothing(name: str, outcome: str) -> None:
    for form in FORMS:
        assert _told(form, name.format(outcome), outcome) == EVENTS
        assert _told(form, outcome, name.format(outcome)) == EVENTS


@pytest.mark.parametrize("name", BOTH_PARTS)
def test_parts_that_are_all_of_an_outcome_are_the_outcome(name: str) -> None:
    for form in FORMS:
        assert _told(form, name.format("stroke"), "stroke") == EVENTS
    assert _told(TABLE, "stroke", name.format("stroke")) == EVENTS


@pytest.mark.parametrize("outcome", ["stroke", "adverse events", "wound infection"])
@pytest.mark.parametrize("name", [*ALTERED, *OTHERS])
def test_another_name_is_not_the_outcome(name: str, outcome: str) -> None:
    for form in FORMS:
        assert _told(form, name.format(outcome), outcome) == []


@pytest.mark.parametrize("name", ALTERED)
def test_the_outcome_is_not_what_has_a_name_of_its_own(name: str) -> None:
    for form in FORMS:
        found = _told(form, "stroke", name.format("stroke"))
        # those without it are counted out of a table
        assert found == ([54, 62, 46, 64] if form == TABLE and "absence" in name else [])


@pytest.mark.parametrize("name", [*ALTERED, *OTHERS])
def test_the_same_name_is_the_outcome(name: str) -> None:
    asked = name.format("nausea")
    for form in FORMS:
        assert _told(form, asked, asked) in (EVENTS, []), form
    assert any(_told(form, asked, asked) for form in FORMS)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("severe bleeding", "major bleeding"),
        ("dropout due to side effects", "withdrawal due to side effects"),
        ("pain relief", "relief of pain"),
        ("fatal stroke", "death from stroke"),
        ("antibiotics for wound infection", "treatment for wound infection"),
        ("symptoms improved", "improvement in symptoms"),
        ("nausea and/or vomiting", "nausea or vomiting"),
    ],
)
def test_words_of_one_kind_are_the_same_name(told: str, asked: str) -> None:
    assert _told(TABLE, told, asked) == EVENTS


def test_what_is_told_is_named_where_it_is_another() -> None:
    text = f"# Abstract\n\n{MET}\n\n# Results\n\n{TABLE.format('Fatal stroke')}"
    document = read.documents(text.encode(), "article.md")[0]
    cells = read.cells(
        document, outcome="stroke", intervention="pelorin", comparator="placebo", kind="binary"
    )
    assert "'Fatal stroke'" in cells.missing
