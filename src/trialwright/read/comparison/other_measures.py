"""Figures of another measure than the one that is asked for: a level where a change is, a whole scale where a part of it
is, a part where the whole is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.moments import moment, parted
from trialwright.read.comparison.table_parts import Row, Table
from trialwright.read.comparison.wording import stem
from trialwright.read.patterns import Pattern

# "improvement in" is asked of levels too
_CHANGE_ASKED = Pattern(
    r"(?i)\bchanges?\b|\b(?:fall|drop|rise|gain|decrease|increase|reduction|decline)s?\s(?:in|from)\b|\bloss\sin\b|Δ|\bdelta\b|\bfrom baseline\b"
)
_CHANGE_TOLD = Pattern(
    r"(?i)\b(?:chang|gain|los[st]|fall|fell|drop|ris|rose|increas|decreas|reduc|declin|improv|differ|worsen|deteriorat|lower)\w*|\bdelta\b|Δ|\bfrom baseline\b|\bT\d\s?(?:-{1,2}|–|−)\s?T\d\b"
)
_PART_ASKED = Pattern(r"(?i)\bsub-?(?:scale|score|test|domain)s?\b|\b(?:domain|component|dimension|subset)\b")
_WHOLE = Pattern(r"(?i)\b(?:total|overall|global|full[- ]scale)\b")
_SCALE = Pattern(r"(?<![\w-])[A-Z]{2,}[A-Z0-9-]*(?![\w-])")
_OF_SCALES = {
    stem(w)
    for w in ("score", "scores", "scale", "points", "subscale", "domain", "questionnaire", "mean", "sd", "se", "ci", "baseline", "week",
              "function", "functioning", "component", "summary", "health", "role", "activity", "activities", "item", "items", "version", "index", "level", "value", "change", "reduction", "improvement",
              "group", "arm", "time", "point", "month", "day", "after", "before", "at", "in", "of", "the", "and", "follow-up")
}  # fmt: skip
_ASIDE = Pattern(r"\([^()]*\)")
_MEASURES = Pattern(r"(?i)\b(?:means?|sd|sem?|95 ?% ?ci|n)\b|[±(),;]")
_BESIDE_NAME = Pattern(r"(?i)\b(?:means?|sd|sem?|95 ?% ?ci|n)\b|±|\d+")
_OTHER = 1.5  # of likeness: such figures are not meant, however like the words
_OTHER_PART = 0.3


def other_measure(question: Question, table: Table, row: Row, words: str) -> float:
    """The likeness that the figures of a row lose. words : those at its left, over its columns, and of its time."""
    if (
        _is_level(question, words, table)
        or is_whole_for_part(question, words)
        or _is_other_part(question, table, words)
    ):
        return _OTHER
    others = (" ".join(r.path) for r in table.rows if r is not row)
    return _part_for_whole(question, words, others)


def other_in_words(question: Question, sentence: str, words: str) -> float:
    """The likeness that numbers of a sentence lose. words : those of the sentence that say what they are of."""
    level = _CHANGE_ASKED.search(question.outcome) and not _CHANGE_TOLD.search(sentence)
    return _OTHER if level or is_whole_for_part(question, words) else 0.0


def _is_level(question: Question, words: str, table: Table) -> bool:
    """Whether a change is asked for and a row does not tell one: by its own words, or by the caption's of a table without
    the figures of the start, which would show that the caption's change is to be seen in it."""
    if not _CHANGE_ASKED.search(question.outcome) or _CHANGE_TOLD.search(words):
        return False
    return _is_started(table) or not _CHANGE_TOLD.search(table.caption)


def _is_started(table: Table) -> bool:
    """Whether a table has figures of the start."""
    told = {w for c in table.columns[table.stubs :] for w in c.head}
    told |= {w for row in table.rows for w in (*row.path, row.time)}
    return any((when := moment(w)) is not None and when.days < 0 for w in told if w)


def is_whole_for_part(question: Question, words: str) -> bool:
    """Whether a part of a scale is asked for and words tell the whole of it."""
    asked = question.outcome
    return bool(_PART_ASKED.search(asked) and _WHOLE.search(words)) and not _WHOLE.search(asked)


def _is_other_part(question: Question, table: Table, words: str) -> bool:
    """Whether words name another of the parts that a table has of the scale whose part is asked for, "SF-36 vitality" where the
    role part of the SF-36 is; or none of them, and no more than half of what is asked for ("Sleep duration")."""
    told = [x for row in table.rows for x in row.path] + [x for c in table.columns for x in c.head]
    labels = {" ".join(_MEASURES.sub(" ", x).split()) for x in told}
    asked = dict.fromkeys(_SCALE.findall(_ASIDE.sub(" ", question.outcome)))
    scales = [s for s in asked if sum(bool(_starts(label, s)) for label in labels) > 1]
    if not scales:
        return False
    named = {w for s in asked for w in question.words(s)} | _OF_SCALES
    own = {w for w in question.words(_ASIDE.sub(" ", question.outcome)) - named if w.isalpha()}
    bare = _WHOLE.sub(" ", _BESIDE_NAME.sub(" ", parted(words)[0] or words))
    others = {w for w in question.words(_ASIDE.sub(" ", bare)) - named if w.isalpha()}
    if not own or not others:
        return False
    if not any(_has(words, s) for s in scales):
        return 2 * len(own & others) <= len(own)
    return not own & others


def _has(words: str, scale: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(scale)}(?!\w)", words))


def _starts(words: str, scale: str) -> bool:
    return bool(re.match(rf"\W*{re.escape(scale)}(?!\w)", words))


def _part_for_whole(question: Question, words: str, others: Iterable[str]) -> float:
    """What a row of a part loses where the total is asked for and another row tells it."""
    if not _WHOLE.search(question.outcome) or _PART_ASKED.search(question.outcome) or _WHOLE.search(words):
        return 0.0
    rows = list(others)
    told = any(_WHOLE.search(o) and question.words(o) & question.telling for o in rows)
    scales = {s for s in _SCALE.findall(question.outcome) if s in words}
    parts = any(s in o and question.words(o) != question.words(words) for s in scales for o in rows)
    return _OTHER_PART if told else _OTHER if parts else 0.0
