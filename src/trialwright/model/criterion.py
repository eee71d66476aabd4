"""Eligibility rules as trees. A rule that could not be read stays in the tree as NeedsPerson."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from trialwright.model.base import Frozen, Node
from trialwright.model.document import Quote

Comparator = Literal["<", "<=", ">", ">=", "=", "between"]
Occasion = Literal["last", "first", "any", "worst", "mean", "all"]
Measure = Literal["value", "change", "times baseline"]


class Quantity(Frozen):
    """A value or a range with its unit as written. unit "" is dimensionless; uln: a multiple of the
    patient's own upper limit of normal. high is None unless the comparator is "between"."""

    low: float
    high: float | None = None
    unit: str = ""
    uln: bool = False


class Window(Frozen):
    """When a fact counts: hours relative to the anchor; before is negative. None means unbounded.

    "within 48 hours of admission" is start_hours=-48, end_hours=48, anchor="admission".
    "in the past 14 days" is start_hours=-336, end_hours=0, anchor="index". quote : the words, where
    they were read from text.
    """

    start_hours: float | None = None
    end_hours: float | None = None
    anchor: str = "index"
    text: str = ""
    quote: Quote | None = None


class Comparison(Node):
    """A measured concept against a quantity. concept : its name in the dictionary.

    measure : what is compared: the value, its change from the patient's baseline (value - baseline, in the
    quantity's unit), or the value as a multiple of the baseline (the quantity has no unit)."""

    type: Literal["comparison"] = "comparison"
    concept: str
    comparator: Comparator
    quantity: Quantity
    window: Window | None = None
    occasion: Occasion = "last"
    measure: Measure = "value"
    quote: Quote


class Has(Node):
    """A condition, drug, procedure or state that is present (pregnancy, vasopressor, malignancy)."""

    type: Literal["has"] = "has"
    concept: str
    window: Window | None = None
    quote: Quote


class NeedsPerson(Node):
    """Words that no record can settle by themselves. Evaluates to unknown, never to false.

    why : "not computable" (consent, judgement) or "not understood" (the grammar has no reading).
    note : what stands in the way, for the person ("no concept of this name: macular thickness").
    """

    type: Literal["needs_person"] = "needs_person"
    why: Literal["not computable", "not understood"]
    note: str = ""
    quote: Quote


class All(Node):
    """Every branch holds. heading : words that the branches define, e.g. "ARDS-like profile"."""

    type: Literal["all"] = "all"
    of: tuple[Tree, ...]
    heading: Quote | None = None
    quote: Quote


class Any(Node):
    """At least one branch holds. heading : as for All."""

    type: Literal["any"] = "any"
    of: tuple[Tree, ...]
    heading: Quote | None = None
    quote: Quote


class AtLeast(Node):
    """At least `count` of the branches hold. heading : as for All."""

    type: Literal["at_least"] = "at_least"
    count: int = Field(ge=1)
    of: tuple[Tree, ...]
    heading: Quote | None = None
    quote: Quote


class Not(Node):
    type: Literal["not"] = "not"
    of: Tree
    quote: Quote


Tree = Annotated[Comparison | Has | NeedsPerson | All | Any | AtLeast | Not, Field(discriminator="type")]


class Criterion(Node):
    """One numbered rule of a protocol. side "exclusion" means a patient must NOT meet the tree.

    name : short words for tables and charts, taken from the text. quote : the whole rule.
    """

    side: Literal["inclusion", "exclusion"]
    name: str
    tree: Tree
    quote: Quote


for _m in (All, Any, AtLeast, Not, Criterion):
    _m.model_rebuild()


class Correction(Frozen):
    """What a person said of one rule's reading. quote : the rule's words in its document. read : "confirmed", or the
    rule said in words that are read instead. said : what had been read when it was confirmed, in plain words.
    by, when : who, and the date as written. where : file and line, for messages."""

    quote: str
    read: str
    said: str = ""
    by: str
    when: str
    where: str = ""
