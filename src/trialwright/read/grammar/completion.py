"""Numbers that the order of names leaves open: by the name they touch, by the pair they are half of, by an earlier pair. And numbers
that it gives to an arm, and what stands beside them takes away: a code of their own, "with it" and "without it"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.outcome_lists import are_of_others
from trialwright.read.grammar.pair_words import AND, is_pair_of_both
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# "A group (n = 18, 24%", "A 3.1%", "A: 12%"
TOUCHES = Pattern(
    r"(?i)(?:-treated)?(?:\s(?:group|arm|patients|participants|users|women|therapy|treatment))?\s?(?:[(\[,:=]\s?)?(?:n\s?=\s?)?"
)
# "(5 %) in the A group", "39 % (A)", "12 % of patients receiving A"
_WHO = r"(?:(?:the|those|patients|women|men|adults|children|infants|people|participants|subjects)\s)"
_DEALT = r"(?:treated|randomi[sz]ed|assigned|allocated)\s(?:with|to)\s"
_OPENS = Pattern(
    r"(?i)[)\]]?\s?(?:[(\[]\s?"
    rf"|(?:(?:of|in|for|with|on|among|to|after|receiving|received|given|under|during|who\shad|who\sunderwent|undergoing|offered)\s{_WHO}{{0,3}}){{1,3}}(?:{_DEALT})?|{_WHO}{{0,2}}(?:who\swere\s)?{_DEALT}(?:the\s)?)"
)

# "38 % (95 % CI 23-55) for XYZ", "62 % (XYZ)": capitals that say whose a number is.
_CODED = Pattern(
    r"[)\]]?(?:\s?[(\[][^()\[\]]{0,40}\d[^()\[\]]{0,20}[)\]])?\s(?:\(|(?:for|in|with|on|after)\s(?:the\s)?|(?:of|in|among|for)\s(?:those|patients|women|participants)\s(?:(?:who\s)?(?:receiving|received|given|on|treated with|assigned to|randomi[sz]ed to)\s)(?:the\s)?)"
    r"(?P<x>[A-Z][A-Z0-9/-]{0,7}|[A-Z][a-z]{1,5})(?=[\s),;.]|$)(?!\s(?:status|negative|positive|population|analysis))"
)
# "31% with A, 42% with ...": a name behind its number is not the next one's
_ITS_NUMBER = Pattern(
    r"(?i)(?:\d\s?%[)\]]?|\d[)\]])\s(?:of|in|for|with|on|among|after|to|under|during|given|receiving)\s(?:the\s|those\s|patients\s)?$"
)
# "52 took K and 50 A (31 % v 34 %)": the name before a pair is the second of two
AND_SO_MANY = Pattern(
    rf"(?i)\b{COUNT}\s[^.;:()]{{2,40}}\sand\s{COUNT}\s(?:on\s|in\s|with\s|given\s)?(?:the\s)?$"
)
_CODE_BEFORE = Pattern(r"[,;]\s(?:and\s)?(?P<x>[A-Z][A-Z0-9/+-]{1,7})\s$")
_WORD_BEFORE = Pattern(r"[,;]\s(?:and\s)?(?:the\s)?(?P<x>[a-z]{3,}(?:\s[a-z]{3,})?)\s$")
OR = Pattern(r"(?i)(?:\s(?:groups?|arms?))?,?\sor\s(?:to\s)?(?:the\s|an?\s)?")
# "; major and minor bleeding in", "; mild, moderate and severe pain in"
_OF_TWO_THINGS = Pattern(
    r"(?i)[,;:]\s(?:(?:and|but|while|whereas)\s)?(?:[a-z][\w-]*\s){1,6}?and\s(?:[a-z][\w-]*\s){1,4}[(\[]?$|(?:^|[;:])[^;:]*[a-z],\s[a-z-]+,?\sand\s[a-z-]+\s(?:[a-z-]+\s){0,4}$"
)
_NEAR = 80  # characters
_VERSUS = re.compile(r"(?i)\b(?:vs\.?|versus)\s")
_DIGIT = re.compile(r"\d")
_HOLDS_NUMBER = Pattern(
    r"\s?[(\[][^()\[\]\d]{1,60}[,:]?\s\d.?.?"
)  # "31% (A, 44%)": a name with a number of its own
_BESIDE = Pattern(r"\s")  # "31 % A versus 19 % B"

_NEGATED = Pattern(r"(?i)(?:without|no)\s")
_WITHOUT = Pattern(
    r"(?i)[)\]]?(?:\s?[(\[][^()\[\]]{1,50}[)\]])?\s(?:without(?:\sit)?|who (?:did|were|had|have) not|in (?:those|patients|women) (?:without it|not (?:treated|given it))"
    r"|(?:of|in|among|for) (?:those|patients|women|participants|the others|the rest)(?:(?<=others)|(?<=rest)|\s(?:who|that) (?:did|were|had|have) not))(?=\s?[;,.)(]|$)"
)
# "87 % with and 86 % without A"
_WITH_AND = Pattern(r"(?i)[)\]]?\swith(?:,?\s(?:and|versus|vs\.?|v|or)|,)\s")
_AND_WITHOUT = Pattern(r"(?i)[)\]]?\swithout\s(?:the\s)?")
# "71 % without and 76 % with A"
_WITHOUT_AND = Pattern(r"(?i)[)\]]?\swithout,?\s(?:and|versus|vs\.?|v|or|but)\s")
_AND_WITH = Pattern(r"(?i)[)\]]?\swith\s(?:the\s)?")


def from_one_to(
    sentence: Sentence, values: Sequence[tuple[int, int]], labels: Sequence[str], mentions: Sequence[Mention]
) -> list[str]:
    """`labels`, but none for the second number of "from 15% on A to 10%", which may be the other arm's or a later one of A."""
    out = list(labels)
    for i, ((_, end), (start, _)) in enumerate(pairwise(values)):
        name = next((m for m in mentions if end <= m.start and m.end <= start), None)
        if name is None or out[i] != out[i + 1] or not _TO_NEXT.fullmatch(sentence.text, name.end, start):
            continue
        if _FROM.search(sentence.text, max(0, values[i][0] - 16), values[i][0]):
            out[i + 1] = ""
    return out


