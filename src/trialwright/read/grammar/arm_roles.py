"""Which arm is the control: by its name, or because it is what the other arm has more than."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.naming import CONTROL as CONTROL_NAME
from trialwright.read.grammar.naming import words
from trialwright.read.grammar.phrases import core_and_base
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

CONTROL = Pattern(
    r"(?i)\bplacebo\b|\bstandard(?: of)?[ -]care\b|\busual care\b|\bstandard (?:treatment"
    r"|therapy)\b|\bcontrols?\b|\bcomparator\b|\bcomparison group\b"
    r"|\bno (?:treatment|intervention|therapy|additional)\b|\bsham\b|\bdummy\b|\binactive (?:drug|treatment|tablets?|pills?|capsules?|injections?)\b|\bobservation\b"
    r"|^(?:[\w-]+ )?(?:treatment|care|therapy|practice) as usual\b|\busual (?:treatment|practice|management)\b|\bTAU\b|^best supportive care\b|\broutine care\b|^reference$|\breference (?:group|arm)\b"
    r"|^(?:(?:normal|isotonic|physiological|0\.9%)\s)?saline(?:\s(?:solution|placebo))?$"
    r"|\bwait(?:ing)?[ -]?list\b|\bSOC\b|\buntreated\b|\bvehicle\b|^(?:none|nothing)$"
)
HISTORICAL = Pattern(r"(?i)\bhistoric(?:al)?\b|\bexternal controls?\b")

_STANDARD = Pattern(
    r"(?i)\b(?:standard|conventional(?:ly)?|usual|routine|traditional|approved dose|watchful waiting|expectant (?:management|care))\b|\balone$|\bonly$|^no\b|(?<!with or )\bwithout\b"
)
_BY_ITSELF = Pattern(r"(?i)\bsingle[- ]agent\s|\s(?:mono-?therapy|alone)\b")
# What surgeons and anaesthetists did by hand and eye before there was an instrument for it.
_OLDER = (
    (Pattern(r"(?i)\bopen\b(?![- ]label)"), Pattern(r"(?i)laparoscop|robot|endoscop|thoracoscop|endovascular|percutaneous|minimally|keyhole")),
    (Pattern(r"(?i)\bhand[- ]?(?:sewn|sutured)|\bmanual\b"), Pattern(r"(?i)\bstapl")),
    (Pattern(r"(?i)(?<!double[- ])(?<!single[- ])\b(?:landmark|palpation|blind\b)"), Pattern(r"(?i)\bultraso")),
)  # fmt: skip
_NON = Pattern(r"(?i)non[- ](?P<x>\w{3,})")
_SAID_CONTROL = Pattern(
    r"(?i)[(,]\s?(?:the\s)?(?:standard|control|reference|comparator|comparison|conventional)(?:\s(?:arm|group|treatment))?\s?[),;]"
)
_SAID_TRIED = Pattern(
    r"(?i)[(,]\s?(?:the\s)?(?:experimental|investigational|intervention|test|study)\s(?:arm|group|treatment)\s?[),;]"
)
_DEGREES = {"early", "late", "high", "low", "short", "long"}
_BRACKET = re.compile(r"\s?\([^()]{0,60}\)")
_ALONE = Pattern(r"(?i)\s?\b(?:alone|only)\b")


_TOGETHER = Pattern(r"(?i)combination(?:\s(?:therapy|treatment|chemotherapy))?")
_BASE_IN = Pattern(r"(?i)\b(?:plus|with|and|added to|in addition to)\b|\+")
_DUMMY = Pattern(r"(?i)\b(?:placebo|sham|vehicle|dummy)\b")
_NOTHING = Pattern(r"(?i)\bwait(?:ing)?[ -]?list\b|\busual care\b|\bno (?:treatment|intervention)\b")


def may_be(label: str, phrase: str) -> bool:
    """Whether a control by one name may be the one by another: a sham is no waiting list."""
    apart = (_DUMMY.search(label) and _NOTHING.search(phrase)) or (_NOTHING.search(label) and _DUMMY.search(phrase))  # fmt: skip
    return CONTROL_NAME.search(phrase) is not None and not apart


def role_of(label: str) -> str:
    if HISTORICAL.search(label):
        return "historical"
    return "control" if CONTROL.search(label) else ""


def assign_roles(book: list[Entry]) -> None:
    """Gives every arm of the book its role, in place."""
    for entry in book:
        entry.role = role_of(entry.label)
    _told_in_brackets(book)
    _base_of_control(book)
    if len(book) >= 2 and not any(e.role for e in book):
        _base_is_control(book)
    kinds = [e.role for e in book]
    if kinds.count("control") + kinds.count("historical") >= 1 and kinds.count("") >= 1:
        for entry in book:
            entry.role = entry.role or "experimental"
    elif kinds == [""]:
        book[0].role = "experimental"


def _base_of_control(book: Sequence[Entry]) -> None:
    """Of "usual care" and "usual care plus zinc", of "standard" and "standard treatment with a diary", the first is the control alone."""
    if sorted(e.role for e in book) not in (["", "control"], ["control", "control"]):
        return
    base, more = sorted(book, key=lambda e: len(e.label))
    inside = set(re.split(r"[\s-]", base.label.lower())) < set(re.split(r"[\s-]", more.label.lower()))
    if inside and _BASE_IN.search(more.label) and not _DUMMY.search(more.label):
        base.role, more.role = "control", ""


def _told_in_brackets(book: Sequence[Entry]) -> None:
    """ "X (experimental arm) or Y (standard arm)": what the document itself says each is, where it says it of one alone."""
    for role, pattern in (("control", _SAID_CONTROL), ("experimental", _SAID_TRIED)):
        told = [pattern.search(_set_out_as(e)) is not None for e in book]
        if told.count(True) == 1:
            book[told.index(True)].role = role


def _set_out_as(entry: Entry) -> str:
    """What the document prints where it sets the arm out, with the bracket behind it."""
    text, end = entry.place.sentence.text, entry.place.end
    behind = _BRACKET.match(text, end)
    return text[entry.place.start : behind.end() if behind else end]


def _base_is_control(book: list[Entry]) -> None:
    """ "X" against "X plus Y" or "the combination", and "standard X" against "Y": the first is what the other is compared with."""
    together = [_TOGETHER.fullmatch(e.label) is not None for e in book]
    if len(book) == 2 and together.count(True) == 1:
        book[together.index(False)].role = "control"
        return
    if (
        len(book) == 2
        and (negated := [_is_without(a.label, b.label) for a, b in (book, book[::-1])]).count(True) == 1
    ):
        book[negated.index(True)].role = "control"
        return
    if (
        len(book) == 2
        and (older := [_is_older(a.label, b.label) for a, b in (book, book[::-1])]).count(True) == 1
    ):
        book[older.index(True)].role = "control"
        return
    if (sum_of := _sum_of_two(book)) is not None:
        for entry in book:
            entry.role = "experimental" if entry is sum_of else "control"
        return
    plain = [_STANDARD.search(e.label) is not None for e in book]
    if plain.count(True) == 1:
        book[plain.index(True)].role = "control"
    elif len(book) > 2:
        return
    elif _within(book[0].label, book[1].label) or _letters_within(*book):
        book[0].role = "control"
    elif _within(book[1].label, book[0].label) or _letters_within(*reversed(book)):
        book[1].role = "control"
    elif _alone(*book) or _defined_as_more(*book) or _is_added_to(*book):
        book[0].role = "control"
    elif _alone(*reversed(book)) or _defined_as_more(*reversed(book)) or _is_added_to(*reversed(book)):
        book[1].role = "control"


def _sum_of_two(book: Sequence[Entry]) -> Entry | None:
    """Of three arms "X", "Y" and "X plus Y" the one that is given both, which the two parts are compared with."""
    if len(book) != 3 or any(e.role for e in book):
        return None
    for entry in book:
        parts = [words(e.label) for e in book if e is not entry]
        if all(parts) and not parts[0] & parts[1] and parts[0] | parts[1] <= words(entry.label):
            return entry
    return None


def _is_older(label: str, other: str) -> bool:
    """Whether a technique is the one that the other has come to replace: open surgery, where the other is laparoscopic."""
    return any(old.search(label) and new.search(other) and not new.search(label) for old, new in _OLDER)


def _is_without(label: str, other: str) -> bool:
    """ "non-X" where the other arm has X."""
    left_out = _NON.match(label)
    return left_out is not None and left_out["x"].lower() in re.split(r"[\s-]+", other.lower())


def _alone(base: Entry, other: Entry) -> bool:
    """ "X with Y alone" where the other arm has X or Y too."""
    place = base.place
    return bool(words(base.label) & words(other.label)) and (
        _ALONE.match(place.sentence.text, place.end) is not None
        or _ALONE.search(place.sentence.text, max(place.start, place.end - 7), place.end) is not None
    )


def _defined_as_more(base: Entry, other: Entry) -> bool:
    """ "B plus A (AB)": a short form of the other arm stands for what is added to this one."""
    text = other.place.sentence.document.text
    ours = "|".join(re.escape(n) for n in sorted(base.names) if len(n) > 2)
    codes = "|".join(re.escape(n) for n in sorted(other.names) if n.isupper() and f"({n})" in text)
    return bool(ours and codes) and (
        re.search(rf"(?:\bplus|\+|\badded to|\bcombined with)\s?(?:the\s)?(?i:{ours})\s\((?:{codes})\)", text) is not None
    )  # fmt: skip


def _is_added_to(base: Entry, other: Entry) -> bool:
    """Whether the other arm is called "A plus B" where this one is B: its label may be A alone."""
    mine = words(base.label)
    return bool(mine) and any(words(core_and_base(name)[1]) == mine for name in other.names)


def _within(base: str, label: str) -> bool:
    """Whether a name says all that another one says, and more: by its own words, or where it has none by all of them."""
    base = _BY_ITSELF.sub("", base).strip() or base
    if (_DEGREES & set(base.lower().split())) - set(label.lower().split()):
        return False  # "early splinting" and "delayed splinting": neither is the other's base
    mine, theirs = words(base), words(label)
    return mine < theirs if mine else set(base.lower().split()) < set(label.lower().split())


def _letters_within(base: Entry, other: Entry) -> bool:
    """ "AB" and "ABC", where the letters are of what is given; "AB" and "AB+C"."""
    codes = [[n for n in e.names if n.isupper() and n.isalpha() and len(n) > 1] for e in (base, other)]
    if any(b != o and o.startswith(b) for b in codes[0] for o in codes[1]):
        return True
    every = [{re.sub(r"\s", "", n).lower() for n in e.names if len(n) > 2} for e in (base, other)]
    return any(o.startswith(f"{b}+") for b in every[0] for o in every[1])
