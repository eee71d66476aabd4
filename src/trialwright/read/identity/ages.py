"""Age limits and sex, from labelled lines and from the lines that trial directories print alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.model.document import Document
from trialwright.model.trial import Stated
from trialwright.read.identity.places import Place, own, span_of, stated
from trialwright.read.patterns import Pattern

_AGE_UNIT = r"(?P<unit>years?|yrs?|months?|weeks?|days?)(?: old| of age)?"
_AGE_MIN = Pattern(rf"(?:age[sd]?:? )?(?:≥|>=|from|over|at least|minimum)? ?(?P<low>\d{{1,3}}) ?\+? ?{_AGE_UNIT}(?:,? ?(?:and|or) ?(?:older|over|above|up)|\+)", re.I)  # fmt: skip
_AGE_RANGE = Pattern(
    rf"(?:ages?:? |aged )?(?:from |between )?(?P<low>\d{{1,3}}) ?(?P<low_unit>years?|yrs?|months?|weeks?|days?)?(?: old)?"
    rf" ?(?:to|-|–|—|and) ?(?P<high>\d{{1,3}}) ?{_AGE_UNIT}(?: ?\(.{{0,60}}\))?",
    re.I,
)
_AGE_MAX = Pattern(rf"(?:up to|under|younger than|≤|<=) ?(?P<high>\d{{1,3}}) ?{_AGE_UNIT}", re.I)
_AGE_ONE = Pattern(rf"(?P<age>\d{{1,3}}) ?{_AGE_UNIT}", re.I)
_AGE_LABEL = Pattern(r"(?:(?P<end>minimum|maximum|min\.?|max\.?) ages?|ages?(?: range| limits?| group)?(?: eligible.*)?|ages eligible.*)", re.I)  # fmt: skip
_SEX = Pattern(r"(?:(?P<all>all|both|any)(?: sexes| genders)?|(?P<female>females?|women)(?: only)?|(?P<male>males?|men)(?: only)?)", re.I)  # fmt: skip
_SEX_LABEL = Pattern(r"(?:sex(?:es)?|gender)(?: eligible.*)?", re.I)


def read(document: Document) -> tuple[Stated, ...]:
    """minimum_age and maximum_age with their unit, and sex ("all", "female", "male"), one of each."""
    places = list(own(document, "metadata"))
    return (*_ages(document, places), *_sex(document, places))


def _ages(document: Document, places: list[Place]) -> Iterator[Stated]:
    done: set[str] = set()
    for place in places:
        label = _AGE_LABEL.fullmatch(place.label) if place.label else None
        if place.label and label is None:
            continue
        words = (place.value or place.words).strip()
        if len(words) > 80:
            continue
        for field, age, unit in _age_limits(words, label["end"] if label else None):
            if field not in done:
                done.add(field)
                yield stated(document, field, age, span_of(place), "facts.age", label=place.label, unit=unit)


def _age_limits(words: str, end: str | None) -> Iterator[tuple[str, int, str]]:
    """(field, age, unit) for a line that is nothing but an age limit. end : "minimum" or "maximum" from the label."""
    if end:
        match = _AGE_ONE.fullmatch(words)
        if match:
            yield (
                ("minimum_age" if end.lower().startswith("min") else "maximum_age"),
                int(match["age"]),
                _unit(match["unit"]),
            )
        return
    for pattern in (_AGE_RANGE, _AGE_MIN, _AGE_MAX):
        match = pattern.fullmatch(words)
        if match is None:
            continue
        limits = match.groupdict()
        if limits.get("low"):
            yield "minimum_age", int(limits["low"]), _unit(limits.get("low_unit") or match["unit"])
        if limits.get("high"):
            yield "maximum_age", int(limits["high"]), _unit(match["unit"])
        return


def _unit(printed: str) -> str:
    unit = printed.lower().rstrip("s")
    return "years" if unit in ("year", "yr") else unit + "s"


def _sex(document: Document, places: list[Place]) -> Iterator[Stated]:
    """ "Sex: All", or "All" alone on a line of a page that gives ages the same way."""
    ages = any(any(_age_limits(p.words.strip(), None)) for p in places if not p.label and len(p.words) <= 80)
    for place in places:
        if place.label and not _SEX_LABEL.fullmatch(place.label):
            continue
        match = _SEX.fullmatch((place.value or place.words).strip())
        if match and (place.label or ages):
            yield stated(
                document, "sex", match.lastgroup or "", span_of(place), "facts.sex", label=place.label
            )
            return
