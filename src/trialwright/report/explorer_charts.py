"""The explorer's figure and the power curve, and the numbers behind them."""

from __future__ import annotations

from trialwright.model.design import Figure
from trialwright.model.findings import Findings, PowerCurve
from trialwright.report.charts import lines
from trialwright.report.charts.lines import Curve, Panel
from trialwright.report.describe import with_cut
from trialwright.report.explorer import Explorer, placed
from trialwright.report.labels import label, show
from trialwright.report.numbers import Z95
from trialwright.report.tables import Cell, Table

PANELS = (
    ("power", "Power, %"),
    ("patients", "Patients enrolled"),
    ("screened", "Patients screened"),
    ("months", "Months"),
)


def threshold_figure(findings: Findings, explorer: Explorer) -> str:
    """The explorer's figure as SVG: power, patients screened and months against the cut-off, or by design."""
    limits = findings.limits
    limit = {"months": limits.months if limits else None, "screened": limits.screened if limits else None}
    panels = [
        Panel(title, _curves(findings, explorer, name), limit.get(name), 102 if name == "power" else None)
        for name, title in PANELS
        if name in explorer.names and (name != "patients" or _sizes_differ(findings))
    ]
    described = "; ".join(
        f"{r.scenario}, {r.cut if explorer.marker else r.design}: "
        + ", ".join(f"{label(n).title.lower()} {v}" for n, v, _, _ in r.cells if n in dict(PANELS))
        for r in explorer.rows
    )
    if not explorer.marker:
        return lines.designs(panels, [c.text for c in explorer.cuts], explorer.chosen, described)
    unit = f", {explorer.unit}" if explorer.unit else ""
    axis = f"Enrol at or above this {explorer.marker}{unit}"
    return lines.threshold(
        panels,
        ["all" if c.value is None else c.text for c in explorer.cuts],
        axis,
        explorer.chosen,
        described,
    )


def threshold_numbers(findings: Findings) -> Table:
    """The numbers behind the figure, and every other figure of the explorer."""
    rows: list[tuple[Cell, ...]] = [
        (
            o.scenario, o.design.name, o.design.type, o.design.marker, o.design.cutoff, o.design.patients, o.replicates,
            o.within_limits, name, name if ": " in name else label(name).title, f.value, f.mcse, f.low, f.high,
            o.scale_of(name) or None, o.id,
        )
        for o in findings.characteristics
        for name, f in [*o.figures.items(), *_named("selected", o.selected), *_named("shown", o.hypotheses)]
    ]  # fmt: skip
    return Table(
        "characteristics",
        {
            "scenario": "string", "design": "string", "type": "string", "marker": "string", "cutoff": "float64",
            "design_patients": "int64", "replicates": "int64", "within_limits": "bool", "figure": "string",
            "label": "string", "value": "float64", "mcse": "float64", "p5": "float64", "p95": "float64", "scale": "string",
            "node": "string",
        },
        rows,
    )  # fmt: skip


def _named(what: str, figures: dict[str, Figure]) -> list[tuple[str, Figure]]:
    return [(f"{what}: {name}", f) for name, f in figures.items()]


def power_figure(curves: tuple[PowerCurve, ...]) -> str:
    """Power against patients, a curve per design and scenario."""
    drawn = [
        Curve(
            name=curve_name(c),
            group=i,
            x=c.patients,
            y=[100 * p.value for p in c.power],
            low=[_end("power", p, -1) for p in c.power],
            high=[_end("power", p, 1) for p in c.power],
        )
        for i, c in enumerate(curves)
    ]
    described = "; ".join(
        f"{curve_name(c)}: "
        + ", ".join(f"{n} patients {show('power', p)}" for n, p in zip(c.patients, c.power, strict=True))
        for c in curves
    )
    return lines.power(Panel("Power, %", drawn, top=102), described)


def power_numbers(findings: Findings) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (c.scenario, c.design, c.cutoff, n, p.value, p.mcse, c.id)
        for c in findings.power_curves
        for n, p in zip(c.patients, c.power, strict=True)
    ]
    columns = {"scenario": "string", "design": "string", "cutoff": "float64", "patients": "int64"}
    return Table("power", columns | {"power": "float64", "mcse": "float64", "node": "string"}, rows)  # type: ignore[arg-type]


def curve_name(curve: PowerCurve) -> str:
    return f"{curve.scenario}: {with_cut(curve.design, curve.cutoff)}"


def _sizes_differ(findings: Findings) -> bool:
    """Whether the number enrolled is a consequence of the cut-off, and so worth a panel."""
    return len({o.design.patients for o in findings.characteristics}) > 1


def _curves(findings: Findings, explorer: Explorer, name: str) -> list[Curve]:
    order = {c.value: i for i, c in enumerate(explorer.cuts)}
    places = placed(findings.characteristics)
    curves = []
    for group, scenario in enumerate(explorer.scenarios):
        for number, family in enumerate(explorer.designs):
            these = [
                (order[places[o.design.id].at], o.figures[name])
                for o in findings.characteristics
                if o.scenario == scenario and places[o.design.id].family == family and name in o.figures
            ]
            these.sort(key=lambda pair: pair[0])
            if not these:
                continue
            scale = 100 if name == "power" else 1
            curves.append(
                Curve(
                    name=scenario,
                    group=group,
                    x=[x for x, _ in these],
                    y=[scale * f.value for _, f in these],
                    low=[_end(name, f, -1) for _, f in these],
                    high=[_end(name, f, 1) for _, f in these],
                    family=number,
                    family_name=family if len(explorer.designs) > 1 else "",
                )
            )
    return curves


def _end(name: str, figure: Figure, sign: int) -> float | None:
    """One end of the bar at a point: 95 % Monte Carlo interval for power, 5-95 % of trials for the rest."""
    if name == "power":
        return (
            None
            if figure.mcse is None
            else min(100.0, max(0.0, 100 * (figure.value + sign * Z95 * figure.mcse)))
        )
    return figure.low if sign < 0 else figure.high
