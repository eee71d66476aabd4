"""Which arm a number that stands alone belongs to: the name after it, the name before it, or its side of a contrast."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.own_people import has_kind_before, has_others_behind, is_of_a_third, is_of_own
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.phrases import DOSE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

VERSUS = r"(?:vs\.?|versus|v\.?|compared? (?:with|to)|as compared (?:with|to)|against|as opposed to|in comparison (?:with|to)|rather than|than)"
# "31 % (CI) for A and 42 % (CI)."
_FOR = Pattern(
    r"(?i)(?:%|per ?cent)[)\]]?(?:\s?[(\[][^()\[\]]{1,70}(?:\([^()]*\)[^()\[\]]{1,70})?[)\]])?\s(?:for|in|with|on)\s(?:the\s)?$"
)
_THEN = Pattern(r"(?i)(?:\s(?:groups?|arms?|patients))?,?\sand\s")
_ITS_CI = r"[)\]]?(?:\s?[(\[][^()\[\]]{1,70}[)\]])?"
_OF = Pattern(
    rf"(?i)(?:%|per ?cent){_ITS_CI}(?:\s(?:of|for|in|with|on|among|receiving|given)(?:\s(?:the|all|those|patients|women|men|adults|participants|subjects)){{0,2}}){{1,2}}\s$"
)
_AND_NEXT = Pattern(
    rf"(?i)(?:\s{DOSE})?(?:[\s-](?:groups?|arms?|patients|women|treated|participants|users)){{0,2}}(?:,?\sand|,)\s(?:in\s)?"
)
_AND_COUNTED = Pattern(
    rf"(?i)[)\]]?,?\s(?:and|but|{VERSUS})\s(?:(?:only|in|by|for|among|of)\s){{0,2}}{COUNT}\s(?:of\sthe\s)?(?:(?:{PEOPLE}\s)?(?:using|with|in|treated\swith|given|on|receiving|taking|allocated|assigned)\s(?:to\s)?(?:the\s)?)?"
)
_OR_NEXT = Pattern(r"(?i)(?:\s(?:groups?|arms?))?,?\s(?:or|versus|vs\.?)\s(?:to\s)?(?:the\s|an?\s)?")
_OF_NEXT = Pattern(rf"(?i){_ITS_CI}\s(?:of|for|in|with|on|among)(?!\s(?:those|them|whom)\b)")
_CLOSES = Pattern(r"[)\]]?(?:\s?[(\[][^()\[\]]{1,70}[)\]])?\s?(?:[.;]\s?$|[.;]\s|$)")
# Between a number and a name: another number, which is nearer, or a word that sets them apart.
_PARTED = Pattern(rf"(?i)(?<![\w.]){COUNT}|\b(?:{VERSUS})\s")
# "with A 31 % v 24 % at baseline": the second may be of the same people
AT_START = Pattern(
    r"(?i)[)\]]?\s(?:(?:at|from)\s(?:baseline|entry|the\s(?:start|outset|beginning))|before(?:hand)?|previously|initially|earlier|in\s(?:the\s)?(?:literature|(?:earlier|previous|historical|other|published|past)\s[a-z]+))\b"
)
BOTH = Pattern(
    r"(?i)\b(?:both|each|either|all|two|the three)\s(?:of the\s)?(?:\w+\s)?(?:groups?|arms?)\b|\boverall\b(?!\s(?:[\w-]+\s)?(?:respon|surviv|remission|mortality|rate|incidence|toxicit|clinical|disease|complication|phase|period|accurac|success|satisf|cure))"
)
# what compares the arms by no name: it says nothing of others
BETWEEN_ARMS = Pattern(
    r"(?i)\b(?:between|in|for|of|among)\s(?:the\s|these\s)?(?:two\s|both\s)?(?:treatment\s|study\s)?(?:groups|arms|regimens|treatments)\b"
)
OPENS = Pattern(
    r"(?i)^[^;.%]{0,70}?\b(?:in|for|with|of|on|among|to|after|receiving|received|given|treated|assigned|randomi[sz]ed|using|from|by|who\s(?:had|underwent)|undergoing|offered)\s(?:[\w-]+\s){0,4}[(\[]?$"
)
_OWN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NAMES = Pattern(r"(?i)[)\]]?\s(?:the\s)?")  # between a number and the name that it counts
_IN_ITS_BRACKET = Pattern(
    r"(?i)(?:-treated)?\s?(?:groups?|arms?|patients|women)?\s?[(\[][^()\[\]]{0,40}"
)  # "A (31 events, "
JUST_BEFORE = Pattern(r"(?i)\s?(?:groups?|arms?)?\s?[(\[]\s?")
# The far side of a contrast speaks of people who were given something, or of the rest.
_GROUPS = Pattern(
    r"(?i)\b(?:given|receiving|received|treated with|undergoing|underwent|the others?|assigned to|randomi[sz]ed to|groups?|arms?|alone|via|with)\b"
)
STARTS_AGAINST = Pattern(
    r"(?i)^\W{0,3}(?:(?:at|after|in|during|by|within|over|on|until|through|overall|moreover|however|also|furthermore|finally)\b[^,.;]{0,40},\s)?(?:when\s|as\s)?"
    r"(?:compared|in comparison|relative)\s(?:with|to)\b"
)
_BESIDE = Pattern(r"\s[(\[]?")
_SET_AGAINST = Pattern(
    rf"(?i),\s[^;]*\b{VERSUS}\s(?:(?:with|in|for|on|to|the|that|those|patients|given|receiving)\s){{0,4}}$"
)
_ASIDE_ENDS = Pattern(r"(?i)(?:\s(?:groups?|arms?|patients))?,\s(?!and\b|or\b|but\b)")
_LEADS = Pattern(r"[:,]?\s")
_OPENS_CLAUSE = Pattern(
    rf"(?i)(?:[,;:]\s|\b(?:and|but|while|whereas)\s)(?:in|on|with|for|among|of|under|after)\s(?:(?:the|those|{PEOPLE})\s){{0,3}}(?:(?:given|on|in|with|receiving|taking|assigned\sto)\s(?:the\s)?)?$"
)
_ON_TO_NUMBER = Pattern(r"(?i)(?:(?!\band\b|\bor\b)[^.;:()%\d]){1,40}[(\[]?")
_AT_ONCE = 2  # characters
# "12% fell, as did 20% on placebo"
_CONTRAST = Pattern(
    rf"(?i)\b(?:{VERSUS}|whereas|while|but|as(?=\s(?:it|they|did|was|were|had|there|(?:in|on|with)\s\d)))\s"
)


@dataclass(frozen=True)
class Group:
    """Numbers that stand together. members : indices. against : set against each other, not only listed."""

    members: tuple[int, ...]
    start: int
    end: int
    against: bool


def words(sentence: Sentence, start: int, end: int) -> str:
    """The words between a number and a name without what is in brackets; where both are in brackets, without what is in
    brackets of its own."""
    bare = sentence.bare[start:end]
    return bare if bare.strip() else _OWN_BRACKETS.sub(" ", sentence.text[start:end])


def distinct(names: Sequence[Mention]) -> list[str]:
    return list(dict.fromkeys(m.label for m in names))


def apart(
    sentence: Sentence, singles: Sequence[Group], names: Sequence[Mention], arms: Sequence[str] = ()
) -> list[str]:
    """The arms of values that stand alone: each with the name after it, or each with the last name before it."""
    if not names or not singles:
        return [""] * len(singles)
    stop = sentence.bare.rfind(";", 0, names[0].start)
    if singles[0].end <= stop and any(map(str.isdigit, sentence.bare[stop : names[0].start])):
        # "61% smoked; 150 relapsed: 70 on A": what is told before is told of nobody yet named
        early = sum(g.end <= stop for g in singles)
        return [""] * early + apart(sentence, singles[early:], names, arms)
    names = _without_asides(sentence, singles, names)
    labels = distinct(names)
    if len(labels) == 1:
        return _of_one(sentence, singles, names, arms)
    near = _near(sentence, singles, names)
    rules = (_at_once, _of_brackets, _behind_all, _all_before, _by_side, _all_behind, _by_place)
    return next(told for rule in rules if (told := rule(near)))


@dataclass(frozen=True)
class Near:
    """Numbers that stand alone in a sentence that names two arms or more. follow, precede : the name next to each, before another
    number. closes : whether the name behind closes what is said of the number. closed : the name whose bracket it stands in."""

    sentence: Sentence
    singles: Sequence[Group]
    names: Sequence[Mention]
    follow: Sequence[Mention | None]
    precede: Sequence[Mention | None]
    closes: Sequence[bool]
    closed: Sequence[Mention | None]

    @cached_property
    def sided(self) -> list[str]:
        return by_side(self.sentence, self.singles, self.names)


def _near(sentence: Sentence, singles: Sequence[Group], names: Sequence[Mention]) -> Near:
    edges = [*(g.start for g in singles[1:]), len(sentence.text) + 1]
    follow = [
        next((m for m in names if g.end <= m.start < edge), None)
        for g, edge in zip(singles, edges, strict=True)
    ]
    starts = [-1, *(g.start for g in singles[:-1])]
    precede = [
        next((m for m in reversed(names) if start <= m.start < g.start), None)
        for g, start in zip(singles, starts, strict=True)
    ]
    free = _without_numbers(sentence, singles, names)
    closes = [
        m is not None
        and (OPENS.match(words(sentence, g.end, m.start)) is not None or _beside(sentence, g, m, free))
        for g, m in zip(singles, follow, strict=True)
    ]
    closed = [just_named(sentence, g, names) for g in singles]
    return Near(sentence, singles, names, follow, precede, closes, closed)


def _at_once(near: Near) -> list[str]:
    """ "38 (24%) intervention versus 22 (14%) control women", "A (12%) did not differ from B"."""
    text = near.sentence.text
    if all(
        m and _NAMES.fullmatch(text, g.end, m.start) for g, m in zip(near.singles, near.follow, strict=True)
    ):
        return [m.label for m in near.follow if m]
    return [m.label for m in near.closed if m] if all(near.closed) else []


def _of_brackets(near: Near) -> list[str]:
    """ "18 had it (16%): 14 in the A group (25%) and four in the B group (7%)"."""
    every = list(zip(near.singles, near.follow, near.closed, near.closes, strict=True))
    taken = any(
        ok
        and m
        and m is not one
        and m in near.closed
        and (one or _PARTED.search(near.sentence.text, g.end, m.start))
        for g, m, one, ok in every
    )
    if not taken or near.sided:
        return []
    return [
        own.label if own else later.label if ok and later and later not in near.closed else ""
        for _, later, own, ok in every
    ]


def _all_before(near: Near) -> list[str]:
    """Each number before its name: "12 in A, 14 in B"."""
    return [m.label for m in near.follow if m] if all(near.follow) and all(near.closes) else []


def _behind_all(near: Near) -> list[str]:
    """A number of all people, and then each behind the name that opens its clause: "30% died, in the A group 12% and in B 18%"."""
    text, own = near.sentence.text, [m for m in near.precede[1:] if m]
    if near.precede[0] or len(own) < 2 or len(own) + 1 < len(near.singles) or own != list(near.names):
        return []
    opens = all(_OPENS_CLAUSE.search(text, max(0, m.start - 60), m.start) for m in own)
    shut = all(
        _ON_TO_NUMBER.fullmatch(text, m.end, g.start) for m, g in zip(own, near.singles[1:], strict=True)
    )
    return ["", *(m.label for m in own)] if opens and shut else []


def _by_side(near: Near) -> list[str]:
    return near.sided


def _all_behind(near: Near) -> list[str]:
    """Each number behind its name, or behind the last name before it."""
    if all(near.precede) and not any(near.closes[:-1]):
        return [m.label for m in near.precede if m]
    if near.names[0].start < near.singles[0].start and not any(near.closes):
        if _is_listed(near):
            return [""] * len(near.singles)
        return [next(m.label for m in reversed(near.names) if m.start < g.start) for g in near.singles]
    return []


def _is_listed(near: Near) -> bool:
    """Whether all names stand before the numbers, the last two as a list: "to X, Y or Z ... 16 had it, 9 and 11 of the others"."""
    if len(near.names) < 2 or near.names[-1].start > near.singles[0].start:
        return False
    first, last = near.names[-2:]
    between = near.sentence.text[first.end : last.start]
    return first.label != last.label and _OR_NEXT.fullmatch(between) is not None


def _by_place(near: Near) -> list[str]:
    """The name just before each number, or the next one, or that which closes what is said of it."""
    text, names, singles = near.sentence.text, near.names, near.singles
    led = [next((m.label for m in names if _LEADS.fullmatch(text, m.end, g.start)), "") for g in singles]
    if len(singles) > 2 and all(led[1:]):
        return led  # "E 36%, EV 44%, ET 51%", where the first is no name that is known
    if names[0].start > singles[0].end and names[-1].start > singles[-1].end:
        return [m.label if m else "" for m in near.follow]
    # "on zinc 12% smoked, and on copper 20%", but "36% zinc, 35% copper"
    own = [next((m.label for m in names if g.start == m.end + 1 and text[m.end] == " "), "") for g in singles]
    rest = zip(own, near.follow, near.closes, strict=True)
    return [before or (m.label if m and ok else "") for before, m, ok in rest]


def _without_asides(
    sentence: Sentence, singles: Sequence[Group], names: Sequence[Mention]
) -> Sequence[Mention]:
    """The names, without one that an aside sets another against: "Those on A, who had more of it than the B group, fell in 9 %"."""
    kept = list(names)
    for before, name in pairwise(names):
        free = before.label != name.label and not any(before.end <= g.start < name.start for g in singles)
        against = _SET_AGAINST.search(sentence.text, before.end, name.start)
        if free and against and _ASIDE_ENDS.match(sentence.text, name.end) and names[0] is not name:
            kept.remove(name)
    return kept


def _beside(sentence: Sentence, one: Group, name: Mention, names: Sequence[Mention]) -> bool:
    """Whether a name follows a number at once, and none stands as near before it: "87 % A versus 91 % B"."""
    return _BESIDE.fullmatch(sentence.text, one.end, name.start) is not None and not any(
        0 <= one.start - m.end <= _AT_ONCE for m in names
    )


def _without_numbers(sentence: Sentence, singles: Sequence[Group], names: Sequence[Mention]) -> list[Mention]:
    """The names that do not follow a number at once: "46% A, 45% B"."""
    taken = [g.end for g in singles]
    return [m for m in names if not any(_BESIDE.fullmatch(sentence.text, end, m.start) for end in taken)]


def just_named(sentence: Sentence, one: Group, names: Sequence[Mention]) -> Mention | None:
    """The name whose bracket a number stands in: "A (24%)", "A (31 events, 24%)"."""
    name = next((m for m in reversed(names) if m.end <= one.start), None)
    return name if name and _IN_ITS_BRACKET.fullmatch(sentence.text, name.end, one.start) else None


def _of_one(
    sentence: Sentence, singles: Sequence[Group], names: Sequence[Mention], arms: Sequence[str]
) -> list[str]:
    """The arms of values in a clause that names one: all its, or those on its side of a contrast."""
    label = names[0].label
    begin = min(names[0].start, singles[0].start)
    end = max(names[-1].end, singles[-1].end)
    cuts = [m.start() for m in _CONTRAST.finditer(sentence.bare) if begin <= m.start() < end]
    if STARTS_AGAINST.match(
        sentence.text
    ):  # "Compared with A (x), those who received Z (y)": the comma is the contrast
        cuts = [place for place in (sentence.bare.find(",", names[0].end, end),) if place >= 0]
    if BOTH.search(sentence.text[begin:end]):
        return [""] * len(singles)
    others = [a for a in arms if a != label]
    other = others[0] if len(others) == 1 else ""
    if not cuts:
        return _each_or_others(sentence, singles, names, other)
    sides = {bisect_right(cuts, m.start) for m in names}
    mine = [{bisect_right(cuts, g.start)} == sides for g in singles]
    far = other if any(mine) and len(cuts) == 1 and _GROUPS.search(sentence.text, cuts[0]) else ""
    return [
        ("" if is_of_a_third(sentence, (one.start, one.end), names) else label)
        if near
        else ""
        if AT_START.match(sentence.text, one.end)
        else far
        for one, near in zip(singles, mine, strict=True)
    ]


def _ends_it(sentence: Sentence, one: Group, names: Sequence[Mention]) -> bool:
    """Whether a number closes a clause just after another's name: "31 % (CI 24 to 38) for A and 42 % (CI 34 to 50)." """
    name = next((m for m in reversed(names) if m.end <= one.start), None)
    return (
        name is not None
        and _FOR.search(sentence.text, 0, name.start) is not None
        and _THEN.fullmatch(sentence.text, name.end, one.start) is not None
        and _CLOSES.match(sentence.text, one.end) is not None
    )


