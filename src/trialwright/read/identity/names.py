"""Title, acronym, and the key by which people name a trial."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.model.document import Document
from trialwright.model.trial import REGISTERS, Identifier, Stated
from trialwright.read.identity.places import Place, own, stated
from trialwright.read.patterns import Pattern
from trialwright.read.records import RECORDS

_NAME = r"[A-Za-z0-9][A-Za-z0-9.\-–‑/+]*[A-Za-z0-9]"
_IN_BRACKETS = Pattern(rf"\((?:the )?({_NAME}(?: {_NAME})?)(?: (?:trial|study))?\)")
_LEADING = Pattern(rf"({_NAME})(?: (?:trial|study))?(?::| [—–-]) ")
_NAMED_TRIAL = Pattern(rf"(?:\bthe |\A)({_NAME}) (?:clinical )?(?:trials?|study|studies)\b", re.IGNORECASE)
# Three capitals in one word before such a noun: without them no such name is a trial's.
_CAPITALS = re.compile(r"[A-Z](?:[^\sA-Z]{0,28}[A-Z]){2}\S{0,28} (?i:clinical|trial|stud)")
# Capitals that name a disease, a design, a place or a body rather than a trial.
_COMMON = Pattern(
    r"(?:COVID|SARS|HIV|AIDS|HCV|HBV|RCT|ICU|MRI|PET|CT|US|USA|UK|EU|NHS|NIH|FDA|EMA|WHO|DNA|RNA|IL|TNF|CRP|BMI|SOC|ITT|PP|"
    r"ECG|EEG|ICD|DSM|STEMI|NSTEMI|ARDS|COPD|CKD|ALS|MS|MI|HF|HFpEF|HFrEF|ACS|CAD|CVD|PCI|CABG|T1D|T2D|T2DM|T1DM|IBD|RA|SLE|"
    r"NCT|ISRCTN|PI|AE|SAE|QOL|PK|PD|IV|SC|FIH|POC|III|II)(?:[-–‑ ]?\d{1,4})?s?",
)
_SCHEMES = (*REGISTERS, "pmid", "pmcid", "doi")


def read(document: Document) -> tuple[Stated, ...]:
    """The title, official title and acronym, each where the document states one."""
    return tuple(made for reader in (_title, _acronym) for made in reader(document))


def key(document: Document, identifiers: tuple[Identifier, ...], found: tuple[Stated, ...]) -> str:
    """Acronym, else the first identifier (registries before articles), else title, else file name."""
    acronym = next((s for s in found if s.field == "acronym"), None)
    if acronym:
        return str(acronym.value)
    for scheme in _SCHEMES:
        for identifier in identifiers:
            if identifier.scheme == scheme:
                return identifier.value
    title = next((str(s.value) for s in found if s.field == "title"), "")
    return title or document.name


def _title(document: Document) -> Iterator[Stated]:
    for place in own(document, "title"):
        yield stated(
            document, "title", " ".join(place.words.split()), (place.start, place.block.end), "names.title"
        )
        break
    for place in own(document, "metadata"):
        if place.label.lower() in (
            "official title",
            "scientific title",
            "full title",
            "public title",
            "brief title",
        ):
            field = (
                "official_title" if place.label.lower() in ("official title", "scientific title") else "title"
            )
            span = (place.value_start, place.block.end)
            yield stated(document, field, place.value, span, "names.title", label=place.label)


def _acronym(document: Document) -> Iterator[Stated]:
    """One acronym: labelled, else in the title, else the subject of a sentence about "the X trial"."""
    for place in own(document, "metadata"):
        if place.label.lower() in ("acronym", "trial acronym", "study acronym"):
            span = (place.value_start, place.block.end)
            yield stated(document, "acronym", place.value, span, "names.acronym", label=place.label)
            return
    for place in (*own(document, "title"), *_official(document)):
        head = place.words[:500]
        for match in (*_IN_BRACKETS.finditer(head), *_LEADING.finditer(head)):
            start, end = match.span(1)
            if _is_trial_name(match[1]) and not _abbreviates(match[1], place.words[:start]):
                yield stated(
                    document, "acronym", match[1], (place.start + start, place.start + end), "names.acronym"
                )
                return
    if document.format not in RECORDS:  # a record has a field for it; its prose names other trials
        yield from _in_prose(document)


def _official(document: Document) -> Iterator[Place]:
    return (p for p in own(document, "metadata") if p.label.lower() in ("official title", "scientific title"))


def _in_prose(document: Document) -> Iterator[Stated]:
    """A name that opens paragraphs as "X trial", or follows "the": taken when only one name does, twice or more."""
    places: dict[str, list[tuple[int, int]]] = {}
    for place in own(document, "paragraph", "item"):
        for match in _NAMED_TRIAL.finditer(place.words) if _CAPITALS.search(place.words) else ():
            if _is_trial_name(match[1]):
                places.setdefault(match[1], []).append(
                    (place.start + match.start(1), place.start + match.end(1))
                )
    if len(places) > MOST_NAMES:
        return  # a page of capitals names no trial of its own
    places = {name: spans for name, spans in places.items() if not _defined(document.text, name)}
    if len(places) == 1:
        ((name, spans),) = places.items()
        if len(spans) >= 2:
            yield stated(document, "acronym", name, spans[0], "names.acronym_in_prose")


MOST_NAMES = 200  # different names in capitals on one page


def _is_trial_name(name: str) -> bool:
    capitals = sum(c.isupper() for c in name)
    digits = sum(c.isdigit() for c in name)
    return capitals >= 3 and digits < 3 and len(name) <= 30 and not _COMMON.fullmatch(name)


def _defined(text: str, name: str) -> bool:
    """Whether the text introduces the name as the abbreviation of the words before it."""
    at = text.find(f"({name}")
    return at > 0 and _abbreviates(name, text[max(0, at - 120) : at + 1])


def _abbreviates(name: str, before: str) -> bool:
    """Whether the letters of `name` are the initials of just the words before it, as "ALS" or "ARDS" are.

    A trial's name draws on the title more freely, so this tells a disease's abbreviation from it.
    """
    letters = [c.lower() for c in name if c.isalpha()]
    words = [w for w in re.split(r"[\s\-–‑/]+", before.rstrip(" (")) if w]
    small = {"of", "and", "the", "in", "with", "for", "to", "a", "an", "on", "or"}
    for count in range(1, min(len(words), len(letters) + 4) + 1):
        tail = words[-count:]
        if tail[0].lower() in small or tail[0][:1].lower() != letters[0]:
            continue
        initials = [w[0].lower() for w in tail if w.lower() not in small]
        if _subsequence(initials, letters) and all(c in "".join(tail).lower() for c in letters):
            return True
    return False


def _subsequence(short: list[str], long: list[str]) -> bool:
    left = iter(long)
    return all(any(c == other for other in left) for c in short)
