"""What each design does: a table for each scenario, where trials stop, what they select, boundaries, protocol words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trialwright.model.design import Figure, Named, OperatingCharacteristics
from trialwright.model.findings import DesignStatement, Findings
from trialwright.report.charts import boundaries, shares
from trialwright.report.charts.boundaries import Bound, Path
from trialwright.report.charts.shares import Bar, Part
from trialwright.report.describe import with_cut
from trialwright.report.labels import Label, measured_from, shown, shown_error, shown_range, titled
from trialwright.report.tables import Cell, Table

Key = tuple[str, str]


class Column(NamedTuple):
    """One design. id : of its operating characteristics. cells : (value, error, range) by figure, as printed."""

    id: str
    name: str
    chosen: bool
    cells: dict[Key, tuple[str, str, str]]
    within_limits: bool
    notes: tuple[str, ...] = ()


class Behaviour(NamedTuple):
    """A scenario: figures down, designs across. replicates : in words. measured_from : sentences on bias."""

    scenario: str
    replicates: str
    rows: list[tuple[Key, Label]]
    columns: list[Column]
    measured_from: list[str]


def behaviours(findings: Findings) -> list[Behaviour]:
    """One a scenario, in the plan's order; nothing where no design was evaluated."""
    from trialwright.report.explorer import is_chosen

    out = []
    for scenario in dict.fromkeys(o.scenario for o in findings.characteristics):
        these = [o for o in findings.characteristics if o.scenario == scenario]
        replicates = ", ".join(f"{n:,}" for n in sorted({o.replicates for o in these}))
        columns = [
            Column(
                o.id,
                _name(o),
                is_chosen(findings, o),
                {(n.kind, n.name): _cell(n) for n in o.every()},
                o.within_limits,
                o.notes,
            )
            for o in these
        ]
        out.append(Behaviour(scenario, replicates, _rows(these), columns, measured_from(these, _name)))
    return out


def _rows(these: list[OperatingCharacteristics]) -> list[tuple[Key, Label]]:
    """Every figure that a design has, kind by kind, power with the hypotheses first."""
    found = {(n.kind, n.name): titled(n, these) for o in these for n in o.every()}
    return sorted(found.items(), key=lambda item: rank(*item[0]))


def rank(kind: str, name: str) -> tuple[int, str]:
    """For sorting figures that several designs have: kind by kind, stops by look and the end last."""
    if kind == "figure":
        return (0 if name.startswith("power") else 2), ""
    if kind == "stop":
        return 3 if name.startswith("look") else 4, name
    return {"hypothesis": 1, "selected": 5, "given": 6}[kind], ""


def _cell(named: Named) -> tuple[str, str, str]:
    kind, f = titled(named).kind, named.figure
    return shown(kind, f), shown_error(kind, f), shown_range(kind, f)


def _name(of: OperatingCharacteristics) -> str:
    return with_cut(of.design.name, of.design.cutoff) if of.design.cutoff is not None else of.design.name


def behaviour_numbers(findings: Findings) -> Table:
    """Every figure of every design, also those of hypotheses, stops and selections."""
    rows: list[tuple[Cell, ...]] = [
        (
            o.scenario,
            o.design.name,
            o.design.cutoff,
            n.kind,
            n.name,
            *_numbers(n),
            o.scale_of(n.name) or None,
            o.id,
        )
        for o in findings.characteristics
        for n in o.every()
    ]
    return Table(
        "designs",
        {
            "scenario": "string", "design": "string", "cutoff": "float64", "kind": "string", "name": "string",
            "value": "float64", "mcse": "float64", "p5": "float64", "p95": "float64", "scale": "string",
            "node": "string",
        },
        rows,
    )  # fmt: skip


def _numbers(n: Named) -> tuple[Cell, ...]:
    return n.figure.value, n.figure.mcse, n.figure.low, n.figure.high


def figures(findings: Findings) -> tuple[dict[str, str], list[Table]]:
    """Figure name → SVG, and the numbers behind each: "stopping", "selection", "boundaries-1", ..."""
    drawn = pictures(findings.characteristics)
    behind = [_of_kind(findings, {"stopping": "stop", "selection": "selected"}[name], name) for name in drawn]
    for number, statement in enumerate(bounded(findings), 1):
        drawn[f"boundaries-{number}"] = _boundaries(statement, f"boundaries-{number}")
        behind.append(_boundary_numbers(statement, f"boundaries-{number}"))
    return drawn, behind


