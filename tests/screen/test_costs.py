"""What criteria cost, from mask cells: by hand, by definition, and by screening again without them."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright import screen
from trialwright.errors import CriterionError, PatientsError
from trialwright.model.screening import Cohort, CriterionCounts, LackingCell, MaskCell, Screening
from trialwright.screen import masks, oracle
from trialwright.screen.pricing import shapley, shapley_by_subsets, subset_counts

# Three criteria; bit 0 is the first.
CELLS = (
    MaskCell(fails=0b000, unknown=0b000, patients=5),
    MaskCell(fails=0b000, unknown=0b010, patients=7),
    MaskCell(fails=0b001, unknown=0b000, patients=2),
    MaskCell(fails=0b001, unknown=0b010, patients=11),
    MaskCell(fails=0b100, unknown=0b000, patients=13),
    MaskCell(fails=0b101, unknown=0b000, patients=6),
)


def screening(cells: tuple[MaskCell, ...], criteria: int, **more: object) -> Screening:
    n = sum(c.patients for c in cells)
    cohort = Cohort(name="made up", source="test", patients=n, index="day 0", fingerprint="0")
    counts = tuple(
        CriterionCounts(
            criterion=f"c{i}",
            name=f"rule {i}",
            side="inclusion",
            **dict(zip(("passes", "unknown", "fails"), masks.totals(cells, 1 << i), strict=True)),
        )
        for i in range(criteria)
    )
    left = masks.totals(cells)._asdict()
    return Screening(
        cohort=cohort, counts=counts, funnel=masks.funnel(counts, cells), cells=cells, **left, **more
    )


def test_sole_blockers_by_hand() -> None:
    found = screen.costs(screening(CELLS, 3))
    assert [(c.sole_certain, c.sole_possible, c.gain_certain) for c in found] == [
        (2, 11, 2),
        (0, 0, 7),
        (13, 0, 13),
    ]


def test_shapley_by_hand() -> None:
    found = screen.costs(screening(CELLS, 3))
    # Lost to certain eligibility: 7 to the 2nd alone, 2 to the 1st, 11 to the 1st and 2nd, 13 to the 3rd, 6 to two.
    assert [c.shapley_certain for c in found] == [2 + 11 / 2 + 6 / 2, 7 + 11 / 2, 13 + 6 / 2]
    assert [c.shapley_not_excluded for c in found] == [2 + 11 + 6 / 2, 0, 13 + 6 / 2]


def test_leaving_criteria_out() -> None:
    one = screening(CELLS, 3)
    assert screen.leave_out(one, [0]) == (7, 18, 19)
    assert screen.leave_out(one, [0, 2]) == (26, 18, 0)
    assert screen.leave_out(one, [0, 1, 2]) == (44, 0, 0)


def test_the_funnel_in_another_order() -> None:
    steps = screen.reordered(screening(CELLS, 3), [2, 1, 0]).funnel
    assert [(s.name, s.certain, s.possible, s.excluded, s.newly_excluded) for s in steps] == [
        ("rule 2", 25, 0, 19, 19),
        ("rule 1", 7, 18, 19, 0),
        ("rule 0", 5, 7, 32, 13),
    ]


@pytest.mark.parametrize("order", [[0, 1], [0, 1, 1], [1, 2, 3]])
def test_an_order_that_is_no_permutation_is_refused(order: list[int]) -> None:
    with pytest.raises(CriterionError, match="each criterion once"):
        screen.reordered(screening(CELLS, 3), order)


blocked = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 1000)), max_size=12)


@given(blocked)
def test_shapley_is_the_mean_over_all_orders_of_what_each_criterion_loses(of: list[tuple[int, int]]) -> None:
    """Shapley's own second definition, in full: 24 orders of four criteria."""
    sums = [0] * 4
    for order in permutations(range(4)):
        among = 0
        for i in order:
            sums[i] += sum(n for mask, n in of if mask >> i & 1 and not mask & among)
            among |= 1 << i
    assert shapley(of, 4) == [Fraction(s, 24) for s in sums]


@given(blocked)
def test_the_sum_over_subsets_gives_the_same_and_everybody_lost_is_shared_out(
    of: list[tuple[int, int]],
) -> None:
    exact = shapley(of, 4)
    by_subsets = shapley_by_subsets(subset_counts(of, 4))
    np.testing.assert_allclose(by_subsets, [float(x) for x in exact], rtol=1e-12, atol=1e-9)
    assert sum(exact) == sum(n for mask, n in of if mask)


@given(blocked)
def test_every_subset_is_counted_as_its_own_criteria_would(of: list[tuple[int, int]]) -> None:
    left = subset_counts(of, 4)
    assert left.tolist() == [sum(n for mask, n in of if not mask & subset) for subset in range(16)]


def test_no_criteria_cost_nothing() -> None:
    assert shapley([(0, 9)], 0) == []
    assert subset_counts([(0, 9)], 0).tolist() == [9]


def test_too_many_criteria_to_list_their_subsets() -> None:
    with pytest.raises(CriterionError, match="too many subsets"):
        subset_counts([], 25)


LACKING = (
    LackingCell(items=0b000, patients=40),
    LackingCell(items=0b001, patients=5),
    LackingCell(items=0b010, patients=4),
    LackingCell(items=0b110, patients=20),
)


def test_the_item_that_settles_most_comes_first_and_pairs_count_together() -> None:
    one = screening(CELLS, 3, items=("lactate", "crp", "peep"), lacking=LACKING)
    rows = [(g.item, g.lacked_by, g.settles, g.settled_so_far) for g in screen.items(one)]
    assert rows == [("lactate", 5, 5, 5), ("crp", 24, 4, 9), ("peep", 20, 0, 29)]


