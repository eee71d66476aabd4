"""Which unit a linked number has, and whether a person should look at it although its concept is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trialwright.model.concept import Concept
from trialwright.model.units import convert, linear, normalise
from trialwright.read.criteria.marks import Mark
from trialwright.read.criteria.measures import Measure
from trialwright.read.criteria.numbers import NUMBER, value
from trialwright.read.criteria.unit_text import unit_alone

if TYPE_CHECKING:
    from trialwright.read.criteria.link import Link


def unit_of(link: Link, following: Link | None, closed: bool) -> str:
    """The unit printed, or the next measure's of the same concept, or the concept's where no other is in use."""
    if link.measure.unit or not link.concepts:
        return "" if _of_a_hundred(link) else link.measure.unit
    if link.unit:
        return link.unit
    if following and following.same_as_before and following.measure.unit and not following.measure.uln:
        return following.measure.unit
    concept = link.concepts[0]
    if not closed:
        return ""
    if concept.bare:
        return concept.unit if concept.unit != "1" and _plausible(link.measure, concept.unit, concept) else ""
    # "Platelets < 50,000": as 10*9/L no patient could have it, so it is a count per microlitre.
    counted = (
        concept.unit == "10*9/L" and concept.plausible is not None and link.measure.low > concept.plausible[1]
    )
    return "/uL" if counted else ""


def _of_a_hundred(link: Link) -> bool:
    """ "Karnofsky ≥ 70 %": points of a scale that ends at 100, and not seven tenths of a point."""
    scale = all(not c.unit and c.plausible is not None and c.plausible[1] == 100 for c in link.concepts)
    return scale and not link.measure.uln and normalise(link.measure.unit) == "%"


def closed_by(marks: list[Mark], last: int, text: str) -> bool:
    """Whether no word follows a number, bare or in brackets, that might be its unit."""
    following = [m for m in marks[last + 1 : last + 4] if m.role != "mute"]
    if following and following[0].role == "open":
        return len(following) == 1 or not unit_alone(text, following[1].start, following[1].end)
    return not following or following[0].role != "word"


def _plausible(measure: Measure, unit: str, concept: Concept) -> bool:
    if concept.plausible is None:
        return True
    for printed in (measure.low, measure.high):
        if printed is not None:
            converted = convert(printed, unit, concept.unit, concept)
            low, high = concept.plausible
            # "WBC < 3.5/mL" lost its thousands: a limit a million times below what can be is no limit.
            if converted is not None and (not low <= converted <= high or 0 < converted < 1e-6 * high):
                return False
    return True


def _on_scale(measure: Measure, concept: Concept) -> bool:
    """ "ECOG 0-1 (patients over 70: 0)": 70 is no point of the scale, and so not what is limited."""
    if concept.plausible is None:
        return True
    low, high = concept.plausible
    return all(low <= v <= high for v in (measure.low, measure.high) if v is not None)


_STAGE = re.compile(r"stages?\b", re.I)


def _has_stages(concept: Concept) -> bool:
    """ "ISS stage II" is of the International Staging System, and no injury severity score."""
    names = " ".join((concept.name, *concept.synonyms))
    return any(word in names for word in ("stage", "class", "grade"))


def objection(link: Link, marks: list[Mark], text: str) -> str:
    """Why a person should look at a measure although its concept is known; "" where there is no reason."""
    measure = link.measure
    if link.change != "value":
        return _objection_to_change(link)
    if (before := _changed_by(marks, link.first)) is not None:
        return f"{text[before.start : before.end]!r} may change what is measured"
    if reason := _of_another_kind(link, marks, text):
        return reason
    for concept in link.concepts:
        if (scale := _other_scale(link, marks, text, concept)) is not None:
            return f"another scale than that of {concept.name}: {text[scale.start : scale.end]}"
        if measure.comparator == "=" and concept.kind != "score":
            return "an equals sign on a measured value is often a lost ≤ or ≥"
        if measure.uln:
            if concept.kind not in ("lab", "derived"):
                return f"{concept.name} has no upper limit of normal"
            continue
        if concept.unit and link.unit and linear(link.unit, concept.unit, concept) is None:
            return f"{link.unit!r} does not convert to {concept.unit} for {concept.name}"
        if not concept.unit and link.unit and linear(link.unit, "1", concept) != (1.0, 0.0):
            return f"{concept.name} has no unit, but {link.unit!r} is printed"
        if link.unit and not _plausible(measure, link.unit, concept):
            return f"{measure.low:g} {link.unit} is outside what {concept.name} can be"
        if _STAGE.match(text, measure.start) and not _has_stages(concept):
            return f"{concept.name} has no stages"
        if concept.kind == "score" and not concept.unit and not _on_scale(measure, concept):
            return f"{measure.low:g} is outside what {concept.name} can be"
    return ""


def _objection_to_change(link: Link) -> str:
    """As objection(), of a change from baseline: its size has no plausible range, but its unit must convert."""
    for c in link.concepts:
        if link.change == "change" and c.kind == "score" and not c.unit and not link.unit:
            continue
        if not c.unit or (link.change == "change" and linear(link.unit, c.unit, c) is None):
            return f"a change in {link.unit or 'no unit'} of {c.name}"
    return ""


_TEN = (0.0, 10.0)  # the usual ends of a scale of pain, where the dictionary gives none


def _other_scale(link: Link, marks: list[Mark], text: str, concept: Concept) -> Mark | None:
    """A scale that is printed with a limit and ends elsewhere than the one that patients' values are on."""
    top = (concept.plausible or _TEN)[1]
    for mark in marks[link.first : link.last + 1]:
        if mark.role == "scale" and value(re.findall(NUMBER, text[mark.start : mark.end])[-1]) != top:
            return mark
    return None


