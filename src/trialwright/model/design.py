"""What we would do, and what comes of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from trialwright.model.base import Frozen, Node


class Limits(Frozen):
    """What the team can afford: patients enrolled, months from first screening to last visit."""

    patients: int = Field(400, gt=0)
    months: float | None = Field(None, gt=0)
    screened: int | None = Field(None, gt=0)


class Design(Node):
    """type : the file in design/designs that runs it. endpoint : the file in endpoints.

    better : which direction of the endpoint is good. cutoff : enrol at or above this marker value;
    None enrols everyone. patients : enrolled in all; allocation : experimental to control.
    alpha : one-sided.
    """

    name: str
    type: str
    endpoint: str
    better: Literal["higher", "lower"]
    marker: str = ""
    cutoff: float | None = None
    patients: int = Field(gt=1)
    allocation: float = Field(1.0, gt=0)
    alpha: float = Field(0.025, gt=0, lt=0.5)


class Figure(Frozen):
    """A number a reader will act on. mcse : Monte Carlo standard error, None when exact.

    low, high : 5th and 95th percentile over simulated trials, where the figure varies by trial.
    """

    value: float
    mcse: float | None = None
    low: float | None = None
    high: float | None = None


class OperatingCharacteristics(Node):
    """What a Design does under a Scenario. replicates : simulated trials.

    figures : by name; design.FIGURES gives each one's label and unit. within_limits : median trial
    keeps the plan's limits.
    """

    design: Design
    scenario: str
    replicates: int
    figures: dict[str, Figure]
    within_limits: bool = True


class Recommendation(Node):
    """The design to take forward, or "" with the reason why none can be recommended.

    regret : scenario → power given up against that scenario's best design, for the chosen one.
    reasons : sentences with their figures. cautions : what would change the answer.
    adequate : some design within the limits reaches 80 % power under some scenario. nothing_shown : scenarios
    under which no design shows a benefit more often than it would without any effect.
    """

    design: str
    cutoff: float | None = None
    rule: str
    regret: dict[str, float] = {}
    reasons: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    adequate: bool = True
    nothing_shown: tuple[str, ...] = ()
