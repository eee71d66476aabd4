"""A fall in pain is less pain: what an outcome's name says of the one that is asked for."""

import math

import pytest

from trialwright.adapters import concepts
from trialwright.pool.gather import gather
from trialwright.pool.synthesis import pool
from trialwright.read import documents, read

HEAD = "Corvelin for {i}. We randomised 80 adults to corvelin (n = 40) or placebo (n = 40). "
LEVEL = "Mean systolic pressure was 138 mm Hg (SD 10) with corvelin and 146 mm Hg (SD 11) with placebo."


def gathered(told, endpoint="systolic pressure", scale="mean_difference"):
    readings = []
    for i, text in enumerate(told):
        (document,) = documents((HEAD.format(i=f"cause {i}") + text).encode(), f"{i}.txt")
        readings.append(read(document, concepts.load()))
    return gather(readings, [], endpoint, scale)


@pytest.mark.parametrize(
    ("told", "y"),
    [
        ("The mean reduction in systolic pressure was 12.1 mm Hg (SD 9.0) with corvelin and 4.3 mm Hg (SD 9.4) with placebo.", -7.8),
        ("Systolic pressure fell by 12.1 mm Hg (SD 9.0) with corvelin and 4.3 mm Hg (SD 9.4) with placebo.", -7.8),
        ("Systolic pressure rose by 12.1 mm Hg (SD 9.0) with corvelin and 4.3 mm Hg (SD 9.4) with placebo.", 7.8),
        ("The mean change in systolic pressure was -12.1 mm Hg (SD 9.0) with corvelin and -4.3 mm Hg (SD 9.4) with placebo.", -7.8),
    ],
)  # fmt: skip
def test_a_fall_and_a_level_have_one_direction(told, y):
    level, fall = gathered([LEVEL, told]).effects
    assert level.y == pytest.approx(-8)
    assert fall.y == pytest.approx(y)
    assert ("other sign" in fall.because.formula) == ("reduction" in told or "fell" in told)


def test_a_fall_that_is_asked_for_keeps_its_sign():
    told = "The mean fall in systolic pressure was 12.1 mm Hg (SD 9.0) with corvelin and 4.3 mm Hg (SD 9.4) with placebo."
    (effect,) = gathered([told], "fall in systolic pressure").effects
    assert effect.y == pytest.approx(7.8)


@pytest.mark.parametrize(
    ("told", "endpoint", "scale"),
    [
        ("The mean improvement in mobility was 12.1 points (SD 9.0) with corvelin and 4.3 points (SD 9.4) with placebo.", "mobility", "mean_difference"),
        ("The mean reduction in pain was 12.1 points (SD 9.0) with corvelin and 4.3 points (SD 9.4) with placebo.", "pain", "log_ratio_of_means"),
        ("Relief of pain occurred in 25 of 40 given corvelin and 14 of 40 given placebo.", "pain", "log_odds_ratio"),
        ("Non-response occurred in 5 of 40 given corvelin and 14 of 40 given placebo.", "response", "log_odds_ratio"),
    ],
)  # fmt: skip
def test_what_may_count_either_way_is_left_out_with_its_reason(told, endpoint, scale):
    found = gathered([told], endpoint, scale)
    assert found.effects == ()
    assert "may count the other way" in found.left_out[0].what


@pytest.mark.parametrize(
    ("told", "endpoint"),
    [
        ("Fracture after a fall occurred in 5 of 40 given corvelin and 14 of 40 given placebo.", "fracture"),
        ("Non-fatal stroke occurred in 5 of 40 given corvelin and 14 of 40 given placebo.", "stroke"),
        ("Blood loss occurred in 5 of 40 given corvelin and 14 of 40 given placebo.", "blood loss"),
        (
            "Survival free of relapse was seen in 25 of 40 given corvelin and 14 of 40 given placebo.",
            "survival",
        ),
        ("Disease-free survival was seen in 25 of 40 given corvelin and 14 of 40 given placebo.", "survival"),
        ("Relapse after remission occurred in 5 of 40 given corvelin and 14 of 40 given placebo.", "relapse"),
    ],
)
def test_what_counts_the_same_way_is_kept(told, endpoint):
    assert len(gathered([told], endpoint, "log_odds_ratio").effects) == 1


