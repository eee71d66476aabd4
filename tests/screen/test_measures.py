"""Multiples of a row's own upper limit, changes from baseline, and kinds of a condition: what they must not guess."""

from __future__ import annotations

from types import ModuleType

import pytest

from trialwright import screen
from trialwright.model.criterion import Tree
from trialwright.screen import oracle, relative, run


def verdict(made: ModuleType, tree: Tree, *facts: tuple, upper: bool = True, **more: object) -> str:
    """The engine's verdict, which must be the oracle's."""
    patients = made.patients([("a", 60.0, "male")], [("a", *f) for f in facts], upper=upper, **more)
    rules = [made.include(tree)]
    found = run.verdicts(patients, rules, made.CONCEPTS)
    assert found == oracle.verdicts(patients, rules, made.CONCEPTS)
    return found["a"][0]


def test_every_measure_declares_its_source() -> None:
    assert set(relative.found()) == {"times its upper limit", "change", "times baseline"}
    assert all(rule.SOURCE for rule in relative.found().values())


@pytest.mark.parametrize(
    ("value", "unit", "upper", "expected"),
    [
        (1.5, "mg/dL", 1.0, "met"),
        (1.51, "mg/dL", 1.0, "not met"),
        (150.0, "umol/L", 100.0, "met"),
        (1.5, "mg/dL", None, "unknown"),
        (1.5, "mg/dL", 0.0, "unknown"),
        (1.5, "mmHg", 1.0, "unknown"),
    ],
)
def test_a_multiple_is_of_the_rows_own_limit(
    made: ModuleType, value: float, unit: str, upper: float | None, expected: str
) -> None:
    tree = made.value("creatinine", "<=", 1.5, uln=True)
    assert verdict(made, tree, ("creatinine", 0.0, value, unit, upper)) == expected


def test_an_earlier_value_with_a_limit_does_not_answer_for_the_last_without(made: ModuleType) -> None:
    tree = made.value("creatinine", "<=", 1.5, uln=True)
    facts = (("creatinine", -9.0, 1.0, "mg/dL", 1.0), ("creatinine", 0.0, 9.0, "mg/dL", None))
    assert verdict(made, tree, *facts) == "unknown"
    first = made.value("creatinine", "<=", 1.5, uln=True, occasion="first")
    assert verdict(made, first, *facts) == "met"
    some = made.value("creatinine", "<=", 1.5, uln=True, occasion="any")
    assert verdict(made, some, *facts) == "met"
    every = made.value("creatinine", "<=", 1.5, uln=True, occasion="all")
    assert verdict(made, every, *facts) == "unknown"
    assert verdict(made, every, ("creatinine", -1.0, 2.0, "mg/dL", 1.0), *facts) == "not met"
    worst = made.value("creatinine", "<=", 1.5, uln=True, occasion="worst")
    assert verdict(made, worst, *facts) == "unknown"


def test_the_other_half_of_a_limit_still_decides(made: ModuleType) -> None:
    """ "≤ 1.5 x ULN or 133 µmol/L" in a source without upper limits."""
    tree = made.some(
        made.value("creatinine", "<=", 1.5, uln=True), made.value("creatinine", "<=", 133, "umol/L")
    )
    assert verdict(made, tree, ("creatinine", 0.0, 120.0, "umol/L"), upper=False) == "met"
    assert verdict(made, tree, ("creatinine", 0.0, 140.0, "umol/L"), upper=False) == "unknown"


def test_a_screening_says_that_limits_are_missing(made: ModuleType) -> None:
    rules = [made.include(made.value("creatinine", "<=", 1.5, uln=True))]
    facts = [
        ("a", "creatinine", 0.0, 100.0, "umol/L", None),
        ("a", "creatinine", -1.0, 100.0, "umol/L", 90.0),
    ]
    without = screen.screen(
        made.patients([("a", 60.0, "male")], [f[:5] for f in facts]), rules, made.CONCEPTS
    )
    assert any("no upper limits" in w for w in without.warnings)
    assert without.counts[0].unknown_because == {"upper limit of normal of creatinine": 1}
    some = screen.screen(made.patients([("a", 60.0, "male")], facts, upper=True), rules, made.CONCEPTS)
    assert any(w.startswith("1 values of creatinine have no upper limit") for w in some.warnings)
    assert some.counts[0].unknown_because == {"creatinine with its upper limit of normal": 1}


