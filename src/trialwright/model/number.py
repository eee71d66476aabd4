"""Numbers as they were printed."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Frozen

Relation = Literal["=", "<", "<=", ">", ">=", "~"]


class Printed(Frozen):
    """A number as a document prints it, so that a check knows how far rounding can explain it.

    value : what was printed, percent as 87.5 and not 0.875. decimals : digits after the point.
    relation : "=" unless the text says otherwise; "~" is about, nearly, approximately.
    text : the characters, e.g. "< .001".
    """

    value: float
    decimals: int = 0
    relation: Relation = "="
    text: str = ""

    @property
    def interval(self) -> tuple[float, float]:
        """The values that round to what is printed (half a unit of the last digit either way)."""
        half = 0.5 * 10.0**-self.decimals
        return self.value - half, self.value + half
