"""Small cells: a reader who adds and subtracts everything printed learns no more than "1 to 10"."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.kernels.suppress import Cells, attack, is_small, screening_cells, withhold


def simple_sum(total: int, *parts: int) -> Cells:
    counts = {"patients": total} | {f"part {i}": n for i, n in enumerate(parts)}
    relation = {"patients": 1} | {f"part {i}": -1 for i in range(len(parts))}
    return Cells(counts, [relation], frozenset(counts))


def brute_force(name: str, cells: Cells, hidden: frozenset[str], limit: int) -> set[int]:
    """Every whole-number value of `name` that some filling of the hidden counts allows."""
    free = sorted((set(cells.counts) - cells.printed) | hidden)
    fixed = {v: n for v, n in cells.counts.items() if v not in free}
    found = set()
    for values in itertools.product(range(limit + 1), repeat=len(free)):
        filled = fixed | dict(zip(free, values, strict=True))
        if all(sum(c * filled[v] for v, c in r.items()) == 0 for r in cells.relations):
            found.add(filled[name])
    return found


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (10, True), (11, False)])
def test_one_to_ten_is_small(count: int, small: bool) -> None:
    assert is_small(count) is small


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    assert withhold(simple_sum(100, 60, 40)) == frozenset()


def test_the_partner_that_would_give_a_small_count_away_goes_too() -> None:
    assert withhold(simple_sum(100, 4, 96)) == {"part 0", "part 1"}


def test_the_smallest_sufficient_partner_is_chosen() -> None:
    assert withhold(simple_sum(1000, 4, 30, 966)) == {"part 0", "part 1"}


def test_partners_too_small_to_hide_behind_take_a_further_one() -> None:
    # 1 + 2 = 3 is known from the rest, so each is known to within 0-3 until a third goes.
    assert withhold(simple_sum(100, 1, 2, 97)) == {"part 0", "part 1", "part 2"}


def test_a_cohort_of_eight_is_not_printed_at_all() -> None:
    assert withhold(simple_sum(8, 8, 0)) >= {"patients", "part 0"}


def test_the_attack_finds_what_subtraction_finds() -> None:
    assert attack("part 0", simple_sum(100, 4, 96), {"part 0"}) == (4, 4)
    assert attack("part 0", simple_sum(100, 4, 96), {"part 0", "part 1"}) == (0, 100)


def test_the_attack_agrees_with_trying_every_filling() -> None:
    cells = simple_sum(14, 3, 5, 6)
    for hidden in map(frozenset, itertools.combinations(sorted(cells.printed - {"patients"}), 2)):
        for name in hidden:
            tried = brute_force(name, cells, hidden, limit=14)
            assert attack(name, cells, hidden) == (min(tried), max(tried))


def test_a_fall_of_three_along_the_funnel_is_not_left_to_subtraction() -> None:
    # No printed count is small, but certain falls from 60 to 57: three people.
    cells = screening_cells(
        100, [(60, 20, 20), (57, 23, 20)], [(60, 20, 20), (80, 0, 20)], [{"lactate": 20}, {}]
    )
    assert not any(is_small(cells.counts[n]) for n in cells.printed)
    hidden = withhold(cells)
    low, high = attack("certain lost.1", cells, hidden)
    assert high - low >= 9
    assert hidden & {"certain.0", "certain.1"}


def test_a_cause_that_gives_the_unknowns_away_is_withheld_with_them() -> None:
    # 9 fail; 31 are unknown, all for want of creatinine: printing the cause would print 40 - 31.
    cells = screening_cells(600, [(560, 31, 9)], [(560, 9, 31)], [{"creatinine": 31}])
    hidden = withhold(cells)
    assert {"fails.0", "unknown.0", "cause.0.creatinine"} <= hidden
    low, high = attack("fails.0", cells, hidden)
    assert high - low >= 9


@st.composite
def screenings(draw: st.DrawFn) -> Cells:
    """Consistent counts: patients with a verdict per criterion, counted the way a screening counts."""
    criteria = draw(st.integers(1, 4))
    groups = draw(
        st.lists(
            st.tuples(st.tuples(*[st.sampled_from("pfu")] * criteria), st.integers(1, 60)),
            min_size=1,
            max_size=8,
        )
    )
    total = sum(n for _, n in groups)

    def of(test: object) -> int:
        return sum(n for verdicts, n in groups if test(verdicts))  # type: ignore[operator]

    alone = [tuple(of(lambda v, i=i, w=w: v[i] == w) for w in "pfu") for i in range(criteria)]
    funnel = []
    for i in range(1, criteria + 1):
        excluded = of(lambda v, i=i: "f" in v[:i])
        certain = of(lambda v, i=i: set(v[:i]) == {"p"})
        funnel.append((certain, total - certain - excluded, excluded))
    causes = [{"lactate": unknown} if unknown else {} for _, _, unknown in alone]
    return screening_cells(total, funnel, alone, causes)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(screenings())
def test_differencing_attack_fails_on_every_small_count(cells: Cells) -> None:
    for relation in cells.relations:
        assert sum(c * cells.counts[v] for v, c in relation.items()) == 0
    hidden = withhold(cells)
    assert hidden <= cells.printed
    for name, count in cells.counts.items():
        if is_small(count) and name not in cells.margins:
            assert name not in cells.printed - hidden
            low, high = attack(name, cells, hidden)
            assert low <= count <= high
            assert high - low >= 9 - 1e-6


@settings(max_examples=20, deadline=None)
@given(screenings())
def test_nothing_is_withheld_in_vain(cells: Cells) -> None:
    hidden = withhold(cells)
    for name in hidden:
        low, high = attack(name, cells, hidden)
        assert high - low > 0.5  # what a reader could work out anyway is printed


def test_a_large_screening_with_no_small_count_is_printed_whole() -> None:
    cells = screening_cells(
        8000, [(6000, 500, 1500), (4000, 900, 3100)], [(6000, 1500, 500), (5000, 2400, 600)], [{}, {}]
    )
    assert withhold(cells) == frozenset()


def test_the_size_of_the_cohort_is_given_up_last() -> None:
    cells = screening_cells(300, [(200, 95, 5)], [(200, 5, 95)], [{"lactate": 95}])
    assert "patients" not in withhold(cells)
    assert "patients" in withhold(simple_sum(8, 8, 0))