def test_a_pool_says_under_which_names_its_trials_tell_the_outcome():
    ratio = "{} was longer with corvelin (hazard ratio {}, 95% CI {} to {})."
    told = [
        ratio.format("Overall survival", 0.8, 0.66, 0.97),
        ratio.format("Progression-free survival", 0.6, 0.46, 0.78),
    ]
    both = pool("s", gathered(told, "survival", "log_hazard_ratio").effects)
    assert any("“Overall survival” (0.txt), “Progression-free survival” (1.txt)" in w for w in both.warnings)
    alike = pool(
        "s",
        gathered(
            [told[0], told[0].replace("0.8 ", "0.9 ").replace("0.8,", "0.9,")], "survival", "log_hazard_ratio"
        ).effects,
    )
    assert not any("several names" in w for w in alike.warnings)


@pytest.mark.parametrize(
    ("told", "endpoint"),
    [
        ("The mean reduction in stiffness was -9.2 mm (SD 7.0) with corvelin and -3.1 mm (SD 7.4) with placebo.", "stiffness"),
        ("Mean weight loss was -4.4 kg (SD 3.0) with corvelin and -1.2 kg (SD 3.4) with placebo.", "weight loss"),
    ],
)  # fmt: skip
def test_a_fall_with_a_minus_in_both_arms_is_not_turned(told, endpoint):
    found = gathered([told], endpoint)
    assert found.effects == ()
    assert "minus in both arms" in found.left_out[0].what


@pytest.mark.parametrize(
    ("told", "endpoint", "y"),
    [
        ("Mean stiffness score reductions were 9.2 mm (SD 7.0) with corvelin and 3.1 mm (SD 7.4) with placebo.", "stiffness", -6.1),
        ("Mean body weight lost was 4.4 kg (SD 3.0) with corvelin and 1.2 kg (SD 3.4) with placebo.", "body weight", -3.2),
        ("The mean fall from baseline in stiffness was 9.2 mm (SD 7.0) with corvelin and 3.1 mm (SD 7.4) with placebo.", "stiffness", -6.1),
    ],
)  # fmt: skip
def test_a_fall_is_known_in_other_words(told, endpoint, y):
    (effect,) = gathered([told], endpoint).effects
    assert effect.y == pytest.approx(y)


@pytest.mark.parametrize(
    ("told", "endpoint"),
    [
        ("Mean time to loss of balance was 31 minutes (SD 9) with corvelin and 44 minutes (SD 10) with placebo.", "balance"),
        ("Mean cough relief was 31 mm (SD 9) with corvelin and 12 mm (SD 10) with placebo.", "cough"),
        ("Mean cough-free days were 21 days (SD 9) with corvelin and 14 days (SD 10) with placebo.", "cough"),
        ("Mean reduced glutathione was 3.1 mg (SD 0.9) with corvelin and 2.2 mg (SD 0.8) with placebo.", "glutathione"),
    ],
)  # fmt: skip
def test_a_mean_of_another_thing_is_left_out(told, endpoint):
    found = gathered([told], endpoint)
    assert found.effects == ()
    assert "may count the other way" in found.left_out[0].what


@pytest.mark.parametrize(
    ("told", "endpoint"),
    [
        ("25 of 40 given corvelin and 14 of 40 given placebo had no severe cough.", "cough"),
        ("Cough resolved in 26 of 40 given corvelin and 15 of 40 given placebo.", "cough"),
        ("Clearance of the rash occurred in 26 of 40 given corvelin and 15 of 40 given placebo.", "rash"),
        ("Remission of colitis occurred in 26 of 40 given corvelin and 15 of 40 given placebo.", "colitis"),
        ("Freedom from cough was more frequent with corvelin than with placebo (odds ratio 2.9, 95% CI 1.2 to 7.1).", "cough"),
        ("Resolution of cough was more frequent with corvelin than with placebo (odds ratio 2.9, 95% CI 1.2 to 7.1).", "cough"),
    ],
)  # fmt: skip
def test_those_who_are_rid_of_it_are_not_those_with_it(told, endpoint):
    found = gathered([told], endpoint, "log_odds_ratio")
    assert found.effects == ()
    assert "may count the other way" in found.left_out[0].what


