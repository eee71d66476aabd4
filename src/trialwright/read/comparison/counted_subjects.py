"""Counts that are the subjects of their verbs, several of each arm: "12 progressed and 9 died with zinc, while 15 progressed and
11 died with placebo"."""

from __future__ import annotations

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.prose_numbers import One
from trialwright.read.grammar.lexis import INT, whole
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_VERB = r"(?:had|were|was|died|fell|underwent|got|left|became|did|gave|met|lost|went|[a-z]{3,}ed)"
_COUNT = Pattern(
    rf"(?i)(?<![\w.,/(<>=≤≥±-])(?P<c>{INT})(?:\s(?:[a-z-]+\s)?{PEOPLE})?\s(?={_VERB}\b)(?!(?:were|was)\s(?:randomi[sz]|assign|allocat|analy[sz]|included|enrolled|evaluat))"
)
_NEXT = Pattern(r"(?i);|,\s(?:while|whereas|and\s(?:in|with|among)|but|compared with|versus)\b")


def counted_subjects(sentence: Sentence, question: Question) -> list[tuple[One, str]]:
    """The counts with their arms, in order: two or more, and as many, in each of the two clauses that name one arm alone; else
    none."""
    text = sentence.text
    found = list(_COUNT.finditer(text))
    if len(found) < 4:
        return []
    mentions = question.names.mentions(sentence)
    begin, out = 0, []
    for end in [*(m.start() for m in _NEXT.finditer(text)), len(text)]:
        arms = {m.label for m in mentions if begin <= m.start < end}
        counts = [m for m in found if begin <= m.start() < end]
        if counts and len(arms) != 1:
            return []
        out += [(One(m.start("c"), m.end("c"), whole(m["c"])), next(iter(arms))) for m in counts]
        begin = end
    sizes = {side: sum(label == side for _, label in out) for side in (TRIED, COMPARED)}
    return out if len(out) == sum(sizes.values()) and sizes[TRIED] == sizes[COMPARED] > 1 else []
