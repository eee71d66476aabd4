"""Numbers find their concepts: which of the marks around a measure says what is measured.

A link is made only through words that cannot change what is measured. "Urinary creatinine > 3" does not become
creatinine, "fall in haemoglobin > 2 g/dL" does not become haemoglobin, and an equals sign on a laboratory value,
which is nearly always a lost ≤ or ≥, is left to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from trialwright.model import criterion
from trialwright.model.concept import Concept
from trialwright.model.units import linear
from trialwright.read.criteria.ages import an_age, names_a_sex
from trialwright.read.criteria.baselines import MULTIPLE
from trialwright.read.criteria.formula_names import names_formula
from trialwright.read.criteria.marks import Mark
from trialwright.read.criteria.measures import Measure
from trialwright.read.criteria.moments import moment_at, moment_between, moment_in_front
from trialwright.read.criteria.names import (
    coordinated,
    first_name,
    in_brackets,
    is_abbreviation,
    limited_disorder,
    named_by,
    open_of,
    time_between,
    unit_in_brackets,
)
from trialwright.read.criteria.objections import closed_by, counted, objection, spacing, unit_of
from trialwright.read.criteria.occasions import from_baseline, read_occasion
from trialwright.read.criteria.of_one_thing import joins, of_a_thing
from trialwright.read.criteria.windows import Span, length_of

BETWEEN = frozenset({"glue", "colon", "mute"})
_LOW, _HIGH = ("reduc", "decreas", "low", "dimin", "defic"), ("high", "elev", "rais", "increas", "excess")


@dataclass(slots=True)
class Link:
    """A measure and what it measures. first, last : indices of the marks it takes, both included.

    concepts : one, or several before one measure ("AST and ALT"), joined by `joint` ("and", "or", "slash") at
    `joint_at`. named : where the (last) concept stands. unit : as written, or the
    concept's own where none was printed and only one is in use. occasion, change : which value, and what of it, as
    Comparison's occasion and measure. time : the window that stands between the concept and the number. moment : the
    moment that is named there or right before the concept ("pre-operative"). refused : why there is no comparison, "" if
    there is.
    """

    first: int
    last: int
    measure: Measure
    concepts: tuple[Concept, ...]
    joint: str = "and"
    unit: str = ""
    refused: str = ""
    same_as_before: bool = False
    named: tuple[int, int] | None = None
    joint_at: tuple[int, int] | None = None
    occasion: criterion.Occasion = "last"
    change: criterion.Measure = "value"
    time: Span | None = None
    moment: Span | None = None
    episode: bool = False


def links(marks: list[Mark], text: str) -> list[Link]:
    """One Link for each measure, in order; concepts is empty where none was found.

    A measure in units of time that measures nothing the dictionary holds becomes a mark of how long something lasts.
    """
    found: list[Link] = []
    for k, mark in enumerate(marks):
        if mark.measure is None:
            continue
        before = found[-1] if found else None
        link = (
            _spaced(k, mark.measure, text)
            or _own(marks, k, text, before)
            or _shared(marks, k, text, before)
            or _to_the_right(marks, k)
            or _an_age(marks, k, text)
            or _unknown(marks, k, text, before)
        )
        after = link.last + 1 + (link.last + 1 < len(marks) and marks[link.last + 1].role == "mute")
        beside = marks[after].concept if after < len(marks) else None
        if beside is not None and beside.name == "age" and beside.name in {c.name for c in link.concepts}:
            link.last = after  # "age < 18 years-old" says it twice
        link.last = _with_scale(marks, link)
        if not _takes_time(link) and _lasts(mark, text):
            continue
        found.append(link)
    for i, link in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        if following is not None and not link.concepts:
            _from_the_next(link, following, marks)
        link.unit = unit_of(link, following, closed_by(marks, link.last, text))
        read_occasion(link, marks, text)
        _at_its_moment(link, marks, text, found[i - 1].last if i else -1)
        link.refused = link.refused or objection(link, marks, text)
    return found


def _at_its_moment(link: Link, marks: list[Mark], text: str, taken: int) -> None:
    """ "Pre-operative haemoglobin < 13 g/dL": the words in front of the concept become part of the link."""
    first = link.first
    if not link.concepts or link.moment is not None or marks[first].measure is not None or first <= taken + 1:
        return
    found = moment_in_front(text, marks[taken + 1].start, marks[first].start)
    if found is None:
        return
    while link.first > taken + 1 and marks[link.first - 1].start >= found.start:
        link.first -= 1
    link.moment = found


def _spaced(k: int, measure: Measure, text: str) -> Link | None:
    reason = spacing(measure, text)
    return Link(k, k, measure, (), refused=reason) if reason else None


_TIMES = frozenset({"a", "mo", "wk", "d", "h", "min", "s", "ms"})


def _takes_time(link: Link) -> bool:
    """Whether what is measured can be so many hours or days: "hepatitis B DNA > 6 months" is no limit of the DNA."""
    return any(c.unit in _TIMES for c in link.concepts)


def _lasts(mark: Mark, text: str) -> bool:
    """Whether a measure is a length of time; its mark then says so."""
    m = mark.measure
    assert m is not None
    span = length_of(
        m.start, m.end, m.low if m.high is None else m.high, m.unit, m.comparator in ("<", "<="), text
    )
    if span is None:
        return False
    mark.role, mark.time, mark.measure = "time", span, None
    return True


def _with_scale(marks: list[Mark], link: Link) -> int:
    """The last mark of a score's limit with the ends of its scale, where they follow: "≥ 4 (0-10)"."""
    if not link.concepts or any(c.kind != "score" for c in link.concepts):
        return link.last
    j = link.last + 1
    while j < len(marks) and marks[j].role in ("glue", "open") and j < link.last + 4:
        j += 1
    if j >= len(marks) or marks[j].role != "scale":
        return link.last
    opened = any(m.role == "open" for m in marks[link.last + 1 : j])
    closed = j + 1 < len(marks) and marks[j + 1].role == "close"
    return j + 1 if opened and closed else link.last if opened else j


