"""What the words around a pair of numbers say of whom it is: whom the sentence begins with, who has it and who has not, arms taken
together, or two things that are no arms."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import Group
from trialwright.read.patterns import Pattern

AND = Pattern(r"(?i)(?:\s(?:groups?|arms?))?,?\s(?:and|or)\s(?:(?:in|with|after|on)\s)?(?:the\s)?")
_NEGATED = Pattern(r"(?i)(?:no|without|non)\b")
_OR_NOT = Pattern(
    r"(?i)[)\]]?\s(?:in|for|of|among)\s(?:the\s|those\s)?(?:[a-z]+\s)?(?:with\sor\swithout|(?:who\s(?:were|had)\s)?(?:treated|given|receiving|received)\sor\snot\b)"
)

_AND_COUNT = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|patients))?,?\sand\s(?:(?:in|by|of|among)\s)?{COUNT}\s(?:[\w-]+\s){{0,3}}?(?:in|of|on|with|after|given|receiving|taking|having|(?:allocated|assigned|randomi[sz]ed)(?:\sto)?|offered)\s(?:the\s|an?\s)?"
)
_AND_COUNT_ALONE = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?,?\sand\s(?:(?:in|by|of)\s)?{COUNT}\s(?:[\w-]+\s){{0,2}}?"
)
# "in the two zinc arms together"
POOLED = Pattern(
    r"(?i)\b(?:two|three|both|2|3)\s(?:[\w+/-]+\s){0,3}?(?:arms|groups)\s(?:together|combined|pooled|taken together)\b"
)


def or_not(sentence: Sentence, group: Group, arms: Sequence[str]) -> str:
    """The arm of "x and y of those treated or not with A", where one arm is without what the other has; "" for other pairs."""
    having = [a for a in arms if not _NEGATED.match(a)]
    told = len(having) == 1 and len(arms) == 2 and _OR_NOT.match(sentence.text, group.end)
    return having[0] if told else ""


def subjects_of_all(sentence: Sentence, names: Sequence[Mention]) -> list[str]:
    """The two arms that a sentence begins with as what it is said of, whatever words of theirs come later: "A and B women used
    A's programmes as often (x v y)"; [] where it does not begin so."""
    if len(names) < 3 or names[0].label == names[1].label:
        return []
    together = AND.fullmatch(sentence.text, names[0].end, names[1].start) is not None
    return [names[0].label, names[1].label] if together else []


_PART = Pattern(r"[,;:]\s")
_LEADS = Pattern(r"(?i)^\s*(?:and|but|or|while|whereas)\s")
# "a fall of 4% or more" joins no two things
_JOINED = Pattern(
    r"(?i)\b(?:and|or(?!\s(?:more|less|greater|higher|lower|fewer|worse|better|above|below|over|longer|older|larger)\b))\b"
)


# "In women and men, ...": what a sentence begins with
_OPENS_WITH_TWO = Pattern(
    r"(?i)^\s*(?:in|among|for|at|by|of|with|on)\s(?:the\s|both\s)?[\w\s-]{2,60}?\b(?:and|or)\s[\w\s-]{2,40},\s"
)


def speaks_of_two(before: str) -> bool:
    """Whether the words before a pair of numbers join two things, so that the numbers may be of these: "left and right"."""
    return (
        _OPENS_WITH_TWO.search(before) is not None
        or _JOINED.search(_LEADS.sub("", _PART.split(before)[-1])) is not None
    )


def each_counted(text: str, names: Sequence[Mention]) -> bool:
    """Whether the two names just before are of counts joined by "and": "7 in the A group and 9 in the B group (7% v 9%)"."""
    pair = names[-2:]
    if len(pair) < 2:
        return False
    # "7 with A and 9 without"
    without = text.startswith("without", pair[1].start)
    told = _AND_COUNT.fullmatch(text, pair[0].end, pair[1].start)
    told = told or (without and _AND_COUNT_ALONE.fullmatch(text, pair[0].end, pair[1].start))
    return bool(told)


# "34 on A and 33 on B, 21% and 20% at one and two years"
_COMMA = Pattern(r"(?:[a-z]|\)),\s$")


def is_pair_of_both(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    labels: Sequence[str],
    members: Sequence[int],
    mentions: Sequence[Mention],
) -> bool:
    """Whether two numbers stand together behind a comma that closes the names of two arms, so that the last name is of neither alone."""
    if len(members) != 2 or any(labels[i] for i in members):
        return False
    start = values[members[0]][0]
    before = {m.label for m in mentions if m.end <= start}
    return len(before) > 1 and _COMMA.search(sentence.text, max(0, start - 4), start) is not None