def pictures(of: Sequence[OperatingCharacteristics] | DesignStatement) -> dict[str, str]:
    """See report.figure."""
    if isinstance(of, DesignStatement):
        return {"boundaries": _boundaries(of, "boundaries")} if of.information else {}
    looked, chose = [o for o in of if o.stops], [o for o in of if o.selected]
    return ({"stopping": _stopping(looked)} if looked else {}) | (
        {"selection": _selection(chose)} if chose else {}
    )


def bounded(findings: Findings) -> list[DesignStatement]:
    """Those with boundaries to draw."""
    return [s for s in findings.statements if s.information]


def _of_kind(findings: Findings, kind: str, name: str) -> Table:
    whole = behaviour_numbers(findings)
    return Table(name, whole.columns, [r for r in whole.rows if r[3] == kind])


def _bars(of: list[OperatingCharacteristics], values: list[list[float | None]]) -> list[Bar]:
    scenarios = [o.scenario for o in of]
    several = len(set(scenarios)) > 1
    return [
        Bar(f"{o.scenario}: {_name(o)}" if several else _name(o), v, i > 0 and scenarios[i - 1] != o.scenario)
        for i, (o, v) in enumerate(zip(of, values, strict=True))
    ]


def _stopping(of: list[OperatingCharacteristics]) -> str:
    looks = max(len(o.stops) for o in of)
    # Efficacy darkest where earliest; futility in the other colour and hatched, so that grey print tells them apart.
    parts = [Part(f"efficacy, look {i + 1}", 0, 0.6 * i / max(1, looks - 1)) for i in range(looks)]
    interim = [
        any(i < len(o.stops) - 1 and _share(o.stops[i].futility) for o in of) for i in range(looks - 1)
    ]
    parts += [Part("not shown at the end", 1, 0.75)]
    parts += [Part(f"futility, look {i + 1}", 1, 0.3, True) for i in reversed(range(looks - 1)) if interim[i]]
    values: list[list[float | None]] = []
    for o in of:
        last = o.stops[-1]
        own: list[float | None] = [_share(s.efficacy) for s in o.stops] + [None] * (looks - len(o.stops))
        own.append((_share(last.futility) or 0.0) + (_share(last.end) or 0.0))
        own += [
            _share(o.stops[i].futility) if i < len(o.stops) - 1 else None
            for i in reversed(range(looks - 1))
            if interim[i]
        ]
        values.append(own)
    described = "Where simulated trials stop. " + _described(of, "stop")
    return shares.shares(_bars(of, values), parts, "% of simulated trials", described, "stopping")


def _share(of: Figure | None) -> float | None:
    return None if of is None else of.value


def _selection(of: list[OperatingCharacteristics]) -> str:
    names = list(dict.fromkeys(n for o in of for n, f in o.selected.items() if f.value > 0))
    parts = [Part(n, i, 0.55 * (i // 6)) for i, n in enumerate(names)]
    parts.append(Part("nothing chosen", 5, 0.75))
    values: list[list[float | None]] = []
    for o in of:
        own: list[float | None] = [o.selected[n].value if n in o.selected else None for n in names]
        values.append([*own, max(0.0, 1 - sum(f.value for f in o.selected.values()))])
    described = "What simulated trials select. " + _described(of, "selected")
    return shares.shares(_bars(of, values), parts, "% of simulated trials", described, "selection")


def _described(of: list[OperatingCharacteristics], kind: str) -> str:
    return "; ".join(
        f"{o.scenario}, {_name(o)}: "
        + ", ".join(f"{n.name} {shown('share', n.figure)}" for n in o.every() if n.kind == kind)
        for o in of
    )


def _boundaries(s: DesignStatement, name: str) -> str:
    bounds = [Bound("efficacy boundary", s.efficacy, 0)]
    if any(z is not None for z in s.futility):
        bounds.append(Bound("futility boundary", s.futility, 1))
    told = "; ".join(
        f"{b.name}: {', '.join('none' if z is None else f'{z:.3f}' for z in b.z)}" for b in bounds
    )
    paths = [Path(p.z, p.shown) for p in s.paths]
    described = f"Boundaries of {s.design.name} on the z scale, with {len(paths)} simulated trials. {told}."
    return boundaries.boundaries(s.information, bounds, described, name, paths)


def _boundary_numbers(s: DesignStatement, name: str) -> Table:
    series = [("efficacy boundary", s.efficacy), ("futility boundary", s.futility)]
    series += [(f"trial {p.number}", p.z) for p in s.paths]
    rows: list[tuple[Cell, ...]] = [
        (what, i + 1, s.information[i], z)
        for what, values in series
        for i, z in enumerate(values)
        if z is not None
    ]
    return Table(name, {"series": "string", "look": "int64", "information": "float64", "z": "float64"}, rows)
