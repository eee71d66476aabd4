"""Other words for two arms that follow from how they differ: "the combination group", "X alone", "with X" and "without X"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.naming import CONTROL, words
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.word_forms import same_things
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_PARTS = re.compile(
    r"(?i)\s(?:plus|and|combined with|in combination with)\s|\s?\+\s?|(?<=[a-z]{4})/(?=[a-z]{4})"
)
_COMBINED = tuple(
    f"{w} {g}"
    for w in (
        "combination",
        "combined",
        "combination therapy",
        "combination treatment",
        "combined therapy",
        "combined treatment",
    )
    for g in ("group", "arm")
)
# where the other arm has nothing added, not even a placebo
_COMBINATION = (
    *_COMBINED[:4],
    "the combination",
    "combination therapy",
    "combination treatment",
    "combined therapy",
    "combined treatment",
    "combination regimen",
)
_GIVEN_BOTH = (
    "given both",
    "receiving both",
    "received both",
    "had both",
    "on both",
    "both drugs",
    "both treatments",
)
_CALLED = re.compile(r"(?i)^combination of |\scombination(?:\s(?:regimen|therapy|treatment|chemotherapy))?$")
_BASE = re.compile(r"(?i)[a-z][\w-]*\s(?:and|plus|with|\+)\s$")
_AMOUNT = re.compile(r"(?i)(?P<n>\d{1,3})[ -](?P<u>hour|day|week|month|year|cycle|fraction)s?\b")
_NONE = re.compile(r"(?i)^(?:(?:no|without|non)[\s-]|.*\swithout\s)(?P<x>[a-z][\w-]*(?:\s[a-z][\w-]*){0,2})$")
# "AT (doxorubicin plus paclitaxel)": a code and, in brackets, what it stands for
_GLOSS = Pattern(
    r"(?<![\w-])(?P<x>[A-Z][\w+/-]{0,9})\s\((?P<in>(?!n\s?=)[A-Za-z](?:[^()]|\([^()]{0,40}\)){4,240}?)\)"
)
_ENDS = ("based", "containing")
_HELD_INSIDE = re.compile(r"\s?\([^()]*\)(?=\s(?:\+|plus|and|with|combined)\s)")  # "fluorouracil (5FU) + A"
_LAST_ALONE = re.compile(r"(?<![\w-])(?P<x>[A-Za-z][\w-]{2,})\s(?:alone|only)\b")
_OR = re.compile(r"(?i)\b(?:or|versus|vs)\b")
# One letter alone is many things; so it is an arm.
_OF_ONE_LETTER = (
    "treated with {0}|with {0}|on {0}|to {0}|receiving {0}|received {0}|{0} arm|{0} group|{0} treated"
)
_OPPOSITES = (
    (frozenset(("early", "immediate", "prompt")), frozenset(("late", "later", "delayed", "deferred"))),
    (frozenset(("short", "shorter")), frozenset(("long", "longer", "prolonged", "extended"))),
    (frozenset(("low", "lower")), frozenset(("high", "higher"))),
)
_OR_NOT = Pattern(r"(?i)\bor\snot\b")
_LEAST = 5  # letters: short names have other forms
_CAPITAL = re.compile(r"[A-Z]")


def known_by_difference(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds to the names of two arms what the text may call them for what one has and the other has not."""
    if len(book) != 2:
        return
    a, b = book
    for one, other in ((a, b), (b, a)):
        _by_amount(one, other)
        _without(one, other, sentences)
        _combined(one, other)
        _alone(one)
        _opposite(one, other)
    _glossed(book, sentences)
    for entry in book if any(" both" in s.text for s in sentences) else ():
        if "the combination" in entry.names:
            _add(entry, *_GIVEN_BOTH)


def _alone(one: Entry) -> None:
    """The last word of a name that is set out with "alone" or "only" is the arm wherever it stands with that again."""
    place = one.place
    match = _LAST_ALONE.search(place.sentence.text, place.start, min(place.end + 6, len(place.sentence.text)))
    if match and words(match["x"]):
        _add(one, match.group(), f"{match['x']} alone")


def _opposite(one: Entry, other: Entry) -> None:
    """ "early" and "delayed" arms are also the immediate and the late group."""
    mine, theirs = words(one.label) | set(one.label.lower().split()), set(other.label.lower().split())
    for first, second in (*_OPPOSITES, *(pair[::-1] for pair in _OPPOSITES)):
        if mine & first and theirs & second and not (mine & second or theirs & first):
            _add(one, *(f"{word} {g}" for word in sorted(first) for g in ("group", "arm", "treatment arm")))


def _by_amount(one: Entry, other: Entry) -> None:
    """ "24 hours of X" is the 24-hour group, where the other arm is no other length of it by the same number."""
    match = _AMOUNT.match(one.label)
    if match and not other.label.startswith(match.group()):
        _add(one, *(f"{match['n']} {match['u']} {g}" for g in ("group", "arm", "course", "regimen")))


