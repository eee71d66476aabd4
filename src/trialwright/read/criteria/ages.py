"""Numbers that are ages although no word says so: "adults ≥ 18 years", "patients ≥ 18"."""

from __future__ import annotations

import re

from trialwright.model.concept import Concept
from trialwright.read.criteria.marks import Mark
from trialwright.read.criteria.measures import Measure

_PEOPLE = frozenset({"glue", "person", "mute"})


# "Patients ≥ 18": a bare number said of people is their age.
_PATIENTS = re.compile(
    r"(?:patients?|subjects?|participants?|individuals|adults?|persons?|people|volunteers?)", re.I
)
_ADULT, _OLDEST = 12, 100


def _so_old(measure: Measure) -> bool:
    ends = [v for v in (measure.low, measure.high) if v is not None]
    return not measure.unit and not measure.uln and all(v == int(v) and _ADULT <= v <= _OLDEST for v in ends)


_SPOKEN_AGE = re.compile(r"\b(?:older|younger|elder|age[sd]?)\b", re.I)


def _of_people(marks: list[Mark], k: int, text: str) -> bool:
    """Whether nothing that could be older or younger than a patient was named in the same breath."""
    j = k - 1
    while j >= 0 and (marks[j].role in _PEOPLE or names_a_sex(marks[j])):
        j -= 1
    if (
        j >= 0 and marks[j].role == "colon"
    ):  # "volunteers: subjects aged 18", and not "lesion: older than 5 days"
        return any(_PATIENTS.search(text, m.start, m.end) or m.role == "person" for m in marks[j + 1 : k])
    return j < 0 or marks[j].role in ("comma", "semi", "stop", "and", "or", "open", "link", "measure")


def _plain_number(mark: Mark) -> bool:
    """The first of "≥ 18 and ≤ 75 years"."""
    return mark.measure is not None and not mark.measure.unit and not mark.measure.uln


def names_a_sex(mark: Mark) -> bool:
    return mark.concept is not None and mark.concept.name in ("female", "male")


def an_age(marks: list[Mark], k: int, text: str) -> Concept | None:
    """The concept of age where the measure at mark k is one; None elsewhere."""
    measure = marks[k].measure
    if measure is None:
        return None
    spoken = _SPOKEN_AGE.search(text, measure.start, measure.end) is not None and _of_people(marks, k, text)
    if spoken or _of_patients(measure, marks, k, text) or _years_of_people(measure, marks, k, text):
        return next((m.concept for m in marks if m.concept and m.concept.name == "age"), None) or _AGE
    return None


def _of_patients(measure: Measure, marks: list[Mark], k: int, text: str) -> bool:
    """ "Patients ≥ 18", unless a word follows that may be what is counted."""
    people = k and _PATIENTS.fullmatch(text, marks[k - 1].start, marks[k - 1].end)
    after = marks[k + 1].role if k + 1 < len(marks) else "stop"
    return bool(people) and _so_old(measure) and after not in ("word", "mention", "open", "slash")


def _years_of_people(measure: Measure, marks: list[Mark], k: int, text: str) -> bool:
    """ "Adults ≥ 18 years", "(18-65 years)", "women, ≥ 18 years,": years with nobody but people before them."""
    if measure.unit.lower() not in _YEARS or not _ends(marks, k, text):
        return False
    j = k - 1
    while j >= 0 and (marks[j].role in _PEOPLE or names_a_sex(marks[j])):
        j -= 1
    if j < 0:
        return True
    if marks[j].role not in ("comma", "semi", "stop", "colon", "and", "open", "or"):
        return False
    named = any(m.role == "person" or m.concept for m in marks[j + 1 : k])
    apposed = (
        marks[j].role in ("comma", "colon")
        and j > 0
        and (names_a_sex(marks[j - 1]) or marks[j - 1].role == "person")
    )
    return marks[j].role == "open" or named or apposed or all(_of_nobody_else(m) for m in marks[:k])


def _of_nobody_else(mark: Mark) -> bool:
    return mark.role in (*_PEOPLE, "comma", "and", "or") or names_a_sex(mark) or _plain_number(mark)


def _ends(marks: list[Mark], k: int, text: str) -> bool:
    """Whether no word follows that the years may be of; "at the time of signing" says when they are counted."""
    if k + 1 < len(marks) and text[marks[k + 1].start :].lower().startswith("at "):
        return True
    following = next((m for m in marks[k + 1 :] if m.role != "glue"), None)
    return following is None or following.role in _AFTER_YEARS


_YEARS = frozenset({"years", "year", "yrs", "yr", "y", "y.o", "yo"})
_AFTER_YEARS = frozenset(
    {"comma", "semi", "stop", "and", "or", "close", "mute", "link", "mention", "not", "person"}
)
_AGE = Concept(name="age", kind="demographic", unit="a", plausible=(0, 125), bare=True)
