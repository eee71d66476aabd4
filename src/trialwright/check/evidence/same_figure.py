"""Which results of two places are the same figure, where neither place has another that it could be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.check.evidence.outcome_names import alike
from trialwright.check.evidence.sentence import sentence_of
from trialwright.model.document import Block
from trialwright.model.labels import words
from trialwright.model.outcome_times import apart
from trialwright.model.result import Reading, Result

MOST = 400  # results of a place that are looked at
_MEASURES = ("proportion", "hazard_ratio", "risk_ratio", "odds_ratio", "rate_ratio", "risk_difference")
# Figures of other people, or of another analysis
_OTHER = re.compile(
    r"(?i)\bper[- ]protocol|\bas[- ]treated|\bsub-?group|\bsensitivity|\badjust|\binterim\b|\bcomplete[- ]case|\bimput|\bbaseline\b|\blandmark|\bpost[- ]hoc|\bevaluable\b|\bcompleters\b|\bupdated?\b|\bamong\b|\bsafety population|\bcumulative|\bKaplan"
)
_ABSTRACT = re.compile(r"(?i)^\W*(?:abstract|summary|structured abstract)\b")
_BEGINS = re.compile(r"(?i)^\W*(?:\d\.?\s)?introduction\b")


def pairs(
    one: Sequence[Result], other: Sequence[Result], a: Reading, b: Reading
) -> Iterator[tuple[Result, Result]]:
    """(result of `one`, which is of `a`; the same figure of `other`, which is of `b`)."""
    mine, theirs = _by_arm(one), _by_arm(other)
    for key, here in mine.items():
        there = theirs.get(key, [])
        for r in here:
            same_here = [x for x in here if alike(x.endpoint, r.endpoint)]
            same_there = [x for x in there if alike(x.endpoint, r.endpoint)]
            if len(same_here) == len(same_there) == 1 and _comparable(r, same_there[0], a, b):
                yield r, same_there[0]


def _by_arm(results: Sequence[Result]) -> dict[tuple[object, ...], list[Result]]:
    found: dict[tuple[object, ...], list[Result]] = {}
    for r in results[:MOST]:
        if r.measure in _MEASURES and words(r.arm) and words(r.endpoint) and not r.subgroup:
            found.setdefault((r.measure, words(r.arm), words(r.versus)), []).append(r)
    return found


def _comparable(r: Result, other: Result, a: Reading, b: Reading) -> bool:
    here, there = _time(a, r), _time(b, other)
    if r.analysis != other.analysis or bool(here) != bool(there) or apart(here, there) or apart(there, here):
        return False
    return not any(_OTHER.search(x.document.text[slice(*sentence_of(x, y))]) for x, y in ((a, r), (b, other)))


def _time(reading: Reading, r: Result) -> str:
    """The time of a result, else that of the primary outcome whose name it has."""
    ends = reading.trial.endpoints if reading.trial is not None else ()
    return r.time or next(
        (e.time for e in ends if e.role == "primary" and e.time and alike(e.label, r.endpoint)), ""
    )


def abstract_end(reading: Reading) -> int | None:
    """Where the abstract of a whole article ends: at its introduction, or where a heading comes for the second time. None without."""
    inside, seen = False, set[str]()
    for block in reading.document.blocks:
        text = _heading(reading, block)
        if _ABSTRACT.match(text) or _ABSTRACT.match(block.section):
            inside = True
        elif inside and text and (_BEGINS.match(text) or text in seen):
            return block.start
        seen |= {text} if inside and text else set()
    return None


def _heading(reading: Reading, block: Block) -> str:
    return (
        reading.document.text[block.start : block.end].strip().casefold() if block.role == "heading" else ""
    )
