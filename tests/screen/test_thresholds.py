"""A criterion's limit moved: the same counts as screening again with it."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from trialwright import screen
from trialwright.errors import CriterionError


@pytest.mark.parametrize("occasion", ["last", "first", "any", "all", "worst", "mean"])
@pytest.mark.parametrize("comparator", ["<", "<=", ">", ">="])
def test_moving_a_limit_is_screening_again(made: ModuleType, occasion: str, comparator: str) -> None:
    rng = np.random.default_rng(5)
    patients = made.random_patients(rng, 60)
    window = made.hours(-48, 48)

    def rules(limit: float) -> list[object]:
        side = made.exclude if occasion in ("any", "worst") else made.include
        tree = made.value("lactate", comparator, limit, "mg/dL", occasion=occasion, window=window)
        return [made.include(made.value("crp", ">", 2, "mg/L")), side(tree)]

    limits = [9.0, 18.016, 36.032, 36.9362]
    found = screen.at_limits(patients, rules(1.0), made.CONCEPTS, 1, limits)
    for one in found:
        again = screen.screen(patients, rules(one.limit), made.CONCEPTS)
        assert (one.certain, one.possible, one.excluded) == (again.certain, again.possible, again.excluded)
    assert len({(one.certain, one.excluded) for one in found}) > 1, "the limits must matter"


def test_age_counts_completed_years(made: ModuleType) -> None:
    patients = made.patients([(f"p{i}", age, None) for i, age in enumerate((64.0, 65.5, 66.0, None))])
    rules = [made.include(made.value("age", "<=", 64))]
    found = screen.at_limits(patients, rules, made.CONCEPTS, 0, [64, 65, 66])
    assert [(x.certain, x.possible, x.excluded) for x in found] == [(1, 1, 2), (2, 1, 1), (3, 1, 0)]


def test_a_concept_that_is_not_held_is_a_band_as_wide_as_the_cohort(made: ModuleType) -> None:
    patients = made.patients([("a", 40.0, None), ("b", 40.0, None)])
    found = screen.at_limits(
        patients, [made.include(made.value("peep", ">=", 5, "cm[H2O]"))], made.CONCEPTS, 0, [5]
    )
    assert [(x.certain, x.possible, x.excluded) for x in found] == [(0, 2, 0)]


def test_only_one_limit_can_be_moved(made: ModuleType) -> None:
    patients = made.patients([("a", 40.0, None)])
    between = made.include(made.value("age", "between", 18, high=65))
    for rules, position in (([between], 0), ([made.include(made.has("ventilation"))], 0), ([between], 1)):
        with pytest.raises(CriterionError, match="no single limit"):
            screen.at_limits(patients, rules, made.CONCEPTS, position, [18])


def test_a_curve_is_screening_at_round_limits_and_at_the_one_written(made: ModuleType) -> None:
    patients = made.random_patients(np.random.default_rng(8), 80)
    rules = [
        made.include(made.value("crp", ">", 2, "mg/L")),
        made.exclude(made.value("lactate", ">", 17.3, "mg/dL")),
    ]
    found = screen.curve(patients, rules, made.CONCEPTS, 1)
    limits = [p.limit for p in found.points]
    assert limits == sorted(limits)
    assert found.written == 17.3
    assert 17.3 in limits
    assert 5 < len(limits) <= 22
    steps = np.diff([x for x in limits if x != 17.3])
    assert np.allclose(steps, steps[0]), "multiples of one step, and no patient's value"
    assert found.points == screen.at_limits(patients, rules, made.CONCEPTS, 1, limits)
    left = screen.screen(patients, rules[:1], made.CONCEPTS)
    assert found.without.model_dump() == {k: getattr(left, k) for k in ("certain", "possible", "excluded")}


def test_a_curve_of_what_nobody_has_is_the_limit_written(made: ModuleType) -> None:
    patients = made.patients([("a", 40.0, None), ("b", 40.0, None)])
    found = screen.curve(patients, [made.include(made.value("peep", ">=", 5, "cm[H2O]"))], made.CONCEPTS, 0)
    assert [(p.limit, p.certain, p.possible, p.excluded) for p in found.points] == [(5, 0, 2, 0)]
