"""A curve along a limit as it may leave the machine: no two of its points differ by a few patients."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.app.sharing import shareable_curve
from trialwright.kernels.suppress import is_small
from trialwright.model.screening import (
    Cohort,
    Counts,
    CriterionCounts,
    LimitCell,
    MaskCell,
    Screening,
    ThresholdCount,
    ThresholdCurve,
)
from trialwright.screen import masks

WRITTEN = 2


def screening(cells: tuple[MaskCell, ...], synthetic: bool = False) -> Screening:
    """One criterion: passes, unknown and fails as cells say."""
    n = sum(c.patients for c in cells)
    all_of = masks.totals(cells)
    cohort = Cohort(
        name="ward", source="made here", patients=n, index="admission", fingerprint="0", synthetic=synthetic
    )
    counts = CriterionCounts(
        criterion="c0", name="creatinine", side="inclusion", passes=all_of.certain, fails=all_of.excluded,
        unknown=all_of.possible, unknown_because={},
    )  # fmt: skip
    return Screening(
        cohort=cohort, counts=(counts,), funnel=masks.funnel([counts], cells), cells=cells,
        not_in_data=(), warnings=(), items=(), lacking=(), groups=(), rarest=min(c.patients for c in cells), **all_of._asdict(),
    )  # fmt: skip


def curve(moves: list[int], unknown: int) -> tuple[ThresholdCurve, Screening]:
    """A lenient limit excludes nobody; each next one excludes so many more. The cohort at the limit written."""
    n = sum(moves) + unknown
    excluded = list(itertools.accumulate(moves))
    points = tuple(
        ThresholdCount(limit=float(k), certain=n - unknown - out, possible=unknown, excluded=out)
        for k, out in enumerate(excluded)
    )
    at = points[WRITTEN]
    cells = tuple(
        c
        for c in (
            MaskCell(fails=0, unknown=0, patients=at.certain),
            MaskCell(fails=0, unknown=1, patients=at.possible),
            MaskCell(fails=1, unknown=0, patients=at.excluded),
        )
        if c.patients
    )
    # Whom the first limits up to k exclude satisfies those before it alone.
    between = [
        LimitCell(others_unknown=False, least=(1 << k) - 1, largest=(1 << k) - 1, patients=m)
        for k, m in enumerate([*moves, 0])
    ]
    lacking = LimitCell(others_unknown=False, least=None, largest=None, patients=unknown)
    made = ThresholdCurve(
        criterion=0, name="creatinine", concept="creatinine", comparator="<", unit="umol/L",
        written=float(WRITTEN), points=points, without=Counts(certain=n - unknown, possible=unknown, excluded=0),
        cells=(*between, lacking),
    )  # fmt: skip
    return made, screening(cells)


@settings(deadline=None, max_examples=60)
@given(moves=st.lists(st.integers(0, 40), min_size=4, max_size=12).filter(any), unknown=st.integers(0, 40))
def test_no_two_points_differ_by_a_few_patients(moves: list[int], unknown: int) -> None:
    made, found = curve(moves, unknown)
    shown = shareable_curve(made, found)
    if shown is None:
        return
    told = [*shown.points, shown.without]
    assert found.certain in [p.certain for p in shown.points], "the limit as written is always among them"
    for one, other in itertools.combinations(told, 2):
        for word in ("certain", "possible", "excluded"):
            assert not is_small(abs(getattr(one, word) - getattr(other, word)))
    assert not any(is_small(getattr(p, w)) for p in shown.points for w in ("certain", "possible", "excluded"))


def test_points_between_which_few_patients_lie_are_left_out() -> None:
    made, found = curve([0, 20, 30, 5, 25, 40], 15)
    shown = shareable_curve(made, found)
    assert shown is not None
    assert [p.limit for p in shown.points] == [0, 1, 2, 4, 5]


def test_a_screening_that_withholds_has_no_curve_unless_asked() -> None:
    made, found = curve([0, 20, 5, 30], 15)
    few, small = curve([0, 3, 0, 30], 15)
    assert shareable_curve(few, small) is None
    assert shareable_curve(few, small, small_cells=True) == few.model_copy(update={"cells": ()})
    generated = small.model_copy(update={"cohort": small.cohort.model_copy(update={"synthetic": True})})
    assert shareable_curve(few, generated) == few.model_copy(update={"cells": ()})
    kept = shareable_curve(made, found)
    assert kept is not None
    assert [p.limit for p in kept.points] == [0, 2, 3], "the limit written is kept before one near it"