def _own(marks: list[Mark], k: int, text: str, before: Link | None) -> Link | None:
    """The concept to the left, unless "18 ≤ age" has taken it: then the number after it shares it."""
    measure = marks[k].measure
    if measure is None or measure.mirrored:
        return None
    link = _to_the_left(marks, k, text, -1 if before is None else before.last)
    return link if link is None or before is None or link.first > before.last else None


def _to_the_left(marks: list[Mark], k: int, text: str, taken: int) -> Link | None:
    """taken : the last mark that belongs to the measure before: "< 60 years of age, BMI < 40" is no limit of two things."""
    measure = marks[k].measure
    assert measure is not None
    j, last = k - 1, k
    if j >= 0 and marks[j].role == "open" and k + 1 < len(marks) and marks[k + 1].role == "close":
        j, last = j - 1, k + 1  # "bicarbonatemia (< 18 mmol/L)"
    bracketed = last > k
    time, j = time_between(marks, j)
    moment, j = (None, j) if time else _named_before(marks, j, taken, text)
    j = _name_at(marks, j, measure, text)
    concepts, episode = _named(marks[j], measure, bracketed, text) if j >= 0 else ((), False)
    if not concepts:
        return None
    names = _with_coordinated(marks, j, concepts, text, taken)
    refused = ""
    if moment is None:
        moment, refused = _said_between(marks, j, k, text, concepts[-1])
    return Link(
        _with_bound(marks, names.first, measure, text),
        last,
        measure,
        names.concepts,
        names.joint,
        unit_in_brackets(marks, j, k, text),
        named=(marks[j].start, marks[j].end),
        joint_at=names.joint_at,
        refused=refused,
        time=time,
        moment=moment,
        episode=episode,
    )


