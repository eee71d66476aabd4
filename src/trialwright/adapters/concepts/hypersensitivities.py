"""Hypersensitivity to each drug of a dictionary, a site's own included, as a concept of its own."""

from __future__ import annotations

from collections.abc import Iterable

from trialwright.model.concept import Concept

GENERAL = "hypersensitivity"


def to_drugs(entries: Iterable[Concept]) -> list[Concept]:
    """One concept a drug: every word for hypersensitivity, "to", every word for the drug. None where the dictionary
    says nothing of hypersensitivity, or has that entry already."""
    known = {c.name: c for c in entries}
    general = known.get(GENERAL)
    if general is None:
        return []
    words = [w for w in (general.name, *general.synonyms) if not w.endswith("s")]
    return [
        Concept(
            name=f"{GENERAL} to {drug.name}",
            synonyms=tuple(f"{w} to {d}" for w in words for d in (drug.name, *drug.synonyms))[1:],
            kind="condition",
            related=(GENERAL,),
        )
        for drug in known.values()
        if drug.kind == "drug" and f"{GENERAL} to {drug.name}" not in known
    ]
