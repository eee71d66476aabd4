"""The analysis of a trial's data: its table, its figures and the numbers behind them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from trialwright.model.analysis import Analysis, EndpointAnalysis, Estimated
from trialwright.model.findings import Findings
from trialwright.report.charts import courses
from trialwright.report.charts.canvas import plain
from trialwright.report.charts.forest import Row, Sides, forest
from trialwright.report.charts.survival import survival
from trialwright.report.numbers import p_value, significant
from trialwright.report.scales import Reads
from trialwright.report.tables import Table

CHANGES = ("interaction", "ratio of odds ratios", "ratio of hazard ratios")  # of the effect with a marker
RATIOS = ("odds ratio", "hazard ratio", *CHANGES[1:])
WORDS = {
    "time": "Difference of mean {}, treated less control", "slope": "Difference of slopes of {}, treated less control",
    "interaction": "Change of the difference in {} per unit of the marker",
}  # fmt: skip


class Drawn(NamedTuple):
    """A forest: figures of one unit alone share an axis. none : no effect. shown : endpoints with the figure of each arm."""

    axis: str
    reads: Reads
    none: float
    shown: list[tuple[EndpointAnalysis, Estimated]]


def forests(of: Analysis) -> dict[str, Drawn]:
    """analysis-ratios, analysis-probabilities; analysis-differences, and with a number the next unit's: shares, or one
    outcome's own, a mean, a time, a slope, or a change with a marker."""
    found: dict[tuple[str, ...], Drawn] = {}
    for e in of.endpoints:
        for m in e.mains:
            unit = _unit(e, m.scale)
            found.setdefault(unit, _axis(e, m.scale)).shown.append((e, m))
    names: dict[str, Drawn] = {}
    for unit, drawn in found.items():
        name = f"analysis-{unit[0]}"
        before = sum(n.startswith(name) for n in names)
        names[f"{name}-{before + 1}" if before else name] = drawn
    return names


def _unit(e: EndpointAnalysis, scale: str) -> tuple[str, ...]:
    if scale in RATIOS:
        return ("ratios",)
    if scale == "probability":
        return ("probabilities",)
    return ("differences", scale) if scale == "risk difference" else ("differences", scale, e.outcome)


def _axis(e: EndpointAnalysis, scale: str) -> Drawn:
    if scale in RATIOS:
        return Drawn("Ratio, treated to control", "ratio", 0.0, [])
    if scale == "probability":
        return Drawn("Probability that the treated does better", "difference", 0.5, [])
    if scale == "risk difference":
        return Drawn("Difference of risks, treated less control", "difference", 0.0, [])
    words = WORDS.get(scale, "Difference in {}, treated less control")
    return Drawn(words.format(e.outcome or e.endpoint), "difference", 0.0, [])


def figures(of: Analysis) -> dict[str, str]:
    """The forests: the main figure of each endpoint, of each arm; analysis-curve-N: of an endpoint."""
    out = {}
    for name, drawn in forests(of).items():
        rows = _grouped(of, drawn)
        if rows:
            said = "; ".join(
                f"{r.label}: {r.text}" if isinstance(r, Row) else " ".join(filter(None, r)) for r in rows
            )
            described = f"Main estimate of each endpoint. {said}"
            out[name] = forest(rows, name, drawn.axis, drawn.reads, described, drawn.none)
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


def _grouped(of: Analysis, drawn: Drawn) -> list[Row | Sides]:
    """A forest's rows in the plan's order, those with the same meaning of its sides together under it."""
    groups: dict[Sides, list[Row | Sides]] = {}
    for e, m in drawn.shown:
        row = _row(e, m, drawn.reads == "ratio")
        if row:
            groups.setdefault(sides(e, m.arm or of.arms[1], of.control), []).append(row)
    return [line for said, rows in groups.items() for line in (said, *rows)]


def sides(e: EndpointAnalysis, treated: str, control: str) -> Sides:
    """Which arm each side of no effect favours, by what the plan says is better: of a binary outcome more or fewer
    events, of a time, as in `trial.primary`, a higher or a lower hazard, which is an event sooner or later."""
    scale = e.main.scale
    if scale in CHANGES:
        return Sides("change of the effect with the marker: favours no arm", "")
    if not e.better:
        return Sides("the plan does not state which side is better", "")
    # A win is already counted by what is better, and a longer time is a lower hazard.
    right = scale == "probability" or (e.better == "higher") != (scale == "time")
    arms = [plain(a, 28) for a in ((control, treated) if right else (treated, control))]
    said = {"hazard ratio": ("event later: ", "event sooner: "), "time": ("event sooner: ", "event later: ")}
    left, more = said.get(scale, ("", ""))
    return Sides(f"← {left}favours {arms[0]}", f"{more}favours {arms[1]} →")


def _row(e: EndpointAnalysis, m: Estimated, ratio: bool) -> Row | None:
    ends = [m.estimate, m.low, m.high]
    if any(v is None or not math.isfinite(v) or (ratio and v <= 0) for v in ends):
        return None
    mean, low, high = (math.log(float(v)) if ratio else float(v) for v in ends if v is not None)
    label = f"{e.endpoint}: {m.arm}" if len(e.mains) > 1 else e.endpoint
    return Row(label, mean, low, high, interval(m), "trial", 0.5)


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
            x.adjusted_p,
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
    out, drawn_as = [], forests(of)
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
        rows = [(e.endpoint, m.arm, m.scale, m.estimate, m.low, m.high) for e, m in drawn_as[name].shown]
        columns = {
            "endpoint": "string", "arm": "string", "scale": "string", "estimate": "float64", "low": "float64",
            "high": "float64",
        }  # fmt: skip
        out.append(Table(name, columns, rows))  # type: ignore[arg-type]
    return out