_FROM = Pattern(r"(?i)\bfrom\s(?:only\s|about\s)?$")
_TO_NEXT = Pattern(r"(?i)(?:\s(?:groups?|arms?|alone))?\sto\s(?:only\s|about\s)?")


def without_both(sentence: Sentence, values: Sequence[tuple[int, int]], labels: Sequence[str]) -> list[str]:
    """`labels`, but none for two numbers on the two sides of one "versus" that came to the same arm: "58% of those on X versus 54% of those off X"."""
    out = list(labels)
    for i, ((_, end), (start, _)) in enumerate(pairwise(values)):
        between = sentence.text[end:start]
        if _DIGIT.search(between):
            continue
        if out[i] and out[i] == labels[i + 1] and len(between) < _NEAR and len(_VERSUS.findall(between)) == 1:
            out[i] = out[i + 1] = ""
    return out


# "20% without A and 30% with it", "than with it (30%)"
_IT_BEHIND = Pattern(r"(?i)[)\]]?\s(?:(?:of|in|among)\sthose\s)?(?:with|given|on)\s(?:it|them)\b")
_IT_BEFORE = Pattern(r"(?i)\b(?:with|given|on)\s(?:it|them),?\s(?:[(\[]|in\s)?$")
_NONE_OF_IT = Pattern(r"(?i)\b(?:without|no)\s(?:the\s)?$")


def of_those_with_it(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    labels: Sequence[str],
    mentions: Sequence[Mention],
    arms: Sequence[str],
) -> list[str]:
    """`labels`, but the other arm's for a number of those "with it", where the one named is going without it."""
    text, out = sentence.text, list(labels)
    if not (" it" in text or " them" in text):
        return out
    for i, (start, end) in enumerate(values):
        name = next((m for m in reversed(mentions) if m.end <= start), None)
        if name is None or name.label != out[i]:
            continue
        with_it = _IT_BEHIND.match(text, end) or _IT_BEFORE.search(text, 0, start)
        without = _NONE_OF_IT.search(text, max(0, name.start - 16), name.start) or _NEGATED.match(
            text, name.start, name.end
        )
        if with_it and without:
            out[i] = next(a for a in arms if a != out[i]) if len(arms) == 2 else ""
    return out


