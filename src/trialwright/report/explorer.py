"""The explorer: every design under every scenario, arranged by cut-off, or side by side where none has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from trialwright.endpoints import endpoint
from trialwright.model.design import Design, Figure, OperatingCharacteristics
from trialwright.model.findings import Findings
from trialwright.report.describe import allocation, base_name
from trialwright.report.labels import Label, label, scaled, show, show_error, show_range
from trialwright.report.numbers import count, exact

CHOSEN = "chosen"  # the place of designs that choose their cut-off

# Figures that say how a design estimates and decides, not whom to enrol: report.designs has them.
OF_DESIGNS = {f"{n}{of}" for n in ("bias", "rmse", "coverage") for of in ("", "_adjusted", "_dose")} | {
    "power_all",
    "dose_found",
}


class Cutting(NamedTuple):
    """A place on the axis: a cut-off, everyone (value None), or a design by its name where none has a cut-off."""

    value: float | str | None
    text: str


class Row(NamedTuple):
    """One design under one scenario, as the table prints it: (name, value, error, range) per figure."""

    id: str
    scenario: str
    family: str
    design: str
    cut: str
    cells: list[tuple[str, str, str, str]]
    within_limits: bool
    chosen: bool
    position: int


class Explorer(NamedTuple):
    """cuts : the places of the axis. designs : families of designs over those places, one without a name where the
    places are designs. names : figures in order of appearance. chosen : the recommended position on the axis. tested : how
    the trials are analysed, in words. glossary : every figure that some design has. called : what the chosen design is called, "recommended" only if it is adequate. labels : of the
    figures, with their scale."""

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
    labels: dict[str, Label]


def explore(findings: Findings) -> Explorer | None:
    """None where no design was evaluated."""
    done = findings.characteristics
    if not done:
        return None
    marker = next((o.design.marker for o in done if o.design.cutoff is not None and o.design.marker), "")
    unit = _unit(findings, marker)
    places, names_of = placed(done), _names(done)
    cuts = _cuts(places.values())
    order = {c.value: i for i, c in enumerate(cuts)}
    glossary = list(dict.fromkeys(n for o in done for n in o.figures))
    names = [n for n in glossary if n not in OF_DESIGNS]
    scenarios = list(dict.fromkeys(o.scenario for o in done))
    rank = {s: i for i, s in enumerate(scenarios)}
    rows = [
        Row(
            id=o.id,
            scenario=o.scenario,
            family=places[o.design.id].family,
            design=places[o.design.id].family or names_of[o.design.id],
            cut=_whom(o, _text(o.design.cutoff)),
            cells=[_cell(n, o.figures.get(n)) for n in names],
            within_limits=o.within_limits,
            chosen=is_chosen(findings, o),
            position=order[places[o.design.id].at],
        )
        for o in sorted(done, key=lambda o: (rank[o.scenario], order[places[o.design.id].at]))
    ]
    chosen = next((r.position for r in rows if r.chosen), None)
    designs = list(dict.fromkeys(p.family for p in places.values()))
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
        {n: scaled(done, n) for n in glossary},
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
            {
                "title": explorer.labels[n].title,
                "meaning": label(n).meaning,
                "value": v,
                "error": e,
                "range": r,
            }
            for n, v, e, r in row.cells
            if v
        ]
        key = f"{explorer.scenarios.index(row.scenario)}/{explorer.designs.index(row.family)}/{row.position}"
        cells[key] = {"id": row.id, "figures": shown, "within": row.within_limits, "chosen": row.chosen}
    return {
        "cuts": [c.text for c in explorer.cuts],
        "scenarios": explorer.scenarios,
        "designs": explorer.designs,
        "chosen": explorer.chosen,
        "called": explorer.called,
        "cells": cells,
    }


def _cell(name: str, figure: Figure | None) -> tuple[str, str, str, str]:
    if figure is None:
        return name, "", "", ""
    return name, show(name, figure), show_error(name, figure), show_range(name, figure)


class Place(NamedTuple):
    """Where a design stands: at its cut-off among others of its family, or, where no design has a cut-off, at its own
    name. family : "" where there is but one."""

    at: float | str | None
    family: str


def placed(done: Sequence[OperatingCharacteristics]) -> dict[str, Place]:
    """Design id → its place."""
    names = _names(done)
    if all(o.design.cutoff is None for o in done):
        return {o.design.id: Place(names[o.design.id], "") for o in done}
    # Of one type and cut-off in one scenario are several: types do not tell them apart, names do.
    of_a_kind = Counter((o.scenario, o.design.type, o.design.cutoff) for o in done)
    crowded = {kind for (_, kind, _), n in of_a_kind.items() if n > 1}

    def family(d: Design) -> str:
        return names[d.id] if d.type in crowded else d.type.replace("_", " ")

    return {o.design.id: Place(_at(o.design), family(o.design)) for o in done}


def _at(d: Design) -> float | str | None:
    """A design that chooses among cut-offs enrols at none of them: it stands beside them."""
    return CHOSEN if d.cutoff is None and d.options.get("candidates") else d.cutoff


def _names(done: Sequence[OperatingCharacteristics]) -> dict[str, str]:
    """Design id → its name without the cut-off, with its size where one scenario has the name twice at a cut-off: "everyone"
    and "enriched at 2, 3, 5" are one family of fixed designs, also where their sizes differ by scenario."""
    names = Counter((o.scenario, base_name(o.design), o.design.cutoff) for o in done)
    twice = {name for (_, name, _), n in names.items() if n > 1}

    def name(d: Design) -> str:
        return f"{base_name(d)}, {count(d.patients)} patients" if base_name(d) in twice else base_name(d)

    return {o.design.id: name(o.design) for o in done}


def _cuts(places: Iterable[Place]) -> list[Cutting]:
    """The axis: everyone first, cut-offs rising, then what the trial chooses; designs as they come."""
    at = dict.fromkeys(p.at for p in places)
    cutoffs = sorted(v for v in at if isinstance(v, float))
    first = [v for v in at if not isinstance(v, float) and v != CHOSEN]
    return [Cutting(v, _text(v)) for v in [*first, *cutoffs, *([CHOSEN] if CHOSEN in at else [])]]


def _text(at: float | str | None) -> str:
    if at is None:
        return "everyone"
    return at if isinstance(at, str) else f"≥ {exact(at)}"


def _unit(findings: Findings, marker: str) -> str:
    return next((s.marker.unit for s in findings.scenarios if s.marker and s.marker.name == marker), "")
