"""Some of an arm, percents by the year, those without it, and what was not obtained."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

SET = "We randomised 182 adults: 90 to velarin and 92 to usual care. Pain came in 12/90 (13.3%) in the velarin arm v 20/92 (21.7%) in the usual care arm. "


def of_arms(page, text: str, before: str = SET) -> list[tuple[str, int | None, float | None]]:
    """(arm, count, percent) of the proportions behind `before`."""
    return [
        (r.arm, r.count, r.value.value if r.value else None)
        for r in grammar(page(before + text)).results
        if r.arm and r.measure == "proportion" and r.quote.start >= len(before)
    ]


def test_deaths_that_there_were_keep_the_order_of_the_document(page) -> None:
    found = of_arms(page, "There were 7 (7.8%) and 11 (12.0%) deaths.")
    assert found == [("velarin", 7, 7.8), ("usual care", 11, 12.0)]


@pytest.mark.parametrize(
    "text",
    [
        "There were 7 (7.8%) and 11 (12.0%) deaths from stroke and sepsis.",
        "There were 7 (7.7%) deaths and 11 (12.1%) relapses.",
        "There were 7 (7.8%) and 11 (12.0%) deaths in men and women.",
    ],
)
def test_deaths_of_two_kinds_are_of_no_arm(page, text: str) -> None:
    assert of_arms(page, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rash was more common with velarin (n=24, 26.7%) than without (n=9, 9.8%).",
        "Rash was seen with velarin (n=24, 26.7%) and without it (n=9, 9.8%).",
    ],
)
def test_those_without_it_are_of_the_other_arm(page, text: str) -> None:
    assert of_arms(page, text) == [("velarin", 24, 26.7), ("usual care", 9, 9.8)]


def test_a_reduction_before_a_pair_is_no_change_by_its_first_percent(page) -> None:
    text = "Velarin was associated with a significant reduction of readmission: 13 adults (14%) v 24 (26%) (p=0.04)."
    assert of_arms(page, text) == [("velarin", 13, 14), ("usual care", 24, 26)]
    results = grammar(page(SET + "We saw a significant fall in urate (14.2%; P = 0.01).")).results
    assert any(r.measure == "relative_change" for r in results)


def test_a_percent_by_the_year_is_not_that_of_the_count(page) -> None:
    text = "Stroke occurred in 18 of 90 adults in the velarin group (9.1% per year) and in 27 of 92 in the usual care group (14.2% per year)."
    assert of_arms(page, text) == [("velarin", 18, None), ("usual care", 27, None)]


def test_what_could_not_be_obtained_is_a_result(page) -> None:
    before = "We randomised 1482 smokers to an intervention group (n = 742) or a control group (n = 740). "
    text = "Data could not be obtained from 237 (31.9%) intervention and 214 (28.9%) control participants."
    assert [(c, p) for _, c, p in of_arms(page, text, before)] == [(237, 31.9), (214, 28.9)]


def test_sizes_behind_the_words_for_the_arms_in_a_bracket(page) -> None:
    before = "An automated diary against headache was tried. A total of 482 adults were randomized (intervention, 242; control, 240). "
    text = "Headache fell in 31% of the intervention group and 20% of the control group."
    assert sorted(a.size or 0 for a in grammar(page(before + text)).arms) == [240, 242]


def test_some_of_an_arm_are_not_its_size(page) -> None:
    text = "Of those in the velarin arm who came to at least ten visits (n = 31), 14.8% were well."
    assert 31 not in {r.total for r in grammar(page(SET + text)).results if r.measure == "size"}
    assert {a.size for a in grammar(page(SET + text)).arms} == {90, 92}
