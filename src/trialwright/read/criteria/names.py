"""The names around a number: where a concept's name begins, what it is joined to, and what stands between both."""

from __future__ import annotations

import re

from trialwright.model.concept import Concept
from trialwright.model.units import linear
from trialwright.read.criteria.marks import MEASURABLE, Mark
from trialwright.read.criteria.unit_text import unit_alone
from trialwright.read.criteria.windows import Span


def named_by(mark: Mark, bracketed: bool) -> tuple[Concept, ...]:
    """The measurable concept a mark names; a disorder names one when its number stands in brackets after it."""
    if (
        mark.role == "mention"
        and mark.concept is not None
        and mark.concept.kind in MEASURABLE
        and mark.concept.name not in ("female", "male")
    ):
        return (mark.concept,)
    concept = _of_disorder(mark) if bracketed else None
    return (concept,) if concept is not None else ()


_LOW = re.compile(r"hypo(?!x)|penia|an(?:a)?emi|brady|oligo|anuria|underweight|low|reduc|decreas|hypox")
_HIGH = re.compile(
    r"hyper|cytosis|philia|polycyth|tachy|fever|febrile|pyrexia|obes|overweight|high|elev|increas|rais|prolong"
)


def abnormal_side(words: str) -> str:
    """Whether lower-case words for an abnormal value say "low" or "high"; "" where they say neither, or both."""
    low, high = bool(_LOW.search(words)), bool(_HIGH.search(words))
    return "low" if low and not high else "high" if high and not low else ""


def _of_disorder(mark: Mark) -> Concept | None:
    """The one thing that a disorder is an abnormal value of: a fever is of the temperature, be it oral or axillary."""
    named = [c for c in mark.disorders if all(c.name in other.name for other in mark.disorders)]
    return named[0] if mark.role in ("mention", "disorder") and len(named) == 1 else None


def limited_disorder(mark: Mark, comparator: str, unit: str, text: str) -> tuple[Concept, ...]:
    """What a disorder's own limit is of: "fever > 38 °C", "thrombocytopenia < 50,000/mm3". The unit must be printed, and
    the limit lie on the side that the disorder's name says."""
    concept = _of_disorder(mark)
    if concept is None or not unit:
        return ()
    side = abnormal_side(text[mark.start : mark.end].lower())
    fits = linear(unit, concept.unit, concept) is not None if concept.unit else False
    return (
        (concept,) if fits and comparator in {"low": ("<", "<="), "high": (">", ">=")}.get(side, ()) else ()
    )


def first_name(marks: list[Mark], j: int) -> int:
    """Where a name begins that is said twice: "Eastern Cooperative Oncology Group (ECOG) performance status"."""
    i = j - 1
    while i >= 0 and (marks[i].role == "glue" or is_abbreviation(marks, i)):
        i = open_of(marks, i) - 1 if marks[i].role == "close" else i - 1
    same = i >= 0 and marks[i].role == "mention" and marks[i].concept is marks[j].concept
    return first_name(marks, i) if same and marks[i].concept is not None else j


def is_abbreviation(marks: list[Mark], j: int) -> bool:
    """Whether mark j closes brackets that only repeat a name: "(BMI)", "(Hb, g/dL)"."""
    if marks[j].role != "close":
        return False
    opened = open_of(marks, j)
    inside = marks[opened + 1 : j]
    return (
        0 < len(inside) <= 4
        and opened > 0
        and all(m.role in ("mention", "word", "mute", "glue", "slash", "scale") for m in inside)
    )


def open_of(marks: list[Mark], close: int) -> int:
    depth = 0
    for j in range(close, -1, -1):
        depth += (marks[j].role == "close") - (marks[j].role == "open")
        if depth == 0:
            return j
    return 0


_BY = re.compile(r"\b(?:by|using|per|via|according\s+to)\s+(?:the\s+)?$", re.I)


