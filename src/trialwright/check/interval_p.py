"""Do the printed interval and the printed p tell the same story?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trialwright.check.evidence import p_tests
from trialwright.check.evidence.ledger import entry, is_least, listed, p_between, p_bounds, shown
from trialwright.check.evidence.margins import speaks_of_margin
from trialwright.check.evidence.said_tests import correction_said, is_said_one_sided
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import CONTRASTS, RATIOS, Table, arm_sizes, p_for, table_for
from trialwright.check.evidence.told_intervals import of_words, told_intervals
from trialwright.kernels.intervals import p_range, two_sided_p, z_value
from trialwright.model.check import Check
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "interval_p"
SOURCE = (
    "p from a confidence interval: Altman & Bland 2011, BMJ 343:d2304, with the range that rounding leaves"
)

# Distances between the z of the interval and the z of the p. Tests of one hypothesis on the same data
# (log-rank and Cox, Wald and score) are rarely further apart than the first.
USUAL_GAP, LARGE_GAP = 0.3, 0.6
AROUND = 200  # characters in which a word on non-inferiority speaks of this p
USUAL = 95.0  # the level of nearly all intervals
ONE_SIDED = "the p is one-sided"
SAID = "the p is said to be one-sided"
LOG_RANK = "the p is said to be of the log-rank test, not the test that the interval belongs to"
_LOG_RANK = re.compile(r"(?i)\blog-?\s?rank\b")


Range = tuple[float, float]


@dataclass(frozen=True)
class Pair:
    """A contrast with an interval, its p and the p-values its interval allows (smallest, largest)."""

    contrast: Result
    carrier: Result
    p: Printed
    level: float
    implied: Range


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for result in reading.results:
            pair = _pair(reading, result)
            if pair is not None:
                yield _one(reading, pair)
        for told in told_intervals(reading):
            pair = _pair(reading, told) if told.p is not None else None
            if pair is not None:
                yield of_words(_one(reading, pair))


def _pair(reading: Reading, r: Result) -> Pair | None:
    if r.measure not in CONTRASTS or r.value is None or r.low is None or r.high is None:
        return None
    carrier = p_for(reading, r)
    p = None if carrier is None else carrier.p if carrier is r else carrier.value
    figures = _additive(r)
    if carrier is None or p is None or figures is None or r.level is None:
        return None
    return Pair(r, carrier, p, r.level, p_range(*figures, r.level))


def _additive(r: Result) -> tuple[Range, Range, Range] | None:
    """Ranges of estimate, low and high on the scale where zero is no effect, or None."""
    assert r.value is not None
    assert r.low is not None
    assert r.high is not None
    value, low, high = r.value.interval, r.low.interval, r.high.interval
    if any(x.relation != "=" for x in (r.value, r.low, r.high)) or r.low.value >= r.high.value:
        return None
    if value[1] < low[0] or high[1] < value[0]:
        return None  # an estimate outside its interval has no p that goes with both; `interval_symmetry` tells of it
    if r.measure not in RATIOS:
        return value, low, high
    return (_log(value), _log(low), _log(high)) if min(value[0], low[0], high[0]) > 0 else None


def _log(x: Range) -> Range:
    return math.log(x[0]), math.log(x[1])


def _one(reading: Reading, pair: Pair) -> Check:
    printed, (smallest, largest) = p_bounds(pair.p), pair.implied
    table = table_for(reading, pair.contrast)
    if printed[0] <= largest and smallest <= printed[1]:
        return _entry(reading, pair, table, "consistent", "", "none")
    if _against_margin(reading, pair):
        why = "the p may be of a test against a margin, as for non-inferiority"
        return _entry(reading, pair, table, "not checkable", why, "none")
    if said := correction_said(reading, pair.contrast, pair.carrier):
        return _entry(
            reading, pair, table, "not checkable", f"the p may be a corrected one (“{said}”)", "none"
        )
    if _declared(reading, pair) and _is_half(pair):
        return _entry(reading, pair, table, "consistent", SAID, "none")
    if pair.level != USUAL and _fits_at(pair, USUAL):
        return _entry(reading, pair, table, "explained", f"the interval may be of level {USUAL:g} %", "note")
    if is_least(pair.p) and largest < pair.p.value:
        return _entry(
            reading,
            pair,
            table,
            "explained",
            "the least p that is printed stands for anything below it",
            "note",
        )
    why = _explained(reading, pair, table)
    if why:
        # So near the two-sided p, another test of the same hypothesis explains it as well, unless it is half to a tenth.
        half = math.sqrt(max(smallest, 1e-300) * max(largest, 1e-300)) / 2
        plainly = why == ONE_SIDED and (_gap(pair) > USUAL_GAP or abs(pair.p.value / half - 1) <= 0.1)
        return _entry(reading, pair, table, "explained", why, "minor" if plainly else "note")
    gap, conflict = _gap(pair), _conflict(pair)
    if gap > USUAL_GAP and conflict:
        return _entry(reading, pair, table, "impossible", "", "major")
    if gap > LARGE_GAP:
        return _entry(reading, pair, table, "impossible", "", "minor")
    return _entry(
        reading, pair, table, "not checkable", "the p may be of another test than the interval", "note"
    )


def _fits_at(pair: Pair, level: float) -> bool:
    """Whether p and interval would agree if the interval were of another level, of which `interval_level` tells."""
    figures = _additive(pair.contrast)
    if figures is None:
        return False
    low, high = p_range(*figures, level)
    return p_bounds(pair.p)[0] <= high and low <= p_bounds(pair.p)[1]


def _declared(reading: Reading, pair: Pair) -> bool:
    """Whether the words at the p, or those of all tests, say that it is one-sided."""
    if is_said_one_sided(reading, pair.carrier):
        return True
    quotes = (pair.contrast.quote, pair.carrier.quote)
    start, end = min(q.start for q in quotes), max(q.end for q in quotes)
    return _SAID_ONE_SIDED.search(reading.document.text[start : end + 25]) is not None


_SAID_ONE_SIDED = re.compile(r"(?i)\b(?:one|1)[- ](?:sided|tailed)")


def _explained(reading: Reading, pair: Pair, table: Table | None) -> str:
    """The other test that the p comes from, "" where none is found."""
    if table is not None and _LOG_RANK.search(reading.document.text, *sentence_of(reading, pair.carrier)):
        return LOG_RANK if _gap(pair) <= LARGE_GAP else ""
    if table is not None:
        fits = p_tests.that_give(pair.p, p_tests.two_sided(table.counts))
        if fits:
            return f"the p is {listed(fits[:2])}, not the test that the interval belongs to"
    sizes = arm_sizes(reading, pair.contrast, table)
    if pair.contrast.measure == "difference" and sizes is not None:
        figures, df = _additive(pair.contrast), float(sum(sizes) - 2)
        if figures is not None and df > 0:
            low, high = p_range(*figures, pair.level, df)
            if p_bounds(pair.p)[0] <= high and low <= p_bounds(pair.p)[1]:
                return f"Student's t on {df:.0f} degrees of freedom rather than the normal"
    return ONE_SIDED if _is_half(pair) else ""


def _is_half(pair: Pair) -> bool:
    """Whether the p is half of what the interval allows."""
    return p_bounds(pair.p)[0] <= pair.implied[1] / 2 and pair.implied[0] / 2 <= p_bounds(pair.p)[1]


def _against_margin(reading: Reading, pair: Pair) -> bool:
    quote = pair.carrier.quote
    near = reading.document.text[max(0, quote.start - AROUND) : quote.end + AROUND]
    return speaks_of_margin(f"{near} {pair.contrast.analysis}")


def _gap(pair: Pair) -> float:
    """Least distance between the z that the interval allows and the z that the p allows."""
    a, b = sorted(_z(p) for p in pair.implied), sorted(_z(p) for p in p_bounds(pair.p))
    return max(0.0, a[0] - b[1], b[0] - a[1])


def _z(p: float) -> float:
    return z_value(100.0 * (1.0 - p)) if 0 < p < 1 else (0.0 if p >= 1 else math.inf)


def _conflict(pair: Pair) -> bool:
    """Whether one says significant at the interval's own level and the other cannot be."""
    alpha = 1.0 - pair.level / 100.0
    printed = p_bounds(pair.p)
    return (printed[1] < alpha < pair.implied[0]) or (pair.implied[1] < alpha < printed[0])


