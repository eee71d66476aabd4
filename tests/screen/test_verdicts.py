"""What a single patient's facts come to, one rule at a time."""

from __future__ import annotations

from types import ModuleType

import pytest

from trialwright.screen import oracle, run
from trialwright.screen.run import verdicts


def verdict(
    made: ModuleType, tree: object, *facts: tuple, age: float | None = 50.0, sex: str | None = "male", **more
) -> str:
    rows = [("a", *fact) for fact in facts]
    patients = made.patients([("a", age, sex)], rows, **more)
    return verdicts(patients, [made.include(tree)], made.CONCEPTS)["a"][0]


LACTATE = [
    ("lactate", 1.0, 5.0, "mmol/L"),
    ("lactate", 10.0, 1.0, "mmol/L"),
    ("lactate", 30.0, 3.0, "mmol/L"),
]


@pytest.mark.parametrize(
    ("occasion", "limit", "expected"),
    [
        ("last", 2.9, "met"), ("last", 3.0, "not met"),
        ("first", 4.9, "met"), ("first", 5.0, "not met"),
        ("any", 4.9, "met"), ("any", 5.0, "not met"),
        ("worst", 4.9, "met"), ("worst", 5.0, "not met"),  # more lactate is worse
        ("mean", 2.9, "met"), ("mean", 3.0, "not met"),
        ("all", 0.9, "met"), ("all", 1.0, "not met"),
    ],
)  # fmt: skip
def test_occasions(made: ModuleType, occasion: str, limit: float, expected: str) -> None:
    assert verdict(made, made.value("lactate", ">", limit, "mmol/L", occasion=occasion), *LACTATE) == expected


@pytest.mark.parametrize(
    ("comparator", "low", "high", "expected"),
    [
        ("<", 3.0, None, "not met"), ("<=", 3.0, None, "met"), (">", 3.0, None, "not met"), (">=", 3.0, None, "met"),
        ("=", 3.0, None, "met"), ("=", 3.1, None, "not met"),
        ("between", 3.0, 4.0, "met"), ("between", 2.0, 3.0, "met"), ("between", 3.1, 4.0, "not met"),
    ],
)  # fmt: skip
def test_comparators_at_their_limit(
    made: ModuleType, comparator: str, low: float, high: float | None, expected: str
) -> None:
    assert verdict(made, made.value("lactate", comparator, low, "mmol/L", high), *LACTATE) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 1, "met"), (1, 1, "met"), (2, 9, "unknown"), (10, 10, "not met"), (None, 9, "met"), (11, None, "not met"), (None, None, "not met")],
)  # fmt: skip
def test_windows_include_their_bounds(
    made: ModuleType, start: float | None, end: float | None, expected: str
) -> None:
    tree = made.value("lactate", ">", 4, "mmol/L", window=made.hours(start, end))
    assert verdict(made, tree, *LACTATE) == expected


def test_an_anchor_that_the_data_do_not_have_is_unknown(made: ModuleType) -> None:
    tree = made.value("lactate", ">", 4, "mmol/L", window=made.hours(0, 48, "diagnosis"))
    assert verdict(made, tree, *LACTATE) == "unknown"


def test_a_value_without_a_time_counts_without_a_window_only(made: ModuleType) -> None:
    undated = ("lactate", None, 5.0, "mmol/L")
    assert verdict(made, made.value("lactate", ">", 4, "mmol/L"), undated) == "met"
    assert (
        verdict(made, made.value("lactate", ">", 4, "mmol/L", window=made.hours(0, 48)), undated) == "unknown"
    )


def test_a_dated_value_is_later_than_one_without_a_time(made: ModuleType) -> None:
    facts = (("lactate", None, 5.0, "mmol/L"), ("lactate", -100.0, 1.0, "mmol/L"))
    assert verdict(made, made.value("lactate", ">", 4, "mmol/L"), *facts) == "not met"


def test_simultaneous_values_that_disagree_are_unknown(made: ModuleType) -> None:
    facts = (("lactate", 1.0, 5.0, "mmol/L"), ("lactate", 1.0, 3.0, "mmol/L"))
    assert verdict(made, made.value("lactate", ">", 4, "mmol/L"), *facts) == "unknown"
    assert verdict(made, made.value("lactate", ">", 2, "mmol/L"), *facts) == "met"
    assert verdict(made, made.value("lactate", ">", 6, "mmol/L"), *facts) == "not met"


