"""Counts of things of which a person has several, of those who took a treatment, and of more than there are; a named log-rank or Boschloo test."""

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.read import documents, read

EYES = "We randomised 88 adults with glaucoma to drop A (n = 44) or drop B (n = 44). Haze was seen in {} with drop A and in {} with drop B{}."
ADULTS = "We randomised 518 adults with gout to corvelin (n = 260) or placebo (n = 258). {}"
FEW = "We randomised 61 adults with gout to corvelin (n = 29) or placebo (n = 32). A flare came in 9 of 29 with corvelin and in 18 of 32 with placebo ({})."


def findings(text, name):
    (document,) = documents(text.encode(), "text.txt")
    return [c for c in check([read(document, concepts.load())]) if c.name == name]


@pytest.mark.parametrize(
    ("first", "second", "verdicts"),
    [
        ("8 of 80 eyes (10%)", "21 of 84 eyes (25%)", []),
        ("8 of 80 treated eyes (10%)", "21 of 84 treated eyes (25%)", []),
        ("8 of 80 adults (10%)", "21 of 84 adults (25%)", ["impossible"] * 2),
        ("8 of 80 (10%)", "21 of 84 (25%)", ["impossible"] * 2),
        ("8 of 40 adults with warts (20%)", "11 of 44 adults (25%)", ["consistent"] * 2),
    ],
)
def test_a_person_has_several_eyes(first, second, verdicts):
    assert [c.verdict for c in findings(EYES.format(first, second, ""), "total_in_arm")] == verdicts


@pytest.mark.parametrize(
    ("people", "verdicts"), [("women with a high risk", []), ("infants", ["impossible", "impossible"])]
)
def test_women_have_more_infants_than_there_are_women(people, verdicts):
    text = (
        f"We randomised 90 {people} to folate (n = 45) or placebo (n = 45). Sepsis was seen in 6 of 50 infants (12%) given folate "
        "and in 13 of 52 infants (25%) given placebo."
    )
    assert [c.verdict for c in findings(text, "total_in_arm")] == verdicts


def test_those_who_took_a_treatment_may_be_more_than_were_assigned_to_it():
    (taken, _) = findings(
        ADULTS.format(
            "Rash came in 33 of 264 who received corvelin (12.5%) and in 30 of 254 who received placebo (11.8%)."
        ),
        "total_in_arm",
    )
    assert (taken.verdict, taken.severity) == ("not checkable", "minor")
    (assigned, _) = findings(
        ADULTS.format("Rash came in 33 of 264 (12.5%) with corvelin and in 30 of 254 (11.8%) with placebo."),
        "total_in_arm",
    )
    assert assigned.verdict == "impossible"


@pytest.mark.parametrize(("counted", "verdict"), [("eyes", "not checkable"), ("adults", "impossible")])
def test_eyes_of_one_person_are_not_independent(counted, verdict):
    """SciPy 1.14: tests of 8/80 v 29/84 as independent give 0.0001 to 0.0004."""
    text = EYES.format(f"8 of 80 {counted} (10%)", f"29 of 84 {counted} (35%)", " (P = 0.03)")
    (found,) = findings(text, "p_value_test")
    assert found.verdict == verdict
    assert ("not independent" in found.explanation) == (counted == "eyes")


def test_the_limits_of_a_ratio_of_eyes_allow_for_their_pairs():
    """Woolf: (8 x 55) / (72 x 29) = 0.211 with 0.089 to 0.497 as independent."""
    text = EYES.format("8 of 80 eyes (10%)", "29 of 84 eyes (35%)", " (odds ratio 0.21; 95% CI 0.06 to 0.74)")
    (found,) = findings(text, "ratio_interval")
    assert (found.severity, found.corrected) == ("none", "")
    assert "not independent" in found.explanation


