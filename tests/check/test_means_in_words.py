"""Means as abstracts tell them: pairs without a spread, scales beside them, baseline figures."""

from __future__ import annotations

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.read import documents, read

TWO = "Adults with gout were randomised to corvelin (n = 50) or placebo (n = 50). "
FEW = "Adults with gout were randomised to corvelin (n = 14) or placebo (n = 14). "


def alarms(text: str, name: str) -> list[str]:
    (document,) = documents(text.encode(), "text.txt")
    found = check([read(document, concepts.load())])
    return [c.verdict for c in found if c.name == name and c.severity in ("minor", "major")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # no whole number / 14 prints as 3.45; 48/14 = 3.43 does
        ("The mean score on the 7-point scale was 3.45 (SD 1.1) with corvelin and 4.14 (SD 0.9) with placebo.", 1),
        ("The mean score on the 7-point scale was 3.43 (SD 1.1) with corvelin and 4.14 (SD 0.9) with placebo.", 0),
        ("Mood was rated on a single item from 1 to 9. Mood was lower in the corvelin group (M = 3.47, SD = 1.10) than in the placebo group (M = 5.22, SD = 1.30).", 2),
        ("The mean number of falls on the last day was 4.37 (SD 2.1) with corvelin and 6.14 (SD 2.4) with placebo.", 1),
        # averages of several answers are not whole
        ("Mood was measured with 10 items, each rated on a 7-point scale. The mean mood was 3.45 (SD 1.1) with corvelin and 4.18 (SD 0.9) with placebo.", 0),
        ("Pain was marked on a 10-point visual analogue scale. Mean pain was 3.45 (SD 1.1) with corvelin and 4.18 (SD 0.9) with placebo.", 0),
    ],
)  # fmt: skip
def test_whole_numbers_have_some_means_only(text: str, expected: int) -> None:
    assert len(alarms(FEW + text, "granularity")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anxiety on a 10-point scale was 2.0 (SD 7.9) with corvelin and 4.0 (SD 2.0) with placebo.", ["impossible"]),
        ("Pain was marked on a visual analogue scale (0-100 mm). Mean pain was 10 mm (SD 55) with corvelin and 35 mm (SD 20) with placebo.", ["impossible"]),
        ("Mini-Mental State Examination score was 34.2 ± 2.0 with corvelin and 26.1 ± 2.4 with placebo.", ["impossible"]),
        ("Oxygen saturation was 104% ± 2 with corvelin and 96% ± 2 with placebo.", ["impossible"]),
        ("Change in the Mini-Mental State Examination score was 34.2 ± 2.0 with corvelin and 26.1 ± 2.4 with placebo.", []),
        # what was seen is no scale
        ("Median pain was 4 (range 0 to 8). Mean pain at one year was 9.1 (SD 2.0) with corvelin and 5.0 (SD 2.0) with placebo.", []),
    ],
)  # fmt: skip
def test_a_mean_off_its_scale(text: str, expected: list[str]) -> None:
    assert alarms(TWO + text, "sd_bound") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mean pain was 32.1 with corvelin and 45.6 with placebo (mean difference -8.5, 95% CI -14 to -3).", ["not checkable"]),
        ("Mean pain was 32.1 with corvelin and 45.6 with placebo (mean difference -13.5, 95% CI -19 to -8).", []),
        ("Weight loss was 6.2 kg with corvelin and 2.1 kg with placebo (difference 7.1 kg; 95% CI 5.4 to 8.8).", ["not checkable"]),
        ("Mean hospital stay was 5.1 days in the corvelin group compared with 8.3 days in the placebo group (mean difference 1.2 days; p = 0.01).", ["not checkable"]),
        ("The mean (SD) score was 54 (12) in the corvelin group and 48 (11) in the placebo group (difference 12, 95% CI 7 to 17).", ["not checkable"]),
        ("HbA1c at 26 weeks was 7.1% in the corvelin group and 7.9% in the placebo group, a difference of 1.8 percentage points (95% CI 1.5 to 2.1).", ["not checkable"]),
        ("HbA1c at 26 weeks was 7.1% in the corvelin group and 7.9% in the placebo group, a difference of 0.8 percentage points (95% CI 0.5 to 1.1).", []),
        # the second number counts people
        ("Mean pain was 32.1 with corvelin and 12 in the placebo group had nausea (mean difference -8.5, 95% CI -14 to -3).", []),
        # before treatment
        ("Baseline mean weight was 81.2 kg with corvelin and 80.1 kg with placebo. The difference in weight was -4.1 kg (95% CI -6.0 to -2.2).", []),
    ],
)  # fmt: skip
def test_a_difference_that_is_not_that_of_its_means(text: str, expected: list[str]) -> None:
    assert alarms(TWO + text, "mean_difference") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # R 4.2.2, Welch: t = 8.7 on 97.9 degrees of freedom, p = 8e-14
        ("At baseline mean age was 52.1 (SD 5.0) and 61.0 (SD 5.2) years.", ["not checkable"]),
        ("At baseline mean age was 59.1 (SD 9.0) and 61.0 (SD 9.2) years.", []),
        ("Mean age was 45.2 years (SD 8.1) in the corvelin group and 58.7 years (SD 8.4) in the placebo group.", ["not checkable"]),
        ("Baseline systolic blood pressure was 168.2 ± 9.0 mm Hg in the corvelin group and 154.0 ± 8.5 mm Hg in the placebo group.", ["not checkable"]),
        ("Pain fell from 24.1 (SD 4.0) to 15.0 (SD 4.1) with corvelin and from 17.0 (SD 3.9) to 16.5 (SD 4.0) with placebo.", ["not checkable"]),
        ("Pain fell from 24.1 (SD 4.0) to 15.0 (SD 4.1) with corvelin and from 23.8 (SD 3.9) to 22.5 (SD 4.0) with placebo.", []),
        ("At 8 weeks pressure was 140.1 (SD 8) with corvelin and 156.2 (SD 8) with placebo.", []),
        # may be standard errors, which ± does not tell
        ("Baseline triglycerides were 1.6 ± 0.1 mmol/L with corvelin and 1.8 ± 0.1 mmol/L with placebo.", []),
    ],
)  # fmt: skip
def test_arms_that_chance_would_not_make_so_unlike(text: str, expected: list[str]) -> None:
    assert alarms(TWO + text, "baseline_imbalance") == expected


