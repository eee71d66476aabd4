"""The recomputation of a reported number."""

from __future__ import annotations

from typing import Any, Literal

from trialwright.model.base import Because, Frozen, Node
from trialwright.model.document import Quote
from trialwright.model.number import Printed
from trialwright.model.result import Measure, Result

Verdict = Literal["consistent", "explained", "impossible", "not checkable"]
Severity = Literal["none", "note", "minor", "major"]


Figure = Literal["value", "low", "high", "level", "sd", "se", "count", "total"]


class Restated(Frozen):
    """What a Result's figures should be, in the unit that it prints. result : its id. measure : where it is another."""

    result: str
    figures: dict[Figure, float] = {}
    measure: Measure | None = None

    def applied_to(self, printed: Result, because: Because) -> Result:
        """The Result with these figures in place of its own, to as many digits as it prints."""
        changed: dict[str, Any] = {"because": because}
        for name, x in self.figures.items():
            if name in ("count", "total"):
                changed[name] = int(x)
            elif name == "level":
                changed[name] = x
            else:
                digits = getattr(getattr(printed, name) or printed.value, "decimals", 0)
                changed[name] = Printed(value=x, decimals=digits, text=f"{x:.{max(0, digits)}f}")
        return printed.model_copy(update=changed | ({"measure": self.measure} if self.measure else {}))


class Check(Node):
    """name : the check's file name. verdict : "explained" says by what in `explanation`.

    subjects : ids of the Results or Claims checked (also in because.of). finding : one sentence for
    the ledger. recomputed : the figures the check worked out, name → value. corrected : the
    statement as it should read, "" where nothing needs correcting. restated : its figures, where the
    statement changes those of a Result. trial : Trial.key.
    """

    name: str
    verdict: Verdict
    finding: str
    explanation: str = ""
    recomputed: dict[str, float | str] = {}
    corrected: str = ""
    restated: tuple[Restated, ...] = ()
    severity: Severity = "none"
    trial: str = ""
    subjects: tuple[str, ...] = ()
    quote: Quote