def test_what_is_set_aside_counts_as_settled() -> None:
    one = screening(CELLS, 3, items=("lactate", "crp", "peep"), lacking=LACKING)
    rows = [(g.item, g.settles, g.settled_so_far) for g in screen.items(one, aside=["peep"])]
    assert rows == [("crp", 24, 24), ("lactate", 5, 29)]


def test_an_unknown_that_cannot_matter_is_not_asked_for(made: ModuleType) -> None:
    """PEEP or lactate: who has the lactate needs no PEEP, and who fails another criterion needs nothing."""
    tree = made.some(made.value("peep", ">=", 5, "cm[H2O]"), made.value("lactate", ">", 2, "mmol/L"))
    rules = [
        made.include(made.every(tree, made.value("crp", ">", 1, "mg/L"))),
        made.include(made.value("age", ">=", 18)),
    ]
    persons = [("a", 40.0, None), ("b", 40.0, None), ("c", 17.0, None), ("d", 40.0, None)]
    facts = [
        ("a", "lactate", 0.0, 4.0, "mmol/L"),
        ("d", "lactate", 0.0, 4.0, "mmol/L"),
        ("d", "crp", 0.0, 4.0, "mg/L"),
    ]
    found = screen.screen(made.patients(persons, facts), rules, made.CONCEPTS)
    names = {
        frozenset(x for j, x in enumerate(found.items) if c.items >> j & 1): c.patients for c in found.lacking
    }
    assert names == {
        frozenset(): 1,
        frozenset({"crp"}): 1,
        frozenset({"peep", "lactate", "crp"}): 1,
    }


@pytest.mark.parametrize("seed", range(3))
def test_costs_and_groups_agree_with_the_oracle(made: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    patients, rules = made.random_patients(rng, 80), made.random_criteria(rng, 6)
    found = screen.screen(patients, rules, made.CONCEPTS, by=["age", "sex"])
    verdicts = oracle.verdicts(patients, rules, made.CONCEPTS)
    for i, cost in enumerate(screen.costs(found)):
        alone = [v for v in verdicts.values() if v[i] == "not met" and v.count("not met") == 1]
        assert cost.sole_possible == sum("unknown" in v for v in alone)
        assert cost.sole_certain == len(alone) - cost.sole_possible
    possible = {p: v for p, v in verdicts.items() if "not met" not in v}
    assert sum(c.patients for c in found.lacking) == len(possible)
    settled = sum(c.patients for c in found.lacking if not c.items)
    assert settled == sum("unknown" not in v for v in possible.values()) == found.certain
    for person in patients.persons.to_pyarrow().to_pylist():
        verdicts[person["person_id"]] += (person["sex"] or "not recorded",)
    for loss in (x for x in screen.losses(found) if x.by == "sex"):
        of = [v for v in verdicts.values() if v[-1] == loss.level]
        assert loss.patients == len(of) > 0
        assert loss.excluded == sum("not met" in v for v in of)
        assert loss.certain == sum(set(v[:-1]) == {"met"} for v in of)
    assert sum(x.patients for x in screen.losses(found) if x.by == "age") == 80


def test_age_bands_and_ages_that_cannot_be(made: ModuleType) -> None:
    ages = (17.99, 18.0, 44.9, 45.0, 64.9, 65.0, 75.0, 126.0, None)
    persons = [(f"p{i}", age, None) for i, age in enumerate(ages)]
    found = screen.screen(
        made.patients(persons), [made.include(made.value("age", ">=", 18))], made.CONCEPTS, by=["age"]
    )
    assert {x.level: x.patients for x in screen.losses(found)} == {
        "under 18": 1, "18 to 44": 2, "45 to 64": 2, "65 to 74": 1, "75 and over": 1, "not recorded": 2,
    }  # fmt: skip


def test_a_column_that_is_not_there(made: ModuleType) -> None:
    with pytest.raises(PatientsError, match="no column ward"):
        screen.screen(made.patients([("a", 40.0, None)]), [], made.CONCEPTS, by=["ward"])


@pytest.mark.parametrize("seed", range(3))
def test_measuring_what_settles_a_patient_does_settle(made: ModuleType, seed: int) -> None:
    """A patient said to lack nothing but lactate is decided by any lactate there can be."""
    rng = np.random.default_rng(seed)
    persons = [(f"p{i}", 40.0, "female") for i in range(30)]
    facts = [
        (f"p{i}", concept, 0.0, float(rng.choice(values)), unit)
        for i in range(30)
        for concept, unit, values in (("lactate", "mmol/L", (1, 3)), ("crp", "mg/L", (1, 6, 50)))
        if rng.random() < 0.5
    ]
    tree = made.some(made.value("lactate", ">", 2, "mmol/L"), made.value("crp", ">", 5, "mg/L"))
    rules = [made.include(tree), made.exclude(made.value("crp", ">", 40, "mg/L"))]
    before = screen.screen(made.patients(persons, facts), rules, made.CONCEPTS)
    lactate = 1 << before.items.index("lactate")
    sole = sum(c.patients for c in before.lacking if c.items == lactate)
    assert sole > 0
    have = {p for p, concept, *_ in facts if concept == "lactate"}
    for value in (0.5, 9.0):
        more = [(p, "lactate", 0.0, value, "mmol/L") for p, *_ in persons if p not in have]
        after = screen.screen(made.patients(persons, facts + more), rules, made.CONCEPTS)
        assert before.possible - after.possible >= sole
