"""Is a printed p no probability?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from trialwright.check.evidence.ledger import entry
from trialwright.model.check import Check
from trialwright.model.result import Reading

NAME = "p_above_one"
SOURCE = "A probability lies in 0 to 1: Kolmogorov 1933, Grundbegriffe der Wahrscheinlichkeitsrechnung"

_P = re.compile(
    r"(?<![\w-])[Pp](?:[- ]values?)?\s?=\s?(?P<p>\d{1,3}\.\d{2,5})(?![\d%]|\s?[eE][-–−+]?\d|\s?[×xX*·]\s?10)"
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for match in _P.finditer(reading.document.text):
            if float(match["p"]) > 1 and reading.results:
                nearest = min(reading.results, key=lambda r: abs(r.quote.start - match.start()))
                yield entry(
                    NAME, reading, [nearest], "impossible", f"“{match.group()}” is above 1: no probability is.", severity="minor",
                    formula=f"{match['p']} > 1", quote=reading.document.quote(*match.span()),
                )  # fmt: skip