def is_opened(sentence: Sentence, end: int, start: int) -> bool:
    """Whether nothing but what leads to a group of people stands between a number and a name: "8 % of the A arm"."""
    return start - end < _NEAR and _OPENS.fullmatch(sentence.text, end, start) is not None


def touching(
    sentence: Sentence, value: tuple[int, int], mentions: Sequence[Mention], alone: bool = True
) -> str:
    """The arm whose name a number touches, before it, or after it if it stands alone; "" where neither or both do."""
    text, (start, end) = sentence.text, value
    before = next((m for m in reversed(mentions) if m.end <= start), None)
    after = next((m for m in mentions if m.start >= end), None)
    found = set()
    if (
        before
        and not alone
        and len({m.label for m in mentions}) == 1
        and AND_SO_MANY.search(text, 0, before.start)
    ):
        return ""
    if before and (
        _is_alternative(text, before, mentions) or (not alone and _is_joined(text, before, mentions))
    ):
        before = None
    number = _ITS_NUMBER.search(text, 0, before.start) if before and "," in text[before.end : start] else None
    # "4% with A, 7 of 174": the count behind a share is of the same arm
    listed = number and ("%" in number.group()) == ("%" in text[start : end + 1])
    if before and not listed and start - before.end < 30 and TOUCHES.fullmatch(text, before.end, start):
        found.add(before.label)
    if (
        alone
        and after
        and not _HOLDS_NUMBER.fullmatch(text[end : after.end + 4])
        and (is_opened(sentence, end, after.start) or _BESIDE.fullmatch(text, end, after.start))
    ):
        found.add(after.label)
    return found.pop() if len(found) == 1 else ""


