"""How many tests a p-value was one of, as a document tells it: outcomes, subgroups or times in words, doses, arms, primary outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialwright.check.evidence.exposed import sentence_spans
from trialwright.check.evidence.number_words import number_in, spelled
from trialwright.check.evidence.outcome_names import alike, outcome_words
from trialwright.check.evidence.sentence import clause_before
from trialwright.model.labels import contains
from trialwright.model.result import Reading, Result

_N = rf"(?P<n>\d{{1,3}}|{spelled(2, 50)})"
_THINGS = (
    r"(?:outcomes?(?: measures)?|end-?\s?points|variables|measures|tests|comparisons|sub-?groups|time[- ]?points|times|polymorphisms|SNPs|genes|variants|cytokines"
    r"|(?:bio)?markers|scales|subscales|symptoms|domains|parameters|analytes|proteins|lipids|metabolites|taxa|genera|species|regions|questionnaires)\b"
)
# Of these so many are named for other reasons too: "in six regions", "the sum of ten symptoms", "one of 12 genes".
_TESTS = r"(?:(?:secondary|efficacy|clinical|other)\s)?(?:outcomes?(?: measures)?|end-?\s?points|tests|comparisons|sub-?groups|time[- ]?points|polymorphisms|SNPs|variants|cytokines|(?:bio)?markers|analytes|metabolites|taxa|genera)\b"
# Behind "of" such a list is a questionnaire's own ("a scale of ten domains"); at a sentence's start it is what was tested.
_AMONG = r"(?:outcomes?(?: measures)?|variables|measures|scales|subscales|domains|parameters|questionnaires|proteins|lipids)\b"
_DONE = r"(?:measured|compared|tested|examined|assessed|analy[sz]ed|studied|done|recorded|investigated|evaluated|looked at|tried|performed|pre-?specified)"
# "Twelve outcomes were measured", "we tested 40 polymorphisms", "among 20 secondary outcomes"
_TOLD = (
    re.compile(
        rf"(?i)\b{_N}\s(?:[\w-]+\s){{0,3}}?{_THINGS}(?:,\sall of which)?\s(?:were|was|had been)\s(?:\w+\s)?{_DONE}"
    ),
    re.compile(
        rf"(?i)\b(?:{_DONE}|examined in|tested in|looked for in)\s(?:the\s|all\s)?{_N}\s(?!times\b)(?:[\w-]+\s){{0,3}}?{_THINGS}"
    ),
    re.compile(
        rf"(?i)(?<!one )(?<!sum )(?<!some )\b(?:in|of|among|across|for)\s(?:the\s|all\s)?{_N}\s(?:[\w-]+\s){{0,3}}?{_TESTS}"
    ),
    re.compile(rf"\b(?:[Aa]mong|[Aa]cross|Of) (?:the |all )?(?i:{_N})\s(?:[\w-]+\s){{0,3}}?(?i:{_AMONG})"),
)
_TIMES = re.compile(
    r"(?i)\bat\s(?:weeks?\s|months?\s|days?\s)?(?P<list>\d{1,3}(?:,\s\d{1,3}){3,},?\sand\s\d{1,3})(?=\s(?:minutes|hours|days|weeks|months|years)|[\s.,;])"
)
FEWEST_TOLD = 5
_DOSES_TOLD = re.compile(rf"(?i)\b{_N}\s(?:[\w-]+\s)?(?:doses|dose levels|dosages|strengths)\s(?:of|\(|were)")
_UNIT = r"(?:mg|g|µg|mcg|ug|ml|mL|IU|units)(?:/(?:kg|day|d))?"
_DOSES = re.compile(
    rf"\b(?P<list>\d+(?:\.\d+)?(?:\s?{_UNIT})?(?:,\s\d+(?:\.\d+)?(?:\s?{_UNIT})?)*(?:,?\s(?:or|and)\s\d+(?:\.\d+)?)?)\s?{_UNIT}\b"
)
_DOSE = re.compile(rf"\d\s?{_UNIT}\b")
_PRIMARY = re.compile(
    rf"(?i)\b(?:{_N}\s)?(?:co-?)?primary\s(?:[\w-]+\s)?(?:outcomes|end-?\s?points)(?:\smeasures)?\s?(?:were|:|,)\s(?P<list>[^.;()]{{5,400}}?)(?=,\s(?:and\s)?(?:both|each|all|which|with|as|measured|assessed|tested|analy[sz]ed)\b|[.;()]|$)"
)


@dataclass(frozen=True)
class Family:
    """Tests of which so many were made, with those whose p was read. told : the words that tell how many. of : "outcomes", "doses"."""

    of: str
    tests: int
    told: str
    ps: tuple[Result, ...]


def families(reading: Reading, ps: Sequence[Result]) -> Iterator[Family]:
    """Every family that the document's own words tell. ps : its results with a p, none at baseline."""
    text = reading.document.text
    spans = sentence_spans(reading)
    by_dose = [r for a, b in spans if len(_DOSE.findall(text[a:b])) > 1 for r in ps if a <= r.quote.start < b]
    for start, end in spans:
        said = text[start:end]
        here = [r for r in ps if start <= r.quote.start < end]
        after = [r for r in ps if r.quote.start >= start]
        for found in _counted(said):
            yield Family("tests", *found, tuple(after))
        for told, doses in _doses(said):
            own = [r for r in by_dose if r.quote.start >= start]
            yield Family("doses", doses, told, tuple(own) if len(own) > 1 else ())
        named = [
            a.label
            for a in (reading.trial.arms if reading.trial is not None else ())
            if contains(said, a.label)
        ]
        if len(set(named)) > 2 and len(here) > 1 and len({r.endpoint for r in here} - {""}) <= 1:
            yield Family(
                "pairs of arms", len(here), f"{len(here)} comparisons of {len(set(named))} arms", tuple(here)
            )
        for told, items in _primaries(said):
            own = [r for r in ps if any(_is_of(reading, r, x) for x in items)]
            yield Family("primary outcomes", len(items), told, tuple(own))


def _is_of(reading: Reading, r: Result, item: str) -> bool:
    """Whether a p is of an outcome, by its name or by the words before it."""
    name = outcome_words(item)
    return alike(r.endpoint, item) or (bool(name) and name <= outcome_words(clause_before(reading, r)[0]))


def _counted(said: str) -> Iterator[tuple[int, str]]:
    for pattern in _TOLD:
        for m in pattern.finditer(said):
            if (n := number_in(m["n"])) >= FEWEST_TOLD:
                yield n, " ".join(m.group().split())
    for m in _TIMES.finditer(said):
        yield len(re.findall(r"\d+", m["list"])), " ".join(m.group().split())


def _doses(said: str) -> Iterator[tuple[str, int]]:
    """(words, how many) of doses that are compared with one control."""
    for m in _DOSES_TOLD.finditer(said):
        yield m.group().strip(" ("), number_in(m["n"])
    for m in _DOSES.finditer(said):
        values = set(re.findall(r"\d+(?:\.\d+)?", m["list"]))
        if len(values) > 1 and re.search(r"(?i)randomi|assign|allocat|receiv|compar|dose", said):
            yield m.group(), len(values)


def _primaries(said: str) -> Iterator[tuple[str, list[str]]]:
    for m in _PRIMARY.finditer(said):
        items = [x for x in re.split(r",\s(?:and\s)?|\sand\s", m["list"]) if x.strip()]
        if m["n"]:
            items = items[: number_in(m["n"])]
        if len(items) > 1:
            yield " ".join(m.group().split()), items
