"""How readings of time are paired with annotations, on lines of our own."""

from __future__ import annotations

import pytest

from benchmarks.eligibility import gold, times


def mark(text: str, words: str, kind: str, key: str = "T1") -> gold.Row:
    at = text.index(words)
    return {"id": key, "type": kind, "text": words, "spans": [[at + 7, at + 7 + len(words)]]}


def line(text: str, *ents: gold.Row, rels: tuple = ()) -> gold.Row:
    return {"text": text, "start": 7, "ents": list(ents), "rels": list(rels)}


def reading(text: str, words: str, time: gold.Time, anchor: str = "index") -> times.Reading:
    return times.Reading(time, text.index(words), text.index(words) + len(words), anchor)


THREE_MONTHS = gold.Time(3.0, "month", "before")


def test_a_time_that_no_relation_joins_to_a_concept_is_wanted_with_its_anchor() -> None:
    text = "Purple hiccups within 3 months prior to screening"
    row = line(
        text,
        mark(text, "within 3 months prior to screening", "Temporal"),
        mark(text, "screening", "Reference_point", "T2"),
        rels=(["Has_index", "T1", "T2"],),
    )
    assert times.wanted(row, []) == {THREE_MONTHS: {"screening"}}


@pytest.mark.parametrize(
    ("kind", "direction", "error"),
    [
        ("Competing_trial", "before", False),
        ("Pregnancy_considerations", "after", False),
        ("Condition", "before", True),
        ("Multiplier", "lasting", False),
        ("Value", "lasting", False),
        ("Value", "before", True),
        ("Temporal", "lasting", True),
    ],
)
def test_what_annotators_left_open_is_no_error_and_the_rest_is(
    kind: str, direction: str, error: bool
) -> None:
    text = "Purple hiccups within 3 months"
    row = line(text, mark(text, "within 3 months", kind))
    got = reading(text, "within 3 months", gold.Time(3.0, "month", direction))
    assert times.scored(row, [], [], got) is error


def test_words_with_no_mark_at_all_are_an_error() -> None:
    text = "Purple hiccups within 3 months"
    assert times.scored(line(text), [], [], reading(text, "within 3 months", THREE_MONTHS))


def test_a_comparison_that_no_row_takes_up_is_left_out_but_an_age_is_not() -> None:
    text = "Hiccups of 3 months"
    row = {"text": text, "start": 0, "ents": [{"id": "T1", "type": "Eq-Comparison", "text": "3 months"}]}
    got = reading(text, "3 months", THREE_MONTHS)
    assert not times.scored(row, [], [], got)
    assert times.scored(row, [], [{"value": ["3"]}], got)


def test_a_unit_alone_is_one_in_a_row_of_its_own_kind_only() -> None:
    past = {"comp_text": "in the past year", "tunit": "year", "period": "past", "arg": "Temporality"}
    often = {"comp_text": "visits per week", "tunit": "week", "arg": "Temporality"}
    assert gold.time(past) == gold.Time(1.0, "year", "before")
    assert gold.time(past, alone=False) is None
    assert gold.time(often) is None


@pytest.mark.parametrize(
    ("words", "after", "time"),
    [
        ("within 4 weeks prior to Day 1", "", gold.Time(4.0, "week", "before")),
        ("within 6 months (180 days) of birth", "", gold.Time(6.0, "month", "before")),
        ("< 12 months", " after the last dose", gold.Time(12.0, "month", "after")),
        ("< 12 months", "", gold.Time(12.0, "month", "lasting")),
        ("prior to Day 1", "", None),
    ],
)
def test_spans_of_words_as_times(words: str, after: str, time: gold.Time | None) -> None:
    assert gold.time_from_words(words, "", after) == time


def test_an_anchor_is_the_index_date_or_the_event_by_name() -> None:
    assert times.same_anchor("index", {"study entry"})
    assert not times.same_anchor("index", {"ablation"})
    assert times.same_anchor("surgery", {"the surgery"})
    assert not times.same_anchor("surgery", {"birth"})