def _name_at(marks: list[Mark], j: int, measure: Measure, text: str) -> int:
    """The mark at j or before it that may name what is measured, over the words that cannot change it; -1 where there is none."""
    changes = measure.unit == MULTIPLE or from_baseline(text, measure.end)
    between = BETWEEN | {"change", "level"} if changes else BETWEEN
    while j >= 0 and (marks[j].role in between or is_abbreviation(marks, j)):
        j = open_of(marks, j) - 1 if marks[j].role == "close" else j - 1
    return j


def _named(mark: Mark, measure: Measure, bracketed: bool, text: str) -> tuple[tuple[Concept, ...], bool]:
    """The concepts that a mark names for a measure, and whether it does so as a disorder that the measure limits."""
    if concepts := named_by(mark, bracketed):
        return concepts, bracketed and mark.role == "disorder"
    concepts = () if measure.uln else limited_disorder(mark, measure.comparator, measure.unit, text)
    return concepts, bool(concepts)


class _Names(NamedTuple):
    """Concepts before one measure, the first mark that they take, and what joins them, as in Link."""

    concepts: tuple[Concept, ...]
    first: int
    joint: str = "and"
    joint_at: tuple[int, int] | None = None


def _with_coordinated(
    marks: list[Mark], j: int, concepts: tuple[Concept, ...], text: str, taken: int
) -> _Names:
    """The concepts that mark j names and those that are joined to them: "AST and ALT"."""
    names = _Names(concepts, first_name(marks, j))
    while (more := coordinated(marks, names.first, text)) is not None and more[0] > taken:
        other, word = more
        if names.joint_at is None:
            names = names._replace(joint=marks[word].role, joint_at=(marks[word].start, marks[word].end))
        names = names._replace(concepts=(*named_by(marks[other], False), *names.concepts), first=other)
    return names


def _with_bound(marks: list[Mark], first: int, measure: Measure, text: str) -> int:
    """The first mark of a name with a level that agrees with the limit, and "at least", where they stand before it."""
    level = marks[first - 1] if first > 0 else None
    if level is not None and level.role == "level" and _agrees(text[level.start : level.end], measure):
        first -= 1
    return first - 1 if first > 0 and marks[first - 1].role == "bound" else first


def _said_between(marks: list[Mark], j: int, k: int, text: str, concept: Concept) -> tuple[Span | None, str]:
    """The moment that brackets between the name and the number tell, and why there is no comparison if they tell something else."""
    aside = in_brackets(marks, j, k, text)
    if aside is None:
        return None, ""
    moment = moment_at(text, *aside) or moment_in_front(text, *aside)
    if moment or names_formula(text[slice(*aside)], concept.name):
        return moment, ""
    return None, f"{text[slice(*aside)]!r} may change what is measured"


def _named_before(marks: list[Mark], j: int, taken: int, text: str) -> tuple[Span | None, int]:
    """The moment in "mRS before the stroke ≤ 1", and the mark of the name before it; None and j where there is none."""
    for i in range(j, max(taken, j - 10), -1):
        if not named_by(marks[i], False):
            continue
        found = moment_between(text, marks[i].end, marks[j].end) if i < j else None
        return (found, i) if found is not None else (None, j)
    return None, j


_PLACES = frozenset({"on", "in", "at", "by", "of"})


def _shared(marks: list[Mark], k: int, text: str, before: Link | None) -> Link | None:
    """ "> 180 or < 90", "≥ 18 and ≤ 75", "≥ 13 for women, ≥ 15 for men": the second measure is of the same thing as the first."""
    if before is None or not before.concepts or before.named is None or _named_for_itself(before, marks, k):
        return None
    between = marks[before.last + 1 : k]
    apart = bool(between) and all(m.role == "glue" for m in between)  # "SpO2 ≥ 92 % on ≤ 40 % FiO2"
    if not joins(between) or (apart and any(text[m.start : m.end].lower() in _PLACES for m in between)):
        return None
    measure = marks[k].measure
    assert measure is not None
    concept = before.concepts[0]
    if measure.mirrored or of_a_thing(marks, k, before.concepts, text):
        return None
    if measure.unit and not measure.uln and linear(measure.unit, concept.unit or "1", concept) is None:
        return None
    return Link(k, k, measure, before.concepts, before.joint, same_as_before=True, named=before.named,
                refused=before.refused, joint_at=before.joint_at)  # fmt: skip


