"""Does the printed p follow from the printed statistic and its degrees of freedom?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from trialwright.check.evidence.ledger import entry, p_between, p_bounds, shown
from trialwright.check.evidence.means import overlap
from trialwright.check.evidence.said_tests import correction_said
from trialwright.kernels.printed_statistics import p_of
from trialwright.model.check import Check, Severity
from trialwright.model.result import Reading, Result

NAME = "statistic_p"
SOURCE = "p of t, F, chi-squared, z and r over what rounding leaves open: Nuijten et al. 2016, Behav Res 48:1205 (statcheck)"

_TEST = re.compile(r"(?P<k>t|F|chi2|z|r)(?:\((?P<d1>[\d.]+)(?:, (?P<d2>[\d.]+))?\))?")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for r in reading.results:
            if (
                r.measure == "statistic"
                and r.value is not None
                and r.p is not None
                and r.value.relation == "="
            ):
                yield from _one(reading, r)


def _one(reading: Reading, r: Result) -> Iterator[Check]:
    test = _TEST.fullmatch(r.analysis)
    assert r.value
    assert r.p
    if test is None or (test["k"] != "z" and not test["d1"]):
        return
    kind, df1, df2 = test["k"], float(test["d1"] or "inf"), float(test["d2"] or "inf")
    low, high = _p_range(kind, r, _df_range(test["d1"]), _df_range(test["d2"]))
    if not low <= high:
        yield entry(NAME, reading, [r], "impossible", f"{r.analysis} = {shown(r.value)} is outside what this statistic can be.",
            severity="major", formula=f"{r.analysis} = {r.value.value:g}")  # fmt: skip
        return
    told = f"p {shown(r.p)}" if r.p.relation != "=" else f"p = {shown(r.p)}"
    allowed = p_between(low, high)
    head = f"{r.analysis} = {shown(r.value)} goes with {allowed}"
    facts: dict[str, float | str] = {"p smallest": low, "p largest": high}
    formula = f"p of {r.analysis} = {r.value.value:g}: {p_of(kind, r.value.value, df1, df2):.4g}"
    if overlap(r.p, (low, high)):
        yield entry(
            NAME,
            reading,
            [r],
            "consistent",
            f"{head}, which agrees with the printed {told}.",
            recomputed=facts,
            formula=formula,
        )
    elif (kind in ("t", "z", "r") or df1 == 1) and overlap(r.p, (low / 2, high / 2)):
        yield entry(
            NAME, reading, [r], "explained", f"{head}; the printed {told} is half of that.", explanation="the p-value is one-sided",
            recomputed=facts, formula=formula, severity="major" if p_bounds(r.p)[1] <= 0.05 < low else "minor",
            corrected=f"{allowed} (two-sided)",
        )  # fmt: skip
    elif said := correction_said(reading, r):
        yield entry(NAME, reading, [r], "not checkable", f"{head}, not the printed {told}.", recomputed=facts, formula=formula,
            explanation=f"the p may be a corrected one (“{said}”)")  # fmt: skip
    else:
        crosses = (p_bounds(r.p)[1] <= 0.05 < low) or (high < 0.05 < p_bounds(r.p)[0])
        severity: Severity = "major" if crosses else "minor"
        yield entry(NAME, reading, [r], "impossible", f"{head}, not the printed {told}.", recomputed=facts, formula=formula,
            severity=severity, corrected=f"{allowed}, if the statistic is right")  # fmt: skip


def _df_range(printed: str | None) -> tuple[float, ...]:
    """The ends of what degrees of freedom can have been: whole ones are exact, Welch's and those with corrections are rounded."""
    if not printed:
        return (math.inf,)
    half = 0.5 * 10.0 ** -len(printed.partition(".")[2]) if "." in printed else 0.0
    return (float(printed) - half, float(printed) + half)


def _p_range(kind: str, r: Result, df1: Sequence[float], df2: Sequence[float]) -> tuple[float, float]:
    """Smallest and largest p that the rounded statistic and degrees of freedom leave open; (1, 0) where it cannot exist."""
    assert r.value
    low, high = sorted(abs(x) for x in r.value.interval)
    if r.value.interval[0] <= 0 <= r.value.interval[1]:
        low = 0.0
    if (kind in ("F", "chi2") and r.value.value < 0) or (kind == "r" and low > 1):
        return 1.0, 0.0
    ends = (min(high, 1.0) if kind == "r" else high, low)
    ps = [p_of(kind, x, a, b) for x, a, b in product(ends, df1, df2)]
    return min(ps), max(ps)
