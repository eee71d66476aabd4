"""Numbers of a sentence that names one arm only as what is compared with: "At 12%, rash was rarer than with placebo" is not placebo's."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.mentions import NOBODY, Mention
from trialwright.read.grammar.number_groups import number_groups
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import BOTH
from trialwright.read.patterns import Pattern

_LEADS = rf"(?:(?:with|in|on|under|for|after|of|among|that|those|the|given|receiving|treated|seen|observed|found|{PEOPLE})\s){{0,5}}"
_COMPARATIVE = r"(?:more|less|fewer|lower|higher|rarer|commoner|better|worse|greater|smaller|shorter|longer|milder|[a-z]+ier)"
_THAN = Pattern(
    rf"(?i)\b{_COMPARATIVE}\s(?:(?:common|frequent|frequently|often|likely|usual|prevalent|marked|severe)\s)?(?:[a-z]+\s){{0,2}}than\s{_LEADS}$"
)
_AGAINST = Pattern(
    rf"(?i)\b(?:than|versus|vs\.?|as\sopposed\sto|unlike|in\scontrast\s(?:to|with)|(?:as\s)?compared\s(?:with|to)|in\scomparison\s(?:with|to)|relative\sto)\s{_LEADS}$"
)
_OPENS_AGAINST = Pattern(
    rf"(?i)\W{{0,3}}(?:(?:when|as)\s)?(?:{_COMPARATIVE}\s(?:often\s|frequently\s|commonly\s)?than|unlike|in\scontrast\s(?:to|with)|compared\s(?:with|to)|in\scomparison\s(?:with|to)|relative\sto)\s{_LEADS}"
)
_COMMA = Pattern(r"(?i)(?:\s(?:groups?|arms?|therapy|treatment|alone))?,\s")
# "rarer than with placebo, at 12%", "rarer than with placebo and occurred in 12%"
_GOES_ON = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|therapy|treatment|alone))?,?\s(?:at\s(?:only\s)?(?=\d)|(?:and|but)\s(?:it\s|they\s)?(?:only\s)?(?:was|were|occurred|developed|affected|arose)\b|(?:occurring|developing|affecting|arising)\b)"
)
_BRACKET = Pattern(r"(?i)\s?[(\[](?:with\s|on\s|in\s)?(?:the\s)?")
_THEN_PLAIN = Pattern(r"(?i)(?:\s(?:groups?|arms?))?[)\]],?\s(?:and|vs?\.?|versus|against)\s")
_INSIDE = Pattern(r"(?i)(?:\s(?:groups?|arms?))?[,:]?\s")
_CHANGE = Pattern(rf"(?i)\b{_COMPARATIVE}\sby\s")


def of_the_other(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention], arms: Sequence[str]
) -> list[str] | None:
    """The arm of each value, "" for none, where the one arm that is named is compared with: behind all values, in the words that the
    sentence begins with, or just before it goes on; else None.

    Of two arms it is the other one that is spoken of, if the values are said to be more or less than its, or the sentence begins so.
    """
    if len({m.label for m in mentions}) != 1 or not values or mentions[0].label == NOBODY:
        return None
    if told := _in_brackets(sentence.text, values, mentions, arms):
        return told
    groups = number_groups(sentence, values, mentions)
    listed = any(len(g.members) == len(arms) > 1 for g in groups)
    if any(g.against for g in groups) or (listed and mentions[0].start < values[-1][1]):
        return None
    others = [a for a in arms if a != mentions[0].label]
    alone = len(others) == 1 and mentions[0].label in arms and not BOTH.search(sentence.text)
    told = _is_spoken_of(sentence.text, values, mentions)
    # "At 12% and 9%, rash and fever were rarer than with placebo": two numbers may be of two arms, or of two things
    return None if told is None else [others[0] if told and alone and not listed else ""] * len(values)


def _in_brackets(
    text: str, values: Sequence[tuple[int, int]], mentions: Sequence[Mention], arms: Sequence[str]
) -> list[str]:
    """The arms of two numbers of which the one has the name in a bracket: "19% (placebo) and 34%", "34% (placebo, 19%)"; else []."""
    if (
        len(values) != 2
        or len(mentions) != 1
        or not _BRACKET.fullmatch(text, values[0][1], mentions[0].start)
    ):
        return []
    name = mentions[0]
    other = next((a for a in arms if a != name.label), "") if len(arms) == 2 else ""
    if _THEN_PLAIN.fullmatch(text, name.end, values[1][0]):
        return [name.label, other]
    return [other, name.label] if _INSIDE.fullmatch(text, name.end, values[1][0]) else []


def _is_spoken_of(text: str, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> bool | None:
    """Whether the words about the name that is compared with tell that the values are of who is not named; None where it is not so."""
    name, first, last = mentions[0], values[0][0], values[-1][1]
    if name.start >= last:
        if not _AGAINST.search(text, last, name.start):
            return None
        return _THAN.search(text, last, name.start) is not None and not _CHANGE.search(text, 0, first)
    if len(mentions) > 1 or name.end > first:
        return None
    if _OPENS_AGAINST.fullmatch(text, 0, name.start):
        return True if _COMMA.match(text, name.end) else None
    goes_on = _AGAINST.search(text, 0, name.start) and _GOES_ON.match(text, name.end)
    return False if goes_on else None
