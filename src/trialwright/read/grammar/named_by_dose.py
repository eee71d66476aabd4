"""Names of arms that are given the same: with their doses where these alone tell them apart."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import NUM
from trialwright.read.grammar.phrases import DOSE, arm_phrase
from trialwright.read.patterns import Pattern

STARTS_WITH_DOSE = Pattern(rf"(?i)\s*{DOSE}")
# "20 mg velatinib" names what is given, "20 mg in asthma", "20 mg daily" do not
_NAME_NEXT = Pattern(
    r"(?i)\s(?:oral\s)?(?!or\b|and\b|with\b|without\b|plus\b|once\b|twice\b|daily\b|weekly\b|monthly\b|every\b|each\b|after\b|before\b|during\b|from\b|orally\b|doses?\b|per\b|versus\b)[a-z]{4,}"
)
_OTHER_GROUP = Pattern(r"(?i)\s*(?:the\s|an?\s)?compar(?:ison|ator)\s(?:group|arm)\s*")
_NUMBER = Pattern(rf"^\s*{NUM}")
_ENDS_WITH_NUMBER = Pattern(rf"(?:^|\s){NUM}\s*$")
_FIRST_DOSE = Pattern(rf"(?i)[^.;,()]{{0,60}}?(?P<dose>{DOSE})")


def _with_units(parts: Sequence[str]) -> list[str]:
    """Parts that end with a number, with the unit of the dose that comes after them."""
    out, unit = list(parts), ""
    for i in reversed(range(len(out))):
        if dose := STARTS_WITH_DOSE.match(out[i]):
            unit = _NUMBER.sub("", dose.group())
        elif unit and _ENDS_WITH_NUMBER.search(out[i]):
            out[i] = out[i].rstrip() + unit
        else:
            unit = ""
    return out


def told_by_dose(parts: Sequence[str]) -> list[str]:
    """The naming words of each part; with their doses where these alone tell them apart ("X 500 mg or 250 mg", "X 5, 10 or 20 mg")."""
    parts = _with_units(parts)
    phrases = [
        _OTHER_GROUP.sub("comparison group", text) if _OTHER_GROUP.fullmatch(text) else arm_phrase(text)
        for text in parts
    ]
    for i, text in enumerate(parts):
        dose = STARTS_WITH_DOSE.match(text) if i else None
        if dose and not _NAME_NEXT.match(text, dose.end()):
            phrases[i] = phrases[i - 1]  # "zinc 10 mg, 20 mg or placebo"
    low = [p.lower() for p in phrases]
    return [
        _with_dose(phrase, text) if phrase and low.count(phrase.lower()) > 1 else phrase
        for phrase, text in zip(phrases, parts, strict=True)
    ]


def _with_dose(phrase: str, text: str) -> str:
    """The phrase and the first dose of the text that it is taken from."""
    dose = _FIRST_DOSE.match(text)
    return f"{phrase} {dose['dose']}" if dose and dose["dose"] not in phrase else phrase
