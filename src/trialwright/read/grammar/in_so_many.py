"""One number behind the name of each arm: "randomised: A in 41 and B in 39" gives sizes, "rash was seen with A in 9 and with B in 4" counts."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.beside import NUMBER
from trialwright.read.grammar.clause_counts import BECAME
from trialwright.read.grammar.counts_or_sizes import DIVIDES, EVENTS, FARE
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

Place = tuple[int, int]
_IN = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?\s(?:in|by)\s(?:only\s)?{NUMBER}(?:\s{FEW}{PEOPLE})?(?=\s?[.,;]|\s?$|\s(?:and|but|while|whereas|versus|vs)\b)"
)
_COUNT = Pattern(COUNT)
_SEEN = Pattern(
    r"(?i)\b(?:was|were)\s(?:[a-z]+ly\s)?(?:observed|seen|noted|found|recorded|reported|detected|needed|required)\b"
)


def sizes_in_so_many(sentence: Sentence, mentions: Sequence[Mention], arms: int) -> dict[Place, str]:
    """Place of each arm's size → its label, where the words before them divide people; else none."""
    if "the latter" in sentence.text and arms == 2 and (told := _former_and_latter(sentence, mentions)):
        return told
    found = _each(sentence, mentions, arms)
    lead = sentence.text[: mentions[0].start] if found else ""
    return found if DIVIDES.search(lead) and not EVENTS.search(sentence.text) else {}


# "51 had the former and 49 the latter"
_HAD = r"(?:got|had|received|underwent|took|(?:were\s)?(?:given|offered|assigned\sto|allocated\sto|randomi[sz]ed\sto)|to)"
_FORMER = Pattern(
    rf"(?i){NUMBER}\s(?:{FEW}{PEOPLE}\s)?{_HAD}\sthe\sformer(?:\s[a-z]+)?,?\s(?:and|while|whereas)\s(?P<m>\d+|[a-z-]+)\s(?:{PEOPLE}\s)?(?:{_HAD}\s)?the\slatter\b"
)


def _former_and_latter(sentence: Sentence, mentions: Sequence[Mention]) -> dict[Place, str]:
    match = _FORMER.search(sentence.text)
    before = list(dict.fromkeys(m.label for m in mentions if match and m.end <= match.start()))
    if match is None or len(before) != 2 or not _COUNT.fullmatch(match["m"]):
        return {}
    return dict(zip((match.span("n"), match.span("m")), before, strict=True))


def counts_in_so_many(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None, arms: int
) -> list[tuple[Place, str]]:
    """Place and arm of each count, where the words before them tell of something that happened; else none."""
    if led := _each_led(sentence, mentions, people, arms):
        return led
    found = _each(sentence, mentions, arms)
    lead = sentence.text[: mentions[0].start] if found else ""
    told = (FARE.search(lead) or _SEEN.search(lead)) and not DIVIDES.search(sentence.text)
    together = sum(whole(sentence.text[a:b]) for a, b in found)
    return list(found.items()) if told and together != people else []


# "In the A group 41 women relapsed, in the B group 39": the verb stands behind one of the numbers
_LED = Pattern(
    rf"(?i)(?:^\W{{0,2}}|[,;]\s(?:(?:and|but|while|whereas)\s)?|\s(?:and|but|while|whereas)\s)(?:in|on|with|among|of|after)\s(?:the\s)?(?:{PEOPLE}\s(?:in|on|given|receiving)\s(?:the\s)?)?$"
)
_SO_MANY = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|{PEOPLE}))?,?\s(?:only\s)?{NUMBER}(?!\s?[%/(]|\sof\b)(?:\s{PEOPLE})?(?:(?P<verb>{BECAME})|(?=\s?[,;.]|\s?$|\s(?:and|but|while|whereas)\s(?:in|on|with|among|of|after)\b))"
)
_NOT = Pattern(r"(?i)\s?(?:not|n't|never)\b")
_AT_ENTRY = Pattern(r"(?i)\b(?:baseline|entry|previous(?:ly)?|history|mean|median)\b")


def _each_led(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None, arms: int
) -> list[tuple[Place, str]]:
    """Place and arm of each count of a sentence that goes from arm to arm, and tells once what became of so many in each."""
    text = sentence.text
    labels = {m.label for m in mentions}
    if not len(mentions) == len(labels) == arms > 1 or DIVIDES.search(text) or _AT_ENTRY.search(text):
        return []
    found = [
        (m, match)
        for m in mentions
        if _LED.search(text, max(0, m.start - 60), m.start) and (match := _SO_MANY.match(text, m.end))
    ]
    verbs = sum(1 for _, match in found if match["verb"])
    once = verbs == 1 or len({match["verb"] for _, match in found}) == 1  # not of another fate in each
    denied = any(_NOT.match(text, match.end()) for _, match in found)
    told = (
        len(found) == arms and verbs and once and not denied and (found[0][1]["verb"] or found[-1][1]["verb"])
    )
    if not told or sum(whole(match["n"]) for _, match in found) == people:
        return []
    return [(match.span("n"), m.label) for m, match in found]


def _each(sentence: Sentence, mentions: Sequence[Mention], arms: int) -> dict[Place, str]:
    labels = {m.label for m in mentions}
    if not len(mentions) == len(labels) == arms > 1:
        return {}
    found = [(m, match) for m in mentions if (match := _IN.match(sentence.text, m.end))]
    return {match.span("n"): m.label for m, match in found} if len(found) == arms else {}