@pytest.mark.parametrize(
    ("words", "many"),
    [("34 of 31 (110%) given corvelin", 1), ("34 of 31 patients given corvelin", 1), ("29 of 31 (94%) given corvelin", 0), ("grade 3 of 2 (9%)", 0), ("34 of 31 (110%) planned adults", 0), ("adults; recruitment had reached 34 of 31 (110%)", 0)],
)  # fmt: skip
def test_more_than_there_are(words, many):
    text = f"We randomised 62 adults to corvelin (n = 31) or placebo (n = 31). Rash came in {words}."
    assert [c.verdict for c in findings(text, "percent_count")].count("impossible") == many


@pytest.mark.parametrize(
    ("said", "verdict", "severity"),
    [
        ("log-rank P = 0.06", "consistent", "none"),
        ("P < 0.05 by a log-rank test", "consistent", "none"),
        ("log-rank P = 0.44", "not checkable", "minor"),
        ("stratified log-rank P = 0.44", "not checkable", "none"),
    ],
)
def test_a_log_rank_p_is_held_against_the_number_of_events(said, verdict, severity):
    """By hand: (18 - 49 x 260/518) / sqrt(49 x 260 x 258 / 518²) = -1.885, p = 0.0595."""
    text = ADULTS.format(f"Death came to 18 of 260 with corvelin and to 31 of 258 with placebo ({said}).")
    (found,) = findings(text, "p_value_test")
    assert (found.verdict, found.severity) == (verdict, severity)
    if not said.startswith("strat"):
        assert found.recomputed["log-rank of the counts"] == pytest.approx(0.0595, abs=5e-4)


def test_a_log_rank_p_of_many_events_hangs_on_their_times():
    text = ADULTS.format(
        "Relapse came to 138 of 260 with corvelin and to 151 of 258 with placebo (log-rank P = 0.004)."
    )
    (found,) = findings(text, "p_value_test")
    assert (found.verdict, found.severity) == ("not checkable", "note")


@pytest.mark.parametrize(
    ("said", "verdict", "severity"),
    [
        ("P = 0.052 by Boschloo's test", "consistent", "none"),
        ("P = 0.071 by Boschloo's test", "explained", "minor"),
        ("P = 0.071", "explained", "none"),
    ],
)
def test_a_named_boschloo_test_comes_before_the_usual_ones(said, verdict, severity):
    """SciPy 1.14: Boschloo 0.0523; Fisher's exact test 0.0709."""
    (found,) = findings(FEW.format(said), "p_value_test")
    assert (found.verdict, found.severity) == (verdict, severity)


@pytest.mark.parametrize(
    ("words", "many"),
    [
        ("The odds ratio for relapse was 0.74 (95% CI -0.21 to 1.69).", 1),
        ("HR 0.74 [95% CI, −0.21 to 1.69]", 1),
        ("The log odds ratio for relapse was 0.74 (95% CI -0.21 to 1.69).", 0),
        ("The odds ratio was 0.74; the difference in pain was 0.5 (95% CI -0.21 to 1.21).", 0),
        ("The odds ratio for relapse was 0.74 (95% CI 0.21 to 2.61).", 0),
    ],
)
def test_a_ratio_has_no_negative_limit(words, many):
    found = [c for c in findings(ADULTS.format(words), "interval_symmetry") if c.verdict == "impossible"]
    assert [c.severity for c in found] == ["major"] * many


@pytest.mark.parametrize(("count", "printed", "said"), [(21, 62, "21/40 (52.5 %)"), (22, 62, "22/40 (55 %)")])
def test_a_percentage_that_lies_midway_is_told_with_one_more_digit(count, printed, said):
    text = f"We randomised 80 adults to corvelin (n = 40) or placebo (n = 40). Rash came in {count} of 40 patients ({printed}%) given corvelin."
    (found,) = [c for c in findings(text, "percent_count") if c.verdict == "impossible"]
    assert found.corrected == f"{said}, if the counts are right"


def test_a_mean_of_no_named_outcome_is_one_of_the_outcome():
    text = "We randomised 80 adults to corvelin (n = 40) or placebo (n = 40). Pain on a scale from 0 to 10 was 11.5 (SD 2.2) with corvelin."
    (found,) = [c for c in findings(text, "sd_bound") if c.verdict == "impossible"]
    assert " of  " not in found.finding
