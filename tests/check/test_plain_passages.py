"""One plain fault a passage, and its right twin: plain_passages.txt holds "{{wrong//right}}" in ordinary sentences of results.

The passages are invented: their drugs, people and figures are of no trial. Each fault was once missed, or its right twin once flagged.
"""

import re
from pathlib import Path

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.read import documents, read

_SLOT = re.compile(r"\{\{(.*?)//(.*?)\}\}", re.DOTALL)
PAIRS = [
    (head.removeprefix("# "), text.strip())
    for head, _, text in (
        block.partition("\n")
        for block in re.split(r"\n\s*\n", Path(__file__).with_name("plain_passages.txt").read_text().strip())
    )
]
CONCEPTS = concepts.load()


def read_text(text):
    (document,) = documents(text.encode(), "abstract.txt")
    return read(document, CONCEPTS)


def findings(text, name=""):
    """Minor and major findings, of one check where it is named."""
    made = [c for c in check([read_text(text)]) if c.name == (name or c.name)]
    return [c for c in made if c.verdict != "consistent" and c.severity in ("minor", "major")]


@pytest.mark.parametrize(("name", "text"), PAIRS)
def test_a_plain_fault_is_found_and_its_right_twin_is_left_alone(name, text):
    assert "{{" in text
    assert findings(_SLOT.sub(r"\1", text), name)
    assert findings(_SLOT.sub(r"\2", text)) == []


def results(text, measure):
    return [r for r in read_text(text).results if r.measure == measure]


def test_a_dash_that_is_typed_twice_is_no_minus_sign():
    text = "The median number of earlier episodes was 6 (range 2--38)."
    (found,) = results(text, "median")
    assert (found.low.value, found.high.value) == (2, 38)
    assert findings(text) == []
    (below,) = results("The median change was -3 (range -9--1) points.", "median")
    assert (below.low.value, below.high.value) == (-9, -1)


def test_what_stands_behind_a_decimal_comma_is_no_mean():
    assert results("The mean sway score was 3,62 (SD, 0.41) at entry.", "mean") == []


def test_a_year_behind_a_month_is_no_size_of_an_arm():
    text = (
        "We randomised wards to hand gel or soap. The trial, with a hand gel group and a soap group, was run between 1 May 2011 and "
        "30 June 2013 in nine wards."
    )
    assert results(text, "size") == []


@pytest.mark.parametrize(
    "text",
    [
        "Eleven patients had a coma score of 7 (36.7%) and 19 a score of 8 (63.3%).",
        "Most patients (58%) received 2 (37%) or 3 (21%) kinds of inhalers.",
    ],
)
def test_a_category_beside_a_percentage_is_no_count(text):
    assert [c for c in findings(text, "percent_count") if "no whole number" in c.finding] == []


def test_an_arm_told_with_its_share_of_all_people():
    text = (
        "Forty-one people were randomised to warm rinses (n = 18) or cold rinses (n = 23). The warm rinses group consisted of 18 people "
        "(43.9%) and the cold rinses group of 23 people (56.1%)."
    )
    assert findings(text, "denominators") == []


@pytest.mark.parametrize(
    "text",
    [
        "Diastolic pressure was 84.1 mmHg (SD 7.8) with nebrapril and 89.3 mmHg (SD 8.1) with placebo.",
        "The mean score fell to 21.4 in 40 women on nebrapril and to 24.9 in 41 on placebo.",
        "Participant flow. Screened: 320. Randomised: 180. Allocated to nebrapril: 92. Allocated to placebo: 88.",
        "During follow-up 14 of 90 patients given nebrapril and 22 of 91 given placebo fell.",
    ],
)
def test_what_was_measured_is_no_arm(text):
    reading = read_text(text)
    labels = [a.label.lower() for a in (reading.trial.arms if reading.trial else ())]
    assert not [x for x in labels if "pressure" in x or "score" in x or "flow" in x or "follow" in x]


def test_all_who_had_a_treatment_are_no_count_of_an_outcome():
    text = "Of 130 patients on melodipine 26 died, compared with 41 of 128 on placebo."
    assert 130 not in [r.count for r in results(text, "proportion")]


def test_the_p_of_a_log_rank_test_stands_beside_its_ratio():
    (found,) = results(
        "Deaths were fewer with ralfinac (hazard ratio 0.55, 95% CI 0.35 to 0.87; log-rank p = 0.01).",
        "hazard_ratio",
    )
    assert found.p.value == 0.01


def test_a_p_is_no_difference():
    text = "We randomised 60 cooks to gel or soap. Differences in redness between the gel and the soap group were smaller (p = 0.071)."
    assert 0.071 not in [r.value.value for r in read_text(text).results if r.measure == "difference"]


def test_all_of_whom_a_share_is_are_no_count():
    (found,) = results("Six patients out of 75 (8.0%) had a cramp.", "proportion")
    assert (found.count, found.total, found.value.value) == (6, 75, 8.0)


def test_one_that_rose_and_one_that_fell_are_apart_by_their_sum():
    text = "With breathing drills peak flow rose by 31 L/min and without them it fell by 6 L/min (mean difference 37 L/min, 95% CI 21 to 53)."
    assert findings(text, "mean_difference") == []


