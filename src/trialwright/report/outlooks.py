"""What pools say of the next trial: the chance of success as one uncertainty after the other is allowed for."""

from __future__ import annotations

from collections.abc import Iterator

from trialwright.model.findings import Findings
from trialwright.model.outlook import Outlook
from trialwright.report.charts import chances
from trialwright.report.tables import Table


def _drawn(findings: Findings) -> Iterator[tuple[str, Outlook]]:
    """Figures are numbered as the pools are."""
    coming = {o.name: o for o in findings.outlooks}
    for i, pooled in enumerate(findings.pooled):
        one = coming.get(pooled.name)
        if one is not None and one.assurance:
            yield f"outlook-{i + 1}", one


def figures(findings: Findings) -> dict[str, str]:
    out = {}
    for name, one in _drawn(findings):
        steps = [(a.what, a.chance) for a in one.assurance]
        said = "; ".join(f"{what}: {100 * chance:.1f} %" for what, chance in steps)
        out[name] = chances.chances(
            steps, name, f"Chance of success of a trial of {one.patients} patients. {said}"
        )
    return out


def numbers(findings: Findings) -> list[Table]:
    columns = {"uncertain": "string", "chance": "float64", "lost": "float64"}
    return [
        Table(name, columns, [(a.what, a.chance, a.lost) for a in one.assurance])  # type: ignore[arg-type]
        for name, one in _drawn(findings)
    ]
