"""The doors of screening: what they report beside the verdicts."""

from __future__ import annotations

from types import ModuleType

import pytest

from trialwright import screen
from trialwright.errors import CriterionError, PatientsError


def test_it_says_what_each_patient_lacks(made: ModuleType) -> None:
    rule = made.include(
        made.some(made.value("lactate", ">", 4, "mmol/L"), made.value("peep", ">=", 5, "cm[H2O]"))
    )
    persons = [("a", 50.0, "male"), ("b", 50.0, "male"), ("c", 50.0, "male")]
    facts = [("a", "lactate", 0.0, 5.0, "mmol/L"), ("b", "lactate", 0.0, 1.0, "mmol/L")]
    found = screen.screen(made.patients(persons, facts), [rule], made.CONCEPTS)
    (count,) = found.counts
    assert (count.passes, count.fails, count.unknown) == (1, 0, 2)
    assert count.unknown_because == {"lactate": 1, "peep": 2}
    assert found.not_in_data == ("peep",)


def test_a_derived_concept_is_missing_by_the_input_that_is(made: ModuleType) -> None:
    rule = made.include(made.value("creatinine clearance", "<", 60, "mL/min"))
    patients = made.patients([("a", 50.0, "male")], held={"age", "sex", "creatinine"})
    assert screen.screen(patients, [rule], made.CONCEPTS).not_in_data == ("weight",)


def test_warnings_count_what_was_left_out(made: ModuleType) -> None:
    rule = made.include(made.value("lactate", ">", 4, "mmol/L"))
    facts = [
        ("a", "lactate", 0.0, 99.0, "mmol/L"),
        ("a", "lactate", 1.0, 2.0, "mm[Hg]"),
        ("a", "lactate", 2.0, 5.0, "mmol/L"),
    ]
    warnings = screen.screen(made.patients([("a", 50.0, "male")], facts), [rule], made.CONCEPTS).warnings
    assert [w for w in warnings if w.startswith("1 values of lactate outside 0.05 to 40 mmol/L")]
    assert [w for w in warnings if w.startswith("1 values of lactate in mm[Hg] cannot be converted")]


def test_lineage_and_progress(made: ModuleType) -> None:
    rules = [made.include(made.value("age", ">=", 18)), made.exclude(made.has("pregnancy"), "pregnant")]
    patients, steps = made.patients([("a", 50.0, "male")]), []
    found = screen.screen(patients, rules, made.CONCEPTS, lambda done, total: steps.append((done, total)))
    assert found.because.of == (patients.cohort.id, rules[0].id, rules[1].id)
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_the_same_cohort_gives_the_same_object(made: ModuleType) -> None:
    import numpy as np

    rules = made.random_criteria(np.random.default_rng(3), 5)
    once, again = (
        screen.screen(made.random_patients(np.random.default_rng(4), 30), rules, made.CONCEPTS)
        for _ in range(2)
    )
    assert once == again


def test_marker_values_leave_out_the_excluded_and_keep_the_unknown(made: ModuleType) -> None:
    persons = [("a", 50.0, "male"), ("b", 12.0, "male"), ("c", None, "male"), ("d", 50.0, "male")]
    facts = [("a", "crp", 0.0, 1.0, "mg/L"), ("a", "crp", 5.0, 0.3, "mg/dL"), ("b", "crp", 0.0, 9.0, "mg/L"),
             ("c", "crp", 0.0, 4.0, "mg/L"), ("c", "crp", 0.0, 6.0, "mg/L")]  # fmt: skip
    rules = [made.include(made.value("age", ">=", 18))]
    found = screen.marker_values(made.patients(persons, facts), rules, made.CONCEPTS, "CRP")
    # a: the last, converted; b: excluded; c: two at the same moment, averaged; d: has none
    assert list(found) == pytest.approx([3.0, 5.0])


