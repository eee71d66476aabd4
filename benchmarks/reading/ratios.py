"""Ratios with their interval: `python -m benchmarks.reading.ratios --data DIR [--half a|b] [--json] [--missed]`.

DIR holds abstracts as text (.txt) or PubMed XML (.xml), in any of its folders.

ratio_recall     of the ratios with an interval that a plain scan finds, the share that the reader gives with the same
                 estimate and bounds (as numbers), in a Result whose quote overlaps
ratio_precision  of the ratios with an interval that the reader gives, the share whose three numbers a person or a scan
                 can see: both bounds printed in the quote, with the estimate between them

The scan shares nothing with the reader: it looks for two bounds after "CI" or "confidence interval" (or in brackets
after the estimate), for the number before them that lies between, and for a ratio's name before that in the sentence.
What it finds was checked by reading a sample: validation/reading/ratios.csv holds the verdicts.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.reading.brat import half_of
from trialwright import read
from trialwright.adapters.concepts import load
from trialwright.model.document import Document
from trialwright.model.result import Reading, Result

RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio")
_NAME = re.compile(
    r"\b[aA]?(?:HR|OR|RR)s?\b|(?i:hazards?[ -]ratio|odds[ -]ratio|risk[ -]ratio|relative[ -]risk|rate[ -]ratio)"
)
_NUMBER = r"\d{1,3}(?:[.·]\d{1,3})?"
_BOUNDS = re.compile(
    rf"(?:CI|[Cc]onfidence [Ii]ntervals?|C\.I\.)\W{{0,3}}(?:CIs?)?\W{{0,6}}(?P<lo>{_NUMBER})\s?(?:-|–|—|‐|‑|to|,|;)\s?(?P<hi>{_NUMBER})(?![\d%])(?!\s?%)"
)
_ESTIMATE = re.compile(rf"(?<![\d.·/<>-]){_NUMBER}(?![\d%]|\s?%|[.·]\d)")


class Ratio(NamedTuple):
    """One ratio that the scan sees. start, end : from its estimate to its upper bound."""

    document: str
    start: int
    end: int
    value: float
    low: float
    high: float


def scan(name: str, text: str) -> Iterator[Ratio]:
    """Ratios with an interval, in order."""
    for match in _BOUNDS.finditer(text):
        low, high = (float(match[g].replace("·", ".")) for g in ("lo", "hi"))
        begin = max(text.rfind(". ", 0, match.start()), match.start() - 160) + 1
        named = _NAME.search(text, begin, match.start())
        if not named or not low < high:
            continue
        level = re.search(r"\d{2}(?:\.\d)?\s?%?[\s-]*$", text[: match.start()])
        stop = level.start() if level else match.start()
        estimates = list(_ESTIMATE.finditer(text, named.end(), stop))
        if (
            estimates
            and low <= float(estimates[-1].group().replace("·", ".")) <= high
            and stop - estimates[-1].end() < 40
        ):
            value = float(estimates[-1].group().replace("·", "."))
            yield Ratio(name, estimates[-1].start(), match.end(), value, low, high)


def found(ratio: Ratio, reading: Reading) -> bool:
    return any(
        r.measure in RATIOS
        and r.value is not None
        and r.low is not None
        and r.high is not None
        and (r.value.value, r.low.value, r.high.value) == (ratio.value, ratio.low, ratio.high)
        and r.quote.start < ratio.end
        and ratio.start < r.quote.end
        for r in reading.results
    )


def sound(result: Result) -> bool:
    """Whether a ratio's three numbers stand in its quote, the estimate between the bounds."""
    if result.value is None or result.low is None or result.high is None:
        return False
    shown = result.quote.exact.replace("·", ".")
    return result.low.value <= result.value.value <= result.high.value and all(
        p.text.strip().lstrip("+") in shown for p in (result.low, result.high)
    )


def documents(folder: Path, half: str = "") -> Iterator[Document]:
    for path in sorted((*folder.rglob("*.txt"), *folder.rglob("*.xml"))):
        if half in ("", half_of(path.stem)):
            yield from read.documents(path.read_bytes(), path.name)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=("", "a", "b"), default="", help="one half of the documents")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--missed", action="store_true", help="print what the scan sees and the reader does not give"
    )
    told = parser.parse_args(argv)
    concepts = load()
    seen = hit = given = right = 0
    for document in documents(told.data, told.half):
        reading = read.read(document, concepts)
        for ratio in scan(document.name, document.text):
            seen += 1
            hit += found(ratio, reading)
            if told.missed and not found(ratio, reading):
                print(
                    document.name,
                    ratio[3:],
                    " ".join(document.text[max(0, ratio.start - 90) : ratio.end + 10].split()),
                )
        ours = [r for r in reading.results if r.measure in RATIOS and r.low is not None]
        given += len(ours)
        right += sum(sound(r) for r in ours)
    if not seen:
        print(f"{told.data}: no ratio with an interval in any .txt or .xml here", file=sys.stderr)
        return 2
    figures = {
        "ratio_recall": hit / seen,
        "ratio_precision": right / max(1, given),
        "ratios": float(seen),
        "given": float(given),
    }
    if told.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}))
    else:
        print(
            f"{seen} ratios with an interval: recall {figures['ratio_recall']:.1%}; {given} given, sound {figures['ratio_precision']:.1%}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