@pytest.mark.parametrize(
    "text",
    [
        "We screened 850 women, excluded 290 who were not pregnant, and randomised 230 of the 405 who agreed.",
        "We randomised 290 adults; 38 were lost to follow-up, 262 were included in the primary analysis with multiple imputation for the rest.",
        "Of the 158 women who were randomised, 13 were lost to follow-up in the first year and 8 in the second, leaving 137 for analysis.",
        "No falls occurred in 12 of the 17 hospitals.",
        "There were 58 serious adverse events in 31 patients and 140 adverse events in 75 patients.",
        "Mean weight fell from 84.2 to 80.1 kg with the diet and from 83.9 to 82.8 kg with advice, a difference of 3.0 kg (95% CI 1.1 to 4.9).",
        "In the drug arm (n = 50), 20 patients (44%) of 45 evaluable responded, 9 (20%) of them completely.",
        "P = 12.4 kPa was the mean pressure at which the valve opened; flow did not differ (P = 0.31).",
    ],
)
def test_what_only_looks_wrong_is_left_alone(text):
    assert findings(text) == []


def test_what_all_have_who_are_dealt_out_is_no_arm():
    reading = read_text(
        "In this trial 154 patients with gout were randomised, 78 to surgery and 76 to conservative treatment."
    )
    assert [(a.label, a.size) for a in reading.trial.arms] == [("surgery", 78), ("conservative", 76)]


def test_a_count_behind_a_number_of_days_is_read():
    found = results(
        "At 30 days 7 of 104 patients in the stent group and 18 of 101 in the balloon group had died.",
        "proportion",
    )
    assert [(r.count, r.total) for r in found] == [(7, 104), (18, 101)]


@pytest.mark.parametrize(
    "text",
    [
        "Of 530 women screened, 190 were excluded: 120 did not meet the entry criteria, 84 lived too far away (some both), and 33 declined. The remaining 340 were randomised.",
        "We screened 410 people; 37 were screened twice and counted as one. In all 255 were randomised and 155 failures of screening were noted.",
        "In total 180 men were randomised; 22 discontinued, 13 of them before week 4. Of those who discontinued, 9 came to the last visit, so 167 completed follow-up.",
        "Urinary frequency fell by 3.4 a day (p < 0.001) in the training group and by 0.9 (p = 0.11) in the control group; the difference, 2.5, was significant (p = 0.002).",
        "The death rate was 21 % in the saline group and 24 % in the albumin group (absolute difference -3 percentage points; 95 % CI -11 to 5; p = 0.46).",
        "Remission was seen in 41 of 112 (37 %) and 26 of 109 (24 %); odds ratio stratified by centre 1.91 (95 % CI 1.07 to 3.41; p = 0.029, Cochran-Mantel-Haenszel test).",
    ],
)
def test_sound_passages_that_were_told_as_wrong(text):
    assert findings(text) == []


@pytest.mark.parametrize(
    "test", ["Wilcoxon rank-sum test, p = 0.006", "analysis of covariance, p = 0.006", "ANCOVA: p = 0.006"]
)
def test_half_of_a_t_test_is_no_one_sided_p_where_another_test_is_named(test):
    text = f"The mean number of wheezing days was 4.1 (SD 3.9) in the 70 children on montelukast and 6.0 (SD 4.8) in the 71 on placebo ({test})."
    assert not any("one-sided" in c.explanation for c in check([read_text(text)]))
    assert findings(text) == []
    assert findings(text.replace(test, "p = 0.006"), "mean_test_p")


def test_a_p_that_is_said_to_be_one_sided_is_not_laid_to_the_level_of_its_interval():
    text = "The hazard ratio for recurrence was 0.83 (90 % CI 0.69 to 0.998; one-sided p = 0.048)."
    found = {c.name: c for c in check([read_text(text)])}
    assert found["interval_p"].verdict == "consistent"
    assert "interval_level" not in found
    unsaid = {c.name: c for c in check([read_text(text.replace("one-sided ", ""))])}
    assert "95 %" in unsaid["interval_p"].explanation


def test_tests_that_are_all_one_sided_need_not_be_said_so_at_each_p():
    text = "One-sided tests were used at the 2.5 % level. The rate ratio was 0.80 (95 % CI 0.65 to 0.985; p = 0.018)."
    (found,) = (c for c in check([read_text(text)]) if c.name == "interval_p")
    assert (found.verdict, found.severity) == ("consistent", "none")


def test_a_log_rank_test_that_is_named_is_no_test_of_counts():
    text = (
        "Relapse occurred in 2 of 310 patients on azathioprine and 9 of 305 on placebo (hazard ratio 0.22; 95 % CI 0.05 to 1.00; "
        "p = 0.03 by the log-rank test)."
    )
    (found,) = (c for c in check([read_text(text)]) if c.name == "interval_p")
    assert "log-rank" in found.explanation
    assert "Pearson" not in found.explanation


def test_one_unit_of_the_last_place_is_no_misprint():
    text = "Fracture occurred in 52 of 1010 women on raloxifene and 79 of 1008 on placebo (relative risk 0.66; 95 % CI 0.47 to {})."
    (found,) = (c for c in check([read_text(text.format("0.93"))]) if c.name == "ratio_interval")
    assert (found.severity, found.corrected) == ("note", "")
    (wrong,) = (c for c in check([read_text(text.format("0.99"))]) if c.name == "ratio_interval")
    assert "misprinted" in wrong.explanation
