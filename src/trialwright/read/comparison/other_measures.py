"""Figures of another measure than the one that is asked for: a level where a change is, a whole scale where a part of it
is, a part where the whole is."""

from __future__ import annotations

from collections.abc import Iterable

from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.moments import moment
from trialwright.read.comparison.table_parts import Row, Table
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
_OTHER = 1.5  # of likeness: such figures are not meant, however like the words
_OTHER_PART = 0.3


def other_measure(question: Question, table: Table, row: Row, words: str) -> float:
    """The likeness that the figures of a row lose. words : those at its left, over its columns, and of its time."""
    if _is_level(question, words, table) or is_whole_for_part(question, words):
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


def _part_for_whole(question: Question, words: str, others: Iterable[str]) -> float:
    """What a row of a part loses where the total is asked for and another row tells it."""
    if not _WHOLE.search(question.outcome) or _PART_ASKED.search(question.outcome) or _WHOLE.search(words):
        return 0.0
    rows = list(others)
    told = any(_WHOLE.search(o) and question.words(o) & question.telling for o in rows)
    scales = {s for s in _SCALE.findall(question.outcome) if s in words}
    parts = any(s in o and question.words(o) != question.words(words) for s in scales for o in rows)
    return _OTHER_PART if told else _OTHER if parts else 0.0
