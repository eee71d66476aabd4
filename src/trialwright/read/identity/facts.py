"""Labelled and typical lines: sponsor, status, conditions, enrolment, study type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from trialwright.model.document import Document
from trialwright.model.trial import Stated
from trialwright.read.identity.places import Place, own, span_of, stated
from trialwright.read.patterns import Pattern

_LABELS: dict[str, Pattern] = {
    "sponsor": Pattern(r"(?:lead |study |trial |primary )?sponsor(?:ed by| name| organi[sz]ation)?", re.I),
    "collaborator": Pattern(r"collaborators?", re.I),
    "condition": Pattern(
        r"(?:study |medical |health )?conditions?(?: studied| or disease)?|disease(?: area)?|indication", re.I
    ),
    "study_type": Pattern(r"study type", re.I),
    "allocation": Pattern(r"allocation", re.I),
    "masking": Pattern(r"masking|blinding", re.I),
    "intervention_model": Pattern(r"intervention(?:al)? model|study design", re.I),
    "journal": Pattern(r"journal", re.I),
}
_ENROLLMENT = Pattern(
    r"(?:actual |estimated |target |planned )?(?:enrol+ment|sample size|number of (?:participants|subjects|patients))"
    r"(?: \(?(?:actual|estimated|target)\)?)?",
    re.I,
)
_STATUS_LABEL = Pattern(r"(?:overall |recruitment |study |trial |recruiting )?status", re.I)
_STATUSES = {
    "not recruiting": Pattern(r"(?:non|not)[ -]?recruiting|closed(?: to (?:recruitment|enrol+ment|accrual))?", re.I),
    "recruiting": Pattern(r"(?:now |currently |actively |open,? |ongoing,? |authori[sz]ed,? )?(?:recruiting|enrolling)|open(?: to (?:recruitment|enrol+ment))?", re.I),
    "not yet recruiting": Pattern(r"not yet (?:recruiting|open)|upcoming|authori[sz]ed,? (?:not started|recruitment pending)", re.I),
    "active, not recruiting": Pattern(r"active,? ?(?:and )?not recruiting|ongoing,? recruitment ended", re.I),
    "enrolling by invitation": Pattern(r"enrolling by invitation", re.I),
    "completed": Pattern(r"completed?|ended", re.I),
    "terminated": Pattern(r"terminated|stopped(?: early)?|prematurely ended", re.I),
    "suspended": Pattern(r"suspended|temporarily halted", re.I),
    "withdrawn": Pattern(r"withdrawn", re.I),
    "ongoing": Pattern(r"ongoing", re.I),
    "unknown": Pattern(r"unknown(?: status)?", re.I),
}  # fmt: skip
_ORGANISATION = Pattern(
    r"universi|hospital|h[ôo]pita|hospices|ospedal|azienda|policlinic|istituto|instit|klinik|clinic|charit[ée]|"
    r"\bcent(?:re|er|ro)\b|foundation|fonda|stiftung|college|school of|academ|pharma|therapeutics|biotech|bioscience|"
    r"\binc\b|\bltd\b|\bgmbh\b|\bs\.?p\.?a\b|\bcorp|\bcompany\b|\bllc\b|laborator|assistance publique|\bnhs\b|\btrust\b|"
    r"ministry|council|sanitari|\bb\.?v\b|\ba/s\b",
    re.I,
)


def read(document: Document) -> tuple[Stated, ...]:
    """Every such fact on the document's metadata lines."""
    places = list(own(document, "metadata"))
    readers: tuple[Callable[[Document, list[Place]], Iterator[Stated]], ...] = (
        _labelled, _sponsor_line, _status, _enrollment,
    )  # fmt: skip
    return tuple(made for reader in readers for made in reader(document, places))


def _labelled(document: Document, places: list[Place]) -> Iterator[Stated]:
    for place in places:
        for field, label in _LABELS.items():
            if place.label and label.fullmatch(place.label):
                yield stated(
                    document, field, place.value.strip(), span_of(place), f"facts.{field}", label=place.label
                )


def _sponsor_line(document: Document, places: list[Place]) -> Iterator[Stated]:
    """An organisation's name alone on a line beside the registry number: the layout of trial directories."""
    if any(_LABELS["sponsor"].fullmatch(p.label) for p in places if p.label):
        return
    numbered = [
        i
        for i, p in enumerate(places)
        if re.fullmatch(r"(?:NCT\d{8}|ISRCTN\d{8}|\d{4}-\d{6}-\d{2}(?:-\d{2})?)", p.value or p.words)
    ]
    near = {j for i in numbered for j in range(i - 3, i + 4) if 0 <= j < len(places)}
    named = [
        places[j]
        for j in sorted(near)
        if not places[j].label
        and _ORGANISATION.search(places[j].words)
        and not any(c.isdigit() for c in places[j].words)
    ]
    if len({p.words for p in named}) == 1:
        place = named[0]
        why = "the only organisation named on a line of its own beside the registry number"
        yield stated(document, "sponsor", place.words, span_of(place), "facts.sponsor_line", formula=why)


def _status(document: Document, places: list[Place]) -> Iterator[Stated]:
    for place in places:
        if place.label and not _STATUS_LABEL.fullmatch(place.label):
            continue
        words = (place.value or place.words).strip().rstrip(".")
        for value, pattern in _STATUSES.items():
            if len(words) <= 60 and pattern.fullmatch(words):
                label = place.label or place.words
                yield stated(document, "status", value, span_of(place), "facts.status", label=label)
                return


def _enrollment(document: Document, places: list[Place]) -> Iterator[Stated]:
    for place in places:
        match = re.match(
            r"(\d[\d,]*)(?: (\([a-z]+\)|participants|patients|subjects))?$", place.value.strip(), re.I
        )
        if place.label and _ENROLLMENT.fullmatch(place.label) and match:
            kind = f" {match[2]}" if (match[2] or "").startswith("(") else ""
            number = int(match[1].replace(",", ""))
            span = (place.value_start, place.value_start + len(match[1]))
            yield stated(
                document,
                "enrollment",
                number,
                span,
                "facts.enrollment",
                label=place.label + kind,
                unit="patients",
            )
            return
