"""The cells of a comparison: for one outcome and two arms, events and sizes, or means, spreads and sizes."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Frozen
from trialwright.model.document import Document, Quote

Kind = Literal["binary", "continuous"]


class Number(Frozen):
    """value : exact where printed. quote : where it is printed, or the number it was derived from.

    derived : the arithmetic where it is not printed as such, "" where it is.
    """

    value: float
    quote: Quote
    derived: str = ""


class Side(Frozen):
    """One arm. arm : the document's words for it. events : of n, binary. mean, sd : continuous."""

    arm: str = ""
    n: Number | None = None
    events: Number | None = None
    mean: Number | None = None
    sd: Number | None = None


class Cells(Frozen):
    """outcome : the document's words for it. likeness : 0..1, how like the words that were asked for.

    missing : why there is no answer, "" where all four (six) cells are there.
    """

    kind: Kind
    outcome: str = ""
    time: str = ""
    intervention: Side = Side()
    comparator: Side = Side()
    likeness: float = 0.0
    missing: str = ""

    @property
    def complete(self) -> bool:
        return not self.missing


def number(document: Document, value: float, place: tuple[int, int], derived: str = "") -> Number:
    return Number(value=value, quote=document.quote(*place), derived=derived)
