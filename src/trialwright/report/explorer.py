"""The threshold explorer: every design under every scenario, arranged by cut-off."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from trialwright.endpoints import endpoint
from trialwright.model.design import Design, Figure, OperatingCharacteristics
from trialwright.model.findings import Findings, PowerCurve
from trialwright.report.charts import lines
from trialwright.report.charts.lines import Curve, Panel
from trialwright.report.describe import allocation, base_name, with_cut
from trialwright.report.labels import label, show, show_error, show_range
from trialwright.report.numbers import count, exact
from trialwright.report.tables import Cell, Table

PANELS = (
    ("power", "Power, %"),
    ("patients", "Patients enrolled"),
    ("screened", "Patients screened"),
    ("months", "Months"),
)
# Figures that say how a design estimates and decides, not whom to enrol: report.designs has them.
OF_DESIGNS = {f"{n}{of}" for n in ("bias", "rmse", "coverage") for of in ("", "_adjusted", "_dose")} | {
    "power_all",
    "dose_found",
}
Z95 = 1.959963984540054


class Cutting(NamedTuple):
    """A cut-off on the axis. value None enrols everyone."""

    value: float | None
    text: str


class Row(NamedTuple):
    """One design under one scenario, as the table prints it: (name, value, error, range) per figure."""

    id: str
    scenario: str
    design: str
    cut: str
    cells: list[tuple[str, str, str, str]]
    within_limits: bool
    chosen: bool
    position: int


class Explorer(NamedTuple):
    """names : figures in order of appearance. chosen : the recommended position on the axis. tested : how
    the trials are analysed, in words. glossary : every figure that some design has. called : what the chosen design is called, "recommended" only if it is adequate."""

    marker: str
    unit: str
    cuts: list[Cutting]
    scenarios: list[str]
    designs: list[str]
    names: list[str]
    rows: list[Row]
    chosen: int | None
    replicates: list[int]
    tested: str
    called: str
    glossary: list[str]


def explore(findings: Findings) -> Explorer | None:
    """None where no design was evaluated."""
    done = findings.characteristics
    if not done:
        return None
    marker = next((o.design.marker for o in done if o.design.cutoff is not None and o.design.marker), "")
    unit = _unit(findings, marker)
    values: list[float | None] = [None] if any(o.design.cutoff is None for o in done) else []
    values += sorted({o.design.cutoff for o in done if o.design.cutoff is not None})
    cuts = [Cutting(v, "everyone" if v is None else f"≥ {exact(v)}") for v in values]
    order = {v: i for i, v in enumerate(values)}
    glossary = list(dict.fromkeys(n for o in done for n in o.figures))
    names = [n for n in glossary if n not in OF_DESIGNS]
    scenarios = list(dict.fromkeys(o.scenario for o in done))
    families = _families(done)
    rank = {s: i for i, s in enumerate(scenarios)}
    rows = [
        Row(
            id=o.id,
            scenario=o.scenario,
            design=families[o.design.id],
            cut=_whom(o, cuts[order[o.design.cutoff]].text),
            cells=[_cell(n, o.figures.get(n)) for n in names],
            within_limits=o.within_limits,
            chosen=is_chosen(findings, o),
            position=order[o.design.cutoff],
        )
        for o in sorted(done, key=lambda o: (rank[o.scenario], order[o.design.cutoff]))
    ]
    chosen = next((r.position for r in rows if r.chosen), None)
    designs = list(dict.fromkeys(families[o.design.id] for o in done))
    replicates = sorted({o.replicates for o in done})
    return Explorer(
        marker,
        unit,
        cuts,
        scenarios,
        designs,
        names,
        rows,
        chosen,
        replicates,
        tested([o.design for o in done]),
        _called(findings),
        glossary,
    )


def _whom(of: OperatingCharacteristics, cut: str) -> str:
    """Whom a design enrols, where its cut-off or candidates do not say so by themselves."""
    candidates = of.design.options.get("candidates")
    if candidates:
        return f"chosen: ≥ {', '.join(exact(c) for c in candidates)}"
    if "subgroup" not in of.hypotheses:
        return cut
    return f"chosen: everyone, {cut}" if of.selected else f"everyone, {cut} tested too"


class Choice(NamedTuple):
    """What one design chose under one scenario, or showed: (name, share, Monte Carlo error) of each."""

    id: str
    scenario: str
    design: str
    selected: list[tuple[str, str, str]]
    shown: list[tuple[str, str, str]]


def choices(findings: Findings) -> list[Choice]:
    """Of every design that chooses whom to enrol or which arm to keep, or tests several hypotheses."""

    def said(figures: dict[str, Figure]) -> list[tuple[str, str, str]]:
        return [(n, show("power", f), show_error("power", f)) for n, f in figures.items()]

    return [
        Choice(o.id, o.scenario, o.design.name, said(o.selected), said(o.hypotheses))
        for o in findings.characteristics
        if o.selected or o.hypotheses
    ]


def _called(findings: Findings) -> str:
    found = findings.recommendation
    return "recommended" if found is None or found.adequate else "best of these, not adequate"


def tested(designs: list[Design]) -> str:
    """The level and sides of the tests, the allocation, and the scale of every effect, in sentences."""
    levels = " or ".join(exact(a) for a in sorted({d.alpha for d in designs}))
    ratios = " or ".join(dict.fromkeys(allocation(d) for d in sorted(designs, key=lambda d: d.allocation)))
    kinds = dict.fromkeys((d.endpoint, d.better) for d in designs)
    said = [f"Every test is one-sided at α = {levels}; allocation {ratios}."]
    said += [
        f"{endpoint(name).LABEL.capitalize()}, {better} is better; effects are on the scale: {endpoint(name).EFFECT}."
        for name, better in kinds
    ]
    said += list(dict.fromkeys(_lost(name) for name, _ in kinds))
    return " ".join(said)


def _lost(name: str) -> str:
    """What becomes of patients lost to follow-up."""
    if getattr(endpoint(name), "SOURCE", "tally") == "events":
        return "Patients who are lost are counted until then (censored), and have no event after."
    return "Patients who drop out are enrolled and not analysed."


def is_chosen(findings: Findings, of: OperatingCharacteristics) -> bool:
    """Whether these are of the recommended design at the recommended cut-off."""
    wanted = findings.recommendation
    return (
        wanted is not None
        and bool(wanted.design)
        and of.design.name == wanted.design
        and of.design.cutoff == wanted.cutoff
    )


def data(explorer: Explorer) -> dict[str, Any]:
    """What the page's script reads: the same printed cells as the table, by scenario, design and position."""
    cells = {}
    for row in explorer.rows:
        shown = [
            {"title": label(n).title, "meaning": label(n).meaning, "value": v, "error": e, "range": r}
            for n, v, e, r in row.cells
            if v
        ]
        key = f"{explorer.scenarios.index(row.scenario)}/{explorer.designs.index(row.design)}/{row.position}"
        cells[key] = {"id": row.id, "figures": shown, "within": row.within_limits, "chosen": row.chosen}
    return {
        "cuts": [c.text for c in explorer.cuts],
        "scenarios": explorer.scenarios,
        "designs": explorer.designs,
        "chosen": explorer.chosen,
        "called": explorer.called,
        "cells": cells,
    }


