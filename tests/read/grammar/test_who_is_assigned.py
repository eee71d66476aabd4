"""Arms behind who is assigned and how, groups with a sentence each, times that are no arms, and numbers that are no ratio or size."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TITLE = "Pelorin for severe gout. "
SEEN = " Relief was told by 43% on pelorin and 31% on doxine."


def _arms(page, text: str) -> list[str]:
    return [a.label for a in grammar(page(text)).arms]


def _numbers(page, text: str, measure: str) -> list[tuple[str, float]]:
    return [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == measure and r.value]


@pytest.mark.parametrize(
    "assigned",
    [
        "We randomly assigned adults with gout, who had all been given a diet and a leaflet, to pelorin or doxine.",
        "We randomly assigned 84 adults, aged 30 to 70 years, to pelorin or doxine.",
        "Eighty-four adults were randomly assigned twice daily treatment with pelorin 2.5 mg or doxine 20 mg for 3 months.",
    ],
)
def test_arms_stand_behind_who_is_assigned_and_how(page, assigned: str) -> None:
    assert _arms(page, TITLE + assigned + SEEN) == ["pelorin", "doxine"]
    assert _numbers(page, TITLE + assigned + SEEN, "proportion") == [("pelorin", 43.0), ("doxine", 31.0)]


def test_groups_are_named_by_themselves_behind_their_number(page) -> None:
    text = "Altogether 90 adults were randomly allocated to two groups, a music group (n=46) and a quiet group (n=44)."
    assert _arms(page, text) == ["music", "quiet"]


def test_what_one_group_is_given_is_no_two_arms(page) -> None:
    text = "The intervention group (n = 137) was randomly assigned to receive phone calls with cooking lessons and letters. The comparison group (n = 151) was sent a leaflet. Relapses came to 25 adults of the intervention group (18.2%) vs 32 of the comparison group (21.2%)."
    found = grammar(page(text))
    assert "letters" not in [a.label for a in found.arms]
    assert [a.size for a in found.arms] == [137, 151]


def test_times_that_were_measured_are_no_arms(page) -> None:
    measured = "Adults were randomly assigned. Life was longer in one (20.9 months vs. 15.1 months; hazard ratio, 0.68)."
    assert _arms(page, measured) == []
    given = "We compared zinc for 2.5 with 5 years. There were 31 colds in the 2.5-year group and 22 in the 5-year group."
    assert _arms(page, given) == ["2.5-year", "5-year"]


def test_years_of_observation_are_no_arm(page) -> None:
    trial = "Close watching of gout. We compared two plans over 4 years of observation. Adults were randomised: 61 were assigned to a close watch and 64 to a loose watch."
    assert _arms(page, trial) == ["close watch", "loose watch"]
    untreated = "Watching of gout. Adults were randomised to pelorin (n = 61) or observation (n = 64)."
    assert _arms(page, untreated) == ["pelorin", "observation"]


def test_a_percent_is_no_ratio(page) -> None:
    text = "Adults were randomised to pelorin or doxine. Relief was better for pelorin (relief rate [RR], 52%) as against doxine (RR, 37%)."
    assert _numbers(page, text, "risk_ratio") == []
    assert _numbers(page, text, "proportion") == [("pelorin", 52.0), ("doxine", 37.0)]
    ratio = "Adults were randomised to pelorin or doxine. Relief was better for pelorin (RR, 1.41)."
    assert [value for _, value in _numbers(page, ratio, "risk_ratio")] == [1.41]


def test_cases_between_which_there_is_no_difference_are_no_sizes(page) -> None:
    two = "Adults were randomised to pelorin or doxine. "
    cases = (
        f"{two}There was no difference in falls between the doxine arm (27 cases) and the pelorin arm (23)."
    )
    assert [a.size for a in grammar(page(cases)).arms] == [None, None]
    people = "Adults were randomised to pelorin (22 cases) or doxine (19 cases)."
    assert [a.size for a in grammar(page(people)).arms] == [22, 19]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Adults on pelorin were more likely to show a halving or a decrease in itch (38% v 28%).",
            [38.0, 28.0],
        ),
        ("Adults on pelorin were less likely to show a decrease in itch (28% v 38%).", [28.0, 38.0]),
        ("Adults on pelorin more often had a reduction of half (38% v 28%).", [38.0, 28.0]),
    ],
)
def test_more_who_have_a_decrease_are_more(page, said: str, told: list[float]) -> None:
    found = _numbers(page, f"A trial compared pelorin with doxine. {said}", "proportion")
    assert found == list(zip(("pelorin", "doxine"), told, strict=True))


@pytest.mark.parametrize(
    "became", ["died", "had local recurrences", "relapsed", "required surgery for a fracture"]
)
def test_a_group_and_how_many_of_it_fared_somehow(page, became: str) -> None:
    dealt = "Adults were randomly assigned to either placebo (n=203) or zinc (n=207). "
    text = f"{dealt}In the placebo group 83 adults {became}. In the zinc group 53 adults {became}."
    counts = [(r.arm, r.count) for r in grammar(page(text)).results if r.count is not None]
    assert counts == [("placebo", 83), ("zinc", 53)]


def test_a_numbered_group_is_no_count(page) -> None:
    dealt = "Adults were randomly assigned to group 1 (n=203) or group 2 (n=207). "
    found = grammar(page(f"{dealt}In group 2 adults died sooner.")).results
    assert [r for r in found if r.count is not None] == []


def test_one_that_stands_for_a_thing_is_no_count(page) -> None:
    dealt = "Adults were randomised to a drain (n = 50) or no drain (n = 52). "
    found = grammar(
        page(f"{dealt}Cysts grew in 26 adults who had no drain (50%), but in only 11 with one (22%).")
    ).results
    assert 1 not in [r.count for r in found]
    assert 22.0 in [r.value.value for r in found if r.value]
    found = grammar(
        page(f"{dealt}A cyst was seen in one (2%) and a rash in nine (18%) with a drain.")
    ).results
    assert [r.count for r in found if r.count is not None] == [1, 9]


def test_what_is_said_of_shares_is_no_arm(page) -> None:
    text = "We tested a group course in 100 adults. The proportion that slept badly went down from 41% to 19% in half a year, against 37% and 35% of controls."
    assert [label for label in _arms(page, text) if "proportion" in label or "against" in label] == []
