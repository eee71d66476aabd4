"""Rates by exact tests: one rate by the binomial, two rates by an unconditional test (Boschloo, Suissa-Shuster, Chan with a
margin) or Fisher's.

Exact tests reject with less than alpha, and their power is a saw-tooth in n: `lasting` asks for the least size that
no larger one falls short of, instead of the first that reaches the power.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.sizes.rates import RateTest, rate_test
from trialwright.design.sizes.result import Floats, Sized
from trialwright.design.sizes.sequential import Test, fixed, sized
from trialwright.errors import DesignError
from trialwright.kernels import one_sample_binomial as binomial
from trialwright.kernels import unconditional
from trialwright.kernels.unconditional import Ordering


@dataclass(frozen=True)
class ExactRate:
    """One rate by the exact binomial test. critical : reject for that many responses or more (or fewer, if not `upper`).

    level : what the test really uses of alpha.
    """

    n: int
    critical: int
    upper: bool
    level: float
    power: float


@dataclass(frozen=True)
class ExactRates:
    """Two rates by an exact test of p1 - p2 against `null`. level : the largest rejection probability where p1 - p2 is `null`."""

    n1: int
    n2: int
    ordering: Ordering
    level: float
    power: float
    null: float = 0.0


def exact_rate(n: int, p: float, null: float, alpha: float = 0.025) -> ExactRate:
    """What the one-sided exact test of n patients does. Raises DesignError."""
    _check(p, null, alpha)
    if n < 1:
        raise DesignError(f"{n} patients are none.", fix="Give a size of 1 or more.")
    upper = p >= null
    return ExactRate(
        n,
        int(binomial.critical(n, null, alpha, upper)[0]),
        upper,
        float(binomial.power(n, null, null, alpha, upper)[0]),
        float(binomial.power(n, p, null, alpha, upper)[0]),
    )


def exact_rate_size(
    p: float, null: float, alpha: float = 0.025, power: float = 0.8, lasting: bool = False
) -> ExactRate:
    """The size that reaches the power first, or (`lasting`) from which on every size does. Raises DesignError."""
    check_reached(p, null, alpha, power)
    find = binomial.lasting_size if lasting else binomial.first_size
    return exact_rate(find(p, null, alpha, power), p, null, alpha)


@dataclass(frozen=True)
class _OfSize:
    """A rate test whose fixed size comes from the exact test."""

    test: RateTest
    exact: ExactRate
    upper: bool
    allocation: float = 1.0
    groups: int = 1

    def fixed_size(self, alpha: float, power: float, sided: int, both_sides: bool) -> float:
        return float(self.exact.n)

    def fixed_power(self, n: float, alpha: float, sided: int) -> float:
        return self.exact.power

    def drift(self, n: float, tail: float) -> float:
        return self.test.drift(n, tail)

    def estimate(self, z: float, n: float) -> float:
        return self.test.estimate(z, n)


def sample_size_exact_rate(
    design: SequentialDesign, test: RateTest, lasting: bool = False, exact: ExactRate | None = None
) -> Sized:
    """A one-sided design sized by the exact fixed test; looks inflate that size as they do a normal test's.

    exact : the fixed test, where its size has been chosen on the saw-tooth by another rule than the first or `lasting`.
    """
    if design.sided == 2 or test.groups == 2:
        raise DesignError(
            "The exact size is for one rate tested one-sided.", fix="Use sided = 1 and one group."
        )
    exact = exact or exact_rate_size(test.p1, test.null, design.alpha, 1 - design.beta, lasting)
    of: Test = _OfSize(test, exact, test.upper)
    return sized(design, of)


@dataclass(frozen=True, eq=False)
class ExactLooks:
    """One rate looked at several times, exactly. n, stop, reject : (k,) as they were given or chosen.

    level, power : P(reject) at the null's rate and at the assumed one, futility bounds obeyed; reject_at, stop_at :
    (k,) under the assumed rate; expected_null, expected : patients.
    """

    n: Floats
    stop: Floats
    reject: Floats
    level: float
    power: float
    reject_at: Floats
    stop_at: Floats
    expected_null: float
    expected: float


def exact_looks(
    n: Sequence[int], stop: Sequence[int], reject: Sequence[int], p: float, null: float
) -> ExactLooks:
    """What looks at one rate, above the null, do. stop : counts at or below which it ends without success, -1 for none;
    reject : counts at or above which it ends with it. The last look ends either way. Raises DesignError."""
    sizes, low, high = (np.asarray(v, dtype=np.int64) for v in (n, stop, reject))
    if not len(sizes) == len(low) == len(high) or np.any(np.diff(sizes) <= 0) or sizes[0] < 1:
        raise DesignError(
            "Looks ascend, with one bound of each kind a look.", fix="Give lists of one length."
        )
    if np.any(low >= high) or low[-1] != high[-1] - 1:
        raise DesignError(
            "Bounds leave room between them but at the last look.", fix="Let stop be below reject."
        )
    of_null = binomial.stage_probabilities(sizes, low, high, null)
    assumed = binomial.stage_probabilities(sizes, low, high, p)
    return ExactLooks(
        sizes, low, high, float(of_null[1].sum()), float(assumed[1].sum()), assumed[1], assumed[0],
        float(sum(of_null) @ sizes), float(sum(assumed) @ sizes),
    )  # fmt: skip


def exact_spending_looks(design: SequentialDesign, n: int, p: float, null: float) -> ExactLooks:
    """Looks at one rate, above the null, that spend no more than the design's alpha by each look, exactly.

    n : patients in all; looks at the design's information rates, rounded. Each count of success is the least that keeps
    the cumulative level, stopping for futility not counted on. Futility where the design's z bound lies. Raises DesignError.
    """
    if design.sided == 2 or not p > null:
        raise DesignError(
            "Exact looks are one-sided, for a rate above the null.", fix="Use sided = 1 and p > null."
        )
    sizes = np.unique(np.maximum(1, np.floor(design.information_rates * n + 0.5).astype(np.int64)))
    if len(sizes) != design.k:
        raise DesignError(
            f"{n} patients are too few for {design.k} looks.", fix="Give more patients or fewer looks."
        )
    none, reject, spent = np.full(design.k, -1), sizes + 1, 0.0
    for i in range(design.k):
        for count in range(int(sizes[i]), -1, -1):
            tried = reject.copy()
            tried[i] = count
            crossed = binomial.stage_probabilities(sizes[: i + 1], none[: i + 1], tried[: i + 1], null)[1]
            if crossed.sum() > design.alpha_spent[i]:
                break
            reject, spent = tried, float(crossed.sum())
    stop = np.full(design.k, -1)
    if design.futility_bounds is not None and design.k > 1:
        z = np.asarray(design.futility_bounds, float)
        cut = sizes[:-1] * null + z * np.sqrt(sizes[:-1] * null * (1 - null))
        stop[:-1] = np.where(np.isfinite(z), np.floor(np.nan_to_num(cut, neginf=-1.0)), -1)
        stop = np.clip(stop, -1, reject - 1)
    stop[-1] = reject[-1] - 1
    assert spent <= design.alpha + 1e-12
    return exact_looks(sizes.tolist(), stop.tolist(), reject.tolist(), p, null)


def exact_rates(
    n1: int,
    n2: int,
    p1: float,
    p2: float,
    alpha: float = 0.025,
    ordering: Ordering = "boschloo",
    null: float = 0.0,
) -> ExactRates:
    """Level and power of the exact one-sided test that p1 - p2 exceeds `null` (or is below it, where the rates are).

    null : in (-1, 1), minus the margin for non-inferiority; other than 0 with `ordering` "score". Raises DesignError.
    """
    _check_two(p1, p2, alpha, ordering, null)
    if min(n1, n2) < 1:
        raise DesignError("Each arm needs a patient.", fix="Give sizes of 1 or more.")
    if p1 - p2 < null:  # mirrored, so that the region is of large x1
        p1, p2, toward = 1 - p1, 1 - p2, -null
    else:
        toward = null
    region = unconditional.rejection_region(n1, n2, alpha, ordering, toward)
    level, power = unconditional.level_of(region, toward), unconditional.power(region, p1, p2)
    return ExactRates(n1, n2, ordering, level, power, null)


def exact_rates_size(
    p1: float,
    p2: float,
    alpha: float = 0.025,
    power: float = 0.8,
    allocation: float = 1.0,
    ordering: Ordering = "boschloo",
    most: int = 600,
    null: float = 0.0,
) -> ExactRates:
    """The least size that reaches the power; n1 is allocation * n2, rounded. most : patients in an arm searched. null : as
    in `exact_rates`.

    Starts at three quarters of the normal approximation's size, below which no exact test reaches it; with a margin at half
    of it, since near rates of 0 or 1 the exact test needs less. Raises DesignError.
    """
    from trialwright.design.sizes.rates import sample_size_rates

    _check_two(p1, p2, alpha, ordering, null)
    near = sample_size_rates(fixed(alpha, 1 - power), rate_test(p1, p2, null=null, allocation=allocation))
    for n2 in range(max(2, int((0.75 if null == 0 else 0.5) * near.n2)), most + 1):
        found = exact_rates(max(1, int(np.floor(allocation * n2 + 0.5))), n2, p1, p2, alpha, ordering, null)
        if found.power >= power:
            return found
    raise DesignError(
        f"No size up to {most} patients in group 2 reaches a power of {power:g}.",
        fix="Raise `most`, or use the normal approximation, which is close at such sizes.",
    )


def _check_two(p1: float, p2: float, alpha: float, ordering: Ordering, null: float) -> None:
    for p in (p1, p2):
        if not 0 <= p <= 1:
            raise DesignError(f"The rate {p:g} is no probability.", fix="Give rates in [0, 1].")
    if not 0 < alpha < 1:
        raise DesignError(f"A level of {alpha:g} is no probability.", fix="Give alpha in (0, 1).")
    if ordering not in get_args(Ordering):
        raise DesignError(
            f"No exact test orders tables by `{ordering}`.", fix=f"Use {', '.join(get_args(Ordering))}."
        )
    if not -1 < null < 1:
        raise DesignError(f"No two rates differ by {null:g}.", fix="Give a null in (-1, 1).")
    if null != 0 and ordering != "score":
        raise DesignError(
            f"The ordering `{ordering}` is of rates that are the same under the null.",
            fix="With a margin use `score`.",
        )


def check_reached(p: float, null: float, alpha: float, power: float) -> None:
    """Raises DesignError where no size that is searched reaches the power."""
    _check(p, null, alpha)
    if not 0 < power < 1:
        raise DesignError(f"A power of {power:g} is no probability in (0, 1).", fix="Change the power.")
    if p == null:
        raise DesignError("A rate equal to the null's is never shown to differ.", fix="Change the rate.")
    if binomial.least_size(p, null, alpha, power, binomial.LARGEST) >= binomial.LARGEST:
        raise DesignError(
            f"A rate of {p:g} against {null:g} needs more than {binomial.LARGEST:,} patients by the exact test.",
            fix="Change the rates, or use the normal approximation, which is close at such sizes.",
        )


def _check(p: float, null: float, alpha: float) -> None:
    if not 0 < null < 1 or not 0 <= p <= 1 or not 0 < alpha < 1:
        raise DesignError(
            "Rates and alpha are probabilities, the null strictly.", fix="Give numbers in (0, 1)."
        )
