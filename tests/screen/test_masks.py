"""Counts from mask cells: hand-made cells, and what holds for any."""

from __future__ import annotations

from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from trialwright.model.screening import MaskCell
from trialwright.screen import masks

# Three criteria; bit 0 is the first.
CELLS = (
    MaskCell(fails=0b000, unknown=0b000, patients=5),
    MaskCell(fails=0b000, unknown=0b010, patients=7),
    MaskCell(fails=0b001, unknown=0b010, patients=11),
    MaskCell(fails=0b100, unknown=0b000, patients=13),
)


def test_totals() -> None:
    assert masks.totals(CELLS) == (5, 7, 24)


def test_totals_among_the_second_criterion_only() -> None:
    assert masks.totals(CELLS, 0b010) == (18, 18, 0)


def test_funnel_in_protocol_order(made: ModuleType) -> None:
    rules = [made.include(made.person(), name) for name in "abc"]
    steps = [(s.certain, s.possible, s.excluded, s.newly_excluded) for s in masks.funnel(rules, CELLS)]
    assert steps == [(25, 0, 11, 11), (18, 7, 11, 0), (5, 7, 24, 13)]


def test_counts_leave_out_what_nobody_lacks(made: ModuleType) -> None:
    rules = [made.include(made.person(), name) for name in "abc"]
    counts = masks.counts(rules, CELLS, [{}, {"lactate": 18, "crp": 0}, {}])
    assert (counts[1].passes, counts[1].fails, counts[1].unknown) == (18, 0, 18)
    assert counts[1].unknown_because == {"lactate": 18}


bits = st.integers(0, 15)
cells = st.lists(
    st.builds(
        lambda f, u, n: MaskCell(fails=f, unknown=u & ~f, patients=n), bits, bits, st.integers(0, 1000)
    ),
    max_size=12,
)


@given(cells)
def test_everybody_is_counted_once_and_the_funnel_never_widens(of: list[MaskCell]) -> None:
    everybody, excluded = sum(c.patients for c in of), 0
    for last in range(4):
        left = masks.totals(of, (2 << last) - 1)
        assert sum(left) == everybody
        assert left.excluded >= excluded
        excluded = left.excluded


@given(cells, st.permutations(range(4)))
def test_the_end_of_the_funnel_does_not_depend_on_the_order(of: list[MaskCell], order: list[int]) -> None:
    def moved(mask: int) -> int:
        return sum(1 << order[i] for i in range(4) if mask >> i & 1)

    other = [MaskCell(fails=moved(c.fails), unknown=moved(c.unknown), patients=c.patients) for c in of]
    assert masks.totals(of) == masks.totals(other)
