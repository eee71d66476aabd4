"""Readings that would give a wrong verdict. Each of these was, or easily could be, taken for what it is not."""

from __future__ import annotations

import pytest

from trialwright.model.criterion import Comparison, Has

NOTHING_COMPUTED = [
    ("inclusion", "Urinary creatinine > 3 mg/dL"),  # another fluid
    ("exclusion", "Fall in haemoglobin > 2 g/dL"),  # a change
    ("exclusion", "CRP decrease of at least twice basal"),
    ("exclusion", "CRP > 1.5 x the previous value"),
    ("inclusion", "HbA1c ≤ 12 weeks prior"),  # a time, not a value
    ("exclusion", "Haemoglobin < 9 mg/dL"),  # nobody has 9 mg/dL
    ("inclusion", "Haemoglobin = 9 g/dL"),  # a lost ≤ or ≥
    ("inclusion", "BMI > 85 percentile"),
    ("inclusion", "BMI >85%ile"),
    ("exclusion", "Blood pressure > 180/110 mmHg"),
    ("exclusion", "Parents aged > 40 years"),  # somebody else's age
    ("exclusion", "Family history of cancer"),
    ("exclusion", "Suspected pneumonia"),
    ("exclusion", "At risk of stroke or heart failure"),
    ("inclusion", "Must avoid pregnancy"),
    ("inclusion", "Able to receive mechanical ventilation"),
    ("inclusion", "Scheduled for surgery"),
    ("inclusion", "Will have thyroid surgery"),
    ("inclusion", "Cardiac surgery"),  # done, or to come?
    ("inclusion", "Undergoing radiotherapy"),
    ("inclusion", "Undergoing non-emergent cardiac surgery"),
    ("inclusion", "No diabetes with HbA1c > 9 %"),  # how far does "no" reach?
    ("inclusion", "No past or present history of portal hypertension"),
    ("inclusion", "No severe renal impairment, defined as creatinine clearance < 30 mL/min"),
    ("inclusion", "No anaemia (Hb > 10 g/dL)"),
    ("inclusion", "QTc < 450 ms in men"),  # women are not asked
    ("exclusion", "Hyperkalaemia (potassium > 5.5 mg)"),
    ("exclusion", "FVC < 2 L"),
    ("exclusion", "WBC < 3.5/mL"),  # per microlitre? times a thousand?
    ("exclusion", "FEV1/SVC < 70%"),  # a ratio
    ("inclusion", "ISS stage II"),  # a staging system, and no injury severity score
    ("exclusion", "Platelets seen at least two technicians"),  # a count of what follows
    ("exclusion", "Hiccups < 3 years"),  # how long ago, or how long?
    ("inclusion", "Able to walk as the ALSFRS-R (i.e. unaided) has it"),  # no grade I
    ("inclusion", "Knee pain ≥ 5 on a 0 to 10 NRS"),  # the scale's ends are asked of nobody, and which pain is said
    ("inclusion", "VAS > 35 on a 0-100 mm VAS"),  # another scale than the usual one
    ("inclusion", "Mini-mental state examination [18] completed"),  # a reference
]  # fmt: skip


@pytest.mark.parametrize(("side", "text"), NOTHING_COMPUTED)
def test_words_that_are_left_to_a_person(parse, side: str, text: str) -> None:
    (criterion,) = parse(text, side)
    computed = [n for n in leaves(criterion.tree) if isinstance(n, Comparison | Has)]
    assert computed == []


@pytest.mark.parametrize(
    ("side", "text", "absent"),
    [
        ("exclusion", "Allergy to aspirin or statins", "statin"),
        ("exclusion", "Hypersensitivity to colchicine, anakinra or aspirin", "anakinra"),
        ("exclusion", "Diabetes or immediate family history of stroke", "stroke"),
        ("inclusion", "Bilateral opacities not fully explained by effusions or nodules, respiratory failure, age > 18 years", "respiratory failure"),
    ],
)  # fmt: skip
def test_a_name_that_hangs_on_other_words_is_not_asserted(parse, side: str, text: str, absent: str) -> None:
    (criterion,) = parse(text, side)
    assert absent not in {n.concept for n in leaves(criterion.tree) if isinstance(n, Has)}
    assert {n.concept for n in leaves(criterion.tree) if isinstance(n, Comparison | Has)}


def test_a_conversion_in_brackets_is_no_second_limit(said) -> None:
    assert said("PEEP ≤ 8 cmH2O (1 cmH2O = 0.098 kPa)").startswith(
        "all(positive end-expiratory pressure <= 8 cmH2O, person"
    )


def test_a_number_in_brackets_that_is_not_the_same_limit_is_for_a_person(said) -> None:
    assert said("Creatinine ≤ 1.5 mg/dL (200 µmol/L)") == 'all(creatinine <= 1.5 mg/dL, person "200 µmol/L")'


def test_an_exception_after_examples_is_not_swallowed(parse) -> None:
    (criterion,) = parse(
        "Malignancy including leukaemia (but not basal cell carcinoma) in the past five years", "exclusion"
    )
    people = [n.quote.exact for n in leaves(criterion.tree) if type(n).__name__ == "NeedsPerson"]
    assert any("but not" in words for words in people)


def leaves(tree):
    branches = getattr(tree, "of", None)
    if branches is None:
        return [tree]
    return [leaf for b in (branches if isinstance(branches, tuple) else (branches,)) for leaf in leaves(b)]