def _without(one: Entry, other: Entry, sentences: Sequence[Sentence]) -> None:
    """ "no X", "Y without X" is also without X, and the other arm is with it."""
    match = _NONE.match(one.label)
    if match is None:
        return
    forms, others = _one_or_more(match["x"]), same_things(match["x"].lower())
    if CONTROL.fullmatch(one.label):
        noun = _own_noun(match["x"], other, sentences)
        for x in (*noun, *others) if words(match["x"]) & words(other.label) else ():
            _add(one, f"without {x}", f"no {x}")
            _add(other, x)
        return
    if not any(words(x) & words(other.label) for x in forms):
        if (
            " without " in one.label.lower()
        ):  # "the same without X": the other arm is with it, whatever it is called
            _add(one, f"without {match['x']}", f"no {match['x']}")
            _add(other, f"with {match['x']}")
        return
    for x in (*forms, *others):
        one.names.discard(x)
        _add(one, f"without {x}", f"no {x}", f"without the {x}", f"not given {x}", f"not receiving {x}")
        _add(other, x)


def _own_noun(thing: str, other: Entry, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """ "radiotherapy" of "whole-breast radiotherapy", where the other arm is given none; not where the text says it of both, as in
    "treated or not with radiotherapy"."""
    if not other.label.lower().endswith(f" {thing.lower()}") or any(
        thing in s.text and _OR_NOT.search(s.text) for s in sentences
    ):
        return ()
    return (thing.lower(),)


def _one_or_more(thing: str) -> tuple[str, ...]:
    """ "drain" and "drains", as a document may write either."""
    if len(thing) < _LEAST or thing.endswith(("ss", "sis", "us")):
        return (thing,)
    return thing, thing[:-1] if thing.endswith("s") else f"{thing}s"


def _combined(one: Entry, other: Entry) -> None:
    """Of two arms the one with several parts is the combination; a part of it alone is the other, if that has it too."""
    called = _CALLED.search(one.label) is not None and "combin" not in other.label
    if called or other.label == f"without {one.label}":
        _add(one, *_COMBINATION)
        return
    parts = _PARTS.split(_set_out(one))
    given = _set_out(other)
    if (
        not 2 <= len(parts) <= 3
        or CONTROL.search(one.label)
        or len(_PARTS.split(given)) >= len(parts) + _is_dummy(given)
    ):
        return
    _add(one, *(_COMBINED if _is_dummy(given) else _COMBINATION))
    has = words(given)
    _add(other, *(f"{p.strip()} alone" for p in parts if words(p) and words(p) <= has))


def _set_out(entry: Entry) -> str:
    """What stands where the arm is set out, without its end in brackets, and with what a placebo is added to."""
    text, place = entry.place.sentence.text, entry.place
    base = _BASE.search(text[max(0, place.start - 40) : place.start])
    start = place.start - len(base.group()) if base and _is_dummy(entry.label) else place.start
    return _HELD_INSIDE.sub("", text[start : place.end]).partition("(")[0].strip(" ,")


def _is_dummy(given: str) -> bool:
    return "placebo" in given.lower()


def _glossed(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Codes whose glosses have the own words of one arm each."""
    found = _completed(dict(_codes(book, sentences)), sentences)
    if len(found) < 2 or len(set(found.values())) < len(found):
        return
    for code, index in found.items():
        for i, entry in enumerate(book):
            if i == index:
                _add(entry, *(_OF_ONE_LETTER.replace("{0}", code).split("|") if len(code) == 1 else (code,)))
            else:
                entry.names.discard(code)


def _completed(found: dict[str, int], sentences: Sequence[Sentence]) -> dict[str, int]:
    """With the code that is glossed beside the one known code in the same list of two: it is the other arm's."""
    if len(found) != 1:
        return found
    ((known, index),) = found.items()
    for sentence in sentences:
        glossed = [m["x"] for m in _GLOSS.finditer(sentence.text)] if known in sentence.text else []
        if len(glossed) == 2 and known in glossed and _OR.search(sentence.bare):
            return found | {code: 1 - index for code in glossed if code != known}
    return found


def _codes(book: Sequence[Entry], sentences: Sequence[Sentence]) -> Iterator[tuple[str, int]]:
    mine = [words(e.label) for e in book]
    own = [
        {w for w in m - mine[1 - i] if not w.endswith(_ENDS)} for i, m in enumerate(mine)
    ]  # "cisplatin-based" is told by cisplatin
    for sentence in sentences:
        for match in _GLOSS.finditer(sentence.text) if "(" in sentence.text else ():
            said = words(match["in"])
            hits = [i for i in (0, 1) if own[i] and own[i] <= said and not own[1 - i] & said]
            if len(hits) == 1 and len(_CAPITAL.findall(match["x"])) > 1:
                yield match["x"], hits[0]


def _add(entry: Entry, *names: str) -> None:
    entry.names |= set(names[: max(0, NAMES - len(entry.names))])
