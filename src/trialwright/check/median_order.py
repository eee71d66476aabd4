"""Does the median lie between its quartiles, and they within the extremes?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.tables import own
from trialwright.model.check import Check
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "median_order"
SOURCE = "Order of quantiles: minimum <= lower quartile <= median <= upper quartile <= maximum"


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        yield from _in_words(reading)
        yield from _quartiles_outside(reading)
    for reading, r in own(readings, "median", "mean"):
        spread = (
            "interquartile" in r.analysis
            or r.analysis == "range"
            or (r.measure == "median" and r.level is None)
        )
        spread = spread or (
            r.measure == "median" and r.level is not None
        )  # an interval of a median holds it as well
        plain = r.value and r.low and r.high and all(x.relation == "=" for x in (r.value, r.low, r.high))
        if spread and plain and not _of_two_units(reading, r):
            yield from _one(reading, r)


# "Median survival was 9.1 months (95% CI, 10.2 to 14.8)", "a median of 14 lesions (range, 2 to 11)"
_NUM = r"\d{1,6}(?:[.·]\d{1,3})?"
_TOLD = re.compile(
    rf"(?i)\bmedians?\b[^.;()\d]{{0,80}}?(?P<v>{_NUM})(?![\d.,]*\d)(?:\s(?!to\b|and\b|versus\b|vs\b)[a-z%/]+){{0,3}}\s?[(\[](?P<k>95\s?%\s?(?:CI|confidence\sinterval)|IQR|inter-?quartile\srange|range)[:,]?\s(?:from\s)?(?P<a>{_NUM})\s?(?:to|–|-)\s?(?P<b>{_NUM})(?:\s[a-z]+)?\s?[)\]]"
)


def _in_words(reading: Reading) -> Iterator[Check]:
    """The same for medians whose limits were not read."""
    text = reading.document.text
    known = [(r.quote.start, r.quote.end) for r in reading.results if r.measure == "median" and r.low]
    for start, end in reading.document.own_spans():
        for match in _TOLD.finditer(text, start, end):
            if any(a < match.end() and match.start("v") < b for a, b in known):
                continue
            value, low, high = (_printed(match[g]) for g in ("v", "a", "b"))
            if not _above(low, high) and (_above(low, value) or _above(value, high)):
                kind = "quartiles" if match["k"][:1].lower() == "i" else "limits"
                yield entry(
                    NAME, reading, [], "impossible", f"Median {shown(value)}, {kind} {shown(low)} to {shown(high)}: the median is not between them.",
                    severity="major", formula=f"{low.value:g} <= {value.value:g} <= {high.value:g}", quote=reading.document.quote(match.start("v"), match.end()),
                )  # fmt: skip


# "IQR 3 to 9, range 4 to 8": both spreads of one number
_BOTH_SPREADS = re.compile(
    rf"(?i)\b(?:IQR|inter-?quartile\srange)[:,]?\s(?:from\s)?(?P<a>{_NUM})\s?(?:to|–|-)\s?(?P<b>{_NUM})(?:\s[a-z]+)?\s?[;,]\s?(?:(?:full|total|overall)\s)?range[:,]?\s(?:from\s)?(?P<c>{_NUM})\s?(?:to|–|-)\s?(?P<d>{_NUM})(?![\d.]*\d|\s?%)"
)


def _quartiles_outside(reading: Reading) -> Iterator[Check]:
    """Quartiles that lie outside the extremes printed behind them."""
    text = reading.document.text
    for start, end in reading.document.own_spans() if "range" in text else ():
        for match in _BOTH_SPREADS.finditer(text, start, end):
            q1, q3, least, most = (_printed(match[g]) for g in "abcd")
            told = f"quartiles {shown(q1)} to {shown(q3)}, range {shown(least)} to {shown(most)}"
            if not _above(q1, q3) and (_above(least, q1) or _above(q3, most)):
                yield entry(
                    NAME, reading, [], "impossible", f"{_capital(told)}: the quartiles are not within the extremes.", severity="major",
                    formula=f"{least.value:g} <= {q1.value:g} <= {q3.value:g} <= {most.value:g}", quote=reading.document.quote(*match.span()),
                )  # fmt: skip


def _printed(text: str) -> Printed:
    plain = text.replace("·", ".")
    return Printed(value=float(plain), decimals=len(plain.partition(".")[2]), text=text)


def _of_two_units(reading: Reading, r: Result) -> bool:
    """ "2 years and 5 months": the number is a part of the value."""
    before = reading.document.text[max(0, r.quote.start - 24) : r.quote.start]
    return (
        re.search(r"(?i)\d\s?(?:years?|months?|weeks?|days?|hours?|h)(?:\s?,|\s(?:and|plus))?\s?$", before)
        is not None
    )


def _one(reading: Reading, r: Result) -> Iterator[Check]:
    assert r.value
    assert r.low
    assert r.high
    kind = (
        "quartiles"
        if "interquartile" in r.analysis
        else "confidence limits"
        if r.level is not None
        else "limits"
    )
    text = f"{r.measure} {shown(r.value)}, {kind} {shown(r.low)} to {shown(r.high)}"
    formula = f"{r.low.value:g} <= {r.value.value:g} <= {r.high.value:g}"
    if _above(r.low, r.high) and r.high.value < 0 and not (_above(r.high, r.value) or _above(r.value, r.low)):
        # "-3 (-1 to -5)": a fall, told from its least to its most.
        yield entry(NAME, reading, [r], "explained", f"{_capital(text)}: in order from the upper to the lower.", severity="note",
            explanation="the limits are printed in reverse order", formula=f"{r.high.value:g} <= {r.value.value:g} <= {r.low.value:g}",
            corrected=f"{shown(r.value)} ({shown(r.high)} to {shown(r.low)})")  # fmt: skip
    elif _above(r.low, r.high):
        yield entry(NAME, reading, [r], "impossible", f"{_capital(text)}: the lower is above the upper.", severity="minor",
            formula=formula, corrected=f"{shown(r.value)} ({shown(r.high)} to {shown(r.low)}), if they were exchanged")  # fmt: skip
    elif r.measure == "mean" and kind == "quartiles":
        return  # a mean may lie outside the quartiles
    elif _above(r.low, r.value) or _above(r.value, r.high):
        yield entry(
            NAME,
            reading,
            [r],
            "impossible",
            f"{_capital(text)}: the {r.measure} is not between them.",
            severity="major",
            formula=formula,
        )
    else:
        yield entry(NAME, reading, [r], "consistent", f"{_capital(text)}: in order.", formula=formula)


def _above(x: Printed, y: Printed) -> bool:
    """Whether the first is above the second however they were rounded: rounding to one number of digits keeps an order."""
    if x.decimals == y.decimals:
        return x.value > y.value
    return x.interval[0] > y.interval[1]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
