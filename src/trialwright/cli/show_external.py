"""A comparison with past controls on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from trialwright.cli.show import out_json, wrapped
from trialwright.model.external import Compared, External


def external(found: External, figures: Sequence[Path], as_json: bool) -> None:
    if as_json:
        return out_json({"external": found, "figures": [str(p) for p in figures]})
    typer.echo(f"{found.data}: {found.people[0]} treated, {found.people[1]} past controls")
    typer.echo(f"\n  {'balance':<10}{'worth, treated':>15}{'controls':>10}{'largest difference':>20}")
    for b in found.balances:
        if b.why:
            typer.echo(f"  {b.method:<10}{'no weights':>15}")
            continue
        worst = "" if b.worst is None else f"{b.worst:.3f} SD"
        used = "  used" if b.method == found.method else ""
        typer.echo(f"  {b.method:<10}{b.effective[0]:>15.3g}{b.effective[1]:>10.3g}{worst:>20}{used}")
    if found.compared:
        _outcome(found.compared, found.unit)
    typer.echo("")
    wrapped(found.sentence)
    for r in found.remarks:
        wrapped(f"- {r}")
    for path in figures:
        typer.echo(f"figure: {path}")


def _outcome(c: Compared, unit: str) -> None:
    from trialwright.report.external import claim_errors, claim_lines, effects

    typer.echo(f"\n  {f'treated better by, {unit} a month':<46}{'95 %':>20}{'P(better)':>12}")
    for label, mean, low, high, benefit in effects(c):
        ends = f"{low:.3g} to {high:.3g}"
        typer.echo(
            f"  {label:<38}{mean:>8.3g}{ends:>20}{'' if benefit is None else f'{100 * benefit:.1f} %':>12}"
        )
    typer.echo(
        f"\n  slopes {c.treated_slope:.3g} and {c.control_slope:.3g}; SD between people {c.slope_sd:.3g}, of a visit {c.residual_sd:.3g}"
    )
    typer.echo(f"  E-value {c.e_value:.3g}, of the limit {c.e_value_limit:.3g}")
    typer.echo(
        f"  died {c.died[0]} and {c.died[1]}; left alive before the end {c.dropped[0]} and {c.dropped[1]}"
    )
    if c.win is not None and c.win_interval is not None:
        low, high = (100 * x for x in c.win_interval)
        wrapped(
            f"deaths and slopes ranked together: a treated person does better with chance {100 * c.win:.1f} % ({low:.1f} to {high:.1f})"
        )
        if c.win_unknown:
            wrapped(
                f"{100 * c.win_unknown:.1f} % of pairs count as tied there: one left before the other died, who would have died first is not known"
            )
    if c.delta is not None:
        wrapped(f"the benefit is gone if the treated who left did worse by {c.delta:.3g} {unit} a month")
    if p := c.placebo:
        wrapped(
            f"placebo runs: {p.runs}, mean {p.mean:.3g}, SD {p.sd:.3g} (claimed {p.se:.3g}), a benefit claimed in {100 * p.claims:.1f} %"
        )
    if s := c.sources:
        told = ", ".join(
            f"{n} {y:.3g} (se {e:.2g})" for n, y, e in zip(s.names, s.slopes, s.errors, strict=True)
        )
        wrapped(f"sources: {told}; SD between them {s.between_sd:.3g}")
    typer.echo("  false claims of benefit by drift (± largest Monte Carlo error):")
    errors = claim_errors(c)
    for name, points in claim_lines(c).items():
        wrapped(
            f"{name}: "
            + ", ".join(f"{100 * y:.1f} % at {x:g}" for x, y in points)
            + f" (± {100 * errors[name]:.2g})"
        )
    needed = c.concurrent_needed
    wrapped(
        f"concurrent controls that keep a robust prior honest: {needed if needed is not None else f'more than {c.most_concurrent}'}"
    )
