"""Arms of two counts whose verb is said once: "84 women got the long course and 86 the short one"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.mentions import Mention

_VERB = r"(?:received|got|underwent|had|took|(?:were|was)\s(?:randomly\s)?(?:given|treated\swith|(?:assigned|allocated|randomi[sz]ed|switched)\sto|allotted(?:\sto)?|dispensed|prescribed|offered|(?:started|put|placed)\son)|continued(?:\swith|\son)?)"
_NAME = r"[A-Za-z][^.;:()]{1,90}?"
_TWO = Pattern(
    rf"(?i)(?<![\w.,/=<>±%-])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s|of\swhom\s)?{_VERB}\s(?:{COUNT}\s(?:cycles|courses|doses)\sof\s)?(?P<x>{_NAME}),?\s(?:and|while|whereas|versus|vs\.?)\s"
    rf"(?P<m>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:{_VERB}\s|to\s|with\s)?(?:{COUNT}\s(?:cycles|courses|doses)\sof\s)?(?P<y>{_NAME})(?=\s?[.;,(:]|\s(?:in addition|for|before|after|every|as|during|until)\b|$)"
)
_SUFFERED = re.compile(
    r"(?i)\b(?:an?|no(?!\s(?:adjuvant|further|additional|specific|active|treatment|therapy|drugs?|prophylaxis|intervention|chemotherapy|radiotherapy|supplement\w*|exercise|training)\b)|grade|recurren\w+|relaps\w+|metasta\w+|disease|respon\w+|events?|complications?|infections?|toxicit\w+|deaths?|fever|pain|nausea|surviv\w+|progress\w+|adverse|reactions?|positive|negative|stage|tumou?rs?)\b"
)

_ARTICLE = re.compile(r"(?i)^(?:an?|the)\s")


def elliptic(sentence: Sentence) -> Iterator[tuple[int, list[tuple[str, int, int]]]]:
    """(sum of the counts, the two names with their places) of each such pair."""
    for match in _TWO.finditer(sentence.text):
        names = [(match[g], *match.span(g)) for g in ("x", "y")]
        if not any(_SUFFERED.search(name) for name, _, _ in names):
            yield whole(match["n"]) + whole(match["m"]), names


def elliptic_sizes(sentence: Sentence, mentions: Sequence[Mention]) -> dict[tuple[int, int], str]:
    """The places of the two counts and the labels of the arms that are named behind them."""
    for match in _TWO.finditer(sentence.text):
        found = {}
        for n, x in (("n", "x"), ("m", "y")):
            named = {m.label for m in mentions if match.start(x) <= m.start < match.end(x)}
            found |= {match.span(n): label for label in named if len(named) == 1}
        own = [sentence.text[m.start : m.end] for m in mentions]
        told = (_ARTICLE.sub("", match[g]) for g in ("x", "y"))
        # "52 received a leaflet": what is an arm's name as a whole befalls nobody
        suffered = any(
            name not in own and _SUFFERED.search(match[g]) for g, name in zip("xy", told, strict=True)
        )
        if len(found) == len(set(found.values())) == 2 and not suffered:
            return found
    return {}
