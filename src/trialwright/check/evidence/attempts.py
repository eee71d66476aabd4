"""Ways to compute a ratio or a difference, with its interval, from two counts: measure, method, direction and level."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from trialwright.check.evidence.tables import Table
from trialwright.kernels import intervals as k
from trialwright.kernels.rounding import rounds_to
from trialwright.model.result import Result

METHODS: dict[str, tuple[tuple[str, Callable[..., k.Interval]], ...]] = {
    "odds_ratio": (("Wald", k.odds_ratio), ("exact conditional", k.conditional_odds_ratio)),
    "risk_ratio": (("Wald", k.risk_ratio),),
    "risk_difference": (("Wald", k.risk_difference), ("Newcombe", k.newcombe)),
}
LEVELS = (95.0, 90.0, 99.0)


@dataclass(frozen=True)
class Attempt:
    """One way to compute the number: measure, method, and the orientation of the table."""

    measure: str
    method: str
    swapped: bool  # the second arm to the first
    complement: bool  # patients without the outcome
    level: float
    got: k.Interval

    @property
    def as_stated(self) -> bool:
        return not self.swapped and not self.complement

    def described(self, table: Table) -> str:
        first, second = table.names
        arms = f"{second} v {first}" if self.swapped else table.arms
        return f"{'no ' if self.complement else ''}{table.outcome}, {arms}"


def is_far(result: Result, w: Attempt) -> bool:
    """Whether another method of this measure and orientation cannot give the estimate either: a conditional odds ratio
    is at most half or twice the sample's away, a difference is the same."""
    assert result.value is not None
    got, value = scaled(result, w.measure, w.got.estimate), result.value.value
    if w.measure == "odds_ratio":
        return not got / 2 <= value <= got * 2
    return not estimate_matches(result, w)


def attempts(
    result: Result, table: Table, slow: bool, but: Container[tuple[str, bool, bool]] = ()
) -> Iterator[Attempt]:
    """Four orientations of each measure and method, at the stated level or at the usual ones; `but` are left out."""
    x1, n1, x2, n2 = table.counts
    levels = (result.level,) if result.level is not None else LEVELS
    for measure, methods in METHODS.items():
        for swapped in (False, True):
            for complement in (False, True):
                if (measure, swapped, complement) in but:
                    continue
                a, b = (n1 - x1, n2 - x2) if complement else (x1, x2)
                arms = (b, n2, a, n1) if swapped else (a, n1, b, n2)
                for method, compute in methods[1:] if slow else methods[:1]:
                    for level in levels:
                        got = compute(*arms, level)
                        if all(math.isfinite(g) for g in got):
                            yield Attempt(measure, method, swapped, complement, level, got)


def of_another_level(result: Result, table: Table) -> Attempt | None:
    """The Wald interval of the named measure, as stated, that is as printed but for its level; None for two digits or fewer in both limits."""
    if result.level is None or result.low is None or result.high is None or result.low.decimals < 2:
        return None
    for level in LEVELS:
        if level != result.level:
            tried = attempts(result.model_copy(update={"level": level}), table, slow=False)
            found = [w for w in tried if w.measure == result.measure and w.as_stated and matches(result, w)]
            if found:
                return found[0]
    return None


def scaled(result: Result, measure: str, x: float) -> float:
    percent = measure == "risk_difference" and (
        result.unit.strip().startswith(("%", "percentage")) or _is_percent(result)
    )
    return 100.0 * x if percent else x


def _is_percent(result: Result) -> bool:
    return result.value is not None and abs(result.value.value) > 1.0


def estimate_matches(result: Result, w: Attempt) -> bool:
    assert result.value is not None
    return rounds_to(scaled(result, w.measure, w.got.estimate), result.value.value, result.value.decimals)


def matches(result: Result, w: Attempt) -> bool:
    if not estimate_matches(result, w):
        return False
    return all(
        printed is None or rounds_to(scaled(result, w.measure, exact), printed.value, printed.decimals)
        for printed, exact in ((result.low, w.got.low), (result.high, w.got.high))
    )


NARROW = 0.75  # of the width of Wald's interval: exact and score intervals, and those of clusters, are wider or nearly as wide


def is_narrow(result: Result, w: Attempt) -> bool:
    """Whether a printed interval is much narrower, on its own scale, than the crude one with the same estimate."""
    if result.low is None or result.high is None or result.level is None:
        return False
    ends = [result.low.interval[0], result.high.interval[1]]
    crude = [scaled(result, w.measure, x) for x in (w.got.low, w.got.high)]
    if w.measure != "risk_difference":
        if min(*ends, *crude) <= 0:
            return False
        ends, crude = [math.log(x) for x in ends], [math.log(x) for x in crude]
    return 0 < ends[1] - ends[0] < NARROW * (crude[1] - crude[0])
