"""A design search as files: the designs, the sensitivity of the choice, both drawn."""

from __future__ import annotations

from trialwright.model.search import Search, SearchedDesign, Sensitivity
from trialwright.report.charts import search as charts
from trialwright.report.charts.search import Bar, Spot, View
from trialwright.report.numbers import significant
from trialwright.report.tables import Cell, Table, Type, files

AXES = {
    "months": ("Months", 1.0),
    "patients": ("Patients enrolled", 1.0),
    "cost": ("Cost", 1.0),
    "shut_out": ("Benefit left outside, %", 100.0),
}


def search_files(of: Search) -> dict[str, bytes]:
    """designs and sensitivity as CSV and Parquet, front.svg and tornado.svg with the numbers behind each in those."""
    out = {name.removeprefix("./"): data for name, data in files([designs(of), sensitivity(of)], ".").items()}
    return out | {f"{name}.svg": svg.encode() for name, svg in figures(of).items()}


def figures(of: Search) -> dict[str, str]:
    """The front, and the tornado where assumptions vary."""
    out = {"front": front_figure(of)}
    return out | ({"tornado": tornado_figure(of)} if of.sensitivities else {})


def behind(of: Search) -> list[Table]:
    """The numbers behind each figure, under its name."""
    out = [designs(of)._replace(name="front")]
    return out + ([sensitivity(of)._replace(name="tornado")] if of.sensitivities else [])


def designs(of: Search) -> Table:
    """Averages over the scenarios, each with its Monte Carlo error; those of the front first."""
    names = list(of.designs[0].figures)
    columns: dict[str, Type] = {
        "design": "string", "type": "string", "cutoff": "float64", "size": "int64", "recommended": "bool",
        "within_limits": "bool", "rank": "int64", "rank_estimated": "int64", "criterion": "float64", "tied": "bool",
    }  # fmt: skip
    for n in names:
        columns |= {n: "float64", f"{n}_mcse": "float64"}
    rows: list[tuple[Cell, ...]] = [
        (
            d.name, d.type, d.cutoff, d.patients, d.name == of.recommendation.design, d.within_limits, d.rank,
            d.rank_estimated, d.criterion, d.tied,
            *(cell for n in names for cell in (d.figures[n].value, d.figures[n].mcse)),
        )
        for d in ordered(of)
    ]  # fmt: skip
    return Table("designs", columns, rows)


def ordered(of: Search) -> list[SearchedDesign]:
    """By rank, those within the limits first, then by power."""
    return sorted(of.designs, key=lambda d: (d.rank, not d.within_limits, -d.figures["power"].value, d.name))


def sensitivity(of: Search) -> Table:
    """A row for each value of each assumption; `turns_at` where another design takes over between it and the next."""
    columns: dict[str, Type] = {
        "assumption": "string", "stated": "float64", "value": "float64", "power": "float64", "power_mcse": "float64",
        "holds": "bool", "best": "string", "best_power": "float64", "turns_at": "float64", "swing": "float64",
    }  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for s in swings(of):
        at = {t.low: t.at for t in s.turns}
        rows += [
            (s.assumption, s.stated, v.value, v.power.value, v.power.mcse, v.holds, v.best, v.best_power, at.get(v.value), s.swing)
            for v in s.values
        ]  # fmt: skip
    return Table("sensitivity", columns, rows)


def swings(of: Search) -> list[Sensitivity]:
    """The assumptions, the one that moves power most first."""
    return sorted(of.sensitivities, key=lambda s: (-s.swing, s.assumption))


def front_figure(of: Search) -> str:
    types = list(dict.fromkeys(d.type for d in of.designs))
    views = [
        View(
            title,
            [
                Spot(
                    d.name,
                    scale * d.figures[name].value,
                    100 * d.figures["power"].value,
                    100 * (d.figures["power"].mcse or 0.0),
                    types.index(d.type),
                    d.rank == 0,
                    d.within_limits,
                    d.name == of.recommendation.design,
                )
                for d in of.designs
            ],
        )
        for name, (title, scale) in AXES.items()
        if name in of.designs[0].figures
    ]
    described = "; ".join(
        f"{d.name}: power {100 * d.figures['power'].value:.1f} %, {d.figures['months'].value:.1f} months, "
        f"{100 * d.figures['shut_out'].value:.0f} % of the benefit left outside"
        for d in ordered(of)
        if d.rank == 0
    )
    return charts.front(
        views, [t.replace("_", " ") for t in types], f"No design is better in everything than: {described}."
    )


def tornado_figure(of: Search) -> str:
    bars = [_bar(s) for s in swings(of) if s.values]
    described = "; ".join(f"{b.name} {b.words}: power {b.low:.1f} to {b.high:.1f} %" for b in bars)
    return charts.tornado(bars, f"Power of the recommended design: {described}.")


def _bar(s: Sensitivity) -> Bar:
    powers = [100 * v.power.value for v in s.values]
    stated = next((100 * v.power.value for v in s.values if v.value == s.stated), None)
    words = f"{significant(s.values[0].value)} to {significant(s.values[-1].value)}"
    if s.turns:
        words += ", turns at " + ", ".join(significant(t.at) for t in s.turns)
    return Bar(s.assumption, words, min(powers), max(powers), stated, not all(v.holds for v in s.values))
