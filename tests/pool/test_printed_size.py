"""A difference whose size is printed ("32 mm and 45 mm, a difference of 13") has the sign of its arms, not a plus."""

import math

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.pool.gather import gather
from trialwright.read import documents, read

HEAD = "Corvelin for gout. We randomised 80 adults to corvelin (n = 40) or placebo (n = 40). "


def gathered(told, endpoint="stiffness", scale="mean_difference"):
    (document,) = documents((HEAD + told).encode(), "trial.txt")
    readings = [read(document, concepts.load())]
    return gather(readings, check(readings), endpoint, scale)


CI = "95% CI 6 to 20"


@pytest.mark.parametrize(
    ("told", "y"),
    [
        (f"Mean stiffness was 32 mm with corvelin and 45 mm with placebo (difference 13 mm; {CI}).", -13),
        (f"Mean stiffness with corvelin was 32 mm and with placebo 45 mm (difference 13 mm; {CI}).", -13),
        (f"Mean stiffness was 32 mm (SD 11) with corvelin and 45 mm (SD 12) with placebo, a difference of 13 mm ({CI}).", -13),
        (f"Mean stiffness was 45 mm with corvelin and 32 mm with placebo (difference 13 mm; {CI}).", 13),
        (f"Stiffness was lower with corvelin than with placebo (mean difference 13 mm, {CI}).", -13),
        (f"Stiffness was significantly lower in the corvelin group (mean difference 13 mm, {CI}).", -13),
        (f"Corvelin reduced stiffness (mean difference 13 mm, {CI}).", -13),
        (f"Stiffness was higher with corvelin than with placebo (mean difference 13 mm, {CI}).", 13),
        (f"Stiffness was lower in the intervention group than in controls (mean difference 13 mm, {CI}).", -13),
        (f"Stiffness was lower in the corvelin group than in the control group (mean difference 13 mm, {CI}).", -13),
        (f"Stiffness was 13 mm lower with corvelin (mean difference 13 mm, {CI}).", -13),
        (f"Compared with placebo, corvelin significantly reduced stiffness (difference 13 mm; {CI}).", -13),
        (f"Stiffness fell to 32 mm with corvelin and to 45 mm with placebo (difference 13 mm; {CI}).", -13),
        (f"Stiffness fell from 60 mm to 32 mm with corvelin and from 61 mm to 45 mm with placebo (difference 13 mm; {CI}).", -13),
        (f"Stiffness fell by 27 mm with corvelin and by 14 mm with placebo (difference 13 mm; {CI}).", -13),
        (f"Stiffness rose by 14 mm with corvelin and by 27 mm with placebo (difference 13 mm; {CI}).", -13),
        ("Stiffness fell by 27 mm with corvelin and by 14 mm with placebo (difference -13 mm; 95% CI -20 to -6).", -13),
        ("Stiffness was lower with corvelin than with placebo (mean difference -13 mm, 95% CI -20 to -6).", -13),
    ],
)  # fmt: skip
def test_a_size_is_turned_as_the_means_or_the_words_tell(told, y):
    (effect,) = gathered(told).effects
    assert effect.y == pytest.approx(y)


@pytest.mark.parametrize(
    "told",
    [
        f"The mean difference in stiffness was 13 mm in favour of corvelin ({CI}).",
        f"Stiffness was lower in one of the groups (mean difference 13 mm, {CI}).",
        f"Stiffness fell by 31 mm with corvelin and by 11 mm with placebo (difference 13 mm; {CI}).",
    ],
)
def test_a_size_that_tells_no_direction_is_left_out(told):
    found = gathered(told)
    assert found.effects == ()
    assert "not plain" in found.left_out[0].what


def test_an_adjusted_size_that_the_means_contradict_is_left_out():
    found = gathered(
        "Mean stiffness was 32 mm with corvelin and 45 mm with placebo (adjusted difference 11 mm; 95% CI 4 to 18)."
    )
    assert found.effects == ()
    assert "not plain" in found.left_out[0].what


