"""Figures that a verb leaves beside its plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from trialwright.app.plan_file import Plan
from trialwright.app.store import write_whole


def beside(plan: Plan, kind: str, figures: Mapping[str, str]) -> tuple[Path, ...]:
    """Write each SVG to FOLDER/kind/NAME.svg. A plan beside plan.yaml, as a what-if, has a folder of its own.

    Raises PlanError where the place may not be written to.
    """
    stem = Path(plan.document.name).stem
    folder = plan.folder / (kind if stem == "plan" else f"{kind}-{stem}")
    paths = []
    for name, svg in figures.items():
        path = folder / f"{name}.svg"
        write_whole(path, svg.encode("utf-8"))
        paths.append(path)
    return tuple(paths)
