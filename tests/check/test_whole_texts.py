"""Checks on whole texts: what is right must not alarm, and a finding says the figure of the method that it names."""

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.read import documents, read

TEXT = """Corvelin in gout: a randomised trial

Methods

We randomised 124 adults to corvelin (n = 62) or placebo (n = 62).

Results

{}
"""


def findings(results, name):
    (document,) = documents(TEXT.format(results).encode(), "text.txt")
    return [c for c in check([read(document, concepts.load())]) if c.name == name]


@pytest.mark.parametrize(
    ("p", "verdict"),
    [
        ("one-sided p = 0.006", "consistent"),
        ("p = 0.006, one-sided", "consistent"),
        ("p = 0.006", "explained"),
    ],
)
def test_a_p_that_is_said_to_be_one_sided(p, verdict):
    """z = 4 x 3.92 / 6.2 = 2.529: two-sided 0.0114, one-sided 0.0057."""
    (found,) = findings(f"The mean difference was 4.0 (95% CI 0.9 to 7.1; {p}).", "interval_p")
    assert found.verdict == verdict
    assert ("as it is said" in found.finding) == (verdict == "consistent")


def test_a_difference_told_as_a_size_is_no_major_finding():
    """R 4.2.2: 12/62 - 23/62 = -17.7 points, Wald -33.3 to -2.2."""
    text = "Relapse occurred in 12 of 62 given corvelin and 23 of 62 given placebo (absolute difference 17.7 percentage points, 95% CI 2.2 to 33.3)."
    (found,) = findings(text, "ratio_interval")
    assert (found.severity, found.recomputed["direction"]) == ("note", "inverse")
    assert "without its sign" in found.explanation


def test_a_misprinted_limit_is_told_with_the_limits_of_the_method_that_fits():
    """R 4.2.2, fisher.test of 2/60 v 9/60: odds ratio 0.198 (0.0199 to 1.018); the Wald limits are 0.0403 to 0.947."""
    text = "Relapse occurred in 2 of 60 given corvelin and 9 of 60 given placebo (odds ratio 0.20, 95% CI 0.02 to 1.01)."
    (found,) = findings(text, "ratio_interval")
    assert "0.0199 to 1.018" in found.finding
    assert "exact conditional" in found.finding
