"""Other names of arms that a document has: letters it gives them, and what can only be the other arm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from trialwright.read.grammar.arm_contrasts import Told, told_apart
from trialwright.read.grammar.arm_roles import may_be
from trialwright.read.grammar.named_arms import Place, named
from trialwright.read.grammar.naming import CONTROL, LETTERED, SUBGROUP, words
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_LETTER = Pattern(
    r"(?P<w>[Gg]roups?|[Aa]rms?|ARM|GROUP)[\s-](?P<l>[A-Z]|[0-6]|I{1,3}V?|one|two|three)\b(?!\.\d|,\d)"
)
# two letters or more: one alone is a unit, a marker or a vitamin elsewhere
_IN_BRACKETS = Pattern(
    r"\((?:the\s)?(?P<x>(?![Nn]\b|SD\b|SE\b|IV\b|IQR\b|CI\b|M?IU\b|MU\b|[CP]FU\b)[A-Z][\w/+-]*[A-Z][\w/+-]*)(?:\s(?:group|arm))?(?=[);,:])"
)
_ALONE = Pattern(r"\b(?P<x>[A-Za-z][\w/-]{3,})\salone\b")
_REACH = 14  # characters after the name of an arm in which its short form may stand
_GENERIC = Pattern(
    r"(?i)^(?:(?:the|two|three|both|all|other|another|treatment|intervention|experimental|active|study|test|investigational|parallel|control|comparison|"
    r"randomi[sz]ed|patient|first|second|third|each|either|same|treated|untreated|these|four|latter|former|age|placebo|trial|therapy)\s?)+$"
)


def known_by_letter(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds "group A" to the names of the arm whose own words stand beside it, when each letter has one arm."""
    if any(LETTERED.fullmatch(e.label) for e in book):
        return
    found: dict[str, str] = {}
    letters: set[str] = set()
    own = _own_words(book)
    for sentence in sentences:
        for match in _LETTER.finditer(sentence.text):
            letter = match.group("l")
            letters.add(letter)
            if letter not in found:
                label = _beside(sentence.text, match, own)
                if label:
                    found[letter] = label
    left = [e.label for e in book if e.label not in found.values()]
    if found and len(letters) == len(book) and len(left) == len(letters) - len(found) == 1:
        found[next(iter(letters - found.keys()))] = left[0]
    if len(found) >= 2 and len(set(found.values())) == len(found):
        for entry in book:
            for letter, label in found.items():
                if label == entry.label and len(entry.names) < NAMES - 2:
                    entry.names |= {f"group {letter}", f"arm {letter}"}


def known_by_code(book: Sequence[Entry]) -> None:
    """Adds the short form that the text gives an arm in brackets where it sets it out, when no two
    arms have the same: "to zinc followed by iron (Z/I, n = 4) or iron (n = 5)"."""
    found = [_code(entry) for entry in book]
    codes = [c for c in found if c]
    if len(set(codes)) < len(codes):
        return
    for entry, code in zip(book, found, strict=True):
        if code and len(entry.names) < NAMES:
            for other in book:
                other.names -= {code} if other is not entry else set()
            entry.names.add(code)


# "no further treatment" is told of as "no treatment", too
_NO_MORE = Pattern(
    r"(?i)^no\s(?:further|additional|adjuvant|specific|active|other|such|extra)\s(?P<x>treatment|therapy|intervention|prophylaxis)$"
)


