"""Sets of arms by sizes that are printed as such: whatever stands before each "n =" of a sentence that divides people.

A list whose sizes add up to the people names the arms, even where what tells them apart is a dose, a time or a code that
names nothing elsewhere: "randomised to 12 months (n = 41) or 6 months (n = 40)".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.lexis import INT, whole
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_SIZED = Pattern(rf"(?<=[(\[\s])[Nn]\s?=\s?(?P<n>{INT})(?:\s[a-z]+)?(?=\s?[)\];,])")
_DIVIDES = Pattern(r"(?i)\brandom|\bassigned|\ballocated|\bdivided|\breceived?\b")
# What leads to the first name, and what parts one name from the next.
_LEAD = Pattern(
    r"(?i).*(?:[.;:]\s|\((?![^()]*\))|\b(?:to receive|to undergo|receiving|received|treated with|therapy with|treatment with|assigned to|randomi[sz]ed to|allocated to|trial of|study of|comparing|between|either|(?<!addition )(?<!added )to|into)\s)"
)
# "assigned 900 women to an exercise programme with weekly meetings and ..."
_ASSIGNED_TO = Pattern(
    r"(?i).*?\b(?:assigned|randomi[sz]ed|allocated)\s[^();.]*?\bto\s(?:receive\s)?(?:an?|the)\s(?P<x>(?!groups?\b|arms?\b)[a-z][\w-]*(?:\s(?!with\b|of\b|that\b|which\b|in\b|for\b|on\b|or\b|and\b)[a-z][\w-]*){0,3})\s(?:with|of|that|consisting|including|in|for)\s"
)
_CUT = Pattern(r"(?i).*\b(?:or|versus|vs\.?)\s|.*;\s")
_BETWEEN = Pattern(
    r"(?i)^[)\];,\s]*(?:(?:and|or|versus|vs\.?|plus)(?![\w-]))?\s?(?:\(i+\)\s|to\s|the\s|an?\s|with\s(?=the\s))*"
)
_NAME_BEHIND = Pattern(
    rf"(?i)\bn\s?=\s?(?P<n>{INT})\s(?:(?:patients|women|men|adults|children|participants|subjects)\s)?(?:assigned\sto|allocated\sto|randomi[sz]ed\sto|for|in|on|to|given|receiving)\s(?:the\s)?(?P<x>[a-z][\w/+-]*(?:\s[\w/+-]+){{0,4}}?)(?:\s(?:groups?|arms?))?(?=\s?[,;)\]]|\sand\sn\s?=)"
)
_ARMS = 4  # at most, in a list
_WITHOUT = re.compile(r"(?i)^(?:without|not|none|no)$")
_WITH = re.compile(r"(?i)(?:^|\s)with$")
_NEXT_WORDS = re.compile(r"\s?[)\]]\s(?P<x>[A-Za-z][\w-]*(?:\s[a-z][\w-]*){0,2})")
_CODE = re.compile(r"\w*[A-Z]\w*[\d+]\w*|.*\d.*|[A-Z][A-Za-z]*[A-Z]+[a-z]*")
# "(TAM-X, n = 4)": what the text will call an arm
_SHORT = re.compile(r"(?P<x>(?:[Gg]roup |[Aa]rm )?[A-Z][\w/+-]{0,11}(?:\s?[+/-]\s?[A-Z][\w-]*)?)[;,:]\s")
_FAR = 160  # characters that a bracket may hold before its size
_LONGEST_CODE, _LONGEST_NAME = 24, 45  # characters of a name that is only told by its print
_ASIDE = re.compile(r"\s*[(\[].*")
_NUMBERED = re.compile(r"^\(?[ivx]+\)\s")
_PROSE = re.compile(r"(?i)\b(?:trial|study|patients|women|men|participants|subjects|were|was)\b")
_LETTERS = re.compile(r"[A-Za-z]")
_TOO_LONG = 60  # characters: so many name nothing


class Named(NamedTuple):
    """A name as it is printed, with its place in the sentence, and the number of people of it."""

    name: str
    start: int
    end: int
    size: int


def divided(sentence: Sentence, people: Collection[int]) -> Iterator[tuple[Named, ...]]:
    """Every list of two to four names with sizes of their own that together are the people."""
    if "=" not in sentence.text:
        return
    every = list(_SIZED.finditer(sentence.text))
    if len(every) < 2 or not _DIVIDES.search(sentence.text, 0, every[0].start()):
        return
    lists = (every[:k] for k in (len(every), 2, 3) if 2 <= k <= min(4, len(every)))
    matches = next((found for found in lists if sum(whole(m.group("n")) for m in found) in people), None)
    if matches is None:
        return
    sizes = [whole(m.group("n")) for m in matches]
    opened = [_opened(sentence.text, m.start()) for m in matches]
    ends = [m.start() if o < 0 or opened.count(o) > 1 else o for m, o in zip(matches, opened, strict=True)]
    places = [_first(sentence.text, ends[0])]
    places += [_next(sentence.text, m.end(), end) for m, end in zip(matches, ends[1:], strict=False)]
    yield _named(sentence.text, places, sizes)
    codes = [_SHORT.match(sentence.text, o + 1) for o in opened if o >= 0]
    spots = [c.span("x") for c, m in zip(codes, matches, strict=False) if c and c.end() == m.start()]
    if len(spots) == len(sizes):
        yield _named(sentence.text, spots, sizes)


def _named(text: str, places: Sequence[tuple[int, int]], sizes: Sequence[int]) -> tuple[Named, ...]:
    return tuple(Named(text[a:b].strip(" ,;"), a, b, n) for (a, b), n in zip(places, sizes, strict=True))


def _opened(text: str, end: int) -> int:
    """Where the bracket begins that is open at `end`, -1 where none is."""
    depth = 0
    for i in range(end - 1, max(-1, end - _FAR), -1):
        depth += (text[i] in ")]") - (text[i] in "([")
        if depth < 0:
            return i
    return -1


def _first(text: str, end: int) -> tuple[int, int]:
    begin = _ASSIGNED_TO.match(text, 0, end)
    if begin and end - begin.end("x") > _TOO_LONG:  # a description follows the name
        return begin.span("x")
    lead = _LEAD.match(text, max(0, end - 2 * _TOO_LONG), end)
    if lead or end <= _TOO_LONG:
        return (lead.end() if lead else 0), end
    space = text.find(" ", end - _TOO_LONG, end)  # not from the middle of a word
    return (space + 1 if space >= 0 else end - _TOO_LONG), end


def _next(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands between two sizes, without what is still said of the first."""
    cut = _CUT.match(text, start, end)
    start = cut.end() if cut else start
    lead = _BETWEEN.match(text[start:end])
    return start + (lead.end() if lead else 0), end


