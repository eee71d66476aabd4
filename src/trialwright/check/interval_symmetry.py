"""Does the estimate lie inside its interval, and midway on its scale?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, figure, shown
from trialwright.check.evidence.tables import CONTRASTS, RATIOS
from trialwright.check.evidence.told_intervals import of_words, told_intervals
from trialwright.model.check import Check, Restated
from trialwright.model.result import Reading, Result

NAME = "interval_symmetry"
SOURCE = "A Wald interval is symmetric about its estimate, for ratios on the log scale: Cochrane Handbook 6.3"

Range = tuple[float, float]

# Profile-likelihood, exact and bootstrap intervals lean by this share of the half-width and little more.
USUAL_LEAN = 0.25


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for r in reading.results:
            if _is_interval(r):
                yield from _one(reading, r)
        for told in told_intervals(reading):
            yield from map(of_words, _one(reading, told))
        yield from _negative_limits(reading)


_SIGNLESS, _SIGN = r"\d{1,3}(?:[.·]\d{1,4})?", r"[-−\u2011]"
# "odds ratio for death 0.82 (95% CI -0.12 to 1.66)", which is read as no ratio
_NEGATIVE = re.compile(
    rf"(?i)(?:\b(?:hazards?|odds|risk|rate)[- ]ratio|\brelative\srisk|(?-i:\b[aA]?I?(?:HR|OR|RR)\b))[^.;\d]{{0,60}}?(?<![\d.·-])(?P<v>{_SIGNLESS})\s?[(\[,;]\s?"
    rf"9\d(?:\.\d)?\s?%\s?-?\s?(?:CI|confidence\sinterval)[:,=]?\s(?P<low>{_SIGN}{_SIGNLESS})\s?(?:to|,|;)\s?(?P<high>{_SIGN}?{_SIGNLESS})"
)
_LOGARITHM = re.compile(r"(?i)\b(?:log|ln|logarithm\w*|beta|coefficients?|β)\b")


def _negative_limits(reading: Reading) -> Iterator[Check]:
    """Ratios whose limits no ratio can have, and that are read as nothing for that reason."""
    text = reading.document.text
    for start, end in reading.document.own_spans() if "%" in text else ():
        for m in _NEGATIVE.finditer(text, start, end):
            if _LOGARITHM.search(text, max(start, m.start() - 30), m.end()):
                continue
            printed = f"{m['v']} ({m['low']} to {m['high']})"
            yield entry(
                NAME, reading, [], "impossible", f"{printed}: a ratio cannot be negative.", severity="major", formula=printed,
                quote=reading.document.quote(*m.span()),
            )  # fmt: skip


def _is_interval(r: Result) -> bool:
    """Confidence limits, and not quartiles or extremes, which the same fields may hold."""
    if r.value is None or r.low is None or r.high is None:
        return False
    plain = all(x.relation == "=" for x in (r.value, r.low, r.high))
    return plain and (r.level is not None or r.measure in CONTRASTS)


def _one(reading: Reading, r: Result) -> Iterator[Check]:
    assert r.value is not None
    assert r.low is not None
    assert r.high is not None
    text = f"{shown(r.value)} ({shown(r.low)} to {shown(r.high)})"
    if r.low.value > r.high.value and r.high.interval[0] <= r.value.value <= r.low.interval[1]:
        yield entry(
            NAME, reading, [r], "explained", f"{text}: the larger limit is printed first.",
            explanation="the limits are in reverse order, or have lost their minus signs", severity="minor",
            corrected=f"{shown(r.value)} ({shown(r.high)} to {shown(r.low)})", formula=text,
            restated=[Restated(result=r.id, figures={"low": r.high.value, "high": r.low.value})],
        )  # fmt: skip
        return
    wrong = _wrong(r)
    if wrong:
        yield entry(NAME, reading, [r], "impossible", f"{text}: {wrong}.", severity="major", formula=text)
        return
    if r.measure not in CONTRASTS:
        return
    ratio = r.measure in RATIOS
    estimate, low, high = (_range(x.interval, ratio) for x in (r.value, r.low, r.high))
    scale = "log scale" if ratio else "scale"
    middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)
    middle_shown = f"{figure(_back(middle[0], ratio))} to {figure(_back(middle[1], ratio))}"
    formula = f"middle of the limits on the {scale}: {middle_shown}; printed {shown(r.value)}"
    if estimate[0] <= middle[1] and middle[0] <= estimate[1]:
        yield entry(
            NAME, reading, [r], "consistent", f"{text}: the estimate is midway between its limits on the {scale}.",
            formula=formula,
        )  # fmt: skip
    else:
        yield _leaning(reading, r, text, formula, _lean(estimate, low, high), ratio)


def _wrong(r: Result) -> str:
    """What no interval can be, or ""; judged on what rounding leaves open."""
    assert r.value is not None
    assert r.low is not None
    assert r.high is not None
    if r.level is not None and not 0 < r.level < 100:
        return f"a level of {r.level:g} % does not exist"
    if r.low.interval[0] > r.high.interval[1]:
        return "the lower limit is above the upper limit"
    if r.value.interval[1] < r.low.interval[0] or r.value.interval[0] > r.high.interval[1]:
        return "the estimate lies outside its interval"
    if r.measure in RATIOS and (r.low.value < 0 or r.value.interval[1] <= 0):
        return "a ratio cannot be negative"
    return ""


def _leaning(reading: Reading, r: Result, text: str, formula: str, lean: float, ratio: bool) -> Check:
    facts: dict[str, float | str] = {"lean": lean}
    side = "upper" if lean > 0 else "lower"
    off = f"{abs(lean):.0%} of the half-width towards the {side} limit"
    if ratio and _midway_plain(r):
        return entry(
            NAME, reading, [r], "explained", f"{text}: midway on the plain scale, not on the log scale.",
            explanation="the interval is symmetric on the plain scale, as some bootstrap and delta-method intervals are",
            recomputed=facts, severity="note", formula=formula,
        )  # fmt: skip
    if abs(lean) <= USUAL_LEAN:
        return entry(
            NAME, reading, [r], "explained", f"{text}: the estimate is off the middle by {off}.",
            explanation="a profile-likelihood, exact, score or bootstrap interval leans by this much",
            recomputed=facts, severity="note", formula=formula,
        )  # fmt: skip
    return entry(
        NAME, reading, [r], "not checkable",
        f"{text}: the estimate is off the middle by {off}, more than exact intervals usually are; a misprint would do this.",
        recomputed=facts, severity="minor", formula=formula,
    )  # fmt: skip


def _midway_plain(r: Result) -> bool:
    assert r.value is not None
    assert r.low is not None
    assert r.high is not None
    low, high = (r.low.interval[0] + r.high.interval[0]) / 2, (r.low.interval[1] + r.high.interval[1]) / 2
    return r.value.interval[0] <= high and low <= r.value.interval[1]


def _lean(estimate: Range, low: Range, high: Range) -> float:
    """Signed distance of the estimate from the middle, in half-widths, after the most helpful rounding."""
    half = (high[1] - low[0]) / 2
    middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)
    if not math.isfinite(half) or half <= 0:
        return 0.0
    return (estimate[0] - middle[1] if estimate[0] > middle[1] else estimate[1] - middle[0]) / half


def _range(interval: Range, ratio: bool) -> Range:
    """The interval on the scale where Wald limits are symmetric; a ratio that may be 0 reaches -inf."""
    if not ratio:
        return interval
    low, high = (math.log(x) if x > 0 else -math.inf for x in interval)
    return low, high


def _back(x: float, ratio: bool) -> float:
    return math.exp(x) if ratio else x
