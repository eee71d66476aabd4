"""Doses of the arms of a registry's record: from an arm's own lines, and only where they leave no doubt.

An arm's description is written for the register and not for dosing: it titrates, weighs, names what is given beside, and
puts strengths of tablets where doses should be. One dose, or doses that follow one another, is a regimen; else there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from trialwright.model.base import Because
from trialwright.model.document import Document
from trialwright.model.trial import Regimen
from trialwright.read.grammar.lexis import shadow
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.record_parts import ABOUT, GIVEN, Parts
from trialwright.read.grammar.regimens import THEN, UNDOSED, doses_in, phases_of, regimens
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import SENTENCE
from trialwright.read.patterns import Pattern, Text

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_RULE = "read.grammar.record_regimens"
# Words that say a dose is not what everybody gets, or not the dose at all.
_CHANGING = Pattern(
    r"(?i)titrat|escalat|adjust|\bincreas|\bdecreas|\breduc|\btaper|\bdepend|\baccording|\bbased on|\bif\b|\bunless\b"
    r"|\bper (?:puff|tablet|capsule|vial|ampoule|sachet|drop)|\bmax(?:imum|\.)?\b|\bup to\b(?!\s(?:a total of\s)?\d{1,3}\s(?:cycles|weeks|months|years|days|doses|courses))|\bbetween\b|\bfrom\b|\bplacebo\b|\bsham\b|\bmatching\b|\bprevious|\bprior\b|\balready\b"
)
# "two 5 mg tablets", "3 x 50 mg": what is given is more than the figure says.
_TIMES = Pattern(
    r"(?i)(?:\b(?:two|three|four|five|six|[2-9]|1\d)\s(?:[a-z]+\s)?(?:tablets?|capsules?|caplets?|pills?|injections?|puffs?|vials?|patches|sachets?|syringes?|pens?|ampoules?)\s(?:of\s)?(?:[a-z]+\s){0,2}"
    r"|\b(?:two|three|four|[2-9])\s?(?:x\s?|(?=\Z))|x\s?)\Z"
)
# Between "then" and the next dose of the same thing stands nothing that could be another thing.
_SAME = Pattern(
    r"(?i)[\s(,]*(?:(?:by|a|an|the|single|one|two|three|four|\d{1,2}|maintenance|further|another|subsequent|weekly|daily|monthly|doses?|injections?|infusions?|tablets?|of|at|with|same|once|twice|every|other|on|in|days?|weeks?|\d{1,2}(?:st|nd|rd|th))[\s(]+)*"
)
_JOINED = Pattern(r"(?i)\s(?:and|plus|with)\s|\+")
_END = re.compile(r"(?<=[.;])\s+(?=[A-Z(•])")


def regimens_of_record(
    sentences: Sequence[Sentence], entries: Sequence[Entry], names: Names
) -> dict[str, tuple[Regimen, ...]]:
    """Arm → its one regimen: from its own lines where the record lists its arms, else from the prose that names it."""
    document = sentences[0].document
    parts = Parts(document)
    if not any(e.place.sentence.role == "item" and parts.of(e.place.sentence) in GIVEN for e in entries):
        return _sure([s for s in sentences if parts.of(s) in (*GIVEN, *ABOUT)], names)
    found = {}
    for entry, end in zip(entries, _ends(document, entries, parts), strict=True):
        start = entry.place.sentence.start
        own = list(_sentences(document, start, start + len(entry.label), end))
        made = None if UNDOSED.search(entry.label) else _regimen(entry.label, own)
        if made is not None:
            found[entry.label] = (made,)
    return found


def _ends(document: Document, entries: Sequence[Entry], parts: Parts) -> list[int]:
    """Where the lines of each entry end: before the next one, and before what is said of all."""
    spans = parts.spans(GIVEN)
    # A register puts "Placebo comparator: " in front of a label: its line begins before it.
    starts = [document.text.rfind("\n", 0, e.place.sentence.start) + 1 for e in entries]
    fields = [b.start for b in document.own_blocks() if b.role == "metadata"]
    ends = []
    for entry in entries:
        at = entry.place.sentence.start
        after = [x for x in (*starts, *fields) if x > at]
        ends.append(min([*after, *(end for start, end in spans if start <= at < end)], default=at))
    return ends


def _sure(sentences: Sequence[Sentence], names: Names) -> dict[str, tuple[Regimen, ...]]:
    """Of arms that only prose names: the regimens of one dose that nothing beside it doubts."""
    return {
        label: found
        for label, found in regimens(sentences, names).items()
        if len(found[0].phases) == 1 and _undoubted(found[0], sentences)
    }


def _undoubted(regimen: Regimen, sentences: Sequence[Sentence]) -> bool:
    at = regimen.quote.start
    inside = next((s for s in sentences if s.start <= at < s.start + len(s.text)), None)
    if inside is None:
        return False
    stretch = inside.text[max(0, at - inside.start - 30) : regimen.quote.end - inside.start + 40]
    return _CHANGING.search(stretch) is None and _TIMES.search(inside.text[: at - inside.start]) is None


def _sentences(document: Document, start: int, label_end: int, end: int) -> Iterator[Sentence]:
    """The label, then the sentences of its lines."""
    text = shadow(document.text[start:end])
    begin = 0
    stops = [label_end - start, *(m.end() for m in _END.finditer(text) if m.end() > label_end - start)]
    for stop in [*stops, len(text)]:
        if 0 < stop - begin <= SENTENCE:
            yield Sentence(document, start + begin, Text(text[begin:stop]), 0, "item", "Interventions")
        begin = stop


def _regimen(label: str, own: Sequence[Sentence]) -> Regimen | None:
    """From the first sentence with doses, where all its doses are one or follow one another; else from the label alone."""
    said = {d for s in own[1:] for d in _doses(s)}
    named = _doses(own[0]) if own else []
    first = next((s for s in own[1:] if _doses(s)), None)
    if named and (len(set(named)) > 1 or (said and named[0] not in said)):
        return None
    if first is not None and not _JOINED.search(label):
        chain = _chain(first)
        if chain and {_key(first, *c) for c in chain} == said and (not named or len(said) == 1):
            return _made(label, first, chain)
    if len(named) != 1 or _CHANGING.search(own[0].text):
        return None
    return _made(label, own[0], _chain(own[0]))


def _key(sentence: Sentence, start: int, end: int) -> str:
    """One spelling of a dose: "2 milligrams", "2mg" and "2 mg/day" are one amount."""
    words = re.sub(r"[\s-]", "", sentence.text[start:end].casefold())
    words = re.sub(r"(?:/|per)(?:day|d|dose)$", "", words)
    return re.sub(r"micrograms?|µg|ug", "mcg", re.sub(r"milligrams?", "mg", words))


def _doses(sentence: Sentence) -> list[str]:
    return [_key(sentence, a, b) for a, b in doses_in(sentence.text)]


def _chain(sentence: Sentence) -> list[tuple[int, int]]:
    """The sentence's doses where each is the next phase of one thing; [] where that is not sure."""
    spans = doses_in(sentence.text)
    if _CHANGING.search(sentence.text) or any(_TIMES.search(sentence.text[:a]) for a, _ in spans):
        return []
    for (_, end), (start, _) in pairwise(spans):
        then = list(THEN.finditer(sentence.text, end, start))
        if not then or not _SAME.fullmatch(sentence.text, then[-1].end(), start):
            return []
    return spans


def _made(label: str, sentence: Sentence, spans: Sequence[tuple[int, int]]) -> Regimen | None:
    if not spans:
        return None
    ends = [*(start for start, _ in spans[1:]), len(sentence.text)]
    phases = phases_of(sentence, [(start, end) for (start, _), end in zip(spans, ends, strict=True)])
    stop = spans[-1][0] + len(phases[-1].text)
    return Regimen(
        drug=label,
        phases=phases,
        quote=sentence.quote(spans[0][0], max(stop, spans[-1][1])),
        because=Because(rule=_RULE),
    )
