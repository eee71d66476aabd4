"""Derived concepts: reference values worked out by hand from the printed formulas, and their pairing rules."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from trialwright import screen
from trialwright.screen import derived


def values(
    made: ModuleType, marker: str, *facts: tuple, age: float | None = 60.0, sex: str | None = "male"
) -> list[float]:
    patients = made.patients([("a", age, sex)], [("a", *f) for f in facts])
    return list(screen.marker_values(patients, (), made.CONCEPTS, marker))


def test_every_file_declares_a_word_a_source_and_known_inputs(made: ModuleType) -> None:
    assert {rule.NAME for rule in derived.found()} >= {"PaO2/FiO2", "creatinine clearance", "BMI"}
    for rule in derived.found():
        assert rule.SOURCE
        assert rule.NAME.lower() in made.CONCEPTS.by_word
        assert all(word.lower() in made.CONCEPTS.by_word for word, _ in rule.INPUTS.values())


def test_cockcroft_gault_1976(made: ModuleType) -> None:
    # (140 - 60) * 72 / (72 * 1.0) = 80 mL/min in a man, 68 in a woman
    facts = (("creatinine", 0.0, 1.0, "mg/dL"), ("weight", 0.0, 72.0, "kg"))
    assert values(made, "creatinine clearance", *facts) == pytest.approx([80.0])
    assert values(made, "creatinine clearance", *facts, sex="female") == pytest.approx([68.0])
    # (140 - 75) * 55 / (72 * 1.6) * 0.85 = 26.378
    facts = (("creatinine", 0.0, 1.6 * 88.4017, "umol/L"), ("weight", 0.0, 55.0, "kg"))
    assert values(made, "creatinine clearance", *facts, age=75.0, sex="female") == pytest.approx(
        [26.378], abs=0.001
    )


@pytest.mark.parametrize("more", [{"age": None}, {"sex": None}, {"age": 126.0}])
def test_clearance_needs_age_and_sex(made: ModuleType, more: dict) -> None:
    facts = (("creatinine", 0.0, 1.0, "mg/dL"), ("weight", 0.0, 72.0, "kg"))
    assert values(made, "creatinine clearance", *facts, **more) == []


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "expected"),
    # 142 * (c/k)^a * 0.9938^age [* 1.012], worked out with R 4.2 from the printed equation
    [(1.0, 60.0, "male", 86.163), (1.0, 60.0, "female", 64.495), (0.6, 30.0, "female", 123.758), (2.5, 70.5, "male", 26.880)],
)  # fmt: skip
def test_ckd_epi_2021(made: ModuleType, creatinine: float, age: float, sex: str, expected: float) -> None:
    found = values(made, "eGFR", ("creatinine", 0.0, creatinine, "mg/dL"), age=age, sex=sex)
    assert found == pytest.approx([expected], abs=0.001)


@pytest.mark.parametrize("more", [{"age": None}, {"sex": None}, {"age": 17.9}])
def test_the_equation_for_adults_is_not_used_for_others(made: ModuleType, more: dict) -> None:
    assert values(made, "eGFR", ("creatinine", 0.0, 1.0, "mg/dL"), **more) == []


def test_neutrophils_over_lymphocytes_of_one_sample(made: ModuleType) -> None:
    neutrophils = ("neutrophils", 10.0, 6.0, "10*9/L")
    assert values(made, "NLR", neutrophils, ("lymphocytes", 11.0, 1500.0, "/uL")) == pytest.approx([4.0])
    assert values(made, "NLR", neutrophils, ("lymphocytes", 11.1, 1.5, "10*9/L")) == []
    assert values(made, "NLR", neutrophils, ("lymphocytes", 10.0, 0.0, "10*9/L")) == []


def test_clearance_takes_the_weight_nearest_in_time_within_a_week(made: ModuleType) -> None:
    creatinine = ("creatinine", 100.0, 1.0, "mg/dL")
    weights = (("weight", 90.0, 72.0, "kg"), ("weight", 130.0, 90.0, "kg"))
    assert values(made, "creatinine clearance", creatinine, *weights) == pytest.approx([80.0])
    assert values(made, "creatinine clearance", creatinine, ("weight", 268.0, 72.0, "kg")) == pytest.approx(
        [80.0]
    )
    assert values(made, "creatinine clearance", creatinine, ("weight", 268.1, 72.0, "kg")) == []
    assert values(made, "creatinine clearance", creatinine, ("weight", None, 72.0, "kg")) == pytest.approx(
        [80.0]
    )


def test_pf_ratio_takes_the_latest_setting_within_four_hours(made: ModuleType) -> None:
    gas = ("pao2", 10.0, 80.0, "mm[Hg]")
    assert values(made, "PaO2/FiO2", gas, ("fio2", 6.0, 0.5, "1"), ("fio2", 9.0, 0.4, "1")) == pytest.approx(
        [200.0]
    )
    assert values(made, "PaO2/FiO2", gas, ("fio2", 6.0, 40.0, "%")) == pytest.approx([200.0])
    assert values(made, "PaO2/FiO2", gas, ("fio2", 5.9, 0.4, "1")) == []
    assert values(made, "PaO2/FiO2", gas, ("fio2", 10.1, 0.4, "1")) == []  # set afterwards


def test_a_value_without_a_time_is_of_no_sample_that_has_one(made: ModuleType) -> None:
    gas, count = ("pao2", 10.0, 80.0, "mm[Hg]"), ("neutrophils", 10.0, 6.0, "10*9/L")
    assert values(made, "PaO2/FiO2", gas, ("fio2", None, 0.5, "1")) == []
    assert values(made, "NLR", count, ("lymphocytes", None, 2.0, "10*9/L")) == []
    assert (
        values(made, "NLR", ("neutrophils", None, 6.0, "10*9/L"), ("lymphocytes", 10.0, 2.0, "10*9/L")) == []
    )
    undated = ("pao2", None, 80.0, "mm[Hg]"), ("fio2", None, 0.5, "1")
    assert values(made, "PaO2/FiO2", *undated) == pytest.approx([160.0])


def test_a_weight_without_a_time_counts_only_where_none_has_one(made: ModuleType) -> None:
    creatinine, undated = ("creatinine", 100.0, 1.0, "mg/dL"), ("weight", None, 90.0, "kg")
    assert values(made, "creatinine clearance", creatinine, undated) == pytest.approx([100.0])
    dated = ("weight", 130.0, 72.0, "kg")
    assert values(made, "creatinine clearance", creatinine, undated, dated) == pytest.approx([80.0])
    assert values(made, "creatinine clearance", creatinine, undated, ("weight", 900.0, 72.0, "kg")) == []


def test_percent_recorded_as_a_fraction_is_not_divided_by(made: ModuleType) -> None:
    assert values(made, "PaO2/FiO2", ("pao2", 10.0, 80.0, "mm[Hg]"), ("fio2", 10.0, 40.0, "1")) == []


def test_kilopascal(made: ModuleType) -> None:
    # 10.6658 kPa are 80 mm[Hg]
    found = values(made, "PaO2/FiO2", ("pao2", 10.0, 10.6658, "kPa"), ("fio2", 10.0, 0.4, "1"))
    assert found == pytest.approx([200.0], abs=0.01)


def test_body_mass_index(made: ModuleType) -> None:
    facts = (("weight", 0.0, 81.0, "kg"), ("height", None, 180.0, "cm"))
    assert values(made, "BMI", *facts) == pytest.approx([25.0])


def test_equally_near_values_are_both_used_and_disagreement_is_unknown(made: ModuleType) -> None:
    from trialwright.screen.run import verdicts

    facts = [("a", "pao2", 10.0, 80.0, "mm[Hg]"), ("a", "fio2", 9.0, 0.3, "1"), ("a", "fio2", 9.0, 0.5, "1")]
    rules = [made.include(made.value("p/f ratio", "<", limit, "mm[Hg]")) for limit in (100, 200, 300)]
    assert verdicts(made.patients([("a", 60.0, "male")], facts), rules, made.CONCEPTS)["a"] == (
        "not met",
        "unknown",
        "met",
    )


def test_a_recorded_concept_is_not_derived_anew(made: ModuleType) -> None:
    facts = [
        ("a", "creatinine clearance", 0.0, 45.0, "mL/min"),
        ("a", "creatinine", 0.0, 1.0, "mg/dL"),
        ("a", "weight", 0.0, 72.0, "kg"),
    ]
    patients = made.patients([("a", 60.0, "male")], facts, held={*made.HELD, "creatinine clearance"})
    assert list(screen.marker_values(patients, (), made.CONCEPTS, "creatinine clearance")) == [45.0]


def test_more_creatinine_never_raises_clearance(made: ModuleType) -> None:
    levels = np.linspace(0.3, 10, 40)
    facts = [(f"p{i:02d}", "creatinine", 0.0, float(c), "mg/dL") for i, c in enumerate(levels)]
    facts += [(f"p{i:02d}", "weight", 0.0, 80.0, "kg") for i in range(40)]
    patients = made.patients([(f"p{i:02d}", 60.0, "male") for i in range(40)], facts)
    assert (np.diff(screen.marker_values(patients, (), made.CONCEPTS, "creatinine clearance")) < 0).all()
