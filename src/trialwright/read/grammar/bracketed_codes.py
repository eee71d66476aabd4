"""Arms that the allocating sentence gives a code each, in brackets: "to walking (W), stretching (S) or usual care (UC)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.lexis import NUM
from trialwright.read.grammar.naming import sound, words
from trialwright.read.grammar.phrases import arm_phrase
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_ALLOCATES = Pattern(r"(?i)\b(?:random|assigned|allocated|divided)\w*")
_CODE = Pattern(
    r"\(\s?(?:(?:arm|group)\s|(?!group|arm)[a-z][a-z -]{2,20},\s)?(?:(?P<x>[A-Z][A-Za-z0-9+/.-]{0,9}(?:\s?(?:\+|plus)\s?[A-Za-z][A-Za-z0-9]{0,14}){0,2}(?:\s[A-Z0-9](?=\s?[),;]))?)(?:\s(?:arm|group))?|(?:the\s)?(?P<g>[a-z][a-z-]{2,20}(?:\s[a-z][a-z-]{2,20})?\s(?:arm|group)))\s?(?:[,;][^()]{0,40})?\)"
)
_TO = Pattern(
    r"(?i)\b(?:to receive|to undergo|to have|to either|receiving|received?|between|into|to)\s(?:either\s|an?\s|the\s)?"
)
_COMPARED = Pattern(
    r"(?i)\b(?:compar(?:ed?|ing)|comparison of|(?:study|trial)\s(?:of|with))\s(?:either\s|an?\s|the\s)?"
)
_JOINED = Pattern(
    r"(?i)(?:\s(?:was|were)\scompared\s(?:with|to)\s|,?\sand\swith\s|\s?(?:[,;]\s(?:and\s|or\s|versus\s|vs\.?\s)?|,?\s(?:and|or|versus|vs\.?|and/or)\s))(?:to\s|either\s)?(?:an?\s|the\s)?"
)
# "Zinc (Z) and copper (C) were compared with iron (I)": who is compared stands before the verb
_FIRST_COMPARED = Pattern(
    r"(?i)(?:\W*[A-Z]+:\s)?(?:(?:the\s)?(?:efficacy|safety|effects?|treatment)\s(?:of|with)\s)?(?=[^.;:]{3,200}\s(?:was|were)\scompared\s(?:with|to)\s)"
)
OF_ONE_LETTER = ("with {0}", "on {0}", "to {0}", "for {0}", "in {0}", "of {0}", "than {0}", "given {0}", "{0} patients", "{0} arm", "{0} group", "arm {0}", "group {0}")  # fmt: skip
_GROUP = r"(?:arm|group|patients|women|men|adults|participants|recipients)\b"
# "to one of three regimens: A (X), B (Y) or C (Z)"
_HEADED = Pattern(
    r"(?i)[^.;:(]{0,60}\b(?:regimens|groups|arms|treatments|schedules|strategies)\b[^.;:(]{0,20}:\s"
)
_AMOUNT = Pattern(rf"(?i)^(?:{NUM}\s?(?:%|[a-zµ]{{1,4}}(?:/[a-z]{{1,4}})?)\s)+(?:of\s)?")  # "20 ml of 0.5%"
_MOST = 110  # characters of what an arm is given


@once
def coded_items(sentence: Sentence) -> tuple[list[tuple[str, int, int]], ...]:
    """The items of a list of two to four that end with a code in brackets each: (words, start, end)."""
    return tuple(_listed(sentence))


def _listed(sentence: Sentence) -> Iterator[list[tuple[str, int, int]]]:
    if "(" not in sentence.text:
        return
    start = _ALLOCATES.search(sentence.text)
    dealt = _TO.search(sentence.text, start.end()) if start else None
    led = dealt or _COMPARED.search(sentence.text)
    first = None if dealt else _FIRST_COMPARED.match(sentence.text)
    if led is None:
        return
    items, begin = [], first.end() if first else led.end()
    headed = _HEADED.match(sentence.text, begin)
    begin = headed.end() if headed else begin
    for match in _CODE.finditer(sentence.text, begin):
        joined = _JOINED.match(sentence.text, begin) if items else None
        if items and joined is None:
            break
        begin = joined.end() if joined else begin
        words = sentence.text[begin : match.start()].strip()
        if not words or len(words) > _MOST or re.search(r"[.;:](?!\d)", words):
            break
        items.append((words, begin, match.start()))
        begin = match.end()
    if (2 if dealt or _are_used(sentence, items) else 3) <= len(items) <= 4:
        yield items


def _are_used(sentence: Sentence, items: Sequence[tuple[str, int, int]]) -> bool:
    """Whether the document calls groups of people by the code of each of two doses that are compared."""
    if not all(words[0].isdigit() for words, _, _ in items[1:]):
        return False
    codes = [code_at(sentence, end)[0] for _, _, end in items]
    text = sentence.document.text
    return all(re.search(rf"(?<![\w(-]){re.escape(code)}\s{_GROUP}", text) for code in codes)


def code_at(sentence: Sentence, place: int) -> tuple[str, int, int]:
    """The code in the bracket that opens at `place` with where it stands, ("", place, place) where there is none."""
    match = _CODE.match(sentence.text, place)
    group = "x" if match and match["x"] else "g"
    return (match[group], *match.span(group)) if match else ("", place, place)


def known_by_bracket(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds to the names of each arm the code in brackets behind it, where each arm of a list has one of its own."""
    for sentence in sentences:
        for items in coded_items(sentence):
            owners = [
                _called(book, code_at(sentence, b)[0]) or _owner(book, sentence, a, b) for _, a, b in items
            ]
            codes = [code for _, _, b in items if (code := code_at(sentence, b)[0])]
            known = [e for e in owners if e is not None]
            if len(codes) == len(set(codes)) == len(owners) == len({id(e) for e in known}):
                for entry, code, (given, _, _) in zip(known, codes, items, strict=True):
                    _name(entry, code)
                    if code.startswith(entry.label.lower()) and "(" not in given:
                        others = [e.label for e in known if e is not entry]
                        _name_by_what_is_given(
                            entry, given, [*others, *(t for t, _, _ in items if t != given)]
                        )
                return


def _owner(book: Sequence[Entry], sentence: Sentence, start: int, end: int) -> Entry | None:
    """The one arm that stands in a stretch of the sentence, by its place or by a name that no other has."""
    placed = [
        e
        for e in book
        if e.place.sentence.start == sentence.start and e.place.start < end and start < e.place.end
    ]
    return placed[0] if len(placed) == 1 else None


def _called(book: Sequence[Entry], group: str) -> Entry | None:
    """The one arm that is called by a group's name in brackets: "block" of "ropivacaine (block group)"."""
    called = [e for e in book if group in (f"{e.label.lower()} group", f"{e.label.lower()} arm")]
    return called[0] if len(called) == 1 else None


def _name_by_what_is_given(entry: Entry, given: str, others: Sequence[str]) -> None:
    """Adds what stands before the bracket to the names of an arm that is called by the bracket, where none of the others is said so."""
    phrase = arm_phrase(_AMOUNT.sub("", given.rpartition(" either ")[2]))
    if phrase and sound(phrase) and not any(words(phrase) & words(other) for other in others):
        entry.names |= {phrase} if len(entry.names) < NAMES else set()


def _name(entry: Entry, code: str) -> None:
    names = [f.replace("{0}", code) for f in OF_ONE_LETTER] if len(code) == 1 else [code]
    entry.names |= set(names[: max(0, NAMES - len(entry.names))])
