"""A design search on a terminal: the front, the choice, what it hangs on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from trialwright.cli.show import out_json, recommendation

if TYPE_CHECKING:
    from trialwright.model.search import Search

MOST = 20
HEAD = ("power", "least", "type I", "months", "patients", "screened", "shut out")


def search(found: Search, target: Path, as_json: bool) -> None:
    if as_json:
        return out_json({"search": found, "folder": str(target)})
    typer.echo(
        f"{len(found.designs)} designs under {found.scenarios:,} {'drawn ' if found.drawn else ''}scenario"
        f"{'s' if found.scenarios > 1 else ''} of `{found.scenario}`, {found.trials:,} trials each"
    )
    _left_out(found)
    _front(found)
    recommendation(found.recommendation)
    _sensitivity(found)
    typer.echo(
        f"\nWritten to {target}: designs, sensitivity and points (CSV, Parquet), front.svg, tornado.svg"
    )


def _left_out(found: Search) -> None:
    if not found.left_out:
        return
    points = sum(d.missing for d in found.left_out)
    typer.echo(f"\n{points:,} designs x scenarios could not be simulated (`not_simulated` in points.csv):")
    for d in found.left_out[:MOST]:
        rest = f" ({d.reasons - 1} other reasons)" if d.reasons > 1 else ""
        typer.echo(
            f"  {d.design}{'' if d.compared else ', not compared'}: {d.missing:,} of {d.scenarios:,}; {d.first}: {d.why}{rest}"
        )
    if len(found.left_out) > MOST:
        typer.echo(f"  and {len(found.left_out) - MOST} more designs")


def _front(found: Search) -> None:
    shown = sorted((d for d in found.designs if d.rank == 0), key=lambda d: -d.figures["power"].value)
    typer.echo(f"\nNo design is better in everything, beyond simulation error, than these {len(shown)}:")
    costs = "cost" in found.designs[0].figures
    width = max(len(d.name) for d in shown)
    typer.echo(f"  {'':<{width}}" + "".join(f"{h:>10}" for h in (*HEAD, *(["cost"] if costs else []))))
    for d in shown[:MOST]:
        f = d.figures
        cells = [
            f"{100 * f['power'].value:.1f} %",
            f"{100 * f['least_power'].value:.1f} %",
            f"{100 * f['type_one_error'].value:.2f} %" if "type_one_error" in f else "–",
            f"{f['months'].value:.1f}",
        ]
        cells += [
            f"{f['patients'].value:,.0f}",
            f"{f['screened'].value:,.0f}",
            f"{100 * f['shut_out'].value:.0f} %",
        ]
        cells += [f"{f['cost'].value:,.0f}"] if costs else []
        outside = "" if d.within_limits else "  outside the limits"
        typer.echo(f"  {d.name:<{width}}" + "".join(f"{c:>10}" for c in cells) + outside)
    if len(shown) > MOST:
        typer.echo(f"  and {len(shown) - MOST} more in designs.csv")


def _sensitivity(found: Search) -> None:
    if not found.sensitivities:
        return
    typer.echo("\nPower of that design over each assumption alone")
    for s in sorted((s for s in found.sensitivities if s.values), key=lambda s: -s.swing):
        powers = [100 * v.power.value for v in s.values]
        turned = "; turns at " + ", ".join(f"{t.at:.3g}" for t in s.turns) if s.turns else ""
        typer.echo(
            f"  {s.assumption:<28}{s.values[0].value:>9.3g} to {s.values[-1].value:<9.3g}"
            f"{min(powers):>6.1f} to {max(powers):.1f} %{turned}"
        )
