"""Figures that a verb leaves beside its plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from trialwright.app.plan_file import Plan


def beside(plan: Plan, kind: str, figures: Mapping[str, str]) -> tuple[Path, ...]:
    """Write each SVG to FOLDER/kind/NAME.svg. A plan beside plan.yaml, as a what-if, has a folder of its own."""
    stem = Path(plan.document.name).stem
    folder = plan.folder / (kind if stem == "plan" else f"{kind}-{stem}")
    paths = []
    for name, svg in figures.items():
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.svg"
        path.write_text(svg, encoding="utf-8")
        paths.append(path)
    return tuple(paths)