def _named_for_itself(before: Link, marks: list[Mark], k: int) -> bool:
    """ "≥ 140 mmHg systolic, ≥ 90 mmHg diastolic": where the first is named after its number, so is the second."""
    assert before.named is not None
    return before.named[0] >= before.measure.end and _to_the_right(marks, k) is not None


def _to_the_right(marks: list[Mark], k: int) -> Link | None:
    """ "≥ 18 years of age", "> 3 months life expectancy"."""
    j = k + 1 + (k + 1 < len(marks) and marks[k + 1].role == "mute")  # "> 28 weeks' gestation"
    while j < len(marks) and marks[j].role in ("glue", "scale"):
        j += 1
    measure = marks[k].measure
    if measure is None or j >= len(marks) or not (concepts := named_by(marks[j], False)):
        return None
    taken = j + 1 < len(marks) and marks[j + 1].role in ("measure", "colon") and not measure.mirrored
    if taken or (
        concepts[0].unit and measure.unit and linear(measure.unit, concepts[0].unit, concepts[0]) is None
    ):
        return None
    return Link(k, j, measure, concepts, named=(marks[j].start, marks[j].end))


def _from_the_next(link: Link, following: Link, marks: list[Mark]) -> None:
    """ "≥ 3 and ≤ 18 years of age": what is named after the second number is measured by the first too."""
    between = [m.role for m in marks[link.last + 1 : following.first]]
    named_after = following.named is not None and following.named[0] >= following.measure.start
    joined = any(role in ("and", "or") for role in between) and all(
        role in ("and", "or", "glue", "comma") for role in between
    )
    before = marks[link.first - 1] if link.first else None
    named = before is not None and before.role in _NAMED_BY and not names_a_sex(before)
    if not (joined and named_after and following.concepts) or link.measure.unit or named:
        return
    link.concepts, link.named, link.refused = following.concepts, following.named, following.refused
    link.unit = following.measure.unit


def _an_age(marks: list[Mark], k: int, text: str) -> Link | None:
    age, measure = an_age(marks, k, text), marks[k].measure
    if age is None or measure is None:
        return None
    return Link(k, k, measure, (age,), named=(marks[k].start, marks[k].end))


def _agrees(level: str, measure: Measure) -> bool:
    low = level.lower()
    if any(w in low for w in _LOW):
        return measure.comparator in ("<", "<=")
    return any(w in low for w in _HIGH) and measure.comparator in (">", ">=")


_NAMED_BY = frozenset({"word", "mention", "narrow", "block", "change", "level", "disorder", "past"})


def _unknown(marks: list[Mark], k: int, text: str, before: Link | None) -> Link:
    """A measure of something the dictionary does not hold; `named` is where its name seems to stand."""
    measure = marks[k].measure
    assert measure is not None
    if reason := counted(marks, k, text):
        return Link(k, k, measure, (), refused=reason)
    j = k - 1
    while j >= 0 and (marks[j].role in (*BETWEEN, "open") or is_abbreviation(marks, j)):
        j = open_of(marks, j) - 1 if marks[j].role == "close" else j - 1
    last = first = j
    while first > 0 and marks[first - 1].role in _NAMED_BY and last - first < 4:
        first -= 1
    if j < 0 or marks[j].role not in _NAMED_BY:
        if (
            before is not None
            and before.named is not None
            and not before.concepts
            and joins(marks[before.last + 1 : k])
        ):
            return Link(k, k, measure, (), refused=before.refused, named=before.named)
        return Link(k, k, measure, (), refused="what is measured is not said")
    name = " ".join(text[marks[first].start : marks[last].end].split())
    change = marks[last].role in ("change", "level") and any(m.concept for m in marks[first:last])
    return Link(
        k,
        k,
        measure,
        (),
        refused="from what it changed is not said" if change else f"no concept is named {name!r}",
        named=(marks[first].start, marks[last].end),
    )