def told_by_print(parts: tuple[Named, ...]) -> tuple[tuple[str, int, int], ...]:
    """Labels of the parts as they are printed, for parts that no naming words tell apart, else ()."""
    names = [_ASIDE.sub("", _NUMBERED.sub("", p.name)) for p in parts]
    if not all(_CODE.fullmatch(p.name) and p.name.count("(") == p.name.count(")") for p in parts):
        return _if_apart(parts, names, _LONGEST_NAME)
    return _if_apart(parts, [p.name for p in parts], _LONGEST_CODE)


def _if_apart(parts: tuple[Named, ...], names: Sequence[str], most: int) -> tuple[tuple[str, int, int], ...]:
    apart = len({n.lower() for n in names}) == len(names)
    if not apart or not all(
        1 < len(n) <= most and _LETTERS.search(n) and not _PROSE.search(n) for n in names
    ):
        return ()
    return tuple((n, p.start, p.end) for n, p in zip(names, parts, strict=True))


def with_and_without(sentence: Sentence, parts: tuple[Named, ...]) -> tuple[tuple[str, int, int], ...]:
    """ "with (n = 4) or without (n = 5) X", "to receive X (n = 4) or not (n = 5)": X and the arm that goes without it."""
    if len(parts) != 2 or not _WITHOUT.match(parts[1].name):
        return ()
    first, other = parts
    what = first.name
    if _WITH.search(first.name):
        after = _NEXT_WORDS.match(sentence.text, sentence.text.find(")", other.end))
        what = after["x"] if after else ""
    return ((what, first.start, first.end), (f"without {what}", other.start, other.end)) if what else ()


def named_behind(text: str) -> list[Named]:
    """The names of a list in which each stands behind its size, [] where there are fewer than two or one comes twice."""
    if "=" not in text:
        return []
    found: list[Named] = []
    for match in _NAME_BEHIND.finditer(text):
        if match["x"].lower() in {f.name.lower() for f in found}:
            break  # "41 for A and 39 for B, of whom 40 for A and 37 for B"
        found.append(Named(match["x"], *match.span("x"), whole(match["n"])))
    return found if 2 <= len(found) <= _ARMS else []
