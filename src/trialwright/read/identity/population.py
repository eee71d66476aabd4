"""Who the title says is studied, and the condition they have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.model.document import Document
from trialwright.model.trial import Stated
from trialwright.read.identity.places import Place, own, stated
from trialwright.read.patterns import Pattern

_PERSONS = (
    r"(?:(?:adult|elderly|older|young|pa?ediatric|hospitali[sz]ed|critically ill|stable|ambulatory|chinese|japanese) ){0,3}"
    r"(?:patients?|subjects|participants|adults|children|people|persons|individuals|women|men|infants|neonates|adolescents|"
    r"outpatients|inpatients|volunteers|survivors)(?: hospitali[sz]ed| admitted| treated)?"
)
_STOP = r"(?=\s*[:(—–]|\s-\s|[.?!]?\Z|,? (?:and (?:its|their)|a (?:randomi[sz]ed|pilot|phase)|treated with|receiving)\b)"
_POPULATION = Pattern(
    rf"\b(?P<who>{_PERSONS} (?P<link>with(?:out)?|who|undergoing|after|following|at|suffering from|having)"
    rf" (?P<what>[^:(—–?]{{2,160}}?)){_STOP}",
    re.IGNORECASE,
)
_CONDITION = Pattern(
    rf"\bin (?:the )?(?:(?:treatment|management|prevention|setting|therapy) of )?(?P<what>[^:(—–?]{{3,120}}?){_STOP}",
    re.IGNORECASE,
)


def read(document: Document) -> tuple[Stated, ...]:
    """population: the persons and what they have, from the title. condition: what they have, or what a title
    says the study is "in" when the page's own text names it again."""
    title = next(own(document, "title"), None)
    return tuple(_from_title(document, title)) if title else ()


def _from_title(document: Document, title: Place) -> Iterator[Stated]:
    match = _POPULATION.search(title.words)
    if match:
        span = (title.start + match.start("who"), title.start + match.end("who"))
        who = " ".join(match["who"].split())
        yield stated(document, "population", _lower(who, title.words), span, "population.title", label=who)
        if match["link"].lower() not in ("with", "suffering from", "having"):
            return
    else:
        match = _CONDITION.search(title.words)
        if match is None or not _named_again(document, title, match["what"]):
            return
    span = (title.start + match.start("what"), title.start + match.end("what"))
    what = " ".join(match["what"].split())
    if not any(s.field == "condition" for s in _labelled(document)):
        yield stated(
            document, "condition", _lower(what, title.words), span, "population.condition", label=what
        )


def _labelled(document: Document) -> tuple[Stated, ...]:
    from trialwright.read.identity import facts

    return facts.read(document)


def _named_again(document: Document, title: Place, phrase: str) -> bool:
    """Whether the document's own text holds the phrase outside its title."""
    wanted = " ".join(phrase.split()).casefold()
    return any(
        wanted in " ".join(p.words.split()).casefold()
        for p in own(document, "paragraph", "metadata", "item")
        if p.start != title.start
    )


def _lower(words: str, title: str) -> str:
    """Words of a Title In Capitals in sentence case; abbreviations and mixed case are kept."""
    long = re.findall(r"[A-Za-z]{4,}", title)
    if not long or sum(w[0].isupper() for w in long) < 0.7 * len(long):
        return words
    return re.sub(r"\b[A-Z][a-z]+\b", lambda m: m.group().lower(), words)
