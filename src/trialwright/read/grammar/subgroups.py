"""Results that hold for part of the patients only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.patterns import Pattern

_OPENS = r"(?i)^\W{0,3}(?:\w[\w ]{2,30}:\s)?(?:in|among|for|within)\s(?:(?:the|an?)\s)?"
_OPENING = Pattern(
    rf"{_OPENS}(?P<g>(?:(?:pre-?specified\s)?subgroup\sof\s)?(?:[\w-]+\s){{0,4}}?"
    rf"(?:{PEOPLE}|slices|lesions|tumou?rs|those|subgroup)"
    r"\s(?:with|who|whose|without|aged|at|of)\s[^,;]{2,120}),\s"
)
_CLOSING = Pattern(
    rf"(?i)\b(?:in|among)\s(?:the\s)?(?P<g>(?:pre-?specified\s)?subgroup\sof\s"
    rf"(?:{PEOPLE}\s)?[^,;().]{{3,90}})"
)
# Kinds of people by a word before them, or in one word
_KIND = (
    r"(?:obese|overweight|lean|younger|older|elderly|(?:pre|post|peri)-?menopausal|male|female|(?:non-?)?diabetic|hypertensive|(?:non-?)?smoking|black|white|asian|hispanic|frail|nulliparous|multiparous|primiparous|"
    r"(?:low|high|intermediate|average|poor|good|standard)[- ]risk|[a-z\d/+-]+-(?:positive|negative)|(?:treatment|chemotherapy|steroid)-na[iï]ve|(?:stage|grade|dukes'?)\s[\w/-]{1,5})"
)
_OF_A_KIND = r"(?:(?:complete\s|non-?)?responders|survivors|completers|(?:non-?|ex-?|never[ -])?smokers|(?:non-?)?diabetics|drinkers)"
_PART = r"(?:subgroup|subset|stratum|subpopulation|sub-?set)"
# "Among obese women the rates were", "In the IHC 3+ subgroup,", "In the subset with high distress,", "In men,"
_KIND_OPENING = Pattern(
    rf"{_OPENS}(?P<g>{_KIND}\s(?:[\w-]+\s){{0,2}}?(?:{PEOPLE}|tumou?rs|lesions)\b|(?:{_OF_A_KIND}|men|women|boys|girls)(?=,|\sthe\s|\s\d)"
    rf"|(?:[\w+/.-]+\s){{0,5}}?{_PART}\s(?:of|with|who|whose|without|aged|having)\s(?:[^,;()]|,(?=\d)){{2,90}}?(?=,(?!\d)|\s\()|(?:(?!the\b)[\w+/.-]+\s){{1,5}}?{_PART}\b)"
)
# "Men with raised lead levels gained most (81% v 60%)"
_GAINED = Pattern(
    rf"(?i)^\W{{0,3}}(?P<g>(?:{_KIND}\s)?{PEOPLE}\s(?:with|who|whose|without|aged)\s[^,;()]{{2,80}}?)\s(?:gained|benefit(?:t?ed)?|profited)\s(?:the\s)?most\b"
)
# "...; below the age of 50 it was seen in", "in those over 70 it was", "those with X, of whom 3 of 9 ...", "success among survivors"
_IN_CLAUSE = Pattern(
    rf"(?i)\b(?P<g>(?:beneath|below|under|over|above|beyond)\s(?:the\s)?age\s(?:of\s)?\d+)\b|\b(?:in|among|for)\s(?P<h>(?:those|{PEOPLE})\s(?:aged\s)?(?:under|over|below|above|older\sthan|younger\sthan)\s\d+)\b"
    rf"|\b(?:whereas|while|but|and)\s(?:in|among|for)\s(?:the\s)?(?P<k>(?:those|{PEOPLE})\s(?:with|who|whose|without|aged)\s(?:[\w+-]+\s){{1,3}}?)(?=(?:[\w-]+\s){{0,2}}(?:was|were|had)\b)"
    rf"|\b(?P<i>(?:those|{PEOPLE})\s(?:with|who|whose|without|aged)\s[^,;]{{2,60}}),\s(?:of|among|in)\swhom\b|\bamong\s(?:the\s)?(?P<j>{_OF_A_KIND})\b"
)
# "Among the 210 with shock, ...", "in the 120 patients with a CRP above 10 mg/L (hazard ratio ...": a number of them sets them apart
_COUNTED = r"\d[\d,]*\s(?:[\w-]+\s){0,2}?"
_WITH = r"(?:with|who|whose|without|aged)\s(?!(?:[\w-]+\s){0,2}(?:complet|evalu|analy[sz]|follow|data|available|randomi|assign|enrol|includ|treat|receiv|underwent|least|primary|outcome|consent|given|took|had\b))"
_COUNTED_OPENING = Pattern(rf"{_OPENS}(?P<g>{_COUNTED}(?:{PEOPLE}\s)?{_WITH}[^,;()]{{2,90}}),\s")
_SOME = r"(?:(?:above|below|over|under|exceeding|less\sthan|more\sthan|greater\sthan|at\sleast|at\smost|within|before)\s|[<>≤≥]\s?)\d"
# just before the bracket of a contrast: those that are counted, or told by a limit, or of whom alone something is said
_AT_BRACKET = Pattern(
    rf"(?i)\b(?:in|among|for)\s(?:the\s)?(?P<g>{_COUNTED}{PEOPLE}\s{_WITH}[^,;:()\[\]]{{2,90}}|(?:those|{PEOPLE})\s(?:[\w-]+\s){{1,6}}?{_SOME}[^,;:()\[\]]{{0,40}}|{_KIND}\s(?:[\w-]+\s){{0,2}}?(?:{PEOPLE}|tumou?rs|lesions|disease))\s?[(\[]\s?$"
)
_MOST_IN = Pattern(
    rf"(?i)\b(?:greatest|largest|strongest|most\s(?:marked|pronounced|evident|apparent)|confined|restricted|limited)\s(?:in|among|to|for)\s(?:the\s)?(?P<g>(?:those|{PEOPLE})\s[^,;:()\[\]]{{2,90}}?)\s?[(\[]\s?$"
)
_NUMBER = Pattern(r"(\d[\d,]*)\s")
_NEARLY = 0.85  # of all: those who were looked at
_NO_PART = Pattern(r"(?i)\b(?:compared|versus|vs|than|given|received|assigned|randomi[sz]ed)\b")
_CLAUSE = re.compile(r"[;:]\s|,\s(?:and|but|while|whereas)\s")
_DESIGN = Pattern(
    r"(?i)\brandom|\bassigned|\benrol|\brecruit|\beligible|\bincluded\b|\btreated\b(?!\s(?:patients|women|men|adults|children|groups?|arms?)\b)|\baims?\b|\bobjective"
)
_WORD = Pattern(r"[A-Za-z][\w-]{3,}|(?<![\w.])\d[\d.]*\b")


def population_words(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Words of the title and of the sentences that say who was enrolled, and the numbers in them."""
    who = [s for s in sentences if s.role == "title" or (not s.background and _DESIGN.search(s.text))]
    return frozenset(w.lower() for s in who for w in _WORD.findall(s.text))


def subgroup(
    sentence: Sentence,
    population: frozenset[str],
    at: int = 0,
    people: int | None = None,
    arms: Sequence[tuple[int, int]] = (),
) -> str:
    """ "In patients with X, ..." is a subgroup unless X only says again whom the trial enrolled. at : where the result stands,
    for what is said of its clause alone. people : how many the trial has, where that is known: as many are no part of them.
    arms : where arms are named, which are no kinds of people."""
    nearer = [part for part in _before(sentence, at, arms) if not _said(part) <= population]
    nearer = [part for part in nearer if not _is_all(part, people)]
    if nearer:
        return nearer[-1]
    named, words = _part(sentence)
    said_again = words is not None and words <= population
    return "" if said_again or (people is not None and _is_all(named, people)) else named


def _is_all(part: str, people: int | None) -> bool:
    """Whether a part that begins with a number has nearly as many as the trial, or it is not known how many that has."""
    counted = _NUMBER.match(part)
    return counted is not None and (people is None or int(counted[1].replace(",", "")) >= _NEARLY * people)


@once
def _part(sentence: Sentence) -> tuple[str, frozenset[str] | None]:
    """(what is said of a part of the patients, its words where they may only say again whom the trial enrolled)."""
    closing = _CLOSING.search(sentence.text)
    if closing:
        return closing.group("g").strip(), None
    for pattern in (_OPENING, _COUNTED_OPENING, _KIND_OPENING, _GAINED):
        if opening := pattern.match(sentence.text):
            named = re.sub(r"\s+", " ", opening.group("g")).strip()
            return named, _said(named)
    return "", None


def _before(sentence: Sentence, at: int, arms: Sequence[tuple[int, int]]) -> Iterator[str]:
    """What the clause of a place says of a part of the patients before it."""
    told = _AT_BRACKET.search(sentence.text, 0, at) or _MOST_IN.search(sentence.text, 0, at)
    of_arm = told and any(told.start("g") <= a < at for a, _ in arms)
    if told and not of_arm and not _NO_PART.search(sentence.text, told.start("g"), at):
        yield told["g"].strip()
    for match in _IN_CLAUSE.finditer(sentence.text, 0, at):
        if not _CLAUSE.search(sentence.text, match.end(), at):
            yield match.group(match.lastgroup or 0).strip()


def _said(named: str) -> frozenset[str]:
    return frozenset(w.lower() for w in _WORD.findall(named))