def coordinated(marks: list[Mark], j: int, text: str) -> tuple[int, int] | None:
    """The mention joined to mention j by "and", "or", a comma or a slash, and the mark that joins them."""
    i = j - 1
    while i >= 0 and marks[i].role == "glue":
        i -= 1
    if i < 1 or marks[i].role not in ("and", "or", "slash", "comma"):
        return None
    other = i - 1
    while other > 0 and is_abbreviation(marks, other):
        other = open_of(marks, other) - 1
    if marks[other].role != "mention" or not named_by(marks[other], False):
        return None
    if marks[i].role == "slash" and not _enzymes(marks[other], marks[j]):
        return None  # "FEV1/SVC" is a ratio; only "AST/ALT" is two values
    if _BY.search(text, max(0, marks[other].start - 20), marks[other].start):
        return None  # "> 50 mL/min by Cockcroft-Gault or creatinine < 1.5": how the first was worked out
    return other, i


def _enzymes(*named: Mark) -> bool:
    return all(m.concept is not None and m.concept.unit.startswith("U") for m in named)


def time_between(marks: list[Mark], j: int) -> tuple[Span | None, int]:
    """The window in "platelets within 14 days of randomisation ≥ 100", with the commas or brackets around it, and the
    mark before it; None and mark j itself where there is none."""
    i = j
    while i >= 0 and marks[i].role in ("glue", "mute", "comma", "close"):
        i -= 1
    time = marks[i].time if i > 0 else None
    around = [m.role for m in marks[i + 1 : j + 1]]
    if time is None or time.duration or not time.anchor or around.count("comma") + around.count("close") > 1:
        return None, j
    opening = {"close": "open", "comma": "comma"}.get(
        next((r for r in around if r in ("close", "comma")), "")
    )
    if opening is None:
        return time, i - 1
    return (time, i - 2) if marks[i - 1].role == opening else (None, j)


def unit_in_brackets(marks: list[Mark], named: int, k: int, text: str) -> str:
    """The unit between a concept and its number: "Hb (g/dL) > 9", "Age (months): 6-12"."""
    opened = next((m for m in marks[named + 1 : k] if m.role == "open"), None)
    closed = next((m for m in marks[named + 1 : k] if m.role == "close"), None)
    if opened is None or closed is None:
        return ""
    start = max(opened.end, text.rfind(",", opened.end, closed.start) + 1)
    return unit_alone(text, start, closed.start)


_SHORT = re.compile(r"[A-Z][a-z]{0,4}\d?|\w*[A-Z0-9]\w*[A-Z0-9]\w*")
_SAME_THING = frozenset(
    {
        "total",
        "absolute",
        "inclusive",
        "score",
        "scale",
        "years",
        "year",
        "yrs",
        "old",
        "range",
        "or",
        "equal",
        "to",
    }
)
_OTHER_SPECIMEN = frozenset({"CSF", "BAL", "CSU"})


def in_brackets(marks: list[Mark], named: int, k: int, text: str) -> tuple[int, int] | None:
    """The words in brackets between a name and its number that neither shorten the name nor give its unit, so that they
    may make it another thing: "creatinine (urine)". None where there are none."""
    opened = next((m for m in marks[named + 1 : k] if m.role == "open"), None)
    closed = next((m for m in marks[named + 1 : k] if m.role == "close"), None)
    if opened is None or closed is None:
        return None
    inside = [m for m in marks[named + 1 : k] if opened.end <= m.start < closed.start]
    if unit_in_brackets(marks, named, k, text) or all(_shortens(m, marks[named], text) for m in inside):
        return None
    initials = "".join(text[m.start] for m in inside if m.role != "mute").lower()
    if initials == text[marks[named].start : marks[named].end].lower():
        return None  # "ECOG (Eastern Cooperative Oncology Group)"
    return opened.end, closed.start


def _shortens(mark: Mark, named: Mark, text: str) -> bool:
    words = text[mark.start : mark.end]
    if mark.role in ("mention", "disorder"):
        return mark.concept is None or mark.concept is named.concept
    if mark.role != "word":
        return True
    short = bool(_SHORT.fullmatch(words)) and words not in _OTHER_SPECIMEN
    return short or words.lower() in _SAME_THING
