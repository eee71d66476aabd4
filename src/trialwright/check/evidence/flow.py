"""How many were screened, left out, randomised, lost and analysed, as sentences tell it one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from trialwright.check.evidence.exposed import sentence_spans
from trialwright.check.evidence.number_words import COUNT, count_in
from trialwright.model.document import Document
from trialwright.model.result import Reading

SCREENED, ELIGIBLE, EXCLUDED, RANDOMISED = "screened", "eligible", "excluded", "randomised"
CONSENTED, ASSIGNED, ENROLLED = "consented", "assigned", "enrolled"
LEFT, COMPLETED, FOLLOWED, ANALYSED, REMAINING = "left", "completed", "followed", "analysed", "remaining"

PEOPLE = (
    r"(?:patients?|participants?|subjects|women|men|adults|children|infants|individuals|people|persons|volunteers|boys|girls|neonates"
    r"|newborns|babies|mothers|students|adolescents|cases|residents|smokers|veterans|outpatients|inpatients|pupils|nurses|athletes)"
)
_N = rf"(?P<n>{COUNT})"
_OF_N = r"(?:\s(?:of|of\sthe|of\sthese|out\sof)\s(?:\d+|them|these|whom))?"
_WHO = rf"(?:\s(?:[a-z-]+\s){{0,3}}?{PEOPLE})?"
_WERE = r"\s(?:who\s)?(?:were|was|had\sbeen|have\sbeen)?\s?(?:then\s|subsequently\s|finally\s|also\s|initially\s|consecutively\s)?"
_RANDOMISED = r"(?:randomi[sz]ed\b(?!\s(?:controlled|trial|stud))|randomly\s(?:assigned|allocated|divided)\b|underwent\srandomi[sz]ation\b)"
_LOOKED_AT = r"(?:screened\b(?!\s(?:twice|again|(?:two|three|\w+al)\stimes|more\sthan\sonce|a\s(?:first|second|third)\stime|positive|negative))|(?:assessed|evaluated|screened)\sfor\s(?:eligibility|inclusion)\b|approached\b|invited\b)"
# "Of 240 patients screened", "310 patients were screened", "We screened 310 patients", "Screened: 520"
_WAYS: tuple[tuple[str, str], ...] = (
    (SCREENED, rf"{_N}{_WHO}{_WERE}{_LOOKED_AT}"),
    (SCREENED, rf"\b(?:screened|assessed|approached)\s{_N}\s(?:[a-z-]+\s){{0,3}}?{PEOPLE}\b"),
    (SCREENED, rf"{_N}{_WHO}\s(?:underwent|completed)\sscreening\b"),
    (CONSENTED, rf"{_N}{_WHO}\s(?:who\s)?(?:consented\b|gave\s(?:\w+\s){{0,2}}consent\b|agreed\sto\s(?:take\spart|participate)\b)"),
    (SCREENED, rf"\beligibility\swas\s(?:assessed|determined|evaluated)\s(?:in|for)\s{_N}"),
    (ELIGIBLE, rf"{_N}{_WHO}\s(?:who\s)?(?:were|was|met)\s(?:eligible\b|(?:the\s|all\s)?(?:inclusion|eligibility)\scriteria)"),
    (ELIGIBLE, rf"{_N}\s(?:[a-z-]+\s)?eligible\s{PEOPLE}\b"),
    (EXCLUDED, rf"{_N}{_OF_N}{_WHO}{_WERE}(?:found\s(?:to\sbe\s)?)?(?:excluded\b(?!\sfrom\s(?:the\s)?(?:\w+\s)?analys)|ineligible\b|not\seligible\b)"),
    (EXCLUDED, rf"{_N}{_WHO}\s(?:declined|refused|did\snot\s(?:meet|fulfil|consent|agree|give))\b"),
    (EXCLUDED, rf"\bexcluded\s{_N}{_WHO}(?!\sfrom\s(?:the\s)?(?:\w+\s)?analys)"),
    (RANDOMISED, rf"{_N}{_OF_N}{_WHO}{_WERE}(?:enrolled\sand\s|included\sand\s|therefore\s|thus\s)?{_RANDOMISED}"),
    (RANDOMISED, rf"\b(?:we\s|and\s)(?:then\s|enrolled\sand\s)?(?:randomi[sz]ed|randomly\s(?:assigned|allocated))\s{_N}\b"),
    (ASSIGNED, rf"{_N}{_WHO}{_WERE}(?:assigned|allocated)\sto\s(?!each\b|either\b|one\b|receive\b)"),
    (ENROLLED, rf"\b(?:trial|study|we)\s(?:enrolled|recruited|included)\s(?:a\stotal\sof\s)?{_N}{_WHO}\b"),
    (ENROLLED, rf"{_N}{_OF_N}{_WHO}{_WERE}(?:enrolled|recruited)\b(?!\s(?:and\s(?:were\s|then\s)*random|in\s|into\s))"),
    (ENROLLED, rf"\b(?:and|we|then)\s(?:enrolled|recruited)\s{_N}\b(?!\s(?:to|in|into)\s)"),
    (LEFT, rf"{_N}{_OF_N}{_WHO}{_WERE}(?:lost(?:\sto\sfollow[- ]?up)?|withdrawn)\b"),
    (LEFT, rf"{_N}{_OF_N}{_WHO}\s(?:who\s)?(?:withdrew|dropped\sout|left\sthe\s(?:study|trial)|moved\saway)\b"),
    (COMPLETED, rf"{_N}{_OF_N}{_WHO}\s(?:who\s)?(?:completed|finished)\s(?:the\s|all\s|their\s)?(?:[\w-]+\s){{0,2}}?(?:study|trial|follow[- ]?up|protocol|programme?|treatment|assessments?|intervention|visits?|sessions?|questionnaires?|course)\b"),
    (COMPLETED, rf"{_N}{_OF_N}{_WHO}\s(?:who\s)?had\s(?:a\s)?complete\s(?:[\w-]+\s){{0,2}}?(?:assessments?|data|follow[- ]?up|records?|outcomes?)\b"),
    (FOLLOWED, rf"\b(?:follow-?up|outcome|primary\soutcome|data|results)\b[^.;:\d]{{0,50}}\b(?:was|were)\savailable\s(?:for|in|from)\s{_N}{_WHO}\b"),
    (COMPLETED, rf"{_N}{_OF_N}{_WHO}\scompleted(?=[.,;])"),
    (ANALYSED, rf"{_N}{_OF_N}{_WHO}{_WERE}(?:analy[sz]ed\b|(?:included|available|left|remained|evaluated)\s(?:in|for)\s(?:the\s)?(?:final\s|primary\s|main\s)?analys[ei]s\b)"),
    (ANALYSED, rf"\b(?:intention[- ]to[- ]treat|ITT|per[- ]protocol|full|primary|final)\s(?:analysis|population)(?:\sset)?\s(?:included|comprised|consisted\sof|contained)\s{_N}\b"),
)  # fmt: skip
# Words one of which stands in every sentence that tells of a kind: they are looked for first, being found faster than counts are
_HINTS = {
    SCREENED: ("screen", "assess", "evaluat", "approach", "invit", "eligib"), CONSENTED: ("consent", "agreed"), ELIGIBLE: ("eligib", "criteria"),
    EXCLUDED: ("exclu", "eligib", "declin", "refus", "did not"), RANDOMISED: ("random",), ASSIGNED: ("assigned to", "allocated to"),
    ENROLLED: ("enrol", "recruit", "included"), LEFT: ("lost", "withdr", "dropped", "left the", "moved"), COMPLETED: ("complete", "finished"),
    FOLLOWED: ("available",), ANALYSED: ("analys", "analyz", "population"),
}  # fmt: skip
_PATTERNS = tuple((kind, _HINTS[kind], re.compile(f"(?i){way}")) for kind, way in _WAYS)
# Those who left for a reason that need not end their part in a trial, where a sum is told: "eight were lost and five discontinued, leaving 62"
_ALSO_LEFT = re.compile(
    rf"(?i){_N}{_OF_N}{_WHO}\s(?:had\s)?(?P<w>died|discontinued|stopped|did\snot\s(?:receive|start|begin)\s(?:the\s|any\s|their\s)?(?:\w+\s)?(?:treatment|intervention|drug|medication|therapy))\b"
)
# "in the A group 9 patients and in the B group 12 patients were lost", "nine in the A group and 12 in the B group withdrew"
_GONE = r"(?:(?:were|was)\slost(?:\sto\sfollow[- ]?up)?|withdrew|dropped\sout|were\swithdrawn)"
_BOTH = re.compile(
    rf"(?i)(?:\bin\sthe\s[\w\s-]{{2,30}}?(?:group|arm),?\s(?P<a>{COUNT}){_WHO}\sand\s(?:in\sthe\s[\w\s-]{{2,30}}?(?:group|arm),?\s)(?P<b>{COUNT}){_WHO}"
    rf"|(?P<a2>{COUNT}){_WHO}\s(?:in|from|of)\sthe\s[\w\s-]{{2,30}}?(?:group|arm)?\sand\s(?P<b2>{COUNT}){_WHO}\s(?:in|from|of)\sthe\s[\w\s-]{{2,30}}?(?:group|arm)?)\s{_GONE}\b"
)
_LEAVING = re.compile(
    rf"(?i)\b(?:leaving|so\sthat|(?:the\s)?remaining|the\sother|which\sleft)\s(?:a\stotal\sof\s|only\s|the\sremaining\s)?{_N}|\bthe\s(?P<m>\d{{1,6}})\sremaining\b"
)
_LABELLED = re.compile(
    r"(?i)(?<![\w-]\s)(?<![\w-])(?P<w>screened|assessed\sfor\seligibility|excluded|randomi[sz]ed|enrolled|discontinued|withdrew|withdrawn|dropped\sout|lost\sto\sfollow[- ]?up|completed(?:\s(?:the\s)?(?:study|trial))?|analy[sz]ed)\s?(?::|=|,?\s?\(?n\s?=)\s?(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6})(?!\d|\s?%)"
)
_LABELS = (
    ("sc", SCREENED), ("as", SCREENED), ("ex", EXCLUDED), ("ra", RANDOMISED), ("en", ENROLLED), ("di", LEFT), ("wi", LEFT), ("dr", LEFT),
    ("lo", LEFT), ("co", COMPLETED), ("an", ANALYSED),
)  # fmt: skip
# "Of the 98 patients randomised to the intervention, ...": the whole that the sentence takes apart
_OF_WHOLE = re.compile(
    rf"(?i)\b(?:of|among)\s(?:the\s|these\s|all\s)?{_N}{_WHO}\s?(?:who\swere\s)?(?P<w>randomi[sz]ed|enrolled|recruited|allocated|(?:randomly\s)?assigned|included)\b[^.;,]{{0,60}},\s"
)


_TELLS = re.compile(
    r"(?i)screen|eligib|exclu|declin|refus|random|enrol|recruit|assigned|allocated|\blost\b|withdr|dropped|complet|finished|analy[sz]|consent|\bavailable\b|\bincluded\b|population"
)


MOST = 300  # sentences


class Event(NamedTuple):
    """n people, of a kind of those above, and where it is said. gone : they left the trial, not only its treatment."""

    kind: str
    n: int
    start: int
    end: int
    gone: bool = True


class Told(NamedTuple):
    """One sentence of a flow. leaving : where a number is said to be what is left, or -1."""

    start: int
    end: int
    events: tuple[Event, ...]
    leaving: int


def told(reading: Reading) -> list[Told]:
    """The sentences of a document that tell of its flow, in order; others are left out. None where they are more than MOST: no
    trial's flow takes so many."""
    document = reading.document
    return list(_told(document, sentence_spans(reading)))


@lru_cache(maxsize=4)
def _told(document: Document, spans: tuple[tuple[int, int], ...]) -> tuple[Told, ...]:
    found = (made for start, end in spans if (made := _sentence(document.text, start, end)).events)
    few = tuple(islice(found, MOST + 1))
    return few if len(few) <= MOST else ()


def _sentence(text: str, start: int, end: int) -> Told:
    found = list(_without_overlaps(_events(text, start, end)))
    if not found:
        return Told(start, end, (), -1)
    mark = _LEAVING.search(text, start, end)
    at = mark.start("n" if mark["n"] else "m") if mark else -1
    if (
        mark
        and found
        and not any(e.start <= at < e.end for e in found)
        and not re.match(r"\s?(?:%|weeks|months|days)", text[mark.end() :])
    ):
        found.append(Event(REMAINING, count_in(mark["n"] or mark["m"]), at, mark.end()))
    return Told(start, end, tuple(found), at)


def _events(text: str, start: int, end: int) -> Iterator[Event]:
    for match in _LABELLED.finditer(text, start, end):
        kind = dict(_LABELS)[match["w"][:2].lower()]
        yield Event(kind, count_in(match["n"]), match.start("n"), match.end())
    if not _TELLS.search(text, start, end):
        return
    if (whole := _OF_WHOLE.search(text, start, end)) is not None:
        kind = ENROLLED if whole["w"].lower() in ("enrolled", "recruited", "included") else RANDOMISED
        yield Event(kind, count_in(whole["n"]), whole.start("n"), whole.end())
    low = text[start:end].lower()
    if any(map(low.__contains__, _HINTS[LEFT])) and (both := _BOTH.search(text, start, end)) is not None:
        group = "a" if both["a"] else "a2"
        n = count_in(both[group]) + count_in(both[group.replace("a", "b")])
        yield Event(LEFT, n, both.start(), both.end())
    for kind, hints, pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end) if any(map(low.__contains__, hints)) else ():
            yield Event(kind, count_in(match["n"]), match.start("n"), match.end())


