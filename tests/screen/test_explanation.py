"""How an explanation says what its parts make together, and whom it offers to explain."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from trialwright import screen
from trialwright.model.criterion import Comparison
from trialwright.screen.explanation import letter


def test_parts_are_joined_as_the_criterion_joins_them(made: ModuleType) -> None:
    a, b, c = (made.value("crp", ">", n, "mg/L") for n in (1, 2, 3))
    trees = {
        "a": a,
        "not a": made.no(a),
        "a and (b or c)": made.every(a, made.some(b, c)),
        "not (a or b)": made.no(made.some(a, b)),
        "at least 2 of (a, b and c, d)": made.at_least(2, a, made.every(b, c), made.person()),
        "a or not b": made.at_least(1, a, made.no(b)),
        "(a and b) or c": made.some(made.every(a, b), made.some(c)),
        "not (not a and b)": made.no(made.every(made.no(a), b)),
    }
    patients = made.patients([("p", 60.0, "male")], [("p", "crp", 0.0, 5.0, "mg/L")])
    found = screen.explain(patients, [made.include(t) for t in trees.values()], made.CONCEPTS, "p")
    assert [one.joined for one in found] == list(trees)
    assert [len(one.parts) for one in found] == [1, 1, 3, 2, 4, 2, 3, 2]


def test_letters_go_on_after_z() -> None:
    assert [letter(i) for i in (0, 25, 26, 52)] == ["a", "z", "a1", "a2"]


@pytest.mark.parametrize("with_unknown", [True, False])
def test_one_patient_of_each_status_is_offered(made: ModuleType, with_unknown: bool) -> None:
    facts = [("m2", "crp", 0.0, 5.0, "mg/L"), ("m1", "crp", 0.0, 5.0, "mg/L"), ("n", "crp", 0.0, 1.0, "mg/L")]
    people = ["m2", "n", "m1"] + ["u"] * with_unknown
    patients = made.patients([(p, 60.0, "male") for p in people], facts)
    rules = [made.include(made.value("crp", ">", 2, "mg/L")), made.include(made.value("age", ">", 18, "a"))]
    found = screen.examples(patients, rules, made.CONCEPTS)
    unknown = {"unknown": "u"} if with_unknown else {}
    assert found == {"met": "m1", **unknown, "not met": "n"}


def _at(made: ModuleType, tree: Comparison, anchor: str) -> Comparison:
    return tree.model_copy(update={"window": made.hours(None, 0.0, anchor)})


@pytest.mark.parametrize(
    ("anchor", "index", "never"),
    [
        ("surgery", "admitted_at", "these data do not say when surgery was"),
        ("admission", "enrolled_at", "these data do not say when admission was"),
        ("admission", "condition: asthma", "these data do not say when admission was"),
        ("admission", "admitted_at", ""),
        ("randomisation", "admitted_at", ""),
    ],
)
def test_a_moment_that_the_data_do_not_have_decides_nothing(
    made: ModuleType, anchor: str, index: str, never: str
) -> None:
    cohort = made.patients([("p", 60.0, "male")], [("p", "crp", -2.0, 5.0, "mg/L")])
    patients = replace(cohort, cohort=cohort.cohort.model_copy(update={"index": index}))
    rule = made.include(_at(made, made.value("crp", ">", 3, "mg/L"), anchor))
    (one,) = screen.explain(patients, [rule], made.CONCEPTS, "p")
    (counts,) = screen.screen(patients, [rule], made.CONCEPTS).counts
    assert one.parts[0].never == never
    assert (one.verdict, counts.passes, counts.unknown) == (("unknown", 0, 1) if never else ("met", 1, 0))
    assert [f.used for f in one.parts[0].facts] == [not never]


@pytest.mark.parametrize(
    ("unit", "says"), [("", "the limit 3 has no unit"), ("IU", "a limit in IU cannot be compared")]
)
def test_a_limit_that_nothing_can_be_compared_with_says_so(made: ModuleType, unit: str, says: str) -> None:
    patients = made.patients([("p", 60.0, "male")], [("p", "crp", 0.0, 5.0, "mg/L")])
    rule = made.include(made.value("crp", ">", 3, unit))
    (one,) = screen.explain(patients, [rule], made.CONCEPTS, "p")
    assert one.verdict == "unknown"
    assert one.parts[0].never.startswith(says)
