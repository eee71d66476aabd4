"""Controls that get what is customary, those who go without, and what is told of all people of a trial."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def _figures(page, text: str) -> list[tuple[str, str, float | None]]:
    results = grammar(page(text)).results
    return [
        (r.measure, r.arm, float(r.count) if r.count is not None else r.value.value if r.value else None)
        for r in results
    ]


@pytest.mark.parametrize(
    "control", ["usual treatment", "conventional therapy", "standard therapy", "routine treatment"]
)
def test_what_is_customary_keeps_its_noun(page, control: str) -> None:
    text = f"Adults with gout were randomly assigned zelotinib or {control}. 193 were assigned zelotinib and 195 {control}."
    assert _figures(page, text) == [("size", "zelotinib", 193.0), ("size", control, 195.0)]


def test_controls_that_get_what_is_customary_are_counted_by_it(page) -> None:
    text = (
        "Adults with gout were randomly assigned to zelotinib or to a control group. "
        "Of 388 adults, 193 were assigned zelotinib and 195 conventional treatment."
    )
    assert _figures(page, text)[:2] == [("size", "zelotinib", 193.0), ("size", "control", 195.0)]


_BATHING = (
    "Adults with eczema were randomised to early bathing or delayed salvage care (no bathing). Of 396 adults the "
    "median age was 47 years, 61% smoked, and the median rash area was 3.4 cm; 231 adults relapsed: 98 bathing, 133 no bathing."
)


def test_what_is_told_before_a_semicolon_is_not_of_the_arms_named_behind_it(page) -> None:
    figures = _figures(page, _BATHING)
    assert ("proportion", "", 61.0) in figures
    assert ("median", "", 47.0) in figures
    assert ("median", "", 3.4) in figures


def test_an_arm_set_out_as_one_without_is_known_by_it_and_parts_of_those_who_fared_are_counts(page) -> None:
    figures = _figures(page, _BATHING)
    assert ("proportion", "early bathing", 98.0) in figures
    assert ("proportion", "delayed salvage care", 133.0) in figures


def test_parts_of_the_eligible_are_sizes(page) -> None:
    text = (
        "Adults were randomised to zelotinib or placebo. Of 40 patients eligible for response (21 zelotinib, 19 placebo), "
        "few relapsed."
    )
    assert {("size", "zelotinib", 21.0), ("size", "placebo", 19.0)} <= set(_figures(page, text))


def test_what_all_people_are_given_is_no_arm(page) -> None:
    text = (
        "Ginger may ease muscle aches due to statins (SIs) in women. Women joined one of two groups, by clinic: one receiving ginger on top "
        "of usual meals (group P) and a control group, receiving usual meals (group Q). All women were treated with an SI. Group P also "
        "chewed ginger for 9 days before starting SI treatment. Of 52 women, 26 were in each group. Ginger may ease aches in patients "
        "treated with SIs."
    )
    assert [a.label for a in grammar(page(text)).arms] == ["ginger", "control"]


def test_counts_of_a_thing_in_brackets_are_no_size(page) -> None:
    text = (
        "Adults were randomised to zelotinib slow release (38 patients) or orvelin (39 patients). Side effects were reported by 15 "
        "patients receiving zelotinib and 21 patients receiving orvelin, the most frequent being drowsiness (five and nine patients)."
    )
    sizes = [one for one in _figures(page, text) if one[0] == "size"]
    assert sizes == [("size", "zelotinib slow release", 38.0), ("size", "orvelin", 39.0)]
