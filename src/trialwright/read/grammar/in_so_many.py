"""One number behind the name of each arm: "randomised: A in 41 and B in 39" gives sizes, "rash was seen with A in 9 and with B in 4" counts."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.beside import NUMBER
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
    found = _each(sentence, mentions, arms)
    lead = sentence.text[: mentions[0].start] if found else ""
    told = (FARE.search(lead) or _SEEN.search(lead)) and not DIVIDES.search(sentence.text)
    together = sum(whole(sentence.text[a:b]) for a, b in found)
    return list(found.items()) if told and together != people else []


def _each(sentence: Sentence, mentions: Sequence[Mention], arms: int) -> dict[Place, str]:
    labels = {m.label for m in mentions}
    if not len(mentions) == len(labels) == arms > 1:
        return {}
    found = [(m, match) for m in mentions if (match := _IN.match(sentence.text, m.end))]
    return {match.span("n"): m.label for m, match in found} if len(found) == arms else {}
