"""Flags settle most leaves; times settle the torn; what is left out is counted to the row."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from trialwright import screen
from trialwright.errors import PatientsError
from trialwright.screen import facts, flags, leaves, oracle, run
from trialwright.screen.bound import Present, Value

MEN = [(f"p{i}", 50.0, "male") for i in range(12)]


def lactates(who: str, *of: tuple[float | None, float]) -> list[tuple[str, str, float | None, float, str]]:
    return [(who, "lactate", hours, value, "mmol/L") for hours, value in of]


# One value for most, so that flags are chosen; four persons have rows for and against.
ROWS = [
    *lactates("p0", (0.0, 5.0), (1.0, 1.0)),
    *lactates("p1", (0.0, 1.0), (1.0, 5.0)),
    *lactates("p2", (1.0, 1.0), (1.0, 5.0)),
    *lactates("p3", (None, 5.0), (-9.0, 1.0)),
    *lactates("p4", (0.0, 5.0), (1.0, 6.0)),
    *(row for i in range(5, 10) for row in lactates(f"p{i}", (0.0, float(i - 3)))),
]


@pytest.mark.parametrize("occasion", ["last", "first", "any", "all"])
def test_times_decide_for_the_torn(made: ModuleType, occasion: str) -> None:
    # Told, since a sample of so few rows may hold all of them and foretell a hundred times as many.
    patients = replace(made.patients(MEN, ROWS), units={"lactate": {"mmol/L": len(ROWS)}})
    rules = [
        made.include(made.value("lactate", ">", 4, "mmol/L", occasion=occasion)),
        made.exclude(made.value("lactate", "<=", 4, "mmol/L", occasion=occasion, window=made.hours(0, 1))),
    ]
    assert "lactate" in facts.canonical(patients, made.CONCEPTS, {"lactate"}).few
    assert run.verdicts(patients, rules, made.CONCEPTS) == oracle.verdicts(patients, rules, made.CONCEPTS)


def test_the_last_of_torn_patients(made: ModuleType) -> None:
    rule = made.include(made.value("lactate", ">", 4, "mmol/L"))
    found = run.verdicts(made.patients(MEN, ROWS), [rule], made.CONCEPTS)
    assert [found[f"p{i}"][0] for i in range(5)] == ["not met", "met", "unknown", "not met", "met"]


def test_many_leaves_take_several_integers(made: ModuleType) -> None:
    rules = [made.include(made.value("lactate", ">", i / 10, "mmol/L", occasion="any")) for i in range(70)]
    patients = made.patients(MEN, ROWS)
    assert run.verdicts(patients, rules, made.CONCEPTS) == oracle.verdicts(patients, rules, made.CONCEPTS)
    settled = flags.flags({i: Value("lactate", ">", i / 10) for i in range(29)} | {29: Present("sepsis")})
    assert settled.places[28] == (0, 56)
    assert settled.places[29] == (1, 0), "no leaf's flags lie across two integers"


def test_bit_by_bit_is_the_same_as_or(made: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [
        made.include(made.value("lactate", ">", 4, "mmol/L")),
        made.exclude(made.has("vasopressor", made.hours(-24, 0))),
        made.exclude(made.has("menopause")),
    ]
    drugs = [("p0", "vasopressor", -3.0, None, ""), ("p1", "vasopressor", None, None, ""),
             ("p2", "vasopressor", 3.0, None, ""), ("p3", "vasopressor", 0.0, 0.0, "")]  # fmt: skip
    patients = made.patients(MEN, [*ROWS, *drugs])
    with_or = run.verdicts(patients, rules, made.CONCEPTS)
    monkeypatch.setattr(type(patients.facts.get_backend()), "has_operation", lambda self, operation: False)
    assert run.verdicts(patients, rules, made.CONCEPTS) == with_or
    assert with_or == oracle.verdicts(patients, rules, made.CONCEPTS)


def test_persons_answer_for_age_and_sex(made: ModuleType) -> None:
    persons = [("a", 17.9, "male"), ("b", 18.0, "female"), ("c", 200.0, "female"), ("d", None, None)]
    rules = [
        made.include(made.value("age", ">=", 18, "years")),
        made.include(made.value("age", ">=", 18, "years", window=made.hours(-24, 0))),
        made.exclude(made.has("female")),
        made.exclude(made.has("female", made.hours(-24, 0))),
    ]
    patients = made.patients(persons)
    assert facts.canonical(patients, made.CONCEPTS, {"age", "female"}).said.keys() == {"age", "female"}
    assert run.verdicts(patients, rules, made.CONCEPTS) == oracle.verdicts(patients, rules, made.CONCEPTS)
    (warning,) = screen.screen(patients, rules, made.CONCEPTS).warnings
    assert warning.startswith("1 values of age outside 0 to 125 a")


def test_ages_of_facts_are_joined_with_those_of_persons(made: ModuleType) -> None:
    patients = made.patients([("a", 17.0, "male"), ("b", 30.0, "male")], [("a", "age", None, 40.0, "a")])
    rules = [made.include(made.value("age", ">=", 18, "years"))]
    assert run.verdicts(patients, rules, made.CONCEPTS) == {"a": ("unknown",), "b": ("met",)}
    assert run.verdicts(patients, rules, made.CONCEPTS) == oracle.verdicts(patients, rules, made.CONCEPTS)


def test_every_value_left_out_is_counted_once_in_whatever_unit(made: ModuleType) -> None:
    rows = [("a", "lactate", 0.0, v, "mmol/L") for v in (-1.0, 2.0, 99.0)]
    rows += [("a", "lactate", 24.0, v, "mg/dL") for v in (-1.0, 18.0, 400.0)]
    rows += [("a", "lactate", hours, -1.0, "mg/dL") for hours in (-0.1, 24.1, None)]  # outside the window
    rows += [("a", "lactate", 0.0, -1.0, "mm[Hg]"), ("a", "lactate", 0.0, None, "mmol/L")]
    rows += [("a", "crp", 0.0, -5.0, "mg/L")]  # not asked for
    rule = made.include(made.value("lactate", ">", 4, "mmol/L", window=made.hours(0, 24)))
    found = screen.screen(made.patients([("a", 50.0, "male")], rows), [rule], made.CONCEPTS).warnings
    assert [w.split(":")[0] for w in found] == [
        "1 values of lactate in mm[Hg] cannot be converted to mmol/L",
        "4 values of lactate outside 0.05 to 40 mmol/L are implausible",
    ]


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("many", [True, False])
def test_what_is_left_out_is_counted_on_the_way_as_it_is_apart(
    made: ModuleType, many: bool, told: bool
) -> None:
    # Of many values a person the question for the patients counts, of few a question of its own.
    values = [("mmol/L", -1.0), ("mmol/L", 3.0), ("mg/dL", 400.0), ("mg/dL", 18.0), ("mmol/L", 40.0)]
    rows = [("p0", "lactate", hours, v, unit) for hours in (-1.0, 0.0, 24.0, 30.0) for unit, v in values]
    rows += [(f"p{i}", "crp", 12.0, float(10 - 2 * i), "mg/L") for i in range(12)]
    rules = [
        made.include(made.value("lactate", ">", 2, "mmol/L", window=made.hours(0, 24))),
        made.exclude(made.value("crp", "<", 5, "mg/L", window=made.hours(0, 12))),
    ]
    patients = made.patients(MEN if many else [*MEN, *((f"q{i}", 50.0, "male") for i in range(30))], rows)
    if told:
        patients = replace(patients, units={"lactate": {"mmol/L": 12, "mg/dL": 8}, "crp": {"mg/L": 12}})
    few = facts.canonical(patients, made.CONCEPTS, {"lactate", "crp"}).few
    assert ("lactate" in few) is not many
    found = screen.screen(patients, rules, made.CONCEPTS).warnings
    assert [w.split(":")[0] for w in found] == [
        "6 values of crp outside 0 to 1000 mg/L are implausible",
        "4 values of lactate outside 0.05 to 40 mmol/L are implausible",
    ]


def test_a_unit_that_came_after_the_source_was_opened_is_an_error(made: ModuleType) -> None:
    rows = [("p0", "lactate", 0.0, v, unit) for v in (-1.0, 18.0) for unit in ("mmol/L", "mg/dL", "mg/L") * 5]
    rule = made.include(made.value("lactate", ">", 2, "mmol/L", window=made.hours(0, 24)))
    patients = replace(made.patients(MEN, rows), units={"lactate": {"mmol/L": 20, "mg/dL": 10}})
    with pytest.raises(PatientsError, match="values of lactate in a unit"):
        screen.screen(patients, [rule], made.CONCEPTS)


def test_codes_of_nothing_are_persons_alone(made: ModuleType) -> None:
    patients = made.patients(MEN)
    of_nothing = facts.canonical(patients, made.CONCEPTS, ())
    table = leaves.codes(patients.persons, of_nothing, leaves.split(of_nothing, []))
    assert table.columns == ("person_id",)