def _is_alternative(text: str, name: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a name is joined by "or" to the one before it: what follows "given A or B, " is of either."""
    earlier = next((m for m in reversed(mentions) if m.end <= name.start), None)
    return earlier is not None and OR.fullmatch(text, earlier.end, name.start) is not None


def _is_joined(text: str, name: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a name is joined by "and" to another's before it: the first number of a list behind "in A and B, " is not B's."""
    earlier = next((m for m in reversed(mentions) if m.end <= name.start), None)
    return (
        earlier is not None
        and earlier.label != name.label
        and AND.fullmatch(text, earlier.end, name.start) is not None
    )


def completed(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    labels: Sequence[str],
    groups: Sequence[tuple[tuple[int, ...], bool]],
    mentions: Sequence[Mention],
    arms: Sequence[str],
) -> list[str]:
    """`labels` with what else can be told. groups : indices of numbers that stand together, and whether
    they are set against each other."""
    out = list(labels)
    if len(arms) == 2:
        _without(sentence, values, out, (arms[0], arms[1]), mentions)
        _as_compared(sentence, values, out, groups, mentions, arms)
        _of_the_name_inside(sentence, values, out, groups, mentions, (arms[0], arms[1]))
    for members, _ in groups:
        if is_pair_of_both(sentence, values, out, members, mentions):
            continue
        for i in members:
            out[i] = out[i] or touching(sentence, values[i], mentions, alone=len(members) == 1)
    if len(arms) == 2:
        _halves(out, groups, (arms[0], arms[1]))
    own = [members for members, _ in groups if not _is_of_others(sentence, values, members)]
    _as_before(out, own, arms)
    return out


def by_code(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    labels: Sequence[str],
    mentions: Sequence[Mention],
    arms: Sequence[str],
) -> list[str]:
    """`labels`, but none for a number whose own code is no name: "35 % for A, 50 % for XYZ and 31 % for B". Of two numbers of
    a trial with two arms the one with such a code is the other arm's."""
    out = _of_no_code(sentence, values, labels, mentions)
    coded = [(i, m) for i, (_, end) in enumerate(values) if (m := _CODED.match(sentence.text, end))]
    starts = {m.start: m.label for m in mentions}
    known = {i: starts[m.start("x")] for i, m in coded if m.start("x") in starts}
    strange = [i for i, _ in coded if i not in known]
    if not known or not strange:
        return out
    for i in strange:
        out[i] = ""
    if len(values) == len(arms) == 2 and len(strange) == 1:
        ((i, label),) = known.items()
        out[i], out[strange[0]] = label, next((o for o in arms if o != label), "")
    return out


def _of_no_code(
    sentence: Sentence, values: Sequence[tuple[int, int]], labels: Sequence[str], mentions: Sequence[Mention]
) -> list[str]:
    """`labels`, but none for a number just behind a code that is no name, in a list of others behind names: "A 31%, B 42%, XY 35%"."""
    out = list(labels)
    ends = {m.end for m in mentions}
    led = [any(start - end == 1 for end in ends) for start, _ in values]
    for i, (start, _) in enumerate(values) if any(led) else ():
        code = None if led[i] else _CODE_BEFORE.search(sentence.text, max(0, start - 16), start)
        if code and not any(m.start < code.end("x") and code.start("x") < m.end for m in mentions):
            out[i] = ""
    if sum(led) > 1 and all(led[:-1]) and _is_of_other_word(sentence.text, values[-1], mentions):
        out[-1] = ""
    return out


def _is_of_other_word(text: str, last: tuple[int, int], mentions: Sequence[Mention]) -> bool:
    """Whether the last number of a list stands behind a word of its own that is no name: "A 31%, B 42%; both 35%"."""
    word = _WORD_BEFORE.search(text, max(0, last[0] - 30), last[0])
    return word is not None and not any(m.start < word.end("x") and word.start("x") < m.end for m in mentions)


def _without(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    out: list[str],
    arms: tuple[str, str],
    mentions: Sequence[Mention],
) -> None:
    """Gives "71% with A, v 56% without" its second number's arm: the other one."""
    other = {arms[0]: arms[1], arms[1]: arms[0]}
    for i in range(1, len(values)):
        (_, end), (start, last) = values[i - 1], values[i]
        having = _AND_WITH.match(sentence.text, last)
        said = having and next((m.label for m in mentions if last < m.start <= having.end() < m.end), "")
        if said and _WITHOUT_AND.fullmatch(sentence.text, end, start):
            out[i - 1], out[i] = other.get(said, ""), said
            continue
        named = _AND_WITHOUT.match(sentence.text, last)
        lacks = named and next((m.label for m in mentions if last < m.start <= named.end() < m.end), "")
        if lacks and _WITH_AND.fullmatch(sentence.text, end, start):
            out[i - 1], out[i] = (
                other.get(lacks, ""),
                lacks,
            )  # a name after "without" is the other arm's already
        elif out[i - 1] and _WITHOUT.match(sentence.text, values[i][1]):
            out[i] = other.get(out[i - 1], "")


def _of_the_name_inside(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    out: list[str],
    groups: Sequence[tuple[tuple[int, ...], bool]],
    mentions: Sequence[Mention],
    arms: tuple[str, str],
) -> None:
    """Gives "commoner with A (31% v 25% with B)" its arms whatever the order of other pairs in the sentence is."""
    other = {arms[0]: arms[1], arms[1]: arms[0]}
    text = sentence.text
    for a, b in (members for members, against in groups if against and len(members) == 2):
        if not _OPENING.search(text, 0, values[a][0]):
            continue
        if _WITH_ALL.match(text, values[b][1]):
            last = next((m for m in mentions if _OPENED.fullmatch(text, m.end, values[a][0])), None)
            if last and last.label in other:
                out[a], out[b] = last.label, other[last.label]
        for name in mentions:
            if _ITS_OWN.fullmatch(text, values[b][1], name.start) and _SHUTS.match(text, name.end):
                out[a], out[b] = other.get(name.label, ""), name.label if name.label in other else ""


def _halves(out: list[str], groups: Sequence[tuple[tuple[int, ...], bool]], arms: tuple[str, str]) -> None:
    """Fills pairs that are set against each other: the other half is the other arm's."""
    other = {arms[0]: arms[1], arms[1]: arms[0]}
    for a, b in (members for members, against in groups if against and len(members) == 2):
        if bool(out[a]) != bool(out[b]):
            out[a], out[b] = out[a] or other.get(out[b], ""), out[b] or other.get(out[a], "")


_OPENING = Pattern(r"[(\[]\s?$")
_ITS_OWN = Pattern(r"(?i)\s(?:with|for|in|on|among)\s(?:the\s)?")
_WITH_ALL = Pattern(r"(?i)\s(?:with|for|in|on)\s(?:the\s)?(?:combination|combined|others?|both)\s?[)\]]")
_SHUTS = Pattern(r"(?i)(?:\s(?:groups?|arms?|therapy|treatment|regimen|patients|alone))?\s?[)\]]")
# "A patients had less rash than B patients: 12% and 20%"
_THAN = Pattern(r"(?i)\b(?:than|versus|vs\.?|compared\s(?:with|to))\b")
_OPENED = Pattern(r"(?i)(?:\s(?:groups?|arms?|patients|women|men|adults|participants))?\s?[:(\[]\s?$")
# "more frequent on A (9% and 5%)"
_MORE_OF_ONE = Pattern(
    r"(?i)\b(?:more|less|fewer|lower|higher|rarer|greater|smaller)\s(?:(?!and\b|or\b|after\b|at\b)[a-z-]+\s){0,3}(?:in|on|with|among|for|after)\s(?:the\s)?$"
)
# what shuts the bracket a list stands in, or its p
SHUT = Pattern(r"\s?(?:[)\]]|[;,]\s?[Pp]\b)")


def _as_compared(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    out: list[str],
    groups: Sequence[tuple[tuple[int, ...], bool]],
    mentions: Sequence[Mention],
    arms: Sequence[str],
) -> None:
    """Sets right two listed numbers behind a comparison in words, which are of its two arms: in the order of its names, or first of
    the one that it names."""
    for a, b in (members for members, against in groups if not against and len(members) == 2):
        before = [m for m in mentions if m.end <= values[a][0]]
        if not before or not _OPENED.fullmatch(sentence.text, before[-1].end, values[a][0]):
            continue
        last, earlier = before[-1], before[-2] if len(before) > 1 and a == 0 else None
        if earlier and earlier.label != last.label and _THAN.search(sentence.text, earlier.end, last.start):
            out[a], out[b] = earlier.label, last.label
        elif (
            len(before) == len(mentions) == 1
            and out[a] == out[b] == last.label
            and _is_more_of(sentence, last, values[b])
        ):
            # "nausea and vomiting were more frequent on A (9% and 5%)" may be of these
            joined = " and " in sentence.text[: last.start]
            out[b] = "" if joined else next(label for label in arms if label != last.label)


def _is_more_of(sentence: Sentence, name: Mention, last: tuple[int, int]) -> bool:
    """Whether something is said to be more or less in one arm, just before two numbers in a bracket that are of no two times."""
    text = sentence.text
    return (
        _MORE_OF_ONE.search(text, max(0, name.start - 60), name.start) is not None
        and not are_of_others(text, name.end, last[1])
        and SHUT.match(text, last[1]) is not None
    )


def _is_of_others(sentence: Sentence, values: Sequence[tuple[int, int]], members: Sequence[int]) -> bool:
    """Whether the words around a list behind other numbers tell of as many things, times or kinds of people: "and major and minor
    bleeding in 9% and 13%", "falls in 9% and 13% of smokers and non-smokers"."""
    if len(members) < 2 or not members[0]:
        return False
    first, last = values[members[0]][0], values[members[-1]][1]
    lead = sentence.text[values[members[0] - 1][1] : first]
    return _OF_TWO_THINGS.search(lead) is not None or are_of_others(sentence.text, first, last)


def _as_before(out: list[str], groups: Sequence[tuple[int, ...]], arms: Sequence[str]) -> None:
    """Fills a list of one number for each arm in the order in which the numbers before it took the arms."""
    order: list[str] = []
    for members in groups:
        open_ = [i for i in members if not out[i]]
        if len(members) == len(order) == len(open_):
            for i, label in zip(members, order, strict=True):
                out[i] = label
        last = [label for label in out[: members[-1] + 1][-len(arms) :] if label]
        order = last if len(arms) > 1 and len(last) == len(set(last)) == len(arms) else order
