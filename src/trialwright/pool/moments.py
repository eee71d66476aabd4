"""Mean, standard deviation and size of an arm, the deviation worked out where a standard error or an interval is printed."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from trialwright.kernels.mean_spread import sd_of_error, sd_of_limits, told
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result
from trialwright.pool.candidate import Refused, arm_size

_LOGS = re.compile(
    r"(?i)\bgeometric\smeans?\b|\bback[- ]?transform|\blog(?:arithm\w*|10|2)?[- ]transform|\btransformed\sto\slog"
)
ASKEW = 0.05  # of an interval's width: a mean further from its middle is of another scale


class Moments(NamedTuple):
    """derived : how the standard deviation was worked out, "" where it is printed."""

    mean: float
    sd: float
    n: int
    derived: str = ""


def has_spread(r: Result) -> bool:
    """Whether a mean is printed with its SD, its standard error or its confidence limits."""
    return bool(r.sd or r.se or (r.low and r.high and r.level))


def moments(reading: Reading, result: Result) -> Moments:
    """Of a mean with `has_spread`. Raises Refused where the size, or what the deviation rests on, does not serve.

    From a standard error or limits as `kernels.mean_spread` has it.
    """
    n = result.total or arm_size(reading, result.arm)
    if not n:
        raise Refused("the size of an arm is not stated, so its mean has no standard error")
    assert result.value is not None
    if result.sd:
        return Moments(_exact(result.value), _positive(result.sd), n)
    if result.se:
        se = _positive(result.se)
        sd = sd_of_error(se, n)
        return Moments(_exact(result.value), sd, n, f"SD {sd:.4g} = SE {se:g} x sqrt({n})")
    return _from_limits(reading, result, _exact(result.value), n)


def _from_limits(reading: Reading, result: Result, mean: float, n: int) -> Moments:
    assert result.low
    assert result.high
    assert result.level
    low, high = _exact(result.low), _exact(result.high)
    rounding = sum(x.interval[1] - x.interval[0] for x in (result.low, result.high)) / 2
    if n < 2 or high <= low:
        raise Refused("the limits of a mean are not in order, or of one patient")
    if abs((low + high) / 2 - mean) > ASKEW * (high - low) + rounding:
        raise Refused("the limits of a mean do not lie about it evenly, so they give no standard deviation")
    if low > 0 and _LOGS.search(reading.document.text) and _is_even(low, mean, high):
        raise Refused(
            "the limits of a mean lie about it evenly on the log scale, and the document tells of logarithms"
        )
    of = (low, high, n, result.level)
    return Moments(mean, sd_of_limits(*of), n, told(*of))


def _is_even(low: float, mean: float, high: float) -> bool:
    """Whether limits lie about a mean as evenly in their logarithms as in themselves, by how far off their middle is of the width."""
    low_log, mean_log, high_log = (math.log(x) for x in (low, mean, high))
    off_log = abs((low_log + high_log) / 2 - mean_log) / (high_log - low_log)
    return off_log <= abs((low + high) / 2 - mean) / (high - low)


def _exact(printed: Printed) -> float:
    if printed.relation != "=":
        raise Refused("a mean or its spread is printed as an approximation")
    return printed.value


def _positive(spread: Printed) -> float:
    if _exact(spread) <= 0:
        raise Refused("a standard deviation or error is not positive")
    return spread.value
