"""Whether people of the arms were lost before a result was measured: then those who were randomised are not those measured."""

from __future__ import annotations

from collections.abc import Mapping

from trialwright.read.comparison.arm_words import COMPARED, TRIED, Arms
from trialwright.read.comparison.cells import Number
from trialwright.read.comparison.measured_sizes import ALL_ANALYSED, COMPLETED, KEPT, SEEN
from trialwright.read.comparison.moments import Moment, moment
from trialwright.read.comparison.table_parts import Table
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.patterns import Pattern

_AT_START = Pattern(r"(?i)\b(?:baseline|characteristics|demographics?)\b")
_DEALT = Pattern(r"(?i)\b(?:assign|allocat|randomi[sz])")
_TOTAL = Pattern(r"(?<![\w./-])(?P<c>\d{1,5})\s?(?:/|(?:out\s)?of)\s?(?:the\s)?(?P<t>\d{1,5})(?![\w/%]|\.\d)")
_LEFT = Pattern(
    rf"(?i)(?<![\w.,/=-])(?!(?:zero|0)\b){COUNT}(?:\s?%|\sper ?cent)?\b[^.;]{{0,70}}?\b(?:lost to follow|dropped out|drop-?outs|withdrew|(?:was|were) withdrawn|did not (?:complete|return|attend|come)|left (?:the )?(?:study|trial)"
    r"|discontinued the (?:study|trial)|moved away|could not be (?:reached|assessed|contacted|examined)|(?:was|were) not (?:seen|examined|assessed|measured)|(?:was|were) excluded from (?:the |all )?(?:final )?analys[ei]s)\b"
    rf"|\b(?:loss(?:es)? to follow-?up|attrition|drop-?outs?|withdrawals|missing (?:for|in|of|from))\b[^.;]{{0,70}}?(?<![\w.,/=-])(?!(?:zero|0)\b){COUNT}\b"
)
_TAKEN = Pattern(
    r"(?i)\b(?:were|was|could be)\s(?:\w+\s)?(?:seen|examined|assessed|followed|available|evaluated|measured|analy[sz]ed)\b(?!\sin\b)|\b(?:attended|returned|remained|completed)\b"
)
# "Follow-up at 9 months was 86% (71 of 83)"
_KEPT_SHARE = Pattern(
    r"(?i)\b(?:retention|follow-up|response|attendance)\b[^.;(]{0,40}?\b(?:was|were)\b|\bcame back\b"
)
_ANALYSED = Pattern(r"(?i)\b(?:were analy[sz]ed|were included in (?:the )?(?:final )?analys[ei]s)\b")
_SIZE = Pattern(r"(?<![\w.,/%-])\d{1,5}(?![\w/%]|[.,]\d)")
_BEHIND = 80  # characters
_NUMBER = Pattern(r"(?<![\w.,/=(%-])\d{1,5}(?![\w/%,]|\.\d)")
_NOBODY = Pattern(r"(?i)\b(?:no|none|nobody|never|neither)\b")
_HALF = 0.5  # of an arm: fewer are a part of the people
Sizes = Mapping[str, Number]  # arm → its size


def values(sizes: Sizes) -> tuple[float, float]:
    return sizes[TRIED].value, sizes[COMPARED].value


def are_fewer(some: tuple[float, float], known: tuple[float, float]) -> bool:
    """Whether two sizes are of most of both arms, and of less than all of them."""
    return some != known and all(_HALF * n <= k <= n for k, n in zip(some, known, strict=True))


def is_at_start(table: Table) -> bool:
    """Whether a table says that it is of the people as they were at the start."""
    when = moment(table.caption)
    return when.days < 0 if when else bool(_AT_START.search(table.caption))


