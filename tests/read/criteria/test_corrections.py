"""What a person said of a rule is found again by the rule's words, wherever they stand after the text has changed."""

from __future__ import annotations

import pytest

from trialwright.errors import CriterionError
from trialwright.read.criteria import corrected, corrections_in, coverage, in_words

TEXT = "- Sepsis\n- Moderate to severe asthma\n- eGFR < 30 mL/min/1.73 m2\n"
ONE = """
- quote: moderate to severe asthma.
  read: Asthma and FEV1 < 80 %
  by: A. Reader
  when: 2026-03-01
""".replace("moderate", "Moderate")


def told(text: str):
    return corrections_in(text.encode(), "p.txt.criteria.yaml")


def test_a_corrected_rule_is_read_as_said_and_quoted_where_it_stands(parse, concepts) -> None:
    found = corrected(parse(TEXT, "exclusion"), told(ONE), concepts)
    asthma = found.criteria[1]
    assert "asthma and forced expiratory volume in one second is below 80 %" in in_words(asthma)
    assert asthma.tree.quote == asthma.quote
    assert {kind for *_, kind in coverage(asthma)} == {"parsed"}
    assert found.told == {asthma.id: "corrected by A. Reader, 2026-03-01: Asthma and FEV1 < 80 %"}
    assert found.warnings == ()


def test_a_correction_survives_a_text_that_moved(parse, concepts) -> None:
    moved = "- Pregnancy\n\n" + TEXT.replace("severe asthma", "severe\n  asthma")
    found = corrected(parse(moved, "exclusion"), told(ONE), concepts)
    assert [c.because.rule.rsplit(".")[-1] for c in found.criteria] == [
        "parse",
        "parse",
        "corrected",
        "parse",
    ]


def test_a_correction_of_words_that_are_gone_is_said(parse, concepts) -> None:
    found = corrected(parse("- Sepsis\n", "exclusion"), told(ONE), concepts)
    assert len(found.warnings) == 1
    assert "line 2: no rule has the words" in found.warnings[0]


def test_a_confirmed_reading_that_has_changed_is_not_confirmed(parse, concepts) -> None:
    line = "- {quote: Sepsis, read: confirmed, by: B, when: 2026-03-02, said: %s}\n"
    same = corrected(parse(TEXT, "exclusion"), told(line % "Exclude if the patient has sepsis."), concepts)
    assert list(same.told.values()) == ["confirmed by B, 2026-03-02"]
    other = corrected(parse(TEXT, "exclusion"), told(line % "Exclude if the patient has stroke."), concepts)
    assert (other.told, len(other.warnings)) == ({}, 1)
    assert other.criteria == parse(TEXT, "exclusion")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- quote: a\n  read: confirmed\n", "line 1", "'by'"),
        ("- {quote: a, read: b, by: c, when: d, whom: e}", "line 1", "'whom'"),
        ("quote: a\n", "line 1", "list"),
        ("- [\n", "line 2", "YAML"),
    ],
)
def test_a_file_that_is_no_list_of_corrections_is_refused_with_its_line(
    text: str, line: str, what: str
) -> None:
    with pytest.raises(CriterionError) as caught:
        told(text)
    assert line in caught.value.where
    assert what in caught.value.what
    assert caught.value.fix


def test_corrected_words_that_are_not_understood_are_refused(parse, concepts) -> None:
    bad = ONE.replace("Asthma and FEV1 < 80 %", "Purple hiccups")
    with pytest.raises(CriterionError, match="not understood"):
        corrected(parse(TEXT, "exclusion"), told(bad), concepts)


def test_two_corrections_of_one_rule_are_refused(parse, concepts) -> None:
    with pytest.raises(CriterionError, match="twice"):
        corrected(parse(TEXT, "exclusion"), told(ONE + ONE), concepts)


def test_an_empty_file_says_nothing() -> None:
    assert told("") == ()