def test_units_meet_in_the_canonical_one(made: ModuleType) -> None:
    # 18.016 mg/dL over 90.08 g/mol is 2.0 mmol/L
    recorded = ("lactate", 0.0, 18.016, "mg/dL")
    assert verdict(made, made.value("lactate", ">=", 2.0, "mmol/L"), recorded) == "met"
    assert verdict(made, made.value("lactate", ">", 2.0, "mmol/L"), recorded) == "not met"
    assert (
        verdict(made, made.value("temperature", ">=", 38.0, "Cel"), ("temperature", 0.0, 100.4, "[degF]"))
        == "met"
    )


@pytest.mark.parametrize("unit", ["", "mm[Hg]", "no such unit"])
def test_a_unit_that_does_not_convert_makes_a_value_missing(made: ModuleType, unit: str) -> None:
    assert verdict(made, made.value("lactate", ">", 0.1, "mmol/L"), ("lactate", 0.0, 2.0, unit)) == "unknown"


UNTOLD = ("lactate", 20.0, 9.0, "bound of mmol/L")  # after 5.0 and 1.0, before 3.0


@pytest.mark.parametrize(
    ("facts", "asked", "expected"),
    [
        ((*LACTATE[:2], UNTOLD), {}, "unknown"),  # an earlier value does not answer for it
        ((*LACTATE, UNTOLD), {}, "met"),  # the last, 3.0, is told
        ((*LACTATE[:2], UNTOLD), {"occasion": "first"}, "not met"),
        ((*LACTATE[:2], UNTOLD), {"occasion": "any"}, "met"),
        ((*LACTATE[:2], UNTOLD), {"occasion": "all"}, "not met"),
        ((LACTATE[1], UNTOLD), {"occasion": "all"}, "unknown"),
        ((LACTATE[1], UNTOLD), {"occasion": "mean"}, "unknown"),
        ((LACTATE[1], UNTOLD), {"occasion": "worst"}, "unknown"),
    ],
)
def test_a_value_that_cannot_be_told_stays_in_its_place(
    made: ModuleType, facts: tuple, asked: dict, expected: str
) -> None:
    from trialwright.screen import oracle

    tree = made.value("lactate", "<", 4, "mmol/L", **asked)
    assert verdict(made, tree, *facts) == expected
    patients = made.patients([("a", 50.0, "male")], [("a", *fact) for fact in facts])
    assert oracle.verdicts(patients, [made.include(tree)], made.CONCEPTS)["a"] == (expected,)


def test_a_marker_whose_last_value_cannot_be_told_has_none(made: ModuleType) -> None:
    from trialwright import screen

    facts = [("a", *LACTATE[0]), ("a", *UNTOLD), ("b", *LACTATE[0])]
    patients = made.patients([("a", 50.0, "male"), ("b", 50.0, "male")], facts)
    assert list(screen.marker_values(patients, (), made.CONCEPTS, "lactate")) == [5.0]


def test_a_change_to_a_value_that_cannot_be_told_is_unknown(made: ModuleType) -> None:
    from trialwright.screen import oracle

    tree = made.value("lactate", ">=", 1, "mmol/L", measure="change")
    for facts, expected in ((LACTATE[:2], "not met"), ((*LACTATE[:2], UNTOLD), "unknown")):
        assert verdict(made, tree, *facts) == expected
        patients = made.patients([("a", 50.0, "male")], [("a", *fact) for fact in facts])
        assert oracle.verdicts(patients, [made.include(tree)], made.CONCEPTS)["a"] == (expected,)


def test_a_limit_that_does_not_convert_is_unknown(made: ModuleType) -> None:
    assert verdict(made, made.value("lactate", ">", 4, "mmHg"), *LACTATE) == "unknown"


def test_multiples_of_an_upper_limit_are_unknown_without_that_limit(made: ModuleType) -> None:
    assert verdict(made, made.value("lactate", "<", 3, uln=True), *LACTATE) == "unknown"


@pytest.mark.parametrize(
    ("recorded", "expected"), [(40.0, "met"), (40.1, "unknown"), (0.05, "not met"), (-1.0, "unknown")]
)
def test_implausible_values_are_missing(made: ModuleType, recorded: float, expected: str) -> None:
    tree = made.value("lactate", ">", 4, "mmol/L")
    assert verdict(made, tree, ("lactate", 0.0, recorded, "mmol/L")) == expected


