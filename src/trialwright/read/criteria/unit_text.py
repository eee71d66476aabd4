"""The unit that follows a number in running text, or the multiple of the upper limit of normal."""

from __future__ import annotations

import re
from typing import NamedTuple

from trialwright.model.unit_words import EXACT, LOWER
from trialwright.model.units import spelled

# "M", "K", "G" and "T" are units only on one side of a slash; "a" and "1" are words and numbers.
# "pM" and "nM" are an hour and a length as often as units of ours.
_CASED = {w.lower() for w in EXACT if len(w) > 1} - {"pm", "nm"}
_ALONE = sorted(
    (re.escape(w) for w in {*LOWER, *_CASED} - {"1", "m", "yo", "fraction", "ratio"}), key=len, reverse=True
)
_PHRASES = (
    r"mm\.?\s?(?:of\s)?(?:hg|mercury)(?:\.?st\.?)?|cm\s?(?:of\s)?(?:h2[o0]|water)|(?:degrees?|°|º)\s?(?:c|celsius|f|fahrenheit)\b"
    r"|per\s?cent|cells?|copies|beats|breaths|square\smet(?:er|re)s?|cubic\smillimet(?:er|re)s?|international\sunits?|m\s?\*\s?m|m\s?\^?2\b|m²|cm²|mm²|mm³|cm³|mm\^3|µmol|bpm|℃|wood\sunits?|points?\b|y\.\s?o\b\.?"
)
_ATOM = rf"(?:(?:{_PHRASES}|{'|'.join(_ALONE)})(?![^\W\d_]))"
_POWER = (
    r"(?:(?:[x×*]\s*)?10\s*(?:\^|\*\*|\*|e)\s*\d{1,2}|(?:[x×*]\s*)?10\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}"
    r"|[x×*]\s*10\s?(?:3|6|9|12)(?!\d)|[x×*]\s*1,?000|10\s?(?:3|6|9|12)(?=\s*/)|(?:K|G|T|k)(?=\s*/)|thou(?:sand)?(?=\s*/)|million(?=\s*/))"
)
_PLAIN_SURFACE = r"1[.,]73(?:\s*(?:m\s?\*\s?m|m\s?\^?\s?2|m²|m)(?![^\W_]))?"
_SURFACE = rf"(?:{_PLAIN_SURFACE}|\({_PLAIN_SURFACE}\)|\[{_PLAIN_SURFACE}\])"
_BELOW = (
    rf"(?:\s*(?:/|\bper\b|[x×](?=\s*1[.,]73))\s*(?:{_SURFACE}|{_POWER}|1,?000|100|1(?=\s*mL)|{_ATOM}|m\b))"
)
_UNIT = re.compile(
    rf"\s*-?(?:{_POWER}(?:\s*{_ATOM})?{_BELOW}*|{_ATOM}{_BELOW}*|{_BELOW}+|(?:M|mM|(?-i:[CF]))(?![^\W\d_]))",
    re.I,
)
# "1 g/24 h" is so much a day.
_A_DAY = re.compile(
    r"\s*(?P<of>mcg|[mµuk]?g|m?l|mmol|kcal)\s*(?:/|per\s+|in\s+)\s*24\s*-?\s*(?:h|hrs?|hours?)(?![^\W\d_])",
    re.I,
)
# "30 mL per minute per 1.73 m2 of body-surface area": the last words are the unit's own.
_OF_SURFACE = re.compile(
    r"\s*(?:of\s+)?(?:the\s+)?body[\s-]?surface(?:[\s-]?area)?(?:\s*\(BSA\))?(?![^\W\d_])", re.I
)
_LIMIT = (
    r"(?:\(?ULN\)?|\(?UNL\)?|ULNR|(?:the\s+)?upper\s+(?:limits?|levels?|range|end|bound)\s+(?:of\s+)?(?:the\s+)?(?:laboratory\s+|institutional\s+)?"
    r"(?:normal|reference)(?:\s+(?:range|limits?|values?))?|upper\s+normal\s+(?:limits?|ranges?|values?|levels?)|normal\s+upper\s+limits?"
    r"|upper\s+reference\s+(?:limit|range|value)|maximum\s+normal\s+value)"
)
_ADJECTIVE = r"(?:(?:the|of|above|institutional|institution's|laboratory|laboratory's|local|lab|site's|local\s+laboratory|age-adjusted|their|higher\s+than)\s+)*"
_TIMES = r"(?:[x×*]|times|-?\s*fold|\bX\b)"
_ULN = re.compile(
    rf"\s*(?:{_TIMES}\s*)?{_ADJECTIVE}(?:{_LIMIT}(?:\s*\(\s*(?:ULN|UNL|upper\s+limit\s+of\s+normal)\s*\))?)(?![^\W\d_])"
    rf"|\s?(?:{_TIMES}\s*)?(?-i:N)(?=\s*(?:$|[,;.)\]]|(?:and|or)\b))|\s*{_TIMES}\s*{_ADJECTIVE}(?:normal|reference)(?:\s+(?:range|limits?|values?|levels?))?(?![^\W\d_])",
    re.I,
)
_TWICE_ULN = re.compile(
    rf"(?:twice|double)\s+{_ADJECTIVE}(?:{_LIMIT}(?:\s*\(\s*(?:ULN|UNL)\s*\))?|normal(?:\s+(?:range|limits?|values?|levels?))?)(?![^\W\d_])",
    re.I,
)
_BARE_ULN = re.compile(rf"{_ADJECTIVE}{_LIMIT}(?:\s*\(\s*(?:ULN|UNL)\s*\))?(?![^\W\d_])", re.I)
# A multiple of something else (baseline, the previous value) is no number of units.
_MULTIPLE = re.compile(rf"\s*(?:{_TIMES}(?!\s*10)|times)(?![^\W\d_])", re.I)


# What cannot be a unit of ours but is one of something: "85%ile", "25th percentile", "2 SD", "5 half-lives".
_OTHER = re.compile(
    r"[%°]|(?!x\b)[^\W\d_]{2,}|\s*-?(?:th|st|nd|rd)?\s*(?:percentiles?|centiles?|%ile|SD|standard deviations?|z-?scores?|half-?\s?li(?:fe|ves)|logs?\b)",
    re.I,
)


class Unit(NamedTuple):
    """text : as written, "" for none. end : where it ends. uln : a multiple of the upper limit of normal."""

    text: str
    end: int
    uln: bool = False


def unit_after(text: str, at: int, end: int) -> Unit | None:
    """The unit right after a number; None where the number is a multiple of something unknown."""
    if m := _ULN.match(text, at, end):
        return Unit(text[at : m.end()].strip(), m.end(), uln=True)
    if m := _A_DAY.match(text, at, end):
        return Unit(f"{m['of']}/d", m.end())
    if m := _UNIT.match(text, at, end):
        written = " ".join(m.group().split()).strip("- ")  # a line may end within it
        if spelled(written) is not None:
            surface = _OF_SURFACE.match(text, m.end(), end) if "1.73" in written else None
            return Unit(written, surface.end() if surface else m.end())
    if _MULTIPLE.match(text, at, end) or _OTHER.match(text, at, end):
        return None
    return Unit("", at)


def twice_normal(text: str, at: int, end: int) -> Unit | None:
    """ "Twice the upper limit of normal": the unit, of which there are two."""
    m = _TWICE_ULN.match(text, at, end)
    return Unit(m.group(), m.end(), uln=True) if m else None


def limit_itself(text: str, at: int, end: int) -> int | None:
    """The end of "ULN" where no number stands before it, as in "> ULN"."""
    return m.end() if (m := _BARE_ULN.match(text, at, end)) else None


def unit_alone(text: str, at: int, end: int) -> str:
    """The unit that text[at:end] is, "" where it is anything else: "(g/dL)" is one, "(EF)" names a concept."""
    m = _UNIT.match(text, at, end)
    if m is None or text[m.end() : end].strip():
        return ""
    written = m.group().strip(" \n\t-")
    return written if written != "M" and spelled(written) is not None else ""
