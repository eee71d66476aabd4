"""Outcomes of contrasts that are told in a list: "the odds ratios for cough and fever were 0.3 and 0.6, respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.model.result import Result
from trialwright.read.patterns import Text

_PARTED = re.compile(r"(?i),\s(?:and\s)?|\sand\s")


def of_their_own(text: Text, found: Sequence[Result]) -> list[Result]:
    """The contrasts of one list, each with its own outcome where the sentence says "respectively" of as many outcomes; of a list of
    differences of other outcomes the first alone, as differences of two outcomes are of two scales."""
    if len(found) < 2 or "espectively" not in text:
        return list(found)
    parts = [part.strip() for part in _PARTED.split(found[0].endpoint) if part.strip()]
    if len(parts) == len(found):
        return [r.model_copy(update={"endpoint": part}) for r, part in zip(found, parts, strict=True)]
    return list(found) if found[0].measure != "difference" else list(found[:1])
