"""Is a printed p no probability?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from trialwright.check.evidence.ledger import entry
from trialwright.model.check import Check
from trialwright.model.result import Reading, Result

NAME = "p_above_one"
SOURCE = "A probability lies in 0 to 1: Kolmogorov 1933, Grundbegriffe der Wahrscheinlichkeitsrechnung"

# "P = 3.02", "p-value = 1.8", "P for interaction = 1.61", "(p = 12)"; a whole number stands in a bracket, or behind "p-value"
_P = re.compile(
    r"(?<![\w-])[Pp](?:[- ]?values?)?(?:[- ]?(?:for|of)[- ](?:the[- ])?(?:interaction|trend|difference|heterogeneity|homogeneity|superiority))?"
    r"\s?(?P<r>[=>])\s?(?P<p>\d{1,3}\.\d{1,5}|\d{1,3}(?=\s?[)\];]))(?![\d%]|\s?[eE][-–−+]?\d|\s?[×xX*·]\s?10|,\d)"
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        text = reading.document.text
        for start, end in reading.document.own_spans():
            for match in _P.finditer(text, start, end):
                if float(match["p"]) > 1 and not _is_exponent(text, match):
                    yield entry(
                        NAME, reading, _nearest(reading, match.start()), "impossible",
                        f"“{match.group()}” is above 1: no probability is.", severity="minor",
                        formula=f"{match['p']} > 1", quote=reading.document.quote(*match.span()),
                    )  # fmt: skip


def _nearest(reading: Reading, at: int) -> list[Result]:
    return sorted(reading.results, key=lambda r: abs(r.quote.start - at))[:1]


_POWER = re.compile(
    r"\s?(?:×|x|X|\*|·)\s?10|\s?(?:kPa|mm\s?Hg|cm|W|mg|µg|μg|mmol|bar|times?|points?|doses?|days?|hours?|patients|adults)\b"
)


def _is_exponent(text: str, match: re.Match[str]) -> bool:
    """Whether the number goes on, or is a pressure, an amount or how often something was had in group P: "P = 2.1 x 10-5", "P = 12.4 kPa"."""
    return _POWER.match(text, match.end()) is not None
