"""What looks like a fault, or like one outcome, and is none: each was told wrongly once."""

import pytest

from trialwright.adapters import concepts
from trialwright.check import check
from trialwright.check.evidence.outcome_names import alike
from trialwright.read import documents, read

TWO = "Adults were randomised to corvelin (n = 50) or placebo (n = 50). "


def findings(text, name):
    (document,) = documents(text.encode(), "text.txt")
    return [c for c in check([read(document, concepts.load())]) if c.name == name]


def test_years_are_no_values_that_fell():
    text = TWO + "The incidence of malaria decreased from 2001 to 2010."
    assert findings(text, "words_and_direction") == []
    (found,) = findings(
        TWO + "The incidence of malaria decreased from 20 to 31 per 1000 with corvelin.",
        "words_and_direction",
    )
    assert found.verdict == "impossible"


def test_capitals_tell_two_scales_apart():
    """Menopause Rating Scale, 0 to 44: Heinemann 2004; modified Rankin Scale, 0 to 6: van Swieten 1988."""
    text = TWO + "The {} score was 14.2 (SD 5.0) with corvelin and 15.1 (SD 5.2) with placebo."
    assert [c for c in findings(text.format("MRS"), "sd_bound") if c.verdict == "impossible"] == []
    assert [c for c in findings(text.format("mRS"), "sd_bound") if c.verdict == "impossible"] != []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("thrombosis", "thrombocytopenia"),
        ("pneumonia", "pneumothorax"),
        ("hypertension", "hyperthermia"),
        ("haemoglobin", "HbA1c"),
        ("body weight", "BMI"),
        ("death from any cause", "cardiovascular death"),
    ],
)
def test_outcomes_that_begin_alike_are_two(a, b):
    assert not alike(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("death", "mortality"),
        ("all-cause mortality", "death from any cause"),
        ("recurrence of gout", "gout recurred"),
        ("HbA1c", "glycated haemoglobin"),
        ("returned to work", "return to work"),
    ],
)
def test_outcomes_in_other_words_are_one(a, b):
    assert alike(a, b)


def test_a_bare_spread_is_not_taken_for_the_sd_of_a_change():
    """0.9 ± 0.3 of 50 with p = 0.005 has the ± of a standard error: an SD of 0.3 gives p below 1e-20."""
    text = (
        TWO
        + "Pain fell significantly from baseline with corvelin (by 0.9 ± 0.3; p = 0.005) but not with placebo (by 0.5 ± 0.3; p = 0.12). Corvelin reduces pain."
    )
    assert not [c for c in findings(text, "within_group") if "< 0.0001" in c.finding]


def test_a_bound_above_five_percent_leaves_significance_open():
    text = (
        TWO
        + "Pain fell significantly from baseline in the corvelin group (from 6.0 to 4.1, p = 0.01) and in the placebo group (from 6.1 to 5.0, p < 0.10). Corvelin reduces pain."
    )
    assert findings(text, "within_group") == []


def test_total_is_not_after():
    text = "Patients were randomised to corvelin (n = 200) or placebo (n = 200). Before treatment {} cholesterol was 5.1 (SD 1.0) mmol/L with corvelin and 6.3 (SD 1.1) mmol/L with placebo."
    for kind in ("serum", "total"):
        assert len(findings(text.format(kind), "baseline_imbalance")) == 1


def test_a_mean_is_one_behind_other_decimals():
    text = (
        "The mean viral load fell from 104.8 to 103.6 with corvelin and stayed at 104.7 copies with placebo."
    )
    (found,) = findings(TWO + text, "lost_superscript")
    assert found.verdict == "not checkable"


def test_a_mean_of_copies_may_come_in_tenths():
    (found,) = findings(TWO + "The mean viral load was 102.3 copies/ml with corvelin.", "lost_superscript")
    assert found.verdict == "not checkable"
