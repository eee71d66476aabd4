"""Has a power of ten lost its superscript: 106 for 10⁶?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.designs import subject
from trialwright.check.evidence.ledger import entry
from trialwright.model.base import Node
from trialwright.model.check import Check
from trialwright.model.result import Reading

NAME = "lost_superscript"
SOURCE = "A factor × 10ⁿ whose exponent was set as plain digits: a mantissa below 10 times 10n has no other reading before these units"

# After "1.5 ×", 103 to 1012 are powers of ten; 100, 101 and 102 could be what they say.
_PLAIN = re.compile(
    r"(?P<m>\d{1,3}(?:[.,·]\d{1,3})?)\s?[×xX*]\s?10(?P<e>[3-9]|1[0-2])(?P<gap>\s?)(?P<unit>/\s?(?:L|l|ml|mL|µL|μL|kg|mm3)|IU\b|U\b|I\.U\.|cells?\b|copies\b|CFU\b|cfu\b|pfu\b|PFU\b|vg\b|units?\b|per\b|viable\b|lymphocytes\b|platelets\b|leu[ck]ocytes\b|neutrophils\b)"
)
# The same without a factor: "109/L", "> 106 copies/ml" may be a number; before a count's unit it is a power.
_BARE = re.compile(
    r"(?<![\d.,×x*])(?P<m>\d{1,4}(?:\.\d{1,2})?)\s10(?P<e>9|12|6)(?P<gap>\s?)(?P<unit>/\s?[lL]\b)"
)
_TO = {
    "3": "³",
    "4": "⁴",
    "5": "⁵",
    "6": "⁶",
    "7": "⁷",
    "8": "⁸",
    "9": "⁹",
    "10": "¹⁰",
    "11": "¹¹",
    "12": "¹²",
}


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        text = reading.document.text
        if "10" not in text:
            continue
        about = subject(reading) or next(iter(reading.results), None)
        if about is not None:
            blocks = [(b.start, b.end) for b in reading.document.own_blocks()] or [(0, len(text))]
            for start, end in blocks:
                for pattern in (_PLAIN, _BARE):
                    for match in pattern.finditer(text, start, end):
                        yield from _one(reading, about, match)


def _one(reading: Reading, about: Node, match: re.Match[str]) -> Iterator[Check]:
    exponent = int(match["e"])
    right = f"{match['m']} × 10{_TO[match['e']]}{match['gap'] or ''}{match['unit']}"
    yield entry(
        NAME, reading, [about], "explained", f"“{match.group()}” is {match['m']} × 10^{exponent} {match['unit'].strip()}: the superscript was lost.",  # type: ignore[list-item]
        explanation="a power of ten lost its superscript", severity="minor", corrected=right, recomputed={"exponent": float(exponent)},
        formula=f"{match['m']} x 10^{exponent}, not {match['m']} x 10{match['e']}", quote=reading.document.quote(*match.span()),
    )  # fmt: skip
