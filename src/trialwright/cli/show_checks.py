"""Findings of checks in words, each with its price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from trialwright.cli.show import out_json, wrapped

if TYPE_CHECKING:
    from trialwright.model.check import Check
    from trialwright.model.price import Price


def checks(found: Sequence[Check], prices: Sequence[Price], as_json: bool) -> None:
    """prices : of the findings among the checks; a reason that all have in common is told once."""
    if as_json:
        return out_json({"checks": found, "prices": prices})
    shared = {p.why for p in prices if not p.pool}
    common = next(iter(shared)) if len(shared) == 1 and not any(p.pool for p in prices) else ""
    for check in found:
        _check(check)
        if not common:
            for price in prices:
                if price.check == check.id:
                    _price(price)
    counts = {v: sum(c.verdict == v for c in found) for v in dict.fromkeys(c.verdict for c in found)}
    typer.echo(
        f"\n{len(found)} checks: " + (", ".join(f"{n} {v}" for v, n in counts.items()) or "nothing to check")
    )
    if common:
        wrapped(f"No finding has a price. {common}", "")


def _check(check: Check) -> None:
    typer.echo(
        f"\n{check.verdict}{f' by {check.explanation}' if check.explanation else ''}  [{check.name}]  {check.trial}"
    )
    wrapped(check.finding)
    if check.corrected:
        wrapped(f"should read: {check.corrected}")
    wrapped(f"«{check.quote.exact}»")


def _price(price: Price) -> None:
    from trialwright.report.prices import side

    if not price.known:
        return wrapped(f"no price{f' in {price.pool}' if price.pool else ''}: {price.why}")
    wrapped(f"price in the pool {price.pool}:" + (" the conclusion turns" if price.turns else ""))
    for name, one in (("as printed", price.printed), ("as corrected", price.corrected)):
        if one is not None:
            shown = side(one)
            mark = " (the plan's pool)" if price.stands in (name, "either way") else ""
            told = "" if shown.told == name else f"; {shown.told}"
            wrapped(f"{name}{mark}: {shown.effect}; next trial: {shown.size}{told}", "    ")
    if price.why:
        wrapped(price.why, "    ")
