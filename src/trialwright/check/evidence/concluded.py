"""Whether a document concludes that something works."""

from __future__ import annotations

import re

from trialwright.check.evidence.exposed import own_sentences
from trialwright.model.result import Reading

LAST = 2  # sentences
_FIGURES = re.compile(r"(?i)\bp\s?[<>=≤≥]|\bCI\b|\bNCT\d|\bregist|\d\s?%\s?[;,)]|\bn\s?=")
_WORKS = re.compile(
    r"(?i)\b(?:improves|reduces|lowers|raises|increases|prevents|relieves|eases|shortens|prolongs|slows|cures|heals|halves|protects|enhances|alleviates|is (?:an? )?effective)\b"
)
_DENIED = re.compile(
    r"(?i)\b(?:not|no|never|neither|nor|fails?|without|may|might|could|whether|if|before|needs?)\b|n't\b"
)


def benefit_is_concluded(reading: Reading) -> bool:
    """By the claims that were read, else, where none was, by the last sentences, in the present tense and without figures."""
    if any(c.kind == "subgroup" or (c.kind == "benefit" and c.concluded) for c in reading.claims):
        return True
    if any(c.concluded for c in reading.claims):
        return False
    return any(
        _WORKS.search(s) and not _DENIED.search(s) and not _FIGURES.search(s)
        for s in own_sentences(reading)[-LAST:]
    )
