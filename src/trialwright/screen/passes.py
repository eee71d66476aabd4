"""From a criterion as written to one bound to a source, in ordered passes over its leaves.

Each pass takes a leaf and either improves it or turns it into Unknown with the reason; a leaf that is
Unknown stays so. PASSES is the order: resolve the concept, find it in the source, convert the
quantity to the canonical unit, bind the window to the index.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from trialwright.model.concept import Concept, Concepts
from trialwright.model.criterion import (
    All,
    Any,
    AtLeast,
    Comparison,
    Criterion,
    Has,
    NeedsPerson,
    Not,
    Tree,
    Window,
)
from trialwright.model.units import convert, linear, normalise
from trialwright.screen.bound import (
    CHANGE,
    SLACK,
    TIMES_BASELINE,
    TIMES_UPPER,
    VALUE,
    Bound,
    Counted,
    Every,
    Leaf,
    Negated,
    Present,
    Unknown,
    Value,
)

NEEDS_PERSON = "a person's reading"
# The index is the moment a patient would be screened for the new trial; these words name that moment.
INDEX_WORDS = frozenset({"index", "randomisation", "randomization", "enrolment", "enrollment", "screening"})
ADMISSION = "admission"  # names it too, unless the source's index is named after another moment
_MEASURED = frozenset({"lab", "vital", "score", "demographic", "derived"})


def is_measured(concept: Concept) -> bool:
    """Whether its facts are values to compare. Female and male are demographic and yet states."""
    return concept.kind in _MEASURED and not (concept.kind == "demographic" and not concept.unit)


@dataclass
class Source:
    """What a pass may ask of the data: the dictionary, the concepts that can be had (recorded or derived)
    and those whose absence means absence. has_upper : whether rows carry their own upper limits of normal.
    admission : whether its index can be the admission. undated : concepts whose facts have no time. warnings, not_held :
    what the passes found."""

    concepts: Concepts
    available: frozenset[str]
    captured: frozenset[str]
    has_upper: bool = False
    admission: bool = True
    undated: frozenset[str] = frozenset()
    warnings: list[str] = field(default_factory=list)
    not_held: list[str] = field(default_factory=list)

    def concept(self, word: str) -> Concept | None:
        return self.concepts.by_name.get(word) or self.concepts.by_word.get(word.lower())

    def kinds(self, name: str) -> tuple[str, ...]:
        """The kinds of a concept that can be had."""
        return tuple(k for k in self.concepts.kinds.get(name, ()) if k in self.available)

    def warn(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)


Written = Comparison | Has
Pass = Callable[[Value | Present, Written, Source], Value | Present | Unknown]


def resolve(leaf: Value | Present, written: Written, source: Source) -> Value | Present | Unknown:
    """The word of the criterion → the dictionary's name."""
    concept = source.concept(leaf.concept)
    if concept is None:
        source.warn(f"{leaf.concept} is not in the dictionary of concepts.")
        return Unknown(leaf.concept)
    if isinstance(leaf, Present) and is_measured(concept):
        return Unknown(f"{concept.name} as a finding")  # that it was measured does not make it present
    return replace(leaf, concept=concept.name)


def find(leaf: Value | Present, written: Written, source: Source) -> Value | Present | Unknown:
    """Only what the source records, or what can be worked out from it, can be known."""
    kinds = source.kinds(leaf.concept) if isinstance(leaf, Present) else ()
    if kinds and isinstance(leaf, Present):
        return replace(leaf, kinds=kinds)
    if leaf.concept in source.available:
        return leaf
    if leaf.concept not in source.not_held:
        source.not_held.append(leaf.concept)
    return Unknown(leaf.concept)


def convert_limits(leaf: Value | Present, written: Written, source: Source) -> Value | Present | Unknown:
    """The written quantity → the canonical unit; what cannot be converted is unknown, never false."""
    if isinstance(leaf, Present) or isinstance(written, Has):
        return leaf
    concept, quantity = source.concepts.by_name[leaf.concept], written.quantity
    measure = TIMES_UPPER if quantity.uln else written.measure
    if measure == TIMES_UPPER and not source.has_upper:
        source.warn(
            f"The data have no upper limits of normal beside their values: multiples of that of {concept.name} are unknown."
        )
        return Unknown(f"upper limit of normal of {concept.name}")
    if measure in (CHANGE, TIMES_BASELINE):
        source.warn(
            f"The baseline of {concept.name} is taken to be a patient's earliest dated value on record."
        )
    low, high = (_limit(limit, measure, quantity.unit, concept) for limit in (quantity.low, quantity.high))
    if low is None or (quantity.high is not None and high is None):
        unit, canonical = quantity.unit or "no unit", concept.unit or "no unit"
        source.warn(f"A limit of {concept.name} in {unit} cannot be compared with values in {canonical}.")
        return Unknown(f"{concept.name} in {unit}")
    if leaf.occasion == "worst" and not concept.worst:
        source.warn(f"The dictionary does not say which values of {concept.name} are worse.")
        return Unknown(f"which {concept.name} is worse")
    return replace(leaf, low=low, high=high, worst=concept.worst, measure=measure)


