"""A screening as it may leave the machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from trialwright.model.screening import Screening, ThresholdCurve

if TYPE_CHECKING:
    from trialwright.model.findings import Findings
    from trialwright.report.cells import ScreeningView, Step

ALONG = ("certain", "possible", "excluded")


def shareable(
    found: Screening, small_cells: bool = False, order: Sequence[int] | None = None
) -> dict[str, Any]:
    """A Screening as plain data, withheld counts as None; the same view that the report prints.

    small_cells : keep every count. Generated patients have nobody to protect, so theirs are kept. order : of
    the funnel, positions from 0. costs, items and groups are None where they could give a small count away.
    """
    import trialwright.screen as screener
    from trialwright.report import costs
    from trialwright.report.cells import view

    every_count = small_cells or found.cohort.synthetic
    shown = view(found, suppressing=not every_count)
    cost = costs.view(screener.priced(found), found, shown, suppressing=not every_count)
    if order is not None:
        free = cost.criteria is not None
        other = screener.reordered(found, order)
        shown = view(other, suppressing=False) if free else _as_far_as_shown(shown, order)
    positions = range(len(shown.steps)) if order is None else order
    told = {"costs": cost.criteria, "items": cost.items, "groups": cost.groups}
    view_of_all = shown._asdict()
    of_cohort = {"patients": shown.patients, "index": view_of_all.pop("index")}
    return (
        view_of_all
        | {
            "cohort": found.cohort.model_dump(mode="json") | of_cohort,
            "steps": [{"number": i + 1} | s._asdict() for i, s in zip(positions, shown.steps, strict=True)],
            "not_in_data": found.not_in_data,
        }
        | {k: None if rows is None else [x.model_dump(mode="json") for x in rows] for k, rows in told.items()}
    )


def shareable_curve(
    curve: ThresholdCurve, found: Screening, small_cells: bool = False
) -> ThresholdCurve | None:
    """A curve as it may leave the machine beside its screening, and None where it may not; see report.limits."""
    import trialwright.screen as screener
    from trialwright.report import costs, limits
    from trialwright.report.cells import view

    suppressing = not (small_cells or found.cohort.synthetic)
    shown = view(found, suppressing)
    cost = costs.view(screener.priced(found), found, shown, suppressing)
    return limits.told(curve, cost, suppressing)


def of_plan(found: Findings) -> dict[str, Any]:
    """A plan's screening and gaps as its report tells them: totals that are withheld are None, and sentences name no
    small count."""
    from trialwright.report import cells

    suppressing = cells.suppressing(found)
    shown = cells.view(found.screening, suppressing) if found.screening else None
    return {
        "screening": shown and {word: getattr(shown, word) for word in ALONG},
        "missing": [
            m.model_copy(update={"so": cells.without_small(m.so, suppressing)}) for m in found.missing
        ],
    }


def _as_far_as_shown(shown: ScreeningView, order: Sequence[int]) -> ScreeningView:
    """Another order of the funnel with nothing in it that the protocol's does not print: a count along it only
    where the same criteria have been applied. So a difference of the two funnels tells nothing new."""
    steps: list[Step] = []
    for position, i in enumerate(order):
        applied = set(order[: position + 1])
        same = shown.steps[position] if applied == set(range(position + 1)) else None
        step = shown.steps[i]._replace(**{word: getattr(same, word) if same else None for word in ALONG})
        steps.append(step if same and i == position else step._replace(newly_excluded=None))
    hidden = sum(getattr(s, word) is None for s in steps for word in ALONG)
    return shown._replace(steps=tuple(steps), withheld=max(shown.withheld, hidden))
