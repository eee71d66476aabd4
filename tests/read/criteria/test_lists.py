"""Sections as pages lay them out: bullets, numbers, wraps, nesting, headings."""

from __future__ import annotations

import pytest

ICU = """Inclusion Criteria:

  • Adults in intensive care with respiratory failure (PaO2/FiO2 < 250,
    PEEP ≥ 8 cmH2O);
  • Inflamed profile, defined by at least one of the following
    criteria
    • CRP > 150 mg/l
    • noradrenaline (at any dosage, for at least two hours)
    • low bicarbonate (< 20 mMol/L) or hyperlactataemia (> 3 mMol/L)
  • Signed consent

Exclusion Criteria:

  1. Neutropenia (neutrophils < 1.0 x 109/L);
  2. Pregnancy
"""


def test_a_nested_list_with_hard_wraps_and_both_sides(parse, said) -> None:
    found = parse(ICU)
    assert [c.side for c in found] == ["inclusion"] * 3 + ["exclusion"] * 2
    assert said(ICU).split("\n") == [
        'all(person "Adults in intensive care", has respiratory failure, p/f ratio < 250 mm[Hg],'
        " positive end-expiratory pressure >= 8 cmH2O)",
        'any(c-reactive protein > 150 mg/l, all(has vasopressor, person "for at least two hours"),'
        " bicarbonate < 20 mMol/L, lactate > 3 mMol/L)",
        'judge "Signed consent"',
        "neutrophils < 1 x 109/L",
        "has pregnancy",
    ]


def test_every_quote_is_the_text_at_its_place(parse) -> None:
    for criterion in parse(ICU):
        for quote in [*quotes(criterion.tree), criterion.quote]:
            assert ICU[quote.start : quote.end] == quote.exact
            assert criterion.quote.start <= quote.start < quote.end <= criterion.quote.end


def quotes(tree):
    inner = getattr(tree, "of", ())
    return [tree.quote] + [q for b in (inner if isinstance(inner, tuple) else (inner,)) for q in quotes(b)]


@pytest.mark.parametrize(
    "bullet", ["- ", "* ", "• ", "– ", "1. ", "(1) ", "a) ", "(b) ", "▪ ", "iv. ", "○ ", "\uf0b7 ", "1.1. "]
)
def test_a_bullet_of_any_kind_is_no_word(parse, said, bullet: str) -> None:
    text = f"{bullet}CRP > 5 mg/L\n{bullet}Stroke\n"
    assert said(text, "exclusion").split("\n") == ["c-reactive protein > 5 mg/L", "has stroke"]


def test_plain_lines_are_one_rule_each_and_a_lower_case_name_starts_one(said) -> None:
    assert said("Age 18 years or older\nhsCRP > 2 mg/L\n").count("\n") == 1


def test_a_plain_line_goes_on_where_it_cannot_have_ended(said) -> None:
    assert said("Age between 18 and\n75 years\nCRP > 5 mg/L").split("\n")[0] == "age between 18..75 years"


@pytest.mark.parametrize(
    ("side", "head", "tree"),
    [
        ("exclusion", "Any of the following:", "any(has sepsis, has stroke)"),
        ("inclusion", "All of the following:", "all(has sepsis, has stroke)"),
        ("inclusion", "At least two of the following:", "all(has sepsis, has stroke)"),
        ("inclusion", "None of the following:", "not(any(has sepsis, has stroke))"),
        ("inclusion", "Adequate organ function:", "all(has sepsis, has stroke)"),
        ("exclusion", "Abnormal laboratory values:", 'all(person "Abnormal laboratory values", any(has sepsis, has stroke))'),
    ],
)  # fmt: skip
def test_what_the_line_above_a_list_says(said, side: str, head: str, tree: str) -> None:
    assert said(f"- {head}\n  - Sepsis\n  - Stroke\n", side) == tree


def test_at_least_two_of_three(said) -> None:
    text = "At least two of the following:\n - CRP > 100 mg/L\n - ferritin > 500 ng/mL\n - LDH > 300 U/L"
    assert said(text).startswith("at_least_2(")


def test_the_and_or_that_ends_an_item_joins_the_list(said) -> None:
    assert said("- Confirmed by:\n  - sepsis, or\n  - stroke\n").endswith("any(has sepsis, has stroke))")


def test_an_empty_span_has_no_rules(parse) -> None:
    assert parse(" \n\n") == ()


def test_a_hundredth_item_follows_the_ninety_ninth(said) -> None:
    text = "".join(f"{n}. Stroke\n" for n in range(98, 103))
    assert said(text, "exclusion").split("\n") == ["has stroke"] * 5
    assert said("CRP of at least\n100. Stroke", "exclusion") != "has stroke"