def _each_or_others(
    sentence: Sentence, singles: Sequence[Group], names: Sequence[Mention], other: str
) -> list[str]:
    """The one arm that a clause names for each value, but for those with people of their own. other : the trial's other arm."""
    out, strange, end = list[str](), False, 0
    for one in singles:
        named = any(end <= m.start < one.start for m in names)
        strange = _of_somebody_else(sentence, one, names) or (strange and not named)
        strange = strange or _is_counted_next(sentence, one, singles, names)
        later = next(((g.start, g.end) for g in singles if g.start >= one.end), None)
        strange = strange or is_of_own(sentence, (one.start, one.end), later, names)
        strange = strange or has_others_behind(sentence, (one.start, one.end), later, names)
        kind = has_kind_before(sentence, (one.start, one.end), later, names)
        others = kind == "treated" or _ends_it(sentence, one, names)
        out.append(other if others else "" if strange or kind else names[0].label)
        end = one.end
    return out


def _of_somebody_else(sentence: Sentence, one: Group, names: Sequence[Mention]) -> bool:
    """Whether a number has people of its own behind another's name: "6% of A patients and 18% of their partners"."""
    name = next((m for m in reversed(names) if m.end <= one.start), None)
    return (
        name is not None
        and _OF.search(sentence.text, 0, name.start) is not None
        and _AND_NEXT.fullmatch(sentence.text, name.end, one.start) is not None
        and _OF_NEXT.match(sentence.text, one.end) is not None
        and not any(m.start >= one.end for m in names)
    )