def test_a_marker_that_nobody_knows(made: ModuleType) -> None:
    patients = made.patients([("a", 50.0, "male")])
    with pytest.raises(CriterionError) as unknown:
        screen.marker_values(patients, (), made.CONCEPTS, "phlogiston")
    assert unknown.value.fix
    with pytest.raises(PatientsError) as absent:
        screen.marker_values(patients, (), made.CONCEPTS, "peep")
    assert "peep" in absent.value.what


def test_explain_shows_the_rows_a_verdict_rests_on(made: ModuleType) -> None:
    tree = made.every(made.value("lactate", ">", 4, "mmol/L", window=made.hours(0, 4)), made.person())
    facts = [
        ("a", "lactate", 2.0, 18.016, "mg/dL"),
        ("a", "lactate", 9.0, 6.0, "mmol/L"),
        ("b", "lactate", 2.0, 9.0, "mmol/L"),
    ]
    patients = made.patients([("a", 50.0, "male"), ("b", 50.0, "male")], facts)
    (found,) = screen.explain(patients, [made.include(tree, "sick")], made.CONCEPTS, "a")
    assert (found.name, found.verdict) == ("sick", "not met")
    lactate, judgement = found.parts
    assert (lactate.outcome, judgement.outcome) == ("does not hold", "unknown")
    assert [(f.hours, f.raw, f.unit, f.used) for f in lactate.facts] == [
        (2.0, 18.016, "mg/dL", True),
        (9.0, 6.0, "mmol/L", False),
    ]
    assert lactate.facts[0].value == pytest.approx(2.0)


def test_explain_of_nobody(made: ModuleType) -> None:
    with pytest.raises(PatientsError):
        screen.explain(made.patients([("a", 50.0, "male")]), (), made.CONCEPTS, "z")


def test_a_man_is_not_pregnant_but_what_is_recorded_is_believed(made: ModuleType) -> None:
    from trialwright.screen import oracle, run

    people = [
        ("man", 40.0, "male"),
        ("woman", 40.0, "female"),
        ("not said", 40.0, None),
        ("recorded", 40.0, "male"),
    ]
    facts = [("recorded", "menopause", 0.0, None, "")]
    patients = made.patients(people, facts)
    rules = [made.exclude(made.has("pregnancy")), made.exclude(made.has("menopause"))]
    found = run.verdicts(patients, rules, made.CONCEPTS)
    assert found == oracle.verdicts(patients, rules, made.CONCEPTS)
    assert found["man"] == ("met", "met")
    assert found["woman"] == found["not said"] == ("unknown", "unknown")
    assert found["recorded"] == ("met", "not met")


def test_more_criteria_than_can_be_screened_at_once_are_refused(made: ModuleType) -> None:
    patients = made.patients([("a", 40.0, None)])
    many = [made.include(made.value("age", ">=", 18 + i / 100)) for i in range(501)]
    with pytest.raises(CriterionError, match=r"501 criteria are more than .* at most 500"):
        screen.screen(patients, many, made.CONCEPTS)
    parts = [made.some(*(made.value("age", ">=", k + i / 1000) for i in range(700))) for k in range(3)]
    with pytest.raises(CriterionError, match="2,100 comparisons"):
        screen.screen(patients, [made.include(part) for part in parts], made.CONCEPTS)


def test_hundreds_of_criteria_are_counted_as_each_alone(made: ModuleType) -> None:
    """More criteria than one word of a mask column holds bits, over patients who differ in all of them."""
    patients = made.patients([(f"p{i}", 20.0 + i, None) for i in range(40)])
    rules = [made.include(made.value("age", ">=", 20 + i % 40 + i / 1000)) for i in range(130)]
    found = screen.screen(patients, rules, made.CONCEPTS)
    ages = [20 + i for i in range(40)]
    expected = [sum(age >= 20 + i % 40 + i / 1000 for age in ages) for i in range(130)]
    assert [c.passes for c in found.counts] == expected
    assert sum(c.shapley_not_excluded for c in screen.costs(found)) == pytest.approx(found.excluded)
