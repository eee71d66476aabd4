"""Outcomes that a row counts the other way round: survivors where deaths are asked for, those without where those with."""

from __future__ import annotations

from collections.abc import Iterable

from trialwright.read.comparison.cells import Side
from trialwright.read.comparison.wording import tokens
from trialwright.read.patterns import Pattern

_PAIRS = (
    (
        Pattern(r"(?i)\bdeaths?\b|\bmortality|\bdied\b|\bdead\b|\bfatal"),
        Pattern(r"(?i)\bsurviv|\balive\b"),
    ),
    (
        Pattern(r"(?i)\bfail(?:ed|ures?)\b|\bunsuccessful"),
        Pattern(r"(?i)\bsuccess(?!ion|ive)|\bcured?\b"),
    ),
)
_GONE = Pattern(
    r"(?i)\b(?:reduction|reduced|resolution|resolved|disappear|clearance|cleared|healing|healed|relief)"
)
_BACK = Pattern(r"(?i)\b(?:reappear|recurr|re-?occurr|relaps|came back|returned|worsen)")


def is_return(asked: str, told: str) -> bool:
    """Whether what is told came back, where its going is asked for, or the other way round."""
    return any(
        bool(a.search(asked) and b.search(told) and not a.search(told) and not b.search(asked))
        for a, b in ((_GONE, _BACK), (_BACK, _GONE))
    )


_DENIED = Pattern(
    r"(?i)\b(?:no(?!\.|\s?of\b|\s?\(|$)|not|without|never|free (?:of|from)|absence of|non)\b|\w-free\b|\bfree$"
)

_FIRST = Pattern(r"\W*\w+")
TURNED = "counted the other way round"  # as a derivation says it
_TURNED = 0.06  # of likeness that a row loses whose people have to be counted the other way round
_NEEDLESS = 0.3  # and more where another row counts them as they are asked for


def is_opposite(asked: str, told: str) -> bool:
    """Whether what is told is just what is not asked for, by a word and its opposite or by one denial."""
    for one, other in _PAIRS:
        for a, b in ((one, other), (other, one)):
            if a.search(asked) and not b.search(asked) and b.search(told) and not a.search(told):
                return not _denies(told, asked)
    return _denies(asked, told) != _denies(told, asked)


def _denies(words: str, other: str) -> bool:
    """Whether words deny what they share with others, and not only what comes after it ("sepsis without shock")."""
    match = _DENIED.search(words)
    if not match:
        return False
    # "non" denies the word that it is joined to: what is "non-fatal" has happened
    if match.group().lower() == "non":
        joined = _FIRST.match(words, match.end())
        return bool(joined and tokens(other) & tokens(joined.group()))
    shared, before, after = tokens(other), tokens(words[: match.start()]), tokens(words[match.end() :])
    return "free" in match.group().lower() or bool(shared & after) or not shared & before


def in_words_asked(asked: str, told: str) -> str:
    """Words of a row with the opposite of a word that is asked for put into the asked word, by which to compare them."""
    for one, other in _PAIRS:
        for a, b in ((one, other), (other, one)):
            word = a.search(asked)
            if word and b.search(told) and not a.search(told):
                return " ".join(word.group() if b.search(w) else w for w in told.split())
    return told


def needless(asked: str, told: str, labels: Iterable[str]) -> float:
    """The likeness that a row loses which says the opposite of what is asked for, where another row's words are just what
    is asked for or less ("Failure" beside "Clinical success" for clinical failure). labels : the words of rows."""
    for one, other in _PAIRS:
        for a, b in ((one, other), (other, one)):
            if a.search(asked) and b.search(told) and not a.search(told):
                stated = any(a.search(x) and tokens(x) <= tokens(asked) for x in labels)
                return _NEEDLESS if stated else 0.0
    return 0.0


def as_asked(asked: str, told: str, a: Side, b: Side, denied: bool = False) -> tuple[Side, Side, float]:
    """Both arms with the people who are asked for counted, and the likeness that is lost where others are. denied : whether
    the row answers "no" to what stands above it."""
    if denied == is_opposite(asked, told):
        return a, b, 0.0
    return turned(a), turned(b), _TURNED


def turned(side: Side) -> Side:
    """An arm with those of its people who are not counted; without a count where its size is not known."""
    if not side.events or not side.n or side.n.derived or side.events.value > side.n.value:
        return side.model_copy(update={"events": None})
    rest = side.n.value - side.events.value
    why = f"{side.n.value:g} - {side.events.value:g} {TURNED} = {rest:g}"
    return side.model_copy(update={"events": side.events.model_copy(update={"value": rest, "derived": why})})
