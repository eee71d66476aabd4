"""Operating characteristics on the terminal: a table for each scenario, a column for each design."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from trialwright.cli.show import recommendation

if TYPE_CHECKING:
    from trialwright.model.design import Named, OperatingCharacteristics, Recommendation

LABEL, COLUMN, ACROSS = 38, 25, 3  # characters of the first column and of a design's; designs side by side


def characteristics(found: Sequence[OperatingCharacteristics], chosen: Recommendation) -> None:
    for scenario in dict.fromkeys(oc.scenario for oc in found):
        these = [oc for oc in found if oc.scenario == scenario]
        replicates = ", ".join(f"{n:,}" for n in sorted({oc.replicates for oc in these}))
        typer.echo(f"\nScenario {scenario}: {replicates} simulated trials of each design")
        typer.echo("± Monte Carlo standard error; in brackets the 5th to 95th percentile of trials")
        typer.echo(
            "Patients, events and cost are means of trials; screened and months the median trial's unless a mean is named"
        )
        for first in range(0, len(these), ACROSS):
            _table(these[first : first + ACROSS])
    recommendation(chosen)


def _table(these: Sequence[OperatingCharacteristics]) -> None:
    from trialwright.report.labels import measured_from, titled

    typer.echo("")
    for line in zip(*(_heading(oc) for oc in these), strict=True):
        typer.echo(f"{'':<{LABEL}}" + "".join(f"{words:>{COLUMN}}" for words in line))
    by_key = [{(n.kind, n.name): n for n in oc.every()} for oc in these]
    for key, named in _in_order(these).items():
        cells = [_cell(one.get(key)) for one in by_key]
        _row(titled(named, these).title, [value for value, _ in cells])
        if any(spread for _, spread in cells):
            _row("", [spread for _, spread in cells])
    _row("Within the limits", ["yes" if oc.within_limits else "no" for oc in these])
    notes = [f"{oc.design.name}: {note}" for oc in these for note in oc.notes]
    for said in (*measured_from(these, lambda oc: oc.design.name), *notes):
        typer.echo("\n".join(textwrap.wrap(said, LABEL + COLUMN * ACROSS, subsequent_indent="  ")))


def _in_order(these: Sequence[OperatingCharacteristics]) -> dict[tuple[str, str], Named]:
    """Every figure that any of the designs has, in the order of the first that has it, kinds together."""
    from trialwright.report.designs import rank

    found = {(n.kind, n.name): n for oc in these for n in oc.every()}
    return dict(sorted(found.items(), key=lambda item: rank(*item[0])))


def _heading(oc: OperatingCharacteristics) -> list[str]:
    """Three lines, the last two of words that fit."""
    lines = textwrap.wrap(oc.design.name, COLUMN - 2, max_lines=2, placeholder="…") or [""]
    return [""] * (2 - len(lines)) + lines


def _cell(named: Named | None) -> tuple[str, str]:
    from trialwright.report.labels import shown, shown_error, shown_range, titled

    if named is None:
        return "–", ""
    kind = titled(named).kind
    error, spread = shown_error(kind, named.figure), shown_range(kind, named.figure)
    return shown(kind, named.figure) + (f" ± {error}" if error else ""), f"({spread})" if spread else ""


def _row(label: str, cells: Sequence[str]) -> None:
    first, *rest = textwrap.wrap(label, LABEL - 1) or [""]
    typer.echo(f"{first:<{LABEL}}" + "".join(f"{cell:>{COLUMN}}" for cell in cells))
    for words in rest:
        typer.echo(f"  {words}")
