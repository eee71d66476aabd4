"""Which of several values a rule asks about, and limits on a change from baseline."""

from __future__ import annotations

import pytest

from trialwright.adapters import concepts
from trialwright.model.criterion import Comparison, NeedsPerson
from trialwright.model.document import Document
from trialwright.read import criteria

WORDS = concepts.load()


def tree(text: str) -> object:
    document = Document(sha256="0" * 64, name="rules", format="text", text=text)
    (rule,) = criteria.parse(document, 0, len(text), "inclusion", WORDS)
    return rule.tree


@pytest.mark.parametrize(
    ("text", "occasion", "comparator"),
    [
        ("Lactate > 2 mmol/L", "last", ">"),
        ("First lactate > 2 mmol/L within 24 hours of admission", "first", ">"),
        ("Any lactate > 4 mmol/L within 24 hours of admission", "any", ">"),
        ("Worst PaO2/FiO2 < 200 mmHg within 24 hours of admission", "worst", "<"),
        ("Mean heart rate > 110 /min within 24 hours of admission", "mean", ">"),
        ("Lowest platelet count < 50 x 10^9/L within 48 hours of admission", "any", "<"),
        ("Lowest platelet count > 50 x 10^9/L within 48 hours of admission", "all", ">"),
        ("Highest creatinine ≥ 2 mg/dL", "any", ">="),
        ("Peak creatinine ≤ 2 mg/dL", "all", "<="),
        ("Mean arterial pressure < 65 mmHg at any time within 6 hours of admission", "any", "<"),
        ("Mean arterial pressure < 65 mmHg", "last", "<"),
    ],
)
def test_the_value_that_is_meant(text: str, occasion: str, comparator: str) -> None:
    read = tree(text)
    assert isinstance(read, Comparison)
    assert (read.occasion, read.comparator, read.measure) == (occasion, comparator, "value")
    assert (read.window is not None) == ("within" in text)


@pytest.mark.parametrize("text", ["Lowest potassium between 3 and 5 mmol/L", "Highest lactate 2-4 mmol/L"])
def test_an_extreme_between_two_ends_is_left_to_a_person(text: str) -> None:
    assert isinstance(tree(text), NeedsPerson)


@pytest.mark.parametrize(
    ("text", "measure", "comparator", "low", "unit"),
    [
        ("Increase in creatinine of at least 26.5 µmol/L from baseline", "change", ">=", 26.5, "µmol/L"),
        ("Rise in creatinine > 0.3 mg/dL from baseline", "change", ">", 0.3, "mg/dL"),
        ("Decrease in haemoglobin of at least 2 g/dL from baseline", "change", "<=", -2.0, "g/dL"),
        ("Increase of serum creatinine by 50% or more from baseline", "times baseline", ">=", 1.5, ""),
        ("Decrease in haemoglobin of at least 30% from baseline", "times baseline", "<=", 0.7, ""),
        ("Creatinine ≥ 1.5 times baseline", "times baseline", ">=", 1.5, ""),
        ("Creatinine > 2-fold above baseline", "times baseline", ">", 2.0, ""),
        ("CRP increase of at least twice basal", "times baseline", ">=", 2.0, ""),
    ],
)
def test_a_change_from_baseline(text: str, measure: str, comparator: str, low: float, unit: str) -> None:
    read = tree(text)
    assert isinstance(read, Comparison)
    assert (read.measure, read.comparator, read.quantity.unit) == (measure, comparator, unit)
    assert read.quantity.low == pytest.approx(low)
    assert read.quote.exact == text


@pytest.mark.parametrize(
    "text",
    [
        "Creatinine > 2 mg/dL from baseline",  # neither up nor down
        "Increase in LVEF of at least 10% from baseline",  # points or a tenth
        "CRP decrease of at least twice basal",
    ],
)
def test_a_change_that_can_be_two_things_is_left_to_a_person(text: str) -> None:
    assert isinstance(tree(text), NeedsPerson)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Fever > 38.2 °C in the last 36 h", "any temperature > 38.2 °C [-36..0]"),
        ("Hypotension (SBP < 85 mmHg) within 12 hours", "any systolic blood pressure < 85 mmHg [-12..0]"),
        ("Fever > 38.2 °C", "temperature > 38.2 °C"),
        ("Temperature > 38.2 °C in the last 36 h", "temperature > 38.2 °C [-36..0]"),
        # of a laboratory value the last may be meant
        (
            "Hyperkalaemia > 6.1 mmol/L in the past 4 days",
            "any(potassium > 6.1 mmol/L [-96..0], "
            'all(any potassium > 6.1 mmol/L [-96..0], person "in the past 4 days"))',
        ),
    ],
)
def test_a_disorder_in_a_stretch_of_time_is_had_by_who_had_it_once(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree
