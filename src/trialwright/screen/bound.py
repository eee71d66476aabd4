"""Criterion trees once they are bound to a source: what is left can be computed, or says why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trialwright.model.criterion import Comparator, Occasion

# Values are compared with this relative slack: far below the last digit of any laboratory,
# far above the rounding of a unit conversion.
SLACK = 1e-9
# Hours for which "it did not happen" stands where a window looks at a stretch of time: a form of the day says so of
# what was before it, a note of months ago says nothing of the months since.
ABSENCE_STANDS = 24.0
# What may be compared of a concept besides its value; see screen/relative.
VALUE, TIMES_UPPER, CHANGE, TIMES_BASELINE = "value", "times its upper limit", "change", "times baseline"
# The value with those in units that do not convert in their place, as null; asked for where a source has such.
AS_RECORDED = "as recorded"
_LACKING = {
    VALUE: "{}",
    AS_RECORDED: "{}",
    TIMES_UPPER: "{} with its upper limit of normal",
    CHANGE: "change of {} from baseline",
    TIMES_BASELINE: "change of {} from baseline",
}


@dataclass(frozen=True)
class Value:
    """A measured concept against limits in its canonical unit, in a window of hours from the index.

    high is given for "between" only. start, end : inclusive; None is unbounded. worst : the end that is
    worse for the patient, for occasion "worst". measure : of the concept; limits are then in the unit of a change,
    or multiples.
    """

    concept: str
    comparator: Comparator
    low: float
    high: float | None = None
    start: float | None = None
    end: float | None = None
    occasion: Occasion = "last"
    worst: str = ""
    measure: str = VALUE

    @property
    def fact(self) -> str:
        """What the facts that it compares are called."""
        return fact_name(self.concept, self.measure)


@dataclass(frozen=True)
class Present:
    """An event or state in a window. closed : no row means that it did not happen. sex : the only sex
    that can have it; no row of a person of the other means the same. kinds : concepts that are a kind of it, whose
    occurrence is its own."""

    concept: str
    start: float | None = None
    end: float | None = None
    closed: bool = False
    sex: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """Unknown for everyone. lacking : what would settle it, in words for the funnel."""

    lacking: str


@dataclass(frozen=True)
class Every:
    of: tuple[Bound, ...]


@dataclass(frozen=True)
class Counted:
    """At least `count` of the branches hold; count 1 is "any"."""

    count: int
    of: tuple[Bound, ...]


@dataclass(frozen=True)
class Negated:
    of: Bound


Leaf = Value | Present | Unknown
Bound = Value | Present | Unknown | Every | Counted | Negated


def leaves(tree: Bound) -> Iterator[Leaf]:
    """The leaves of a tree, left to right."""
    if isinstance(tree, Every | Counted):
        for branch in tree.of:
            yield from leaves(branch)
    elif isinstance(tree, Negated):
        yield from leaves(tree.of)
    else:
        yield tree


def lacking(leaf: Leaf) -> str:
    """What a patient lacks for whom this leaf is unknown."""
    if isinstance(leaf, Value):
        return _LACKING[leaf.measure].format(leaf.concept)
    return leaf.lacking if isinstance(leaf, Unknown) else leaf.concept


def fact_name(concept: str, measure: str) -> str:
    """A measure of a concept among the facts; the concept's own name for its value."""
    return concept if measure == VALUE else f"{concept}: {measure}"
