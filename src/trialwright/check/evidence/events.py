"""The events of two arms that a hazard ratio is of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialwright.check.evidence.exposed import Count, arm_size
from trialwright.check.evidence.outcome_names import outcome_words
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import crosses_sentence, table_for
from trialwright.model.labels import same, words
from trialwright.model.result import Reading, Result
from trialwright.model.trial import Arm, Stated

# From the last of the counts to the ratio: the rest of their clause, then a bracket or comma that opens the ratio's.
_BEHIND = re.compile(
    r"(?i)[)\]%]?(?:[^.;:()\[\]\d]|\d{1,3}(?=[ -](?:hours?|days?|weeks?|months?|years?|mg|g)\b)){0,70}?[)\]]?(?:\s?[(\[]\s?|[,;:]\s(?:with\san?\s|the\s|for\san?\s|an?\s|corresponding\sto\san?\s)?)(?:[a-z-]+\s)?"
)
# "(n = 80; hazard ratio", "(n = 80), hazard ratio": the size of the arm before the ratio
_SIZES = re.compile(r"\s?\(n\s?=\s?\d{1,3}(?:,?\d{3})?\s?(?P<end>\)|[;,]\s)")


def _opening(size: re.Match[str]) -> str:
    return "" if size["end"] == ")" else " ("


# "6 died on A and 9 on B. The hazard ratio was": the ratio opens the next sentence, and names no outcome of its own
_OPENS = re.compile(
    r"(?i)(?:the|this\s(?:gave|corresponds?|corresponded)\s(?:to\s)?an?)\s(?:corresponding\s|unadjusted\s)?"
)
_NEXT = re.compile(
    r"(?i)[)\]%]?(?:[^.;:()\[\]\d]|\d{1,3}(?=[ -](?:hours?|days?|weeks?|months?|years?|mg|g)\b)){0,70}?[)\]]?\.\s"
)
_OF_TIME = re.compile(
    r"(?i)\b(?:time\sto|survival|median|mean|but|whereas|while|although|per[- ]protocol|subgroup|among|secondary)\b"
)
# Words that tell no events from others: all are of any cause where none is named.
_EMPTY = frozenset({"cause", "had", "overall"})


@dataclass(frozen=True)
class Events:
    """counts : (events, patients) of the first arm, then of the second. placed : whether the ratio is known to be of the first
    to the second. sources : what tells the patients where no total is printed beside the events."""

    first: Result
    second: Result
    counts: tuple[int, int, int, int]
    placed: bool
    sources: tuple[Result | Arm | Stated, ...] = ()

    @property
    def words(self) -> str:
        return "{}/{} v {}/{}".format(*self.counts)

    @property
    def outcome(self) -> str:
        return self.first.endpoint or self.second.endpoint or "the event"


def events_for(reading: Reading, ratio: Result) -> Events | None:
    """Counts of the very outcome of a hazard ratio: under the same name, or those that it stands right behind. None where that
    is not plain, for a trial counts many things beside its hazard ratio."""
    table = table_for(reading, ratio)
    if table is not None and words(ratio.endpoint) and words(ratio.endpoint) == words(table.first.endpoint):
        return Events(table.first, table.second, table.counts, True)
    return _just_before(reading, ratio)


def _just_before(reading: Reading, ratio: Result) -> Events | None:
    start, _ = sentence_of(reading, ratio)
    opens = _opened(reading, start, ratio)
    start = opens if opens is not None else start
    before = [
        r for r in reading.results
        if start <= r.quote.start and r.quote.end <= ratio.quote.start and r.measure not in ("size", "median")
    ]  # fmt: skip
    if len(before) < 2 or any(r.measure != "proportion" or r.count is None for r in before[-2:]):
        return None
    first, second = before[-2:]
    text = reading.document.text
    if (
        crosses_sentence(reading, first, second if opens is not None else ratio)
        or not _is_behind(text, second, ratio, opens is not None)
        or _OF_TIME.search(text[first.quote.end : ratio.quote.start])
        or not _of_one_outcome(text[start : ratio.quote.start], first, second, ratio)
    ):
        return None
    return _events(reading, first, second, ratio)


def _opened(reading: Reading, start: int, ratio: Result) -> int | None:
    """Where the sentence before begins, if a ratio without an outcome's name opens its own."""
    text = reading.document.text
    if words(ratio.endpoint) or not _OPENS.fullmatch(text, start, ratio.quote.start):
        return None
    last = [r for r in reading.results if r.quote.end < start and r.measure == "proportion"]
    return sentence_of(reading, last[-1])[0] if last else None


def _is_behind(text: str, second: Result, ratio: Result, opens: bool) -> bool:
    if not opens:
        return _BEHIND.fullmatch(_SIZES.sub(_opening, text[second.quote.end : ratio.quote.start])) is not None
    stop = _NEXT.match(text, second.quote.end)
    return stop is not None and _OPENS.fullmatch(text, stop.end(), ratio.quote.start) is not None


def _of_one_outcome(before: str, first: Result, second: Result, ratio: Result) -> bool:
    """Whether no two of them are called by names that differ, and the ratio's name, where only it has one, stands before it."""
    alike = words(first.time) == words(second.time) and first.subgroup == second.subgroup == ratio.subgroup
    names = {_plain(r.endpoint) for r in (first, second, ratio)} - {frozenset()}
    if len(names) > 1 or not alike:
        return False
    own = _plain(ratio.endpoint)
    return not own or bool(_plain(first.endpoint)) or own <= _plain(before)


def _plain(text: str) -> frozenset[str]:
    """Its words that tell an outcome from another, and its numbers: of a grade, or of a time."""
    return (outcome_words(text) | {w for w in words(text) if w.isdigit()}) - _EMPTY


def _events(reading: Reading, first: Result, second: Result, ratio: Result) -> Events | None:
    if bool(words(first.arm)) != bool(words(second.arm)) or same(first.arm, second.arm):
        return None
    if words(ratio.arm) and same(ratio.arm, second.arm):
        first, second = second, first
    sizes = [Count(r.total, r) if r.total else arm_size(reading, r.arm) for r in (first, second)]
    a, b = sizes
    if a is None or b is None or a.at_most or b.at_most:
        return None
    x1, x2 = first.count or 0, second.count or 0
    if x1 > a.n or x2 > b.n:
        return None
    sources = tuple(s.source for s, r in ((a, first), (b, second)) if s.source is not r)
    placed = bool(words(ratio.arm)) and same(ratio.arm, first.arm)
    return Events(first, second, (x1, a.n, x2, b.n), placed, sources)
