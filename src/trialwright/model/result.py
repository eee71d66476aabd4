"""What a document reports, and what it concludes."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Frozen, Node
from trialwright.model.document import Document, Quote
from trialwright.model.number import Printed
from trialwright.model.trial import Trial

Measure = Literal[
    "proportion", "size", "mean", "median", "difference", "relative_change",
    "odds_ratio", "risk_ratio", "hazard_ratio", "rate_ratio", "risk_difference", "p_value", "statistic",
]  # fmt: skip


class Result(Node):
    """One reported number or contrast.

    value : the headline number (percent, mean, ratio, p). count, total : n/N where printed; total may
    be solved from count and percent, then `because` says so. sd, se : standard deviation, and standard error, of a
    mean. low, high, level : interval as printed, level in percent. arm, versus : labels as in Trial.arms; versus only for contrasts.
    endpoint, time : in the document's words. p : the p-value printed with a contrast.
    contrasts : a comparison between arms. within : a change inside one arm.
    """

    measure: Measure
    value: Printed | None = None
    count: int | None = None
    total: int | None = None
    sd: Printed | None = None
    se: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    level: float | None = None
    p: Printed | None = None
    arm: str = ""
    versus: str = ""
    endpoint: str = ""
    time: str = ""
    unit: str = ""
    analysis: str = ""  # words on method near the number: "Fisher's exact test", "adjusted"
    subgroup: str = ""
    trial: str = ""  # Trial.key
    quote: Quote


class Claim(Node):
    """A conclusion a document draws in words, with the results it stands next to.

    kind : "safe" (tolerability), "no_effect", "benefit", "subgroup" (a group that responds more), "change" and "no_change" (inside
    one arm, significant and not; about : the arm). concluded : it stands among the document's conclusions.
    """

    kind: Literal["safe", "no_effect", "benefit", "subgroup", "change", "no_change"]
    about: str = ""
    concluded: bool = False
    trial: str = ""
    quote: Quote


class Reading(Frozen):
    """All that was read from one document. trial is None where no trial is described."""

    document: Document
    trial: Trial | None = None
    results: tuple[Result, ...] = ()
    claims: tuple[Claim, ...] = ()