def test_groups_that_were_not_randomised_may_differ() -> None:
    text = "Eighty adults with gout were compared with 80 healthy controls. Baseline mean age was 64.1 (SD 8) in adults with gout and 52.2 (SD 8) in controls."
    assert alarms(text, "baseline_imbalance") == []


def test_a_p_of_three_arms_without_a_name() -> None:
    """The p may be of all three, so it is not held against the last two."""
    text = (
        "Adults were randomised to corvelin (n = 30), orvelin (n = 30) or placebo (n = 30). "
        "In the corvelin (-1 ± 5), orvelin (-3 ± 4) and placebo (-9 ± 5) groups it changed (P = 0.04)."
    )
    assert alarms(text, "mean_test_p") == []


def test_a_part_of_a_scale_is_not_its_ends() -> None:
    """ "4 to 6 v 7 to 10" says by what the patients were stratified, and "0.8 points lower" is no mean."""
    text = TWO + (
        "Randomisation was stratified by pain score of 4 to 6 v 7 to 10. "
        "The average pain score was 0.8 points lower with corvelin than with placebo (95% CI 0.3 to 1.3)."
    )
    assert alarms(text, "sd_bound") == []
    found = "Pain score was 2.8 (SD 1.1) with corvelin and 3.4 (SD 1.2) with placebo."
    assert (
        alarms(TWO + "Randomisation was stratified by pain score of 4 to 6 v 7 to 10. " + found, "sd_bound")
        == []
    )
