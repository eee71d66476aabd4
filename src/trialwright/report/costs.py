"""What each criterion costs, what to measure next and who is lost, as far as it may be printed."""

from __future__ import annotations

from typing import NamedTuple

from trialwright.kernels.suppress import LARGEST
from trialwright.model.screening import CriterionCost, GroupLoss, ItemGain, Screening, ScreeningCosts
from trialwright.report.cells import ScreeningView
from trialwright.report.charts.costs import Share
from trialwright.report.tables import Cell, Table

MOST_ITEMS = 8


class CostsView(NamedTuple):
    """criteria, items : None where they could give a small count away. groups : the same, for who is lost.
    labels : what criteria are called, "not: " before exclusions, in protocol order."""

    criteria: tuple[CriterionCost, ...] | None
    items: tuple[ItemGain, ...] | None
    groups: tuple[GroupLoss, ...] | None
    labels: tuple[str, ...] = ()


def view(
    costs: ScreeningCosts | None, screening: Screening, shown: ScreeningView, suppressing: bool
) -> CostsView:
    """Of all costs, those that no small count can hide in.

    Each is a sum over patterns of masks and items, or, of groups, over patterns within groups. Where the rarest
    pattern is no small cell and no count of the funnel had to be withheld, no sum or difference of them is one;
    otherwise that is not proven, and they stay unprinted.
    """
    if costs is None:
        return CostsView((), (), ())
    free = not suppressing
    safe = free or (screening.rarest > LARGEST and not shown.withheld)
    of_groups = safe and (free or screening.rarest_in_groups > LARGEST or not costs.groups)
    labels = tuple(f"{'not: ' if c.side == 'exclusion' else ''}{c.name}" for c in screening.counts)
    return CostsView(
        costs.criteria if safe else None,
        costs.items if safe else None,
        costs.groups if of_groups else None,
        labels,
    )


def shares(costs: CostsView) -> list[Share]:
    """The figure's bars, the dearest criterion first; criteria that exclude nobody are left out."""
    bars = [
        Share(label, c.sole_certain + c.sole_possible, c.shapley_not_excluded)
        for label, c in zip(costs.labels, costs.criteria or (), strict=False)
    ]
    return sorted((b for b in bars if b.share > 0), key=lambda b: -b.share)


def criteria_numbers(costs: CostsView | None) -> Table:
    columns = {"criterion": "string", "node": "string", "sole_certain": "int64", "sole_possible": "int64",
               "gain_certain": "int64", "shapley_certain": "float64", "shapley_not_excluded": "float64"}  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (c.name, c.criterion, c.sole_certain, c.sole_possible, c.gain_certain, c.shapley_certain, c.shapley_not_excluded)
        for c in (costs and costs.criteria) or ()
    ]  # fmt: skip
    return Table("costs", columns, rows)  # type: ignore[arg-type]


def items_numbers(costs: CostsView | None) -> Table:
    columns = {"item": "string"} | dict.fromkeys(("lacked_by", "settles", "settled_so_far"), "int64")
    rows: list[tuple[Cell, ...]] = [
        (i.item, i.lacked_by, i.settles, i.settled_so_far) for i in (costs and costs.items) or ()
    ]
    return Table("items", columns, rows)  # type: ignore[arg-type]


def groups_numbers(costs: CostsView | None) -> Table:
    columns = {"by": "string", "level": "string"}
    columns |= dict.fromkeys(("patients", "certain", "possible", "excluded"), "int64")
    rows: list[tuple[Cell, ...]] = [
        (g.by, g.level, g.patients, g.certain, g.possible, g.excluded) for g in (costs and costs.groups) or ()
    ]
    return Table("groups", columns, rows)  # type: ignore[arg-type]