@pytest.mark.parametrize("name", ["Freedom from relapse", "Relapse-free survival"])
def test_the_hazard_of_freedom_from_it_is_that_of_it(name):
    told = f"{name} was longer with corvelin than with placebo (hazard ratio 0.66, 95% CI 0.47 to 0.93)."
    assert len(gathered([told], "relapse", "log_hazard_ratio").effects) == 1


FALL = "The mean fall in systolic pressure was 12.1 mmHg (SD 9.0) with corvelin and 4.3 mmHg (SD 9.4) with placebo."


def test_standardised_differences_of_changes_and_of_levels_are_told():
    both = gathered([LEVEL, FALL], scale="standardised_mean_difference").effects
    assert any("not on one scale" in w for w in pool("p", both).warnings)
    assert not any("not on one scale" in w for w in pool("p", gathered([LEVEL, FALL]).effects).warnings)


def test_a_unit_with_and_without_a_space_is_one_unit():
    assert len(gathered([LEVEL, FALL]).effects) == 2


def test_a_printed_difference_keeps_its_unit_and_is_pooled_with_means():
    mean = "Mean stiffness was 31 mm (SD 10) with corvelin and 45 mm (SD 11) with placebo."
    printed = (
        "Stiffness was lower with corvelin than with placebo (mean difference -12 mm, 95% CI -17 to -7)."
    )
    assert len(gathered([mean, printed], "stiffness").effects) == 2


@pytest.mark.parametrize("asked", ["overall survival", "OS"])
def test_a_short_form_and_its_long_form_are_one_outcome(asked):
    told = [
        "OS was longer with corvelin than with placebo (HR 0.80; 95% CI, 0.65 to 0.98).",
        "The hazard ratio for overall survival was 0.85 (95% CI 0.70 to 1.03) with corvelin v placebo.",
    ]
    effects = gathered(told, asked, "log_hazard_ratio").effects
    assert [e.y for e in effects] == pytest.approx([math.log(0.8), math.log(0.85)])
    assert not any("several names" in w for w in pool("s", effects).warnings)


@pytest.mark.parametrize(
    ("told", "endpoint"),
    [
        ("5 of 40 given corvelin and 14 of 40 given placebo died.", "death"),
        ("5 of 40 given corvelin and 14 of 40 given placebo relapsed.", "relapse"),
        ("25 of 40 given corvelin and 14 of 40 given placebo recovered.", "recovery"),
        ("Death occurred in 5 of 40 given corvelin and 14 of 40 given placebo.", "died"),
    ],
)
def test_what_happened_is_its_noun(told, endpoint):
    assert len(gathered([told], endpoint, "log_odds_ratio").effects) == 1


def test_what_did_not_happen_is_not_what_is_asked_for():
    told = "Not infected were 25 of 40 given corvelin and 14 of 40 given placebo."
    found = gathered([told], "infection", "log_odds_ratio")
    assert found.effects == ()


def test_two_trials_of_one_document_are_two_and_those_of_another_are_others():
    told = "In the first trial 110 adults were randomised. Relapse occurred in {} of 55 given corvelin and 19 of 55 given placebo. In the second trial 180 adults were randomised. Relapse occurred in 24 of 90 given corvelin and 33 of 90 given placebo."
    readings = []
    for i, n in enumerate((11, 14)):
        text = f"Corvelin or placebo for cause {i}.\n\n{told.format(n)}"
        (document,) = documents(text.encode(), f"{i}.txt")
        readings.append(read(document, concepts.load()))
    assert [e.label for e in gather(readings, [], "relapse", "log_odds_ratio").effects] == [
        "first trial of 0.txt", "second trial of 0.txt", "first trial of 1.txt", "second trial of 1.txt",
    ]  # fmt: skip
