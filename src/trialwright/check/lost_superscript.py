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
    r"(?P<m>\d{1,3}(?:[.,·]\d{1,3})?)\s?[×xX*]\s?10(?P<e>[3-9]|1[0-2])(?P<gap>\s?)(?P<unit>/\s?(?:L|l|ml|mL|µL|μL|kg|mm3)|IU\b|U\b|I\.U\.|cells?\b|copies\b|CFU\b|cfu\b|pfu\b|PFU\b|vg\b|vp\b|bacteria\b|organisms\b|spores\b|particles\b|colony|plaque|genome|viral\b|units?\b|per\b|viable\b|lymphocytes\b|platelets\b|leu[ck]ocytes\b|neutrophils\b)"
)
# The same without a factor: "109/L", "> 106 copies/ml" may be a number; before a count's unit it is a power.
_BARE = re.compile(
    r"(?<![\d.,×x*])(?P<m>\d{1,4}(?:\.\d{1,2})?)\s10(?P<e>9|12|6)(?P<gap>\s?)(?P<unit>/\s?[lL]\b)"
)
# Nobody is given a hundred and nine live bacteria, and no copy comes in tenths, but as a mean: the power itself, without a factor.
_ALONE = re.compile(
    r"(?<![\d.,×x*/])(?P<m>)10(?P<e>[5-9]|1[0-2])(?P<gap>\s?)(?P<unit>(?:CFU|cfu|PFU|pfu)\b|(?:colony|plaque)[- ]forming|(?:live\s|viable\s|probiotic\s)bacteria\b|(?:viral|vector)\s(?:particles|genomes)\b|(?:[\w+-]+\s){0,3}?cells\s?(?:/|per\s)\s?(?:kg|kilogram)\b)"
    r"|(?<![\d.,×x*/])(?P<m2>)10(?P<e2>[2-7]\.\d{1,2})(?P<gap2>\s?)(?P<unit2>(?:RNA\s)?copies\b)"
)
_AVERAGED = re.compile(r"(?i)\b(?:mean|average|averaged)\b(?:[^.;]|\.(?=\d))*$")
# "a viral load below 105 copies": lines are drawn at powers of ten, and at 50 or 400
_LINE = re.compile(
    r"(?i)(?:\b(?:below|above|under|over|than|exceed\w*|at\sleast|at\smost|up\sto)|[<>≤≥])\s?(?P<m>)10(?P<e>[3-8])(?P<gap>\s?)(?P<unit>(?:(?:HIV\s|viral\s)?(?:RNA\s|DNA\s)?copies)\b)"
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
        # A page that tells of no design, arm or result: who may take part is read by the criteria's own grammar, which knows of it.
        criteria = reading.trial.criteria if reading.trial is not None and about is None else ()
        for start, end in reading.document.own_spans():
            for pattern in (_PLAIN, _BARE, _ALONE, _LINE):
                for match in pattern.finditer(text, start, end):
                    if not any(c.quote.start <= match.start() < c.quote.end for c in criteria):
                        yield from _one(reading, about, match)


def _one(reading: Reading, about: Node | None, match: re.Match[str]) -> Iterator[Check]:
    told = {k.rstrip("2"): v for k, v in match.groupdict().items() if v is not None}
    factor, exponent, unit = told["m"], float(told["e"]), told["unit"]
    raised = _TO.get(told["e"]) or "".join(_TO.get(c, _SIGNS.get(c, c)) for c in told["e"])
    times, plain = (f"{factor} × ", f"{factor} x ") if factor else ("", "")
    sure = match.re is not _LINE and not (
        told["unit"].endswith("copies")
        and _AVERAGED.search(match.string, max(0, match.start() - 120), match.start())
    )
    yield entry(
        NAME, reading, [about] if about is not None else [], "explained" if sure else "not checkable",  # type: ignore[list-item]
        f"“{match.group()}” is {times}10^{told['e']} {unit.strip()}: the superscript was lost." if sure
        else f"“{match.group()}” may be 10^{told['e']} {unit.strip()}: {'lines are drawn at' if match.re is _LINE else 'such means are told as'} powers of ten.",
        explanation="a power of ten lost its superscript" if sure else "a power of ten may have lost its superscript", severity="minor",
        corrected=f"{times}10{raised}{told['gap']}{unit}" + ("" if sure else ", if the superscript was lost"), recomputed={"exponent": exponent},
        formula=f"{plain}10^{told['e']}, not {plain}10{told['e']}", quote=reading.document.quote(*match.span()),
    )  # fmt: skip


_SIGNS = {"0": "⁰", "1": "¹", "2": "²", ".": "·"}
