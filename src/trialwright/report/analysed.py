"""The analysis of a trial's data: its table, its figures and the numbers behind them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from trialwright.model.analysis import Analysis, EndpointAnalysis, Estimated
from trialwright.model.findings import Findings
from trialwright.report.charts import courses
from trialwright.report.charts.canvas import plain
from trialwright.report.charts.forest import Row, Sides, forest
from trialwright.report.charts.survival import survival
from trialwright.report.numbers import p_value, significant
from trialwright.report.scales import Reads
from trialwright.report.tables import Table

RATIOS = ("odds ratio", "hazard ratio", "ratio of odds ratios")
# Name of a forest → what its axis says, what it reads, where no effect is. A win probability has that at a half.
FORESTS: dict[str, tuple[str, Reads, float]] = {
    "analysis-ratios": ("Ratio, treated to control", "ratio", 0.0),
    "analysis-differences": ("Difference, treated less control", "difference", 0.0),
    "analysis-probabilities": ("Probability that the treated does better", "difference", 0.5),
}


def _forest_of(scale: str) -> str:
    if scale in RATIOS:
        return "analysis-ratios"
    return "analysis-probabilities" if scale == "probability" else "analysis-differences"


def figures(of: Analysis) -> dict[str, str]:
    """The names of FORESTS: the main figure of each endpoint; analysis-curve-N: of an endpoint."""
    out = {}
    for name, (axis, reads, none) in FORESTS.items():
        rows = _grouped(of, name)
        if rows:
            said = "; ".join(
                f"{r.label}: {r.text}" if isinstance(r, Row) else " ".join(filter(None, r)) for r in rows
            )
            out[name] = forest(rows, name, axis, reads, f"Main estimate of each endpoint. {said}", none)
    for i, e in enumerate(of.endpoints):
        if e.figure:
            name = f"analysis-curve-{i + 1}"
            out[name] = _curve(name, e, 100 * (1 - of.alpha))
    return out


def _curve(name: str, e: EndpointAnalysis, level: float) -> str:
    described = f"{e.endpoint}: {e.sentence}"
    if not e.at_risk:
        return courses.courses(name, e.figure, e.axes, described)
    followed = "; ".join(
        f"{arm} " + ", ".join(f"{n} at {t:g}" for t, n in row) for arm, row in e.at_risk.items()
    )
    return survival(name, e.figure, e.bands, e.at_risk, e.axes, level, f"{described} At risk: {followed}.")


def _grouped(of: Analysis, name: str) -> list[Row | Sides]:
    """A forest's rows in the plan's order, those with the same meaning of its sides together under it."""
    groups: dict[Sides, list[Row | Sides]] = {}
    for e in of.endpoints:
        row = _row(e, name == "analysis-ratios") if _forest_of(e.main.scale) == name else None
        if row:
            groups.setdefault(sides(e, of.arms[1], of.control), []).append(row)
    return [line for said, rows in groups.items() for line in (said, *rows)]


def sides(e: EndpointAnalysis, treated: str, control: str) -> Sides:
    """Which arm each side of no effect favours, by what the plan says is better: of a binary outcome more or fewer
    events, of a time, as in `trial.primary`, a higher or a lower hazard, which is an event sooner or later."""
    scale = e.main.scale
    if scale in ("interaction", "ratio of odds ratios"):
        return Sides("change of the effect with the marker: favours no arm", "")
    if not e.better:
        return Sides("the plan does not state which side is better", "")
    # A win is already counted by what is better, and a longer time is a lower hazard.
    right = scale == "probability" or (e.better == "higher") != (scale == "time")
    arms = [plain(a, 28) for a in ((control, treated) if right else (treated, control))]
    said = {"hazard ratio": ("event later: ", "event sooner: "), "time": ("event sooner: ", "event later: ")}
    left, more = said.get(scale, ("", ""))
    return Sides(f"← {left}favours {arms[0]}", f"{more}favours {arms[1]} →")


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
            for arm, band in e.bands.items():
                points += [(f"{arm}, lower limit", x, low) for x, low, _ in band]
                points += [(f"{arm}, upper limit", x, high) for x, _, high in band]
            points += [(f"{arm}, at risk", t, float(n)) for arm, row in e.at_risk.items() for t, n in row]
            out.append(Table(name, {"line": "string", "x": "float64", "y": "float64"}, points))
            continue
        rows = [
            (e.endpoint, e.main.scale, e.main.estimate, e.main.low, e.main.high)
            for e in of.endpoints
            if _forest_of(e.main.scale) == name
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
