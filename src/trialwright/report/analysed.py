"""The analysis of a trial's data: its table, its figures and the numbers behind them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from trialwright.model.analysis import Analysis, EndpointAnalysis, Estimated
from trialwright.model.findings import Findings
from trialwright.report.charts import courses
from trialwright.report.charts.forest import Row, forest
from trialwright.report.numbers import p_value, significant
from trialwright.report.tables import Table

RATIOS = ("odds ratio", "hazard ratio", "ratio of odds ratios")


def figures(of: Analysis) -> dict[str, str]:
    """analysis-ratios and analysis-differences: the main figure of each endpoint; analysis-curve-N: of an endpoint."""
    out = {}
    for name, ratio, axis in (
        ("analysis-ratios", True, "Ratio, treated to control"), ("analysis-differences", False, "Difference, treated less control"),
    ):  # fmt: skip
        rows = [r for e in of.endpoints if (e.main.scale in RATIOS) == ratio and (r := _row(e, ratio))]
        if rows:
            said = "; ".join(f"{r.label}: {r.text}" for r in rows)
            out[name] = forest(
                rows,
                name,
                axis,
                "ratio" if ratio else "difference",
                f"Main estimate of each endpoint. {said}",
            )
    for i, e in enumerate(of.endpoints):
        if e.figure:
            name = f"analysis-curve-{i + 1}"
            out[name] = courses.courses(
                name, e.figure, e.axes, f"{e.endpoint}: {e.sentence}", e.type == "time_to_event"
            )
    return out


def _row(e: EndpointAnalysis, ratio: bool) -> Row | None:
    m = e.main
    ends = [m.estimate, m.low, m.high]
    if any(v is None or not math.isfinite(v) or (ratio and v <= 0) for v in ends):
        return None
    mean, low, high = (math.log(float(v)) if ratio else float(v) for v in ends if v is not None)
    return Row(e.endpoint, mean, low, high, interval(m), "trial", 0.5)


def interval(e: Estimated) -> str:
    """ "0.57 (0.13 to 2.57)" """
    if e.low is None or e.high is None:
        return significant(e.estimate)
    return f"{significant(e.estimate)} ({significant(e.low)} to {significant(e.high)})"


def p_text(p: float | None) -> str:
    return "" if p is None else p_value(p)


def tables(findings: Findings) -> list[Table]:
    """analysis: every estimate. analysis_flow: patients by arm. Nothing without an analysis."""
    of = findings.analysis
    if of is None:
        return []
    rows = [
        (
            e.endpoint,
            e.used,
            x.label,
            x.scale,
            x.estimate,
            x.low,
            x.high,
            x.p,
            e.adjusted_p if x is e.main else None,
        )
        for e in of.endpoints
        for x in e.estimates
    ]
    flow = [
        (e.endpoint, a.arm, a.randomised, a.population, a.analysed, a.events)
        for e in of.endpoints
        for a in e.arms
    ]
    return [
        Table(
            "analysis",
            {
                "endpoint": "string", "method": "string", "estimate_of": "string", "scale": "string",
                "estimate": "float64", "low": "float64", "high": "float64", "p": "float64", "adjusted_p": "float64",
            },
            rows,
        ),
        Table(
            "analysis_flow",
            {
                "endpoint": "string", "arm": "string", "randomised": "int64", "population": "int64",
                "analysed": "int64", "events": "int64",
            },
            flow,
        ),
    ]  # fmt: skip


def behind(of: Analysis, drawn: Sequence[str]) -> list[Table]:
    """The numbers of each figure, under its name."""
    out = []
    for name in drawn:
        if name.startswith("analysis-curve-"):
            e = of.endpoints[int(name.rsplit("-", 1)[1]) - 1]
            points = [(line, x, y) for line, values in e.figure.items() for x, y in values]
            out.append(Table(name, {"line": "string", "x": "float64", "y": "float64"}, points))
            continue
        ratio = name == "analysis-ratios"
        rows = [
            (e.endpoint, e.main.scale, e.main.estimate, e.main.low, e.main.high)
            for e in of.endpoints
            if (e.main.scale in RATIOS) == ratio
        ]
        columns = {
            "endpoint": "string",
            "scale": "string",
            "estimate": "float64",
            "low": "float64",
            "high": "float64",
        }
        out.append(Table(name, columns, rows))  # type: ignore[arg-type]
    return out
