"""The scale an outcome is measured on, where the document prints its ends."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from trialwright.check.evidence.sentence import sentence_of
from trialwright.model.document import Document, Quote
from trialwright.model.labels import words
from trialwright.model.result import Reading, Result

_NUM = r"-?\d{1,4}(?:\.\d+)?"
_RANGE = re.compile(
    rf"(?i)\b(?:scores?|scored?|scale|ranges?|ranging|rated|range)\b[^.;()\d]{{0,40}}?(?P<low>{_NUM})\s?(?:-|–|to|through)\s?(?P<high>{_NUM})\b(?!\s?(?:%|years|days|weeks|months|mg|hours))"
    rf"|\b(?:scores?|scale|VAS|NRS|rating)\s?[(\[](?:range,?\s)?(?P<low3>[01])\s?(?:-|–|to)\s?(?P<high3>\d{{1,3}})(?=\s?(?:mm|cm|points?)?\s?[)\],;])"
    rf"|\b(?:score|rate|assess|measur|mark)\w*\b[^.;()\d]{{0,60}}?\bfrom\s(?P<low4>\d)\s?\([^()]{{2,40}}\)\sto\s(?P<high4>\d{{1,3}})\s?(?=\()"
    rf"|(?P<low2>{_NUM})\s?(?:-|–|to)\s?(?P<high2>{_NUM})[ -](?:point\s)?(?:scale|numeric(?:al)? rating|visual analog(?:ue)?|NRS|VAS)\b"
)
_POINTS = re.compile(r"(?i)\b(?P<n>\d{1,2})-point\s(?:\w+\s){0,3}?(?:scale|Likert|item|numeric)")
_WHOLE = re.compile(
    r"(?i)\bLikert|\bnumeric(?:al)? rating|\bNRS\b|\b\d{1,2}-point\b|\binteger|\bwhole (?:points?|numbers?)|\b(?:single|one) item"
)
# What is a sum or an average of several answers need not be whole.
_SEVERAL = re.compile(
    r"(?i)^(?!.*\bsingle[- ]item).*(?:\bitems?\b|\beach\b|\baverag|\bcomposite|\bcombined|\bsubscales?\b|\bdomains?\b|\bvisual|\bVAS\b|\bdaily\b)",
    re.DOTALL,
)
# "a 10-cm VAS", "a 100 mm visual analogue scale"
_LENGTH = re.compile(
    r"(?i)\b(?P<n>10|100)[- ]?(?P<u>cm|mm)\s(?:long\s|horizontal\s)?(?:visual\sanalog(?:ue)?\sscale|VAS)\b"
)
_OBSERVED = re.compile(r"\d\s?[(\[]\s?$")  # "4 (range 0 to 8)" is what was seen
_COUNTED = re.compile(
    r"(?i)\bnumber of\s(?!.*\b(?:per(?!\s(?:patient|person|woman|man|child|participant)$)|rate|average|daily|hours?|minutes?|millilit|grams?|units)\b)"
)
NAMED = 0.6  # of the words of an outcome's name that the sentence must hold
BESIDE = 40  # characters from a scale to the first number on it
DISTANT = 200  # characters of that sentence either side


class Scale(NamedTuple):
    """low, high : ends of the scale, None where only its steps are known. whole : values are whole numbers."""

    low: float | None
    high: float | None
    whole: bool
    quote: Quote | None


def scale_of(reading: Reading, r: Result) -> Scale | None:
    """The one scale printed in a sentence that names the outcome, or that its name implies (a number of things).

    None where no sentence does, or two give different ends.
    """
    name = frozenset(words(r.endpoint)) - _COMMON
    if not name:
        return _beside(reading, r)
    found = [s for s in _scales(reading.document) if len(name & s.names) >= NAMED * len(name)]
    ends = {(s.scale.low, s.scale.high) for s in found}
    if len(ends) == 2 and len({high for _, high in ends}) == 1:
        # "a 5-point scale (1 to 5)": the one whose lower end is printed
        found = [s for s in found if s.scale.low == max(low or 0.0 for low, _ in ends)]
        ends = {(s.scale.low, s.scale.high) for s in found}
    if len(ends) == 1:
        return None if _is_in_mm(r, found[0].scale) else found[0].scale
    if not ends and _WHOLE_NAMES.match(r.endpoint):
        known = _known(r)
        return Scale(0.0, known.high if known else None, True, None)
    if not ends and (known := _known(r)) is not None:
        return known
    return Scale(0.0, None, True, None) if not ends and _COUNTED.match(r.endpoint) else None


# Means of what is counted or scored in whole points
_WHOLE_NAMES = re.compile(
    r"(?i)^(?:the\s)?(?:apgar\b.*|parity|gravidity|number of (?:children|pregnancies|births|teeth|siblings))$"
)
# Ends of scales that need no telling, by the words of their names, each from its authors' paper.
_KNOWN = (
    (0, 30, r"\bmini[- ]mental|\bMMSE\b|\bMoCA\b|\bMontreal cognitive"),  # Folstein 1975; Nasreddine 2005
    (3, 15, r"\bglasgow coma"),  # Teasdale & Jennett 1974
    (0, 10, r"\bapgar\b"),  # Apgar 1953
    (0, 27, r"\bPHQ-9\b"),  # Kroenke 2001
    (0, 21, r"\bGAD-7\b|\bPittsburgh sleep|\bPSQI\b"),  # Spitzer 2006; Buysse 1989
    (0, 42, r"\bNIHSS\b|\bNIH stroke scale"),  # Brott 1989, 42 with all items
    (0, 6, r"\bmodified rankin|\b(?-i:mRS)\b"),  # van Swieten 1988
    (0, 10, r"\bEDSS\b|\bexpanded disability status"),  # Kurtzke 1983
    (0, 100, r"\bbarthel|\boswestry|\bSF-36\b"),  # Mahoney & Barthel 1965; Fairbank 1980; Ware 1992
    (0, 60, r"\bMADRS\b|\bmontgomery[- ][aå]sberg"),  # Montgomery & Åsberg 1979
    (0, 63, r"\bBDI-II\b|\bbeck depression inventory"),  # Beck 1996
    (0, 28, r"\binsomnia severity index"),  # Bastien 2001
    (0, 24, r"\bepworth"),  # Johns 1991
    (0, 72, r"\bPASI\b"),  # Fredriksson & Pettersson 1978
    (0, 100, r"\boxygen saturation\b|\bSpO2\b|\bejection fraction\b"),  # percent
)
_KNOWN_NAMES = tuple((low, high, re.compile(f"(?i){name}")) for low, high, name in _KNOWN)
_OTHERWISE = re.compile(
    r"(?i)\bchang|\breduc|\bdiffer|\bimprov|\bz[- ]?scores?|\bT[- ]scores?|\brank\b|\btime\b"
)


def _known(r: Result) -> Scale | None:
    """The ends of a scale that everybody knows; its values may be means of fitted models, so they are not taken as whole."""
    if _OTHERWISE.search(r.endpoint):
        return None
    found = [(low, high) for low, high, name in _KNOWN_NAMES if name.search(r.endpoint)]
    return Scale(float(found[0][0]), float(found[0][1]), False, None) if len(found) == 1 else None


def _is_in_mm(r: Result, scale: Scale) -> bool:
    """Whether a mean may be in millimetres on a scale that is called by its length in centimetres."""
    called = scale.quote is not None and re.search(r"(?i)\bcm\b", scale.quote.exact) is not None
    beyond = r.value is not None and scale.high is not None and r.value.value > 1.5 * scale.high
    return called and beyond and r.unit.lower() != "cm"


def _beside(reading: Reading, r: Result) -> Scale | None:
    """The scale printed just before a number that has no other name: "the mean score on the 7-point scale was 3.4 on A"."""
    start, _ = sentence_of(reading, r)
    own = [
        s.scale
        for s in _scales(reading.document)
        if s.scale.quote and start <= s.scale.quote.start < r.quote.start
    ]
    if len(own) != 1 or own[0].quote is None:
        return None
    between = [
        x for x in reading.results
        if own[0].quote.end <= x.quote.start and x.quote.end <= r.quote.start and x.measure != "size"
    ]  # fmt: skip
    if "    " in reading.document.text[own[0].quote.end : r.quote.start]:
        return None  # in the columns of a table: its row may have another scale
    alike = all(x.measure == "mean" and words(x.endpoint) == words(r.endpoint) for x in between)
    first = min([r, *between], key=lambda x: x.quote.start)
    return own[0] if alike and first.quote.start - own[0].quote.end <= BESIDE else None


def _is_of_some(text: str, found: re.Match[str], low: float) -> bool:
    """Whether two numbers are what was seen, or a part of a scale that some people are told by: "a score of 4 to 6 v 7 to 10"."""
    part = _PART_OF_SCALE.search(found.group()) is not None and low not in (0.0, 1.0)
    other = _ANOTHER_PART.match(text, found.end()) is not None
    chosen = low not in (0.0, 1.0) and _OF_PEOPLE.search(text, max(0, found.start() - 80), found.start())
    return part or other or bool(chosen) or _OBSERVED.search(text, 0, found.start()) is not None


# "in patients with an MMSE score 20 to 23": by what people are told apart
_OF_PEOPLE = re.compile(
    r"(?i)\b(?:patients|participants|people|persons|adults|women|men|subjects|children|those|who)\s(?:with|having|had|have|whose)\s(?:an?\s|the\s)?(?:[\w-]+\s){0,4}$"
)
_PART_OF_SCALE = re.compile(r"(?i)\bscores?\s(?:of|between)\s-?\d")
_ANOTHER_PART = re.compile(r"(?i)\)?,?\s(?:v|vs|versus|or)\.?\s(?:of\s)?\d")


class _Named(NamedTuple):
    """A scale with the words of its sentence."""

    scale: Scale
    names: frozenset[str]


@lru_cache(maxsize=8)
def _scales(document: Document) -> tuple[_Named, ...]:
    """Every scale that a sentence of the document gives the ends of."""
    text, out = document.text, []
    for pattern in (_RANGE, _POINTS, _LENGTH):
        for found in pattern.finditer(text):
            start = max(
                text.rfind(". ", 0, found.start()),
                text.rfind("\n", 0, found.start()),
                found.start() - DISTANT,
            )
            stops = [at for sign in (". ", "\n") if (at := text.find(sign, found.end())) >= 0]
            around = text[start + 1 : min([*stops, found.end() + DISTANT])]
            if pattern is _LENGTH:
                ends, whole = (0.0, float(found["n"])), False
            elif pattern is _POINTS:
                # A scale of ten points may begin at 0 or at 1.
                ends = (0.0, 10.0 if found["n"] == "11" else float(found["n"]))
                whole = not _SEVERAL.search(around)
            else:
                low, high = (
                    found[g] or found[f"{g}2"] or found[f"{g}3"] or found[f"{g}4"] for g in ("low", "high")
                )
                ends = float(low), float(high)
                whole = _WHOLE.search(around) is not None and not _SEVERAL.search(around)
            if ends[0] < ends[1] and not _is_of_some(text, found, ends[0]):
                out.append(
                    _Named(Scale(*ends, whole, document.quote(*found.span())), frozenset(words(around)))
                )
    return tuple(out)


_COMMON = frozenset(
    ("score", "scale", "total", "mean", "index", "the", "of", "at", "in", "and", "change", "to")
)