def test_a_difference_behind_medians_is_not_one_of_means():
    found = gathered(
        f"Median stiffness was 32 mm with corvelin and 45 mm with placebo (difference 13 mm; {CI})."
    )
    assert found.effects == ()
    assert "medians" in found.left_out[0].what


@pytest.mark.parametrize(
    ("told", "y"),
    [
        ("Relapse was less frequent with corvelin than with placebo (risk difference 13%, 95% CI 4 to 22).", -0.13),
        ("Corvelin reduced relapse (absolute risk reduction 13%, 95% CI 4 to 22).", -0.13),
        ("Relapse was less frequent with corvelin than with placebo (risk difference -13%, 95% CI -22 to -4).", -0.13),
        ("Relapse was more frequent with corvelin than with placebo (risk difference 13%, 95% CI 4 to 22).", 0.13),
    ],
)  # fmt: skip
def test_a_difference_of_risks_is_turned_as_the_words_tell(told, y):
    (effect,) = gathered(told, "relapse", "risk_difference").effects
    assert effect.y == pytest.approx(y)


def test_a_ratio_that_the_words_beside_it_contradict_is_left_out():
    found = gathered(
        "Corvelin reduced relapse (odds ratio 2.3, 95% CI 1.3 to 4.1).", "relapse", "log_odds_ratio"
    )
    assert found.effects == ()
    assert "not plain" in found.left_out[0].what


@pytest.mark.parametrize(
    ("told", "y"),
    [
        (f"Pain was better with corvelin than with placebo (difference 13 mm; {CI}).", -13),
        (f"Pain was worse with placebo than with corvelin (difference 13 mm; {CI}).", -13),
        ("Pain was better with corvelin than with placebo (difference -13 mm; 95% CI -20 to -6).", -13),
        (f"Pain was worse with corvelin than with placebo (difference 13 mm; {CI}).", 13),
    ],
)
def test_better_is_turned_where_it_is_known_which_way_is_good(told, y):
    (effect,) = gathered(told, "pain").effects
    assert effect.y == pytest.approx(y)


def test_better_of_an_outcome_whose_good_way_is_not_known_is_left_out():
    found = gathered(
        f"Balance was better with corvelin than with placebo (difference 13 mm; {CI}).", "balance"
    )
    assert found.effects == ()
    assert "not plain" in found.left_out[0].what


RATIO = "(odds ratio {v}; 95% CI {ci})."
ABOVE, BELOW = RATIO.format(v=1.9, ci="1.2 to 3.0"), RATIO.format(v=0.53, ci="0.33 to 0.83")


@pytest.mark.parametrize(
    "told",
    [
        "Relapse was less frequent with corvelin than with placebo " + ABOVE,
        "Relapse was more frequent with corvelin " + BELOW,
        "Less frequent relapse was seen with corvelin " + ABOVE,
        "Relapse was less common in the corvelin group than in controls "
        + RATIO.format(v=1.2, ci="0.8 to 1.8"),
        "The odds ratio for relapse with corvelin versus placebo was 1.9 (95% CI 1.2 to 3.0); relapse was less frequent with corvelin.",
    ],
)
def test_a_ratio_that_its_words_contradict_is_left_out(told):
    found = gathered(told, "relapse", "log_odds_ratio")
    assert found.effects == ()
    assert "says the opposite" in found.left_out[0].what


