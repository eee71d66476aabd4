"""Is the interval of the level that it is said to be?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, listed, p_bounds, shown
from trialwright.check.evidence.said_tests import is_said_one_sided
from trialwright.check.evidence.tables import CONTRASTS, RATIOS, p_for, table_for
from trialwright.kernels.intervals import p_range, z_value
from trialwright.model.check import Check
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "interval_level"
SOURCE = "The level at which an interval and its p agree: Altman & Bland 2011, BMJ 342:d2090 and 343:d2304"

USUAL = 95.0
NEAR = 0.3  # as near as this are the z of tests of one hypothesis on the same data
FAR = 0.6  # between the z of the interval and the z of the p
LEVELS = (90.0, 95.0, 98.0, 99.0)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for r in reading.results:
            if r.measure in CONTRASTS and r.value and r.low and r.high and r.low.value < r.high.value:
                carrier = p_for(reading, r)
                p = None if carrier is None else carrier.p if carrier is r else carrier.value
                if (
                    p is not None
                    and p.relation == "="
                    and "credible" not in r.analysis
                    and table_for(reading, r) is None
                ):
                    yield from _one(reading, r, carrier or r, p)


def _one(reading: Reading, r: Result, carrier: Result, p: Printed) -> Iterator[Check]:
    if r.level is not None and _fits(r, p, r.level):
        told = (
            f"{shown(r.value)} ({shown(r.low)} to {shown(r.high)}) and p = {shown(p)} agree at {r.level:g} %."
        )
        yield entry(NAME, reading, [r] if carrier is r else [r, carrier], "consistent", told,
            formula=f"p at {r.level:g} %: {_range(r, r.level)}; printed {shown(p)}")  # fmt: skip
        return
    if r.level is not None and is_said_one_sided(reading, carrier):
        return  # half of what a level would give; `interval_p` tells whether it is
    fits = [level for level in LEVELS if _fits(r, p, level)]
    told = f"{shown(r.value)} ({shown(r.low)} to {shown(r.high)}) with p = {shown(p)}"
    formula = f"p at {', '.join(f'{x:g} %: {_range(r, x)}' for x in LEVELS)}; printed {shown(p)}"
    of = [r] if carrier is r else [r, carrier]
    facts: dict[str, float | str] = {"levels that fit": ", ".join(f"{x:g}" for x in fits) or "none"}
    if r.level is None and fits:
        yield entry(
            NAME, reading, of, "not checkable", f"{told}: the level of the interval is not printed; {listed([f'{x:g} %' for x in fits])} would fit.",
            explanation="no level is printed", recomputed=facts, severity="note", formula=formula,
        )  # fmt: skip
    elif r.level is None and not fits and _is_far(r, p):
        yield entry(
            NAME, reading, of, "not checkable", f"{told}: no level is printed, and none from 90 to 99 % would fit.",
            explanation="the p may be of another test, or a number is misprinted", recomputed=facts, severity="minor", formula=formula,
        )  # fmt: skip
    elif r.level is not None and fits and r.level not in fits and len(fits) == 1:
        yield entry(
            NAME, reading, of, "not checkable", f"{told}: at the printed {r.level:g} % they disagree; at {fits[0]:g} % they would agree.",
            explanation=f"the interval may be of level {fits[0]:g} %", recomputed=facts, formula=formula,
            severity="minor" if fits[0] == USUAL and _apart(r, p, r.level) > NEAR else "note",
        )  # fmt: skip


def _is_far(r: Result, p: Printed) -> bool:
    """Whether p and interval disagree at every level by more than tests of one hypothesis do, on the scale of z."""
    zs = [[_z(x) for x in got] for level in LEVELS if (got := _allowed(r, level)) is not None]
    own = [_z(x) for x in p_bounds(p)]
    return bool(zs) and all(min(own) - max(z) > FAR or min(z) - max(own) > FAR for z in zs)


def _apart(r: Result, p: Printed, level: float) -> float:
    """Between the z of the p and that of the interval at a level; 0 where they overlap or there is none."""
    got = _allowed(r, level)
    if got is None:
        return 0.0
    zs, own = [_z(x) for x in got], [_z(x) for x in p_bounds(p)]
    return max(0.0, min(own) - max(zs), min(zs) - max(own))


def _z(p: float) -> float:
    return z_value(100.0 * (1.0 - p)) if 1e-15 < p < 1 else (0.0 if p >= 1 else 8.0)


def _fits(r: Result, p: Printed, level: float) -> bool:
    got = _allowed(r, level)
    return got is not None and p_bounds(p)[0] <= got[1] and got[0] <= p_bounds(p)[1]


def _allowed(r: Result, level: float) -> tuple[float, float] | None:
    assert r.value
    assert r.low
    assert r.high
    parts = [x.interval for x in (r.value, r.low, r.high)]
    if r.measure in RATIOS:
        if min(a for a, _ in parts) <= 0:
            return None
        parts = [(math.log(a), math.log(b)) for a, b in parts]
    return p_range(parts[0], parts[1], parts[2], level)


def _range(r: Result, level: float) -> str:
    got = _allowed(r, level)
    return f"{got[0]:.3g} to {got[1]:.3g}" if got else "none"
