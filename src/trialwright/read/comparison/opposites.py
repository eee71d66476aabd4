"""Outcomes that a row counts the other way round: survivors where deaths are asked for, those without where those with."""

from __future__ import annotations

from collections.abc import Iterable

from trialwright.read.comparison.cells import Side
from trialwright.read.comparison.moments import parted
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


# what is told by a word's beginning alone: "uncontrolled", "dissatisfied"
_UNDONE = Pattern(
    r"(?i)\b(?:un|dis|in|non)-?(?P<w>(?:control|satisf|success|stabl|heal|complet|adequa|chang|employ|resol|adher|complian|toler|continu|treat|regulat|respons|immuni[sz]|vaccinat|protect|depend|activ|effectiv|appropriat|suffici|fertil|favou?r|event|plan|aware|intend|wanted|agree|improve|recover|detect|affect|familiar|engag|abl|well)[a-z]*)"
)
_NOUN_BEHIND = Pattern(r"\s(?P<w>[A-Za-z]{4,})")
_NO_NOUN = Pattern(r"(?i)(?:with|from|after|within|during|until|among|despite|over|about)$")
_NOT_DIFFERENT = Pattern(
    r"(?i)\b(?:(?:no|not|without|nor|neither|never)\b[^.;,()\d]{0,40}?\b(?:differ\w*|significant\w*|effects?|evidence|interaction|associat\w+|changed?)|not (?:only|shown|all)|non-?significant\w*)"
)
_LIGHT = Pattern(r"(?i)\b(?:achiev|reach|attain|obtain|occur|happen|met|present|experienc|given|had|hav)")
_FREE = Pattern(
    r"(?i)\b(?P<a>[a-z]{3,})-free\b(?!\s(?:interval|survival|period|days?|time))|\bfree (?:of|from) (?P<b>[a-z]{3,})"
)
_ENDED = Pattern(
    r"(?i)\b(?:gone|went|subsid\w+|settled|ceased|stopped|abated|ended|lost|escaped|avoided|remission|cured?|recover\w+)\b"
)
_ALIVE = Pattern(r"(?i)\b(?:was|were|are) (?:still |all )?alive\b|\b(?:had )?survived\b|\bsurvivors\b")
_DENIAL = Pattern(r"(?i)\b(?:no(?!\.|\s?of\b|\s?\()|not|without|never)\b")


def polarity(asked: str, told: str) -> str:
    """ "same" where the words beside numbers count the people who are asked for, "turned" where they count just the others,
    "open" where what is asked for is denied and they do not say what it is that is denied."""
    plain = _NOT_DIFFERENT.sub(" ", told)
    if undone := by_beginning(asked, plain):
        return undone
    if (free := _FREE.search(asked)) and not _DENIED.search(plain):
        if _GONE.search(plain) or _ENDED.search(plain):
            return "same"
        return "turned" if tokens(free["a"] or free["b"]) & tokens(told) else "open"
    match = _DENIAL.search(asked)
    if not match and _PAIRS[0][0].search(asked) and _ALIVE.search(plain):
        return "open" if _PAIRS[0][0].search(plain) or _DENIED.search(plain) else "turned"
    if not match or _DENIED.search(plain) or _is_pair(asked, plain):
        return "same"
    behind = asked[match.end() :]
    light = _LIGHT.match(behind.strip())
    denied = tokens(_ASIDE.sub(" ", parted(asked[: match.start()] if light else behind)[0]))
    return "turned" if denied & tokens(told) else "open"


def by_beginning(asked: str, told: str) -> str:
    """`polarity` by a word's beginning that denies it ("uncontrolled"); "" where no word asked for or told has one."""
    for one, other in ((asked, told), (told, asked)):
        for match in _UNDONE.finditer(one):
            if tokens(match.group()) & tokens(other):
                return "same"
            if not tokens(match["w"]) & tokens(other):
                if one is asked:
                    return "open"
                continue
            if _DENIAL.search(other):
                return "same"
            noun = _NOUN_BEHIND.match(one, match.end())
            return "open" if noun and not _NO_NOUN.match(noun["w"]) else "turned"
    return ""


def _is_pair(asked: str, told: str) -> bool:
    """Whether words tell of success where failure is asked for, or the other way round."""
    both = [(a, b) for one, other in _PAIRS for a, b in ((one, other), (other, one))]
    return any(a.search(asked) and b.search(told) for a, b in both)


_DENIED = Pattern(
    r"(?i)\b(?:no(?!\.|\s?of\b|\s?\(|$)|not|without|never|free (?:of|from)|absence of|non)\b|\w-free\b|\bfree$"
)

_ASIDE = Pattern(r"\([^()]*\)")
_FIRST = Pattern(r"\W*\w+")
TURNED = "counted the other way round"  # as a derivation says it
TURNED_LOSS = 0.06  # of likeness that a row loses whose people have to be counted the other way round
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
    if _LIGHT.match(words[match.end() :].strip()):
        return bool(tokens(other) & tokens(words[: match.start()]))
    shared, before, after = tokens(other), tokens(words[: match.start()]), tokens(words[match.end() :])
    return "free" in match.group().lower() or bool(shared & after) or not shared & before


def in_words_asked(asked: str, told: str) -> str:
    """Words of a row with the opposite of a word that is asked for put into the asked word, by which to compare them."""
    for one, other in _PAIRS:
        for a, b in ((one, other), (other, one)):
            word = a.search(asked)
            if word and b.search(told) and not a.search(told):
                return " ".join(word.group() if b.search(w) else w for w in told.split())
    return in_beginning_asked(asked, told)


def in_deaths_asked(asked: str, told: str) -> str:
    """Words of a sentence as `in_words_asked` gives them, as far as they say of people themselves that they live."""
    death = _PAIRS[0][0].search(asked)
    if death and _ALIVE.search(told):
        told = _ALIVE.sub(death.group(), told)
    return in_beginning_asked(asked, told)


def in_beginning_asked(asked: str, told: str) -> str:
    """Words with "satisfied" put as "dissatisfied" where that is asked for, by which to compare them."""
    for match in _UNDONE.finditer(asked):
        base = tokens(match["w"])
        if not tokens(match.group()) & tokens(told):
            told = " ".join(match.group() if tokens(w) == base else w for w in told.split())
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
    undone = by_beginning(asked, told)
    if undone == "open":
        return a.model_copy(update={"events": None}), b.model_copy(update={"events": None}), TURNED_LOSS
    if denied == (undone == "turned" if undone else is_opposite(asked, told)):
        return a, b, 0.0
    return turned(a), turned(b), TURNED_LOSS


def turned(side: Side) -> Side:
    """An arm with those of its people who are not counted; without a count where its size is not known."""
    if not side.events or not side.n or side.n.derived or side.events.value > side.n.value:
        return side.model_copy(update={"events": None})
    rest = side.n.value - side.events.value
    why = f"{side.n.value:g} - {side.events.value:g} {TURNED} = {rest:g}"
    return side.model_copy(update={"events": side.events.model_copy(update={"value": rest, "derived": why})})