def _changed_by(marks: list[Mark], first: int) -> Mark | None:
    """The word in front of a concept that may make it another one, if there is one."""
    j = first - 1
    if j >= 0 and marks[j].role in ("mute", "slash"):
        j -= 1
        if j >= 0 and marks[j + 1].role == "slash" and marks[j].role == "mention":
            return marks[j]
    if j >= 0 and (marks[j].role in ("word", "block") or _is_named_apart(marks, j, first)):
        return marks[j]
    while j >= 0 and marks[j].role in ("glue", "level"):
        j -= 1
    return marks[j] if j >= 0 and marks[j].role == "change" else None


def _is_named_apart(marks: list[Mark], j: int, first: int) -> bool:
    """ "Knee pain ≥ 5 on the NRS": the scale may be of that pain only."""
    named, measured = marks[j].concept, marks[first].measure is not None
    return measured and named is not None and named.kind in ("condition", "drug", "procedure")


_FEW = 3
_SAMPLE = re.compile(r"n\Z", re.I)
_PLAIN_WORD = frozenset({"word", "mention", "narrow", "past", "disorder"})
_PREPOSITIONS = frozenset(
    [
        "for",
        "to",
        "within",
        "from",
        "during",
        "by",
        "as",
        "prior",
        "since",
        "due",
        "after",
        "before",
        "per",
        "than",
        "then",
        "while",
        "until",
        "under",
        "over",
    ]
)


# "10 mg/L above the upper limit of normal"
_FROM_NORMAL = re.compile(
    r"\s*(?:above|over|below|under|beyond|(?:higher|greater|lower|less|more)\s+than)\s+(?:the\s+)?(?:\w+\s+){0,3}?"
    r"(?:limits?\b|normal\b|ULN\b|LLN\b|reference\b|(?:nadir|lowest|previous|prior|usual|target|ideal|dry|expected|predicted|mean|median|average)\b)",
    re.I,
)
# "> 2 mg/dL in women over 65"
_PEOPLE = re.compile(
    r"\b(?:patients|subjects|participants|individuals|people|persons|those|adults|children|women|men|females|males|boys|girls)"
    r"\s+(?:(?:who\s+are|aged?|of\s+age)\s+)?$",
    re.I,
)
_NEAR = 40
_READINGS = re.compile(
    r"\s+(?:level\s+)?(?:reading|measurement|value|result|determination|test|sample|assessment|episode|level|measure)s\b",
    re.I,
)


def _few(measure: Measure) -> bool:
    return not measure.unit and not measure.uln and measure.low == int(measure.low) and measure.low < 10


_REPEATS = re.compile(
    r"\s*(?:(?:separate|consecutive|repeated|different|independent|successive|distinct|or\s+more)\s+)*(?:measurement|occasion|reading|sample|determination|assessment|specimen|visit)s?\b",
    re.I,
)


def _of_another_kind(link: Link, marks: list[Mark], text: str) -> str:
    """Why a number is no level of what was named: it says how far beyond a limit of normal, or how often measured."""
    measure = link.measure
    for mark in marks:
        if mark.measure is None or mark.measure.uln:
            continue
        found = _FROM_NORMAL.match(text, mark.measure.end)
        if found and mark.measure.start <= measure.start < found.end():
            return "a difference from another value"
    if not measure.unit and not measure.uln and _REPEATS.match(text, measure.end):
        return "a count of measurements"
    if (
        link.named is not None
        and link.named[0] >= measure.end
        and _few(measure)
        and _READINGS.match(text, link.named[1])
    ):
        return "a count of measurements"
    of_age = all(c.name == "age" for c in link.concepts)
    if (
        not measure.unit
        and not of_age
        and _PEOPLE.search(text[max(0, measure.start - _NEAR) : measure.start])
    ):
        return "an age"
    return ""


_APART = re.compile(r"[\s)]*apart\b", re.I)


def spacing(measure: Measure, text: str) -> str:
    """Why a length of time is a limit of nothing: "two readings at least one week apart"; "" where it may be one."""
    return "how far apart two measurements or visits are" if _APART.match(text, measure.end) else ""


def counted(marks: list[Mark], k: int, text: str) -> str:
    """Why a number is no limit of what stands before it, "" where it may be: a count of what stands after it ("at
    least two relatives"), a calendar year, a sample size."""
    measure = marks[k].measure
    assert measure is not None
    ends = [v for v in (measure.low, measure.high) if v is not None]
    if not measure.unit and all(v == int(v) and 1900 <= v <= 2100 for v in ends):
        return "a calendar year"
    before, after = marks[k - 1] if k else None, marks[k + 1] if k + 1 < len(marks) else None
    if before is not None and measure.comparator == "=" and _SAMPLE.match(text, before.start, before.end):
        return "a number of people"
    whole = not measure.unit and all(v == int(v) for v in ends)
    few = measure.comparator in (">=", ">") and max(ends) <= _FEW  # "failure of at least two drugs"
    of = before is not None and before.role == "glue" and not few
    if not whole or after is None or after.role not in _PLAIN_WORD or of:
        return ""
    follows = text[after.start : after.end].lower()
    return "" if follows in _PREPOSITIONS else f"a count of what follows: {follows!r}"
