"""Names of arms that are given the same: with their doses where these alone tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.arm_roles import role_of
from trialwright.read.grammar.lexis import NUM
from trialwright.read.grammar.naming import words
from trialwright.read.grammar.phrases import DOSE, arm_phrase
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

STARTS_WITH_DOSE = Pattern(rf"(?i)\s*{DOSE}")
# "20 mg velatinib", "20 mg of V-12" name what is given, "20 mg in asthma", "20 mg daily" do not
_NAME_NEXT = Pattern(
    r"(?i)\sof\s(?!(?:it|this|each|the)\b)[\w-]{3,}|\s(?:oral\s)?(?!or\b|and\b|with\b|without\b|plus\b|once\b|twice\b|daily\b|weekly\b|monthly\b|every\b|each\b|after\b|before\b|during\b|from\b|orally\b|doses?\b|per\b|versus\b)[a-z]{4,}"
)
_OTHER_GROUP = Pattern(r"(?i)\s*(?:the\s|an?\s)?compar(?:ison|ator)\s(?:group|arm)\s*")
_NUMBER = Pattern(rf"^\s*{NUM}")
_ENDS_WITH_NUMBER = Pattern(rf"(?:^|\s){NUM}\s*$")
_NEXT = 15  # characters behind a name in which its dose may stand
_OFTEN = Pattern(r"(?i)^(?:once|twice|thrice)[ -](?:daily|weekly|monthly)\s")
_WAY = Pattern(r"(?i)\s*(?:an?\s|the\s)?(?P<x>oral|intravenous|subcutaneous)\s")
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
    told = [(i, dose) for i, text in enumerate(parts) if (dose := STARTS_WITH_DOSE.match(text))]
    controlled = bool(told) and any(role_of(phrase) == "control" for phrase in phrases)
    for i, dose in told:
        if _NAME_NEXT.match(parts[i], dose.end()):
            continue
        before = phrases[i - 1] if i else ""
        unnamed = role_of(before) == "control" or STARTS_WITH_DOSE.fullmatch(before)
        if controlled and (unnamed or not before):
            phrases[i] = dose.group().strip()  # "placebo, 10 mg or 20 mg"
        elif i:
            phrases[i] = before  # "zinc 10 mg, 20 mg or placebo"
    phrases = _without_often(phrases, parts)
    low = [p.lower() for p in phrases]
    return [
        _with_dose(phrase, text) if phrase and low.count(phrase.lower()) > 1 else phrase
        for phrase, text in zip(phrases, parts, strict=True)
    ]


def _without_often(phrases: Sequence[str], parts: Sequence[str]) -> list[str]:
    """The phrases without how often the drug is given, where doses tell it from the same drug: "once-daily X 20 mg or X 5 mg"."""
    plain = [_OFTEN.sub("", phrase) for phrase in phrases]
    low = [phrase.lower() for phrase in plain]
    doses = [_FIRST_DOSE.match(text) for text in parts]
    told = {name: {d["dose"] for d, n in zip(doses, low, strict=True) if d and n == name} for name in low}
    return [
        short if len(told[name]) == low.count(name) > 1 else phrase
        for phrase, short, name in zip(phrases, plain, low, strict=True)
    ]


def _with_dose(phrase: str, text: str) -> str:
    """The phrase and the first dose of the text that it is taken from, or else the way it is given: "oral iron"."""
    dose = _FIRST_DOSE.match(text)
    if not dose and (way := _WAY.match(text)) and not phrase.lower().startswith(way["x"].lower()):
        return f"{way['x'].lower()} {phrase}"
    return f"{phrase} {dose['dose']}" if dose and dose["dose"] not in phrase else phrase


_BY_WAY = Pattern(r"(?i)\s*(?:an?\s|the\s)?(?P<x>oral|intravenous|subcutaneous|topical)\s")


def with_way(phrases: Sequence[str], texts: Sequence[str]) -> list[str]:
    """The phrases, one whose words all stand in another with the way it is given: "zinc patches" and "oral zinc"."""
    out = list(phrases)
    for i, (phrase, text) in enumerate(zip(phrases, texts, strict=True)):
        inside = any(i != j and words(phrase) < words(other) for j, other in enumerate(phrases))
        way = _BY_WAY.match(text) if inside else None
        if way and not phrase.lower().startswith(way["x"].lower()):
            out[i] = f"{way['x'].lower()} {phrase}"
    return out


def tell_by_dose(book: Sequence[Entry]) -> None:
    """Gives an arm its dose, in place, where another arm is called as it is, with a dose: "pregabalin 150 mg (n = 84) or 600 mg"."""
    for one in book:
        alike = [
            o.label[len(one.label) :]
            for o in book
            if o is not one and o.label.lower().startswith(one.label.lower())
        ]
        if not any(STARTS_WITH_DOSE.fullmatch(rest) for rest in alike):
            continue
        text, place = one.place.sentence.text, one.place
        own = _FIRST_DOSE.match(text[place.start : place.end + _NEXT])
        if own and not any(own["dose"] in rest for rest in alike):
            one.names -= {name for name in one.names if name.lower() == one.label.lower()}
            one.label = f"{one.label} {own['dose']}"
            one.names.add(one.label)
