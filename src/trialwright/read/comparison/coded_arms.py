"""Other names of the arms that a document gives in brackets: short forms in an allocation, and what a dose is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from trialwright.read.comparison.wording import tokens
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_ALLOTTED = Pattern(r"(?i)\b(?:randomi[sz]|assign|allocat)\w*")
_SHORT = Pattern(
    r"(?P<p>[A-Za-z][^.;()]{2,90}?)\s\((?P<c>[A-Za-z]?[A-Z][A-Za-z0-9+-]{0,3}[A-Z0-9])(?:\s(?:group|arm))?(?:[,;:]?\s{0,2}n\s{0,2}=\s{0,2}\d+|[,;]\s[^()]{1,60})?\)"
)
_OTHER_ARM = Pattern(r"(?i)\W*(?:or|and|versus|vs\.?)\s")
_DOSE = r"\d[\d.,]*\s?(?:mg|mcg|µg|g|ml|iu|units?|gy|sessions?|cycles?|days?|weeks?|minutes?)\b(?:/\w+){0,2}(?:\sdaily|\sonce|\stwice)?"
_CALLED = Pattern(
    rf"(?i)(?P<p>(?:[a-z][\w-]*\s){{0,3}}{_DOSE})\s\((?P<c>[a-z]{{3,}}[ -](?:dose|dosage|regimen|course|schedule|intensity|strength))\)"
)
_CLAUSE = Pattern(r"(?i)\b(?:was|were|measured|using|assessed|by means|defined)\b")
_OPENING = Pattern(r"(?i).*\b(?:given|received|receive|to|either|or|and|versus|vs\.?)\s")
Said = Callable[[str], str]  # words → the arm that they name by themselves, "" for none
Fit = Callable[[str, str], float]  # words, arm → 0..1, how well they name it


def _sure(found: dict[str, set[str]]) -> dict[str, str]:
    return {name: next(iter(sides)) for name, sides in found.items() if len(sides) == 1}


def allotted(
    sentences: Iterable[Sentence], text: str, said: Said, fit: Fit, sides: Sequence[str]
) -> dict[str, str]:
    """Short forms in brackets behind the arms that a sentence allots people to ("to weekly calls (CALL) or to no calls
    (NC)") → the arm, "" for an arm that is not asked for; of two, one that names neither arm is the other's, and of more
    with words of one arm the best is the arm. A form that is a word too is none."""
    out: dict[str, str] = {}
    for sentence in sentences:
        start = _ALLOTTED.search(sentence.text)
        listed = list(_listed(sentence.text, start.end())) if start else []
        if len(listed) < 2:
            continue
        named = [said(words) for words, _ in listed]
        if len(listed) == 2 and named.count("") == 1:
            named = [side or next(s for s in sides if s not in named) for side in named]
        if len(listed) > 2:
            named = best_named([words for words, _ in listed], named, fit)
        if len({s for s in named if s}) == sum(bool(s) for s in named):
            known = len(listed) > 2 and set(sides) <= set(named)
            out |= {
                c: side
                for (_, c), side in zip(listed, named, strict=True)
                if (side or known) and _is_form(c, text)
            }
    return out


def best_named(words: Sequence[str], named: Sequence[str], fit: Fit) -> list[str]:
    """The arms of several names, where of those with words of one arm only the one that says it best is left."""
    fits = [fit(w, side) if side else 0.0 for w, side in zip(words, named, strict=True)]
    most = {side: max(f for f, s in zip(fits, named, strict=True) if s == side) for side in set(named)}
    return [side if side and f >= most[side] - 1e-9 else "" for f, side in zip(fits, named, strict=True)]


def _listed(text: str, begin: int) -> Iterator[tuple[str, str]]:
    """(words, short form) of arms one after the other, the last behind "or", "and" or "versus"; none where what is
    between them is a clause of its own."""
    found: list[tuple[str, str]] = []
    last, joined = -1, False
    for match in _SHORT.finditer(text, begin):
        other = _OTHER_ARM.match(text, last) if last >= 0 else None
        if last >= 0 and not other and text[last : last + 1] != ",":
            break
        if _CLAUSE.search(match["p"]):
            break
        found.append((match["p"], match["c"]))
        last, joined = match.end(), bool(other)
        if joined:
            break
    if joined:
        yield from found


def _is_form(code: str, text: str) -> bool:
    return not re.search(rf"(?<![\w-]){re.escape(code.lower())}(?![\w-])", text)


def called(sentences: Iterable[Sentence], said: Said, own: Said) -> dict[str, str]:
    """What two doses or more of a sentence are called in brackets ("5 mg/day (low dose), 15 mg/day (high dose)"): the
    dose and its name → the arm that one of them is of; "" for those of an arm that is not asked for. own : words → the
    arm that has one of them alone."""
    found: dict[str, set[str]] = {}
    for sentence in sentences:
        pairs = [(_OPENING.sub("", m["p"]), m["c"]) for m in _CALLED.finditer(sentence.text)]
        for words, name in pairs if len(pairs) > 1 else ():
            sides = {side for side in (said(words), own(name)) if side} or {""}
            for told in (words, name):
                found.setdefault(told, set()).update(sides)
    return _sure(found)


def key(words: str) -> frozenset[str]:
    """A name by which two ways to write it are the same: "zinc 10 mg/day", "Zinc 10 mg"."""
    return frozenset(tokens(words))
