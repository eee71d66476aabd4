"""No character is lost: the parser's account is complete, disjoint and true to the tree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.model.criterion import NeedsPerson
from trialwright.read.criteria import coverage, in_words
from trialwright.read.criteria.account import unaccounted

WORDS = st.sampled_from(
    [
        "age",
        "CRP",
        ">",
        "<",
        "≥",
        "18",
        "5",
        "years",
        "mg/L",
        "and",
        "or",
        ",",
        ";",
        "(",
        ")",
        "no",
        "without",
        "history",
        "of",
        "stroke",
        "patients",
        "with",
        "severe",
        "within",
        "14",
        "days",
        "past",
        "e.g.",
        "unless",
        "pregnant",
        "women",
        "men",
        "1.5",
        "x",
        "ULN",
        "purple",
        "if",
        ":",
        ".",
        "defined",
        "as",
        "AST/ALT",
        "between",
        "1,500",
        "/mm3",
        "non",
        "-",
    ]
)
CORPORA = Path(__file__).parents[3] / "../shared/data/eligibility"


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=14), st.sampled_from(["inclusion", "exclusion"]))
def test_any_words_are_accounted_for(parse, words: list[str], side: str) -> None:
    text = " ".join(words)
    for criterion in parse(text, side):
        assert wrong_in(criterion, text) == []


def wrong_in(criterion, text: str) -> list[str]:
    """What of a rule's words is counted twice, left out, of no known kind, or cannot be said back."""
    parts = coverage(criterion)
    seen = [i for a, b, _ in parts for i in range(a, b)]
    quote = criterion.quote
    words = {i for i in range(quote.start, quote.end) if not text[i].isspace()}
    holds = {
        "counted twice": len(seen) == len(set(seen)),
        "left out": words <= set(seen),
        "of no known kind": {k for *_, k in parts} <= {"parsed", "not computable", "not understood"},
        "unaccounted": unaccounted(criterion.tree, text, quote.start, quote.end) == [],
        "not said back": in_words(criterion).startswith(("Include if ", "Exclude if ")),
    }
    return [what for what, held in holds.items() if not held]


def test_a_rule_further_down_a_document_is_accounted_for_in_its_place(parse) -> None:
    text = "- Sepsis\n- Stroke with aphasia\n- CRP > 5 mg/L\n"
    found = parse(text, "exclusion")
    assert [[(text[a:b], k) for a, b, k in coverage(c) if k != "parsed"] for c in found] == [
        [],
        [("aphasia", "not understood")],
        [],
    ]
    for criterion in found:
        assert wrong_in(criterion, text) == []


def test_the_kinds_are_where_the_words_are(parse) -> None:
    text = "Stroke with aphasia and informed consent"
    (criterion,) = parse(text)
    kinds = {text[a:b]: k for a, b, k in coverage(criterion)}
    assert kinds["aphasia"] == "not understood"
    assert kinds["informed consent"] == "not computable"
    assert all(k == "parsed" for words, k in kinds.items() if "Stroke" in words)


@pytest.mark.parametrize("corpus", ["lct", "chia"])
def test_no_word_of_real_criteria_is_dropped(parse, corpus: str) -> None:
    source = CORPORA / corpus / "lines.jsonl"
    if not source.exists():
        pytest.skip("needs ../shared/data/eligibility")
    lines = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 5_000
    for k, line in enumerate(lines):
        text = line["text"]
        found = parse(text, "exclusion" if line["side"] == "exc" else "inclusion")
        assert found or text.split()[-1].lower() in ("inclusion", "exclusion")  # a heading asks nothing
        assert [unaccounted(c.tree, text, c.quote.start, c.quote.end) for c in found] == [[]] * len(found)
        if k % 25 == 0:
            for criterion in found:
                assert wrong_in(criterion, text) == []


def test_a_line_of_which_nothing_is_known_is_one_leaf_with_its_place(parse) -> None:
    (criterion,) = parse("  - Frequent purple hiccups of the third kind.")
    assert isinstance(criterion.tree, NeedsPerson)
    assert criterion.tree.quote.exact == "Frequent purple hiccups of the third kind"
