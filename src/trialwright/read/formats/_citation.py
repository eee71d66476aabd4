"""A reference manager's entry as the page of an article: title, journal, date, identifiers, abstract."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from trialwright.read.formats._record import Record

_REGISTERED = ((r"NCT\d{8}", "NCT number"), (r"ISRCTN\d{8}", "ISRCTN number"))
_REGISTRY_PAGE = re.compile(
    r"(?i)\b(?:clinicaltrials\.gov/\S{0,40}?(?P<nct>NCT\d{8})|isrctn\.com/(?P<isrctn>ISRCTN\d{8}))\b"
)


def registered_at(*addresses: str) -> list[str]:
    """The numbers of registry pages that an entry is of: a search of trials is exported as citations too."""
    found = (m for address in addresses for m in _REGISTRY_PAGE.finditer(address))
    return list(dict.fromkeys((m["nct"] or m["isrctn"]).upper() for m in found))


_NOTED = re.compile(
    r"(?i)\b(?:clinicaltrials\.gov|isrctn registry)\b[^.;\n]{0,30}?(?P<n>NCT\d{8}|ISRCTN\d{8})\b"
)


def noted(*notes: str) -> list[str]:
    """The registry's numbers that notes on an entry say: "ClinicalTrials.gov NCT01234567"."""
    return list(dict.fromkeys(m["n"].upper() for note in notes for m in _NOTED.finditer(note)))


# "BACKGROUND: ... METHODS: ...": the headings of a structured abstract that lost its lines.
_PART = re.compile(
    r"(?:(?<=[.!?)]\s)|^)(?P<label>(?:BACKGROUND|INTRODUCTION|OBJECTIVES?|AIMS?|PURPOSE|METHODS?|METHODS AND RESULTS|DESIGN|SETTING|PATIENTS|PARTICIPANTS|"
    r"INTERVENTIONS?|MAIN OUTCOME MEASURES?|RESULTS|FINDINGS|CONCLUSIONS?|INTERPRETATION|FUNDING|TRIAL REGISTRATION)(?:\s?(?:AND|/|&)\s?[A-Z]+)?)\s?:\s"
)


@dataclass
class Entry:
    """What a citation says; "" where it does not."""

    title: str = ""
    journal: str = ""
    date: str = ""
    authors: list[str] = field(default_factory=list)
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    abstract: str = ""
    keywords: list[str] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)


def record(e: Entry) -> Record:
    out = Record(title=" ".join(e.title.split()))
    for label, value in (("Journal", e.journal), ("Published", e.date), ("Authors", ", ".join(e.authors)), ("PMID", e.pmid),
        ("DOI", re.sub(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s?)", "", e.doi)), ("PMCID", e.pmcid)):  # fmt: skip
        out.say(label, value)
    for number in e.registered:
        label = next((label for pattern, label in _REGISTERED if re.fullmatch(pattern, number)), "")
        if label:
            out.say(label, number)
    out.prose = _parts(e.abstract)
    out.say("Keywords", "; ".join(k for k in e.keywords if k))
    return out


def _parts(abstract: str) -> list[tuple[str, str]]:
    text = " ".join(abstract.split())
    found = list(_PART.finditer(text))
    if len(found) < 2:
        return [("Abstract", abstract)]
    out = [("Abstract", text[: found[0].start()])]
    ends = [*(m.start() for m in found[1:]), len(text)]
    return out + [(m["label"].capitalize(), text[m.end() : end]) for m, end in zip(found, ends, strict=True)]