def known_by_nothing(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """ "no treatment" is the arm that gets no further treatment."""
    for entry in book:
        if (match := _NO_MORE.match(entry.label)) and len(entry.names) < NAMES:
            entry.names.add(f"no {match['x'].lower()}")


def known_by_going_without(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """ "chemotherapy alone" is the arm without what the other arm has with it."""
    for entry in book:
        if entry.label.lower().startswith("without ") and len(book) == 2:
            other = words(next(e.label for e in book if e is not entry))
            for sentence in sentences:
                for match in _ALONE.finditer(sentence.text) if "alone" in sentence.text else ():
                    if not words(match["x"]) & other and len(entry.names) < NAMES:
                        entry.names.add(match.group())


def _code(entry: Entry) -> str:
    place = entry.place
    match = _IN_BRACKETS.search(place.sentence.text, place.start, place.end + _REACH)
    if match is None or match.end() > place.end + _REACH:
        return ""
    return "" if _NEXT_ARM.search(place.sentence.text, place.end, match.start()) else match["x"]


def _own_words(book: Sequence[Entry]) -> dict[str, set[str]]:
    """Label → the words of its names that no other arm has."""
    every = {e.label: set().union(*(words(n) for n in e.names), words(e.label)) for e in book}
    out = {}
    for entry in book:
        others = set().union(*(w for label, w in every.items() if label != entry.label))
        mine = every[entry.label] - others
        out[entry.label] = mine | ({"control", "controls"} if entry.role == "control" else set())
    return out


def _beside(text: str, match: re.Match[str], own: dict[str, set[str]]) -> str:
    """The one arm whose words stand nearest: before a letter in brackets, before "in group A", else after it."""
    opened = text[: match.start()].rstrip().endswith(("(", "["))
    if not opened and _PLACED.search(text, max(0, match.start() - 12), match.start()):
        before = _NEXT_ARM.split(text[max(0, match.start() - 60) : match.start()].rpartition(".")[2])[-1]
        used = [label for label, mine in own.items() if mine & words(before)]
        if len(used) == 1:
            return used[0]  # "with lasers in group A and with drills in group B"
    if opened:
        near = re.split(
            r"[.;()]|\band\b|\bor\b|\bversus\b|\bvs\b|,\s(?=\d)",
            text[max(0, match.start() - 90) : match.start() - 1],
        )[-1]
    else:
        near = re.split(
            r"[.;]|\bwhile\b|\bwhereas\b|[Gg]roup|\b[Aa]rm\b", text[match.end() : match.end() + 90]
        )[0]
    said = words(near) | set(re.findall(r"controls?|placebo", near.lower()))
    hits = [label for label, mine in own.items() if mine & said]
    return hits[0] if len(hits) == 1 else ""


_PLACED = Pattern(r"(?i)\b(?:in|for|to)\s(?:the\s)?$")
_HAVING = Pattern(r"(?i)\b(?:with|in|among|of|for)\s(?:the\s)?$")
_GIVEN = Pattern(r"(?i)\b(?:treated|start(?:ed|ing)|managed)\s(?:with|in|on|for)\s(?:the\s)?$")
_CAPITALS = re.compile(r"[A-Z]")
_NEXT_ARM = Pattern(r"(?i)\b(?:or|and|versus|vs)\b|[,;]")  # "insulin (Ins) or both (MI)"
_ARTICLE = re.compile(r"(?i)^(?:the|both|and)\s")


def known_by_elimination(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """ "the PVB group" beside "the control group" of a trial with two arms is the other arm, whatever it is called.

    Believed only of a name that is never set beside the arm it would be, and is no subgroup of patients.
    """
    if len(book) != 2:
        return
    votes: dict[str, Counter[int]] = {}
    for sentence in sentences:
        for phrase, _ in named(sentence):
            index = _which(book, phrase)
            if index is not None and phrase.isupper() and len(book[index].names) < NAMES:
                book[index].names.add(phrase)
    own = [words(e.label) for e in book]
    for phrases, text in _together(book, sentences):
        groups = [_ARTICLE.sub("", phrase) for phrase in phrases]
        hits = [_which(book, g) for g in groups]
        unknown = [
            g
            for g, h in zip(groups, hits, strict=True)
            if h is None and not _GENERIC.match(g) and not SUBGROUP.search(g)
        ]
        known = {h for h in hits if h is not None}
        if len(known) == 1 and len(set(unknown)) == 1 and len(unknown[0].split()) <= 3:
            index = 1 - next(iter(known))
            # "of 20 adults on steroids 31 % did well on A; 24 % on placebo": A has its own name there
            beside = unknown[0].islower() and _is_given_there(text, own[index] - words(unknown[0]))
            votes.setdefault(unknown[0], Counter())[-1 if beside else index] += 1
        elif len(known) == 2:
            for g in set(unknown):
                votes.setdefault(g, Counter())[-1] += 1
    for phrase, count in votes.items():
        if any(f"no {phrase.lower()}" in s.text.lower() for s in sentences):
            continue  # it has a group of its own that goes without it: the other factor of a factorial trial
        index, _ = count.most_common(1)[0]
        if len(count) == 1 and index >= 0 and len(book[index].names) < NAMES and not CONTROL.search(phrase):
            book[index].names.add(phrase)
            _name_with(book[1 - index], book[index], phrase)


_NOTHING = Pattern(r"(?i)(?:nothing|none|no\s.*|without\s.*|observation)")


def _name_with(entry: Entry, other: Entry, phrase: str) -> None:
    """ "B and A" is the arm that is given A where the other is given nothing more and is called by B."""
    if _NOTHING.fullmatch(other.label):
        joined = (f"{a}{sign}{b}" for n in sorted(entry.names) for a, b in ((phrase, n), (n, phrase)) for sign in (" and ", " plus ", " + "))  # fmt: skip
        entry.names |= set(islice(joined, max(0, NAMES - len(entry.names))))


def _is_given_there(text: str, own: Collection[str]) -> bool:
    """Whether a text says of people that they are on what one of an arm's own words names."""
    given = "|".join(map(re.escape, own))
    return (
        bool(given)
        and re.search(rf"(?i)\b(?:on|with|given|receiving|taking)\s(?:the\s)?(?:{given})\b", text) is not None
    )


def _together(book: Sequence[Entry], sentences: Sequence[Sentence]) -> Iterator[tuple[list[str], str]]:
    """Phrases that are said of one comparison: the groups of a sentence, and what it tells apart with numbers, with the text
    that they must not share with the arm that they would be."""
    for sentence in sentences:
        yield [phrase for phrase, _ in named(sentence)], ""
        yield from ((_plain(book, told), sentence.text) for told in told_apart(sentence))


def _plain(book: Sequence[Entry], told: Told) -> list[str]:
    """The phrases of one contrast that are an arm's, or may be an arm that is not known by that name."""
    return [phrase for phrase, place in told if _which(book, phrase) is not None or _is_given(phrase, place)]


def _is_given(phrase: str, place: Place) -> bool:
    """Whether a phrase is what people are given, or a code: "with good sleep" and "in published cohorts" say what they are."""
    text = place.sentence.text
    has = _HAVING.search(text, max(0, place.start - 12), place.start)
    return (
        has is None
        or len(_CAPITALS.findall(phrase)) > 1
        or _GIVEN.search(text, max(0, place.start - 40), place.start) is not None
    )


def _which(book: Sequence[Entry], phrase: str) -> int | None:
    """Which of two arms a group's name is, by its words or initials."""
    low, said = phrase.lower(), words(phrase)
    for i, entry in enumerate(book):
        if low in {n.lower() for n in entry.names} or (
            entry.role == "control" and may_be(entry.label, phrase)
        ):
            return i
    mine = [words(e.label) for e in book]
    hits = [i for i in (0, 1) if said & (mine[i] - mine[1 - i])] or [
        i for i in (0, 1) if _initials(phrase, book[i].label)
    ]
    return hits[0] if len(hits) == 1 else None


def _initials(short: str, label: str) -> bool:
    """Whether capitals spell the first letters of an arm's words: "TM" and "triple modality"."""
    letters = re.sub(r"[^A-Za-z]", "", short)
    if not 2 <= len(letters) <= 6 or not letters.isupper():
        return False
    starts = "".join(w[0] for w in re.findall(r"[A-Za-z]+", label.upper()))
    return letters in starts
