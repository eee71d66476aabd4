"""A conclusion of noninferiority against its margin, worked out by hand; the twins are shown, one-sided at 5 %, or not concluded."""

import pytest

from trialwright.adapters import concepts
from trialwright.check import noninferiority
from trialwright.read import documents, read

TEXT = (
    "In this noninferiority trial we randomised 160 adults with cystitis to corvelin (n = 80) or amoxil (n = 80). The primary outcome was {0}. {1} "
    "occurred in {2} of 80 with corvelin and in {3} of 80 with amoxil (difference {4} percentage points; 95% CI {5}). The noninferiority margin was {6}. {7}"
)
CLAIM = "The limit did not cross the margin, and corvelin was noninferior to amoxil."


def findings(outcome, counts, value, limits, margin="10 percentage points", claim=CLAIM):
    text = TEXT.format(outcome.lower(), outcome, *counts, value, limits, margin, claim)
    (document,) = documents(text.encode(), "text.txt")
    return list(noninferiority.check([read(document, concepts.load())]))


@pytest.mark.parametrize(
    ("outcome", "counts", "value", "limits", "verdicts"),
    [
        ("Cure", (64, 68), "-5.0", "-16.8 to 6.8", ["not checkable"]),
        ("Cure", (70, 71), "-1.3", "-9.6 to 7.1", ["consistent"]),
        ("Cure", (70, 64), "7.5", "-3.8 to 18.8", ["consistent"]),
        ("Cure", (64, 68), "5.0", "-6.8 to 16.8", ["not checkable"]),  # amoxil less corvelin
        ("Relapse", (16, 12), "5.0", "-6.8 to 16.8", ["not checkable"]),
        ("Relapse", (10, 16), "-7.5", "-18.8 to 3.8", ["consistent"]),
        ("Cure", (56, 58), "-2.5", "-16.4 to 11.4", ["not checkable"]),
        ("Drowsiness", (10, 16), "-7.5", "-18.8 to 3.8", []),  # is more of it good?
    ],
)  # fmt: skip
def test_the_limit_on_the_harmful_side_is_within_the_margin(outcome, counts, value, limits, verdicts):
    found = findings(outcome, counts, value, limits)
    assert [c.verdict for c in found] == verdicts
    assert all((c.severity == "major") == (c.verdict == "not checkable") for c in found)


@pytest.mark.parametrize(
    "claim",
    [
        "Corvelin was not noninferior to amoxil.",
        "Noninferiority was not shown.",
        "We tested whether corvelin was noninferior to amoxil.",
        "Corvelin did not meet the criteria for noninferiority; in those who took all of it corvelin was noninferior.",
        "The limit exceeded the margin, though corvelin was noninferior in those who took all of it.",
        "Corvelin would be considered noninferior if the limit was above the margin.",
    ],
)
def test_what_is_not_concluded_is_not_judged(claim):
    assert findings("Cure", (64, 68), "-5.0", "-16.8 to 6.8", claim=claim) == []


def test_a_one_sided_level_of_five_percent_goes_with_a_90_percent_interval():
    """By hand: -1.3 - (10.6 - 1.3) x 1.6449 / 1.96 = -9.1."""
    limits = ("Cure", (70, 71), "-1.3", "-10.6 to 8.0")
    assert [c.verdict for c in findings(*limits)] == ["not checkable"]
    found = findings(*limits, margin="10 percentage points at a one-sided level of 0.05")
    assert [c.verdict for c in found] == ["consistent"]


def test_a_limit_that_rounds_to_the_margin_is_within_it():
    assert [c.verdict for c in findings("Cure", (64, 67), "-3.8", "-10.0 to 2.4")] == ["consistent"]


@pytest.mark.parametrize(
    ("limits", "verdict"),
    [("0.90 to 1.41", "not checkable"), ("0.85 to 1.29", "consistent"), ("0.60 to 1.10", "consistent")],
)
def test_a_margin_for_a_ratio(limits, verdict):
    text = (
        "In this noninferiority trial we randomised 900 adults to corvelin (n = 450) or amoxil (n = 450). The noninferiority margin was a hazard ratio of 1.30. "
        f"The hazard ratio for death was 1.05 (95% CI {limits}). Corvelin was noninferior to amoxil."
    )
    (document,) = documents(text.encode(), "text.txt")
    (found,) = noninferiority.check([read(document, concepts.load())])
    assert found.verdict == verdict
