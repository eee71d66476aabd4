"""Lists that divide people by where they live or what they have, and so by no arm: "120 in Oslo and 80 in Lima"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.read.grammar.lexis import INT
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.naming import CONTROL
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# "120 in Oslo and 80 in Lima", "20 mild, 25 moderate": places and kinds of people
_PLACE = Pattern(
    r"(?i)\d\s(?:\w+\s)?(?:in|at|from)\s(?:the\s)?(?-i:(?=[A-Z][a-z]))(?!group|arm|[\w\s-]{1,30}\s(?:groups?|arms?)\b)"
)
_STATE = Pattern(
    r"(?i)^(?:mild|moderate|severe|acute|chronic|rural|urban|single|married|(?:non-?)?diabetics?|obese|pregnant|(?:(?:non|ex)-?|never\s)?smokers)\b"
)
# "counselling against stress": what a treatment is against
_FOUGHT = Pattern(
    r"(?i)(?:[\w-]+\s){0,2}?(?:stress|pain|infections?|diseases?|malaria|influenza|bleeding|relapses?|death|falls|fractures?|viruses|virus|bacteria|malnutrition|smoking|depression|anxiety|thrombosis|stroke|obesity|nausea|vomiting|\w{3,}(?:itis|osis|a?emia|algia))\b"
)
# "the efficacy of zinc against colds", "zinc protects against colds": nothing is compared
_EFFICACY = Pattern(
    r"(?i)\b(?:efficacy|effectiveness|effects?|effective|activity|active|potency|protecti\w+|protects?|prophyla\w+|immunity|vaccines?|vaccination)\b[^.;]{0,60}$"
)
_NEAR = 40  # characters before or behind the two
# "Doctors (n = 12) and their patients with gout (n = 140) were included"
AND_THEIRS = Pattern(rf"(?i)\band\stheir\s{FEW}{PEOPLE}\b[^.;()]{{0,60}}[(\[]\s?(?:n\s?=\s?)?{INT}\s?[)\]]")
# "50 with diabetes and 40 without diabetes"
_ILLNESS = Pattern(
    r"(?i)^(?:without\s|no\s)?(?:(?:type\s\d\s)?diabetes|asthma|hypertension|gout|sepsis|COPD|HIV|epilepsy|dementia|strokes?|depression|obesity|(?:[\w-]+\s){0,2}(?:disease|cancer|failure|syndrome|disorder|infection)"
    r"|[a-z]{3,}(?:itis|osis|a?emia|opathy|algia|oma))$"
)
_NO_ARM = Pattern(r"(?i)\b(?:run-in|visits?|calls?|phase|period|stage|disease|sites?)\b")
_AT = Pattern(r"\b(?:in|at|from|for)\s(?:the\s)?$")
_AND = Pattern(r"(?:\b(?:in|at|from|for)\s|,\s(?:and\s)?|\sand\s)(?:the\s)?$")
_PROPER = re.compile(
    r"(?!(?:Interventions?|Treat|Active|Standard|Experimental|Test|Study|Usual|Group|Arm)\w*\b)[A-Z][a-z]+\b"
)
_OF_A_GROUP = re.compile(r"(?i)[\s-](?:groups?|arms?|treated|therapy|treatment)\b")
_GIVEN = r"(?i:\b(?:with|on|to|of|given|receiv(?:e|ed|ing)|us(?:e|ed|ing)|versus|vs\.?|or|than|either)\s)"


def is_fought(text: str, begin: int, against: re.Match[str]) -> bool:
    """Whether what stands behind "against" is an illness: "counselling against stress", "the efficacy of zinc against colds"."""
    if _FOUGHT.match(text, against.end()):
        return True
    spoken = _EFFICACY.search(text, max(0, begin - _NEAR), against.start())
    return (
        bool(spoken)
        and "ompar" not in text
        and not CONTROL.search(text, against.end(), against.end() + _NEAR)
    )


def are_kinds(text: str, names: Sequence[str]) -> bool:
    """Whether the parts of a list are places, kinds of people or stages of a trial. text : the list. names : of its parts."""
    if any(map(_NO_ARM.search, names)) or len(_PLACE.findall(text)) == len(names):
        return True
    return all(map(_STATE.search, names)) or all(map(_ILLNESS.search, names))


def are_places(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether each name at `spans` is that of a place, by the word that leads to it, or to the first of a list, and a capital: no
    name that the document has as what is given, or for a group."""
    return all(_is_place(sentence, a, b, _AND if i else _AT) for i, (a, b) in enumerate(spans))


def _is_place(sentence: Sentence, start: int, end: int, leads: Pattern) -> bool:
    text = sentence.text
    proper = _PROPER.match(text, start)
    if proper is None or not leads.search(text, max(0, start - 9), start) or CONTROL.search(text[start:end]):
        return False
    if _OF_A_GROUP.match(text, end):
        return False
    name, every = re.escape(proper.group()), sentence.document.text
    return not re.search(rf"{_GIVEN}{name}\b|\b{name}{_OF_A_GROUP.pattern.removeprefix('(?i)')}", every)
