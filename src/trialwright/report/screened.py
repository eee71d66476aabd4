"""The screening as the report prints it, made only from counts that may be printed."""

from __future__ import annotations

from trialwright.report.cells import ScreeningView
from trialwright.report.charts.funnel import Bar
from trialwright.report.tables import Cell, Table

_COUNTS = ("passes", "fails", "unknown", "certain", "possible", "excluded", "newly_excluded")


def bars(screening: ScreeningView) -> list[Bar]:
    return [Bar(f"{_sign(s.side)}{s.name}", s.certain, s.possible, s.excluded) for s in screening.steps]


def funnel_numbers(screening: ScreeningView | None) -> Table:
    """A row per criterion; a count that may not be printed is absent, and `withheld` says so."""
    rows: list[tuple[Cell, ...]] = []
    for number, s in enumerate(screening.steps if screening else (), start=1):
        values = [getattr(s, name) for name in _COUNTS]
        lacking = "; ".join(f"{c}: {'not shown' if n is None else n}" for c, n in s.causes.items())
        rows.append((number, s.name, s.side, *values, lacking, None in values, s.criterion))
    columns = {"step": "int64", "criterion": "string", "side": "string"} | dict.fromkeys(_COUNTS, "int64")
    columns |= {"unknown_because": "string", "withheld": "bool", "node": "string"}
    return Table("funnel", columns, rows)  # type: ignore[arg-type]


def _sign(side: str) -> str:
    return "not: " if side == "exclusion" else ""
