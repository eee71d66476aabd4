"""The numbers of a clause that stand together: set against each other, or listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import VERSUS, Group, words
from trialwright.read.patterns import Pattern

# What may stand between two numbers that are set against each other, or listed for one arm after the other.
# "52 falls (a year, 0.11 %) v 61 falls (a year, 0.13 %)": what is counted may stand before a number in brackets.
_AGAINST = Pattern(
    rf"(?i)(?:\s[a-z]+){{0,2}}[\s,;)\]]{{0,4}}{VERSUS}\s?(?:{COUNT},\s(?:i\.e\.|that is),?\s)?(?:only\s|a\s|about\s|for\s)?(?:{COUNT}(?:\s[a-z]+){{0,3}}\s(?=[\s(\[]|$))?[(\[]?\s?"
)
_SPACES = re.compile(r"\s{2,}")
_INTERVAL = re.compile(r"(?i),?\s?(?:9\d\s?%\s?)?CI:?\s[\d.]+\s?(?:-|to|,)\s?[\d.]+")
# "91 %, 88 to 94 versus 84 %": an interval that follows its percent says not that it is one
_BARE_INTERVAL = Pattern(
    rf"(?i)^,?\s?[(\[]?\d+(?:\.\d+)?\s?(?:-|to)\s?\d+(?:\.\d+)?[)\]]?(?=,?\s(?:{VERSUS}|and)\s)"
)
# "65% on A (complete, 14%) and 70% on B": the second is not of the bracket that the first closes
_SHUT = re.compile(r"\s?[)\]]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_LISTED = Pattern(r"(?i)[\s)\]]{0,3}(?:,\s?(?:and\s|or\s)?|;\s?|\sand\s|\sor\s|/|\sto\s)(?:only\s)?[(\[]?\s?")


def number_groups(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> list[Group]:
    groups: list[Group] = []
    for i, (start, end) in enumerate(values):
        last = groups[-1] if groups else None
        between = between_words(sentence, last.end, start) if last else ""
        joined = last and len(between) < 40 and not any(last.end <= m.start < start for m in mentions)
        against = bool(joined and _AGAINST.fullmatch(between))
        joined = joined and (against or last is None or not _is_inside(sentence, last, between))
        if (
            last
            and joined
            and (against or _LISTED.fullmatch(between))
            and (last.against == against or len(last.members) == 1)
        ):
            groups[-1] = Group((*last.members, i), last.start, end, against)
        else:
            groups.append(Group((i,), start, end, False))
    return groups


def _is_inside(sentence: Sentence, last: Group, between: str) -> bool:
    """Whether a number ends a bracket that begins with words, so that what follows goes on from before the bracket."""
    opened = max(sentence.text.rfind("(", 0, last.start), sentence.text.rfind("[", 0, last.start))
    return (
        _SHUT.match(between) is not None and _WORD.search(sentence.text, opened + 1, last.start) is not None
    )


def between_words(sentence: Sentence, start: int, end: int) -> str:
    """The words between two numbers, without what is in brackets ("71% (95% CI 60 to 80) versus 65%"), or an interval."""
    told = _INTERVAL.sub("", words(sentence, start, end))
    return _SPACES.sub(" ", _BARE_INTERVAL.sub("", told))


def runs_of_names(values: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions in order, of one arm with no value between as one."""
    out: list[Mention] = []
    for mention in mentions:
        last = out[-1] if out else None
        if last and last.label == mention.label and not any(last.end <= v[0] < mention.start for v in values):
            out[-1] = last._replace(end=mention.end)
        else:
            out.append(mention)
    return out