def _without_overlaps(events: Iterator[Event]) -> list[Event]:
    kept: list[Event] = []
    for event in events:
        if not any(event.start < k.end and k.start < event.end for k in kept):
            kept.append(event)
    return sorted(kept, key=lambda e: e.start)


def also_left(text: str, start: int, end: int) -> list[Event]:
    """Those who died, stopped or were not treated, in one sentence."""
    return [
        Event(LEFT, count_in(m["n"]), m.start("n"), m.end(), gone=False)
        for m in _ALSO_LEFT.finditer(text, start, end)
    ]


def alone(sentences: Sequence[Told], kind: str) -> Event | None:
    """The event of a kind whose number is the only one that the document gives."""
    found = [e for s in sentences for e in s.events if e.kind == kind]
    return found[0] if found and len({e.n for e in found}) == 1 else None


def in_brackets(text: str, event: Event, start: int) -> bool:
    """Whether an event stands in a bracket of its sentence, as the parts of what stands before it do."""
    ahead = text[start : event.start]
    return ahead.count("(") > ahead.count(")")


_TAKEN_APART = re.compile(r"(?i):|\bof\s(?:whom|these|them)\b|\bincluding\b|\bnamely\b")


def is_part(text: str, excluded: Event, event: Event) -> bool:
    """Whether an event is one of the reasons that those excluded are taken apart into: "40 were excluded: 25 declined and 15 ..."."""
    return _TAKEN_APART.search(text, excluded.end, event.start) is not None


_BREAKDOWN = re.compile(r"\s?\((?P<x>[^()]{8,300})\)")
_ITEM = re.compile(rf"(?i)(?:^|[,;]\s(?:and\s)?|\sand\s){_N}\s(?!%|years|of\s)[a-z]")
_N_EACH = re.compile(r"(?i)\(\s?n\s?=\s?(?P<n>\d{1,5})\s?\)")
_OPEN_LIST = re.compile(
    r"(?i)\b(?:main|most|common|includ|such\sas|e\.g|principal|primar|mostly|for\sexample|largely|frequent|at\sleast|more\sthan)"
)


def reasons(text: str, excluded: Event, end: int) -> list[int]:
    """The numbers that a list of reasons takes those excluded apart into; none where the list may go on."""
    bracket = _BREAKDOWN.match(text, excluded.end)
    if bracket is not None:
        said, pattern = bracket["x"], _ITEM
    else:
        said, pattern = text[excluded.end : end], _N_EACH
        if not re.match(r"(?i)\s(?:because|for|due\sto|as)\b", said):
            return []
    found = [count_in(m["n"]) for m in pattern.finditer(said)]
    return found if len(found) > 1 and not _OPEN_LIST.search(said) else []


_ALSO_GONE = re.compile(
    rf"(?i){_N}{_OF_N}{_WHO}{_WERE}(?:dropped|excluded|removed|withdrawn|lost|died|discontinued|not\streated|untreated|ineligible|never\s(?:started|treated|received))\b"
)


def accounted(reading: Reading, missing: int) -> bool:
    """Whether the document tells elsewhere of as many people who are missing from a sum: "one was dropped for noncompliance"."""
    text = reading.document.text
    return any(
        count_in(m["n"]) == missing
        for a, b in reading.document.own_spans()
        for m in _ALSO_GONE.finditer(text, a, b)
    )


_NUMBER = re.compile(
    rf"(?i){COUNT}(?!\s?(?:%|weeks?\b|months?\b|days?\b|years?\b|hours?\b|centres\b|centers\b|hospitals\b|sites\b|mg\b|ml\b))"
)


def untold(text: str, events: Sequence[Event]) -> bool:
    """Whether a number of people stands between the events of a sentence that is none of them: "14 in the first year and 9 in the second"."""
    start, end = min(e.start for e in events), max(e.end for e in events)
    return any(
        not any(e.start <= m.start() < e.end for e in events)
        and not _IS_DATED.search(text, max(0, m.start() - 16), m.start())
        for m in _NUMBER.finditer(text, start, end)
        if m.group()[:1].isdigit() or len(m.group()) > 3 or m.group().lower() in ("two", "six", "ten")
    )


_IS_DATED = re.compile(r"(?i)\b(?:in|since|until|from|to|between|week|month|day|year|visit|phase|grade)\s$")