def threshold_figure(findings: Findings, explorer: Explorer) -> str:
    """The explorer's figure as SVG: power, patients screened and months against the cut-off."""
    limits = findings.limits
    limit = {"months": limits.months if limits else None, "screened": limits.screened if limits else None}
    panels = [
        Panel(title, _curves(findings, explorer, name), limit.get(name), 102 if name == "power" else None)
        for name, title in PANELS
        if name in explorer.names and (name != "patients" or _sizes_differ(findings))
    ]
    unit = f", {explorer.unit}" if explorer.unit else ""
    axis = f"Enrol at or above this {explorer.marker}{unit}" if explorer.marker else "Design"
    described = "; ".join(
        f"{r.scenario}, {r.cut}: "
        + ", ".join(f"{label(n).title.lower()} {v}" for n, v, _, _ in r.cells if n in dict(PANELS))
        for r in explorer.rows
    )
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
            o.within_limits, name, name if ": " in name else label(name).title, f.value, f.mcse, f.low, f.high, o.id,
        )
        for o in findings.characteristics
        for name, f in [*o.figures.items(), *_named("selected", o.selected), *_named("shown", o.hypotheses)]
    ]  # fmt: skip
    return Table(
        "characteristics",
        {
            "scenario": "string", "design": "string", "type": "string", "marker": "string", "cutoff": "float64",
            "design_patients": "int64", "replicates": "int64", "within_limits": "bool", "figure": "string",
            "label": "string", "value": "float64", "mcse": "float64", "p5": "float64", "p95": "float64", "node": "string",
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


def _cell(name: str, figure: Figure | None) -> tuple[str, str, str, str]:
    if figure is None:
        return name, "", "", ""
    return name, show(name, figure), show_error(name, figure), show_range(name, figure)


def _families(done: tuple[OperatingCharacteristics, ...]) -> dict[str, str]:
    """Design id → the name of its family: designs of one type that differ only in where they cut.

    "everyone" and "enriched at 2, 3, 5" are one family of fixed designs, also where their sizes differ by
    scenario. Where one scenario has two designs of a type at one cut-off, families go by their names.
    """
    crowded = {
        kind
        for (_, kind, _), n in Counter((o.scenario, o.design.type, o.design.cutoff) for o in done).items()
        if n > 1
    }
    names = Counter((o.scenario, base_name(o.design), o.design.cutoff) for o in done)
    twice = {name for (_, name, _), n in names.items() if n > 1}

    def family(d: Design) -> str:
        if d.type not in crowded:
            return d.type.replace("_", " ")
        return f"{d.name}, {count(d.patients)} patients" if base_name(d) in twice else base_name(d)

    return {o.design.id: family(o.design) for o in done}


def _sizes_differ(findings: Findings) -> bool:
    """Whether the number enrolled is a consequence of the cut-off, and so worth a panel."""
    return len({o.design.patients for o in findings.characteristics}) > 1


def _curves(findings: Findings, explorer: Explorer, name: str) -> list[Curve]:
    order = {c.value: i for i, c in enumerate(explorer.cuts)}
    families = _families(findings.characteristics)
    curves = []
    for group, scenario in enumerate(explorer.scenarios):
        for number, family in enumerate(explorer.designs):
            these = [
                (order[o.design.cutoff], o.figures[name])
                for o in findings.characteristics
                if o.scenario == scenario and families[o.design.id] == family and name in o.figures
            ]
            these.sort(key=lambda pair: pair[0])
            if not these:
                continue
            scale = 100 if name == "power" else 1
            curves.append(
                Curve(
                    name=scenario if len(explorer.designs) == 1 else f"{scenario}, {family}",
                    group=group,
                    x=[x for x, _ in these],
                    y=[scale * f.value for _, f in these],
                    low=[_end(name, f, -1) for _, f in these],
                    high=[_end(name, f, 1) for _, f in these],
                    dashed=number > 0,
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


def _unit(findings: Findings, marker: str) -> str:
    return next((s.marker.unit for s in findings.scenarios if s.marker and s.marker.name == marker), "")