def test_change_from_baseline(made: ModuleType) -> None:
    facts = (("creatinine", -48.0, 1.0, "mg/dL"), ("creatinine", 0.0, 1.3 * 88.4017, "umol/L"))
    assert verdict(made, made.value("creatinine", ">=", 0.3, "mg/dL", measure="change"), *facts) == "met"
    assert verdict(made, made.value("creatinine", ">", 0.31, "mg/dL", measure="change"), *facts) == "not met"
    assert verdict(made, made.value("creatinine", ">=", 1.3, measure="times baseline"), *facts) == "met"
    assert (
        verdict(made, made.value("creatinine", ">=", 150, "%", measure="times baseline"), *facts) == "not met"
    )
    once = facts[:1]
    assert verdict(made, made.value("creatinine", ">=", 0.3, "mg/dL", measure="change"), *once) == "unknown"
    undated = (*once, ("creatinine", None, 5.0, "mg/dL"))
    assert (
        verdict(made, made.value("creatinine", ">=", 0.3, "mg/dL", measure="change"), *undated) == "unknown"
    )


def test_a_change_in_temperature_has_no_zero_point(made: ModuleType) -> None:
    facts = (("temperature", -4.0, 37.0, "Cel"), ("temperature", 0.0, 38.1, "Cel"))
    assert verdict(made, made.value("temperature", ">=", 1.8, "[degF]", measure="change"), *facts) == "met"
    assert (
        verdict(made, made.value("temperature", ">=", 2.0, "[degF]", measure="change"), *facts) == "not met"
    )


def test_baselines_that_disagree_leave_it_unknown(made: ModuleType) -> None:
    facts = (("crp", -9.0, 5.0, "mg/L"), ("crp", -9.0, 20.0, "mg/L"), ("crp", 0.0, 30.0, "mg/L"))
    assert verdict(made, made.value("crp", ">=", 2, measure="times baseline"), *facts) == "unknown"
    assert verdict(made, made.value("crp", ">=", 1.5, measure="times baseline"), *facts) == "met"
    zero = (("crp", -9.0, 0.0, "mg/L"), ("crp", 0.0, 30.0, "mg/L"))
    assert verdict(made, made.value("crp", ">=", 2, measure="times baseline"), *zero) == "unknown"


@pytest.mark.parametrize("occasion", ["last", "first", "any", "all", "worst", "mean"])
@pytest.mark.parametrize("comparator", ["<", ">="])
def test_moving_a_multiple_is_screening_at_it(made: ModuleType, occasion: str, comparator: str) -> None:
    import numpy as np

    patients = made.random_patients(np.random.default_rng(5), 150)
    limits = (0.5, 1.0, 1.5)

    def rule(low: float) -> object:
        return made.include(made.value("crp", comparator, low, uln=True, occasion=occasion))

    moved = screen.at_limits(patients, [rule(1.0)], made.CONCEPTS, 0, limits)
    for limit, count in zip(limits, moved, strict=True):
        found = screen.screen(patients, [rule(limit)], made.CONCEPTS)
        assert (count.certain, count.possible, count.excluded) == (
            found.certain,
            found.possible,
            found.excluded,
        )
        assert min(found.certain, found.possible, found.excluded) > 0


def test_a_kind_of_a_condition_answers_for_it_and_never_the_reverse(made: ModuleType) -> None:
    narrow, broad = made.has("small cell carcinoma"), made.has("malignancy")
    assert verdict(made, broad, ("small cell carcinoma", 0.0, None, "")) == "met"
    assert verdict(made, made.has("carcinoma"), ("small cell carcinoma", 0.0, None, "")) == "met"
    assert verdict(made, narrow, ("malignancy", 0.0, None, "")) == "unknown"
    assert verdict(made, broad, ("small cell carcinoma", 0.0, 0.0, "")) == "unknown"
    assert (
        verdict(made, broad, ("small cell carcinoma", 0.0, None, ""), ("malignancy", 0.0, 0.0, "")) == "met"
    )
    window = made.has("malignancy", made.hours(-48, 0))
    assert (
        verdict(made, window, ("small cell carcinoma", -60.0, None, ""), ("malignancy", 0.0, 0.0, ""))
        == "not met"
    )


def test_that_a_kind_is_captured_says_nothing_of_the_rest(made: ModuleType) -> None:
    assert verdict(made, made.has("malignancy"), captured=["small cell carcinoma"]) == "unknown"
    assert verdict(made, made.has("malignancy"), captured=["malignancy"]) == "not met"
    assert verdict(made, made.has("small cell carcinoma"), captured=["malignancy"]) == "unknown"
