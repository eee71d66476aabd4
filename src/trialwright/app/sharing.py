"""A screening as it may leave the machine."""

from __future__ import annotations

from typing import Any

from trialwright.model.screening import Screening


def shareable(found: Screening, small_cells: bool = False) -> dict[str, Any]:
    """A Screening as plain data, withheld counts as None; the same view that the report prints.

    small_cells : keep every count. Generated patients have nobody to protect, so theirs are kept.
    """
    from trialwright.report.cells import view

    shown = view(found, suppressing=not (small_cells or found.cohort.synthetic))
    cohort = found.cohort.model_dump(mode="json") | {"patients": shown.patients}
    steps = [step._asdict() for step in shown.steps]
    return shown._asdict() | {"cohort": cohort, "steps": steps, "not_in_data": found.not_in_data}
