"""Arms that are set out under a letter or number are called by what the document says they are given: "group A (zinc, n = 60)"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trialwright.read.grammar.arm_roles import assign_roles
from trialwright.read.grammar.bracketed_codes import OF_ONE_LETTER
from trialwright.read.grammar.left_names import left_of
from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.named_by_dose import told_by_dose
from trialwright.read.grammar.naming import sound
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.phrases import arm_phrase
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_CODED = re.compile(
    r"(?i)(?:groups?|arms?|cohorts?)\s(?:[A-Z]|[IVX]{1,4}|\d{1,2})|(?-i:[A-Z]|[IVX]{1,4}|\d)\s(?:group|arm)"
)
_BRACKET = Pattern(r"\s?(?:\((?P<x>(?:[^()]|\([^()]{0,40}\)){2,160})\)|\[(?P<y>[^\[\]]{2,160})\])")
_PIECES = re.compile(r"\s?[;,]\s")
_SIZE = Pattern(rf"(?i)(?:n\s?=\s?)?{COUNT}(?:\s{FEW}{PEOPLE})?(?:\s?[(\[].*)?")
_LETTER = re.compile(r"(?i)(?:group|arm|cohort)\s(?-i:(?P<x>[A-HJ-UW-Z]))")
_NO_TREATMENT = Pattern(
    r"(?i)\b(?:clinics?|cent(?:re|er)s?|sites?|hospitals?|wards?|towns?|blinded|open|unblinded|see|tables?|fig(?:ure)?s?|boys|girls|men|women|male|female|aged|ages?|years|mean|n|older|younger)\b|(?<![a-z]-)\b\d+$"
)
_PROPER = re.compile(r"[A-Z][a-z]+")
_FILLER = re.compile(r"(?i)^(?:\W*(?:and|or|versus|vs\.?|to|in|the|a|an)\s)*")
_BLANK = re.compile(r"\s{3,}")  # what is in brackets is blank in a sentence's bare text
_OF = Pattern(r"(?i)\bof\s(?:the\s)?$")
# a regimen with its doses is told apart by more than its words, and keeps its letter
_PLAIN = re.compile(r"[A-Za-z][A-Za-z/'-]*(?:\s[A-Za-z][A-Za-z/'-]*){0,4}")
_COUNTED = Pattern(rf"(?i)(?:^|\s){COUNT}(?:\s{FEW}{PEOPLE})?$")
# "group 1 (n = 60) had mesh repair and"
_HAD = Pattern(
    r"(?i)[)\]]?\s(?:received|got|took|had|underwent|used|(?:was|were)\s(?:given|treated\swith|assigned\sto|allocated\sto|offered))\s(?P<x>[A-Za-z][^.;,()]{2,60}?)(?=\s(?:and|while|whereas|but|in\sthis|for|at)\s|\s?[.;,(]|$)"
)
# "group B received copper"
_RECEIVED = Pattern(
    r"(?i)(?:group|arm|cohort)\s(?:[A-Z]|[IVX]{1,4}|\d{1,2})\s(?:received|got|took|had|underwent|used|(?:was|were)\s(?:given|treated\swith|assigned\sto|allocated\sto|offered))\s(?P<x>[A-Za-z].*)"
)


def explain_groups(book: list[Entry]) -> None:
    """Gives arms with such labels, in place, the names of what they are given, where each of them has one of its own."""
    _without_groups(book)
    if len(book) < 2 or not all(_CODED.fullmatch(e.label) for e in book):
        return
    told = [_gloss(e) for e in book]
    names = told_by_dose(told) if all(told) else []
    if len({n.lower() for n in names}) != len(book) or not all(n and sound(n) for n in names):
        return
    if not all(_is_given(name, entry) for name, entry in zip(names, book, strict=True)):
        return
    for entry, name in zip(book, names, strict=True):
        _rename(entry, name)
    assign_roles(book)


def _is_given(name: str, entry: Entry) -> bool:
    """Whether a name in brackets may be what people are given: not a place, kinds of people, how it is done, nor a name with a
    capital that the document has nowhere else ("Leeds")."""
    if _NO_TREATMENT.search(name):
        return False
    return not _PROPER.fullmatch(name) or entry.place.sentence.document.text.count(name) > 1


def _without_groups(book: list[Entry]) -> None:
    """ "group B received copper" is the copper arm."""
    for entry in book:
        said = _RECEIVED.fullmatch(entry.label)
        name = told_by_dose([said["x"]])[0] if said else ""
        if name and sound(name) and not any(e.label.lower() == name.lower() for e in book):
            _rename(entry, name)
            assign_roles(book)


def _rename(entry: Entry, name: str) -> None:
    letter = _LETTER.fullmatch(entry.label)
    of_letter = [form.format(letter["x"]) for form in OF_ONE_LETTER] if letter else []
    names = dict.fromkeys((name, entry.label, *sorted(entry.names), *of_letter))
    entry.names = set(list(names)[:NAMES])
    entry.label = name


def _gloss(entry: Entry) -> str:
    """What stands beside the place where an arm is set out and says what it is given; "" where it is no one thing."""
    text, place = entry.place.sentence.text, entry.place
    if text[max(0, place.start - 1) : place.start] in ("(", "["):  # "zinc (group A, n = 60)"
        left, start, _ = left_of(entry.place.sentence.bare, place.start - 1)
        before = _FILLER.sub("", _BLANK.split(left.rstrip())[-1])
        plain = _PLAIN.fullmatch(before.strip()) and not _OF.search(text, 0, start)
        if plain and arm_phrase(before) and not _COUNTED.search(before):
            return before
    match = _BRACKET.match(text, place.end)
    inside = (match["x"] or match["y"]) if match else ""
    pieces = [p.strip() for p in _PIECES.split(inside) if p.strip()]
    said = [p for p in pieces if not _SIZE.fullmatch(p)]
    if said and (len(said) == 1 or len(pieces) > len(said)):
        return said[0]
    had = _HAD.match(text, match.end() if match else place.end) if not said else None
    return had["x"] if had and _PLAIN.fullmatch(had["x"]) else ""
