"""The cohort along the limits of its numeric criteria, as far as it may be printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from trialwright.kernels.suppress import is_small
from trialwright.model.screening import ThresholdCurve
from trialwright.report.costs import CostsView
from trialwright.report.tables import Cell, Table

FEWEST_POINTS = 3  # of a line that shows anything


class LimitCurve(NamedTuple):
    """name : of its figure and table. label : of the criterion, "not: " before an exclusion. withheld : its limits that
    are not told."""

    name: str
    label: str
    curve: ThresholdCurve
    withheld: int


def told(curve: ThresholdCurve, cost: CostsView, suppressing: bool) -> ThresholdCurve | None:
    """A curve without the limits that would give a small count away; None where it may not be printed at all.

    A curve tells the patients whom no other criterion excludes apart by the limits between which their values lie, and
    by whether another criterion is unknown. It stands beside the funnel, the costs and the groups, each a sum over
    patterns of criteria: where every such pattern is large (the costs are told) and every pattern that the curve adds
    is large too, so are all their sums and differences. Limits are added one by one, the one written first; after it
    the ends of the bands of age, where patients by band may be told.
    """
    bare = curve.model_copy(update={"cells": (), "edges": 0})
    if not suppressing:
        return bare
    if cost.criteria is None:
        return None
    kept = sum(1 << k for k, p in enumerate(curve.points) if p.limit == curve.written)
    if not _all_large(curve, kept):
        return None
    bands = sum(1 << len(curve.points) + k for k in range(curve.edges))
    # Where a pattern within a band is small, no patients by band are told.
    kept |= bands if _all_large(curve, kept | bands) else 0
    for k in range(len(curve.points)):
        if _all_large(curve, kept | 1 << k):
            kept |= 1 << k
    points = tuple(p for k, p in enumerate(curve.points) if kept >> k & 1)
    return bare.model_copy(update={"points": points})


def _all_large(curve: ThresholdCurve, limits: int) -> bool:
    """Whether no pattern that these limits (bits) tell apart holds only a few patients."""
    patients: Counter[tuple[bool, int | None, int | None]] = Counter()
    for c in curve.cells:
        least, largest = (None if m is None else m & limits for m in (c.least, c.largest))
        patients[c.others_unknown, least, largest] += c.patients
    return not any(is_small(n) for n in patients.values())


def view(curves: Iterable[ThresholdCurve], cost: CostsView, suppressing: bool) -> list[LimitCurve]:
    """The curves that may be printed and show anything, in the order given."""
    out = []
    for whole in curves:
        curve = told(whole, cost, suppressing)
        if curve and len(curve.points) >= FEWEST_POINTS:
            gone = len(whole.points) - len(curve.points)
            out.append(LimitCurve(f"limits-{curve.criterion + 1}", cost.labels[curve.criterion], curve, gone))
    return out


def numbers(drawn: LimitCurve) -> Table:
    """A row per limit."""
    columns = {"limit": "float64", "unit": "string", "as_written": "bool"}
    columns |= dict.fromkeys(("certain", "possible", "excluded"), "int64")
    rows: list[tuple[Cell, ...]] = [
        (p.limit, drawn.curve.unit, p.limit == drawn.curve.written, p.certain, p.possible, p.excluded)
        for p in drawn.curve.points
    ]
    return Table(drawn.name, columns, rows)  # type: ignore[arg-type]
