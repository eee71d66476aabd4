"""A stated sample size against its own power, level and effect, as abstracts word them."""

import json
import math
from pathlib import Path

import pytest

from trialwright import read
from trialwright.adapters import concepts
from trialwright.check import sample_size

SIZES = json.loads((Path(__file__).parents[1] / "reference" / "planned_sizes.json").read_text())["sizes"]


def found(text):
    text = "Adults were randomised to apixine or placebo. " + text
    (document,) = read.documents(text.encode(), "made.txt")
    return list(sample_size.check([read.read(document, concepts.load())]))


@pytest.mark.parametrize(
    ("text", "case", "method"),
    [
        (
            "Assuming relapse in 40% of the placebo group, 356 patients per group give 80% power to detect a 25% relative reduction.",
            "40 v 30 %, 80 %",
            "two rates (40 v 30 %)",
        ),
        (
            "With a mortality of 40% in the placebo group, 356 patients per arm were needed to show an absolute reduction of 10% with 80% power.",
            "40 v 30 %, 80 %",
            "two rates (40 v 30 %)",
        ),
        (
            "A sample of 594 patients was required for 80% power to show a relative risk of 0.7. The control rate was assumed to be 35%.",
            "35 v 24.5 %, 80 %",
            "two rates (35 v 24.5 %)",
        ),
        (
            "Assuming a rate of 20% with placebo, 260 patients per group would give 80% power for an odds ratio of 0.5.",
            "20 v 1/9, 80 %",
            "two rates (20 v 11.1 %)",
        ),
        (
            "To detect an effect size (Cohen's d) of 0.5 with α = 0.05 and β = 0.2, each group needed 64 participants.",
            "half an SD, 80 %",
            "two means",
        ),
        (
            "A total of 172 women gives 90 percent power to detect a difference of half (0.5) of an SD, that is 0.5 standard deviations.",
            "half an SD, 90 %",
            "two means",
        ),
        (
            "With a non-inferiority margin of 3 points and a standard deviation of 8 points, 113 patients per arm give 80% power at a one-sided alpha of 2.5%.",
            "margin 3, SD 8, one-sided 2.5 %, 80 %",
            "margin of means",
        ),
        (
            "The margin for non-inferiority was set at 10 percentage points. Expecting cure in 85% of both groups, 207 patients per group give 80% power at a one-sided level of 2.5%.",
            "margin 10 points at 85 %, one-sided 2.5 %, 80 %",
            "Farrington-Manning",
        ),
        (
            "We expected an event rate of 10% in both arms, and 775 patients per arm were needed for 90% power (one-sided alpha of 0.025) and a 5% non-inferiority margin.",
            "margin 5 points at 10 %, one-sided 2.5 %, 90 %",
            "Farrington-Manning",
        ),
    ],
)
def test_each_kind_of_effect_is_recomputed(text, case, method):
    (check,) = found(text)
    assert check.verdict == "consistent"
    assert check.recomputed[method] == math.ceil(SIZES[case] - 1e-9)


def test_too_few_patients_are_told_the_power_they_have():
    """R 4.2.2, power.t.test(n = 64, delta = 0.5): 0.80; 86 an arm for 0.9."""
    (check,) = found(
        "We calculated that 64 patients per group would be needed to detect an effect size of 0.5 with 90% power."
    )
    assert (check.verdict, check.severity) == ("not checkable", "minor")
    assert "two means: 171" in check.finding
    assert "128 give 80 %" in check.finding


def test_a_reduction_that_may_be_relative_or_absolute_is_held_to_both():
    text = "Expecting a mortality of 40% with placebo, {} patients per group gave 80% power to detect a reduction of 20%."
    assert found(text.format(570))[0].verdict == "consistent"  # 40 v 32 %
    assert found(text.format(82))[0].verdict == "consistent"  # 40 v 20 %
    (check,) = found(text.format(250))  # between the two
    assert (check.verdict, check.severity) == ("not checkable", "note")


def test_the_size_of_a_reduction_is_not_the_rate():
    (check,) = found(
        "With 594 patients the trial would have 80% power to detect a relative reduction of 30% in the risk of death, assuming a mortality of 35% in the usual care group."
    )
    assert check.verdict == "consistent"
    assert "from 35 %" in check.finding


@pytest.mark.parametrize(
    "text",
    [
        "The low-power laser (power of 90 mW) was applied to 20 patients per group with a difference of 10 mm (SD 4).",
        "Post hoc, the study had 35% power to detect a difference of 10% between 80 patients per group.",
        "The power of the study was low. Of 90 patients in each group, 12% and 18% died.",
        "With 64 patients per group, the study had 80% power at the 5% level.",
        "The margin was 2 points, and 80% power needed 90 patients per group.",
    ],
)
def test_what_tells_no_whole_plan_is_left_alone(text):
    assert found(text) == []


def test_results_in_the_next_sentence_are_no_plan():
    (check,) = found(
        "With 80% power, 64 patients per group were needed to detect a difference of 10 points with an SD of 20. Pain fell from 40% to 30% and the difference was 3 points (SD 9)."
    )
    assert check.verdict == "consistent"
    assert "a difference of 10 with SD 20" in check.finding


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        ("We planned to enrol 180 patients: assuming that 35% would relapse with placebo and 22% with apixine, this gives 80% power at a two-sided alpha of 0.05.", ["not checkable"]),
        ("Assuming 35% of relapses with placebo and 22% with apixine, 386 patients give 80% power at a two-sided alpha of 0.05.", ["consistent"]),
        ("Assuming that 35% would withdraw with placebo and 22% with apixine, 180 patients give 80% power at a two-sided alpha of 0.05.", []),
    ],
)  # fmt: skip
def test_what_would_happen_to_each_arm_is_two_rates(words, verdicts):
    """By hand: (1.96 sqrt(2 x 0.285 x 0.715) + 0.8416 sqrt(0.35 x 0.65 + 0.22 x 0.78))² / 0.13² = 188.1 in each arm."""
    assert [c.verdict for c in found(words)] == verdicts
