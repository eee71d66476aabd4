"""The ledger of what a pooled conclusion hangs on: a table, and a figure of the mean under each other choice."""

from __future__ import annotations

from typing import NamedTuple

from trialwright.model.findings import Findings
from trialwright.model.pooled import Choice, Fragility
from trialwright.report.charts import forest
from trialwright.report.scales import reads, scale_name, shown
from trialwright.report.tables import Table

CONCLUSIONS = {"lower": "lower", "higher": "higher", "not shown": "no difference shown"}


class Line(NamedTuple):
    """One choice in words."""

    what: str
    option: str
    trials: int
    text: str
    conclusion: str
    flips: bool


class Drawn(NamedTuple):
    """pool : its name. summary, turning : sentences. name, svg : of the figure. id : of the ledger."""

    pool: str
    summary: str
    turning: str
    rows: list[Line]
    name: str
    svg: str
    id: str


def ledgers(findings: Findings) -> list[Drawn]:
    """One for each pool whose analysis could have been another."""
    return [_drawn(one, i) for i, one in enumerate(findings.fragility) if one.choices]


def table(findings: Findings, drawn: Drawn) -> Table:
    """The numbers behind a figure, on the additive scale."""
    one = next(f for f in findings.fragility if f.id == drawn.id)
    columns = {"pool": "string", "choice": "string", "option": "string", "scale": "string", "trials": "int64"}
    columns |= dict.fromkeys(("mean", "low", "high"), "float64")
    columns |= {"conclusion": "string", "turned": "bool", "node": "string"}
    rows = [
        (
            one.name,
            c.what,
            c.option,
            one.scale,
            c.trials,
            c.mean,
            c.low,
            c.high,
            c.conclusion,
            c.flips,
            one.id,
        )
        for c in (one.stated, *one.choices)
    ]
    return Table(drawn.name, columns, rows)  # type: ignore[arg-type]


def _drawn(one: Fragility, number: int) -> Drawn:
    flips = len(one.flips)
    summary = (
        f"{one.agreeing} of {one.analyses} combinations of estimator, interval and zero-cell handling conclude as stated: "
        f"{CONCLUSIONS[one.stated.conclusion]}."
    )
    turning = (
        f"{flips} of {len(one.choices)} turn{'s' if flips == 1 else ''} the conclusion."
        if flips
        else f"none of {len(one.choices)} turns the conclusion."
    )
    rows = [_line(c, one.scale) for c in (one.stated, *one.choices)]
    name = f"fragility-{number + 1}"
    marks = [
        forest.Row(
            _label(line, c.flips), c.mean, c.low, c.high, line.text,
            "mean" if c is one.stated else "trial", 0.05,
        )
        for c, line in zip((one.stated, *one.choices), rows, strict=True)
    ]  # fmt: skip
    described = f"{summary} {turning} " + "; ".join(
        f"{r.what}: {r.option}: {r.text}{' (turned)' if r.flips else ''}" for r in rows
    )
    axis = f"{scale_name(one.scale).capitalize()}, experimental v control"
    return Drawn(
        one.name, summary, turning, rows, name,
        forest.forest(marks, name, axis, reads(one.scale), described), one.id,
    )  # fmt: skip


def _label(line: Line, turned: bool) -> str:
    """What fits beside a mark: a long option ends with its trial, which tells it from others, and "(turned)" is never cut."""
    end = " (turned)" if turned else ""
    said = f"{line.what}: {line.option}"
    room = forest.LONGEST - len(end)
    if len(said) > room and " of " in line.option:
        last = f"… of {line.option.rsplit(' of ', 1)[1]}"
        said = said[: max(room - len(last), 0)].rstrip() + last if len(last) < room else said
    return (said if len(said) <= room else said[: room - 1].rstrip() + "…") + end


def _line(c: Choice, scale: str) -> Line:
    centre, ends = shown(c.mean, c.low, c.high, scale)
    return Line(c.what, c.option, c.trials, f"{centre} ({ends})", CONCLUSIONS[c.conclusion], c.flips)