def _entry(reading: Reading, pair: Pair, table: Table | None, verdict: str, why: str, severity: str) -> Check:
    r, (smallest, largest) = pair.contrast, pair.implied
    interval = f"{shown(r.value)} ({pair.level:g} % CI {shown(r.low)} to {shown(r.high)})"
    allowed = p_between(smallest, largest)
    told = f"p {shown(pair.p)}" if pair.p.relation in ("<", ">", "<=", ">=") else f"p = {shown(pair.p)}"
    agree = "half of which is" if why == SAID else "which agrees with" if verdict == "consistent" else "not"
    also = list((table.first, table.second) if table is not None and "the p is" in why else ())
    return entry(
        NAME, reading, [r] if pair.carrier is r else [r, pair.carrier], verdict,  # type: ignore[arg-type]
        f"{interval} goes with {allowed}, {agree} the printed {told}{', one-sided as it is said' if why == SAID else ''}.",
        explanation="" if why == SAID else why, recomputed={"p smallest": smallest, "p largest": largest}, severity=severity,  # type: ignore[arg-type]
        formula=_formula(pair), also=also,
    )  # fmt: skip


def _formula(pair: Pair) -> str:
    r = pair.contrast
    assert r.value is not None
    assert r.low is not None
    assert r.high is not None
    ratio = r.measure in RATIOS
    y, low, high = (math.log(x.value) if ratio else x.value for x in (r.value, r.low, r.high))
    ln = "ln " if ratio else ""
    z = 2 * z_value(pair.level) * y / (high - low)
    return (
        f"z = {ln}{r.value.value:g} x {2 * z_value(pair.level):.3f} / ({ln}{r.high.value:g} - {ln}{r.low.value:g}) "
        f"= {z:.3f}; p = {two_sided_p(z):.4g}"
    )
