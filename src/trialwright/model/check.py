"""The recomputation of a reported number."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Node
from trialwright.model.document import Quote

Verdict = Literal["consistent", "explained", "impossible", "not checkable"]
Severity = Literal["none", "note", "minor", "major"]


class Check(Node):
    """name : the check's file name. verdict : "explained" says by what in `explanation`.

    subjects : ids of the Results or Claims checked (also in because.of). finding : one sentence for
    the ledger. recomputed : the figures the check worked out, name → value. corrected : the
    statement as it should read, "" where nothing needs correcting. trial : Trial.key.
    """

    name: str
    verdict: Verdict
    finding: str
    explanation: str = ""
    recomputed: dict[str, float | str] = {}
    corrected: str = ""
    severity: Severity = "none"
    trial: str = ""
    subjects: tuple[str, ...] = ()
    quote: Quote