@pytest.mark.parametrize(
    ("told", "odds"),
    [
        ("Relapse was less frequent with corvelin than with placebo " + BELOW, 0.53),
        ("Relapse was more frequent with placebo than with corvelin " + BELOW, 0.53),
        ("Relapse was more frequent with placebo than with corvelin " + ABOVE, 1 / 1.9),
        ("Relapse was less frequent with corvelin (odds ratio for placebo versus corvelin 1.9; 95% CI 1.2 to 3.0).", 1 / 1.9),
        ("Relapse was not less frequent with corvelin than with placebo " + RATIO.format(v=1.2, ci="0.8 to 1.8"), 1.2),
        ("Relapse was less frequent with corvelin than with placebo " + RATIO.format(v="1.0", ci="0.7 to 1.4"), 1.0),
        ("Time to relapse was shorter with corvelin than with placebo (odds ratio for relapse 1.9; 95% CI 1.2 to 3.0).", 1.9),
        ("Stiffness was more frequent in 12 (30%) with corvelin, and relapse was seen less " + ABOVE, 1.9),
    ],
)  # fmt: skip
def test_a_ratio_that_agrees_with_its_words_is_taken_their_way(told, odds):
    (effect,) = gathered(told, "relapse", "log_odds_ratio").effects
    assert effect.y == pytest.approx(math.log(odds))


def test_the_arithmetic_of_a_turned_ratio_ends_with_its_effect():
    (effect,) = gathered("Relapse was more frequent with placebo than with corvelin " + BELOW, "relapse", "log_odds_ratio").effects  # fmt: skip
    assert effect.because.formula.endswith(f"so y = {effect.y:.4g}")


@pytest.mark.parametrize(
    ("told", "endpoint", "scale", "why"),
    [
        ("The standardised mean difference in pain with corvelin versus placebo was -0.4 (95% CI -0.8 to -0.1).", "pain", "mean_difference", "in standard deviations of the outcome"),
        ("The risk difference for relapse with corvelin versus placebo was 5.0 (95% CI 1.0 to 9.0).", "relapse", "risk_difference", "without a percent sign"),
        ("The hazard ratio for relapse was 1.43 (95% CI 1.02 to 2.00) in favour of corvelin.", "relapse", "log_hazard_ratio", "says the opposite"),
        ("The relative risk of relapse was 1.43 (95% CI 1.02 to 2.00), favouring corvelin.", "relapse", "log_risk_ratio", "says the opposite"),
    ],
)  # fmt: skip
def test_what_is_on_another_scale_or_the_other_way_is_left_out(told, endpoint, scale, why):
    found = gathered(told, endpoint, scale)
    assert found.effects == ()
    assert why in " ".join(m.what for m in found.left_out)


@pytest.mark.parametrize(
    ("told", "endpoint", "scale", "y"),
    [
        ("The risk difference for relapse with corvelin versus placebo was 5.0% (95% CI 1.0 to 9.0).", "relapse", "risk_difference", 0.05),
        ("The hazard ratio for relapse was 0.70 (95% CI 0.50 to 0.98) in favour of corvelin.", "relapse", "log_hazard_ratio", math.log(0.7)),
        ("The odds ratio for response was 2.10 (95% CI 1.30 to 3.39), favouring corvelin.", "response", "log_odds_ratio", math.log(2.1)),
        ("The hazard ratio for relapse in the placebo group was 1.43 (95% CI 1.02 to 2.00).", "relapse", "log_hazard_ratio", -math.log(1.43)),
    ],
)  # fmt: skip
def test_what_is_on_the_scale_and_its_way_is_taken(told, endpoint, scale, y):
    (effect,) = gathered(told, endpoint, scale).effects
    assert effect.y == pytest.approx(y)


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ("The median difference in length of stay between corvelin and placebo was -1.0 day (95% CI -2.0 to -0.2).", False),
        ("The difference in median length of stay between corvelin and placebo was -1.0 day (95% CI -2.0 to -0.2).", False),
        ("The mean difference in length of stay between corvelin and placebo was -1.0 day (95% CI -2.0 to -0.2; Hodges-Lehmann).", False),
        ("The mean difference in length of stay between corvelin and placebo was -1.0 day (95% CI -2.0 to -0.2).", True),
    ],
)  # fmt: skip
def test_a_difference_of_medians_is_left_out(told, taken):
    found = gathered(told, "length of stay")
    assert bool(found.effects) == taken
    assert all("medians" in m.what for m in found.left_out)
