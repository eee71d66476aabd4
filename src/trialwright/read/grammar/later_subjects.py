"""Names behind all numbers that open a statement of their own, and so say nothing of whose the numbers are: "Nausea was common (52%),
and A had no effect on it"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# What leads from the last number to the name that the next clause begins with
_NEW_CLAUSE = Pattern(
    rf"(?i)(?:;\s(?:(?:and|but|however,)\s)?|,\s(?:and|but|while|whereas|although|though|yet|so|as|which|that)\s|\s(?:although|though|but|which)\s)(?:the\s|those\s(?:on|given)\s(?:the\s)?|{PEOPLE}\s(?:on|given|in)\s(?:the\s)?)?$"
)
# "and worse on A", "and was milder with A", "and not prevented by A"
_AND_MORE = Pattern(
    r"(?i)\b(?:and|but)\s(?:(?:was|were|became|got|is|are)\s)?(?:(?:also|even|much|far|rather)\s)?(?:worse|better|more|less|fewer|lower|higher|[a-z]{3,}er|commonest|common|rare|frequent)\s(?:(?:common|often|frequent|severe|likely|marked)\s)?(?:in|on|with|among|under|after|for)\s(?:the\s|those\s(?:on|given)\s|patients\s(?:on|given)\s)?$"
)
_NOT_BY = Pattern(
    r"(?i)\b(?:and|but|was|were)\s(?:was\s|were\s)?not\s(?:[a-z]+ly\s)?[a-z]+ed\sby\s(?:the\s)?$"
)
# "62% were men, chiefly on A": a part of those
_MAINLY = Pattern(
    r"(?i),\s(?:(?:and|but)\s)?(?:chiefly|mainly|mostly|largely|especially|particularly|notably|predominantly|usually|principally|more\soften|more\sso|most\s(?:of\s(?:them|these|whom)))\s(?:were\s)?(?:those\s|patients\s|adults\s)?(?:in|on|with|among|under|after|given|receiving)\s(?:the\s)?$"
)
_VERB = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|therapy|treatment|alone))?\s(?:also\s|however\s|clearly\s)?"
    r"(?:had\b|has\b|did\b|does\b|was\b|were\b|is\b|are\b|could\b|can\b|may\b|might\b|made\b|led\b|gave\b|kept\b|failed\b|(?!treated\b|assigned\b|allocated\b|randomi[sz]ed\b|based\b)[a-z]{2,}ed\s(?!by\b|in\b|with\b|at\b|to\b))"
)


def without_later_subjects(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> Sequence[Mention]:
    """The mentions, but none where the first stands behind all numbers and opens a statement of its own; and not those that tell of
    a change from one arm to another."""
    if " from " in sentence.text.lower():
        mentions = _without_changes(sentence.text, mentions)
    if not values or not mentions or mentions[0].start < values[-1][1]:
        return mentions
    name, text = mentions[0], sentence.text
    before = text[values[-1][1] : name.start]
    own = _NEW_CLAUSE.search(before) and _VERB.match(text, name.end)
    own = own or any(pattern.search(before) for pattern in (_NOT_BY, _AND_MORE, _MAINLY))
    return [] if own else mentions


# "switching from A to B was asked for by 24%": of whom is not told
_FROM = Pattern(
    r"(?i)\b(?:switch\w*|cross\w*(?:\sover)?|chang\w+|mov\w+|transfer\w*)\s(?:over\s)?from\s(?:the\s)?$"
)
_AGAIN = Pattern(r"(?i)\bfrom\s(?:the\s)?$")
_TO = Pattern(r"(?i)(?:\s(?:groups?|arms?))?\sto\s(?:the\s)?")


def _without_changes(text: str, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions without those of "switching from A to B"."""
    pairs = [(a, b) for a, b in pairwise(mentions) if _TO.fullmatch(text, a.end, b.start)]
    if not any(_FROM.search(text, 0, a.start) for a, _ in pairs):
        return mentions
    gone = {m for a, b in pairs if _AGAIN.search(text, 0, a.start) for m in (a, b)}
    return [m for m in mentions if m not in gone]
