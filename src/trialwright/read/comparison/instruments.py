"""What a scale measures by the document's own words ("depression was assessed with the PHQ-9"), where its name in a table
does not say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from trialwright.read.comparison.wording import tokens
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_SCALE = r"(?<![\w-])(?P<s>[A-Z][A-Za-z]{0,3}[A-Z][A-Za-z]{0,4}(?:-[A-Z0-9]{1,4}|\d{1,2})?)(?![\w-])"
_DONE = r"(?:measured|assessed|evaluated|rated|quantified|scored|determined|recorded)"
_BY = Pattern(
    rf"(?<![\w'-])(?P<x>(?:[A-Za-z'-]{{1,25}}\s){{1,5}})(?:(?:was|were|is|are)\s(?:\w{{1,20}}ly\s)?{_DONE}\s)?(?:by\s(?:using|means of)|using|with|by|on|through|via)\s"
    rf"(?:the\s)?(?P<name>(?:[A-Za-z'-]{{1,25}}\s){{0,7}})\(?{_SCALE}"
)
_TO = Pattern(
    rf"{_SCALE}[^\w.;]{{0,2}}\s(?:(?:was|is|were) (?:used )?to )?(?:measures?|assess(?:es)?|evaluates?|quantif(?:y|ies))\s(?P<x>(?:[A-Za-z'-]{{1,25}}\s?){{1,5}})"
)
_VERB = Pattern(rf"(?i)\b{_DONE}\b")
_NO_SCALE = Pattern(
    r"(?i)\b(?:patients|participants|subjects|women|men|children|adults|people|diagnosed|treated|compared|analy[sz]ed)\b"
)
_BESIDE = Pattern(
    r"(?i)\W*(?:(?:total|overall|global|means?|scores?|sum|scale|points?|sd|se|index|questionnaire|inventory|test|m|n)\b\W*)*"
)
_ASIDE = Pattern(r"\([^()]*\)")


def scales_of(sentences: Sequence[Sentence], asked: AbstractSet[str]) -> set[str]:
    """The short names of scales that sentences say to measure what is asked for. asked : its words, as `tokens` gives."""
    out: set[str] = set()
    for sentence in sentences:
        text = sentence.text
        if not _VERB.search(text) and not _TO.search(text):
            continue
        for match in (*_BY.finditer(text), *_TO.finditer(text)):
            said = re.split(r"(?i)\b(?:and|or|while|whereas)\s", match["x"])[-1]
            if asked <= tokens(said) and not _NO_SCALE.search(match["x"]):
                out.add(match["s"])
    return out


def is_scale_alone(label: str, scale: str) -> bool:
    """Whether a row's words are a scale's short name and nothing that makes it a part of the scale."""
    bare, found = re.subn(rf"(?<![\w-]){re.escape(scale)}(?![\w-])", " ", label)
    return bool(found) and bool(_BESIDE.fullmatch(_ASIDE.sub(" ", bare)))
