"""Percents that are a strength or a change, points on a scale, and people named by the short half of an arm's name."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

SET = "We allocated 141 adults with rosacea to velarin (n = 70) or placebo (n = 71). "


def of_arms(page, text: str, behind: str = SET) -> list[tuple[str, str, float]]:
    """(measure, arm, number) of what is said behind the sentence that sets out the arms."""
    return [
        (r.measure, r.arm, r.value.value if r.value and r.count is None else float(r.count or 0))
        for r in grammar(page(behind + text)).results
        if r.arm and r.measure in ("proportion", "size") and r.quote.start >= len(behind)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A 15% velarin gel was applied at night.",
        "Once-daily 4% buffered velarin foam led to few complaints.",
        "Velarin slows relapse by about 40%.",
        "Velarin cut the use of steroids by 35%.",
        "Velarin boosted clearance by 22%.",
        "Velarin was associated with a 31% (95% CI 10 to 47%) lower risk of relapse.",
        "Velarin gave a 28% (P = 0.03) relative risk reduction.",
        "Velarin was linked to 31% (12 to 47%), 24% (9 to 38%) and 35% (14 to 50%) fewer flares in spring, summer and winter.",
        "Patients ≥75 yr with a recent fracture got velarin at night.",
        "IGA 0/1 was the aim with velarin.",
        "A severity score of 1/2 was the aim with velarin.",
    ],
)
def test_strengths_changes_and_points_are_of_no_arm(page, text: str) -> None:
    assert of_arms(page, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Redness was seen in 12% velarin cream and 25% placebo users.",
        "Progression slowed in 12% on velarin and in 25% on placebo.",
        "Relapse was seen in 12% (95% CI 5 to 19%) on velarin and 25% (95% CI 15 to 35%) on placebo.",
    ],
)
def test_shares_beside_such_words_stay_shares(page, text: str) -> None:
    assert of_arms(page, text) == [("proportion", "velarin", 12), ("proportion", "placebo", 25)]


def test_who_is_actively_treated_is_of_the_arm_that_is_tried(page) -> None:
    text = "Redness was reported by 14 actively treated men (20%) and by 5 given placebo (7%)."
    assert of_arms(page, text) == [("proportion", "velarin", 14), ("proportion", "placebo", 5)]


def test_a_number_ahead_of_the_people_of_another_is_not_theirs(page) -> None:
    text = "Redness was reported in 14 people with tablets (20%) and in 5 given placebo (7%)."
    assert of_arms(page, text) == [("proportion", "placebo", 5)]


def test_a_count_given_an_arm_has_its_percent(page) -> None:
    text = "Redness was reported by 14 women taking velarin (20%) and 5 on oral placebo (7%)."
    found = [(r.count, r.total, r.value.value) for r in grammar(page(SET + text)).results if r.count]
    assert found == [(14, 70, 20), (5, 71, 7)]


@pytest.mark.parametrize(
    "text",
    [
        "We enrolled 120, 63 in the high and 57 in the low dose group.",
        "Of those enrolled, 63 were assigned to the high and 57 to the low dose group.",
    ],
)
def test_the_short_half_of_two_names_is_an_arm(page, text: str) -> None:
    before = "Infants were randomised to high dose or low dose theophylline. "
    found = of_arms(page, text, before)
    assert found == [("size", "high dose", 63), ("size", "low dose theophylline", 57)]


def test_a_count_in_the_short_half_is_its_arms(page) -> None:
    before = "Infants were randomised to high dose (n = 63) or low dose (n = 57) theophylline. "
    found = of_arms(page, "Apnoea recurred in 9 in the high and in 17 in the low dose group.", before)
    assert [(arm.split()[0], number) for _, arm, number in found] == [("high", 9), ("low", 17)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The number of migraine days decreased by 41% with zelotinib and by 36% with orvelin compared with the run-in.",
            [("zelotinib", 41.0), ("orvelin", 36.0)]),
        ("Migraine days fell by 41% and by 36% in the zelotinib and orvelin groups, respectively.", [("zelotinib", 41.0), ("orvelin", 36.0)]),
        ("In the zelotinib group, pain decreased by 41% and migraine days by 36%.", [("zelotinib", 41.0), ("zelotinib", 36.0)]),
        ("Zelotinib reduced pain by 41% and orvelin by 36%.", [("zelotinib", 41.0), ("orvelin", 36.0)]),
        ("A 41% reduction in pain was seen with zelotinib and a 36% reduction with orvelin.", [("zelotinib", 41.0), ("orvelin", 36.0)]),
        ("There was a 41% reduction in pain with zelotinib, and 36% with orvelin.", [("zelotinib", 41.0), ("orvelin", 36.0)]),
    ],
)  # fmt: skip
def test_a_change_that_goes_on_is_no_share(page, said: str, told: list[tuple[str, float]]) -> None:
    text = "Adults with migraine were randomised to zelotinib (n = 38) or orvelin (n = 40). " + said
    results = [r for r in grammar(page(text)).results if r.measure != "size"]
    assert [(r.measure, r.arm, r.value.value) for r in results] == [("relative_change", *one) for one in told]