def test_events(made: ModuleType) -> None:
    ventilation, day = made.has("ventilation"), made.hours(0, 24)
    assert verdict(made, ventilation) == "unknown"
    assert verdict(made, ventilation, ("ventilation", 3.0, None, "")) == "met"
    assert verdict(made, ventilation, ("ventilation", 3.0, 0.0, "")) == "not met"  # recorded as absent
    assert verdict(made, ventilation, ("ventilation", 3.0, 0.0, ""), ("ventilation", 4.0, 1.0, "")) == "met"
    assert verdict(made, made.has("ventilation", day), ("ventilation", 30.0, None, "")) == "unknown"
    assert verdict(made, made.has("ventilation", day), ("ventilation", None, None, "")) == "unknown"


def test_an_absence_of_long_ago_says_nothing_of_the_time_since(made: ModuleType) -> None:
    lately = made.has("ventilation", made.hours(-90 * 24, 0))
    for hours, expected in (
        (-80 * 24, "unknown"),
        (-24.1, "unknown"),
        (-24.0, "not met"),
        (0.0, "not met"),
        (1.0, "unknown"),
    ):
        assert verdict(made, lately, ("ventilation", hours, 0.0, "")) == expected
    assert verdict(made, lately, ("ventilation", None, 0.0, "")) == "not met"
    assert (
        verdict(made, lately, ("ventilation", -80 * 24, 0.0, ""), ("ventilation", -1.0, 0.0, "")) == "not met"
    )
    since = made.has("ventilation", made.hours(-90 * 24, None))  # a window without an end has no last day
    assert verdict(made, since, ("ventilation", -80 * 24, 0.0, "")) == "not met"


def test_absence_is_known_only_where_the_source_captures_every_occurrence(made: ModuleType) -> None:
    assert verdict(made, made.has("vasopressor")) == "not met"
    assert (
        verdict(made, made.has("vasopressor", made.hours(0, 24)), ("vasopressor", 30.0, None, ""))
        == "not met"
    )
    # It happened, nobody wrote when: it may have been then.
    assert (
        verdict(made, made.has("vasopressor", made.hours(0, 24)), ("vasopressor", None, None, ""))
        == "unknown"
    )
    assert verdict(made, made.has("vasopressor"), captured=()) == "unknown"


def test_a_measurement_is_no_finding(made: ModuleType) -> None:
    assert verdict(made, made.has("lactate"), *LACTATE) == "unknown"


def test_sex_and_age_come_with_the_person(made: ModuleType) -> None:
    assert verdict(made, made.has("female"), sex="female") == "met"
    assert verdict(made, made.has("female"), sex="male") == "not met"
    assert verdict(made, made.has("female"), sex=None) == "unknown"
    assert verdict(made, made.value("age", ">=", 18), age=18.0) == "met"
    assert verdict(made, made.value("age", ">=", 216, "mo"), age=17.0) == "not met"
    assert verdict(made, made.value("age", ">=", 18), age=None) == "unknown"


def test_worst_without_a_worse_end_is_unknown(made: ModuleType) -> None:
    tree = made.value("temperature", ">", 38, "Cel", occasion="worst")
    assert verdict(made, tree, ("temperature", 0.0, 39.0, "Cel")) == "unknown"


@pytest.mark.parametrize(
    ("comparator", "low", "high", "age", "status"),
    [
        ("<=", 75, None, 75.5, "met"),
        ("<=", 75, None, 76.0, "not met"),
        (">", 75, None, 75.5, "not met"),
        (">", 75, None, 76.0, "met"),
        (">=", 18, None, 17.99, "not met"),
        (">=", 18, None, 18.0, "met"),
        ("<", 18, None, 17.99, "met"),
        ("between", 18, 65, 65.9, "met"),
        ("between", 18, 65, 66.0, "not met"),
        ("=", 40, None, 40.7, "met"),
        ("=", 40, None, 41.0, "not met"),
    ],
)
def test_age_counts_completed_years(
    made: ModuleType, comparator: str, low: float, high: float | None, age: float, status: str
) -> None:
    rule = made.include(made.value("age", comparator, low, "years", high))
    patients = made.patients([("a", age, "male")])
    assert run.verdicts(patients, [rule], made.CONCEPTS)["a"] == (status,)
    assert oracle.verdicts(patients, [rule], made.CONCEPTS)["a"] == (status,)
