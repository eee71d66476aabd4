"""What each finding is worth: a row for each pool that it is about, and in words why others have no price."""

from __future__ import annotations

from typing import NamedTuple

from trialwright.model.check import Check
from trialwright.model.findings import Findings
from trialwright.model.pooled import NO_CONTRAST
from trialwright.model.price import Price, Priced
from trialwright.report.evidence import ledger
from trialwright.report.fragility import CONCLUSIONS
from trialwright.report.numbers import exact, percent
from trialwright.report.scales import scale_name, shown
from trialwright.report.tables import Cell, Table


class Side(NamedTuple):
    """One side of a price in words. effect : with its interval. size : of the next trial, or why there is none."""

    effect: str
    effect_id: str
    trials: int
    conclusion: str
    size: str
    size_note: str
    size_id: str
    told: str


class Row(NamedTuple):
    """A finding in one pool."""

    check: Check
    price: Price
    printed: Side | None
    corrected: Side | None


class Unpriced(NamedTuple):
    """Findings without a price, and the one reason."""

    why: str
    pool: str
    checks: list[Check]


def side(of: Priced) -> Side:
    """What a price says of one reading of the figures."""
    p, n = of.pooled, of.next_trial
    centre, ends = shown(p.mean, p.low, p.high, p.scale)
    return Side(
        effect=f"{scale_name(p.scale)} {centre} ({ends})",
        effect_id=p.id,
        trials=len(p.effects),
        conclusion="–" if p.scale in NO_CONTRAST else CONCLUSIONS[of.conclusion],
        size=f"{n.patients:,} patients" if n.patients is not None else f"not sized: {n.why}",
        size_note=n.why if n.patients is not None else "",
        size_id=n.id,
        told=of.told,
    )


def rows(findings: Findings) -> list[Row]:
    """Those with figures: conclusions that turn first, then as the ledger has them."""
    order = {c.id: i for i, c in enumerate(ledger(findings))}
    checks = {c.id: c for c in findings.checks}
    known = sorted((p for p in findings.prices if p.known), key=lambda p: (not p.turns, order[p.check]))
    return [
        Row(checks[p.check], p, *(side(x) if x is not None else None for x in (p.printed, p.corrected)))
        for p in known
    ]


def basis(findings: Findings) -> str:
    """What the sizes rest on: ", 80 % power at a one-sided α of 0.025"; "" without a price."""
    sides = [x.next_trial for p in findings.prices for x in (p.printed, p.corrected) if x]
    return (
        f", {percent(sides[0].power, 0)} power at a one-sided α of {exact(sides[0].alpha)}" if sides else ""
    )


def unpriced(findings: Findings) -> list[Unpriced]:
    """The other findings, those with the same reason together."""
    checks = {c.id: c for c in findings.checks}
    out: dict[tuple[str, str], list[Check]] = {}
    for p in findings.prices:
        if not p.known:
            out.setdefault((p.why, p.pool), []).append(checks[p.check])
    return [Unpriced(why, pool, of) for (why, pool), of in out.items()]


def table(findings: Findings) -> Table:
    """Every price, on the additive scale of its pool; a side without figures is empty."""
    columns = dict.fromkeys(("check", "trial", "finding", "pool", "scale"), "string")
    for name in ("printed", "corrected"):
        columns |= dict.fromkeys((f"{name}_mean", f"{name}_low", f"{name}_high"), "float64")
        columns |= {f"{name}_trials": "int64", f"{name}_next_trial": "int64"}
    columns |= {"stands": "string", "turns": "bool", "why": "string", "node": "string"}
    checks = {c.id: c for c in findings.checks}
    made = [_cells(p, checks[p.check]) for p in findings.prices]
    return Table("prices", columns, made)  # type: ignore[arg-type]


def _cells(p: Price, check: Check) -> tuple[Cell, ...]:
    sides: list[Cell] = []
    for one in (p.printed, p.corrected):
        of = one.pooled if one else None
        sides += [of.mean, of.low, of.high] if of else [None] * 3
        sides += [len(of.effects), one.next_trial.patients] if of and one else [None] * 2
    scale = next((x.pooled.scale for x in (p.printed, p.corrected) if x), "")
    said = "; ".join(x for x in (p.why, *(x.next_trial.why for x in (p.printed, p.corrected) if x)) if x)
    return (
        check.name,
        check.trial,
        check.finding,
        p.pool,
        scale,
        *sides,
        p.stands or "",
        p.turns,
        said,
        p.id,
    )
