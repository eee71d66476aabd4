"""An analysis on a terminal: who was analysed, what was found, what to mind."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from pathlib import Path

import typer

from trialwright.cli.show import WIDTH, out_json
from trialwright.model.analysis import Analysis, EndpointAnalysis


def analysis(found: Analysis, figures: Sequence[Path], as_json: bool) -> None:
    if as_json:
        return out_json({"analysis": found, "figures": [str(p) for p in figures]})
    typer.echo(f"{found.source}: {', '.join(found.arms[1:])} against {found.control}")
    for line in found.r_data.splitlines():
        typer.echo(f"R: {line}")
    for e in found.endpoints:
        _endpoint(e, found)
    for path in figures:
        typer.echo(f"figure: {path}")


def _endpoint(e: EndpointAnalysis, found: Analysis) -> None:
    typer.echo(f"\n{e.endpoint}\n{'-' * len(e.endpoint)}")
    typer.echo(_wrapped(f"estimand: {found.estimands[e.endpoint]}"))
    width = max(len(a.arm) for a in e.arms)
    typer.echo(f"  {'':<{width}}{'in the data':>13}{'population':>12}{'analysed':>10}{'events':>8}")
    for a in e.arms:
        events = "" if a.events is None else a.events
        typer.echo(f"  {a.arm:<{width}}{a.randomised:>13}{a.population:>12}{a.analysed:>10}{events:>8}")
    typer.echo("")
    most = max(len(x.label) for x in e.estimates)
    for x in e.estimates:
        limits = (
            f"{_number(x.low)} to {_number(x.high)}" if x.low is not None and not math.isnan(x.low) else ""
        )
        p = "" if x.p is None else f"p {x.p:.4g}"
        typer.echo(f"  {x.label:<{most}}  {_number(x.estimate):>9}  {limits:<22} {p}".rstrip())
    over = "endpoints" if len(found.arms) == 2 else "endpoints and arms"
    for x in e.mains:
        if x.adjusted_p is not None:
            of = f" {x.arm}" if len(e.mains) > 1 else ""
            typer.echo(f"  adjusted over the {over} ({found.multiplicity}):{of} p {x.adjusted_p:.4g}")
    for r in e.remarks:
        p = "" if r.p is None else f" p {r.p:.3g}"
        typer.echo(_wrapped(f"{'! ' if r.concern else '- '}{r.what}{p}"))
    typer.echo(_wrapped(e.sentence))
    typer.echo(f"  R: {e.r_call}")


def _number(value: float | None) -> str:
    if value is None or math.isnan(value):
        return "" if value is None else "not estimable"
    return "∞" if value == math.inf else f"{value:.4g}"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ")