def _is_counted_next(
    sentence: Sentence, one: Group, singles: Sequence[Group], names: Sequence[Mention]
) -> bool:
    """Whether the name behind a number has a count and a number of its own: "in 31 lozenge users (26%) and 9 placebo users (8%)"."""
    name = next((m for m in names if m.start >= one.end), None)
    return (
        name is not None
        and not any(m.end <= one.start for m in names)
        and any(g.start >= name.end for g in singles)
        and _AND_COUNTED.fullmatch(sentence.text, one.end, name.start) is not None
    )


def by_side(sentence: Sentence, singles: Sequence[Group], names: Sequence[Mention]) -> list[str]:
    """ "A had 0, versus 11 % in B": names of one arm on each side of a contrast.

    "" for numbers in a clause of their own after it: "higher on A (12 %) than on B (2 %); deaths were rare (1 % and 0.5 %)".
    """
    for cut in (m.start() for m in _CONTRAST.finditer(sentence.text)):
        left = {m.label for m in names if m.start < cut}
        right = {m.label for m in names if m.start >= cut}
        both = any(g.start < cut for g in singles) and any(g.start >= cut for g in singles)
        if both and len(left) == len(right) == 1 and left != right:
            end = sentence.bare.find(";", names[-1].end)
            stop = end if end >= 0 else len(sentence.text)
            sides = next(iter(left)), next(iter(right))
            return ["" if g.start > stop else sides[g.start >= cut] for g in singles]
    return []
