"""What a finding is worth: the pooled effect and the next trial's size with the figure as printed, and as corrected."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Frozen, Node
from trialwright.model.check import Check
from trialwright.model.pooled import Conclusion, Pooled
from trialwright.model.result import Result


class NextTrial(Node):
    """The smallest trial of fixed size that shows a pooled effect. patients : in both arms together, enrolled; None
    where `why` says what stands against it. power : 0..1. alpha : one-sided."""

    patients: int | None = None
    power: float
    alpha: float
    why: str = ""


class Priced(Frozen):
    """A pool under one reading of the finding's figures. told : which. conclusion : of its 95 % interval."""

    told: str
    pooled: Pooled
    conclusion: Conclusion
    next_trial: NextTrial


Stands = Literal["as printed", "as corrected", "either way", "neither"]


class Price(Node):
    """The price of one finding in one pool of the plan.

    check : Check.id. pool : its name, "" where the finding touches none. printed, corrected : with the figures at their
    word, and as they should be; without its trial where they cannot be used or have no corrected value. None where no
    trial is left. stands : which of the two is the pool that the plan uses. turns : whether the conclusion differs.
    why : in words, why there is no price, or what to know of it. restated : the Results as corrected; rechecks : what
    checks say of those, where an effect rests on it.
    """

    check: str
    pool: str = ""
    trial: str = ""
    printed: Priced | None = None
    corrected: Priced | None = None
    stands: Stands | None = None
    turns: bool = False
    why: str = ""
    restated: tuple[Result, ...] = ()
    rechecks: tuple[Check, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a figure on either side."""
        return self.printed is not None or self.corrected is not None
