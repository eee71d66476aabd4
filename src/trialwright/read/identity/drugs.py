"""The drugs a document names, by the stems of international nonproprietary names and by how they are introduced.

Stems: WHO, "The use of stems in the selection of INN" (the list here is a selection of common ones).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.model.document import Document
from trialwright.model.trial import Stated
from trialwright.read.identity.places import Place, own, stated
from trialwright.read.patterns import Pattern

_STEMS = (
    "kinra", "leukin", "mab", "tinib", "ciclib", "rafenib", "metinib", "citinib", "zomib", "lisib", "parib", "nercept",
    "tacept", "bercept", "facept", "lonacept", "sidenib", "vastatin", "sartan", "olol", "dipine", "gliptin", "gliflozin",
    "glutide", "zepatide", "natide", "glitazone", "parin", "xaban", "gatran", "grelor", "grel", "prazole", "setron",
    "triptan", "prednisone", "prednisolone", "methasone", "cortisone", "limus", "cillin", "mycin", "micin", "floxacin",
    "cycline", "conazole", "fungin", "platin", "taxel", "rubicin", "citabine", "trexed", "lukast", "formin", "dronate",
    "navir", "tegravir", "buvir", "asvir", "ciclovir", "desivir", "piravir", "tamivir", "matrelvir", "fenidone",
    "grastim", "poetin",
)  # fmt: skip
# Drugs in wide use whose names carry no stem.
_PLAIN = frozenset((
    "colchicine", "aspirin", "methotrexate", "digoxin", "levosimendan", "dobutamine", "milrinone", "riluzole", "edaravone",
    "azathioprine", "cyclophosphamide", "warfarin", "spironolactone", "furosemide", "amiodarone", "ivabradine", "sacubitril",
    "hydroxychloroquine", "sulfasalazine", "ketamine", "nitroglycerin", "pentoxifylline",
))  # fmt: skip
_WORD = Pattern(r"(?<![A-Za-z])[A-Za-z]{6,30}(?![A-Za-z])")
# A text without one of these names none of them.
_HINT = Pattern("(?i)" + "|".join((*_STEMS, *sorted(_PLAIN))))
_INTRODUCED = Pattern(
    r"\b(?P<what>(?:(?!(?:an?|the|of|with|by|to|and|or) )[\w‑-]{1,30} ){0,3}(?:antagonist|inhibitor|agonist|blocker|antibody|antibodies|analogue))s?,? \((?P<drug>[A-Za-z][a-z]{4,25})\)"
)
_GIVEN = Pattern(
    r"(?:(?:drug|biological|combination product|dietary supplement): ?)(?P<drug>.+)", re.IGNORECASE
)
_PRODUCT = {
    "product": Pattern(
        r"(?P<name>[^;]{2,120})(?:;\s(?P<substance>(?!N/A)[A-Z][A-Z0-9 ,()-]{2,80}?)(?<! USE)(?<! INJECTION)(?=;|\Z))?"
    ),
    "investigational product": Pattern(r"Test,\s(?P<name>[^,]{2,120})"),
}
_LISTING = ("intervention", "interventions", "drug", "study drug", "intervention/treatment")
# Classes, and other words with a stem's letters, that are no drugs.
_NOT = frozenset(
    ("interleukin", "anthracycline", "tetracyclines", "control", "placebo", "active", "pedigrel")
)


def read(document: Document) -> tuple[Stated, ...]:
    """One Stated "drug" a name: the interventions' where the record lists them, else the title's, else those in the text.

    A drug that only the text names may belong to earlier work: `because.formula` says so. A record that lists
    its interventions has said which drugs it gives, also when that is none.
    """
    listed = [p for p in own(document, "metadata") if p.label.lower() in _LISTING]
    if listed:
        return tuple(_interventions(document, listed))
    return tuple(_products(document)) or tuple(_in_title(document)) or tuple(_in_text(document))


def _products(document: Document) -> Iterator[Stated]:
    """The products that a European record tries: "Product: name; SUBSTANCE; ROUTE" of CTIS, "Investigational product: Test,
    name, ..." of the EU register. The substance goes before the name, and what is compared with is none."""
    seen: set[str] = set()
    for place in own(document, "metadata"):
        found = _PRODUCT.get(place.label.lower())
        match = found.match(place.value) if found else None
        if match is None or "placebo" in match["name"].lower():
            continue
        group = "substance" if match.groupdict().get("substance") else "name"
        drug = match[group].strip()
        if drug.casefold() not in seen:
            seen.add(drug.casefold())
            span = (
                place.value_start + match.start(group),
                place.value_start + match.start(group) + len(drug),
            )
            value = drug.lower() if drug.isupper() else drug
            yield stated(document, "drug", value, span, "drugs.product", label=place.label)


def _interventions(document: Document, listed: list[Place]) -> Iterator[Stated]:
    seen: set[str] = set()
    for place in listed:
        given = _GIVEN.fullmatch(place.value.strip())
        drug = given["drug"] if given else place.value.strip() if "drug" in place.label.lower() else ""
        if (
            drug
            and drug.casefold() not in seen
            and not drug.casefold().startswith(("placebo", "matching placebo"))
        ):
            seen.add(drug.casefold())
            start = place.value_start + place.value.find(drug)
            yield stated(
                document, "drug", drug, (start, start + len(drug)), "drugs.intervention", label=place.label
            )


def _in_title(document: Document) -> Iterator[Stated]:
    title = next(own(document, "title"), None)
    if title:
        yield from _named(document, [title], "drugs.title", "")


def _in_text(document: Document) -> Iterator[Stated]:
    places = list(own(document, "paragraph", "item"))
    yield from _named(
        document, places, "drugs.text", "named in the text, not in the title or as an intervention"
    )


def _named(document: Document, places: list[Place], rule: str, formula: str) -> Iterator[Stated]:
    seen: set[str] = set()
    for place in places:
        spans = []
        if _HINT.may_match(place.words):
            spans += [(m.start(), m.end(), "") for m in _WORD.finditer(place.words) if _is_drug(m.group())]
        spans += [(m.start("drug"), m.end("drug"), m["what"]) for m in _INTRODUCED.finditer(place.words)]
        for start, end, label in sorted(spans, key=lambda s: (s[0], -len(s[2]))):
            name = place.words[start:end].lower()
            if name in seen or name in _NOT:
                continue
            seen.add(name)
            span = (place.start + start, place.start + end)
            yield stated(document, "drug", name, span, rule, label=label, formula=formula)


def _is_drug(word: str) -> bool:
    lower = word.lower()
    return lower in _PLAIN or lower.endswith(_STEMS)
