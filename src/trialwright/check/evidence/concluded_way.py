"""A conclusion on the direction of an outcome against the two arms' figures of it: "zinc lowered mortality" where more died on zinc."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.outcome_names import alike
from trialwright.model.check import Check
from trialwright.model.labels import same, words
from trialwright.model.result import Claim, Reading, Result

NAME = "words_and_direction"

_DOES = re.compile(
    r"(?i)\b(?:(?P<down>reduce[sd]?|lower(?:s|ed)|decrease[sd]?|prevent(?:s|ed)|shorten(?:s|ed))|(?P<up>increase[sd]?|raise[sd]|prolong(?:s|ed)))\s"
)
_OTHER = re.compile(
    r"(?i)\b(?:not|no|nor|neither|never|may|might|could|whether|if|than|but|among|with)\b|n't\b"
)
_LOST = re.compile(r"(?i)\b(?:events?|deaths?|died|failures?|relapse[sd]?|progress(?:ed|ions?))\b(?!-)")
_ADJUSTED = re.compile(r"(?i)\badjust|\bregression\b|\bpropensity\b|\bimputation\b")


def concluded_way(reading: Reading) -> Iterator[Check]:
    if _ADJUSTED.search(reading.document.text):
        return
    for claim in reading.claims:
        if claim.kind == "benefit" and words(claim.about) and (found := _pair(reading, claim)) is not None:
            yield _told(reading, claim, *found)
            return


def _pair(reading: Reading, claim: Claim) -> tuple[str, Result, Result] | None:
    """(the verb, the arm's figure, the other's) where the only two figures of the outcome say the opposite."""
    text = claim.quote.exact
    does = list(_DOES.finditer(text))
    if len(does) != 1 or _OTHER.search(text):
        return None
    figures = [r for r in reading.results if r.measure == "proportion" and alike(r.endpoint, claim.about)]
    if len(figures) != 2 or any(r.value is None or not words(r.arm) or r.subgroup for r in figures):
        return None
    if any(_LOST.search(r.endpoint) for r in figures) and not _LOST.search(claim.about):
        return None  # "Progression-free survival, events": those who no longer have it
    a, b = figures
    if same(a.arm, b.arm) or words(a.time) != words(b.time) or words(a.endpoint) != words(b.endpoint):
        return None
    for mine, other in ((a, b), (b, a)):
        before = text[: does[0].start()].casefold()
        if mine.arm.casefold() in before and other.arm.casefold() not in before:
            assert mine.value
            assert other.value
            more, less = (mine, other) if does[0]["down"] else (other, mine)
            assert more.value
            assert less.value
            return (
                (does[0].group().strip(), mine, other)
                if more.value.interval[0] > less.value.interval[1]
                else None
            )
    return None


def _told(reading: Reading, claim: Claim, verb: str, mine: Result, other: Result) -> Check:
    return entry(
        NAME, reading, [claim, mine, other], "not checkable",
        f"{mine.arm} is said to have “{verb}” {claim.about}, of which it has {shown(mine.value)} % and {other.arm} {shown(other.value)} %.",
        explanation="the arms or the numbers were exchanged, or the words are of another time or analysis", severity="major",
        formula=f"{shown(mine.value)} against {shown(other.value)}",
        corrected=f"as printed, {mine.arm} has the {'higher' if mine.value and other.value and mine.value.value > other.value.value else 'lower'} number",
    )  # fmt: skip