def some_left(
    arms: Arms,
    known: Sizes,
    seen: list[tuple[Moment, dict[str, Number]]],
    when: Moment | None,
    note: str = "",
) -> bool:
    """Whether the known sizes are of the start and fewer were there when a mean was measured: fewer were seen at an earlier
    time, counts are out of fewer, or a sentence says that some were lost, and none that all were analysed. note : the words under the table of the mean."""
    if set(known) != {TRIED, COMPARED}:
        return False
    if when is not None and when.named and _seen_before(seen, known, when):
        return True
    if (
        ALL_ANALYSED.search(arms.document.text)
        or _are_analysed(arms, known)
        or not _are_of_start(arms, known[TRIED].quote.start)
    ):
        return False
    if bool(note) and is_left(note):
        return True
    return _counted_of_fewer(arms, known) or (when is not None and _lost(arms, when))


def _are_analysed(arms: Arms, known: Sizes) -> bool:
    """Whether a sentence says of just so many that they were analysed: "313 were analysed (158 early, 155 late)"."""
    told = sorted(f"{n:g}" for n in values(known))
    for sentence in arms.sentences:
        match = _ANALYSED.search(sentence.text)
        behind = sentence.text[match.end() : match.end() + _BEHIND] if match else ""
        if match and sorted(m.group() for m in _SIZE.finditer(behind)) == told:
            return True
    return False


def _seen_before(seen: list[tuple[Moment, dict[str, Number]]], known: Sizes, when: Moment) -> bool:
    return any(
        0 < told.days <= when.days and set(sizes) == set(known) and are_fewer(values(sizes), values(known))
        for told, sizes in seen
    )


def _are_of_start(arms: Arms, at: int) -> bool:
    """Whether what is printed at a place of the text is a size in a table of the start, and in no later one, or in a sentence
    that does not speak of those who completed or were seen."""
    for sentence in arms.sentences:
        if sentence.start <= at < sentence.start + len(sentence.text):
            done = COMPLETED.search(sentence.text) or SEEN.search(sentence.text)
            return bool(_DEALT.search(sentence.text)) or not done
    heads = [(c, is_at_start(t)) for t in arms.tables for c in t.columns if c.n and c.place]
    own = [c for c, early in heads if early and c.place and c.place[0] <= at < c.place[1]]
    return bool(own) and not any(c.n == own[0].n and not early for c, early in heads)


def _counted_of_fewer(arms: Arms, known: Sizes) -> bool:
    """Whether two counts of one sentence are out of fewer than the known ("17 of 61 and 20 of 58"), or so many were kept of
    arms whose order is not told."""
    for sentence in arms.sentences:
        kept = KEPT.search(sentence.text)
        totals = [float(m["t"]) for m in _TOTAL.finditer(sentence.text)]
        totals = [float(whole(kept["a"])), float(whole(kept["b"]))] if kept else totals
        if len(totals) == 2 and any(are_fewer((a, b), values(known)) for a, b in (totals, totals[::-1])):
            return True
        if _taken_of_all(sentence.text, known):
            return True
    return False


def _taken_of_all(text: str, known: Sizes) -> bool:
    """Whether a sentence says that fewer than all were measured: "71 of 83 and 68 of 81 were seen", or "of the 164, 139"."""
    taken, share = _TAKEN.search(text), _KEPT_SHARE.search(text)
    found = list(_TOTAL.finditer(text))
    if not (taken or share):
        return False
    before = [m for m in found if share or (taken and m.start() < taken.start())]
    if before and sorted(float(m["t"]) for m in found) == sorted(values(known)):
        counts = [float(m["c"]) / float(m["t"]) for m in found]
        return all(_HALF <= x <= 1 for x in counts) and min(counts) < 1
    whole_of = sum(values(known))
    told = [float(m.group()) for m in _NUMBER.finditer(text[: taken.start()])] if taken else []
    return whole_of in told and any(_HALF * whole_of <= n < whole_of for n in told)


def _lost(arms: Arms, when: Moment) -> bool:
    """Whether a sentence says of some people that they left, and not that they did so later than a time."""
    for sentence in arms.sentences:
        if is_left(sentence.text):
            told = moment(sentence.text)
            if told is None or not told.named or not when.named or told.days <= when.days:
                return True
    return False


def is_left(text: str) -> bool:
    """Whether words say of a number of people that they left or were not measured."""
    return any(not _NOBODY.search(m.group()) for m in _LEFT.finditer(text))
