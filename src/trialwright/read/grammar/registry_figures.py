"""What a figure of a registry's tables is: a share of people, an estimate of one, a mean of logarithms, or none at all."""

from __future__ import annotations

import re

from trialwright.model.number import Printed
from trialwright.read.grammar.lexis import shadow
from trialwright.read.patterns import Pattern

_PEOPLE = r"(?:participants?|subjects?|patients?|people|persons?|individuals?|volunteers?|adults|children|infants|women|men)"
_IS_PEOPLE = Pattern(rf"(?i)\s*(?:number of\s)?{_PEOPLE}\s*")
_SHARE = Pattern(r"(?i)\s*(?:per ?cent(?:age)?|%)(?P<of>\s(?:of|per)\s.*|.*)")
_OF_PEOPLE = Pattern(
    rf"(?i)\b(?:{_PEOPLE}|responders?|probabilit\w+|surviv\w+|incidence|(?:response|event|survival) rates?)\b"
)
_ESTIMATED = Pattern(
    r"(?i)\bkaplan\b|\blife[- ]table|\bcumulative incidence\b|\bprobabilit|\bsurvival (?:rate|estimate)s?\b|-free survival\b"
)
_GEOMETRIC = Pattern(r"(?i)\bgeometric\b|\bgeo\.?\s?mean|\bGMRs?\b|\bGMTs?\b")
# "99999 = not estimable": the form takes no blank
_STANDS = Pattern(
    r"(?<![\w.])(?P<n>-?\d{1,6}(?:\.\d{1,6})?)[\"')\]]{0,2}\s{0,2}(?:=|:|\b(?:signif|indicat|denot|represent|refer|stand|mean(?:s|t)?\b|correspond|was used|is used|used (?:to|for|when|as)|not\b|N/?A\b))"
)


def is_people(unit: str) -> bool:
    return _IS_PEOPLE.fullmatch(unit) is not None


def is_share(unit: str) -> bool:
    """Whether a unit is percent of people: not "percentage of visits", "percent change" or "% lung function"."""
    found = _SHARE.fullmatch(unit)
    return found is not None and (not found["of"].strip() or _OF_PEOPLE.search(found["of"]) is not None)


def estimated(said: str) -> bool:
    """Whether a percentage is no count over the number analysed: those who were censored are in the denominator."""
    return _ESTIMATED.search(said) is not None


def geometric(*said: str) -> bool:
    """Whether what is called a mean, or a least squares mean, is a mean of logarithms taken back."""
    return any(_GEOMETRIC.search(text) for text in said)


def stood_in(said: str) -> frozenset[str]:
    """Numbers of three nines or more that a text says stand for a value that could not be had."""
    return frozenset(m["n"] for m in _STANDS.finditer(shadow(said)) if _nines(m["n"]) >= 3)


def placeholder(value: Printed, stand_ins: frozenset[str] = frozenset()) -> bool:
    """Whether a printed number stands for one that could not be had: nines alone, four or more, or said to."""
    return _nines(value.text) >= 4 or value.text.strip() in stand_ins


def _nines(text: str) -> int:
    """How many nines a number is, 0 for one with another figure."""
    figures = re.sub(r"[^\d]", "", text)
    return len(figures) if figures and set(figures) == {"9"} else 0