def _limit(limit: float | None, measure: str, unit: str, concept: Concept) -> float | None:
    """A limit in the unit of what is compared; None where it has none or does not convert."""
    if limit is None:
        return None
    if measure == VALUE:
        return convert(limit, unit_as_meant(unit, concept), concept.unit, concept)
    if measure == CHANGE:  # a difference has no zero point: 1 degree Fahrenheit is 5/9 of a degree Celsius
        line = linear(unit_as_meant(unit, concept), concept.unit, concept)
        return None if line is None else limit * line[0]
    scale = {"1": 1.0, "%": 0.01}.get(normalise(unit) or "")
    return None if scale is None else limit * scale


def unit_as_meant(unit: str, concept: Concept) -> str:
    """A bare concept written without a unit is in its canonical one (age in years)."""
    return concept.unit if concept.bare and not unit.strip() else unit


def bind_window(leaf: Value | Present, written: Written, source: Source) -> Value | Present | Unknown:
    """Hours from the written anchor → hours from the index."""
    window = written.window
    if window is None:
        return leaf
    if not _at_index(window, source):
        moment = window.anchor or "the moment that a criterion counts from"
        source.warn(f"The data do not say when {moment} was; criteria that count from it are unknown.")
        return Unknown(f"time of {moment}")
    bounded = window.start_hours is not None or window.end_hours is not None
    if bounded and leaf.concept in source.undated:
        was, whom = (
            ("was", "whoever has it on record") if isinstance(leaf, Present) else ("was measured", "everyone")
        )
        source.warn(
            f"The data do not say when {leaf.concept} {was}: a criterion that asks when (a history, a time before) is unknown "
            f"for {whom}. `time:` in its mapping gives it one."
        )
    return replace(leaf, start=window.start_hours, end=window.end_hours)


def _at_index(window: Window, source: Source) -> bool:
    anchor = window.anchor.lower()
    return anchor in INDEX_WORDS or (anchor == ADMISSION and source.admission)


def complete_years(leaf: Value | Present, written: Written, source: Source) -> Value | Present | Unknown:
    """Age counts completed years: "75 years or younger" takes people until their 76th birthday."""
    if not isinstance(leaf, Value) or not in_years(written, source):
        return leaf
    if leaf.comparator == "<=":
        return replace(leaf, comparator="<", low=leaf.low + 1)
    if leaf.comparator == ">":
        return replace(leaf, comparator=">=", low=leaf.low + 1)
    if leaf.comparator == "=":
        return replace(leaf, comparator="between", high=below(leaf.low + 1))
    if leaf.comparator == "between" and leaf.high is not None:
        return replace(leaf, high=below(leaf.high + 1))
    return leaf


def in_years(written: Written, source: Source) -> bool:
    """Whether a limit is on a whole number of years of age."""
    concept = source.concept(written.concept)
    if concept is None or concept.name != "age" or isinstance(written, Has):
        return False
    if written.quantity.uln or written.measure != VALUE:
        return False
    quantity = written.quantity
    whole = all(limit == int(limit) for limit in (quantity.low, quantity.high) if limit is not None)
    return whole and normalise(unit_as_meant(quantity.unit, concept)) == "a"


def below(limit: float) -> float:
    """The largest value that the slack of a comparison still keeps under a limit."""
    return limit * (1 - 3 * SLACK)


PASSES: tuple[Pass, ...] = (resolve, find, convert_limits, complete_years, bind_window)


def bind(criterion: Criterion, source: Source) -> Bound:
    """A tree that is met by the patients who FAIL an exclusion, or who pass an inclusion, as written."""
    return _tree(criterion.tree, source)


def _tree(tree: Tree, source: Source) -> Bound:
    if isinstance(tree, NeedsPerson):
        return Unknown(NEEDS_PERSON)
    if isinstance(tree, Not):
        return Negated(_tree(tree.of, source))
    if isinstance(tree, All):
        return Every(tuple(_tree(t, source) for t in tree.of))
    if isinstance(tree, Any | AtLeast):
        count = tree.count if isinstance(tree, AtLeast) else 1
        return Counted(count, tuple(_tree(t, source) for t in tree.of))
    return _of_one_sex(tree, _leaf(tree, source), source)


def _of_one_sex(written: Written, leaf: Leaf, source: Source) -> Bound:
    """A man is not pregnant, though no record says so; what is recorded of him is still believed."""
    concept = source.concept(written.concept)
    if not isinstance(written, Has) or concept is None or concept.sex not in source.available:
        return leaf
    if isinstance(leaf, Present):
        return replace(leaf, sex=concept.sex)
    not_recorded = leaf == Unknown(concept.name)
    return Every((Present(concept.sex), leaf)) if not_recorded else leaf


def _leaf(written: Written, source: Source) -> Value | Present | Unknown:
    leaf: Value | Present | Unknown
    if isinstance(written, Has):
        leaf = Present(written.concept)
    else:
        leaf = Value(written.concept, written.comparator, written.quantity.low, written.quantity.high)
        leaf = replace(leaf, occasion=written.occasion)
    for step in PASSES:
        if isinstance(leaf, Unknown):
            break
        leaf = step(leaf, written, source)
    if isinstance(leaf, Present):
        return replace(leaf, closed=leaf.concept in source.captured)
    return leaf
