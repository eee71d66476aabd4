"""A design search, as it came out: the designs with their figures, the choice, and what it hangs on."""

from __future__ import annotations

from trialwright.model.base import Frozen, Node
from trialwright.model.design import Figure, Recommendation


class SearchedDesign(Frozen):
    """figures : averages over the scenarios, by name; `least_power` is the least of any scenario. within_limits : the
    median trial keeps the limits in every scenario. rank : 0 where no other design is better in everything beyond
    Monte Carlo error, 1 where only designs of rank 0 are, and so on; rank_estimated : the same by the estimates alone.
    criterion : what the rule goes by, None outside the limits. tied : not told from the best by simulation error."""

    name: str
    type: str
    cutoff: float | None
    patients: int
    figures: dict[str, Figure]
    within_limits: bool
    rank: int
    rank_estimated: int
    criterion: float | None
    tied: bool


class AssumedValue(Frozen):
    """An assumption at one value, all others as stated. power : of the recommended design. holds : it would still be
    chosen, were this known, or is not told from the one that would; best : that one ("" where none keeps the limits).
    """

    value: float
    power: Figure
    best: str
    best_power: float | None
    holds: bool


class Turned(Frozen):
    """Between low and high another design takes over ("": none keeps the limits), by a straight line at `at`; above it, or below."""

    low: float
    high: float
    at: float
    to: str
    above: bool


class Sensitivity(Frozen):
    """stated : the plan's own value of the assumption, None where it gives none. values : ascending."""

    assumption: str
    stated: float | None
    values: tuple[AssumedValue, ...]
    turns: tuple[Turned, ...] = ()

    @property
    def swing(self) -> float:
        """How far the recommended design's power moves over the range."""
        powers = [v.power.value for v in self.values]
        return max(powers) - min(powers) if powers else 0.0


class LeftOut(Frozen):
    """A design that could not be simulated in `missing` of the search's `scenarios` (with those without effect). first : the
    first of those, in words; why : what stopped it there; reasons : how many different ones there are in all. compared :
    it is among the designs all the same, as no scenario of the choice is missing that others have."""

    design: str
    missing: int
    scenarios: int
    first: str
    why: str
    reasons: int = 1
    compared: bool = False


class Search(Node):
    """scenarios : how many the choice is over. drawn : they are draws from priors. rule : of the choice. left_out : what
    could not be simulated; empty_scenarios : those in which no design could, which the choice is then not over."""

    scenario: str
    scenarios: int
    drawn: bool
    trials: int
    level: str
    rule: str
    designs: tuple[SearchedDesign, ...]
    recommendation: Recommendation
    sensitivities: tuple[Sensitivity, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    empty_scenarios: int = 0
